"""The reactions to units that were graded: on hand again, set aside, or out of the books.

What is written off, given away, destroyed or sent back never gets into stock: it left the books
when it was shipped. So stock moves once for every unit, or not at all.
"""

from collections.abc import Callable, Iterable, Mapping

from ordercore.flows.attempt import Attempt, restocking
from ordercore.flows.kept import kept_units, stock_commands
from ordercore.inventory import Condition, RestockUnits
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.returned import returns_named
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Disposition, Graded
from ordercore.returns.handing import graded_from

CONDITIONS: Mapping[str, Condition] = {some.value: some for some in Condition}


def shelve_graded_units(
    order: Order, event: ReturnGraded, _: Order | None, pool: str, __: World
) -> tuple[Attempt, ...]:
    """Graded units go back on hand, or into the condition that they are in."""
    return _shelved(order, event, lambda _: pool)


def shelve_graded_units_of_pools(
    order: Order, event: ReturnGraded, _: Order | None, __: World
) -> tuple[Attempt, ...]:
    """Graded units go into the stock of the pool that they came back to."""
    return _shelved(order, event, lambda parcel: _left_from(order, parcel))


def restocked(
    order: Order,
    units: Iterable[tuple[ParcelId, Units]],
    pool: str,
    at: Instant,
) -> tuple[Attempt, ...]:
    """Restock where the host says, else where the parcel left, else in the first pool."""
    by: dict[str, list[Units]] = {}
    for id, some in units:
        by.setdefault(pool or _left_from(order, id), []).append(some)
    stock = [
        RestockUnits(owner=order.id, pool=into, sku=sku, quantity=quantity, at=at)
        for into, some in sorted(by.items())
        for sku, quantity in kept_units(order, some).items()
    ]
    return restocking(stock)


def _left_from(order: Order, id: ParcelId) -> str:
    parcel = order.parcel(id)
    left_from = parcel.pool if parcel else ""
    return left_from or order.terms.pools[0]


def _shelved(
    order: Order, event: ReturnGraded, usual: Callable[[ParcelId], str]
) -> tuple[Attempt, ...]:
    """Shelve units where the host says, else where they were received, else where it is usual."""
    by: dict[tuple[Condition | None, str], list[Units]] = {}
    for rma in returns_named(order, event.return_id):
        received = graded_from(rma)[-len(event.graded) :]
        for some, came in zip(event.graded, received, strict=True):
            if some.disposition not in SHELVED:
                continue
            for arrived, number in came:
                into = event.pool or arrived.pool or usual(some.units.parcel)
                units = Units(some.units.line, number)
                by.setdefault((_condition(some), into), []).append(units)
    attempts: list[Attempt] = []
    for (condition, into), shelved in by.items():
        totals = kept_units(order, shelved)
        attempts += restocking(
            stock_commands(RestockUnits, order, totals, into, event.at, condition=condition)
        )
    return tuple(attempts)


SHELVED = (Disposition.RESTOCK, Disposition.QUARANTINE)


def _condition(graded: Graded) -> Condition | None:
    """Give what stock sets units aside as; ``None`` for those that are on hand again."""
    if graded.disposition is Disposition.RESTOCK:
        return None
    return CONDITIONS.get(graded.condition, Condition.QUARANTINE)
