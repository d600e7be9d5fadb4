"""Amounts converted by given rates: exact decimals, of the day, rounded once."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_metrics_report import order

from ordercore.errors import InvalidValue
from ordercore.metrics import Rate, Rates, order_report
from ordercore.orders.line import Line

DAY = dt.date(2026, 3, 2)

TO_EUR = Rates(
    to="EUR",
    rows=(
        Rate("USD", "0.9213"),
        Rate("USD", "0.5", dt.date(2026, 3, 3)),
        Rate("JPY", Decimal("0.00613"), dt.date(2026, 1, 1)),
        Rate("KWD", 3),
    ),
)


@pytest.mark.parametrize(
    ("minor", "currency", "day", "converted"),
    [
        (1000, "USD", DAY, 921),  # 9.213 is 9.21
        (1000, "USD", dt.date(2026, 3, 3), 500),
        (1, "USD", dt.date(2026, 3, 3), 1),  # half a cent is one, away from zero
        (-1, "USD", dt.date(2026, 3, 3), -1),
        (1000, "JPY", DAY, 613),  # no decimals there, two here
        (1000, "KWD", DAY, 300),  # three decimals there
        (1234, "EUR", DAY, 1234),
        (0, "CHF", DAY, 0),
    ],
)
def test_amounts_are_converted_exactly(
    minor: int, currency: str, day: dt.date, converted: int
) -> None:
    """By that day's rate, digits of both currencies minded."""
    assert TO_EUR.convert(minor, currency, day) == converted


def test_without_a_rate_nothing_is_made_up() -> None:
    """Neither of another currency nor of another time."""
    for currency, day in (("CHF", DAY), ("JPY", dt.date(2025, 12, 31))):
        with pytest.raises(InvalidValue, match=f"a rate of {currency} to EUR on {day}"):
            TO_EUR.convert(1, currency, day)
    with pytest.raises(InvalidValue, match="a rate of JPY to USD"):
        order_report([order(Line("A", 1, price="5 JPY"))], rates=Rates(to="USD"))


@pytest.mark.parametrize(
    ("currency", "worth", "since", "why"),
    [
        ("XYZ", "1", DAY, "currency"),
        ("USD", 0.5, DAY, "worth"),
        ("USD", "0", DAY, "worth"),
        ("USD", "-1", DAY, "worth"),
        ("USD", "NaN", DAY, "worth"),
        ("USD", "Infinity", DAY, "worth"),
        ("USD", "much", DAY, "worth"),
        ("USD", True, DAY, "worth"),
        ("USD", "1", "2026-03-01", "effective_from"),
        (5, "1", DAY, "currency"),
    ],
)
def test_what_is_no_rate_is_refused(currency: str, worth: str, since: dt.date, why: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(InvalidValue, match=why):
        Rate(currency, worth, since)


def test_of_two_rates_of_a_day_nobody_could_say_which_counts() -> None:
    """Nor of what is no rate, or of no currency."""
    with pytest.raises(InvalidValue, match="one rate of a currency"):
        Rates(to="EUR", rows=(Rate("USD", "1"), Rate("USD", "2")))
    with pytest.raises(InvalidValue, match="rows"):
        Rates(to="EUR", rows=(("USD", "1"),))  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="currency"):
        Rates(to="XYZ")


def test_a_report_has_one_currency_then() -> None:
    """Each day by its own rate; what was in that currency already stays as it is."""
    sold = [
        order(Line("A", 1, price="10 USD")),
        order(Line("A", 1, price="10 USD"), at="2026-03-03T10:00:00Z"),
        order(Line("B", 2, price="7 EUR"), at="2026-03-03T10:00:00Z"),
        order(Line("C", 2), imported=True),
    ]

    report = order_report(sold, by="month", group="sku", rates=TO_EUR)

    assert report.currency == "EUR"
    assert report.totals.item_value == {"EUR": 921 + 500 + 1400}
    assert report.totals.orders_by_currency == {"": 1, "EUR": 3}
    assert report.totals.average_order_value == {"EUR": 940}
    assert [(group.name, group.totals.item_value) for group in report.groups] == [
        ("A", {"EUR": 1421}),
        ("B", {"EUR": 1400}),
        ("C", {}),
    ]


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9))
def test_no_conversion_is_off_by_more_than_half_a_unit(minor: int, worth: int) -> None:
    """And giving back is the mirror of taking."""
    rates = Rates(to="EUR", rows=(Rate("USD", Decimal(worth) / 1000),))
    converted = rates.convert(minor, "USD", DAY)

    assert abs(2 * (1000 * converted - minor * worth)) <= 1000
    assert rates.convert(-minor, "USD", DAY) == -converted
