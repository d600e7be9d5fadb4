"""The fold of stock events: add up their entries, and keep the little that is no figure."""

from collections.abc import Callable, Mapping
from typing import Any

from ordercore.inventory import events as e
from ordercore.inventory.details import Mirrored, StockDetails
from ordercore.inventory.ledger import Entries, posted, promise_after
from ordercore.inventory.reservation import Reservation
from ordercore.inventory.state import Shelf
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant

# What is kept beside the figures


def _note_expected(details: StockDetails, event: e.InboundEvent) -> StockDetails:
    inbound = [
        replace(some, expected=event.expected) if some.ref == event.inbound else some
        for some in details.inbound
    ]
    return replace(details, inbound=tuple(inbound))


def _note_terms(details: StockDetails, event: e.StockTermsSet) -> StockDetails:
    return replace(
        details,
        safety=event.safety,
        backorder_limit=event.backorder_limit,
        preorder_limit=event.preorder_limit,
        low_at=event.low_at,
    )


def _note_summary(details: StockDetails, event: e.StockMirrored) -> StockDetails:
    sequence = event.sequence
    if sequence is None and details.mirrored is not None:
        sequence = details.mirrored.sequence
    return replace(details, mirrored=Mirrored(event.at, sequence))


def _note_end(details: StockDetails, _: e.MirrorEnded) -> StockDetails:
    return replace(details, mirrored=None)


NOTES: Mapping[type[e.StockEvent], Callable[[StockDetails, Any], StockDetails]] = {
    e.InboundExpected: _note_expected,
    e.InboundChanged: _note_expected,
    e.StockTermsSet: _note_terms,
    e.StockMirrored: _note_summary,
    e.MirrorEnded: _note_end,
}
"""Event → what it says beside its entries."""

# Promises

BEGINNINGS = frozenset({e.UnitsReserved, e.UnitsBackordered, e.ReservationTakenOver})
"""The events with which a reservation may begin."""

OF_PROMISES = frozenset(
    {
        *BEGINNINGS,
        e.ReservationExtended,
        e.ReservedCommitted,
        e.ReservedUncommitted,
        e.BackorderFilled,
        e.ReservedReleased,
        e.ReservedExpired,
        e.ReservedConsumed,
    }
)
"""The events that change a reservation."""


def _promise(shelf: Shelf, event: Any, entries: Entries) -> Reservation:
    before = shelf.reservation
    if before is None:
        if type(event) not in BEGINNINGS:
            raise AssertionError("an event names a reservation that was never made")
        before = Reservation(event.owner, shelf.stock.sku, shelf.stock.pool)
    told = isinstance(event, e.UnitsPromised)
    expires_at = event.expires_at if told else before.expires_at
    return _after(before, entries, event.at, expires_at)


def _left(other: Reservation | None, event: Any, entries: Entries) -> Reservation:
    if other is None:
        raise AssertionError("an event names a reservation that was never made")
    return _after(other, entries, event.at, other.expires_at)


def _after(
    before: Reservation, entries: Entries, at: Instant, expires_at: Instant | None
) -> Reservation:
    """Add entries up, and say since when and until when something is promised, if anything is."""
    figures = promise_after(before, entries)
    promised = figures.get("held", before.held) + figures.get("backordered", before.backordered)
    if not promised:
        return replace(before, since=None, expires_at=None, **figures)
    since = before.since if before.promised else at
    may_expire = promised > figures.get("committed", before.committed)
    return replace(before, since=since, expires_at=expires_at if may_expire else None, **figures)


# The fold


def evolve(shelf: Shelf, event: e.StockEvent) -> Shelf:
    """Add up the entries of an event, and keep what else it tells."""
    kind, entries = type(event), event.entries
    stock, hold, other = posted(shelf.stock, entries), shelf.reservation, shelf.other
    note = NOTES.get(kind)
    if note is not None:
        stock = replace(stock, details=note(stock.details, event))
    if kind in OF_PROMISES:
        hold = _promise(shelf, event, entries)
    if kind is e.ReservationTakenOver:
        other = _left(other, event, entries)
    return Shelf(stock, hold, other, shelf.caused)
