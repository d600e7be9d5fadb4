"""Rounding, rates in percent, and tax: the one place where money is not exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.money import percent, rounded, tax_of

RATES = st.decimals(1, 100, places=4).map(lambda rate: percent(rate, "rate"))


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 7, 0),
        (1, 3, 0),
        (2, 3, 1),
        (1, 2, 1),
        (5, 2, 3),
        (49, 100, 0),
        (50, 100, 1),
        (-1, 3, 0),
        (-1, 2, -1),
        (-5, 2, -3),
        (-7, 1, -7),
    ],
)
def test_halves_are_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    """By the rule of school, also below zero."""
    assert rounded(numerator, denominator) == expected


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_rounding_is_to_the_nearest_and_its_own_mirror(numerator: int, denominator: int) -> None:
    """No more than half a minor unit is gained or lost, and giving back loses the same."""
    nearest = rounded(numerator, denominator)

    assert 2 * abs(nearest * denominator - numerator) <= denominator
    assert rounded(-numerator, denominator) == -nearest


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, "0"),
        (19, "19"),
        (100, "100"),
        ("0", "0"),
        ("8.875", "8.875"),
        ("08.50", "8.5"),
        ("19.000000", "19"),
        ("100.00", "100"),
        (Decimal("8.8750"), "8.875"),
        (Decimal("1E+2"), "100"),
        (Decimal("1.000001"), "1.000001"),
    ],
    ids=repr,
)
def test_a_rate_is_read_exactly_and_has_one_form(value: object, read: str) -> None:
    """However many zeros it was written with."""
    assert str(percent(value, "rate")) == read


@pytest.mark.parametrize(
    "value",
    [
        -1, 101, 10**5000, 8.5, True, None, "", " 8", "8.", ".5", "8,5", "8%", "-1", "1e1", "101",
        "100.000001", "8.8750001", "\u0663", Decimal(-1), Decimal("100.01"), Decimal("1E-7"),
        "0.19", "0.000001", Decimal("0.19"),
        Decimal("1E+5000"), Decimal("NaN"), Decimal("Infinity"),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_no_percentage_is_refused(value: object) -> None:
    """Floats, too: 8.1 is not exactly what it says."""
    with pytest.raises(InvalidValue) as caught:
        percent(value, "rate")

    told = caught.value
    assert (told.field, told.value) == ("rate", value)
    assert told.expected == (
        'a percentage from 0 to 100 such as "8.875", and no fraction such as "0.19"'
    )


@pytest.mark.parametrize(
    ("amount", "rate", "added", "within"),
    [
        (11_900, "19", 2261, 1900),
        (1_000, "8.875", 89, 82),
        (50, "1", 1, 0),
        (-50, "1", -1, 0),
        (999, "0", 0, 0),
        (1_000, "100", 1000, 500),
        (0, "19", 0, 0),
    ],
)
def test_tax_is_added_to_an_amount_or_is_within_it(
    amount: int, rate: str, added: int, within: int
) -> None:
    """Rounded once, at the end."""
    assert tax_of(amount, Decimal(rate)) == added
    assert tax_of(amount, Decimal(rate), included=True) == within


@given(st.integers(-(10**9), 10**9), RATES)
def test_tax_that_was_added_is_found_within_the_sum(net: int, rate: Decimal) -> None:
    """The two ways of naming a price agree on the tax."""
    tax = tax_of(net, rate)

    assert tax_of(net + tax, rate, included=True) == tax
