"""Amazon's files and recorded answers: orders and returns read, shipments and refunds told."""

from ordercore.adapters.amazon.adjustment_flat import ADJUSTMENT_COLUMNS, adjustment_feed
from ordercore.adapters.amazon.adjustment_reasons import FLAT_CODES, XML_CODES
from ordercore.adapters.amazon.adjustment_values import (
    Adjustment,
    Unadjustable,
    adjustments_of,
)
from ordercore.adapters.amazon.adjustment_xml import adjustment_xml
from ordercore.adapters.amazon.carriers import CARRIERS, AmazonCarrier, carrier_of
from ordercore.adapters.amazon.confirming import FEED_COLUMNS, confirmation, fulfilment_feed
from ordercore.adapters.amazon.orders_api import OrdersApiSource
from ordercore.adapters.amazon.orders_report import OrdersReportSource
from ordercore.adapters.amazon.orders_writing import ALL_ORDERS_COLUMNS, all_orders_report
from ordercore.adapters.amazon.packages import Package, Unready, packages_of, unsent
from ordercore.adapters.amazon.returns_fba import FbaReplacement, FbaReturn
from ordercore.adapters.amazon.returns_importing import ReturnsResult, import_returns
from ordercore.adapters.amazon.returns_joining import TakeReturn, returns_of
from ordercore.adapters.amazon.returns_report import (
    is_of_returns,
    read_all_returns,
    read_fba_returns,
    read_replacements,
    read_returns,
    returns_format_of,
)
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_values import ReportedReturn, SafeT
from ordercore.adapters.amazon.returns_words import Standing
from ordercore.adapters.amazon.source import open_source
from ordercore.adapters.amazon.xml_feed import fulfilment_xml

__all__ = [
    "ADJUSTMENT_COLUMNS",
    "ALL_ORDERS_COLUMNS",
    "CARRIERS",
    "FEED_COLUMNS",
    "FLAT_CODES",
    "XML_CODES",
    "Adjustment",
    "AmazonCarrier",
    "FbaReplacement",
    "FbaReturn",
    "OrdersApiSource",
    "OrdersReportSource",
    "Package",
    "ReportedReturn",
    "ReportedTime",
    "ReturnsResult",
    "SafeT",
    "Standing",
    "TakeReturn",
    "Unadjustable",
    "Unready",
    "adjustment_feed",
    "adjustment_xml",
    "adjustments_of",
    "all_orders_report",
    "carrier_of",
    "confirmation",
    "fulfilment_feed",
    "fulfilment_xml",
    "import_returns",
    "is_of_returns",
    "open_source",
    "packages_of",
    "read_all_returns",
    "read_fba_returns",
    "read_replacements",
    "read_returns",
    "returns_format_of",
    "returns_of",
    "unsent",
]
