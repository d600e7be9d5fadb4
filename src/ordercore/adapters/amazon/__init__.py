"""Orders out of Amazon's files: All Orders reports, and recorded answers of its API."""

from ordercore.adapters.amazon.orders_api import OrdersApiSource
from ordercore.adapters.amazon.orders_report import OrdersReportSource
from ordercore.adapters.amazon.source import open_source

__all__ = ["OrdersApiSource", "OrdersReportSource", "open_source"]
