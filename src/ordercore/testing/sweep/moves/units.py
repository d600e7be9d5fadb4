"""Moves of units: shipped, cancelled, delivered, stranded, come back and returned."""

from collections.abc import Iterator

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.returning import RequestReturn
from ordercore.orders.ruling_out import RuleOutScans
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, returning_units
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.returns import ReturnUnits
from ordercore.shipping import Retraction, Trouble, WayStatus
from ordercore.testing.sweep.moves.scope import Scope, choices


def leaving(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Ship and cancel every choice of what awaits; where nothing does, ask for it all the same."""
    room = len(order.parcels) < scope.parcels
    some = False
    for chosen in choices(awaiting_units(order)):
        some = True
        units = tuple([Units(line, number) for line, number in chosen])
        if room:
            yield ConfirmShipment(order_id=order.id, at=at, units=units)
        yield CancelUnits(order_id=order.id, at=at, units=units, reason="no_inventory")
    if not some:
        yield ConfirmShipment(order_id=order.id, at=at)
        yield CancelUnits(order_id=order.id, at=at, reason="no_inventory")


def delivering(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Deliver every parcel."""
    for parcel in order.parcels:
        yield RecordDelivery(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)


def noting(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Say of every parcel that it is late."""
    for parcel in order.parcels:
        yield NoteTracking(
            order_id=order.id,
            at=at,
            by=Actor.CARRIER,
            parcel_id=parcel.id,
            status=WayStatus.DELAYED,
        )


def stranding(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Strand every parcel in every way, and take back every choice of its units."""
    for parcel in order.parcels:
        id = parcel.id
        for trouble in scope.troubles:
            yield RecordUndelivered(
                order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=id, trouble=trouble
            )
        missing = {some.line: parcel.missing(some.line) for some in parcel.units}
        for chosen in choices(missing):
            units = tuple([Units(line, number) for line, number in chosen])
            yield ReceiveUndelivered(order_id=order.id, at=at, parcel_id=id, units=units)


def retracting(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Take back of every parcel that it was delivered, and that it was not.

    Of each that was delivered, that delivery is ruled out too, as if nobody believed it.
    """
    for parcel in order.parcels:
        for kind in (RetractDelivery, RetractUndelivered):
            yield kind(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)
        wrong = [Retraction(None, said, at) for said in parcel.deliveries]
        notes = wrong or [Retraction(Trouble.LOST, parcel.shipped_at, at)]
        yield RuleOutScans(
            order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id, retractions=notes
        )


def returning(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Ask to return every choice of what was delivered, and receive every choice of what is due."""
    if len(order.returns) < scope.returns:
        let_in = returning_units(order)
        held = {
            (parcel.id, units.line): parcel.holds(units.line)
            - let_in.get((parcel.id, units.line), 0)
            for parcel in order.parcels
            if parcel.is_with_buyer
            for units in parcel.units
        }
        for chosen in choices(held):
            asked = tuple([ReturnUnits(*place, number) for place, number in chosen])
            yield RequestReturn(
                order_id=order.id, at=at, by=Actor.BUYER, units=asked, reason="UNWANTED_ITEM"
            )
    for rma in order.returns:
        due = {(u.parcel, u.line): rma.outstanding(u.parcel, u.line) for u in rma.units}
        for chosen in choices(due):
            came = tuple([ReturnUnits(*place, number) for place, number in chosen])
            yield ReceiveReturn(order_id=order.id, at=at, return_id=rma.id, units=came)


def units(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Give all moves of units."""
    yield from leaving(order, at, scope)
    yield from delivering(order, at, scope)
    yield from stranding(order, at, scope)
    yield from returning(order, at, scope)


def tracking(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Give every parcel a tracking number."""
    for parcel in order.parcels:
        yield CorrectTracking(
            order_id=order.id, at=at, parcel_id=parcel.id, carrier="other", tracking="1"
        )


def overdue(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Cancel what nobody shipped in time."""
    yield CancelOverdue(order_id=order.id, at=at)


def unfillable(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Miss every choice of what awaits; where nothing does, miss it all the same."""
    some = False
    for chosen in choices(awaiting_units(order)):
        some = True
        units = tuple([Units(line, number) for line, number in chosen])
        yield RecordUnfillable(order_id=order.id, at=at, units=units)
    if not some:
        yield RecordUnfillable(order_id=order.id, at=at)
