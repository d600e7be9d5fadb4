"""Measures in words: pounds and inches where those are used, kilograms and centimetres elsewhere.

What is written is near enough to read; the exact value stays in the fact.
"""

from decimal import Decimal
from fractions import Fraction

from babel import Locale
from babel.numbers import format_decimal

from ordercore.shipping.measures import Dimensions, Length, Weight

POUNDS_AND_INCHES = frozenset({"US", "LR", "MM"})
"""Territories that do not measure in kilograms and metres, by their ISO 3166 codes (CLDR,
``measurementData``)."""


def measure_text(value: Weight | Length | Dimensions, locale: Locale) -> str:
    """Write a measure as it is used where a language is spoken; English alone is American."""
    territory = locale.territory or ("US" if locale.language == "en" else "")
    american = territory in POUNDS_AND_INCHES
    if isinstance(value, Weight):
        large, small = ("lb", "oz") if american else ("kg", "g")
        unit = large if value >= Weight.of(1, large) else small
        return f"{_number(value.number(unit), 2, locale)} {unit}"
    unit = "in" if american else "cm"
    if isinstance(value, Length):
        return f"{_number(value.number(unit), 4, locale)} {unit}"
    sides = (value.length, value.width, value.height)
    return f"{' x '.join(_number(side.number(unit), 2, locale) for side in sides)} {unit}"


def _number(exact: Fraction, places: int, locale: Locale) -> str:
    near = round(Decimal(exact.numerator) / exact.denominator, places)
    return format_decimal(near, locale=locale, decimal_quantization=False)
