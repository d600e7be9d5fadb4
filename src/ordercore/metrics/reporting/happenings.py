"""What happens to an order that reports count: each thing at its moment, as numbers."""

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from ordercore.channels import SELLER
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.cancelling import BUYER_CANCELLED
from ordercore.orders.line import Line
from ordercore.orders.money import counted_refunds
from ordercore.orders.parts import Cancellation, Refund
from ordercore.orders.state import Order
from ordercore.returns.rma import Return
from ordercore.shipping.parcel import Parcel

SECOND = dt.timedelta(seconds=1)

Told = Mapping[str, str]
Counted = Mapping[str, int]


@attrs.frozen
class Happening:
    """What is counted at a moment, before it is a fact of a table."""

    at: Instant
    told: Told
    counted: Counted


@attrs.frozen
class Part:
    """What facts are about: all lines of an order, or those of one SKU."""

    order: Order
    lines: Mapping[LineId, Line]
    sku: Sku | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the order is left out."""
        return self.sku is None


def happenings(part: Part) -> Iterator[Happening]:
    """Give everything that happened to a part of an order."""
    yield placed(part)
    yield from _left(part)
    for rma in part.order.returns:
        yield from _returned(part, rma)
    for refund in counted_refunds(part.order):
        yield from _refunded(part, refund)


# Sold, and what became of it


def placed(part: Part) -> Happening:
    """Give what counts by the day of placement, whatever became of it since."""
    order, lines = part.order, part.lines.values()
    counted = {"orders": 1, "units": sum([line.quantity for line in lines])}
    for line in lines:
        if line.charges is not None:
            for name, minor in _amounts(line.charges).items():
                counted[name] = counted.get(name, 0) + minor
    return Happening(order.terms.placed_at, {}, {**counted, **_cancelled(part)})


def _amounts(charges: Charges) -> Counted:
    return {
        "item": charges.item,
        "tax": charges.tax + charges.shipping_tax + charges.gift_wrap_tax,
        "shipping": charges.shipping,
        "gift_wrap": charges.gift_wrap,
        "discount": charges.discount + charges.shipping_discount,
    }


def _cancelled(part: Part) -> Counted:
    """Count what was cancelled, and of an order of which nothing is left, by whom the last was."""
    order = part.order
    gone = [some for one in order.cancellations for some in one.units if some.line in part.lines]
    units = {"cancelled_units": sum([some.quantity for some in gone])}
    if not order.status.is_over:
        return units
    last = order.cancellations[-1] if order.cancellations else None
    by_buyer = last is not None and _is_wished(last)
    by_seller = last is not None and not by_buyer and last.by in SELLER
    by = {"cancelled_by_buyer": int(by_buyer), "cancelled_by_seller": int(by_seller)}
    return {**units, **by, "cancelled": 1}


def _is_wished(gone: Cancellation) -> bool:
    wish = gone.request_id is not None or gone.reason == BUYER_CANCELLED
    return wish or gone.by is Actor.BUYER


# Sent, and arrived


def _left(part: Part) -> Iterator[Happening]:
    gone: dict[LineId, int] = {}
    for parcel in part.order.parcels:
        earned = _earned(part, parcel, gone)
        units = sum([some.quantity for some in parcel.units if some.line in part.lines])
        if units or part.is_whole:
            yield from _sent(part, parcel, units, earned)
            if parcel.is_with_buyer and parcel.delivered_at is not None:
                yield _arrived(part, parcel, parcel.delivered_at)


def _earned(part: Part, parcel: Parcel, gone: dict[LineId, int]) -> int:
    """Give what shipping was charged for the units of a parcel, which are the next ones to go."""
    earned = 0
    for some in parcel.units:
        start = gone.get(some.line, 0)
        gone[some.line] = start + some.quantity
        line = part.lines.get(some.line)
        if line is not None and line.charges is not None:
            charges = line.charges.portion(line.quantity, start, some.quantity)
            earned += charges.shipping - charges.shipping_discount
    return earned


def _sent(part: Part, parcel: Parcel, units: int, earned: int) -> Iterator[Happening]:
    at, told = parcel.shipped_at, {"carrier": parcel.carrier}
    seconds = _seconds(part.order.terms.placed_at, at)
    yield Happening(at, told, {"parcels": 1, "shipped_units": units, "shipping_seconds": seconds})
    if part.is_whole and parcel.label_cost is not None:
        yield Happening(at, told, {"earned": earned})
        cost: Money = parcel.label_cost
        paid = {"costed": 1, "cost": cost.minor}
        yield Happening(at, {**told, "currency": cost.currency}, paid)


def _arrived(part: Part, parcel: Parcel, at: Instant) -> Happening:
    counted = {
        "delivered": 1,
        "delivery_seconds": _seconds(part.order.terms.placed_at, at),
        "transit_seconds": _seconds(parcel.shipped_at, at),
    }
    return Happening(at, {"carrier": parcel.carrier}, counted)


def _seconds(since: Instant, until: Instant) -> int:
    """Count whole seconds; of one that has begun nothing."""
    return dt.datetime.__sub__(until, since) // SECOND


# Come back, and paid back


def _returned(part: Part, rma: Return) -> Iterator[Happening]:
    told = {"reason": rma.reason}
    units = sum([some.quantity for some in rma.units if some.line in part.lines])
    if units or part.is_whole:
        yield Happening(rma.requested_at, told, {"returns": 1, "returned_units": units})
    for some in rma.received:
        if some.units.line in part.lines:
            yield Happening(some.at, told, {"received_units": some.units.quantity})
    for label in rma.live_labels if part.is_whole else ():
        if label.cost is not None and label.payer in SELLER:
            at = label.issued_at or rma.requested_at
            paid = {"return_cost": label.cost.minor}
            yield Happening(at, {**told, "currency": label.cost.currency}, paid)


def _refunded(part: Part, refund: Refund) -> Iterator[Happening]:
    parts = [some.charges for some in refund.net if some.line in part.lines]
    if not parts and not part.is_whole:
        return
    rma = part.order.return_(refund.return_id) if refund.return_id else None
    counted = {
        "refunds": 1,
        "refunded": sum([some.total for some in parts]),
        "refunded_tax": sum([_amounts(some)["tax"] for some in parts]),
    }
    yield Happening(refund.at, {"reason": rma.reason if rma else ""}, counted)
