"""Metrics: what the orders add up to."""

from ordercore.metrics.report import OrderReport, Period, Totals, order_report

__all__ = ["OrderReport", "Period", "Totals", "order_report"]
