"""Sweeps: what is to be done about many reservations and orders at once, as commands.

Sweeping is safe anywhere and any number of times: each command looks again, and does nothing where
there is nothing to be done.
"""

from collections.abc import Iterable

import attrs

from ordercore.errors import Refused
from ordercore.flows import kept_units
from ordercore.inventory import ExpireReserved, FillBackorder, Reservation, Stock
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.money import is_secured
from ordercore.orders.promised import short_since, short_units
from ordercore.orders.shortage import FillShortage
from ordercore.orders.state import Order
from ordercore.queries import OrderFilter, ReservationFilter
from ordercore.service.asked import Asked, Failure, expect
from ordercore.service.sheet import Value


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


def those_short() -> OrderFilter:
    """Give the filter of orders that lack units which still wait to be shipped."""
    return OrderFilter(short=True)


def filling(
    stock: Stock, waiting: Iterable[Reservation], short: Iterable[Order], at: Instant
) -> list[Asked]:
    """Ask for units for those who wait, the first to have come first, while there are any.

    Somebody waits since units were promised beyond stock, or since an order was paid that then was
    short; one that was imported since it was placed, and one of our own that nobody has paid not
    at all. Where stock may be left by somebody, the next is asked for too: each looks again.
    """
    places = [_backorder(some, at) for some in waiting]
    places += [_shortage(some, stock, at) for some in short if _waits(some, stock, at)]
    asked: list[Asked] = []
    left = stock.available
    for place in sorted(places, key=lambda place: (place.since, place.owner)):
        if left <= 0:
            break
        asked.append(Asked(place.command))
        left -= place.takes
    return asked


def served(results: Iterable[Value | Failure]) -> tuple[Stock | Order, ...]:
    """Give what was filled, without orders that stock did not reach for after all.

    Raises:
        OrdercoreError: when something else was in the way.
    """
    done: list[Stock | Order] = []
    for some in results:
        if isinstance(some, Stock | Order):
            done.append(some)
        elif not isinstance(some, Refused):
            expect(Stock, some)
    return tuple(done)


@attrs.frozen
class _Place:
    """A place in line: since when and whose, what is asked for, and what it takes for certain."""

    since: Instant
    owner: str
    command: FillBackorder | FillShortage
    takes: int


def _backorder(some: Reservation, at: Instant) -> _Place:
    fill = FillBackorder(sku=some.sku, pool=some.pool, owner=some.owner, at=at)
    return _Place(some.since or at, some.owner, fill, some.backordered)


def _waits(order: Order, stock: Stock, at: Instant) -> bool:
    ours = stock.pool in order.terms.kept_pools and _lines_of(order, stock.sku)
    return bool(ours) and (order.terms.imported or is_secured(order, at))


def _shortage(order: Order, stock: Stock, at: Instant) -> _Place:
    lines = _lines_of(order, stock.sku)
    fill = FillShortage(order_id=order.id, at=at, by=Actor.SYSTEM, units=lines)
    sure = order.terms.pool is not None and all(
        len(order.line(some.line).stock_units(1)) == 1 for some in lines
    )
    # A bundle may lack something else, and another pool may serve: then this stock stays.
    takes = sum(kept_units(order, lines).values()) if sure else 0
    return _Place(short_since(order), order.id, fill, takes)


def _lines_of(order: Order, sku: str) -> tuple[Units, ...]:
    short = [Units(line, number) for line, number in short_units(order).items()]
    return tuple([some for some in short if sku in kept_units(order, (some,))])
