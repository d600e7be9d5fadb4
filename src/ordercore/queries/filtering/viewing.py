"""Views in filters: ``@late-prime`` in a text stands for the filter that is kept under that name.

What is read has no views in it any more: where one is named, what its filter means stands, so that
whatever asks an expression need not know of views, and its text reads the same everywhere.
"""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.orders.tag import tag_word
from ordercore.queries.filtering.expression import EVERYTHING, Expression, Field
from ordercore.queries.filtering.fields import FIELDS
from ordercore.queries.filtering.reading import parse
from ordercore.queries.filtering.signs import BadFilter, Sign

MOST_NAMED = 100
"""How many views a filter may name, counting those that they name in turn, each time anew; ours:
views that name each other twice would else double with each."""


def view_name(value: object, field: str = "name") -> str:
    """Give the name of a view as it is kept: a word as tags are, without its ``@``.

    Raises:
        InvalidValue: when it is no such word.
    """
    return tag_word(value, field)


@attrs.frozen(kw_only=True)
class SavedView:
    """A filter that a seller keeps under a name.

    Days in it are those of whoever asks, when he asks. Whether the views that it names are there,
    whoever keeps it says.

    Raises:
        BadFilter: when its filter cannot be read.
        InvalidValue: when its name is none, or its filter is blank.
    """

    name: str = attrs.field(converter=view_name)
    filter: str
    says: str = ""
    """What it is for, for people."""

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be read."""
        check_types(self)
        if not self.filter.strip():
            raise InvalidValue("filter", self.filter, "a filter that says something")
        views_named(self.filter)


class Expanding:
    """Gives what views stand for: what their filters mean, and those that they name in turn.

    It counts what it gave, so each text is read with an expanding of its own.
    """

    def __init__(self, filters: Mapping[str, str], fields: Mapping[str, Field] = FIELDS) -> None:
        self._filters = filters
        self._fields = fields
        self._within: list[str] = []
        self._named = 0

    def __call__(self, sign: Sign) -> Expression:
        """Give what the filter of a view means.

        Raises:
            InvalidValue: when there is no such view, it names itself, though by others, its filter
                cannot be read, or too many are named.
        """
        name = view_name(sign.text[1:])
        way = " names ".join(f"@{some}" for some in (*self._within, name))
        self._named += 1
        if name in self._within:
            raise InvalidValue("view", name, f"a view that does not name itself: {way}")
        if name not in self._filters:
            known = ", ".join(f"@{some}" for some in sorted(self._filters)) or "none"
            raise InvalidValue("view", name, f"one of the views there are: {known}")
        if self._named > MOST_NAMED:
            raise InvalidValue("view", name, f"no more than {MOST_NAMED} views named in all")
        return self._read(name)

    def _read(self, name: str) -> Expression:
        text = self._filters[name]
        self._within.append(name)
        try:
            return parse(text, self._fields, self)
        except BadFilter as bad:
            where = f"in {text!r} at character {bad.position + 1}"
            expected = f"@{name} to be readable: {where}, {bad.expected}"
            raise InvalidValue("view", name, expected) from None
        finally:
            self._within.pop()


def views_named(text: str) -> tuple[Sign, ...]:
    """Give where a filter names views, without asking whether there are such.

    Raises:
        BadFilter: when its text cannot be read otherwise.
    """
    found: list[Sign] = []

    def noted(sign: Sign) -> Expression:
        view_name(sign.text[1:])
        found.append(sign)
        return EVERYTHING

    parse(text, viewing=noted)
    return tuple(found)


def names_in(text: str) -> frozenset[str]:
    """Give the names of the views that a filter names.

    Raises:
        BadFilter: when its text cannot be read otherwise.
    """
    return frozenset([view_name(sign.text[1:]) for sign in views_named(text)])


def with_name(text: str, name: str, to: str) -> str:
    """Give a filter that names a view by another name, and is else the same.

    Raises:
        BadFilter: when its text cannot be read.
    """
    for sign in reversed(views_named(text)):
        if view_name(sign.text[1:]) == name:
            text = f"{text[: sign.position]}@{to}{text[sign.position + len(sign.text) :]}"
    return text
