"""Queries: which orders are meant."""

from ordercore.queries.filter import EVERY_ORDER, OrderFilter

__all__ = ["EVERY_ORDER", "OrderFilter"]
