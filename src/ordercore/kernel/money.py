"""Money as whole minor units of a currency, and fair ways to divide it.

No float ever touches an amount here: it is read from decimal text exactly, added as an integer,
and divided so that the shares add up to it again.
Where something has to be rounded (a tax, a fee in percent), :func:`rounded` does it.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types

_DECIMAL = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,15}))?", re.ASCII)
"""Fifteen digits before the point are a thousand times the money there is."""

_PERCENT = re.compile(r"(?!100\.0*[1-9])(100|\d{1,2})(?:\.(\d{1,6}))?", re.ASCII)
"""Rates of tax have at most four decimals so far (9.3125 % in parts of the United States)."""


@cache
def digits(currency: str) -> int:
    """Give the number of decimals of an ISO 4217 currency: USD 2, JPY 0, KWD 3.

    Source: Unicode CLDR, as Babel ships it.

    Raises:
        InvalidValue: when no currency has this code.
    """
    from babel.core import get_global
    from babel.numbers import get_currency_precision

    if currency not in get_global("all_currencies"):
        raise InvalidValue("currency", currency, "an ISO 4217 currency code")
    return get_currency_precision(currency)


def minor_units(text: str, currency: str, field: str = "amount") -> int:
    """Read decimal text as minor units, exactly.

    Raises:
        InvalidValue: when the text is no plain decimal number (thousands separators, exponents
            and currency signs are refused), or has more decimals than the currency.
    """
    places = digits(currency)
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise InvalidValue(field, text, "a decimal number such as 12.50")
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    if fraction[places:].strip("0"):
        raise InvalidValue(field, text, f"an amount with at most {places} decimals ({currency})")
    amount = int(whole + fraction[:places].ljust(places, "0"))
    return -amount if sign else amount


def decimal_text(minor: int, currency: str) -> str:
    """Write minor units as decimal text with all the currency's decimals."""
    places = digits(currency)
    figures = str(abs(minor)).rjust(places + 1, "0")
    text = f"{figures[:-places]}.{figures[-places:]}" if places else figures
    return f"-{text}" if minor < 0 else text


@attrs.frozen
class Money:
    """An exact amount of one currency."""

    minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        """Refuse anything but whole minor units of a currency there is."""
        check_types(self)
        digits(self.currency)

    @classmethod
    def parse(cls, text: str, field: str = "amount") -> "Money":
        """Read ``"12.50 USD"``.

        Raises:
            InvalidValue: when it is not an amount and a currency.
        """
        amount, _, currency = text.strip().partition(" ")
        if not currency:
            raise InvalidValue(field, text, 'an amount and a currency such as "12.50 USD"')
        return cls(minor_units(amount, currency.strip(), field), currency.strip())

    def __str__(self) -> str:
        """Write it as ``12.50 USD``."""
        return f"{decimal_text(self.minor, self.currency)} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        """Add an amount of the same currency."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Take away an amount of the same currency."""
        return Money(self.minor - self._same(other), self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise InvalidValue("currency", other.currency, f"the currency {self.currency}")
        return other.minor


def money_of(minor: int, currency: str) -> Money:
    """Give money worked out of amounts that were checked; it is not checked again."""
    made: Money = object.__new__(Money)
    _PUT_MINOR(made, minor)
    _PUT_CURRENCY(made, currency)
    return made


_PUT_MINOR: Callable[[Money, int], None] = vars(Money)["minor"].__set__
_PUT_CURRENCY: Callable[[Money, str], None] = vars(Money)["currency"].__set__


def shares(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide an amount by weights so that the shares add up to it (largest remainder).

    Every share differs from its exact value by less than one minor unit; of equal remainders the
    earlier one is served first.

    Raises:
        InvalidValue: when the weights are negative or all zero.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise InvalidValue(
            "weights", tuple(weights), "weights of which none is negative, some positive"
        )
    floors = [amount * weight // total for weight in weights]
    left = amount - sum(floors)
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % total))
    for i in by_remainder[:left]:
        floors[i] += 1
    return tuple(floors)


def portion(amount: int, whole: int, start: int, count: int) -> int:
    """Give what the units ``start`` to ``start + count`` carry of an amount for ``whole`` units.

    However the units are dealt out, the portions add up to the amount, and no unit carries more
    than one minor unit above another.
    """
    return amount * (start + count) // whole - amount * start // whole


def rounded(numerator: int, denominator: int) -> int:
    """Divide to the nearest minor unit, halves away from zero: the one rounding of money.

    So tax authorities ask for it, or permit it: a third decimal above four rounds up (Streamlined
    Sales and Use Tax Agreement, section 324).
    Half to even would be fairer to long sums, but buyers check a receipt by the rule of school.
    Away from zero, so that giving back is the mirror of taking.
    """
    nearest = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -nearest if numerator < 0 else nearest


def percent(value: object, field: str) -> Decimal:
    """Read a rate such as ``19`` or ``"8.875"`` as a percentage from 0 to 100, exactly.

    No tax on sales is above 100, and one below 0 is a mistake; so is one between 0 and 1, where
    somebody wrote the fraction 0.19 for 19 percent.
    The same rate has one form, however many zeros it was written with.

    Raises:
        InvalidValue: when it is no such percentage, or has more than six decimals; a float is
            none, since 8.1 is not exactly what it says.
    """
    text = ""
    if isinstance(value, Decimal) and -7 < value.adjusted() < 3:
        text = f"{value:f}"
    elif type(value) is str or (type(value) is int and 0 <= value <= 100):
        text = str(value)
    match = _PERCENT.fullmatch(text)
    whole, fraction = (match.group(1), (match.group(2) or "").rstrip("0")) if match else ("", "")
    if not whole or (fraction and not int(whole)):
        expected = 'a percentage from 0 to 100 such as "8.875", and no fraction such as "0.19"'
        raise InvalidValue(field, value, expected)
    return Decimal(f"{int(whole)}.{fraction}" if fraction else int(whole))


def tax_of(amount: int, rate: Decimal, *, included: bool = False) -> int:
    """Give the tax on an amount, or within an amount that includes it; rounded once."""
    numerator, denominator = rate.as_integer_ratio()
    whole = 100 * denominator
    return rounded(amount * numerator, whole + numerator if included else whole)
