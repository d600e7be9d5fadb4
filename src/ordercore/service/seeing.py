"""Seeing stock: what may be promised by when, and what to order, of stock as it stands."""

import datetime as dt

from ordercore.inventory import (
    Estimate,
    ReplenishmentTerms,
    Stock,
    StockLevel,
    Suggestion,
    Velocity,
)
from ordercore.inventory import atp as units_to_promise
from ordercore.inventory import available_from as day_to_ship
from ordercore.inventory import suggest as order_to_suggest
from ordercore.kernel.time import instant, local_date
from ordercore.service.views import View, stock


def level_of(stock: Stock) -> StockLevel:
    """Give the figures of stock from which everything about it is estimated."""
    return StockLevel(
        on_hand=stock.on_hand,
        reserved=stock.reserved,
        backordered=stock.backordered,
        safety=stock.details.safety,
    )


def atp(
    view: View, sku: str, *, pool: str = "main", by: object = None, at: object = None
) -> Estimate[int]:
    """Tell how many units may be promised now, or for a later moment from what is on its way.

    Raises:
        InvalidValue: when a time is naive.
    """
    known = stock(view, sku, pool=pool)
    until = None if by is None else instant(by, "by")
    return units_to_promise(level_of(known), known.details.inbound, at=view.at(at), by=until)


def available_from(
    view: View,
    sku: str,
    units: int = 1,
    *,
    pool: str = "main",
    lead_days: int | None = None,
    at: object = None,
) -> Estimate[dt.date | None]:
    """Estimate the day from which so many units can be shipped, in the zone in which we ship.

    Raises:
        InvalidValue: when ``units`` or ``lead_days`` is no such number, or a time is naive.
    """
    known = stock(view, sku, pool=pool)
    return day_to_ship(
        units,
        level_of(known),
        known.details.inbound,
        at=view.at(at),
        zone=view.world.calendar.zone,
        lead_days=lead_days,
    )


def suggest(
    view: View,
    sku: str,
    sells: Velocity,
    terms: ReplenishmentTerms,
    *,
    pool: str = "main",
    at: object = None,
) -> Suggestion:
    """Suggest what to order of a SKU, and by when.

    ``sells`` is how it sells: :func:`ordercore.metrics.daily_demand` counts what
    :func:`ordercore.inventory.velocity` takes.
    """
    known = stock(view, sku, pool=pool)
    today = local_date(view.at(at), view.world.calendar.zone)
    inbound = known.details.inbound
    return order_to_suggest(sku, pool, level_of(known), sells, terms, today=today, inbound=inbound)
