"""By what the facts of order reports are told apart, and what of them is added up."""

from ordercore.metrics.reporting.figures import CARRIER, OF_ORDERS, REASON, SKU

CURRENCY, KIND = "currency", "kind"

SALE = "sale"
"""The kind of an order that replaces nothing; others are of a :class:`ReplacementKind`."""

WORDS = (*OF_ORDERS, CARRIER, CURRENCY, REASON, KIND)
"""Blank where a fact has none, or where it is not known."""

WORDS_BY_SKU = (SKU, *WORDS)

AMOUNTS = (
    "item",
    "tax",
    "shipping",
    "gift_wrap",
    "discount",
    "cost",
    "earned",
    "return_cost",
    "refunded",
    "refunded_tax",
)
"""Numbers that are minor units of the currency of their fact."""

NUMBERS = (
    "orders",
    "units",
    "cancelled",
    "cancelled_by_buyer",
    "cancelled_by_seller",
    "cancelled_units",
    "parcels",
    "shipped_units",
    "shipping_seconds",
    "costed",
    "delivered",
    "delivery_seconds",
    "transit_seconds",
    "returns",
    "returned_units",
    "received_units",
    "refunds",
    *AMOUNTS,
)
