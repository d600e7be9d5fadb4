"""Account health in the shape of Amazon's report: written by its schema, read, and compared."""

import datetime as dt
import json
from typing import Any

import attrs
import jsonschema
import pytest
from amazon_writing import DATA

from ordercore.adapters.amazon.health_reading import (
    FigureDifference,
    ReportedFigure,
    differences,
    read_health_report,
)
from ordercore.adapters.amazon.health_report import health_report
from ordercore.channels import Metric
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.metrics.counting import Fact, Tally, answer
from ordercore.metrics.health import HEALTH, AccountHealth, Fulfilment, Window, health

SCHEMA = DATA / "sp_api/schemas/reports/accountHealthReport-2020-11-18.json"

SAMPLE = DATA / "sp_api/schema_examples/accountHealthReport-2020-11-18.json"

AT = instant("2020-11-20T09:00:00Z")

NUMBERS = {
    "orders": 539000,
    "orders_defective": 1078,
    "orders_badly_rated": 628,
    "orders_claimed": 442,
    "orders_charged_back": 15,
    "orders_to_ship": 100,
    "orders_late": 4,
    "parcels": 200,
    "parcels_tracked": 190,
    "parcels_to_deliver": 100,
    "parcels_in_time": 96,
    "units_to_deliver": 165,
    "units_in_time": 146,
    "invoices": 9001,
    "invoices_defective": 315,
    "invoices_missing": 214,
    "invoices_late": 101,
}


def ours(marketplace: str = "DE", numbers: dict[str, int] | None = None) -> AccountHealth:
    """Report on sums of two days, one of which is in no window that ends early."""
    tally = Tally(HEALTH)
    told = NUMBERS if numbers is None else numbers
    sums = tuple(told.get(name, 0) for name in HEALTH.numbers)
    for day in (dt.date(2020, 11, 3), dt.date(2020, 11, 15)):
        words = ("DE", "MFN", "toys")
        only = tuple(
            number if (day.day == 3) is (name not in ("invoices", *_INVOICES)) else 0
            for name, number in zip(HEALTH.numbers, sums, strict=True)
        )
        tally.add([Fact(AT, day, words, only)])
    return health(lambda asked: answer(asked, tally), at=AT, marketplace=marketplace)


_INVOICES = ("invoices_defective", "invoices_missing", "invoices_late")


def days(first: str, last: str) -> dict[str, str]:
    """Give days as the report has them."""
    return {"reportingDateFrom": f"{first}T00:00Z", "reportingDateTo": f"{last}T23:59Z"}


def written(report: AccountHealth) -> dict[str, Any]:
    """Write the report of one marketplace, and give its metrics."""
    metrics: dict[str, Any] = health_report([report])["performanceMetrics"][0]
    return metrics


@pytest.mark.parametrize("numbers", [NUMBERS, {}])
def test_what_is_written_keeps_to_amazons_schema(numbers: dict[str, int]) -> None:
    """Every key that it asks for, of a marketplace with data and of one without any."""
    if not SCHEMA.is_file():
        pytest.skip("Amazon's schemas are not beside the checkout")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    report = json.loads(json.dumps(health_report([ours(numbers=numbers), ours("US")])))

    assert [error.message for error in validator.iter_errors(report)] == []
    del report["performanceMetrics"][0]["lateShipmentRate"]
    assert not validator.is_valid(report)


def test_defects_are_told_with_their_parts() -> None:
    """The parts have no target and no status; who ships is told apart."""
    rates = written(ours())["orderDefectRate"]

    assert rates["mfn"] == {
        "reportingDateRange": days("2020-09-06", "2020-11-04"),
        "fulfillmentType": "mfn",
        "orderCount": 539000,
        "orderWithDefects": {"count": 1078, "status": "GOOD"},
        "negativeFeedback": {"count": 628, "status": "NONE"},
        "claims": {"count": 442, "status": "NONE"},
        "chargebacks": {"count": 15, "status": "NONE"},
        "status": "GOOD",
        "rate": 0.002,
        "targetValue": 0.01,
        "targetCondition": "LESS_THAN",
    }
    assert (rates["afn"]["orderCount"], rates["afn"]["status"]) == (0, "NONE")
    assert (rates["afn"]["fulfillmentType"], rates["afn"]["rate"]) == ("afn", 0.0)


def test_rates_are_told_with_what_they_are_made_of() -> None:
    """Of several windows the longest, as Amazon does; at the limit, as whole numbers say."""
    metrics = written(ours())
    late = metrics["lateShipmentRate"]

    assert late["reportingDateRange"] == days("2020-10-21", "2020-11-19")
    assert (late["orderCount"], late["lateShipmentCount"], late["status"]) == (100, 4, "BAD")
    tracked = metrics["validTrackingRate"]
    assert (tracked["shipmentCount"], tracked["validTrackingCount"]) == (200, 190)
    assert (tracked["status"], tracked["targetValue"]) == ("BAD", 0.95)
    assert tracked["targetCondition"] == "GREATER_THAN"
    assert metrics["onTimeDeliveryRate"]["onTimeDeliveryCount"] == 96
    assert metrics["unitOnTimeDeliveryRate"]["totalUnitCount"] == 165
    invoices = metrics["invoiceDefectRate"]
    assert invoices["invoiceDefect"] == {"count": 315, "status": "GOOD"}
    assert invoices["missingInvoice"] == {"count": 214, "status": "NONE"}
    assert invoices["rate"] == pytest.approx(0.034996, abs=1e-6)


def test_what_is_not_measured_has_no_status() -> None:
    """Invoices in the US, and what Amazon alone finds in offers."""
    metrics = written(ours("US"))

    assert metrics["invoiceDefectRate"]["status"] == "NONE"
    assert metrics["invoiceDefectRate"]["targetCondition"] == "EQUALS"
    assert metrics["invoiceDefectRate"]["missingInvoice"] == {"count": 0, "status": "NONE"}
    assert metrics["listingPolicyViolations"] == {
        "reportingDateRange": days("2020-05-24", "2020-11-19"),
        "defectsCount": 0,
        "status": "NONE",
        "targetValue": 0,
        "targetCondition": "EQUALS",
    }


def test_an_account_is_at_risk_where_a_limit_is_missed() -> None:
    """Late shipments cost something; without them nothing is said against it."""
    risky, well = ours(), ours("US")
    told = health_report([risky, well])

    assert told["accountStatuses"] == [
        {"marketplaceId": "A1PA6795UKMFR9", "status": "AT_RISK"},
        {"marketplaceId": "ATVPDKIKX0DER", "status": "NORMAL"},
    ]
    ratings = [some["accountHealthRating"]["ahrStatus"] for some in told["performanceMetrics"]]
    assert ratings == ["WARNED", "GREAT"]


def test_only_marketplaces_of_amazons_are_reported() -> None:
    """All of them added up are none."""
    with pytest.raises(InvalidValue, match="marketplace"):
        health_report([ours("")])


# Reading


def test_what_was_written_is_read_and_does_not_differ() -> None:
    """Six metrics, and defects by who ships."""
    report = ours()
    read = read_health_report(json.dumps(health_report([report])))

    assert len(read) == 8
    assert differences(read, report) == ()
    assert differences(read, ours("US")) == ()
    american = ours("US")
    assert differences(read_health_report(json.dumps(health_report([american]))), american) == ()


def test_a_figure_that_differs_is_told_with_ours() -> None:
    """One order that Amazon counts and we do not; and a window of other days."""
    report = ours()
    read = read_health_report(json.dumps(health_report([report])))
    late = next(some for some in read if some.metric is Metric.LATE_SHIPMENTS)
    moved = attrs.evolve(late, window=Window(dt.date(2020, 10, 20), dt.date(2020, 11, 18)))
    one_more = attrs.evolve(late, count=late.count + 1)
    odd = attrs.evolve(late, metric=Metric.PRIME_VALID_TRACKING, window=Window(None, AT.date()))
    unknown = attrs.evolve(late, metric=Metric.PRIME_UNIT_CANCELLATIONS)
    found = differences((late, one_more, moved, odd, unknown), report)

    assert [some.reported for some in found] == [one_more, moved, odd, unknown]
    assert [some.same_days for some in found] == [True, False, False, False]
    assert found[0].ours is not None
    assert (found[0].ours.count, found[1].ours) == (4, found[0].ours)
    assert found[3] == FigureDifference(reported=unknown, ours=None)


def test_amazons_own_sample_is_read_as_it_stands() -> None:
    """With its other spelling of a key, and counts above their wholes."""
    if not SAMPLE.is_file():
        pytest.skip("Amazon's samples are not beside the checkout")
    (sample,) = json.loads(SAMPLE.read_text("utf-8"))
    found = {
        (some.metric, some.fulfilment): some for some in read_health_report(json.dumps(sample))
    }

    assert found[Metric.LATE_SHIPMENTS, Fulfilment.SELLER] == ReportedFigure(
        marketplace="US",
        metric=Metric.LATE_SHIPMENTS,
        fulfilment=Fulfilment.SELLER,
        window=Window(dt.date(2020, 10, 21), dt.date(2020, 11, 19)),
        count=27896,
        of=870669,
    )
    assert found[Metric.CANCELLATIONS, Fulfilment.SELLER].count == 551
    assert found[Metric.VALID_TRACKING, Fulfilment.SELLER].count == 896462
    assert found[Metric.ORDER_DEFECTS, Fulfilment.MARKETPLACE].of == 539000
    assert len(found) == 8


def spoiled(**said: Any) -> str:
    """Write a report with something else in it."""
    report = health_report([ours()])
    report["performanceMetrics"][0].update(said)
    return json.dumps(report)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "report"),
        ("[]", "report"),
        ("{}", "performanceMetrics"),
        ('{"performanceMetrics": [1]}', "performanceMetrics"),
        ('{"performanceMetrics": [{}]}', "marketplaceId"),
        (spoiled(marketplaceId="moon"), "marketplaceId"),
        (spoiled(lateShipmentRate=[]), "lateShipmentRate"),
        (spoiled(lateShipmentRate={"orderCount": "1"}), "orderCount"),
        (spoiled(lateShipmentRate={"orderCount": 1.5}), "orderCount"),
        (spoiled(lateShipmentRate={"orderCount": -1}), "orderCount"),
        (spoiled(lateShipmentRate={"orderCount": True}), "orderCount"),
        (
            spoiled(lateShipmentRate={"orderCount": 1, "lateShipmentCount": 0}),
            "reportingDateRange",
        ),
        (
            spoiled(
                lateShipmentRate={
                    "orderCount": 1,
                    "lateShipmentCount": 0,
                    "reportingDateRange": {"reportingDateFrom": "yesterday"},
                }
            ),
            "reportingDateFrom",
        ),
        (
            spoiled(
                lateShipmentRate={
                    "orderCount": 1,
                    "lateShipmentCount": 0,
                    "reportingDateRange": {},
                }
            ),
            "reportingDateFrom",
        ),
        (spoiled(orderDefectRate=3), "orderDefectRate"),
    ],
)
def test_what_is_no_report_is_refused(text: str, field: str) -> None:
    """With the name of what is wrong."""
    with pytest.raises(InvalidValue) as found:
        read_health_report(text)

    assert found.value.field == field


def test_numbers_may_be_written_with_a_point() -> None:
    """The schema calls one of the counts a number."""
    text = json.dumps(health_report([ours()])).replace(
        '"shipmentCountWithValidTracking": 100', '"shipmentCountWithValidTracking": 100.0'
    )
    read = read_health_report(text)

    assert {some.of for some in read if some.metric is Metric.SHIPMENT_ON_TIME_DELIVERY} == {100}


def test_metrics_that_are_not_there_are_left_out() -> None:
    """A report of fewer metrics is one too."""
    report = {"performanceMetrics": [{"marketplaceId": "A1PA6795UKMFR9"}]}

    assert read_health_report(json.dumps(report)) == ()
