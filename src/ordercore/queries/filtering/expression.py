"""Expressions: which orders are meant, as values that are joined, negated, asked and written."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from ordercore.errors import InvalidValue
from ordercore.orders.state import Order
from ordercore.queries.filtering.kinds import Kind, Range
from ordercore.queries.filtering.values import Comparison, Viewpoint

Reading = Callable[[Order, Viewpoint], Iterable[Any]]
"""What of an order a field is: any number of values, of which one that meets is enough."""


class Expression(ABC):
    """Which orders are meant; ``&``, ``|`` and ``~`` make others of it, ``str`` its text."""

    __slots__ = ()

    @abstractmethod
    def holds(self, order: Order, view: Viewpoint) -> bool:
        """Tell whether an order is meant, seen at a moment and in a zone."""

    def __and__(self, other: "Expression") -> "Expression":
        """Mean the orders that both mean."""
        return all_of(self, other)

    def __or__(self, other: "Expression") -> "Expression":
        """Mean the orders that either means."""
        return any_of(self, other)

    def __invert__(self) -> "Expression":
        """Mean all other orders."""
        return self.inner if isinstance(self, Not) else Not(self)


@attrs.frozen(eq=False)
class Field:
    """Something of an order that can be filtered by, under a name."""

    name: str
    kind: Kind
    read: Reading
    says: str
    """What it is, for people."""
    has: Callable[[Order, Viewpoint, Any], bool] | None = None
    """Whether a value is among those that it reads, where one is asked for more cheaply than all;
    of a field that is compared by ``:`` alone."""

    def test(self, comparison: Comparison, *texts: str) -> "Test":
        """Compare it with values that are given as text, any of which may be met.

        Raises:
            InvalidValue: when one is no text, or no value of this field.
        """
        return Test(self, comparison, tuple(self._read(text) for text in texts))

    def _read(self, text: object) -> Any:
        if not isinstance(text, str):
            raise InvalidValue(self.name, text, "a value as text, in quotes")
        return self.kind.read(text)

    def is_(self, *texts: str) -> "Test":
        """Mean the orders of which it is one of these."""
        return self.test(Comparison.IS, *texts)

    def between(self, first: str, last: str) -> "Test":
        """Mean the orders of which it lies in a range."""
        return Test(self, Comparison.IS, (Range(self._read(first), self._read(last)),))

    def __lt__(self, text: str) -> "Test":
        """Mean the orders of which it is below."""
        return self.test(Comparison.BELOW, text)

    def __le__(self, text: str) -> "Test":
        """Mean the orders of which it is not above."""
        return self.test(Comparison.UP_TO, text)

    def __gt__(self, text: str) -> "Test":
        """Mean the orders of which it is above."""
        return self.test(Comparison.ABOVE, text)

    def __ge__(self, text: str) -> "Test":
        """Mean the orders of which it is not below."""
        return self.test(Comparison.FROM, text)


@attrs.frozen
class Test(Expression):
    """One field compared with values, any of which may be met."""

    __test__ = False

    field: Field
    comparison: Comparison
    values: tuple[Any, ...]

    def __attrs_post_init__(self) -> None:
        """Refuse a comparison that the field does not have, and no value at all.

        Raises:
            InvalidValue: for either, and for several values where one is below the other.
        """
        name = self.field.name
        if self.comparison not in self.field.kind.comparisons:
            known = " ".join(sorted(some.value for some in self.field.kind.comparisons))
            raise InvalidValue(name, self.comparison.value, f"compared by {known}")
        if not self.values:
            raise InvalidValue(name, "", "a value")
        ranged = any(isinstance(value, Range) for value in self.values)
        if self.comparison is not Comparison.IS and (ranged or len(self.values) > 1):
            expected = "compared with one value, and no range"
            raise InvalidValue(name, self.comparison.value, expected)
        if ranged and len(self.field.kind.comparisons) == 1:
            raise InvalidValue(name, "..", "a field of which one value is above another")

    def holds(self, order: Order, view: Viewpoint) -> bool:
        """Tell whether anything that the order has meets any of the values."""
        asked = self.field.has
        if asked is not None:
            return any(asked(order, view, value) for value in self.values)
        meets, comparison = self.field.kind.meets, self.comparison
        return any(
            meets(has, comparison, value, view)
            for has in self.field.read(order, view)
            for value in self.values
        )

    def __str__(self) -> str:
        """Write it as ``field:value,value``."""
        return f"{self.field.name}{self.comparison.value}{','.join(map(self._text, self.values))}"

    def _text(self, value: Any) -> str:
        write = self.field.kind.write
        if isinstance(value, Range):
            return f"{quoted(write(value.first))}..{quoted(write(value.last))}"
        return quoted(write(value))


SPECIAL = frozenset(' \t\n,|&~()":<>=\\')
"""Signs that mean something in the text of a filter, and are quoted in a value."""


def quoted(text: str) -> str:
    """Write a value, in quotes where it holds a sign that means something or would be parted."""
    plain = not SPECIAL.intersection(text) and ".." not in text and text[:1] != "-"
    if text and plain and text.isprintable() and not any(sign.isspace() for sign in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@attrs.frozen
class Not(Expression):
    """All orders but those of another expression."""

    inner: Expression

    def holds(self, order: Order, view: Viewpoint) -> bool:
        """Tell whether the other does not mean it."""
        return not self.inner.holds(order, view)

    def __str__(self) -> str:
        """Write it behind a ``-``."""
        return f"-{_within(self.inner, Test)}"


@attrs.frozen
class All(Expression):
    """The orders that every part means; without parts, all orders."""

    parts: tuple[Expression, ...] = ()

    def holds(self, order: Order, view: Viewpoint) -> bool:
        """Tell whether every part means it."""
        return all(part.holds(order, view) for part in self.parts)

    def __str__(self) -> str:
        """Write the parts one after the other."""
        return " ".join(_within(part, Test | Not) for part in self.parts)


@attrs.frozen
class AnyOf(Expression):
    """The orders that some part means; without parts, none."""

    parts: tuple[Expression, ...]

    def holds(self, order: Order, view: Viewpoint) -> bool:
        """Tell whether some part means it."""
        return any(part.holds(order, view) for part in self.parts)

    def __str__(self) -> str:
        """Write the parts with a ``|`` between them."""
        return " | ".join(_within(part, Test | Not | All) for part in self.parts)


EVERYTHING = All()


def _within(part: Expression, plain: Any) -> str:
    """Write a part, in brackets where it would be read otherwise without."""
    return str(part) if isinstance(part, plain) and part != EVERYTHING else f"({part})"


def _expressions(parts: Iterable[object]) -> list[Expression]:
    found: list[Expression] = []
    for part in parts:
        if not isinstance(part, Expression):
            raise InvalidValue("expression", part, "an expression, such as parse reads of a text")
        found.append(part)
    return found


def all_of(*parts: Expression) -> Expression:
    """Mean the orders that all mean: one value, however they were joined.

    Raises:
        InvalidValue: when one is no expression.
    """
    known = _expressions(parts)
    flat = [some for part in known for some in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(*parts: Expression) -> Expression:
    """Mean the orders that any means: one value, however they were joined.

    Raises:
        InvalidValue: when one is no expression.
    """
    known = _expressions(parts)
    flat = [some for part in known for some in (part.parts if isinstance(part, AnyOf) else (part,))]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


@attrs.frozen
class Meant:
    """The orders that an expression means, seen at a moment and in a zone."""

    expression: Expression
    view: Viewpoint

    def holds(self, order: Order) -> bool:
        """Tell whether an order is meant."""
        return self.expression.holds(order, self.view)
