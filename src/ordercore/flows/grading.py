"""The reactions to units that were graded: on hand again, set aside, or out of the books.

What is written off, given away, destroyed or sent back never gets into stock: it left the books
when it was shipped. So stock moves once for every unit, or not at all.
"""

from collections.abc import Iterable, Mapping

from ordercore.flows.attempt import Attempt, restocking
from ordercore.flows.kept import kept_units, stock_commands
from ordercore.inventory import Condition, RestockUnits
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Disposition, Graded

Shelved = list[tuple[ParcelId, Units]]
"""Units that go into stock, each with the parcel that it came in."""

CONDITIONS: Mapping[str, Condition] = {some.value: some for some in Condition}


def shelve_graded_units(
    order: Order, event: ReturnGraded, _: Order | None, pool: str, __: World
) -> tuple[Attempt, ...]:
    """Graded units go back on hand, or into the condition that they are in."""
    into = event.pool or pool
    attempts: list[Attempt] = []
    for condition, shelved in _by_condition(event.graded).items():
        totals = kept_units(order, [units for _, units in shelved])
        attempts += restocking(
            stock_commands(RestockUnits, order, totals, into, event.at, condition=condition)
        )
    return tuple(attempts)


def shelve_graded_units_of_pools(
    order: Order, event: ReturnGraded, _: Order | None, __: World
) -> tuple[Attempt, ...]:
    """Graded units go into the stock of the pool that they came back to."""
    attempts: list[Attempt] = []
    for condition, shelved in _by_condition(event.graded).items():
        attempts += restocked(order, shelved, event.pool, event.at, condition)
    return tuple(attempts)


def restocked(
    order: Order,
    units: Iterable[tuple[ParcelId, Units]],
    pool: str,
    at: Instant,
    condition: Condition | None = None,
) -> tuple[Attempt, ...]:
    """Restock where the host says, else where the parcel left, else in the first pool."""
    by: dict[str, list[Units]] = {}
    for id, some in units:
        parcel = order.parcel(id)
        left_from = parcel.pool if parcel else ""
        by.setdefault(pool or left_from or order.terms.pools[0], []).append(some)
    stock = [
        RestockUnits(
            owner=order.id, pool=into, sku=sku, quantity=quantity, at=at, condition=condition
        )
        for into, some in sorted(by.items())
        for sku, quantity in kept_units(order, some).items()
    ]
    return restocking(stock)


def _by_condition(graded: Iterable[Graded]) -> dict[Condition | None, Shelved]:
    by: dict[Condition | None, Shelved] = {}
    for some in graded:
        units = (some.units.parcel, Units(some.units.line, some.units.quantity))
        if some.disposition is Disposition.RESTOCK:
            by.setdefault(None, []).append(units)
        elif some.disposition is Disposition.QUARANTINE:
            condition = CONDITIONS.get(some.condition, Condition.QUARANTINE)
            by.setdefault(condition, []).append(units)
    return by
