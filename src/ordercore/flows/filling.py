"""Units for what an order is short of: as far as stock on hand reaches, by whole units."""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.errors import Refusal, Refused
from ordercore.flows.attempt import Attempt, promises
from ordercore.flows.searching import Need, Place, PoolSearch
from ordercore.inventory import Allocation, InventoryCommand, Shelf, Sourced, explain
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.message import OrderCommand
from ordercore.orders.promised import short_units
from ordercore.orders.shortage import ShortageFilled
from ordercore.orders.sources import by_line
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.world import World


def promise_short_units(
    order: Order, event: ShortageFilled, _: Order | None, __: str, world: World
) -> tuple[Attempt, ...]:
    """Short units are promised as far as stock reaches; where it does not at all, it is refused."""
    return source_short_units(order, event, None, world)


def source_short_units(
    order: Order, event: ShortageFilled, _: Order | None, world: World
) -> tuple[Attempt, ...]:
    """Short units find pools as far as stock reaches; where it does not at all, it is refused."""
    units = total_by_line(event.units)
    search = ShortageSearch(
        order=order,
        units=tuple([Units(line, number) for line, number in units.items()]),
        needs=_needs(order, units),
        at=event.at,
        said={**promises(order, event.at, world), "backorder": False},
    )
    return (Attempt(all_of=(search,)),)


@attrs.frozen(kw_only=True, eq=False)
class ShortageSearch(PoolSearch):
    """Short units of an order that are to be promised, no more than ``units`` of each line.

    Where the order has several pools, the world's policy says which of them; nothing is promised
    beyond what is on hand.
    """

    units: tuple[Units, ...]

    def commands(
        self, shelves: Iterable[Shelf], world: World
    ) -> tuple[OrderCommand | InventoryCommand, ...]:
        """Promise what stock reaches for.

        Raises:
            Refused: when it reaches for nothing, with every SKU that is short.
        """
        shelves = tuple(shelves)
        units = within_reach(self.order, self.units, self._left(shelves, world))
        if not units and (reasons := self._lacking(shelves, world)):
            raise Refused("ReserveUnits", reasons)
        needs = _needs(self.order, units) if units else self.needs
        return super(ShortageSearch, attrs.evolve(self, needs=needs)).commands(shelves, world)

    def _left(self, shelves: Iterable[Shelf], world: World) -> dict[Sku, int]:
        """Add up what is on hand and not promised, in the pools that ship."""
        left: dict[Sku, int] = {}
        for shelf in shelves:
            stock = shelf.stock
            if stock.available > 0 and self._ships(stock.pool, world):
                left[stock.sku] = left.get(stock.sku, 0) + stock.available
        return left

    def _ships(self, pool: str, world: World) -> bool:
        terms = world.pool_terms.get(pool) if self.order.terms.pools else None
        return terms is None or terms.open

    def _lacking(self, shelves: Iterable[Shelf], world: World) -> tuple[Refusal, ...]:
        reasons: list[Refusal] = []
        for shelf, probe in zip(shelves, self.probes(), strict=True):
            reasons += explain(shelf, probe, world.adjustment_reasons)
        return tuple(reasons)

    def _promisable(self, shelf: Shelf) -> tuple[int, int]:
        """Leave out what might be promised beyond stock."""
        here, _ = super()._promisable(shelf)
        return here, 0

    def _sourced(self, seen: Mapping[Place, Shelf], world: World) -> Sourced:
        """Ask the policy only where there is a choice of pools."""
        pool = self.order.terms.pool
        if pool is None:
            return super()._sourced(seen, world)
        found = [Allocation(pool=pool, sku=sku, quantity=n) for sku, n in self._wanted().items()]
        return Sourced(allocations=tuple(found), unsourced=(), because=())


def within_reach(
    order: Order, units: Iterable[Units], left: Mapping[Sku, int]
) -> dict[LineId, int]:
    """Give how many of some short units stock reaches for, the first line first.

    Of a bundle these are whole ones, so that no component waits for another while somebody else
    could have it.
    """
    left, reached, short = dict(left), dict[LineId, int](), short_units(order)
    awaiting, sourced = awaiting_units(order), by_line(order.sources)
    for some in units:
        id, parts = some.line, order.line(some.line).stock_units(1)
        whole = min([(left.get(sku, 0) + sourced.get((id, sku), 0)) // n for sku, n in parts])
        number = min(some.quantity, whole - (awaiting[id] - short[id]))
        if number > 0:
            reached[id] = number
            for _, sku, needed in _need(order, id, number):
                left[sku] -= needed
    return reached


def _needs(order: Order, units: Mapping[LineId, int]) -> tuple[Need, ...]:
    return tuple([need for line, number in units.items() for need in _need(order, line, number)])


def _need(order: Order, id: LineId, units: int) -> tuple[Need, ...]:
    """Give what so many more units of a short line need, beyond what its sources name already."""
    promised = awaiting_units(order)[id] - short_units(order)[id] + units
    sourced = by_line(order.sources)
    parts = order.line(id).stock_units(promised)
    wanted = [(sku, number - sourced.get((id, sku), 0)) for sku, number in parts]
    return tuple([(id, sku, lacking) for sku, lacking in wanted if lacking > 0])
