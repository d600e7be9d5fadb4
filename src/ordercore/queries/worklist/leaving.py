"""Before goods leave: what is to be shipped, and what keeps it from that."""

from collections.abc import Iterator

from ordercore.kernel.actors import FIRST_ASKED, Actor, first_asked
from ordercore.kernel.units import Units
from ordercore.orders.address import Address
from ordercore.orders.addressing import AmendAddress
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import still_awaiting
from ordercore.orders.cancelling import (
    CancelOverdue,
    CancelUnits,
    all_awaiting,
    held_too_long_at,
    overdue_at,
)
from ordercore.orders.decider import explain
from ordercore.orders.holding import ReleaseHold
from ordercore.orders.money import is_secured
from ordercore.orders.permits import by_whom_may, givers
from ordercore.orders.promised import short_units
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import FillShortage
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.queries.worklist.case import (
    Case,
    Found,
    before,
    first_of,
    proposed,
    those_allowed,
)
from ordercore.queries.worklist.proposal import Proposal


def shipments(case: Case) -> Iterator[Found]:
    """What is paid for, held by nothing and there leaves by its ship-by."""
    units, order = _there(case.order), case.order
    if not units:
        return
    named = {"carrier": "", "tracking": ""}
    some = {} if units == all_awaiting(order) else {"units": units}
    count = sum(each.quantity for each in units)
    yield Found(
        by=order.ship_by,
        facts={"order": order.id, "units": count, "due": order.ship_by},
        ways=those_allowed([proposed(case, ConfirmShipment, named, **some)]),
    )


def _there(order: Order) -> tuple[Units, ...]:
    """Give the units that wait, and are not short."""
    short = short_units(order)
    waiting = [(some.line, some.quantity - short.get(some.line, 0)) for some in all_awaiting(order)]
    return tuple([Units(line, number) for line, number in waiting if number > 0])


def cancellation_requests(case: Case) -> Iterator[Found]:
    """A buyer who asks to cancel is answered before the order would have left."""
    for request in case.order.cancel_requests:
        if request.accepted is None:
            yield Found(
                part=request.id,
                by=case.order.ship_by if still_awaiting(case.order, request) else None,
                facts={"order": case.order.id, "asked": request.at},
                ways=those_allowed(
                    [
                        proposed(case, AcceptCancellation, request_id=request.id),
                        proposed(case, DeclineCancellation, request_id=request.id),
                    ]
                ),
            )


def holds(case: Case) -> Iterator[Found]:
    """Somebody looks at what keeps an order back, before it is late or cancelled for that."""
    if not has_awaiting(case.order):
        return
    ends = before(held_too_long_at(case.order, case.at, case.world))
    for hold in case.order.open_holds(case.at):
        kind = case.world.hold_kinds.get(hold.kind)
        release = proposed(case, ReleaseHold, hold_id=hold.id, by=_releaser(case, hold.kind))
        amend = kind is not None and kind.about_address
        others = [proposed(case, AmendAddress, {"ship_to": NOWHERE}) if amend else None]
        yield Found(
            part=hold.id,
            by=first_of(case.order.ship_by, ends),
            facts={"order": case.order.id, "kind": hold.kind, "owner": hold.owner},
            ways=those_allowed([release, *others, cancelled(case)]),
        )


HANDLED = frozenset({"held", "not_captured", "not_paid", "not_available_yet"})
"""Codes of what keeps an order from shipping, of which other tasks tell."""


def obstacles(case: Case) -> Iterator[Found]:
    """What else keeps an order from shipping is looked at: a rule of the host's, a channel gone."""
    units, order = _there(case.order), case.order
    if not units:
        return
    ship = ConfirmShipment(order_id=order.id, at=case.at, units=units)
    against = explain(order, by_whom_may(ship, order, case.world), case.world)
    codes = tuple([some.code for some in against if some.code not in HANDLED])
    if codes:
        facts = {"order": order.id, "codes": codes}
        yield Found(by=order.ship_by, facts=facts, ways=those_allowed([cancelled(case)]))


NOWHERE = Address(country="ZZ")
"""Stands for an address that somebody has to tell."""


def _releaser(case: Case, kind_of_hold: str) -> Actor:
    """Name the first who may release a hold of a kind on the channel."""
    kind = case.world.hold_kinds.get(kind_of_hold)
    channel = case.world.channels.get(case.order.terms.channel)
    may = frozenset(FIRST_ASKED) if kind is None else kind.released_by
    on_it = may if channel is None else may & givers(ReleaseHold, channel)
    return first_asked(on_it or may)


def cancelled(case: Case, *units: Units) -> Proposal | None:
    """Propose to cancel units, or all that wait; the reason is for whoever does it.

    What the seller may not cancel, since the marketplace keeps it pending, the marketplace may:
    then it is to be recorded that it did.
    """
    missing = {"reason": next(iter(case.world.cancel_reasons), "")}
    named = {"units": units} if units else {}
    ours = proposed(case, CancelUnits, missing, **named)
    if ours is not None:
        return ours
    theirs = {**named, "by": Actor.MARKETPLACE, "imported": True}
    return proposed(case, CancelUnits, missing, **theirs)


def overdue_orders(case: Case) -> Iterator[Found]:
    """What nobody shipped in time, or was held for too long, is cancelled by itself."""
    since = overdue_at(case.order, case.world)
    held = held_too_long_at(case.order, case.at, case.world)
    yield Found(
        by=first_of(since, held),
        facts={"order": case.order.id, "since": first_of(since, held)},
        ways=those_allowed([proposed(case, CancelOverdue, by=Actor.SYSTEM)]),
    )


def fillable_shortages(case: Case) -> Iterator[Found]:
    """What an order lacks is promised to it once stock has it."""
    filling = _filling(case)
    if filling is not None and case.in_stock(_as_asked(filling)):
        facts = {"order": case.order.id, "units": sum(short_units(case.order).values())}
        yield Found(by=case.order.ship_by, facts=facts, ways=(filling,))


def shortages(case: Case) -> Iterator[Found]:
    """What an order lacks and stock has not is cancelled, or comes in before the ship-by."""
    short = short_units(case.order)
    filling = _filling(case)
    if not short or (filling is not None and case.in_stock(_as_asked(filling))):
        return
    units = [Units(line, number) for line, number in short.items()]
    yield Found(
        by=case.order.ship_by,
        facts={"order": case.order.id, "units": sum(short.values())},
        who=case.whose("stores"),
        ways=those_allowed([cancelled(case, *units)]),
    )


def _filling(case: Case) -> Proposal | None:
    """Propose to promise what is short, of an order that is paid or was sold elsewhere."""
    order = case.order
    if not order.short or not (order.terms.imported or is_secured(order, case.at)):
        return None
    return proposed(case, FillShortage, by=Actor.SYSTEM)


def _as_asked(filling: Proposal) -> FillShortage:
    return FillShortage(**filling.known)
