"""Fields of a rate card: what each kind of row may say, and how it is read."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from ordercore.adapters.ratecard.card import Of, When
from ordercore.errors import InvalidValue
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money, digits, percent
from ordercore.kernel.time import zone as named_zone
from ordercore.shipping.choosing.places import DestinationKind
from ordercore.shipping.measures.exact import Rounding
from ordercore.shipping.measures.quantities import Length, Weight

E = TypeVar("E", bound=Enum)

Read = Callable[[str, str, str], Any]
"""Text, field and the card's currency to a value.

Raises ``InvalidValue`` under the field.
"""

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,9}", re.ASCII)

_COUNTRY = re.compile(r"[A-Z]{2}|\*", re.ASCII)


def _text(value: str, field: str, _: str) -> str:
    return checked(value, field)


def _prefix(value: str, field: str, _: str) -> str:
    if not _PREFIX.fullmatch(value):
        raise InvalidValue(field, value, "2 to 10 capitals and digits, a letter first")
    return value


def _country(value: str, field: str, _: str) -> str:
    if not _COUNTRY.fullmatch(value):
        raise InvalidValue(field, value, "an ISO 3166 code of two capitals, or *")
    return value


def _currency(value: str, _: str, __: str) -> str:
    digits(value)
    return value


def _zone(value: str, _: str, __: str) -> str:
    named_zone(value)
    return value


def _whole(value: str, field: str, _: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 7):
        raise InvalidValue(field, value, "a whole number of 0 or more")
    return int(value)


def _step(value: str, field: str, _: str) -> Fraction:
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise InvalidValue(field, value, "a number such as 1 or 1/2") from None


def _yes(value: str, field: str, _: str) -> bool:
    if value not in ("yes", "no"):
        raise InvalidValue(field, value, "yes or no")
    return value == "yes"


def _day(value: str, field: str, _: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise InvalidValue(field, value, "a date such as 2026-01-31") from None


def _weight(value: str, field: str, _: str) -> Weight:
    return Weight.parse(value, field)


def _length(value: str, field: str, _: str) -> Length:
    return Length.parse(value, field)


def _money(value: str, field: str, currency: str) -> Money:
    money = Money.parse(f"{value} {currency}", field)
    if money.minor < 0:
        raise InvalidValue(field, value, "an amount of 0 or more")
    return money


def _percent(value: str, field: str, _: str) -> object:
    return percent(value, field)


def _postal(value: str, field: str, _: str) -> tuple[str, ...]:
    codes = tuple("".join(filter(str.isalnum, some)) for some in value.upper().split())
    if not all(codes):
        raise InvalidValue(field, value, "beginnings of postal codes, of letters and digits")
    return codes


def _words(value: str, _: str, __: str) -> frozenset[str]:
    return frozenset(value.split())


def _one(kind: type[E]) -> Read:
    def read(value: str, field: str, _: str) -> E:
        known = {some.value: some for some in kind}
        if value not in known:
            raise InvalidValue(field, value, f"one of {', '.join(known)}")
        return known[value]

    return read


_place = _one(DestinationKind)


def _places(value: str, field: str, currency: str) -> frozenset[DestinationKind]:
    return frozenset(_place(word, field, currency) for word in value.split())


FIELDS: Mapping[str, Mapping[str, Read]] = {
    "carrier": {
        "code": _text,
        "name": _text,
        "currency": _currency,
        "prefix": _prefix,
        "zone": _zone,
    },
    "service": {
        "code": _text,
        "days": _whole,
        "most_weight": _weight,
        "most_longest": _length,
        "most_length_plus_girth": _length,
        "refuses": _places,
        "dangerous": _words,
        "signed": _yes,
        "void_hours": _whole,
    },
    "zone": {"zone": _text, "country": _country, "postal": _postal},
    "dimensional": {
        "service": _text,
        "divisor": _whole,
        "side_unit": _text,
        "sides": _one(Rounding),
        "weights": _one(Rounding),
        "weight_step": _step,
        "above": _whole,
        "since": _day,
    },
    "rate": {
        "service": _text,
        "zone": _text,
        "up_to": _weight,
        "price": _money,
        "each": _weight,
        "since": _day,
    },
    "surcharge": {
        "code": _text,
        "service": _text,
        "when": _one(When),
        "country": _country,
        "postal": _postal,
        "over_weight": _weight,
        "over_longest": _length,
        "over_length_plus_girth": _length,
        "price": _money,
        "percent": _percent,
        "of": _one(Of),
        "since": _day,
        "until": _day,
    },
}
"""Kind of row → its fields; any other is a slip of the pen, and its row is refused."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "carrier": ("code", "currency", "prefix"),
    "service": ("code",),
    "zone": ("zone", "country"),
    "dimensional": ("divisor",),
    "rate": ("service", "zone", "up_to", "price"),
    "surcharge": ("code",),
}
