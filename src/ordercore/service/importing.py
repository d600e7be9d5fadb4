"""Importing: a source of reported orders, adopted by a desk, and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import attrs

from ordercore.errors import Refused, SourceError
from ordercore.orders.axes import status
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import (
    OrderSource,
    Origin,
    Rejection,
    Remark,
    ReportedLine,
    ReportedOrder,
)
from ordercore.service.adopting import Outcome, contradictions
from ordercore.service.desk import OrderDesk

BATCH = 100
"""Orders in one transaction: about five times as fast as one at a time."""

Amounts = dict[str, int]


@attrs.frozen(kw_only=True)
class Imported:
    """What one order of an import came to."""

    status: OrderStatus
    channel: str
    lines: int
    value: Amounts
    cancelled_value: Amounts


@attrs.frozen(kw_only=True)
class ImportResult:
    """What an import came to.

    Values are item prices as they were reported, in minor units by currency; cancelled lines are
    part of ``value`` and once more in ``cancelled_value``.
    An order that was reported several times counts once, as it was reported last.
    """

    orders: int
    lines: int
    placed: int
    advanced: int
    unchanged: int
    rejections: tuple[Rejection, ...]
    remarks: tuple[Remark, ...]
    by_status: dict[str, int]
    by_channel: dict[str, int]
    value: Amounts
    cancelled_value: Amounts


def _no_progress(_: int) -> None:
    """Tell nobody."""


def import_orders(
    desk: OrderDesk,
    sources: Iterable[OrderSource],
    *,
    progress: Callable[[int], None] = _no_progress,
) -> ImportResult:
    """Adopt every order that the sources report; what cannot be taken over is told, not raised.

    A source that cannot be read at all is one rejection, and the others are read all the same.
    ``progress`` is called with the number of orders done since the last call.
    """
    imported: dict[str, Imported] = {}
    outcomes = dict[str, Outcome]()
    rejections: list[Rejection] = []
    remarks: list[Remark] = []
    for batch in _batches(_orders(sources, rejections, remarks)):
        for reported, adopted in zip(batch, desk.adopt_all(batch), strict=True):
            if adopted.refused is not None:
                rejections.append(_refusal(reported, adopted.refused))
            if adopted.order is not None:
                imported[reported.id] = _imported(reported, adopted.order)
                if adopted.refused is None:
                    remarks += [
                        Remark(reported.origin, *told)
                        for told in contradictions(adopted.order, reported)
                    ]
                outcomes[reported.id] = _stronger(outcomes.get(reported.id), adopted.outcome)
        progress(len(batch))
    rows = imported.values()
    counted = Counter(outcomes.values())
    return ImportResult(
        orders=len(rows),
        lines=sum(row.lines for row in rows),
        placed=counted[Outcome.PLACED],
        advanced=counted[Outcome.ADVANCED],
        unchanged=counted[Outcome.UNCHANGED],
        rejections=tuple(rejections),
        remarks=tuple(remarks),
        by_status=_counts(row.status.value for row in rows),
        by_channel=_counts(row.channel for row in rows),
        value=_sum(row.value for row in rows),
        cancelled_value=_sum(row.cancelled_value for row in rows),
    )


def _orders(
    sources: Iterable[OrderSource], rejections: list[Rejection], remarks: list[Remark]
) -> Iterator[ReportedOrder]:
    """Give the orders of all sources, and put aside what is none."""
    for source in sources:
        try:
            for told in source.read():
                match told:
                    case ReportedOrder():
                        yield told
                    case Rejection():
                        rejections.append(told)
                    case Remark():
                        remarks.append(told)
        except SourceError as error:
            origin = Origin(error.file, 0)
            rejections.append(Rejection(origin, "file", error.code, error.file, error.detail))


def _batches(orders: Iterator[ReportedOrder]) -> Iterator[list[ReportedOrder]]:
    while batch := list(islice(orders, BATCH)):
        yield batch


def _refusal(reported: ReportedOrder, refused: Refused) -> Rejection:
    return Rejection(reported.origin, "order", refused.codes[0], reported.id, str(refused))


def _imported(reported: ReportedOrder, order: Order) -> Imported:
    over = reported.status.is_over
    return Imported(
        status=status(order),
        channel=order.terms.channel,
        lines=len(reported.lines),
        value=_value(reported.lines),
        cancelled_value=_value(line for line in reported.lines if over or line.cancelled),
    )


def _stronger(before: Outcome | None, now: Outcome) -> Outcome:
    """Give what several reports of one order did together: placed, else advanced, else nothing."""
    both = (before, now)
    return next(outcome for outcome in Outcome if outcome in both)


def _value(lines: Iterable[ReportedLine]) -> Amounts:
    charges = (line.charges for line in lines)
    return _sum({some.currency: some.item} for some in charges if some is not None)


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    totals: Amounts = {}
    for some in amounts:
        for currency, minor in some.items():
            totals[currency] = totals.get(currency, 0) + minor
    return dict(sorted(totals.items()))


def _counts(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))
