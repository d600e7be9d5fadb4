"""Metrics: what the orders add up to."""

from ordercore.metrics.demand import daily_demand
from ordercore.metrics.report import OrderReport, Period, Totals, order_report

__all__ = ["OrderReport", "Period", "Totals", "daily_demand", "order_report"]
