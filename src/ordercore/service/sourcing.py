"""Sourcing before there is an order: which pool would ship what, and why."""

from collections.abc import Iterable

from ordercore.errors import InvalidValue
from ordercore.inventory import Reservation, Sourced, Stock, offers_of, promisable, wanted_of
from ordercore.kernel.checking import several
from ordercore.orders.address import Address
from ordercore.orders.line import Line
from ordercore.service.keys import reservation_key, stock_key
from ordercore.service.views import View


def source(
    view: View,
    *,
    channel: str,
    lines: Iterable[Line],
    ship_to: Address | None = None,
    basket: str = "",
    preorder: bool = False,
) -> Sourced:
    """Tell which pools of a channel would ship what, as its policy says now, with the reasons.

    ``basket`` names the owner of reservations that would become the order's own.

    Raises:
        InvalidValue: when we keep no pool for the channel.
    """
    pools = view.world.pools_of(channel)
    if not pools:
        raise InvalidValue("channel", channel, "a channel that the world has pools for")
    asked = [part for line in several(lines, "lines") for part in line.stock_units(line.quantity)]
    wanted = wanted_of([(sku, quantity) for sku, quantity in asked if quantity])
    places = [(pool, some.sku) for pool in pools for some in wanted]
    owners = (basket,) if basket else ()
    held = {place: reservation_key(*place, owner) for place in places for owner in owners}
    stocks = {place: stock_key(*place) for place in places}
    view.draft.need((*stocks.values(), *held.values()))
    figures: dict[tuple[str, str], tuple[int, int]] = {}
    for (pool, sku), key in stocks.items():
        stock = view.draft.value(key)
        counts = view.draft.value(held[pool, sku]) if basket else None
        figures[pool, sku] = promisable(
            stock if isinstance(stock, Stock) else Stock(sku, pool),
            counts if isinstance(counts, Reservation) else None,
            preorder=preorder,
        )
    offers = offers_of(pools, figures, view.world.pool_terms)
    return view.world.sourcing(wanted, offers, view.world.destination(ship_to))
