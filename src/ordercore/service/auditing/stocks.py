"""Stock and reservations against the ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from ordercore.inventory import (
    OwnedStockEvent,
    Reservation,
    ReservationTakenOver,
    Shelf,
    Stock,
    StockEvent,
    evolve,
)
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row
from ordercore.service.auditing.difference import Difference


@attrs.define
class Ledger:
    """Stock and its reservations, added up from events."""

    stock: Stock
    reservations: dict[str, Reservation] = attrs.field(factory=dict[str, Reservation])

    def post(self, event: StockEvent) -> None:
        """Add up one event."""
        owner = event.owner if isinstance(event, OwnedStockEvent) else ""
        using = event.using if isinstance(event, ReservationTakenOver) else ""
        known = self.reservations
        shelf = evolve(Shelf(self.stock, known.get(owner), known.get(using)), event)
        self.stock = shelf.stock
        for reservation in (shelf.reservation, shelf.other):
            if reservation is not None:
                known[reservation.owner] = reservation


def stock_differences(
    key: Key, row: Row, ledger: Ledger, kept: Sequence[Reservation]
) -> Iterator[Difference]:
    """Compare stock that is kept, and its reservations, with the ledger."""
    stock = row.value
    if stock is not None and stock != ledger.stock:
        yield Difference("figures_differ", key, str(stock), str(ledger.stock))
    told = dict(ledger.reservations)
    for reservation in kept:
        expected = told.pop(reservation.owner, None)
        if reservation != expected:
            yield Difference("reservation_differs", key, str(reservation), str(expected))
    for expected in told.values():
        yield Difference("reservation_differs", key, "nothing", str(expected))
    if isinstance(stock, Stock) and stock.details.mirrored is None:
        yield from _totals(key, stock, kept)


def caused_twice(key: Key, recorded: Sequence[Recorded]) -> Iterator[Difference]:
    """Look for an event that brought about the same thing twice."""
    counted = Counter((some.cause, str(some.event)) for some in recorded if some.cause is not None)
    for (cause, event), times in counted.items():
        if times > 1 and cause is not None:
            yield Difference("caused_twice", key, f"{times} times {event}", f"once, for {cause[0]}")


def _totals(key: Key, stock: Stock, kept: Sequence[Reservation]) -> Iterator[Difference]:
    figures = (stock.reserved, stock.backordered)
    sums = (sum(some.held for some in kept), sum(some.backordered for some in kept))
    if figures != sums:
        yield Difference("totals_differ", key, str(figures), str(sums))
