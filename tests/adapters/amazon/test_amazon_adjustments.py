"""An order's refunds as Amazon's adjustments: reasons, amounts, and what cannot be told."""

from collections.abc import Iterable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns_writing import desk_with_an_order

from ordercore import Line, Money, OrderDesk, RefundPart, ReturnUnits
from ordercore.adapters.amazon import (
    FLAT_CODES,
    XML_CODES,
    Adjustment,
    Unadjustable,
    adjustments_of,
)
from ordercore.adapters.amazon.adjustment_reasons import INSTEAD, adjustment_code
from ordercore.adapters.amazon.adjustment_values import two_decimals
from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.orders.parts import RefundStatus
from ordercore.orders.reasons import REFUND_REASONS, RefundReason
from ordercore.orders.state import Order

ORDER = "111-0000001-0000001"

REF, OTHER_REF = "68828574383266", "05015851154158"

GOOD = Adjustment(
    order_id=ORDER,
    item_ref=REF,
    reason="CustomerReturn",
    charges=Charges("USD", item=1250, tax=100),
)


def charged(**amounts: int) -> Line:
    """Give a line of three mugs that costs so much."""
    return Line("MUG", 3, charges=Charges("USD", **amounts), ref=REF)


def refunded(desk: OrderDesk, **asked: Any) -> Order:
    """Return one mug, or what is asked, and give the money back."""
    order = desk.order(ORDER)
    if not asked:
        units = [ReturnUnits(order.parcels[-1].id, "1", 1)]
        order = desk.request_return(ORDER, units=units, reason="X", at="2026-03-08T09:00:00Z")
        rma = order.returns[-1].id
        desk.receive_return(ORDER, rma, units=units, at="2026-03-10T09:00:00Z")
        asked = {"reason": "customer_return", "return_id": rma}
    return desk.refund(ORDER, at="2026-03-11T09:00:00Z", **asked)


def told(found: Iterable[Adjustment | Unadjustable]) -> list[Adjustment]:
    """Give adjustments, of which none could not be told."""
    adjustments: list[Adjustment] = []
    for each in found:
        assert isinstance(each, Adjustment), each
        adjustments.append(each)
    return adjustments


@pytest.mark.parametrize(
    ("reason", "xml", "flat"),
    [
        # Facts §3.5; what the flat file says instead is our reading.
        ("customer_return", "CustomerReturn", "CustomerReturn"),
        ("no_inventory", "NoInventory", "NoInventory"),
        ("could_not_ship", "CouldNotShip", "CouldNotShip"),
        ("different_item", "DifferentItem", "DifferentItem"),
        ("goodwill", "GeneralAdjustment", "GeneralAdjustment"),
        ("general_adjustment", "GeneralAdjustment", "GeneralAdjustment"),
        ("lost", "GeneralAdjustment", "GeneralAdjustment"),
        ("late_delivery", "GeneralAdjustment", "GeneralAdjustment"),
        ("units_cancelled", "CustomerCancel", "GeneralAdjustment"),
        ("price_error", "PriceError", "GeneralAdjustment"),
        ("exchange", "Exchange", "GeneralAdjustment"),
        ("undeliverable", "Undeliverable", "GeneralAdjustment"),
        ("refused_delivery", "RefusedDelivery", "GeneralAdjustment"),
        ("because", "", ""),
    ],
)
def test_a_reason_has_a_code_in_each_feed(reason: str, xml: str, flat: str) -> None:
    """Ours are all mapped; one that nobody mapped has none."""
    assert (adjustment_code(reason), adjustment_code(reason, FLAT_CODES)) == (xml, flat)


def test_the_codes_are_those_that_amazon_takes() -> None:
    """Eighteen in XML, one of them oddly spelled, and five of them in the flat file."""
    assert len(set(XML_CODES)) == len(XML_CODES) == 18
    assert set(XML_CODES) >= set(FLAT_CODES) == {
        "NoInventory", "CustomerReturn", "GeneralAdjustment", "CouldNotShip", "DifferentItem",
    }  # fmt: skip
    assert "ProductOutofStock" in XML_CODES
    assert set(INSTEAD) <= set(XML_CODES) - set(FLAT_CODES)
    assert set(INSTEAD.values()) <= set(FLAT_CODES)
    assert all(adjustment_code(code, FLAT_CODES) for code in REFUND_REASONS)


def test_a_host_maps_reasons_of_its_own() -> None:
    """To a code that Amazon knows; another code maps nothing."""
    own = {
        code: RefundReason(code=code, amazon=amazon)
        for code, amazon in (("soggy", "ProductOutofStock"), ("odd", "Odd"))
    }

    assert adjustment_code("soggy", XML_CODES, own) == "ProductOutofStock"
    assert adjustment_code("soggy", FLAT_CODES, own) == "NoInventory"
    assert adjustment_code("odd", XML_CODES, own) == ""


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1250, "USD", "12.50"),
        (5, "USD", "0.05"),
        (0, "USD", "0.00"),
        (-300, "EUR", "-3.00"),
        (123456789, "USD", "1234567.89"),
        (500, "JPY", "500.00"),
        (-1, "JPY", "-1.00"),
        (1230, "KWD", "1.23"),
        (-10, "KWD", "-0.01"),
    ],
)
def test_an_amount_has_exactly_two_decimals(minor: int, currency: str, text: str) -> None:
    """Whatever the currency, and without thousands separators."""
    assert two_decimals(minor, currency) == text


@pytest.mark.parametrize(("minor", "currency"), [(1234, "KWD"), (-1, "BHD")])
def test_what_two_decimals_cannot_tell_is_refused(minor: int, currency: str) -> None:
    """Never rounded."""
    with pytest.raises(InvalidValue):
        two_decimals(minor, currency)


def test_a_refund_of_a_return_is_told_line_by_line() -> None:
    """What one of three mugs was worth, with its tax."""
    desk = desk_with_an_order(charged(item=3750, tax=300, shipping=500, shipping_tax=40))
    order = refunded(desk)

    (each,) = told(adjustments_of(order))

    assert each == Adjustment(
        order_id=ORDER,
        item_ref=REF,
        reason="CustomerReturn",
        charges=Charges("USD", item=1250, tax=100),
    )


def test_several_lines_add_up_to_the_refund() -> None:
    """A sum is spread over all lines, and told to the last cent."""
    desk = desk_with_an_order(
        charged(item=3751, tax=299, shipping=500),
        Line("CUP", 2, charges=Charges("USD", item=999, tax=77, gift_wrap=250), ref=OTHER_REF),
    )
    order = refunded(desk, reason="goodwill", amount=Money(1003, "USD"))

    adjustments = told(adjustments_of(order, codes=FLAT_CODES))

    assert [each.item_ref for each in adjustments] == [REF, OTHER_REF]
    assert {each.reason for each in adjustments} == {"GeneralAdjustment"}
    assert sum(each.charges.total for each in adjustments) == 1003


def test_several_refunds_are_told_one_by_one() -> None:
    """Or those that are asked for; parts of one line are added up."""
    desk = desk_with_an_order(charged(item=3750))
    part = RefundPart("1", Charges("USD", item=100))
    refunded(desk, reason="goodwill", parts=[part, part])
    order = refunded(desk, reason="late_delivery", parts=[part])

    assert [each.charges.item for each in told(adjustments_of(order))] == [200, 100]
    (second,) = told(adjustments_of(order, refunds={"F2"}))
    assert second.charges.item == 100
    assert adjustments_of(order, refunds=()) == ()


def test_a_refund_that_failed_is_not_told() -> None:
    """Its money never left."""
    order = refunded(desk_with_an_order(charged(item=3750)), reason="goodwill",
                     amount=Money(100, "USD"))  # fmt: skip
    (refund,) = order.refunds
    failed = attrs.evolve(refund, status=RefundStatus.FAILED)

    assert adjustments_of(attrs.evolve(order, refunds=(failed,))) == ()


def test_a_discount_is_taken_off_its_price() -> None:
    """Unless the promotion is known, under whose id it is then taken back."""
    line = charged(item=3750, shipping=500, discount=750, shipping_discount=200)
    order = refunded(desk_with_an_order(line), reason="goodwill", amount=Money(3300, "USD"))
    (part,) = order.refunds[0].parts
    assert part.charges.discount
    assert part.charges.shipping_discount

    (netted,) = told(adjustments_of(order))
    (named,) = told(adjustments_of(order, promotions={"1": ("SAVE", "SHIP")}))
    (half,) = told(adjustments_of(order, promotions={"1": ("SAVE", " ")}))

    assert (netted.charges.discount, netted.charges.shipping_discount) == (0, 0)
    assert netted.charges.item == part.charges.item - part.charges.discount
    assert named.charges == part.charges
    assert (named.item_promotion, named.ship_promotion) == ("SAVE", "SHIP")
    assert (half.charges.discount, half.charges.shipping_discount) == (part.charges.discount, 0)
    assert {each.charges.total for each in (netted, named, half)} == {3300}


@pytest.mark.parametrize(
    ("changes", "code", "about"),
    [
        ({"id": "O-1"}, "order_unknown", "O-1"),
        ({"ref": None}, "line_unknown", "1"),
        ({"ref": "1234567890123"}, "line_unknown", "1"),
        ({"ref": "123456789012345"}, "line_unknown", "1"),
        ({"reason": "because"}, "reason_unmapped", "because"),
        ({"charges": None}, "above_credited", "1"),
        ({"charges": Charges("USD", item=99)}, "above_credited", "1"),
        ({"charges": Charges("EUR", item=3750)}, "above_credited", "1"),
    ],
)
def test_what_cannot_be_told_is_named(changes: dict[str, Any], code: str, about: str) -> None:
    """By a code and by what it is about; nothing of the refund is told."""
    desk = desk_with_an_order(charged(item=3750))
    order = refunded(desk, reason="goodwill", amount=Money(100, "USD"))
    (line,), (refund,) = order.lines, order.refunds
    if "reason" in changes:
        refund = attrs.evolve(refund, reason=changes["reason"])
    line = line_with(line, **changes)
    order = attrs.evolve(order, id=changes.get("id", order.id), lines=(line,), refunds=(refund,))

    assert adjustments_of(order) == (Unadjustable(refund_id="F1", code=code, about=about),)


def line_with(line: Line, **changes: Any) -> Line:
    """Give a line with another id at Amazon, or other charges."""
    kept = {"ref": line.ref, "charges": line.charges, **changes}
    return Line(line.sku, line.quantity, id=line.id, charges=kept["charges"], ref=kept["ref"])


def test_no_more_is_told_than_was_credited_in_all() -> None:
    """Each refund is within the charge, and the second is beyond what the first left."""
    desk = desk_with_an_order(charged(item=3750))
    order = refunded(desk, reason="goodwill", amount=Money(3000, "USD"))
    (first,) = order.refunds
    order = attrs.evolve(order, refunds=(first, attrs.evolve(first, id="F2")))

    one, two = adjustments_of(order)

    assert isinstance(one, Adjustment)
    assert two == Unadjustable(refund_id="F2", code="above_credited", about="1")
    assert adjustments_of(order, refunds={"F2"}) == (two,)


def test_an_amount_that_is_too_fine_has_its_refund_refused() -> None:
    """Of dinars a thousandth cannot be told; the good line beside it is not told either."""
    lines = [
        Line("MUG", 1, charges=Charges("KWD", item=2000), ref=REF),
        Line("CUP", 1, charges=Charges("KWD", item=1001), ref=OTHER_REF),
    ]
    desk = desk_with_an_order(*lines)
    order = refunded(desk, reason="goodwill", amount=Money(3001, "KWD"))

    assert adjustments_of(order) == (
        Unadjustable(refund_id="F1", code="amount_too_fine", about="1.001 KWD"),
    )


def test_a_code_that_no_feed_has_is_told_as_that() -> None:
    """A host's own row and its own codes agree with each other, and with nothing of Amazon's."""
    order = refunded(desk_with_an_order(charged(item=3750)))
    rows = {"customer_return": RefundReason(code="customer_return", amazon="Returned")}

    assert adjustments_of(order, codes=("Returned",), reasons=rows) == (
        Unadjustable(refund_id="F1", code="reason_unmapped", about="customer_return"),
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"order": None}, "order"),
        ({"refunds": 5}, "refunds"),
        # A text would contain parts of ids.
        ({"refunds": "F12"}, "refunds"),
        ({"codes": 5}, "codes"),
        ({"codes": "Other"}, "codes"),
        ({"reasons": 5}, "reasons"),
        ({"reasons": {"goodwill": "Other"}}, "reasons['goodwill']"),
        ({"promotions": 5}, "promotions"),
        ({"promotions": {"1": "SAVE-10"}}, "promotions['1']"),
        ({"promotions": {"1": (5, "")}}, "promotions['1']"),
        ({"promotions": {"1": ("SAVE-10",)}}, "promotions['1']"),
    ],
)
def test_arguments_of_another_kind_are_refused(changes: dict[str, Any], field: str) -> None:
    """By their name, before anything is told."""
    order = changes.pop("order", refunded(desk_with_an_order(charged(item=3750))))

    with pytest.raises(InvalidValue) as caught:
        adjustments_of(order, **changes)

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("order_id", "O-1"),
        ("order_id", "111-0000001-0000001\n"),
        ("item_ref", "123"),
        ("item_ref", "1234567890123a"),
        ("reason", "Because"),
        ("charges", Charges("USD", item=100, discount=10)),
        ("charges", Charges("USD", shipping=100, shipping_discount=10)),
        ("charges", Charges("KWD", item=1234)),
        ("charges", None),
    ],
)
def test_an_adjustment_that_no_feed_could_tell_is_refused(field: str, value: Any) -> None:
    """Where it is built."""
    with pytest.raises(InvalidValue):
        attrs.evolve(GOOD, **{field: value})


AMOUNTS = st.integers(0, 10**6)

CHARGES = st.builds(
    lambda item, tax, shipping, wrap, off: Charges(
        "USD", item=item, tax=tax, shipping=shipping, gift_wrap=wrap, discount=min(off, item)
    ),
    AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS,
)  # fmt: skip


@given(st.lists(CHARGES, min_size=1, max_size=3), st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_told_adds_up_to_what_was_refunded(
    lines: list[Charges], data: st.DataObject
) -> None:
    """Law: over several lines and refunds, to the last cent, and never above what was charged."""
    total = sum(each.total for each in lines)
    if not total:
        return
    desk = desk_with_an_order(
        *[
            Line(f"SKU-{at}", 1, charges=each, ref=f"{at:014}")
            for at, each in enumerate(lines, start=1)
        ]
    )
    asked = [data.draw(st.integers(1, total))]
    if asked[0] < total:
        asked.append(data.draw(st.integers(1, total - asked[0])))
    for minor in asked:
        refunded(desk, reason="goodwill", amount=Money(minor, "USD"))

    adjustments = told(adjustments_of(desk.order(ORDER)))

    assert sum(each.charges.total for each in adjustments) == sum(asked)
    by_ref = {f"{at:014}": each for at, each in enumerate(lines, start=1)}
    for ref, most in by_ref.items():
        assert sum(one.charges.total for one in adjustments if one.item_ref == ref) <= most.total
