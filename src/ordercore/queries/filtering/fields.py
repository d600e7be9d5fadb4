"""The fields of orders: the table of what can be filtered by."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.axes import DeliveryAxis, PaymentAxis, ReturnsAxis
from ordercore.orders.money import refunded
from ordercore.orders.order_type import OrderType, order_type
from ordercore.orders.owing import refund_by, refunds_owed
from ordercore.orders.pending import PendingReason
from ordercore.orders.risk import Risk, is_late, risks_of
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.orders.watching import exceptions_known
from ordercore.queries.filtering.expression import Field, Reading
from ordercore.queries.filtering.kinds import (
    AMOUNTS,
    ANY_WORD,
    BEGINNINGS,
    MOMENTS,
    NUMBERS,
    TAGS,
    TEXT,
    Words,
)
from ordercore.queries.filtering.values import Viewpoint
from ordercore.returns import ReturnStatus


def _words(kind: type[Enum]) -> Words:
    return Words(frozenset(str(some.value) for some in kind))


def _of(read: Callable[[Order], Iterable[object]]) -> Reading:
    return lambda order, _: read(order)


def _one(read: Callable[[Order], object | None]) -> Reading:
    def values(order: Order, _: Viewpoint) -> tuple[object, ...]:
        value = read(order)
        return () if value is None else (value,)

    return values


def _total(order: Order) -> Money | None:
    charged = [line.charges for line in order.lines]
    known = [charges for charges in charged if charges is not None]
    if not known or len(known) < len(charged):
        return None
    return Money(sum(charges.total for charges in known), known[0].currency)


def _texts(order: Order) -> Iterable[str]:
    yield order.id
    yield order.terms.buyer
    for line in order.lines:
        yield from (line.sku, line.title)
    yield from (parcel.tracking for parcel in order.parcels)


def _deliveries(order: Order) -> Iterable[Instant]:
    return [at for parcel in order.parcels if (at := parcel.delivered_at) is not None]


# What an order is


IS: Mapping[str, Callable[[Order, Viewpoint], bool]] = {
    "at_risk": lambda order, view: bool(risks_of(order, view.at, view.world)),
    "cancel_requested": lambda order, _: any(
        some.accepted is None for some in order.cancel_requests
    ),
    "claim_open": lambda order, _: any(note.is_open for note in order.claims),
    "claimed": lambda order, _: bool(order.claims),
    "held": lambda order, view: bool(order.open_holds(view.at)),
    "imported": lambda order, _: order.terms.imported,
    "late": lambda order, view: is_late(order, view.at),
    "preorder": lambda order, _: order.preorder is not None,
    "replacement": lambda order, _: order.terms.replacement is not None,
    "short": lambda order, _: bool(order.short_units),
    "stranded": lambda order, _: any(parcel.is_stranded for parcel in order.parcels),
    "tagged": lambda order, _: bool(order.tags),
    "waiting": lambda order, _: has_awaiting(order),
    "refund_due": lambda order, view: bool(refunds_owed(order, view.at, view.world)),
}
"""Word → whether an order is so."""


def _is(order: Order, view: Viewpoint) -> Iterable[str]:
    return [word for word, holds in IS.items() if holds(order, view)]


def _is_so(order: Order, view: Viewpoint, word: str) -> bool:
    return IS[word](order, view)


def _refund_by(order: Order, view: Viewpoint) -> Iterable[Instant]:
    due = [refund_by(order, rma, view.world) for rma in order.returns]
    return [at for at in due if at is not None]


def _answer_by(order: Order, _: Viewpoint) -> Iterable[Instant]:
    return [note.answer_due for note in order.claims if note.answer_due is not None]


def _refunded(order: Order) -> Money | None:
    return Money(refunded(order), order.currency) if order.currency else None


PARCELS_KNOWN = frozenset(
    {"parcel_lost", "parcel_refused", "parcel_going_back", "parcel_stalled", "parcel_late"}
)
"""The exceptions that an order can know of by itself; the others are in the words of carriers."""


# The table

ROWS = (
    Field("status", _words(OrderStatus), _of(lambda o: [o.status.value]), "how far it has come"),
    Field(
        "payment",
        _words(PaymentAxis),
        _of(lambda o: [o.payment_axis.value]),
        "how far its money has come",
    ),
    Field(
        "delivery",
        _words(DeliveryAxis),
        _of(lambda o: [o.delivery.value]),
        "how far its parcels have come",
    ),
    Field(
        "returns",
        _words(ReturnsAxis),
        _of(lambda o: [o.returns_axis.value]),
        "how far what comes back has come",
    ),
    Field(
        "return",
        _words(ReturnStatus),
        _of(lambda o: [rma.status.value for rma in o.returns]),
        "how far a return has come",
    ),
    Field("is", Words(frozenset(IS)), _is, "what it is besides", _is_so),
    Field(
        "type",
        _words(OrderType),
        _of(lambda o: [order_type(o).value]),
        "what kind of purchase it is",
    ),
    Field("tag", TAGS, _of(lambda o: o.tags), "a tag of the seller's own, whatever its case"),
    Field(
        "risk",
        _words(Risk),
        lambda o, a: [some.value for some in risks_of(o, a.at, a.world)],
        "why it will be late that is not yet",
    ),
    Field(
        "pending",
        _words(PendingReason),
        lambda o, a: [some.reason.value for some in o.pending(a.at)],
        "what it waits for",
    ),
    Field(
        "channel", ANY_WORD, _of(lambda o: [o.terms.channel]), "by which channel it is fulfilled"
    ),
    Field("marketplace", ANY_WORD, _of(lambda o: [o.terms.marketplace]), "where it was sold"),
    Field("service", ANY_WORD, _of(lambda o: [o.terms.service]), "the service level"),
    Field("sku", ANY_WORD, _of(lambda o: [line.sku for line in o.lines]), "a SKU that was ordered"),
    Field(
        "carrier", ANY_WORD, _of(lambda o: [p.carrier for p in o.parcels]), "a carrier of a parcel"
    ),
    Field(
        "hold", ANY_WORD, lambda o, a: [h.kind for h in o.open_holds(a.at)], "a hold that stands"
    ),
    Field(
        "trouble",
        ANY_WORD,
        _of(lambda o: [p.undelivered.trouble.value for p in o.parcels if p.undelivered]),
        "what is wrong with a parcel",
    ),
    Field(
        "exception",
        Words(PARCELS_KNOWN),
        lambda o, a: [some.code for some in exceptions_known(o, a.at, a.world)],
        "what a parcel needs somebody for, as far as the order knows",
    ),
    Field("claim", ANY_WORD, _of(lambda o: [c.kind for c in o.claims]), "the kind of a claim"),
    Field(
        "country",
        ANY_WORD,
        _of(lambda o: [o.ship_to.country] if o.ship_to else []),
        "where it goes",
    ),
    Field(
        "region", ANY_WORD, _of(lambda o: [o.ship_to.region] if o.ship_to else []), "where it goes"
    ),
    Field(
        "postcode",
        BEGINNINGS,
        _of(lambda o: [o.ship_to.postal_code] if o.ship_to else []),
        "how the postal code begins where it goes",
    ),
    Field("id", ANY_WORD, _of(lambda o: [o.id]), "the order id"),
    Field("buyer", ANY_WORD, _of(lambda o: [o.terms.buyer]), "who ordered it"),
    Field(
        "text", TEXT, _of(_texts), "a part of an id, a buyer, a SKU, a title or a tracking number"
    ),
    Field(
        "units", NUMBERS, _of(lambda o: [sum(line.quantity for line in o.lines)]), "units ordered"
    ),
    Field(
        "quantity", NUMBERS, _of(lambda o: [line.quantity for line in o.lines]), "units of a line"
    ),
    Field("lines", NUMBERS, _of(lambda o: [len(o.lines)]), "lines ordered"),
    Field("total", AMOUNTS, _one(_total), "what the buyer pays, tax included"),
    Field("refunded", AMOUNTS, _one(_refunded), "what went back to the buyer, or is on its way"),
    Field("balance", AMOUNTS, _one(lambda o: o.balance), "what we hold of the buyer's money"),
    Field("placed", MOMENTS, _of(lambda o: [o.terms.placed_at]), "when it was placed"),
    Field("ship_by", MOMENTS, _one(lambda o: o.ship_by), "by when it must ship"),
    Field("refund_by", MOMENTS, _refund_by, "by when what came back must be paid for"),
    Field("answer_by", MOMENTS, _answer_by, "by when a claim must be answered"),
    Field("deliver_by", MOMENTS, _one(lambda o: o.deliver_by), "by when it must arrive"),
    Field(
        "shipped", MOMENTS, _of(lambda o: [p.shipped_at for p in o.parcels]), "when a parcel left"
    ),
    Field("delivered", MOMENTS, _of(_deliveries), "when a parcel arrived"),
)

FIELDS: Mapping[str, Field] = {row.name: row for row in ROWS}
"""Name → field."""
