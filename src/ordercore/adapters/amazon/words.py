"""Amazon's words, and how we read them: tables only.

A word that stands in no table is never guessed: the lookups give ``None``, and whoever asked
rejects the record.
"""

from collections.abc import Mapping

import attrs

from ordercore.channels import Marketplace
from ordercore.orders.status import OrderStatus

V0_WORDS: Mapping[OrderStatus, str] = {
    # Orders API v0, `OrderStatus` (models/orders-api-model/ordersV0.json): one L in Canceled.
    OrderStatus.PENDING_AVAILABILITY: "PendingAvailability",
    OrderStatus.PENDING: "Pending",
    OrderStatus.UNSHIPPED: "Unshipped",
    OrderStatus.PARTIALLY_SHIPPED: "PartiallyShipped",
    OrderStatus.INVOICE_UNCONFIRMED: "InvoiceUnconfirmed",
    OrderStatus.SHIPPED: "Shipped",
    OrderStatus.CANCELLED: "Canceled",
    OrderStatus.UNFULFILLABLE: "Unfulfillable",
}
"""Status → word of the Orders API v0, which has one for each."""

V2026_WORDS: Mapping[OrderStatus, str] = {
    # Orders API 2026-01-01, `fulfillmentStatus` (orders_2026-01-01.json): two Ls in CANCELLED.
    OrderStatus.PENDING_AVAILABILITY: "PENDING_AVAILABILITY",
    OrderStatus.PENDING: "PENDING",
    OrderStatus.UNSHIPPED: "UNSHIPPED",
    OrderStatus.PARTIALLY_SHIPPED: "PARTIALLY_SHIPPED",
    # Dropped in this version: what waits for its invoice only has been shipped.
    OrderStatus.INVOICE_UNCONFIRMED: "SHIPPED",
    OrderStatus.SHIPPED: "SHIPPED",
    OrderStatus.CANCELLED: "CANCELLED",
    OrderStatus.UNFULFILLABLE: "UNFULFILLABLE",
}
"""Status → word of the Orders API 2026-01-01."""

REPORT_WORDS: Mapping[OrderStatus, str] = {
    # All Orders flat files, as public exports show them; the rest as the API's version 0.
    **V0_WORDS,
    OrderStatus.CANCELLED: "Cancelled",
}
"""Status → word of the All Orders report."""

STATUS_WORDS: Mapping[str, OrderStatus] = {
    **{
        word: status
        for spelling in (V0_WORDS, V2026_WORDS, REPORT_WORDS)
        for status, word in spelling.items()
    },
    # On its way out, but not confirmed yet (public exports, India).
    "Shipping": OrderStatus.UNSHIPPED,
}
"""Word → status in any spelling, for orders and for items alike."""

DETAIL_MARK = " - "
"""Flat files add how a parcel fares: ``Shipped - Out for Delivery`` (public exports, India)."""

DELIVERED_DETAILS = frozenset({"Delivered to Buyer"})
"""Details that mean that the parcel has arrived; all others leave the status as it is."""

CHANNEL_WORDS: Mapping[str, str] = {
    # v0 `FulfillmentChannel`, 2026-01-01 `fulfilledBy`, and the flat file's `fulfillment-channel`.
    "AFN": "FBA",
    "AMAZON": "FBA",
    "Amazon": "FBA",
    "MFN": "MFN",
    "MERCHANT": "MFN",
    "Merchant": "MFN",
}
"""Word → channel."""

AMAZON_REGIONS = ("AMAZON_", "Amazon_")
"""Reports may name the region of Amazon's network: ``Amazon_NA``, ``AMAZON_EU``."""

PACKAGE_WORDS: Mapping[str, bool | None] = {
    # Orders API 2026-01-01, `packageStatus.status`.
    "PENDING": None,
    "CANCELLED": None,
    "IN_TRANSIT": False,
    "SHIPPED": False,
    "UNDELIVERABLE": False,
    "DELIVERED": True,
}
"""Word → whether the package was delivered; ``None``: it never left (so far)."""


@attrs.frozen
class Reading:
    """How a status word is read."""

    status: OrderStatus
    delivered: bool = False

    @property
    def is_cancelled(self) -> bool:
        """Tell whether nothing will be shipped any more."""
        return self.status is OrderStatus.CANCELLED


def read_status(word: str) -> Reading | None:
    """Read a status word, or the part of it before the detail."""
    head, _, detail = word.partition(DETAIL_MARK)
    status = STATUS_WORDS.get(head)
    return None if status is None else Reading(status, detail in DELIVERED_DETAILS)


def read_channel(word: str, *, prime: bool = False) -> str | None:
    """Read who fulfils; the seller's own fulfilment of a Prime order is a channel of its own."""
    channel = "FBA" if word.startswith(AMAZON_REGIONS) else CHANNEL_WORDS.get(word)
    return "SFP" if channel == "MFN" and prime else channel


def code_of(marketplace: Marketplace | None) -> str:
    """Give the code of a marketplace; blank where it is none of Amazon's."""
    return marketplace.code if marketplace else ""
