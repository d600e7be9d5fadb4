"""Metrics: what the orders add up to."""

from ordercore.metrics.defects import Defects, PlacedOrder, defects_of, placed_order
from ordercore.metrics.demand import daily_demand
from ordercore.metrics.digest import Digest, digest_of
from ordercore.metrics.report import OrderReport, Period, Totals, order_report

__all__ = [
    "Defects",
    "Digest",
    "OrderReport",
    "Period",
    "PlacedOrder",
    "Totals",
    "daily_demand",
    "defects_of",
    "digest_of",
    "order_report",
    "placed_order",
]
