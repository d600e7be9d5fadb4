"""Conditions: the text of what rows must meet, in the SQL that all engines share, with its values.

Values stand as ``?`` in the text. A condition that is about a missing value is not met, so what
is not met is said as ``IS NOT TRUE``.
"""

from collections.abc import Iterable
from typing import NamedTuple

Value = str | int


class Condition(NamedTuple):
    """A condition on rows, and the values in the order of their marks."""

    text: str
    bound: tuple[Value, ...] = ()


ALWAYS, NEVER = Condition("1 = 1"), Condition("1 = 0")


class Bounds(NamedTuple):
    """What of an expression can be asked of rows.

    Every order that the expression means meets ``may``, and it means every order that meets
    ``must``. Where the two are the same, that is what it means.
    """

    may: Condition
    must: Condition

    @property
    def is_exact(self) -> bool:
        """Whether rows alone tell which orders are meant."""
        return self.may == self.must


UNKNOWN = Bounds(ALWAYS, NEVER)
"""Rows tell nothing: each order has to be asked."""


def exactly(condition: Condition) -> Bounds:
    """Let rows alone tell."""
    return Bounds(condition, condition)


def opposite(bounds: Bounds) -> Bounds:
    """Mean all other orders: those that must be meant are out, those that may not be are in."""
    return Bounds(negated(bounds.must), negated(bounds.may))


def negated(condition: Condition) -> Condition:
    """Ask for the rows that do not meet a condition."""
    if condition in (ALWAYS, NEVER):
        return NEVER if condition == ALWAYS else ALWAYS
    return Condition(f"({condition.text}) IS NOT TRUE", condition.bound)


def both(conditions: Iterable[Condition]) -> Condition:
    """Ask for the rows that meet all of several conditions."""
    return _joined(conditions, "AND", nothing=ALWAYS, settles=NEVER)


def either(conditions: Iterable[Condition]) -> Condition:
    """Ask for the rows that meet any of several conditions."""
    return _joined(conditions, "OR", nothing=NEVER, settles=ALWAYS)


def _joined(
    conditions: Iterable[Condition], word: str, *, nothing: Condition, settles: Condition
) -> Condition:
    parts = [some for some in dict.fromkeys(conditions) if some != nothing]
    if settles in parts:
        return settles
    if len(parts) < 2:
        return parts[0] if parts else nothing
    text = f" {word} ".join(part.text for part in parts)
    return Condition(f"({text})", tuple(value for part in parts for value in part.bound))
