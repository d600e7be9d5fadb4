"""Lines: prices with tax beside them or inside, discounts, and what a line keeps."""

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue, Unshown
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.line import Line, parted
from ordercore.service.codec import decode, encode
from ordercore.testing.strategies import currencies


@pytest.mark.parametrize(
    ("quantity", "price", "asked", "item", "tax", "discount"),
    [
        # 11.90 with 19 % inside is 10.00 and 1.90.
        (1, "11.90 EUR", {"tax_rate": 19, "tax_included": True}, 1000, 190, 0),
        # 3 x 3.33 = 9.99, of which 9.99 x 19/119 = 1.59504... is tax.
        (3, "3.33 EUR", {"tax_rate": "19", "tax_included": True}, 839, 160, 0),
        # 1,000 with 10 % inside: 90.909... is tax.
        (1, "1000 JPY", {"tax_rate": "10", "tax_included": True}, 909, 91, 0),
        # 2.300 with 15 % inside is 2.000 and 0.300.
        (1, "2.300 KWD", {"tax_rate": "15", "tax_included": True}, 2000, 300, 0),
        # 1.250 and 5 % of it, 0.0625.
        (1, "1.250 KWD", {"tax_rate": "5"}, 1250, 63, 0),
        # 19.99 and 8.875 % of it, 1.7741125.
        (1, "19.99 USD", {"tax_rate": "8.875"}, 1999, 177, 0),
        # 20.00 less 3.00, and 8.875 % of 17.00, 1.50875.
        (2, "10.00 USD", {"tax_rate": "8.875", "discount": "3 USD"}, 2000, 151, 300),
        # 30.00 less 5.00 is 25.00, of which 3.99159... is tax; of 30.00 it were 4.78991...
        (
            3, "10.00 EUR", {"tax_rate": "19", "tax_included": True, "discount": "5 EUR"},
            2521, 399, 420,
        ),
        # All of it taken off.
        (1, "11.90 EUR", {"tax_rate": "19", "tax_included": True, "discount": "11.90 EUR"},
            1000, 0, 1000),
        (1, "10.00 EUR", {"tax_rate": "19", "discount": "10 EUR"}, 1000, 0, 1000),
        # No rate is told, so no tax is known.
        (2, "10.00 EUR", {"discount": Money(100, "EUR")}, 2000, 0, 100),
        (2, "10.00 EUR", {"tax_included": True}, 2000, 0, 0),
        (2, "10.00 EUR", {"tax_rate": 0}, 2000, 0, 0),
        (0, "10.00 EUR", {"tax_rate": 19, "discount": "0 EUR"}, 0, 0, 0),
    ],
)  # fmt: skip
def test_a_price_is_parted_once_for_the_whole_line(
    quantity: int, price: str, asked: dict[str, Any], item: int, tax: int, discount: int
) -> None:
    """Item, tax and discount, all worked by hand."""
    line = Line("A", quantity, price=price, **asked)

    assert line.charges == Charges(price.split()[1], item=item, tax=tax, discount=discount)


def test_tax_is_rounded_per_line_and_not_per_unit() -> None:
    """Of three units at 0.33 with 8.875 % the tax is that of 0.99, and not three times 0.03."""
    line = Line("A", 3, price="0.33 USD", tax_rate="8.875")

    assert line.charges == Charges("USD", item=99, tax=9)


def test_charges_are_taken_as_they_are() -> None:
    """They hold their tax already, whatever the rate says."""
    charges = Charges("EUR", item=1000, tax=55)

    assert Line("A", 1, charges=charges, tax_rate=19, tax_included=True).charges == charges


@pytest.mark.parametrize(
    ("asked", "field", "value"),
    [
        ({"tax_rate": "abc"}, "tax_rate", "abc"),
        ({"tax_rate": 19.5}, "tax_rate", 19.5),
        ({"tax_rate": "100.1"}, "tax_rate", "100.1"),
        ({"tax_rate": -1}, "tax_rate", -1),
        ({"shipping_tax_rate": "x"}, "shipping_tax_rate", "x"),
        ({"price": "1 EUR", "discount": "1.01 EUR"}, "discount", "1.01 EUR"),
        ({"price": "1 EUR", "discount": "-0.01 EUR"}, "discount", "-0.01 EUR"),
        ({"price": "1 EUR", "discount": "1 USD"}, "discount", "1.00 USD"),
        ({"price": "1 EUR", "discount": "nothing"}, "discount", "nothing"),
        ({"discount": "1 EUR"}, "discount", "1 EUR"),
        ({"discount": "1 EUR", "charges": Charges("EUR", item=100)}, "discount", "1 EUR"),
        ({"price": "-1 EUR", "tax_rate": 19}, "item", -100),
        ({"price": "-1 EUR"}, "item", -100),
        ({"tax_included": "yes"}, "tax_included", "yes"),
        ({"tax_withheld": 1}, "tax_withheld", 1),
        ({"gift_message": None}, "gift_message", None),
        ({"gift_message": "\ud800"}, "gift_message", Unshown("str")),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, Any], field: str, value: object) -> None:
    """The error names the field and the value."""
    with pytest.raises(InvalidValue) as caught:
        Line("A", 1, **asked)

    assert (caught.value.field, caught.value.value) == (field, value)


FULL = Line(
    "A", 3, price="12.99 USD", discount="1 USD", tax_rate="8.8750", tax_included=True,
    tax_withheld=True, shipping_tax_rate=0, gift_message="Für dich", title="Mug", ref="item-1",
)  # fmt: skip


def test_a_line_keeps_everything_under_another_id() -> None:
    """Nothing but the id changes."""
    assert FULL.with_id("7") == attrs.evolve(FULL, id="7") == replace(FULL, id="7")
    assert FULL.with_id("7") != FULL


def test_a_line_that_was_written_is_read_as_it_was() -> None:
    """The rate as text, exactly."""
    written = encode(FULL)

    assert decode(Line, written) == FULL
    assert b'"tax_rate":"8.875"' in written


def test_a_line_that_was_written_before_there_was_tax_is_read() -> None:
    """What is missing is what a line has when nothing is said."""
    older = b'{"sku":"A","quantity":2,"charges":null,"id":"1","title":"","ref":null}'

    assert decode(Line, older) == Line("A", 2, id="1")


RATES = ("0", "5", "7.8", "8.875", "9.3125", "10", "19", "25", "100")


@given(
    st.integers(0, 10**7), st.sampled_from(RATES), st.booleans(), currencies(), st.data()
)  # fmt: skip
def test_law_2_item_tax_and_discount_add_up_to_what_is_paid(
    price: int, rate: str, included: bool, currency: str, data: st.DataObject
) -> None:
    """None is negative, no discount is above its item, and tax is on what is left."""
    discount = data.draw(st.integers(0, price))

    line = Line(
        "A", 1, price=Money(price, currency), discount=Money(discount, currency),
        tax_rate=rate, tax_included=included,
    )  # fmt: skip

    charges = line.charges
    assert charges is not None
    assert not charges.negative()
    assert charges.discount <= charges.item
    net = charges.item - charges.discount
    # Half a minor unit on the tax, seen from what is left without it.
    slack = 50 + Decimal(rate) / 2 if included else 50
    assert abs(100 * charges.tax - net * Decimal(rate)) <= slack
    if included:
        assert charges.total == price - discount
    else:
        assert (charges.item, charges.discount) == (price, discount)


@given(st.integers(0, 10**6), st.sampled_from(RATES), st.booleans(), st.data())
def test_a_larger_discount_never_costs_more(
    price: int, rate: str, included: bool, data: st.DataObject
) -> None:
    """What is paid, the tax on it and what is left without it fall together."""
    small = data.draw(st.integers(0, price))
    large = data.draw(st.integers(small, price))

    item, tax, off = parted(price, small, Decimal(rate), included=included)
    same, less, more = parted(price, large, Decimal(rate), included=included)

    assert same == item
    assert less <= tax
    assert same - more <= item - off


# Bundles


def test_a_bundle_is_kept_as_what_it_is_made_of() -> None:
    """Its components are added up by SKU; any other line is kept as itself."""
    kit = Line("KIT", 2, price="9 EUR", components=[("A", 2), ("B", 1), ("A", 1)])

    assert kit.components == (("A", 2), ("B", 1), ("A", 1))
    assert kit.with_id("7").components == kit.components
    assert kit.stock_units(2) == (("A", 6), ("B", 2))
    assert Line("A", 3, price="1 EUR").stock_units(2) == (("A", 2),)


@pytest.mark.parametrize(
    "components",
    ["AB", ["A"], [("A", 1, 2)], [("", 1)], [("A", 0)], [("A", "2")], [("A", 500_000_001)]],
)
def test_a_component_is_a_sku_with_units_that_can_be_kept(components: Any) -> None:
    """Anything else is told when the line is made."""
    with pytest.raises(InvalidValue, match=r"components|quantity"):
        Line("KIT", 2, price="9 EUR", components=components)
