"""Types at the edge: a value that is kept is what its annotation says."""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

import attrs
import pendulum
import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, of_type, plain_date


class Kind(Enum):
    """Of which there is one."""

    ONE = "one"


class _Text(str):
    """Text of a class of its own."""

    __slots__ = ()


def card(**fields: Any) -> object:
    """Make a value with a field for each kind of annotation.

    Its class is a new one each time, since what was learned of a class is kept.
    """

    @attrs.frozen
    class Card:
        text: str = ""
        number: int = 0
        day: dt.date = dt.date(2026, 3, 2)
        maybe: int | None = None
        note: str | None = None
        single: tuple[int] = (0,)
        pair: tuple[str, int] = ("", 0)
        several: tuple[str, ...] = ()
        time: dt.time = dt.time(9)
        kind: Kind = Kind.ONE
        numbers: frozenset[int] = frozenset()
        places: frozenset[str] | None = None
        counts: Mapping[str, int] = {}

    return Card(**fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "red"),
        ("text", "köln 靴"),
        ("text", _Text("red")),
        ("number", -3),
        ("day", dt.date(2026, 3, 3)),
        ("day", dt.datetime(2026, 3, 3, tzinfo=dt.UTC)),  # which is a date, for Python
        ("maybe", 3),
        ("maybe", None),
        ("note", "köln 靴"),
        ("note", None),
        ("single", (3,)),
        ("pair", ("a", 3)),
        ("several", ()),
        ("several", ("a", "b", "c")),
        ("time", dt.time(9, 30)),
        ("kind", Kind.ONE),
        ("numbers", frozenset({1, 2})),
        ("places", frozenset({"US"})),
        ("places", None),
        ("counts", {"a": 1}),
        ("counts", MappingProxyType({"a": 1})),
    ],
)
def test_what_fits_its_annotation_is_accepted(field: str, value: object) -> None:
    """The class itself, and what is derived from it."""
    check_types(card(**{field: value}))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("text", 5, "of type str"),
        ("text", b"red", "of type str"),
        ("text", None, "of type str"),
        ("text", "\ud800", "of type str"),  # half a character, which no file can hold
        ("text", _Text("\ud800"), "of type str"),
        ("number", "3", "of type int"),
        ("number", 3.0, "of type int"),
        ("number", True, "of type int"),
        ("day", "2026-03-02", "of type date"),
        ("maybe", "3", "of type int | None"),
        ("maybe", True, "of type int | None"),
        ("note", "\ud800", "of type str | None"),
        ("note", 5, "of type str | None"),
        ("single", (), "of type tuple[int]"),
        ("single", (3, 3), "of type tuple[int]"),
        ("single", ("3",), "of type tuple[int]"),
        ("pair", ("a", "b"), "of type tuple[str, int]"),
        ("pair", ("a",), "of type tuple[str, int]"),
        ("pair", ("a", 3, 3), "of type tuple[str, int]"),
        ("pair", ["a", 3], "of type tuple[str, int]"),
        ("several", ("a", 3), "of type tuple[str, ...]"),
        ("several", ["a"], "of type tuple[str, ...]"),
        ("several", "ab", "of type tuple[str, ...]"),
        ("time", "09:00", "of type time"),
        ("kind", "one", "of type Kind"),
        ("numbers", {1}, "of type frozenset[int]"),
        ("numbers", frozenset({"1"}), "of type frozenset[int]"),
        ("places", frozenset({1}), "of type frozenset[str] | None"),
        ("places", "US", "of type frozenset[str] | None"),
        ("counts", [("a", 1)], "of type collections.abc.Mapping[str, int]"),
        ("counts", {1: 1}, "of type collections.abc.Mapping[str, int]"),
        ("counts", {"a": "1"}, "of type collections.abc.Mapping[str, int]"),
    ],
)
def test_what_does_not_fit_is_refused(field: str, value: object, expected: str) -> None:
    """Under its name, with the annotation; what only looks like a number or a tuple is none."""
    with pytest.raises(InvalidValue) as caught:
        check_types(card(**{field: value}))

    told = caught.value
    assert (told.field, told.value, told.expected) == (field, value, expected)


def test_the_first_wrong_field_is_told() -> None:
    """In the order in which they stand in the class."""
    with pytest.raises(InvalidValue, match="number: None"):
        check_types(card(number=None, day=None, pair=None))


def test_a_class_is_looked_at_once() -> None:
    """And each of its values is checked all the same."""
    good: Any = card()

    check_types(good)
    check_types(good)
    with pytest.raises(InvalidValue, match="number"):
        check_types(attrs.evolve(good, number="3"))


def test_a_day_is_a_plain_date() -> None:
    """Whatever class of date it was."""
    day = plain_date(pendulum.date(2026, 3, 2), "day")

    assert day == dt.date(2026, 3, 2)
    assert type(day) is dt.date


@pytest.mark.parametrize(
    "value", [pendulum.datetime(2026, 3, 2), dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "2026-03-02"]
)
def test_a_moment_is_no_day(value: object) -> None:
    """It is one day here and another one there; nor is text."""
    with pytest.raises(InvalidValue) as caught:
        plain_date(value, "day")

    assert (caught.value.field, caught.value.value) == ("day", value)


@attrs.frozen
class Lone:
    """A value of one field, which is no tuple of them."""

    said: str | None = None

    __attrs_post_init__ = check_types


def test_a_value_of_one_field_is_checked_like_any_other() -> None:
    """Neither is its text taken for many fields, nor nothing for none."""
    assert Lone("two").said == "two"
    assert Lone().said is None
    with pytest.raises(InvalidValue, match="said"):
        Lone(2)  # type: ignore[arg-type]


def test_an_argument_is_of_its_type() -> None:
    """It is given back as it is, a kind of the type too; any other is refused by its name."""
    assert of_type(True, int, "number") is True
    with pytest.raises(InvalidValue, match="number: '5' is not of type int") as error:
        of_type("5", int, "number")

    assert (error.value.field, error.value.value) == ("number", "5")
