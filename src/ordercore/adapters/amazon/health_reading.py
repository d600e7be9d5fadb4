"""Reading Amazon's account health report, and telling where its counts differ from ours."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from ordercore.adapters.amazon.health_report import METRICS
from ordercore.channels import Metric, find_marketplace
from ordercore.errors import InvalidValue
from ordercore.metrics.health import AccountHealth, Fulfilment, HealthValue, Window

Found = Mapping[str, object]

_ODD = {"preFulfillmentCancellationRate": "prefulfillmentCancelRate"}
"""Keys that reports have been seen to spell otherwise than the schema."""

SHIPPERS = {"mfn": Fulfilment.SELLER, "afn": Fulfilment.MARKETPLACE}


@attrs.frozen(kw_only=True)
class ReportedFigure:
    """A figure that Amazon reports: so many of so many, over which days.

    ``count`` may be more than ``of``, since reports have been seen to say so. Rates and statuses
    are not read: they follow from these, or are wrong.
    """

    marketplace: str
    metric: Metric
    fulfilment: Fulfilment
    window: Window
    count: int
    of: int


@attrs.frozen(kw_only=True)
class FigureDifference:
    """A figure of Amazon's that is not ours; ``ours`` is ``None`` where we measure no such."""

    reported: ReportedFigure
    ours: HealthValue | None

    @property
    def same_days(self) -> bool:
        """Whether both are over the same days, so that they ought to be the same."""
        return self.ours is not None and self.ours.measure.window == self.reported.window


def read_health_report(text: str) -> tuple[ReportedFigure, ...]:
    """Read the figures of a report of Amazon's; what has no counts of orders is left out.

    Raises:
        InvalidValue: when it is no JSON, or a figure is none.
    """
    try:
        report = json.loads(text)
    except ValueError:
        raise InvalidValue("report", text[:40], "the JSON of an account health report") from None
    figures: list[ReportedFigure] = []
    for part in _objects(_object(report, "report"), "performanceMetrics"):
        figures += _figures(part)
    return tuple(figures)


def _figures(part: Found) -> Iterator[ReportedFigure]:
    id = part.get("marketplaceId")
    row = find_marketplace(id) if isinstance(id, str) else None
    if row is None:
        raise InvalidValue("marketplaceId", id, "the id of a marketplace")
    for metric, (key, whole, count) in METRICS.items():
        body = part.get(key, part.get(_ODD.get(key, key)))
        if body is not None:
            found = _object(body, key)
            yield _figure(row.code, metric, found, _whole(found, whole), _whole(found, count))
    invoices = part.get("invoiceDefectRate")
    if invoices is not None:
        found = _object(invoices, "invoiceDefectRate")
        defects = _whole(_object(found.get("invoiceDefect"), "invoiceDefect"), "count")
        yield _figure(row.code, Metric.INVOICE_DEFECTS, found, _whole(found, "orderCount"), defects)
    yield from _defects(row.code, _object(part.get("orderDefectRate", {}), "orderDefectRate"))


def _defects(marketplace: str, rates: Found) -> Iterator[ReportedFigure]:
    for key, shipper in SHIPPERS.items():
        if rates.get(key) is not None:
            found = _object(rates[key], key)
            count = _whole(_object(found.get("orderWithDefects"), "orderWithDefects"), "count")
            of = _whole(found, "orderCount")
            yield _figure(marketplace, Metric.ORDER_DEFECTS, found, of, count, shipper)


def _figure(
    marketplace: str,
    metric: Metric,
    found: Found,
    of: int,
    count: int,
    shipper: Fulfilment = Fulfilment.SELLER,
) -> ReportedFigure:
    days = _object(found.get("reportingDateRange"), "reportingDateRange")
    return ReportedFigure(
        marketplace=marketplace,
        metric=metric,
        fulfilment=shipper,
        window=Window(_day(days, "reportingDateFrom"), _day(days, "reportingDateTo")),
        count=count,
        of=of,
    )


def _object(value: object, field: str) -> Found:
    if not isinstance(value, dict):
        raise InvalidValue(field, value, "a JSON object")
    return cast("Found", value)


def _objects(value: Found, field: str) -> list[Found]:
    several = value.get(field)
    if not isinstance(several, list):
        raise InvalidValue(field, several, "a JSON array")
    return [_object(some, field) for some in cast("list[object]", several)]


def _whole(value: Found, field: str) -> int:
    number = value.get(field)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if type(number) is not int or number < 0:
        raise InvalidValue(field, number, "a whole number, at least 0")
    return number


def _day(value: Found, field: str) -> dt.date:
    text = value.get(field)
    try:
        return dt.date.fromisoformat(text[:10] if isinstance(text, str) else "")
    except ValueError:
        raise InvalidValue(field, text, "a time such as 2020-09-06T00:00Z") from None


# Comparing


def differences(
    reported: tuple[ReportedFigure, ...], ours: AccountHealth
) -> tuple[FigureDifference, ...]:
    """Give the figures of our marketplace that Amazon counts otherwise, or over other days.

    What we do not measure differs only where Amazon has counted anything.
    Of several windows of ours the one of the same days is compared, or else the one as long.
    """
    code = ours.marketplace
    found = [(some, _counterpart(some, ours)) for some in reported if some.marketplace == code]
    return tuple(
        [
            FigureDifference(reported=some, ours=value)
            for some, value in found
            if _differs(some, value)
        ]
    )


def _differs(reported: ReportedFigure, ours: HealthValue | None) -> bool:
    if ours is None:
        return reported.of > 0
    told = (reported.window, reported.count, reported.of)
    return told != (ours.measure.window, ours.count, ours.of)


def _counterpart(reported: ReportedFigure, ours: AccountHealth) -> HealthValue | None:
    mine = [
        some
        for some in ours.values
        if (some.measure.metric, some.measure.fulfilment) == (reported.metric, reported.fulfilment)
        and not some.category
    ]
    same = [some for some in mine if some.measure.window == reported.window]
    long = [some for some in mine if some.measure.window.days == reported.window.days]
    return next(iter([*same, *long, *mine]), None)
