"""``health``, as a person or a script meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, UNUSABLE, main
from ordercore.adapters.memory import FixedClock
from ordercore.cli.health import _as_json, _row
from ordercore.kernel.time import instant
from ordercore.metrics.counting import Fact, Tally, answer
from ordercore.metrics.health import HEALTH, health

AT = "2026-03-10T12:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Keep twenty orders, of which one left late."""
    url = f"sqlite:///{tmp_path}/shop.db"
    with oc.open(url, world=oc.World(), clock=FixedClock("2026-03-02T09:00:00Z")) as desk:
        for number in range(20):
            id = f"O-{number}"
            lines = [oc.Line("MUG", 1, price="12.50 EUR")]
            desk.place(
                channel="MFN",
                marketplace="DE",
                lines=lines,
                order_id=id,
                ship_by="2026-03-03T22:00:00Z",
            )
            desk.confirm_payment(id)
            desk.confirm_shipment(id, at=f"2026-03-0{3 if number else 5}T09:00:00Z")
    return url


def test_figures_are_told_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With all that a script asks: of what, over which days, by which limit, and what it takes."""
    asked = ["health", "--store", store, "--at", AT, "--marketplace", "DE", "--json"]
    assert main(asked) == DONE
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    late = [some for some in told["values"] if some["metric"] == "late_shipment_rate"]

    assert (told["marketplace"], told["channel"], told["at_risk"]) == ("DE", None, True)
    assert late[0] == {
        "metric": "late_shipment_rate",
        "counted_in": "orders",
        "fulfilment": "seller",
        "channels": ["SFP", "MFN"],
        "category": "",
        "first": "2026-02-28",
        "last": "2026-03-09",
        "count": 1,
        "of": 20,
        "parts": {},
        "limit": "< 4 %",
        "binding": True,
        "status": "bad",
        "needed": 6,
        "forecast": None,
    }
    (ever,) = [
        some
        for some in told["values"]
        if some["metric"] == "feedback_score"
        and some["first"] is None
        and some["fulfilment"] == "seller"
    ]
    assert (ever["limit"], ever["binding"], ever["needed"]) == (None, False, None)


def test_figures_are_told_as_a_table(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what is at risk below it."""
    assert main(["health", "--store", store, "--at", AT, "--channel", "MFN"]) == DONE
    told = capsys.readouterr().out
    (bad,) = [line for line in told.splitlines() if "10 days to 2026-03-09" in line]

    assert told.startswith("Account health, all marketplaces, 2026-03-10 (UTC)\n")
    assert bad.startswith("late shipment ")
    assert bad.split("2026-03-09")[1].split() == [
        "1",
        "of",
        "20",
        "5.00",
        "%",
        "<",
        "4",
        "%",
        "BAD",
        "6",
        "-",
    ]
    assert "No data: order defect, " in told
    assert "pre fulfilment cancel" not in told.split("No data")[1]
    assert told.endswith("At risk: late shipment.\n")
    assert "\x1b" not in told


def test_a_seller_without_faults_is_told_so(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything was late; and when it would be, at the rate of these days."""
    asked = ["health", "--store", store, "--at", "2026-03-03T12:00:00Z", "--marketplace", "DE"]
    assert main(asked) == DONE

    told = capsys.readouterr().out
    assert told.endswith("No limit is missed that costs anything.\n")
    assert "feedback score (marketplace)" in told


def test_categories_and_forecasts_have_words() -> None:
    """As a table says them: with 100 more orders every seven days, 13 late ones are fewer."""
    tally, at = Tally(HEALTH), instant("2026-03-31T12:00:00Z")
    for day, late in ((10, 13), (20, 0), (29, 0)):
        told = {"orders_to_ship": 100, "orders_late": late, "parcels": 2, "parcels_tracked": 1}
        numbers = tuple(told.get(name, 0) for name in HEALTH.numbers)
        on = at.replace(day=day)
        tally.add([Fact(on, on.date(), ("US", "MFN", "toys"), numbers)])
    report = health(lambda asked: answer(asked, tally), at=at, marketplace="US")
    rows = [_row(value) for value in report.values if value.has_data]

    assert ("late shipment", "GOOD on 2026-04-02") in [(row[0], row[-1]) for row in rows]
    forecasts = [some["forecast"] for some in _as_json(report)["values"]]
    assert [some for some in forecasts if some is not None] == [
        {"day": "2026-04-02", "meets": True}
    ]
    assert "valid tracking: toys" in [row[0] for row in rows]


def test_amazons_report_is_printed(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In its own shape, of a marketplace of its own."""
    assert main(["health", "--store", store, "--at", AT, "--marketplace", "DE", "--amazon"]) == DONE
    told = json.loads(capsys.readouterr().out)

    assert told["accountStatuses"] == [{"marketplaceId": "A1PA6795UKMFR9", "status": "AT_RISK"}]
    late = told["performanceMetrics"][0]["lateShipmentRate"]
    assert (late["orderCount"], late["lateShipmentCount"]) == (20, 1)


@pytest.mark.parametrize(
    "asked", [["--amazon"], ["--channel", "EBAY"], ["--at", "yesterday"], ["--store", "x.db"]]
)
def test_what_cannot_be_told_is_refused(
    asked: list[str], store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All marketplaces together are no report of Amazon's."""
    try:
        status = main(["health", "--store", store, *asked])
    except SystemExit as left:
        status = int(str(left.code))

    assert status == UNUSABLE
    assert capsys.readouterr().err


def test_the_table_is_written_as_a_page(store: str, tmp_path: Path) -> None:
    """With what is at risk, and of what there is no data."""
    page = tmp_path / "health.html"
    arguments = ["health", "--store", store, "--at", AT, "--marketplace", "DE"]
    assert main([*arguments, "--html", str(page)]) == DONE
    text = page.read_text(encoding="utf-8")

    assert "Account health, DE, 2026-03-10 (UTC)" in text
    assert "1 of 20" in text
    assert "At risk: late shipment" in text
