"""Orders out of Amazon's files and recorded answers, and shipments told to Amazon."""

from ordercore.adapters.amazon.carriers import CARRIERS, AmazonCarrier, carrier_of
from ordercore.adapters.amazon.confirming import (
    FEED_COLUMNS,
    Package,
    Unready,
    confirmation,
    fulfilment_feed,
    packages_of,
    unsent,
)
from ordercore.adapters.amazon.orders_api import OrdersApiSource
from ordercore.adapters.amazon.orders_report import OrdersReportSource
from ordercore.adapters.amazon.source import open_source

__all__ = [
    "CARRIERS",
    "FEED_COLUMNS",
    "AmazonCarrier",
    "OrdersApiSource",
    "OrdersReportSource",
    "Package",
    "Unready",
    "carrier_of",
    "confirmation",
    "fulfilment_feed",
    "open_source",
    "packages_of",
    "unsent",
]
