"""Kinds of fields: how the values of each are read, written and compared."""

from collections.abc import Callable
from typing import Any, Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.orders.tag import tag_word
from ordercore.queries.filtering.values import (
    Comparison,
    Viewpoint,
    When,
    amount,
    when,
    whole_number,
)


@attrs.frozen
class Range:
    """From one value to another.

    Both are meant where they are days, numbers or amounts; of moments the last is not.
    """

    first: Any
    last: Any


class Kind(Protocol):
    """What the values of a field are."""

    @property
    def comparisons(self) -> frozenset[Comparison]:
        """How they can be compared."""
        ...

    def read(self, text: str, /) -> Any:
        """Read a value, or raise ``InvalidValue``."""
        ...

    def write(self, value: Any, /) -> str:
        """Write it so that it is read as the same."""
        ...

    def meets(self, has: Any, comparison: Comparison, value: Any, view: Viewpoint, /) -> bool:
        """Tell whether what an order has stands so to a value."""
        ...


ONLY_IS = frozenset({Comparison.IS})

EVERY = frozenset(Comparison)


@attrs.frozen
class Words:
    """One of some words, or any word where ``known`` is blank; compared letter by letter.

    ``spelled`` gives a word as orders have it, or raises ``InvalidValue``.
    """

    known: frozenset[str] = frozenset()
    comparisons: frozenset[Comparison] = ONLY_IS
    spelled: Callable[[str], str] = str

    def read(self, text: str) -> str:
        """Read a word that is known."""
        if self.known and text not in self.known:
            raise InvalidValue("value", text, f"one of {', '.join(sorted(self.known))}")
        return self.spelled(text)

    def write(self, value: str) -> str:
        """Write it as it is."""
        return value

    def meets(self, has: str, _: Comparison, value: str, __: Viewpoint) -> bool:
        """Tell whether it is this word."""
        return has == value


@attrs.frozen
class Text:
    """Any text, of which a part is looked for, whatever its case."""

    comparisons: frozenset[Comparison] = ONLY_IS

    def read(self, text: str) -> str:
        """Read what is looked for."""
        if not text:
            raise InvalidValue("value", text, "something to look for")
        return text

    def write(self, value: str) -> str:
        """Write it as it is."""
        return value

    def meets(self, has: str, _: Comparison, value: str, __: Viewpoint) -> bool:
        """Tell whether it is in there."""
        return value.casefold() in has.casefold()


@attrs.frozen
class Beginnings:
    """How a code begins, whatever its case, and without the blanks and hyphens in it."""

    comparisons: frozenset[Comparison] = ONLY_IS

    def read(self, text: str) -> str:
        """Read how it begins."""
        if not code_signs(text):
            raise InvalidValue("value", text, "letters or digits that it begins with")
        return text

    def write(self, value: str) -> str:
        """Write it as it is."""
        return value

    def meets(self, has: str, _: Comparison, value: str, __: Viewpoint) -> bool:
        """Tell whether it begins so."""
        return code_signs(has).startswith(code_signs(value))


def code_signs(text: str) -> str:
    """Give the letters and digits of a code, in capitals."""
    return "".join([sign for sign in text.upper() if sign.isalnum()])


@attrs.frozen
class Ordered:
    """Values of which one is above another.

    ``bounds`` gives the first thing that a value covers and, where it covers a stretch, the first
    beyond it; of a single point that is the same.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    bounds: Callable[[Any, Viewpoint], tuple[Any, Any]]
    half_open: bool = False
    comparisons: frozenset[Comparison] = EVERY

    def meets(self, has: Any, comparison: Comparison, value: Any, view: Viewpoint) -> bool:
        """Tell whether it stands so to a value, or lies in a range."""
        if isinstance(value, Range):
            first, _ = self.bounds(value.first, view)
            last, beyond = self.bounds(value.last, view)
            ends = beyond if last != beyond or self.half_open else None
            return bool(first <= has and (has <= last if ends is None else has < ends))
        first, beyond = self.bounds(value, view)
        return self._stands(has, comparison, first, beyond)

    def _stands(self, has: Any, comparison: Comparison, first: Any, beyond: Any) -> bool:
        is_point = first == beyond
        match comparison:
            case Comparison.IS:
                return bool(has == first if is_point else first <= has < beyond)
            case Comparison.BELOW:
                return bool(has < first)
            case Comparison.UP_TO:
                return bool(has <= first if is_point else has < beyond)
            case Comparison.ABOVE:
                return bool(has > first if is_point else has >= beyond)
            case _:
                return bool(has >= first)


@attrs.frozen
class Amounts:
    """Money: what is of another currency than the one that is named is never meant."""

    comparisons: frozenset[Comparison] = EVERY

    def read(self, text: str) -> Money:
        """Read an amount."""
        return amount(text)

    def write(self, value: Money) -> str:
        """Write it without a space."""
        return str(value).replace(" ", "")

    def meets(self, has: Money, comparison: Comparison, value: Any, view: Viewpoint) -> bool:
        """Tell whether it is of that currency, and stands so to an amount or lies in a range."""
        named = (value.first, value.last) if isinstance(value, Range) else (value,)
        if any(some.currency != has.currency for some in named):
            return False
        return _MINOR.meets(has.minor, comparison, value, view)


def _point(value: int, _: Viewpoint) -> tuple[int, int]:
    return value, value


def _minor(value: Money, _: Viewpoint) -> tuple[int, int]:
    return value.minor, value.minor


def _span(value: When, view: Viewpoint) -> tuple[Any, Any]:
    return value.span(view)


def _text(value: When) -> str:
    return value.text


NUMBERS = Ordered(whole_number, str, _point)

MOMENTS = Ordered(when, _text, _span, half_open=True)

_MINOR = Ordered(amount, str, _minor)

AMOUNTS = Amounts()

ANY_WORD = Words()

TEXT = Text()

BEGINNINGS = Beginnings()

TAGS = Words(spelled=tag_word)
