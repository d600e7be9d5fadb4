"""Money: exact, in whole minor units."""

from itertools import pairwise
from typing import Any

import pytest
from babel.core import get_global
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import ADDED, COMPONENTS, DEDUCTED, Charges, charges_of
from ordercore.kernel.money import Money, decimal_text, digits, minor_units, portion, shares
from ordercore.testing.strategies import charges, currencies, money


@pytest.mark.parametrize(
    ("text", "minor", "written"),
    [
        ("12.50 USD", 1250, "12.50 USD"),
        ("12.5 USD", 1250, "12.50 USD"),
        ("12 USD", 1200, "12.00 USD"),
        ("0 USD", 0, "0.00 USD"),
        ("0.05 EUR", 5, "0.05 EUR"),
        ("-0.05 EUR", -5, "-0.05 EUR"),
        ("-0 EUR", 0, "0.00 EUR"),
        ("007.10 EUR", 710, "7.10 EUR"),
        ("1.230 EUR", 123, "1.23 EUR"),
        ("1500 JPY", 1500, "1500 JPY"),
        ("1500.00 JPY", 1500, "1500 JPY"),
        ("-3 JPY", -3, "-3 JPY"),
        ("1.234 KWD", 1234, "1.234 KWD"),
        ("0.001 KWD", 1, "0.001 KWD"),
        ("  2.00   GBP ", 200, "2.00 GBP"),
    ],
)
def test_text_is_read_exactly(text: str, minor: int, written: str) -> None:
    """Amounts of 0, 2 and 3 digits, and how they are written again."""
    amount = Money.parse(text)

    assert (amount.minor, str(amount)) == (minor, written)


@pytest.mark.parametrize(
    "text",
    [
        "", "USD", "12.50", "12,50 EUR", "1,000.00 USD", "1e3 USD", "+5 USD", ".5 USD", "5. USD",
        "$5 USD", "5 usd", "5 XYZ", "5 €", "1.234 EUR", "1.5 JPY", "1.2345 KWD", "NaN EUR",
        "inf EUR", "\u0665 EUR", "--5 EUR", "5 EUR EUR",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    """Separators, exponents, signs, too many decimals, unknown currencies."""
    with pytest.raises(InvalidValue):
        Money.parse(text)


def test_a_refusal_names_the_field() -> None:
    """Where the value stood, what it was, and what was expected."""
    with pytest.raises(InvalidValue) as caught:
        minor_units("1.5", "JPY", "item-price")

    assert (caught.value.field, caught.value.value) == ("item-price", "1.5")
    assert caught.value.expected == "an amount with at most 0 decimals (JPY)"


def test_digits_are_those_of_the_unicode_consortium() -> None:
    """Every currency that Babel knows has the digits that Babel says."""
    known = sorted(get_global("all_currencies"))

    assert {code: digits(code) for code in known} == {
        code: get_currency_precision(code) for code in known
    }
    assert {digits(code) for code in known} >= {0, 2, 3}


@given(money(minimum=-10_000_000))
def test_money_that_was_written_is_read_as_it_was(amount: Money) -> None:
    """Writing and reading are inverse, in currencies of 0, 2 and 3 digits."""
    assert Money.parse(str(amount)) == amount
    assert minor_units(decimal_text(amount.minor, amount.currency), amount.currency) == amount.minor


def test_amounts_of_one_currency_add_up() -> None:
    """Sums and differences keep the currency."""
    assert Money(5, "EUR") + Money(7, "EUR") == Money(12, "EUR")
    assert Money(5, "EUR") - Money(7, "EUR") == Money(-2, "EUR")


def test_amounts_of_two_currencies_do_not() -> None:
    """There is no rate here."""
    with pytest.raises(InvalidValue, match="JPY"):
        Money(5, "EUR") + Money(7, "JPY")
    with pytest.raises(InvalidValue, match="JPY"):
        Money(5, "EUR") - Money(7, "JPY")


@pytest.mark.parametrize(
    ("amount", "weights", "expected"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (101, (1, 1, 1), (34, 34, 33)),
        (1, (1, 1), (1, 0)),
        (-100, (1, 1, 1), (-33, -33, -34)),
        (10, (0, 1, 0), (0, 10, 0)),
        (7, (3, 2, 2), (3, 2, 2)),
        (100, (1, 2, 3), (17, 33, 50)),
        (10, (2, 4), (3, 7)),
        (0, (5, 5), (0, 0)),
    ],
)
def test_shares_by_the_largest_remainder(
    amount: int, weights: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    """Of equal remainders the earlier is served first."""
    assert shares(amount, weights) == expected


@pytest.mark.parametrize("weights", [(), (0, 0), (1, -1), (3, -1)])
def test_shares_need_weights(weights: tuple[int, ...]) -> None:
    """None of them negative, some of them positive."""
    with pytest.raises(InvalidValue, match="weights"):
        shares(100, weights)


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any),
)
def test_law_2_r29_shares_add_up(amount: int, weights: list[int]) -> None:
    """Shares add up to the amount, each less than one minor unit from its exact value."""
    parts = shares(amount, weights)

    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)
        assert weight or not part


@given(st.integers(0, 10**9), st.integers(1, 500), st.data())
def test_law_2_portions_add_up(amount: int, whole: int, data: st.DataObject) -> None:
    """However the units are dealt out, the portions add up, none more than one above another."""
    cuts = data.draw(st.lists(st.integers(0, whole), max_size=8))
    edges = sorted({0, whole, *cuts})

    dealt = [portion(amount, whole, a, b - a) for a, b in pairwise(edges)]
    single = [portion(amount, whole, unit, 1) for unit in range(whole)]

    assert sum(dealt) == sum(single) == amount
    assert max(single) - min(single) <= 1


# Charges


def test_the_total_of_charges_counts_deductions_as_negative() -> None:
    """What is added, less what is deducted."""
    charged = charges_of("EUR", [2**n for n in range(len(COMPONENTS))])

    assert charged.total == sum(2**n for n in range(6)) - 64 - 128
    assert charged.money == Money(charged.total, "EUR")
    assert COMPONENTS == ADDED + DEDUCTED
    assert charged.amounts() == tuple(getattr(charged, name) for name in COMPONENTS)


@given(currencies(), st.data())
def test_charges_are_dealt_out_component_by_component(currency: str, data: st.DataObject) -> None:
    """The portions of a line add up in every component."""
    charged = data.draw(charges(currency))
    whole = data.draw(st.integers(1, 9))

    total = charged.portion(whole, 0, 0)
    for unit in range(whole):
        total = total + charged.portion(whole, unit, 1)

    assert total == charged


def test_some_components_can_be_taken_alone() -> None:
    """The others are zero."""
    charged = Charges("EUR", item=5, tax=3, discount=2)

    alone = charged.portion(1, 0, 1, {"item", "discount"})

    assert alone == Charges("EUR", item=5, discount=2)


def test_charges_of_two_currencies_do_not_add_up() -> None:
    """There is no rate here either."""
    with pytest.raises(InvalidValue, match="JPY"):
        Charges("EUR", item=5) + Charges("JPY", item=5)


@given(currencies(), st.data())
def test_taking_away_charges_undoes_adding_them(currency: str, data: st.DataObject) -> None:
    """In every component, and in all."""
    one, other = data.draw(charges(currency)), data.draw(charges(currency))

    assert (one + other) - other == one
    assert (one - other).total == one.total - other.total


@pytest.mark.parametrize(
    ("asked", "limit", "given"),
    [
        # More than there is of a component, though not in all.
        ({"item": 6, "tax": 1}, {"item": 5, "tax": 2}, {"item": 5, "tax": 1}),
        ({"item": 6}, {"item": 4}, {"item": 4}),
        ({"item": 4, "tax": 2}, {"item": 4}, {"item": 4}),
        # Nothing is given below zero, of no component and not in all.
        ({"item": -1, "tax": 6}, {"tax": 5}, {"tax": 5}),
        (
            {"item": 5, "discount": 4},
            {"item": 3, "tax": 9, "discount": 4},
            {"item": 3, "discount": 3},
        ),
        # More than there is in all, though of no component: the price of the item gives way.
        ({"item": 5}, {"item": 5, "discount": 2}, {"item": 3}),
        ({"item": 5, "tax": 1}, {"item": 9, "tax": 1, "discount": 6}, {"item": 3, "tax": 1}),
        ({"item": 1, "tax": 9}, {"item": 9, "tax": 9, "discount": 9}, {"tax": 9}),
    ],
)
def test_charges_are_capped_in_each_component_and_in_all(
    asked: dict[str, int], limit: dict[str, int], given: dict[str, int]
) -> None:
    """As much is given as there is."""
    assert Charges("EUR", **asked).capped(Charges("EUR", **limit)) == Charges("EUR", **given)


@given(currencies(), st.data())
def test_capped_charges_are_within_the_limit(currency: str, data: st.DataObject) -> None:
    """They are never more than was asked or there is, and capping them again changes nothing."""
    asked, limit = data.draw(charges(currency)), data.draw(charges(currency))

    given = asked.capped(limit)

    assert given.exceeds(limit) == given.exceeds(asked) == ()
    assert given.total <= max(0, limit.total)
    assert given.capped(limit) == given
    assert limit.capped(limit) is limit


def test_charges_are_capped_in_all_where_no_item_is_asked() -> None:
    """Shipping that a discount took away again is nothing to give back."""
    limit = Charges("EUR", shipping=10, shipping_discount=10)

    assert Charges("EUR", shipping=10).capped(limit).total <= limit.total


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"currency": 5}, "currency: 5 is not of type str"),
        ({"item": 1.5}, "item: 1.5 is not of type int"),
        ({"item": 1.5, "currency": 5}, "currency: 5 is not of type str"),
    ],
)
def test_charges_are_whole_minor_units(fields: dict[str, Any], refused: str) -> None:
    """Anything else is refused when they are built, under the name of its component."""
    with pytest.raises(InvalidValue) as caught:
        Charges(**{"currency": "EUR", **fields})

    assert str(caught.value) == refused


@pytest.mark.parametrize("amount", [True, "5", None])
def test_charges_are_whole_minor_units_of_no_other_type(amount: Any) -> None:
    """What a store would not read back, or what cannot be added, is refused likewise."""
    with pytest.raises(InvalidValue, match="item"):
        Charges("EUR", item=amount)


def test_components_beyond_a_limit_are_named() -> None:
    """In the order of the components; equal is not beyond."""
    limit = Charges("EUR", item=5, tax=5, discount=5)

    assert Charges("EUR", item=5, tax=6, discount=6).exceeds(limit) == ("tax", "discount")
    assert limit.exceeds(limit) == ()


def test_components_below_zero_are_named() -> None:
    """None in the ordinary case."""
    assert Charges("EUR", tax=-1, discount=-2).negative() == ("tax", "discount")
    assert Charges("EUR").negative() == ()
