"""What the kernel refuses: which field, which value, and what was expected instead."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money, digits, minor_units, shares
from ordercore.kernel.time import instant, zone
from ordercore.kernel.units import MOST, Units, checked_quantity

NOON = dt.datetime(2026, 3, 2, 12)  # noqa: DTZ001 - naive on purpose

DATE_AND_TIME = "an ISO 8601 time with date, time of day and offset"

WITHIN = "a time in the years 1900 to 8999"

UNITS = f"a whole number of units from 1 to {MOST}"

Case = tuple[Callable[[], Any], str, object, str]

TIMES: list[Case] = [
    (lambda: instant(5), "at", 5, "a date and time"),
    (lambda: instant(NOON), "at", NOON, "a time with a zone (naive times are refused)"),
    (lambda: instant("2026-03-02"), "at", "2026-03-02", DATE_AND_TIME),
    (lambda: instant("noon", "due"), "due", "noon", DATE_AND_TIME),
    (
        lambda: instant("noon of 2 March", "due"),
        "due",
        "noon of 2 March",
        "an ISO 8601 time such as 2026-01-31T09:30:00Z",
    ),
    (
        lambda: instant("1899-12-31T23:59:59Z", "due"),
        "due",
        dt.datetime(1899, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
        WITHIN,
    ),
    (
        lambda: instant("9999-12-31T23:59:59-12:00", "due"),
        "due",
        dt.datetime.fromisoformat("9999-12-31T23:59:59-12:00"),
        WITHIN,
    ),
    (lambda: zone("Mars/Olympus"), "zone", "Mars/Olympus", "a zone of the tz database"),
]

AMOUNTS: list[Case] = [
    (lambda: digits("ZZZ"), "currency", "ZZZ", "an ISO 4217 currency code"),
    (lambda: minor_units("5 €", "EUR"), "amount", "5 €", "a decimal number such as 12.50"),
    (lambda: Money.parse("five EUR", "fee"), "fee", "five", "a decimal number such as 12.50"),
    (
        lambda: Money.parse("1.5 JPY", "fee"),
        "fee",
        "1.5",
        "an amount with at most 0 decimals (JPY)",
    ),
    (lambda: Money.parse("5"), "amount", "5", 'an amount and a currency such as "12.50 USD"'),
    (lambda: Money(5, "EUR") + Money(5, "USD"), "currency", "USD", "the currency EUR"),
    (
        lambda: Charges("EUR", item=5) - Charges("USD", item=5),
        "currency",
        "USD",
        "the currency EUR",
    ),
    (
        lambda: shares(5, [1, -1]),
        "weights",
        (1, -1),
        "weights of which none is negative, some positive",
    ),
]

IDENTIFIER = (
    "a non-blank identifier without spaces around it or NUL, of no more than 500 characters"
)

WORDS: list[Case] = [
    (lambda: checked(" a", "sku"), "sku", " a", IDENTIFIER),
    (lambda: checked("a\ud800", "sku"), "sku", "a\ud800", IDENTIFIER),
    (lambda: checked("x" * 501, "sku"), "sku", "xxxxxxxxxxxxxxxxxxxx…", IDENTIFIER),
    (lambda: checked_quantity(0), "quantity", 0, UNITS),
    (lambda: checked_quantity(MOST + 1), "quantity", MOST + 1, UNITS),
    (
        lambda: checked_quantity(-1, least=0),
        "quantity",
        -1,
        f"a whole number of units from 0 to {MOST}",
    ),
    (lambda: Units("\ud800", 1), "line", "\ud800", "the id of a line"),
]


@pytest.mark.parametrize(("ask", "field", "value", "expected"), [*TIMES, *AMOUNTS, *WORDS])
def test_a_refused_value_is_told_with_its_field_and_what_was_expected(
    ask: Callable[[], object], field: str, value: object, expected: str
) -> None:
    """An application shows it beside the field; so none of the three may be missing or changed."""
    with pytest.raises(InvalidValue) as caught:
        ask()

    told = caught.value
    assert (told.field, told.value, told.expected) == (field, value, expected)


def test_a_refused_table_is_told_with_its_problems() -> None:
    """By its own name."""
    with pytest.raises(InvalidTable) as caught:
        OperatingCalendar(zone="UTC", weekdays=frozenset())

    assert caught.value.table == "operating calendar"
    assert caught.value.problems == ("no weekday from 0 to 6 is worked",)


@pytest.mark.parametrize("quantity", [0, 1, MOST])
def test_quantities_on_the_bounds_are_accepted(quantity: int) -> None:
    """The least and the most belong to them."""
    assert checked_quantity(quantity, least=0) == quantity
