"""Sweeps: what is to be done about many reservations at once, as commands.

Sweeping is safe anywhere and any number of times: each command looks again, and does nothing where
there is nothing to be done.
"""

from collections.abc import Iterable

from ordercore.inventory import ExpireReserved, FillBackorder, Reservation, Stock
from ordercore.kernel.time import Instant
from ordercore.queries import ReservationFilter
from ordercore.service.asked import Asked


def those_expired(at: Instant) -> ReservationFilter:
    """Give the filter of reservations of which something is to be given back by then."""
    return ReservationFilter(expired_by=at)


def those_waiting(sku: str, pool: str) -> ReservationFilter:
    """Give the filter of reservations that wait for stock of a SKU."""
    return ReservationFilter(backordered=True, pool=pool, sku=sku)


def expiring(found: Iterable[Reservation], at: Instant) -> list[Asked]:
    """Ask to give back what has expired of reservations."""
    return [
        Asked(ExpireReserved(sku=some.sku, pool=some.pool, owner=some.owner, at=at))
        for some in found
    ]


def filling(stock: Stock, waiting: Iterable[Reservation], at: Instant) -> list[Asked]:
    """Ask to hold units for those who wait, the first to have come first, while there are any."""
    asked: list[Asked] = []
    left = stock.available
    for some in sorted(waiting, key=lambda some: (some.since or at, some.owner)):
        if left <= 0:
            break
        fill = FillBackorder(sku=some.sku, pool=some.pool, owner=some.owner, at=at)
        asked.append(Asked(fill))
        left -= some.backordered
    return asked
