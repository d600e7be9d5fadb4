"""Adjustments in Amazon's two feeds: what is written is read back the same."""

from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.amazon import (
    ADJUSTMENT_COLUMNS,
    FLAT_CODES,
    XML_CODES,
    Adjustment,
    Unadjustable,
    adjustment_feed,
    adjustment_xml,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import minor_units

SELLER = "A1EXAMPLE"

ORDER, OTHER = "111-0000001-0000001", "111-0000002-0000002"

RETURNED = Adjustment(
    order_id=ORDER,
    item_ref="68828574383266",
    reason="CustomerReturn",
    charges=Charges("USD", item=1250, tax=100, shipping=500, shipping_tax=40, gift_wrap=99),
)

FLAT = {
    "item-price-adj": "item",
    "item-tax-adj": "tax",
    "shipping-price-adj": "shipping",
    "shipping-tax-adj": "shipping_tax",
    "gift-wrap-price-adj": "gift_wrap",
    "gift-wrap-tax-adj": "gift_wrap_tax",
}

TYPES = {
    "Principal": "item",
    "Tax": "tax",
    "Shipping": "shipping",
    "ShippingTax": "shipping_tax",
    "GiftWrap": "gift_wrap",
    "GiftWrapTax": "gift_wrap_tax",
}


def read_flat(feed: str) -> list[Adjustment]:
    """Read a flat file back."""
    header, *lines = feed.split("\n")
    assert lines.pop() == ""
    found: list[Adjustment] = []
    for line in lines:
        row = dict(zip(header.split("\t"), line.split("\t"), strict=True))
        currency = row["currency"]
        amounts = {name: minor_units(row[column], currency) for column, name in FLAT.items()}
        for column, name in (
            ("item-promotion-adj", "discount"),
            ("ship-promotion-adj", "shipping_discount"),
        ):
            amounts[name] = -minor_units(row[column] or "0", currency)
        found.append(
            Adjustment(
                order_id=row["order-id"],
                item_ref=row["order-item-id"],
                reason=row["adjustment-reason-code"],
                charges=Charges(currency, **amounts),
                item_promotion=row["item-promotion-id"],
                ship_promotion=row["ship-promotion-id"],
            )
        )
    return found


def parsed(document: bytes) -> Element:
    """Parse a feed of our own."""
    return fromstring(document)  # noqa: S314 - nobody else wrote it


def text(element: Element, path: str) -> str:
    """Give the text of the one element at a path."""
    (found,) = element.findall(path)
    return found.text or ""


def read_xml(document: bytes) -> list[Adjustment]:
    """Read an XML feed back."""
    found: list[Adjustment] = []
    for whole in parsed(document).findall("Message/OrderAdjustment"):
        for item in whole.findall("AdjustedItem"):
            amounts: dict[str, int] = {}
            ids = {"Principal": "", "Shipping": ""}
            currency = ""
            for component in item.findall("ItemPriceAdjustments/Component"):
                (amount,) = component.findall("Amount")
                currency = amount.get("currency", "")
                kind = TYPES[text(component, "Type")]
                amounts[kind] = minor_units(amount.text or "", currency)
            for promotion in item.findall("PromotionAdjustments"):
                kind = text(promotion, "Component/Type")
                ids[kind] = text(promotion, "MerchantPromotionID")
                name = {"Principal": "discount", "Shipping": "shipping_discount"}[kind]
                amounts[name] = -minor_units(text(promotion, "Component/Amount"), currency)
            found.append(
                Adjustment(
                    order_id=text(whole, "AmazonOrderID"),
                    item_ref=text(item, "AmazonOrderItemCode"),
                    reason=text(item, "AdjustmentReason"),
                    charges=Charges(currency, **amounts),
                    item_promotion=ids["Principal"],
                    ship_promotion=ids["Shipping"],
                )
            )
    return found


def test_a_row_of_the_flat_file_is_as_amazon_wants_it() -> None:
    """Exactly two decimals, for the whole line; promotions blank where there are none."""
    header, row, end = adjustment_feed([RETURNED]).split("\n")

    assert tuple(header.split("\t")) == ADJUSTMENT_COLUMNS
    assert row.split("\t") == [
        ORDER, "68828574383266", "CustomerReturn", "USD", "12.50", "1.00", "5.00", "0.40", "0.99",
        "0.00", "", "", "", "",
    ]  # fmt: skip
    assert end == ""


def test_a_charge_kept_is_negative_and_a_promotion_is_taken_back() -> None:
    """So the row adds up to what the buyer gets."""
    kept = attrs.evolve(
        RETURNED,
        charges=Charges("USD", item=1250, tax=-100, discount=250),
        item_promotion="SAVE",
    )

    row = adjustment_feed([kept]).split("\n")[1].split("\t")

    assert row[4:12] == ["12.50", "-1.00", "0.00", "0.00", "0.00", "0.00", "-2.50", "SAVE"]
    assert sum(float(cell) for cell in row[4:11]) == 9


def test_the_flat_file_takes_five_reasons_only() -> None:
    """Any other is refused before anything is written."""
    with pytest.raises(InvalidValue) as caught:
        adjustment_feed([RETURNED, attrs.evolve(RETURNED, reason="CustomerCancel")])

    said = caught.value.field, caught.value.value
    assert said == ("adjustments[1].reason", "CustomerCancel")


NOT_TOLD = Unadjustable(refund_id="F1", code="line_unknown", about="1")


@pytest.mark.parametrize("write", [adjustment_feed, lambda given: adjustment_xml(given, SELLER)])
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([RETURNED, NOT_TOLD], "adjustments[1]"),
        (["x"], "adjustments[0]"),
        (None, "adjustments"),
        ("x", "adjustments"),
        (5, "adjustments"),
    ],
)
def test_what_is_no_adjustment_is_refused_by_its_place(
    write: Callable[[Any], object], given: Any, field: str
) -> None:
    """A refund that cannot be told is in no feed; whoever passes it on has to look at it first."""
    with pytest.raises(InvalidValue) as caught:
        write(given)

    assert caught.value.field == field


def test_an_empty_flat_file_is_its_header() -> None:
    """Nothing to tell."""
    assert adjustment_feed([]) == "\t".join(ADJUSTMENT_COLUMNS) + "\n"


def test_the_xml_feed_is_as_connectors_write_it() -> None:
    """Zeros are left out; each amount has its currency."""
    root = parsed(adjustment_xml([RETURNED], SELLER))

    assert (text(root, "Header/MerchantIdentifier"), text(root, "MessageType")) == (
        SELLER,
        "OrderAdjustment",
    )
    (message,) = root.findall("Message")
    assert [each.tag for each in message] == ["MessageID", "OrderAdjustment"]
    (item,) = message.findall("OrderAdjustment/AdjustedItem")
    assert [each.tag for each in item] == [
        "AmazonOrderItemCode",
        "AdjustmentReason",
        "ItemPriceAdjustments",
    ]
    amounts = {
        text(component, "Type"): text(component, "Amount")
        for component in item.findall("ItemPriceAdjustments/Component")
    }
    assert amounts == {
        "Principal": "12.50",
        "Tax": "1.00",
        "Shipping": "5.00",
        "ShippingTax": "0.40",
        "GiftWrap": "0.99",
    }
    assert {each.get("currency") for each in item.iter("Amount")} == {"USD"}


def test_an_order_is_one_message_and_a_line_once_in_it() -> None:
    """A line that is adjusted twice is in two messages, and so is another order."""
    other = attrs.evolve(RETURNED, item_ref="05015851154158")
    elsewhere = attrs.evolve(RETURNED, order_id=OTHER)

    root = parsed(adjustment_xml([RETURNED, other, RETURNED, elsewhere], SELLER))

    messages = root.findall("Message")
    assert [text(each, "MessageID") for each in messages] == ["1", "2", "3"]
    orders = [text(each, "OrderAdjustment/AmazonOrderID") for each in messages]
    assert orders == [ORDER, ORDER, OTHER]
    assert [len(each.findall("OrderAdjustment/AdjustedItem")) for each in messages] == [2, 1, 1]


def test_nothing_but_promotions_has_a_price_of_zero() -> None:
    """The schema wants one component at least."""
    only = attrs.evolve(
        RETURNED,
        charges=Charges("USD", discount=250, shipping_discount=50),
        item_promotion="A & B <1>",
        ship_promotion="SHIP",
    )

    document = adjustment_xml([only], SELLER)

    (item,) = parsed(document).findall("Message/OrderAdjustment/AdjustedItem")
    assert text(item, "ItemPriceAdjustments/Component/Amount") == "0.00"
    told = [
        (text(each, "MerchantPromotionID"), text(each, "Component/Amount"))
        for each in item.findall("PromotionAdjustments")
    ]
    assert told == [("A & B <1>", "-2.50"), ("SHIP", "-0.50")]


@pytest.mark.parametrize(
    ("adjustments", "seller", "field"),
    [
        ([], SELLER, "adjustments"),
        ([RETURNED], "", "seller"),
        ([RETURNED], "A\x00B", "seller"),
        ([RETURNED], "A" * 51, "seller"),
        ("SAVE\x1b", SELLER, "adjustments[1].item_promotion"),
        ("S" * 51, SELLER, "adjustments[1].item_promotion"),
    ],
)
def test_what_xml_cannot_hold_is_refused(
    adjustments: Sequence[Adjustment] | str, seller: str, field: str
) -> None:
    """By the place of the adjustment, before Amazon refuses the whole feed."""
    if isinstance(adjustments, str):
        charges = Charges("USD", item=100, discount=10)
        bad = attrs.evolve(RETURNED, charges=charges, item_promotion=adjustments)
        adjustments = [RETURNED, bad]

    with pytest.raises(InvalidValue) as caught:
        adjustment_xml(adjustments, seller)

    assert caught.value.field == field


AMOUNTS = st.integers(-(10**9), 10**9)

IDS = st.text("ABC <>&\"'é 🎁-", min_size=1, max_size=20).map(lambda text: " ".join(text.split()))


@st.composite
def adjustments(draw: st.DrawFn, codes: tuple[str, ...]) -> Adjustment:
    """Draw an adjustment of a currency of no, two or three digits."""
    currency, step = draw(st.sampled_from([("USD", 1), ("JPY", 1), ("KWD", 10)]))
    amounts = {name: draw(AMOUNTS) * step for name in FLAT.values()}
    item_promotion, ship_promotion = draw(IDS), draw(IDS)
    off = draw(AMOUNTS) * step if item_promotion else 0
    ship_off = draw(AMOUNTS) * step if ship_promotion else 0
    return Adjustment(
        order_id=draw(st.sampled_from([ORDER, OTHER])),
        item_ref=draw(st.integers(0, 10**14 - 1).map("{:014}".format)),
        reason=draw(st.sampled_from(codes)),
        charges=Charges(currency, **amounts, discount=off, shipping_discount=ship_off),
        item_promotion=item_promotion if off else "",
        ship_promotion=ship_promotion if ship_off else "",
    )


@given(st.lists(adjustments(FLAT_CODES), max_size=5))
def test_what_a_flat_file_tells_is_what_was_meant(written: list[Adjustment]) -> None:
    """Law: read back it is the same, whatever the digits of the currency."""
    assert read_flat(adjustment_feed(written)) == written


@given(st.lists(adjustments(XML_CODES), min_size=1, max_size=5))
def test_what_an_xml_feed_tells_is_what_was_meant(written: list[Adjustment]) -> None:
    """Law: read back it is the same, in order, and numbered without a gap."""
    document = adjustment_xml(written, SELLER)

    assert read_xml(document) == written
    numbers = [text(each, "MessageID") for each in parsed(document).findall("Message")]
    assert numbers == [str(at) for at in range(1, len(numbers) + 1)]
