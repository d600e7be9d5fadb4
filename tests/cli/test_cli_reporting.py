"""``report``: by dimension, over days, in one currency, compared."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_cli import report_file, row

from ordercore.__main__ import DONE, UNUSABLE, main


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Give the URL of a store with two orders of November."""
    url = f"sqlite:///{tmp_path}/shop.db"
    assert main(["import", report_file(tmp_path, row("1"), row("2")), "--store", url]) == DONE
    return url


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Give the report as it is told to machines."""
    capsys.readouterr()
    assert main(["report", *arguments, "--json"]) == DONE
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_by_a_dimension_over_days(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Groups over the whole time, or in each period."""
    report = told(
        capsys, "--store", store, "--by", "sku", "--from", "2026-11-01", "--to", "2026-11-30"
    )
    weeks = told(capsys, "--store", store, "--by", "week", "--group", "channel", "--zone", "UTC")
    whole = told(capsys, "--store", store, "--by", "all", "channel:fba")

    assert (report["by"], report["group"], report["first"]) == (None, "sku", "2026-11-01")
    assert [group["totals"]["orders"] for group in report["groups"]] == [2]
    assert [group["name"] for group in weeks["groups"]] == ["MFN"]
    assert all(len(period["groups"]) == 1 for period in weeks["periods"])
    assert whole["totals"]["orders"] == 0


def test_in_one_currency_and_compared(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the rates of a file, with the period before."""
    rates = tmp_path / "rates.csv"
    rates.write_text("currency,effective_from,worth\nUSD,2026-01-01,0.5\n")

    report = told(
        capsys, "--store", store, "--by", "month", "--currency", "EUR", "--rates", str(rates),
        "--compare", "--from", "2026-11-01", "--at", "2026-11-20T00:00:00Z",
    )  # fmt: skip

    assert (report["currency"], report["last"]) == ("EUR", "2026-11-20")
    assert report["totals"]["item_value"] == {"EUR": "12.50"}
    assert report["before"]["orders"] == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--rates", "rates.csv"], "what amounts are converted to"),
        (["--currency", "EUR"], "a rate of USD to EUR"),
        (["--currency", "EUR", "--rates", "/no/such.csv"], "No such file"),
        (["--from", "2026-11-02", "--to", "2026-11-01"], "a day from 2026-11-02 on"),
        (["ship:"], "ship"),
    ],
)
def test_what_cannot_be_reported_is_one_line(
    arguments: list[str], why: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a traceback."""
    assert main(["report", "--store", store, *arguments]) == UNUSABLE

    said = capsys.readouterr().err
    assert why in said
    assert "Traceback" not in said


def test_a_day_is_a_day(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else."""
    with pytest.raises(SystemExit):
        main(["report", "--store", store, "--from", "Monday"])
    assert "no day such as" in capsys.readouterr().err
