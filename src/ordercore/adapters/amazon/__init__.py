"""Orders out of Amazon's files and recorded answers, and shipments told to Amazon."""

from ordercore.adapters.amazon.carriers import CARRIERS, AmazonCarrier, carrier_of
from ordercore.adapters.amazon.confirming import FEED_COLUMNS, confirmation, fulfilment_feed
from ordercore.adapters.amazon.orders_api import OrdersApiSource
from ordercore.adapters.amazon.orders_report import OrdersReportSource
from ordercore.adapters.amazon.packages import Package, Unready, packages_of, unsent
from ordercore.adapters.amazon.source import open_source
from ordercore.adapters.amazon.xml_feed import fulfilment_xml

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
    "fulfilment_xml",
    "open_source",
    "packages_of",
    "unsent",
]
