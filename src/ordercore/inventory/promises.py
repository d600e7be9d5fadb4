"""What commands about promises bring about, once no rule says no."""

from typing import Any

from ordercore.inventory import commands as c
from ordercore.inventory import events as e
from ordercore.inventory.amounts import counting, lacking
from ordercore.inventory.folding import evolve
from ordercore.inventory.outcomes import Events, Reasons
from ordercore.inventory.reservation import Reservation
from ordercore.inventory.state import Shelf
from ordercore.kernel.time import Instant


def reserve(shelf: Shelf, command: c.ReserveUnits, _: Reasons) -> Events:
    """Take over what counts, hold what is on hand, and promise the rest beyond it."""
    need, ends = lacking(shelf, command), _ends(shelf, command)
    held = min(need, max(0, shelf.stock.available))
    said: dict[str, Any] = {"owner": command.owner, "at": command.at, "cause": command.cause}
    said["expires_at"] = ends
    events: list[e.StockEvent] = []
    if command.using:
        events += _counted(shelf, command, ends)
    if held:
        events.append(e.UnitsReserved(quantity=held, **said))
    if need > held:
        events.append(e.UnitsBackordered(quantity=need - held, **said))
    if command.commit:
        events += _committed(shelf, command, tuple(events))
    return tuple(events)


def _committed(shelf: Shelf, command: c.ReserveUnits, events: Events) -> Events:
    for event in events:
        shelf = evolve(shelf, event)
    units = promised(shelf).uncommitted
    if not units:
        return ()
    return (
        e.ReservedCommitted(
            owner=command.owner, quantity=units, at=command.at, cause=command.cause
        ),
    )


def _counted(shelf: Shelf, command: c.ReserveUnits, ends: Instant | None) -> Events:
    counts = counting(shelf, command)
    if counts is None or not counts.promised:
        return ()
    if command.using == command.owner:
        if command.commit:
            return ()
        surplus = _given_back(command, counts, counts.promised - command.quantity)
        stands = counts.expires_at == ends or not counts.uncommitted
        return surplus if stands else (*surplus, *_extended(command, counts, ends))
    units = min(counts.uncommitted, command.quantity)
    held = min(counts.held, units)
    if not units:
        return ()
    return (
        e.ReservationTakenOver(
            owner=command.owner,
            using=command.using,
            quantity=held,
            backordered=units - held,
            expires_at=ends,
            at=command.at,
            cause=command.cause,
        ),
    )


def _ends(shelf: Shelf, command: c.ReserveUnits) -> Instant | None:
    """Give when all that is not committed expires: the later of what was and what is asked."""
    hold = shelf.reservation
    if hold is None or not hold.uncommitted:
        return command.expires_at
    if hold.expires_at is None or command.expires_at is None:
        return None
    return max(hold.expires_at, command.expires_at)


def never_ends_sooner(shelf: Shelf, command: c.ExtendReservation) -> bool:
    """Tell whether nothing of it expires, or just then."""
    hold = shelf.reservation
    stands = hold is not None and hold.promised > 0
    return stands and hold is not None and hold.expires_at in (None, command.expires_at)


def extend(shelf: Shelf, command: c.ExtendReservation, _: Reasons) -> Events:
    """Let it expire later."""
    return _extended(command, promised(shelf), command.expires_at)


def _extended(
    command: c.OwnedStockCommand, hold: Reservation, expires_at: Instant | None
) -> Events:
    return (
        e.ReservationExtended(
            owner=command.owner,
            quantity=hold.uncommitted,
            expires_at=expires_at,
            at=command.at,
            cause=command.cause,
        ),
    )


def commit(shelf: Shelf, command: c.CommitReserved, _: Reasons) -> Events:
    """Commit what is not yet, up to what is asked."""
    hold = promised(shelf)
    asked = hold.promised if command.quantity is None else command.quantity
    if asked <= hold.committed:
        return ()
    return (
        e.ReservedCommitted(
            owner=command.owner,
            quantity=asked - hold.committed,
            at=command.at,
            cause=command.cause,
        ),
    )


def uncommit(shelf: Shelf, command: c.UncommitReserved, _: Reasons) -> Events:
    """Let all that is committed expire with the rest."""
    committed = promised(shelf).committed
    if not committed:
        return ()
    return (
        e.ReservedUncommitted(
            owner=command.owner,
            quantity=committed,
            expires_at=command.expires_at,
            at=command.at,
            cause=command.cause,
        ),
    )


def release(shelf: Shelf, command: c.ReleaseReserved, _: Reasons) -> Events:
    """Give back what was beyond stock first, and what was committed last."""
    hold = promised(shelf)
    asked = hold.promised if command.quantity is None else command.quantity
    return _given_back(command, hold, min(asked, hold.promised - command.keep))


def _given_back(command: c.OwnedStockCommand, hold: Reservation, units: int) -> Events:
    if units <= 0:
        return ()
    return (
        e.ReservedReleased(
            owner=command.owner,
            quantity=units,
            backordered=min(units, hold.backordered),
            committed=max(0, units - hold.uncommitted),
            at=command.at,
            cause=command.cause,
        ),
    )


def expire(shelf: Shelf, command: c.ExpireReserved, _: Reasons) -> Events:
    """Give back what is not committed, if its time is over."""
    hold = promised(shelf)
    if not hold.expired(command.at):
        return ()
    return (
        e.ReservedExpired(
            owner=command.owner,
            quantity=hold.uncommitted,
            backordered=min(hold.uncommitted, hold.backordered),
            at=command.at,
            cause=command.cause,
        ),
    )


def fill(shelf: Shelf, command: c.FillBackorder, _: Reasons) -> Events:
    """Hold as many as are available now."""
    open_ = promised(shelf).backordered
    asked = open_ if command.quantity is None else min(command.quantity, open_)
    units = min(asked, max(0, shelf.stock.available))
    if not units:
        return ()
    return (
        e.BackorderFilled(owner=command.owner, quantity=units, at=command.at, cause=command.cause),
    )


def consume(shelf: Shelf, command: c.ConsumeReserved, _: Reasons) -> Events:
    """Ship what is held, then what was promised beyond it; shipped goods are gone in any case."""
    hold, on_hand = promised(shelf), shelf.stock.on_hand
    units = min(command.quantity, hold.promised)
    held = min(units, hold.held)
    gone = min(units, on_hand)
    said: dict[str, Any] = {"owner": command.owner, "at": command.at, "cause": command.cause}
    events: list[e.StockEvent] = []
    if units:
        events.append(
            e.ReservedConsumed(
                quantity=units,
                missing=units - gone,
                backordered=units - held,
                committed=min(units, hold.committed),
                **said,
            )
        )
    rest = command.quantity - units
    if rest:
        missing = max(0, rest - (on_hand - gone))
        events.append(e.UnreservedTaken(quantity=rest, missing=missing, **said))
    return tuple(events)


def take(shelf: Shelf, command: c.TakeUnreserved, _: Reasons) -> Events:
    """Units left: shipped goods are gone, whatever the books say."""
    missing = max(0, command.quantity - shelf.stock.on_hand)
    return (
        e.UnreservedTaken(
            owner=command.owner,
            quantity=command.quantity,
            missing=missing,
            at=command.at,
            cause=command.cause,
        ),
    )


def promised(shelf: Shelf) -> Reservation:
    """Give the reservation of a shelf; where there is none, one of nothing."""
    return shelf.reservation or Reservation("", shelf.stock.sku, shelf.stock.pool)
