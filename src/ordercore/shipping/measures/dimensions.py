"""Dimensions: three sides, sorted before anything is said of them."""

from fractions import Fraction
from operator import attrgetter

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, is_text
from ordercore.shipping.measures.exact import size_of, split_unit
from ordercore.shipping.measures.quantities import NANOMETRES, Length, Number

_NANOMETRES = attrgetter("nanometres")


@attrs.frozen(cache_hash=True)
class Dimensions:
    """The three sides of what has corners; ``height`` is the one that stands upright.

    Raises:
        InvalidValue: when a side is no length, or nothing.
    """

    length: Length
    width: Length
    height: Length

    def __attrs_post_init__(self) -> None:
        """Refuse sides that are none."""
        check_types(self)
        for field in ("length", "width", "height"):
            side: Length = getattr(self, field)
            if not side.nanometres:
                raise InvalidValue(field, side, "a length of more than 0")

    @classmethod
    def of(cls, length: Number, width: Number, height: Number, unit: str) -> "Dimensions":
        """Give three sides in ``mm``, ``cm``, ``m`` or ``in``.

        Raises:
            InvalidValue: when a number is not exact, or there is no such unit.
        """
        return cls(*[Length.of(number, unit) for number in (length, width, height)])

    @classmethod
    def parse(cls, text: str, field: str = "dimensions") -> "Dimensions":
        """Read ``"18 x 14 x 8 in"``: length, width and height.

        Raises:
            InvalidValue: when these are not three numbers and a unit.
        """
        written = text.replace(" x ", "x") if is_text(text) else text
        numbers, unit = split_unit(written, NANOMETRES, field)
        sides = numbers.split("x")
        if len(sides) != 3:
            raise InvalidValue(field, text, 'three sides, such as "18 x 14 x 8 in"')
        return cls(*[Length.parse(f"{side} {unit}", field) for side in sides])

    @property
    def sides(self) -> tuple[Length, Length, Length]:
        """The sides, the longest first."""
        sides = (self.length, self.width, self.height)
        longest, median, shortest = sorted(sides, key=_NANOMETRES, reverse=True)
        return longest, median, shortest

    @property
    def longest(self) -> Length:
        """The longest side, which carriers call the length, however it lies."""
        return self.sides[0]

    @property
    def girth(self) -> Length:
        """Around the two shorter sides: twice their sum (Seller Central YPD4P7FKY65RNBJ A)."""
        _, median, shortest = self.sides
        return (median + shortest) * 2

    @property
    def length_plus_girth(self) -> Length:
        """The longest side and the girth (Seller Central YPD4P7FKY65RNBJ A)."""
        return self.longest + self.girth

    @property
    def cubic_nanometres(self) -> int:
        """The volume, as a whole number."""
        return self.length.nanometres * self.width.nanometres * self.height.nanometres

    def volume(self, unit: str) -> Fraction:
        """Give the exact volume in cubes of a unit: ``volume("in")`` in cubic inches."""
        return Fraction(self.cubic_nanometres, size_of(unit, NANOMETRES) ** 3)

    def within(self, other: "Dimensions") -> bool:
        """Tell whether it is no larger than other dimensions, turned as it fits best."""
        return all(mine <= theirs for mine, theirs in zip(self.sides, other.sides, strict=True))

    def text(self, unit: str, places: int = 2) -> str:
        """Write it in a unit, length, width and height: ``18 x 14 x 8 in``."""
        sides = (self.length, self.width, self.height)
        numbers = " x ".join(side.text(unit, places).partition(" ")[0] for side in sides)
        return f"{numbers} {unit}"

    def __str__(self) -> str:
        """Write it in millimetres, exactly."""
        return self.text("mm", 6)
