"""Metrics: what the orders add up to."""

from ordercore.metrics.defects import Defects, PlacedOrder, defects_of, placed_order
from ordercore.metrics.demand import daily_demand
from ordercore.metrics.digest import Digest, digest_of
from ordercore.metrics.reporting import (
    Group,
    OrderReport,
    Period,
    Rate,
    Rates,
    Totals,
    order_report,
)

__all__ = [
    "Defects",
    "Digest",
    "Group",
    "OrderReport",
    "Period",
    "PlacedOrder",
    "Rate",
    "Rates",
    "Totals",
    "daily_demand",
    "defects_of",
    "digest_of",
    "order_report",
    "placed_order",
]
