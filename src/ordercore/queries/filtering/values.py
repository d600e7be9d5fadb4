"""The values that a filter compares with: how each is read from text, written, and compared."""

import datetime as dt
import re
from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.time import (
    FIRST_YEAR,
    LAST_YEAR,
    Instant,
    instant,
    local_date,
    named_zone,
    start_of_day,
)
from ordercore.orders.world import WORLD, World

A_DAY = dt.timedelta(days=1)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_NAMED = re.compile(r"(now|today|yesterday|tomorrow)(?:([+-])(\d{1,5})([dhm]))?")

_SHIFTS = {"today": 0, "yesterday": -1, "tomorrow": 1}

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Comparison(Enum):
    """How what an order has stands to the value that is named."""

    IS = ":"
    BELOW = "<"
    UP_TO = "<="
    ABOVE = ">"
    FROM = ">="


@attrs.frozen
class Viewpoint:
    """When it is asked, in which zone days are meant, and under which policies."""

    at: Instant = attrs.field(converter=instant)
    zone: str = attrs.field(default="UTC", validator=named_zone)
    world: World = attrs.field(default=WORLD, eq=False, repr=False)


@attrs.frozen
class When:
    """A day or a moment, named outright or from when it is asked: ``today+3d``, ``now-4h``.

    A day is the whole of it in the zone of who asks, from its first instant to before the next.
    """

    text: str

    def span(self, view: Viewpoint) -> tuple[Instant, Instant]:
        """Give its first instant, and the first that is beyond it; of a moment, twice the same."""
        named = _NAMED.fullmatch(self.text)
        if named is None and _is_day(self.text):
            return _days(dt.date.fromisoformat(self.text), view)
        if named is None:
            return instant(self.text), instant(self.text)
        name, sign, number, unit = named.groups()
        shift = dt.timedelta()
        if number is not None:
            shift = dt.timedelta(**{_UNITS[unit]: int(f"{sign}{number}")})
        if name == "now":
            at = instant(view.at + shift)
            return at, at
        day = local_date(view.at, view.zone) + dt.timedelta(days=_SHIFTS[name]) + shift
        return _days(day, view)


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None


def _days(day: dt.date, view: Viewpoint) -> tuple[Instant, Instant]:
    return start_of_day(day, view.zone), start_of_day(day + A_DAY, view.zone)


def when(text: str) -> When:
    """Read a day or a moment.

    Raises:
        InvalidValue: when it is neither.
    """
    expected = "a day such as 2026-03-01 or today+3d, or a moment with its offset, or now-4h"
    named = _NAMED.fullmatch(text)
    try:
        if named is not None:
            if named[1] != "now" and named[4] not in (None, "d"):
                raise InvalidValue("value", text, "a day and a number of days")
        elif _is_day(text):
            # In any zone the whole of it lies among the years that moments have.
            if not FIRST_YEAR < dt.date.fromisoformat(text).year < LAST_YEAR:
                years = f"{FIRST_YEAR + 1} to {LAST_YEAR - 1}"
                raise InvalidValue("value", text, f"a day of the years {years}")
        else:
            instant(text)
    except ValueError as error:
        if isinstance(error, InvalidValue) and (named is not None or _is_day(text)):
            raise
        raise InvalidValue("value", text, expected) from None
    return When(text)


def whole_number(text: str) -> int:
    """Read a whole number.

    Raises:
        InvalidValue: when it is none.
    """
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise InvalidValue("value", text, "a whole number")
    return int(text)


def amount(text: str) -> Money:
    """Read an amount with its currency: ``12.50EUR`` or ``12.50 EUR``.

    Raises:
        InvalidValue: when it is none.
    """
    parts = re.fullmatch(r"(-?[\d.]+) ?([A-Z]{3})", text, re.ASCII)
    if parts is None:
        raise InvalidValue("value", text, "an amount with its currency, such as 12.50EUR")
    return Money.parse(f"{parts[1]} {parts[2]}")
