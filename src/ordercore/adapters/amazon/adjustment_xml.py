"""Refunds told to Amazon by its XML feed, ``POST_PAYMENT_ADJUSTMENT_DATA``.

Elements and their order are those of OrderAdjustment.xsd as connectors write it (C): Amazon's own
schema was not at hand, so the first feed of a host's should be a small one.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from ordercore.adapters.amazon.adjustment_values import (
    Adjustment,
    adjustments_given,
    two_decimals,
)
from ordercore.adapters.amazon.envelope import add, document, envelope, message, told
from ordercore.errors import InvalidValue

KIND = "OrderAdjustment"

TYPES = {
    "item": "Principal",
    "tax": "Tax",
    "shipping": "Shipping",
    "shipping_tax": "ShippingTax",
    "gift_wrap": "GiftWrap",
    "gift_wrap_tax": "GiftWrapTax",
}
"""Component → type of the component in the feed (finances API, facts §3.5; connectors, C)."""


def adjustment_xml(adjustments: Iterable[Adjustment], seller: str) -> bytes:
    """Give the XML feed that tells adjustments, as a document in UTF-8.

    Adjustments of one order that follow one another are one message, which adjusts no line twice.
    Messages are numbered from 1: by that number Amazon's report names what it refused.
    ``seller`` is the seller's id at Amazon, which stands in the header.

    Raises:
        InvalidValue: when there are no adjustments, something is none, by its place, or XML or
            its schema cannot hold an id.
    """
    root = envelope(seller, KIND)
    number = place = 0
    for number, group in enumerate(_groups(adjustments_given(adjustments)), start=1):
        inside = message(root, number, KIND)
        add(inside, "AmazonOrderID", group[0].order_id)
        for adjustment in group:
            _add(inside, adjustment, f"adjustments[{place}]")
            place += 1
    if not number:
        raise InvalidValue("adjustments", (), "at least one adjustment")
    return document(root)


def _groups(adjustments: Iterable[Adjustment]) -> Iterator[list[Adjustment]]:
    """Give runs of adjustments of one order, in which no line comes twice."""
    group: list[Adjustment] = []
    for each in adjustments:
        refs = {other.item_ref for other in group}
        if group and (group[0].order_id != each.order_id or each.item_ref in refs):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _add(parent: Element, adjustment: Adjustment, place: str) -> None:
    charges = adjustment.charges
    item = SubElement(parent, "AdjustedItem")
    add(item, "AmazonOrderItemCode", adjustment.item_ref)
    add(item, "AdjustmentReason", adjustment.reason)
    prices = SubElement(item, "ItemPriceAdjustments")
    amounts = {kind: getattr(charges, component) for component, kind in TYPES.items()}
    # The schema wants one at least.
    for kind, minor in [(k, m) for k, m in amounts.items() if m] or [("Principal", 0)]:
        _component(prices, kind, minor, charges.currency)
    for id, minor, kind, field in (
        (adjustment.item_promotion, charges.discount, "Principal", "item_promotion"),
        (adjustment.ship_promotion, charges.shipping_discount, "Shipping", "ship_promotion"),
    ):
        if minor:
            promotion = SubElement(item, "PromotionAdjustments")
            add(promotion, "MerchantPromotionID", told(id, f"{place}.{field}"))
            _component(promotion, kind, -minor, charges.currency)


def _component(parent: Element, kind: str, minor: int, currency: str) -> None:
    component = SubElement(parent, "Component")
    add(component, "Type", kind)
    amount = add(component, "Amount", two_decimals(minor, currency))
    amount.set("currency", currency)
