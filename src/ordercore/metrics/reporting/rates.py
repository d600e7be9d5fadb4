"""Exchange rates: dated data that a host hands in, and amounts converted by them, exactly."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, of_type, plain_date, several
from ordercore.kernel.money import digits, rounded

FIRST_OF_ALL = dt.date.min
"""Since ever: from when a rate holds that says nothing else."""


def _decimal(value: object) -> Decimal:
    """Read an exact number above 0; a float is none, since 0.1 is not exactly what it says."""
    number: Decimal | None = None
    if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = None
    if number is None or not number.is_finite() or not 0 < number < 10**12:
        raise InvalidValue("worth", value, 'an exact number above 0 such as "0.9213"')
    return number


@attrs.frozen
class Rate:
    """What one unit of a currency is worth in another, from a day on.

    ``worth`` is an exact decimal, as a bank publishes it: 1 USD is ``0.9213`` EUR.

    Raises:
        InvalidValue: when there is no such currency, or that is no number above 0.
    """

    currency: str
    worth: Decimal = attrs.field(converter=_decimal)
    effective_from: dt.date = FIRST_OF_ALL

    def __attrs_post_init__(self) -> None:
        """Refuse what is no rate."""
        check_types(self)
        digits(self.currency)
        plain_date(self.effective_from, "effective_from")


def _rates(values: Iterable[Rate]) -> tuple[Rate, ...]:
    return tuple([of_type(some, Rate, "rows") for some in several(values, "rows")])


@attrs.frozen(kw_only=True)
class Rates:
    """What amounts are converted to, and by which rates.

    Of a currency that day's row counts: the last that had begun. The currency that amounts are
    converted to needs none.

    Raises:
        InvalidValue: when there is no such currency, or two rows of one begin on the same day.
    """

    to: str
    rows: tuple[Rate, ...] = attrs.field(default=(), converter=_rates)
    _found: dict[str, tuple[list[dt.date], list[Fraction]]] = attrs.field(
        init=False, eq=False, repr=False, factory=dict[str, tuple[list[dt.date], list[Fraction]]]
    )

    def __attrs_post_init__(self) -> None:
        """Refuse rows of which nobody could say which counts, and order the others."""
        scale = Fraction(10) ** digits(self.to)
        for row in sorted(self.rows, key=lambda row: row.effective_from):
            days, worths = self._found.setdefault(row.currency, ([], []))
            if days and days[-1] == row.effective_from:
                raise InvalidValue("rows", row, "one rate of a currency from a day on")
            days.append(row.effective_from)
            worths.append(Fraction(row.worth) * scale / 10 ** digits(row.currency))

    def convert(self, minor: int, currency: str, day: dt.date) -> int:
        """Convert minor units of a currency by the rate of a day.

        Rounded once, to a minor unit of the other currency, halves away from zero
        (:func:`ordercore.kernel.money.rounded`).

        Raises:
            InvalidValue: when there is no rate.
        """
        if currency == self.to or not minor:
            return minor
        exact = minor * self._worth(currency, day)
        return rounded(exact.numerator, exact.denominator)

    def _worth(self, currency: str, day: dt.date) -> Fraction:
        days, worths = self._found.get(currency, ([], []))
        at = bisect_right(days, day)
        if not at:
            raise InvalidValue("rates", currency, f"a rate of {currency} to {self.to} on {day}")
        return worths[at - 1]
