"""The account health report of Amazon, version 2020-11-18: written of ours, and read.

What orders do not tell has the status NONE: violations and complaints are Amazon's to find. Its own
sample is not arithmetically sound (counts above their wholes, a status outside the list, two
spellings of keys), so nothing here trusts a rate that a report gives.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ordercore.channels import Comparison, Metric, find_marketplace
from ordercore.errors import InvalidValue
from ordercore.metrics.health import (
    AccountHealth,
    Fulfilment,
    HealthStatus,
    HealthValue,
    Window,
)

Json = dict[str, Any]

_STATUS = {HealthStatus.GOOD: "GOOD", HealthStatus.BAD: "BAD", HealthStatus.NONE: "NONE"}

_CONDITION = {
    Comparison.BELOW: "LESS_THAN",
    Comparison.AT_MOST: "LESS_THAN",
    Comparison.ABOVE: "GREATER_THAN",
    Comparison.AT_LEAST: "GREATER_THAN",
}
"""Amazon's words do not tell whether the limit itself is in."""

METRICS: Mapping[Metric, tuple[str, str, str]] = {
    Metric.LATE_SHIPMENTS: ("lateShipmentRate", "orderCount", "lateShipmentCount"),
    Metric.CANCELLATIONS: ("preFulfillmentCancellationRate", "orderCount", "cancellationCount"),
    Metric.VALID_TRACKING: ("validTrackingRate", "shipmentCount", "validTrackingCount"),
    Metric.SHIPMENT_ON_TIME_DELIVERY: (
        "onTimeDeliveryRate",
        "shipmentCountWithValidTracking",
        "onTimeDeliveryCount",
    ),
    Metric.ON_TIME_DELIVERY: (
        "unitOnTimeDeliveryRate",
        "totalUnitCount",
        "unitOnTimeDeliveryCount",
    ),
}
"""Metric → its key in a report, that of the whole, and that of the part; those with sub-counts
have shapes of their own."""

LISTING_LEVEL = (
    "listingPolicyViolations",
    "productAuthenticityCustomerComplaints",
    "productConditionCustomerComplaints",
    "productSafetyCustomerComplaints",
    "receivedIntellectualPropertyComplaints",
    "restrictedProductPolicyViolations",
    "suspectedIntellectualPropertyViolations",
    "foodAndProductSafetyIssues",
    "otherPolicyViolations",
    "documentRequests",
)
"""What Amazon finds in offers, and no order tells; the report has to have each."""

LISTING_DAYS = 180
"""Over how many days those are counted: 22 May or 24 May to 19 November in the sample."""


# Writing


def health_report(reports: Iterable[AccountHealth]) -> Json:
    """Write account health of marketplaces as Amazon's report has it.

    Of metrics with several windows the longest is told, as Amazon does. What is not measured has
    no whole, no target and the status NONE.

    Raises:
        InvalidValue: when one is of no marketplace of Amazon's.
    """
    given = [(_id(some), some) for some in reports]
    return {
        "accountStatuses": [
            {"marketplaceId": id, "status": "AT_RISK" if some.is_at_risk else "NORMAL"}
            for id, some in given
        ],
        "performanceMetrics": [_metrics(id, some) for id, some in given],
    }


def _id(report: AccountHealth) -> str:
    found = find_marketplace(report.marketplace)
    if found is None:
        raise InvalidValue("marketplace", report.marketplace, "a marketplace of Amazon's")
    return found.id


def _metrics(id: str, report: AccountHealth) -> Json:
    written: Json = {"marketplaceId": id, "warningStates": []}
    for metric, (key, whole, part) in METRICS.items():
        value = _value(report, metric)
        written[key] = {
            **_frame(value, report),
            whole: _of(value),
            part: _count(value),
        }
    written["invoiceDefectRate"] = _invoices(report)
    written["orderDefectRate"] = {
        "mfn": _defects(report, Fulfilment.SELLER),
        "afn": _defects(report, Fulfilment.MARKETPLACE),
    }
    listing = _range(Window(report.day - dt.timedelta(days=LISTING_DAYS), _yesterday(report)))
    for key in LISTING_LEVEL:
        written[key] = {
            "reportingDateRange": listing,
            "defectsCount": 0,
            "status": "NONE",
            "targetValue": 0,
            "targetCondition": "EQUALS",
        }
    # The schema asks for this key, and has its values under another.
    rating = "WARNED" if report.is_at_risk else "GREAT"
    written["accountHealthRating"] = {"ahrStatus": rating, "reportingDateRange": listing}
    return written


def _value(
    report: AccountHealth, metric: Metric, shipper: Fulfilment = Fulfilment.SELLER
) -> HealthValue | None:
    found = [
        some
        for some in report.values
        if some.measure.metric is metric
        and some.measure.fulfilment is shipper
        and not some.category
    ]
    return max(found, key=lambda some: some.measure.window.days or 0, default=None)


def _frame(value: HealthValue | None, report: AccountHealth) -> Json:
    """Write what every rate has: its days, status, rate and target."""
    limit = None if value is None else value.measure.limit
    over = Window(_yesterday(report), _yesterday(report)) if value is None else value.measure.window
    return {
        "reportingDateRange": _range(over),
        "status": _STATUS[HealthStatus.NONE if value is None else value.status],
        "rate": _rate(value),
        "targetValue": 0.0 if limit is None else float(limit.share),
        "targetCondition": "EQUALS" if limit is None else _CONDITION[limit.comparison],
    }


def _invoices(report: AccountHealth) -> Json:
    value = _value(report, Metric.INVOICE_DEFECTS)
    return {
        **_frame(value, report),
        "orderCount": _of(value),
        "invoiceDefect": _sub(_count(value), value),
        "missingInvoice": _sub(_part(value, "invoices_missing")),
        "lateInvoice": _sub(_part(value, "invoices_late")),
    }


def _defects(report: AccountHealth, shipper: Fulfilment) -> Json:
    value = _value(report, Metric.ORDER_DEFECTS, shipper)
    return {
        **_frame(value, report),
        "fulfillmentType": "mfn" if shipper is Fulfilment.SELLER else "afn",
        "orderCount": _of(value),
        "orderWithDefects": _sub(_count(value), value),
        "claims": _sub(_part(value, "orders_claimed")),
        "chargebacks": _sub(_part(value, "orders_charged_back")),
        "negativeFeedback": _sub(_part(value, "orders_badly_rated")),
    }


def _sub(count: int, value: HealthValue | None = None) -> Json:
    """Write a sub-count; one that has no target of its own has no status."""
    return {"count": count, "status": _STATUS[HealthStatus.NONE if value is None else value.status]}


def _count(value: HealthValue | None) -> int:
    return 0 if value is None else value.count


def _of(value: HealthValue | None) -> int:
    return 0 if value is None else value.of


def _part(value: HealthValue | None, name: str) -> int:
    return 0 if value is None else value.parts[name]


def _rate(value: HealthValue | None) -> float:
    """Write a rate; 0 where nothing was counted, since the report has no word for that."""
    return float(Fraction(value.count, value.of)) if value is not None and value.of else 0.0


def _yesterday(report: AccountHealth) -> dt.date:
    return report.day - dt.timedelta(days=1)


def _range(over: Window) -> Json:
    first = over.last if over.first is None else over.first
    return {
        "reportingDateFrom": f"{first.isoformat()}T00:00Z",
        "reportingDateTo": f"{over.last.isoformat()}T23:59Z",
    }


__all__ = ["LISTING_LEVEL", "METRICS", "Json", "health_report"]
