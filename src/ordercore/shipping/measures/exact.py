"""Exact numbers of units: what was measured is kept as a whole number of something tiny.

An inch is 25.4 mm and a pound 453.59237 g, by definition.
Whole grams and millimetres would have to be rounded when they are read, and 12 inches kept as
305 mm are 13 inches to a carrier who rounds up.
So a length is a number of nanometres and a weight one of picograms, in which a 64th of an inch
and an eighth of an ounce are whole, and nothing is rounded but where a rule says so.
"""

import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from ordercore.errors import InvalidValue

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,12})?", re.ASCII)


class Rounding(Enum):
    """What becomes of a part of a step."""

    EXACT = "exact"
    """It stays."""
    NEAREST = "nearest"
    """Half a step and more counts as a whole one, less as none."""
    UP = "up"
    """Any part counts as a whole step."""


def stepped(amount: Fraction, step: int, rounding: Rounding) -> Fraction:
    """Give an amount in whole steps, rounded as a rule has it."""
    if rounding is Rounding.EXACT:
        return amount
    steps = amount / step
    if rounding is Rounding.UP:
        return Fraction(-(-steps.numerator // steps.denominator) * step)
    return Fraction((2 * steps.numerator + steps.denominator) // (2 * steps.denominator) * step)


def whole(number: object, size: int, most: int, field: str) -> int:
    """Give so many of a unit, each of a size, as a whole number.

    Raises:
        InvalidValue: when it is no exact number of 0 or more (a float is none), is too large, or
            has more decimals than can be kept.
    """
    exact = _exact(number)
    if exact is None or not 0 <= exact * size <= most:
        raise InvalidValue(field, number, 'an exact number of 0 or more, such as 2 or "1.25"')
    amount = exact * size
    if amount.denominator != 1:
        raise InvalidValue(field, number, "a number with fewer decimals")
    return amount.numerator


def split_unit(text: object, units: dict[str, int], field: str) -> tuple[str, str]:
    """Read ``"1.5 lb"`` as number and unit.

    Raises:
        InvalidValue: when it is no text of a number and a unit.
    """
    number, _, unit = text.strip().partition(" ") if isinstance(text, str) else ("", "", "")
    if unit.strip() not in units:
        known = ", ".join(units)
        raise InvalidValue(field, text, f"a number and one of {known}, with a space between them")
    return number, unit.strip()


def size_of(unit: object, units: dict[str, int]) -> int:
    """Give how much a unit is.

    Raises:
        InvalidValue: when there is no such unit.
    """
    size = units.get(unit) if isinstance(unit, str) else None
    if size is None:
        raise InvalidValue("unit", unit, f"one of {', '.join(units)}")
    return size


def plain(number: Fraction, places: int) -> str:
    """Write a number of 0 or more with at most so many decimals, halves up, without empty ones."""
    scale: int = 10**places
    digits = str((2 * number.numerator * scale + number.denominator) // (2 * number.denominator))
    digits = digits.rjust(places + 1, "0")
    text = f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}"
    return text.rstrip("0").rstrip(".")


def _exact(number: object) -> Fraction | None:
    if isinstance(number, str):
        return Fraction(number) if _NUMBER.fullmatch(number) else None
    if isinstance(number, Decimal):
        return Fraction(number) if number.is_finite() else None
    if isinstance(number, Fraction | int) and not isinstance(number, bool):
        return Fraction(number)
    return None
