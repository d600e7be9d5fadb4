"""The command line, as a person or a script meets it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ordercore
from ordercore.__main__ import DONE, REJECTED, UNUSABLE, main
from ordercore.adapters.memory import FixedClock, MemoryListener
from ordercore.cli.diagram import LIFECYCLES

DATA = Path(__file__).parents[2] / "examples" / "data"

HEAD = (
    "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\t"
    "sales-channel\tsku\titem-status\tquantity\tcurrency\titem-price"
)


def row(order: str, status: str = "Shipped", price: str = "12.50", quantity: str = "1") -> str:
    """Write one row of a report."""
    return (
        f"{order}\t2026-11-01T10:00:00Z\t2026-11-02T10:00:00Z\t{status}\tMerchant\tAmazon.com\t"
        f"MUG\t{status}\t{quantity}\tUSD\t{price}"
    )


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Name a store that is not there yet."""
    return f"sqlite:///{tmp_path}/shop.db"


def report_file(folder: Path, *rows: str, name: str = "orders.txt") -> str:
    """Write a report file."""
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]) + "\n")
    return str(path)


def import_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Import with ``--json`` and give exit status and object."""
    status = main(["import", *arguments, "--json"])
    parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, parsed


def test_import_says_what_came_of_it(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counts, statuses, channels and values are in the one JSON object."""
    file = report_file(tmp_path, row("1"), row("2", "Cancelled"), row("3", "Pending", ""))

    status, result = import_json(capsys, file, "--store", store)

    assert status == DONE
    assert result == {
        "orders": 3,
        "lines": 3,
        "placed": 3,
        "advanced": 0,
        "unchanged": 0,
        "rejected": 0,
        "rejections": [],
        "remarks": [],
        "by_status": {"cancelled": 1, "pending": 1, "shipped": 1},
        "by_channel": {"MFN": 3},
        "value": {"USD": "25.00"},
        "cancelled_value": {"USD": "12.50"},
    }


def test_importing_the_same_file_again_changes_nothing_and_says_so(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All orders are unchanged the second time."""
    file = report_file(tmp_path, row("1"), row("2", "Unshipped"))
    main(["import", file, "--store", store])
    capsys.readouterr()

    assert main(["import", file, "--store", store]) == DONE
    assert "Nothing has changed" in capsys.readouterr().out
    assert import_json(capsys, file, "--store", store)[1]["unchanged"] == 2


def test_three_bad_rows_of_a_thousand_are_told_with_their_lines(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing good is lost, nothing bad gets in, and the exit status says so."""
    rows = [row(f"{n:04}") for n in range(1, 1001)]
    rows[99], rows[499], rows[999] = row("a", price="1e3"), row("b", quantity="x"), row("c", "Lost")
    file = report_file(tmp_path, *rows)

    status, result = import_json(capsys, file, "--store", store)

    assert status == REJECTED
    assert (result["orders"], result["lines"], result["rejected"]) == (997, 997, 3)
    told = [(some["line"], some["field"], some["code"]) for some in result["rejections"]]
    assert told == [
        (101, "item-price", "bad_amount"),
        (501, "quantity", "bad_quantity"),
        (1001, "order-status", "unknown_status"),
    ]


def test_a_missing_file_does_not_stop_the_others(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The good file is imported, the missing one named."""
    good, missing = report_file(tmp_path, row("1")), str(tmp_path / "nowhere.txt")

    status, result = import_json(capsys, missing, good, "--store", store)

    assert (status, result["orders"], result["rejected"]) == (REJECTED, 1, 1)
    assert result["rejections"][0]["file"] == missing
    assert result["rejections"][0]["code"] == "file_missing"


def test_a_person_gets_a_table_and_the_rejected_rows(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rejections go to stderr with file and line, the first twenty of them."""
    file = report_file(tmp_path, row("1"), *(row(f"b{n}", price="x") for n in range(25)))

    assert main(["import", file, "--store", store]) == REJECTED
    printed = capsys.readouterr()
    assert "12.50 USD" in printed.out
    assert f"{file}:3: item-price" in printed.err
    assert "and 5 more" in printed.err


def test_stock_is_kept_only_for_the_pools_that_are_named(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a pool, an imported order that stock does not cover is recorded as short."""
    from ordercore.opening import open as open_desk

    desk = open_desk(store)
    desk.receive("MUG", 5)
    file = report_file(tmp_path, row("1", "Unshipped", quantity="2"))
    assert main(["import", file, "--store", store]) == DONE
    assert desk.stock("MUG").reserved == 0

    other = report_file(tmp_path, row("2", "Unshipped", quantity="2"), row("3", quantity="9"))
    assert main(["import", other, "--store", store, "--pool", "MFN=main"]) == DONE
    assert (desk.stock("MUG").reserved, desk.stock("MUG").on_hand) == (2, 0)
    assert desk.order("3").short == ("1",)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import", "x", "--store", "mysql://x"], "a store URL"),
        (["import", "x", "--store", "sqlite:////no/such/folder/x.db"], "no such folder"),
        (["report", "--store", "sqlite:////no/such.db"], "no such file"),
    ],
)
def test_an_unusable_store_is_one_line_and_a_status(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback reaches a person."""
    assert main(arguments) == UNUSABLE
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "x"],
        ["import", "x", "--store", "s", "--format", "csv"],
        ["import", "x", "--store", "s", "--pool", "MFN"],
        ["import", "x", "--store", "s", "--pool", "XXX=main"],
        ["import", "x", "--store", "s", "--zone", "Nowhere/X"],
        ["report", "--store", "s", "--by", "year"],
        ["diagram", "moon"],
        [],
    ],
)
def test_wrong_arguments_are_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The parser says what it takes."""
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == UNUSABLE
    assert "usage:" in capsys.readouterr().err


def test_report_adds_up_by_period_in_a_zone(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Periods and totals, currencies apart, cancelled counted."""
    main(["import", report_file(tmp_path, row("1"), row("2", "Cancelled")), "--store", store])
    capsys.readouterr()

    assert main(["report", "--store", store, "--by", "month", "--zone", "UTC", "--json"]) == DONE
    report = json.loads(capsys.readouterr().out)
    (period,) = report["periods"]
    assert (report["by"], report["zone"], period["begins"]) == ("month", "UTC", "2026-11-01")
    assert period["totals"] == report["totals"]
    for name, value in {
        "orders": 2,
        "units": 2,
        "item_value": {"USD": "25.00"},
        "shipping_value": {"USD": "0.00"},
        "cancelled": 1,
        "cancellation_share": 0.5,
        "replacements": 0,
    }.items():
        assert report["totals"][name] == value


def test_report_prints_a_table_for_a_person(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row per period and a total."""
    main(["import", report_file(tmp_path, row("1")), "--store", store])
    capsys.readouterr()

    assert main(["report", "--store", store, "--by", "week", "--zone", "UTC"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Orders by week"
    assert lines[-1].split() == ["Total", "1", "1", "$12.50"]


@pytest.mark.parametrize("name", LIFECYCLES)
def test_diagrams_are_mermaid(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each lifecycle is drawn from its start to an end."""
    assert main(["diagram", name]) == DONE
    drawn = capsys.readouterr().out
    assert drawn.startswith("stateDiagram-v2\n    [*] --> ")
    assert drawn.endswith("--> [*]\n")


def test_no_progress_and_no_colour_when_piped(tmp_path: Path, store: str) -> None:
    """A pipe gets the JSON object and nothing else, on either stream."""
    files = [str(DATA / "orders_api.json")]
    done = subprocess.run(
        [sys.executable, "-m", "ordercore", "import", *files, "--store", store, "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    assert json.loads(done.stdout)["by_channel"] == {"FBA": 1, "MFN": 2, "SFP": 1}
    assert done.stderr == ""


def test_a_closed_pipe_is_no_accident(store: str, tmp_path: Path) -> None:
    """Reading only the first line of a report leaves no traceback."""
    main(["import", report_file(tmp_path, *(row(str(n)) for n in range(50))), "--store", store])
    script = f"{sys.executable} -m ordercore report --store {store} | head -n 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "Orders by day\n"
    assert done.stderr == ""


def test_a_seller_has_records_of_its_own(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Import, report and audit work on what is of the seller that is named, and on nothing else."""
    file = report_file(tmp_path, row("1"), row("2"))
    assert import_json(capsys, file, "--store", store, "--seller", "s1")[1]["placed"] == 2

    counts = {}
    for seller in ("", "s1"):
        named = ("--store", store, "--seller", seller, "--json")
        assert main(["report", *named]) == DONE
        totals = json.loads(capsys.readouterr().out)["totals"]
        assert main(["check", *named]) == DONE
        counts[seller] = (totals["orders"], json.loads(capsys.readouterr().out)["orders"])

    assert counts == {"": (0, 0), "s1": (2, 2)}


def test_an_audit_of_nothing_does_not_say_that_all_is_well(
    tmp_path: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a seller has nothing in a store, it is said so, and that another may be meant."""
    import_json(capsys, report_file(tmp_path, row("1")), "--store", store, "--seller", "s1")

    main(["check", "--store", store])
    nothing = capsys.readouterr().out
    main(["check", "--store", store, "--seller", "s1"])
    well = capsys.readouterr().out

    assert "Nothing is kept there of the seller ''" in nothing
    assert "Every figure is what its events tell." not in nothing
    assert "Every figure is what its events tell." in well


def test_an_audit_is_told_what_was_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--forgotten-before`` says up to when notices that were delivered may be gone."""
    store = f"sqlite:///{tmp_path / 'told.db'}"
    with ordercore.open(store, clock=FixedClock("2026-03-02T09:00:00Z")) as desk:
        desk.receive("A", 1)
        desk.place(channel="MFN", lines=[ordercore.Line("A", 1, price="1 EUR")])
        desk.deliver_notices(MemoryListener())
        assert desk.forget_delivered(before="2026-03-02T09:00:01Z") > 0

    found = {
        before: main(["check", "--store", store, "--forgotten-before", before])
        for before in ("2026-03-02T09:00:00Z", "2026-03-02T09:00:01Z")
    }
    with pytest.raises(SystemExit):
        main(["check", "--store", store, "--forgotten-before", "yesterday"])

    assert list(found.values()) == [REJECTED, DONE]
    assert "ISO 8601" in capsys.readouterr().err
