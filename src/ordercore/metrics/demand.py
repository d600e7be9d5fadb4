"""Demand: how many units of which SKU were ordered on which day."""

import datetime as dt
from collections.abc import Iterable, Mapping

from ordercore.kernel.ids import Sku
from ordercore.kernel.time import local_date
from ordercore.orders.state import Order


def daily_demand(orders: Iterable[Order], *, zone: str) -> Mapping[Sku, Mapping[dt.date, int]]:
    """Count the units that were ordered, by SKU and by day of placement in a zone.

    Of a bundle its components are counted. What was cancelled counts as well: it was wanted, and
    a seller who had none to ship would otherwise never learn that it sells.

    Raises:
        InvalidValue: when the zone is unknown.
    """
    counted: dict[Sku, dict[dt.date, int]] = {}
    for order in orders:
        day = local_date(order.terms.placed_at, zone)
        for line in order.lines:
            for sku, units in line.stock_units(line.quantity):
                of_sku = counted.setdefault(sku, {})
                of_sku[day] = of_sku.get(day, 0) + units
    return counted
