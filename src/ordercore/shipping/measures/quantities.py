"""Weights and lengths: exact, whatever unit they were measured in."""

from decimal import Decimal
from fractions import Fraction

import attrs

from ordercore.errors import InvalidValue
from ordercore.shipping.measures.exact import plain, size_of, split_unit, whole

PICOGRAMS = {
    "g": 10**12,
    "kg": 10**15,
    "oz": 28_349_523_125_000,
    "lb": 453_592_370_000_000,
}
"""Unit → picograms. The pound is defined as 0.45359237 kg, the ounce as a sixteenth of it
(international yard and pound agreement, 1959)."""

NANOMETRES = {"mm": 10**6, "cm": 10**7, "m": 10**9, "in": 25_400_000}
"""Unit → nanometres. The inch is defined as 25.4 mm (the same agreement)."""

MOST_PICOGRAMS = 9_000 * PICOGRAMS["kg"]
"""More than any parcel or pallet weighs; it keeps a weight within the 64 bits of a database."""

MOST_NANOMETRES = 100 * NANOMETRES["m"]
"""Longer than whatever is shipped in one piece."""

Number = int | str | Decimal | Fraction
"""What is exact; a float is not."""


def _bounded(value: object, most: int, field: str) -> None:
    if type(value) is not int or not 0 <= value <= most:
        raise InvalidValue(field, value, f"a whole number from 0 to {most}")


@attrs.frozen
class Weight:
    """An exact weight.

    Raises:
        InvalidValue: when it is no whole number of picograms, or more than nine tons.
    """

    picograms: int

    def __attrs_post_init__(self) -> None:
        """Refuse what nothing weighs."""
        _bounded(self.picograms, MOST_PICOGRAMS, "picograms")

    @classmethod
    def of(cls, number: Number, unit: str) -> "Weight":
        """Give so many ``g``, ``kg``, ``oz`` or ``lb``.

        Raises:
            InvalidValue: when the number is not exact, or there is no such unit.
        """
        return cls(whole(number, size_of(unit, PICOGRAMS), MOST_PICOGRAMS, "weight"))

    @classmethod
    def parse(cls, text: str, field: str = "weight") -> "Weight":
        """Read ``"1.5 lb"``.

        Raises:
            InvalidValue: when it is no number and unit.
        """
        number, unit = split_unit(text, PICOGRAMS, field)
        return cls(whole(number, PICOGRAMS[unit], MOST_PICOGRAMS, field))

    def number(self, unit: str) -> Fraction:
        """Give the exact number of a unit."""
        return Fraction(self.picograms, size_of(unit, PICOGRAMS))

    def text(self, unit: str, places: int = 2) -> str:
        """Write it in a unit, to the nearest of so many decimals: ``1.5 lb``."""
        return f"{plain(self.number(unit), places)} {unit}"

    def __str__(self) -> str:
        """Write it in grams, exactly."""
        return self.text("g", 12)

    def __lt__(self, other: "Weight") -> bool:
        """Tell whether it is less."""
        return self.picograms < other.picograms

    def __le__(self, other: "Weight") -> bool:
        """Tell whether it is no more."""
        return self.picograms <= other.picograms

    def __add__(self, other: "Weight") -> "Weight":
        """Add a weight."""
        return Weight(self.picograms + other.picograms)

    def __mul__(self, times: int) -> "Weight":
        """Give the weight of so many."""
        return Weight(self.picograms * times)


@attrs.frozen
class Length:
    """An exact length.

    Raises:
        InvalidValue: when it is no whole number of nanometres, or more than a hundred metres.
    """

    nanometres: int

    def __attrs_post_init__(self) -> None:
        """Refuse what nothing measures."""
        _bounded(self.nanometres, MOST_NANOMETRES, "nanometres")

    @classmethod
    def of(cls, number: Number, unit: str) -> "Length":
        """Give so many ``mm``, ``cm``, ``m`` or ``in``.

        Raises:
            InvalidValue: when the number is not exact, or there is no such unit.
        """
        return cls(whole(number, size_of(unit, NANOMETRES), MOST_NANOMETRES, "length"))

    @classmethod
    def parse(cls, text: str, field: str = "length") -> "Length":
        """Read ``"11.1 in"``.

        Raises:
            InvalidValue: when it is no number and unit.
        """
        number, unit = split_unit(text, NANOMETRES, field)
        return cls(whole(number, NANOMETRES[unit], MOST_NANOMETRES, field))

    def number(self, unit: str) -> Fraction:
        """Give the exact number of a unit."""
        return Fraction(self.nanometres, size_of(unit, NANOMETRES))

    def text(self, unit: str, places: int = 2) -> str:
        """Write it in a unit, to the nearest of so many decimals: ``11.1 in``."""
        return f"{plain(self.number(unit), places)} {unit}"

    def __str__(self) -> str:
        """Write it in millimetres, exactly."""
        return self.text("mm", 6)

    def __lt__(self, other: "Length") -> bool:
        """Tell whether it is less."""
        return self.nanometres < other.nanometres

    def __le__(self, other: "Length") -> bool:
        """Tell whether it is no more."""
        return self.nanometres <= other.nanometres

    def __add__(self, other: "Length") -> "Length":
        """Add a length."""
        return Length(self.nanometres + other.nanometres)

    def __mul__(self, times: int) -> "Length":
        """Give the length of so many."""
        return Length(self.nanometres * times)


NOTHING = Weight(0)
NOWHERE = Length(0)
