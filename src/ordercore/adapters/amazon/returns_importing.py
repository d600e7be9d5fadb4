"""Importing returns: what Amazon reports, taken to the orders of a desk, and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from itertools import islice

import attrs

from ordercore.adapters.amazon.fields import BadField
from ordercore.adapters.amazon.returns_differing import differences
from ordercore.adapters.amazon.returns_fba import FbaReturn, Returned, returned
from ordercore.adapters.amazon.returns_joining import NO_SKUS, TakeReturn, returns_of
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.errors import InvalidValue, NotFound, Refused
from ordercore.kernel.ids import OrderId, Sku
from ordercore.orders.state import Order
from ordercore.ports.source import Rejection, Remark
from ordercore.service.asked import Asked
from ordercore.service.desk import OrderDesk

BATCH = 100
"""Returns in one transaction."""


class Became(Enum):
    """What a row did."""

    TAKEN = "taken"
    RECEIVED = "received"
    CHANGED = "changed"
    """Something else became of it: an answer, a label, that it arrived, that it was withdrawn."""
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    """It is no return yet, or none any more, and the order does not know it."""


@attrs.frozen(kw_only=True)
class ReturnsResult:
    """What an import of returns came to.

    ``units`` are those of the returns that orders know now; ``received`` counts returns that were
    known before, and of which units came back since, ``changed`` those of which something else is
    new.
    """

    returns: int
    units: int
    taken: int
    received: int
    changed: int
    unchanged: int
    waiting: int
    rejections: tuple[Rejection, ...]
    remarks: tuple[Remark, ...]


def _no_progress(_: int) -> None:
    """Tell nobody."""


def import_returns(
    desk: OrderDesk,
    entries: Iterable[Returned | Rejection | Remark],
    *,
    zone: str = "",
    skus: Mapping[str, Sku] = NO_SKUS,
    sellable: bool | None = None,
    presumed: bool = False,
    progress: Callable[[int], None] = _no_progress,
) -> ReturnsResult:
    """Take every return that is reported to its order; what cannot be taken is told, not raised.

    Each row is taken whole or not at all, and neither spoils another. Taking a report again
    changes nothing.
    The arguments are those of ``TakeReturn``; ``skus`` are the SKUs of ASINs, for rows that name
    none. ``progress`` is called with the number of rows done since the last call.

    Raises:
        InvalidValue: when an argument is of another type, or an entry is nothing that readers give.
    """
    rejections: list[Rejection] = []
    remarks: list[Remark] = []
    became: Counter[Became] = Counter()
    units = 0
    told = _told(entries, rejections, remarks)
    zones: set[str] = set()
    while batch := list(islice(told, BATCH)):
        wishes = returns_of(
            batch,
            zone=zone,
            skus=skus,
            sellable=sellable,
            presumed=presumed,
            grades=desk.world.return_grades,
        )
        orders = _orders(desk, wishes)
        for wish, answer in zip(wishes, desk.handle_many(list(map(Asked, wishes))), strict=True):
            if not isinstance(answer, Order):
                rejections.append(_refusal(wish, answer))
                continue
            remarks += _assumed(wish, answer, zones)
            remarks += differences(wish, answer)
            became[_became(wish, orders.get(wish.order_id), answer)] += 1
            orders[wish.order_id] = answer
            rma = wish.known_in(answer)
            units += wish.told.quantity if rma else 0
        progress(len(batch))
    return ReturnsResult(
        returns=became.total() - became[Became.WAITING],
        units=units,
        taken=became[Became.TAKEN],
        received=became[Became.RECEIVED],
        changed=became[Became.CHANGED],
        unchanged=became[Became.UNCHANGED],
        waiting=became[Became.WAITING],
        rejections=tuple(rejections),
        remarks=tuple(remarks),
    )


def _told(
    entries: Iterable[Returned | Rejection | Remark],
    rejections: list[Rejection],
    remarks: list[Remark],
) -> Iterator[Returned]:
    """Give the returns, and put aside what is none."""
    try:
        given = iter(entries)
    except TypeError:
        raise InvalidValue("entries", entries, "what a reader of returns gives") from None
    for each in given:
        if isinstance(each, Rejection):
            rejections.append(each)
        elif isinstance(each, Remark):
            remarks.append(each)
        else:
            yield returned(each, "entries")


def _orders(desk: OrderDesk, wishes: Iterable[TakeReturn]) -> dict[OrderId, Order]:
    found: dict[OrderId, Order] = {}
    for order_id in dict.fromkeys(wish.order_id for wish in wishes):
        try:
            found[order_id] = desk.order(order_id)
        except NotFound:
            continue
    return found


def _became(wish: TakeReturn, before: Order | None, after: Order) -> Became:
    known = wish.known_in(before) if before else None
    rma = wish.known_in(after)
    if rma is None:
        return Became.WAITING
    if known is None:
        return Became.TAKEN
    if known == rma:
        return Became.UNCHANGED
    return Became.CHANGED if known.received == rma.received else Became.RECEIVED


def _refusal(wish: TakeReturn, answer: object) -> Rejection:
    told = wish.told
    match answer:
        case BadField():
            return answer.rejection(told.origin)
        case Refused():
            codes = answer.codes
            return Rejection(told.origin, "return", codes[0], wish.return_id, str(answer))
        case InvalidValue():
            value = str(answer.value)
            return Rejection(told.origin, answer.field, "invalid_value", value, str(answer))
        case _:
            message = f"order-id: no order {told.order_id} is known"
            return Rejection(told.origin, "order-id", "order_unknown", told.order_id, message)


def _assumed(wish: TakeReturn, order: Order, zones: set[str]) -> Iterator[Remark]:
    """Tell once of each zone in which a day or time was read that has no offset."""
    zone = wish.zone_in(order)
    for field, moment in _moments(wish.told):
        if moment is not None and moment.at is None and zone and zone not in zones:
            zones.add(zone)
            message = f"days and times without an offset, such as {moment.text}, are of {zone}"
            yield Remark(wish.told.origin, field, "zone_assumed", message)


def _moments(told: Returned) -> tuple[tuple[str, ReportedTime | None], ...]:
    if isinstance(told, FbaReturn):
        return (("return-date", told.returned),)
    return (
        ("return-request-date", told.requested),
        ("return-delivery-date", told.delivered),
    )
