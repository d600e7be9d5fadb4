"""Limits: a share of a count, on which side of it one has to stay, and whether one does.

Figures are whole numbers and shares are exact, so nothing is rounded at the limit.
"""

import math
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction

import attrs

from ordercore.errors import InvalidValue


class Comparison(Enum):
    """Where a figure has to stay: below or above a limit, which itself is in or out."""

    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"

    @property
    def wants_few(self) -> bool:
        """Whether less of what is counted is better."""
        return self in (Comparison.BELOW, Comparison.AT_MOST)

    @property
    def is_strict(self) -> bool:
        """Whether exactly the limit misses it."""
        return self in (Comparison.BELOW, Comparison.ABOVE)


class Boundary(Enum):
    """Whether exactly the limit keeps to it, where sources say both "at least" and "more than"."""

    OUT = "out"
    IN = "in"


_READ = {
    (True, Boundary.OUT): Comparison.BELOW,
    (True, Boundary.IN): Comparison.AT_MOST,
    (False, Boundary.OUT): Comparison.ABOVE,
    (False, Boundary.IN): Comparison.AT_LEAST,
}


def _counted(value: object, field: str) -> int:
    if type(value) is not int or value < 0:
        raise InvalidValue(field, value, "a count: a whole number, at least 0")
    return value


@attrs.frozen
class Figure:
    """So many of so many, both counted: 9 late orders of 502.

    Raises:
        InvalidValue: when one is no count, or ``count`` is more than what it is a part of.
    """

    count: int
    of: int

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        if _counted(self.count, "count") > _counted(self.of, "of"):
            raise InvalidValue("count", self.count, f"at most {self.of}, of which it is a part")


NO_DATA = Figure(0, 0)
"""Nothing was counted; that is neither a pass nor a failure."""


def exact_share(value: object, field: str = "share") -> Fraction:
    """Read a share of a whole as an exact number from 0 to 1.

    Raises:
        InvalidValue: for a float, which is exact for hardly any share, and for what is no share.
    """
    if isinstance(value, Fraction | Decimal | int) and not isinstance(value, bool):
        try:
            share = Fraction(value)
        except (ValueError, OverflowError):
            share = Fraction(-1)
        if 0 <= share <= 1:
            return share
    raise InvalidValue(field, value, "an exact share from 0 to 1: a Fraction, a Decimal, or an int")


@attrs.frozen
class Limit:
    """A share, and the side of it on which a figure has to stay.

    ``below("2.5")`` and its three fellows make one from a number of percent.
    """

    comparison: Comparison
    share: Fraction = attrs.field(converter=exact_share)

    def met_by(self, count: int, of: int) -> bool | None:
        """Tell whether ``count`` of ``of`` keeps to the limit; ``None`` where nothing was counted.

        Raises:
            InvalidValue: when these are no counts, or the part is more than the whole.
        """
        figure = Figure(count, of)
        if not figure.of:
            return None
        bad, allowed = self._faults(figure)
        borne = allowed.numerator * figure.of
        faults = bad * allowed.denominator
        return faults < borne if self.comparison.is_strict else faults <= borne

    def needed(self, count: int, of: int) -> int | None:
        """Give how many more without a fault would bring ``count`` of ``of`` to the limit.

        0 where it is kept already; ``None`` where no number of them would.

        Raises:
            InvalidValue: when these are no counts, or the part is more than the whole.
        """
        bad, allowed = self._faults(Figure(count, of))
        if not allowed:
            return None if bad or self.comparison.is_strict else int(not of)
        whole = bad / allowed
        enough = math.floor(whole) + 1 if self.comparison.is_strict else math.ceil(whole)
        return max(max(enough, 1) - of, 0)

    def read_as(self, boundary: Boundary) -> "Limit":
        """Give the same share on the same side, with the limit itself in or out."""
        return Limit(_READ[self.comparison.wants_few, boundary], self.share)

    def _faults(self, figure: Figure) -> tuple[int, Fraction]:
        """Give how many of a figure are faults, and which share of them the limit bears."""
        if self.comparison.wants_few:
            return figure.count, self.share
        return figure.of - figure.count, 1 - self.share


def below(percent: str | int) -> Limit:
    """Less than so many percent; exactly that many is too much."""
    return Limit(Comparison.BELOW, _share_of(percent))


def at_most(percent: str | int) -> Limit:
    """So many percent or less."""
    return Limit(Comparison.AT_MOST, _share_of(percent))


def above(percent: str | int) -> Limit:
    """More than so many percent; exactly that many is too little."""
    return Limit(Comparison.ABOVE, _share_of(percent))


def at_least(percent: str | int) -> Limit:
    """So many percent or more."""
    return Limit(Comparison.AT_LEAST, _share_of(percent))


def _share_of(percent: object) -> Fraction:
    number = _number(percent)
    if number is None or not 0 <= number <= 100:
        raise InvalidValue("percent", percent, 'from 0 to 100, such as 4 or "2.5"')
    return Fraction(number) / 100


def _number(percent: object) -> Decimal | None:
    if type(percent) is int:
        return Decimal(percent)
    if not isinstance(percent, str):
        return None
    try:
        number = Decimal(percent)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
