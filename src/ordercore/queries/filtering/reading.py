"""Reading the text of a filter: ``status:unshipped (channel:SFP | -is:held) ship_by<tomorrow``.

Words one after the other mean orders that meet all of them; ``|`` parts alternatives, ``-`` or
``~`` negates, brackets group, quotes keep a value together, ``@name`` stands for the filter of a
view, and a word without a field is looked for in any text.
"""

from collections.abc import Callable, Mapping

from ordercore.errors import InvalidValue
from ordercore.queries.filtering.expression import (
    EVERYTHING,
    Expression,
    Field,
    Test,
    all_of,
    any_of,
)
from ordercore.queries.filtering.fields import FIELDS
from ordercore.queries.filtering.kinds import Range
from ordercore.queries.filtering.signs import BadFilter, Sign, goes_on, signs_of, unquoted
from ordercore.queries.filtering.values import Comparison

MOST_DEEP = 50
"""How many brackets and signs may stand within each other."""

Viewing = Callable[[Sign], Expression]
"""Gives what the name of a view stands for; its ``InvalidValue`` says what it should be."""


def no_views(sign: Sign) -> Expression:
    """Know no view.

    Raises:
        InvalidValue: always.
    """
    raise InvalidValue("view", sign.text, "a filter without views, of which none is known here")


def parse(
    text: str, fields: Mapping[str, Field] = FIELDS, viewing: Viewing = no_views
) -> Expression:
    """Read the text of a filter; blank text means every order.

    ``fields`` are those that may be named; a host can add its own. ``viewing`` gives what views
    stand for, such as :class:`~ordercore.queries.filtering.viewing.Expanding`.

    Raises:
        BadFilter: at the character where it cannot be read, or at a field, a value or a view that
            there is not.
        InvalidValue: when it is no text.
    """
    given: object = text
    if not isinstance(given, str):
        raise InvalidValue("filter", given, "text")
    return _Reader(given, fields, viewing).whole()


class _Reader:
    """Goes through the signs of a text once."""

    def __init__(self, text: str, fields: Mapping[str, Field], viewing: Viewing) -> None:
        self._text = text
        self._fields = fields
        self._viewing = viewing
        self._signs = list(signs_of(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        if self._here.kind == "end":
            return EVERYTHING
        read = self._alternatives()
        if self._here.kind != "end":
            raise self._bad("an end, or a bracket that is open")
        return read

    @property
    def _here(self) -> Sign:
        return self._signs[self._next]

    def _bad(self, expected: str, at: Sign | None = None) -> BadFilter:
        return BadFilter(self._text, (at or self._here).position, f"expected {expected}")

    def _takes(self, *texts: str) -> bool:
        if self._here.kind == "sign" and self._here.text in texts:
            self._next += 1
            return True
        return False

    def _alternatives(self) -> Expression:
        parts = [self._together()]
        while self._takes("|"):
            parts.append(self._together())
        return any_of(*parts)

    def _together(self) -> Expression:
        parts = [self._one()]
        while self._takes("&") or not (
            self._here.kind == "end" or (self._here.kind == "sign" and self._here.text in ")|")
        ):
            parts.append(self._one())
        return all_of(*parts)

    def _one(self) -> Expression:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise self._bad(f"no more than {MOST_DEEP} brackets and negations within each other")
        read = self._negated_or_grouped()
        self._depth -= 1
        return read

    def _negated_or_grouped(self) -> Expression:
        if self._takes("-", "~"):
            return ~self._one()
        if self._takes("("):
            read = EVERYTHING if self._here.text == ")" else self._alternatives()
            if not self._takes(")"):
                raise self._bad("a closing bracket")
            return read
        return self._test()

    def _test(self) -> Expression:
        name = self._here
        if name.kind not in ("word", "quoted"):
            raise self._bad("a field with a value, or a word to look for")
        self._next += 1
        if self._here.kind != "compare" and name.kind == "word" and name.text[0] == "@":
            return self._viewed(name)
        if self._here.kind != "compare":
            return self._made(self._fields["text"], Comparison.IS, [(name, None)])
        if name.kind == "quoted" or name.text not in self._fields:
            known = ", ".join(sorted(self._fields))
            raise self._bad(f"one of the fields {known}", name)
        field, comparison = self._fields[name.text], Comparison(self._here.text)
        if comparison not in field.kind.comparisons:
            known = " ".join(sorted(some.value for some in field.kind.comparisons))
            raise self._bad(f"{field.name} to be compared by {known}")
        self._next += 1
        values = [self._value()]
        while self._here.kind == "comma":
            self._next += 1
            values.append(self._value())
        return self._made(field, comparison, values)

    def _viewed(self, name: Sign) -> Expression:
        try:
            return self._viewing(name)
        except InvalidValue as error:
            raise self._bad(error.expected, name) from None

    def _value(self) -> tuple[Sign, Sign | None]:
        first = self._piece()
        if self._here.kind != "range":
            return first, None
        self._next += 1
        return first, self._piece()

    def _piece(self) -> Sign:
        piece = self._here
        if piece.kind not in ("word", "quoted"):
            raise self._bad("a value")
        self._next += 1
        # A moment holds colons, which no other value may without quotes.
        end = self._next
        while piece.kind == "word" and goes_on(self._signs[end - 1], self._signs[end]):
            end += 1
        if end > self._next:
            stop = self._signs[end - 1]
            whole = self._text[piece.position : stop.position + len(stop.text)]
            piece, self._next = Sign("word", whole, piece.position), end
        return piece

    def _made(
        self, field: Field, comparison: Comparison, values: list[tuple[Sign, Sign | None]]
    ) -> Test:
        read = [
            self._read(field, first)
            if last is None
            else Range(self._read(field, first), self._read(field, last))
            for first, last in values
        ]
        try:
            return Test(field, comparison, tuple(read))
        except InvalidValue as error:
            raise self._bad(error.expected, values[0][0]) from None

    def _read(self, field: Field, sign: Sign) -> object:
        text = unquoted(sign.text) if sign.kind == "quoted" else sign.text
        try:
            value: object = field.kind.read(text)
        except InvalidValue as error:
            raise self._bad(error.expected, sign) from None
        return value
