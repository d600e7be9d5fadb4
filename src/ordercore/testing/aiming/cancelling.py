"""Cancelling: by the seller, the clock or the fulfiller, and because the buyer asked."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation, still_awaiting
from ordercore.orders.cancelling import OVERDUE_RULES, CancelOverdue, CancelUnits
from ordercore.orders.filling import RULES as FILL_RULES
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import CancelRequest
from ordercore.orders.reasons import CANCEL_REASONS
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.world import WORLD
from ordercore.testing.aiming.choosing import (
    Maker,
    Pick,
    Wild,
    any_units,
    one_of,
    some_units,
    units_or_all,
)

REASONS = tuple(CANCEL_REASONS)


def _cancel(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    awaiting = awaiting_units(order)
    if not any(awaiting.values()) or pick(3):
        return None
    # A marketplace may cancel at any time, a seller not while it keeps the order pending.
    foreign = order.terms.imported
    return CancelUnits(
        order_id=order.id,
        at=at,
        by=Actor.MARKETPLACE if foreign else Actor.SELLER,
        imported=foreign,
        reason=one_of(pick, REASONS),
        units=some_units(pick, awaiting) if pick(4) else (),
    )


def _overdue(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    command = CancelOverdue(order_id=order.id, at=at, by=Actor.SYSTEM)
    broken = any(rule.check(order, command, WORLD) is not None for rule in OVERDUE_RULES)
    return None if broken else command


def _miss(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    awaiting = awaiting_units(order)
    if order.terms.fill is None or not any(awaiting.values()) or pick(3):
        return None
    units = units_or_all(pick, awaiting)
    command = RecordUnfillable(order_id=order.id, at=at, by=Actor.MARKETPLACE, units=units)
    broken = any(rule.check(order, command, WORLD) is not None for rule in FILL_RULES)
    return None if broken else command


def _ask(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    awaiting = awaiting_units(order)
    if not any(awaiting.values()) or pick(3):
        return None
    return RequestCancellation(
        order_id=order.id, at=at, units=units_or_all(pick, awaiting), official=bool(pick(2))
    )


def _open(order: Order) -> list[CancelRequest]:
    return [request for request in order.cancel_requests if request.accepted is None]


def _accept(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    able = [request for request in _open(order) if still_awaiting(order, request)]
    if not able or pick(2):
        return None
    foreign = order.terms.imported
    by = Actor.MARKETPLACE if foreign else Actor.SELLER
    id = one_of(pick, able).id
    return AcceptCancellation(order_id=order.id, at=at, by=by, imported=foreign, request_id=id)


def _decline(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    able = _open(order)
    if not able or pick(2):
        return None
    return DeclineCancellation(order_id=order.id, at=at, request_id=one_of(pick, able).id)


MAKERS: tuple[Maker, ...] = (_overdue, _cancel, _overdue, _miss, _ask, _accept, _decline)


def _any_request(_: Order, pick: Pick, __: Instant) -> dict[str, str]:
    return {"request_id": one_of(pick, ("", "C1", "C2", "C9"))}


WILDEST: tuple[Wild, ...] = (
    (
        CancelUnits,
        lambda order, pick, _: {
            "reason": one_of(pick, ("", "pricing_error")),
            "units": any_units(order, pick),
        },
    ),
    (CancelOverdue, lambda *_: {}),
    (RecordUnfillable, lambda order, pick, _: {"units": any_units(order, pick) if pick(2) else ()}),
    (
        RequestCancellation,
        lambda order, pick, at: {
            **_any_request(order, pick, at),
            "units": any_units(order, pick) if pick(2) else (),
        },
    ),
    (AcceptCancellation, _any_request),
    (DeclineCancellation, _any_request),
)
