"""Single values out of reports and API answers: read exactly, or refused by a code.

Codes: ``missing_value``, ``bad_quantity``, ``zero_quantity``, ``bad_amount``,
``negative_amount``, ``unknown_currency``, ``mixed_currencies``, ``naive_time``, ``bad_time``,
``unknown_status``, ``unknown_channel``; other modules add their own.
"""

import datetime as dt
import re
from collections.abc import Iterable

import attrs

from ordercore.adapters.amazon.words import Reading, read_channel, read_status
from ordercore.errors import InvalidValue
from ordercore.kernel.charges import DEDUCTED, Charges
from ordercore.kernel.money import digits, minor_units
from ordercore.kernel.time import Instant, instant, start_of_day
from ordercore.kernel.time import zone as zone_named
from ordercore.ports.source import Origin, Rejection

_WHOLE = re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# No sum in any currency needs more; it keeps amounts within the 64 bits of a database.
LONGEST_AMOUNT = 18


class BadField(InvalidValue):
    """A field of a record cannot be taken over; becomes a rejection and goes no further."""

    def __init__(self, field: str, code: str, value: object, expected: str) -> None:
        super().__init__(field, value, expected)
        self.code = code

    def rejection(self, origin: Origin) -> Rejection:
        """Say where it stood."""
        return Rejection(origin, self.field, self.code, str(self.value), str(self))


def required(text: str, field: str) -> str:
    """Give text that must not be blank."""
    if not text:
        raise missing(field)
    return text


def missing(field: str) -> BadField:
    """Say that a field has no value."""
    return BadField(field, "missing_value", "", "a value, and one is required")


def quantity(value: object, field: str) -> int:
    """Read a whole number of units, from 0 on, as a number or its digits."""
    if value is None or value == "":
        raise missing(field)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if type(value) is int and 0 <= value < 10**9:
        return value
    raise BadField(field, "bad_quantity", value, "a whole number of units, at least 0")


def must_be_ordered(ordered: int, field: str, *, cancelled: bool) -> None:
    """Refuse a line of no units, unless they were cancelled: reports then give 0."""
    if not ordered and not cancelled:
        expected = "a quantity of at least 1, and the line is not cancelled"
        raise BadField(field, "zero_quantity", "0", expected)


def currency(text: str, field: str) -> str:
    """Give the code of a currency that exists."""
    if not is_currency(text):
        raise BadField(field, "unknown_currency", text, "an ISO 4217 currency code")
    return text


def is_currency(text: str) -> bool:
    """Tell whether there is such a currency."""
    try:
        digits(text)
    except InvalidValue:
        return False
    return True


@attrs.frozen
class Part:
    """One amount of a line: which component it belongs to, and where it stood."""

    component: str
    minor: int
    currency: str
    field: str
    text: str


def part(component: str, text: str, currency: str, field: str) -> Part:
    """Read an amount; discounts may be written with either sign."""
    if len(text) > LONGEST_AMOUNT:
        raise BadField(field, "bad_amount", text, f"an amount of {LONGEST_AMOUNT} characters")
    try:
        minor = minor_units(text, currency, field)
    except InvalidValue as error:
        raise BadField(field, "bad_amount", text, error.expected) from None
    return Part(component, abs(minor) if component in DEDUCTED else minor, currency, field, text)


def charges(parts: Iterable[Part]) -> Charges:
    """Add the amounts of a line up, component by component, in one currency; at least one part."""
    first: dict[str, Part] = {}
    amounts: dict[str, int] = {}
    code = ""
    for each in parts:
        if code not in ("", each.currency):
            raise BadField(each.field, "mixed_currencies", each.currency, f"in {code} as the rest")
        code = each.currency
        first.setdefault(each.component, each)
        amounts[each.component] = amounts.get(each.component, 0) + each.minor
    total = Charges(code, **amounts)
    for component in total.negative():
        bad = first[component]
        raise BadField(bad.field, "negative_amount", bad.text, "an amount of at least 0")
    return total


def time(text: str, field: str, zone: str | None = None) -> Instant:
    """Read an ISO 8601 time with its offset; with a zone, also one without, and a plain date.

    Of a wall time that comes twice the first is meant; one that the clocks skip is read with the
    offset before the gap.
    """
    required(text, field)
    try:
        if zone is None or not is_naive(text):
            return instant(text, field)
        if _DATE.fullmatch(text):
            return start_of_day(dt.date.fromisoformat(text), zone)
        return instant(dt.datetime.fromisoformat(text).replace(tzinfo=zone_named(zone)), field)
    except (InvalidValue, OverflowError):
        if zone is None and is_naive(text):
            raise BadField(field, "naive_time", text, "a time with an offset from UTC") from None
        expected = "an ISO 8601 time such as 2026-01-31T09:30:00Z"
        raise BadField(field, "bad_time", text, expected) from None


def is_naive(text: str) -> bool:
    """Tell whether this is an ISO 8601 date, or a date and time without an offset."""
    if len(text) <= len("2026-01-01") and not _DATE.fullmatch(text):
        return False
    try:
        return dt.datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def status(word: str, field: str) -> Reading:
    """Read the status of an order or an item."""
    reading = read_status(required(word, field))
    if reading is None:
        raise BadField(field, "unknown_status", word, "a status that Amazon is known to use")
    return reading


def channel(word: str, field: str, *, prime: bool) -> str:
    """Read who fulfils."""
    code = read_channel(required(word, field), prime=prime)
    if code is None:
        raise BadField(field, "unknown_channel", word, "Amazon's or the merchant's fulfilment")
    return code


def flag(value: object) -> bool:
    """Read a truth value, which Amazon also writes as text ("true", "TRUE")."""
    return value is True or (isinstance(value, str) and value.lower() == "true")
