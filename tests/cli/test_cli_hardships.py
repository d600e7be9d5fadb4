"""What goes wrong around the command line reaches a person as a sentence."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import report_file, row

from ordercore.__main__ import DONE, REJECTED, UNUSABLE, main

ORDERCORE = f"{sys.executable} -m ordercore"


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def dated(order: str, date: str) -> str:
    """Write a row of which both dates are of a year."""
    return row(order).replace("2026-11-01T", f"{date}T").replace("2026-11-02T", f"{date}T")


@pytest.mark.parametrize("date", ["9999-12-31", "0202-11-02", "0001-01-01", "1899-12-31"])
def test_an_odd_year_is_one_rejected_row(
    date: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told with its line, and all good rows before and after it are kept."""
    rows = [row(f"{n:03}") for n in range(150)]
    rows.insert(120, dated("odd", date))
    store = f"sqlite:///{tmp_path}/shop.db"

    status = main(["import", report_file(tmp_path, *rows), "--store", store, "--json"])

    result = json.loads(capsys.readouterr().out)
    assert (status, result["orders"]) == (REJECTED, 150)
    assert [(some["line"], some["code"]) for some in result["rejections"]] == [(122, "bad_time")]


@pytest.mark.parametrize("date", ["1969-07-20", "8999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_the_first_and_last_years_are_reported_in_any_zone(
    date: str, zone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What could be imported can be reported."""
    store = f"sqlite:///{tmp_path}/shop.db"

    assert main(["import", report_file(tmp_path, dated("1", date)), "--store", store]) == DONE
    assert main(["report", "--store", store, "--zone", zone]) == DONE
    assert "Total" in capsys.readouterr().out


def test_a_full_disk_under_the_output_is_one_sentence(tmp_path: Path) -> None:
    """No traceback, and the status says that it went wrong."""
    done = shell(f"{ORDERCORE} diagram order > /dev/full")

    assert (done.returncode, done.stderr) == (UNUSABLE, "ordercore: No space left on device\n")


def test_closed_output_is_no_accident(tmp_path: Path) -> None:
    """The work is done and its status is given."""
    file, store = report_file(tmp_path, row("1")), f"sqlite:///{tmp_path}/shop.db"
    done = shell(f"{ORDERCORE} import {file} --store {store} >&-")

    assert (done.returncode, done.stderr) == (DONE, "")


def test_characters_that_the_terminal_has_not_are_escaped(tmp_path: Path) -> None:
    """Whatever stood in a row can be printed anywhere."""
    file, store = report_file(tmp_path, row("1", price="二")), f"sqlite:///{tmp_path}/shop.db"
    for flag in ("", "--json"):
        done = shell(f"{ORDERCORE} import {file} --store {store} {flag}", PYTHONIOENCODING="cp1252")
        assert done.returncode == REJECTED
        assert "Traceback" not in done.stderr


def test_rejections_show_in_the_status_whoever_reads(tmp_path: Path) -> None:
    """A reader that stops early does not hide that something was rejected."""
    rows = [row(f"{n}", price="x") for n in range(2000)]
    file, store = report_file(tmp_path, *rows), f"sqlite:///{tmp_path}/shop.db"
    done = shell(f"{ORDERCORE} import {file} --store {store} --json | true")

    assert (done.returncode, done.stderr) == (REJECTED, "")


@pytest.mark.parametrize(
    "text", ['{"errors": [{"code": "Unauthorized", "message": "Access denied"}]}', '{"a": 1}']
)
def test_an_answer_that_is_no_order_is_rejected(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failed download is not "all well"."""
    file = tmp_path / "answer.json"
    file.write_text(text)

    assert main(["import", str(file), "--store", f"sqlite:///{tmp_path}/shop.db"]) == REJECTED
    capsys.readouterr()


def test_a_file_of_another_program_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a report nor an import puts its tables there."""
    file = tmp_path / "foreign.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE notes (body TEXT)")
    connection.close()
    before = file.read_bytes()

    for command in (["report"], ["import", report_file(tmp_path, row("1"))]):
        assert main([*command, "--store", f"sqlite:///{file}"]) == UNUSABLE
    assert "another program" in capsys.readouterr().err
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert names == [("notes",)]
    assert len(file.read_bytes()) == len(before)


def test_a_report_does_not_wait_for_a_writer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reading needs no lock, not even to open the file."""
    store = f"sqlite:///{tmp_path}/shop.db"
    main(["import", report_file(tmp_path, row("1")), "--store", store])
    writer = sqlite3.connect(tmp_path / "shop.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    assert main(["report", "--store", store]) == DONE
    writer.execute("ROLLBACK")
    writer.close()
    capsys.readouterr()


def test_a_report_that_contradicts_what_happened_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cancelled after it was shipped, or at another price: the order stays, and a person knows."""
    store = f"sqlite:///{tmp_path}/shop.db"
    main(["import", report_file(tmp_path, row("1"), row("2")), "--store", store])
    later = [row("1", "Cancelled"), row("2", price="99.00")]
    newer = [some.replace("2026-11-02", "2026-11-05") for some in later]
    capsys.readouterr()

    assert main(["import", report_file(tmp_path, *newer), "--store", store, "--json"]) == DONE
    remarks = json.loads(capsys.readouterr().out)["remarks"]
    assert [(some["line"], some["code"]) for some in remarks] == [
        (2, "status_differs"),
        (3, "charges_differ"),
    ]
