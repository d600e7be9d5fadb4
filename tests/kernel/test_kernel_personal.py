"""Personal data: marked in its field, not shown, and blanked."""

from typing import Any

import attrs
import pytest

from ordercore.errors import InvalidValue, Unshown
from ordercore.kernel.checking import check_types, of_type
from ordercore.kernel.personal import (
    PERSONAL,
    blanked,
    hidden,
    holds_personal,
    personal_fields,
    personal_in,
    unshown,
)


@attrs.frozen
class Person:
    """Somebody, of whom the country is told to everybody."""

    name: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    country: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what is no text."""
        check_types(self)


@attrs.frozen
class Parcel:
    """Goes to people."""

    to: Person | None = None
    others: tuple[Person, ...] = ()
    by_role: dict[str, Person] = attrs.field(factory=dict[str, Person])
    hints: tuple[str, ...] = attrs.field(default=(), metadata=PERSONAL)
    picture: bytes = attrs.field(default=b"", metadata=PERSONAL)
    words: frozenset[str] = attrs.field(default=frozenset[str](), metadata=PERSONAL)
    weight: int = 1


ADA = Person("Ada", "GB")

FULL = Parcel(
    ADA, (ADA, Person(country="FR")), {"host": ADA}, ("left door",), b"gif", frozenset("a")
)


def test_what_is_personal_is_not_shown() -> None:
    """That there is something is."""
    assert repr(ADA) == "Person(name=…, country='GB')"
    assert repr(Person(country="GB")) == "Person(name='', country='GB')"


def test_fields_say_that_they_are_personal() -> None:
    """By their metadata."""
    assert personal_fields(Person) == {"name"}
    assert personal_fields(Parcel) == {"hints", "picture", "words"}


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        (Person, True),
        (Person | None, True),
        (tuple[Person, ...], True),
        (str, False),
        (tuple[int, ...], False),
        (None, False),
    ],
)
def test_types_are_known_that_hold_something_personal(kind: Any, holds: bool) -> None:
    """Themselves, or in what they are made of."""
    assert holds_personal(kind) is holds


def test_what_is_personal_is_counted_by_its_fields() -> None:
    """However deep; blank fields do not count, and values are not told."""
    assert personal_in(FULL) == {
        "Person.name": 3,
        "Parcel.hints": 1,
        "Parcel.picture": 1,
        "Parcel.words": 1,
    }
    assert personal_in([ADA, {"a": ADA}, frozenset({ADA})]) == {"Person.name": 3}
    assert personal_in(Parcel()) == {}


def test_what_is_personal_is_blanked_and_nothing_else() -> None:
    """Everything else stays as it was, and blanking twice is blanking once."""
    nobody = Person(country="GB")
    blank = blanked(FULL)

    assert blank == Parcel(nobody, (nobody, Person(country="FR")), {"host": nobody})
    assert personal_in(blank) == {}
    assert blanked(blank) is blank


@pytest.mark.parametrize("value", [Parcel(), (1, "a"), (), {"a": 1}, "text", 5, None])
def test_what_has_nothing_personal_is_given_back_as_it_is(value: object) -> None:
    """The very same value."""
    assert blanked(value) is value


def test_what_cannot_be_blank_is_a_mistake_of_who_marked_it() -> None:
    """Numbers have no blank of their own."""

    @attrs.frozen
    class Aged:
        age: int = attrs.field(metadata=PERSONAL)

    with pytest.raises(TypeError, match="a int cannot be blank"):
        blanked(Aged(36))
    assert blanked(Aged(0)) == Aged(0)


def test_errors_name_a_personal_field_and_do_not_show_it() -> None:
    """Neither in words nor in what a debugger shows."""
    wrong: Any = ["Ada"]
    with pytest.raises(InvalidValue) as refused:
        Person(wrong)

    assert (refused.value.field, refused.value.value) == ("name", Unshown("list"))
    assert str(refused.value) == "name: a list that is not shown is not of type str"
    assert "Ada" not in repr(refused.value)


def test_errors_show_what_is_not_personal() -> None:
    """As ever; and that something personal is missing."""
    wrong: Any = 5
    with pytest.raises(InvalidValue, match="country: 5 is not of type str"):
        Person("Ada", wrong)
    with pytest.raises(InvalidValue, match="name: None is not of type str"):
        Person(None)  # type: ignore[arg-type]


def test_what_stands_for_a_person_is_not_shown_either() -> None:
    """An address that came as one line of text, say."""
    with pytest.raises(InvalidValue, match="to: a str that is not shown"):
        of_type("Ada", Person, "to")
    with pytest.raises(InvalidValue, match="to: 'Ada' is not of type int"):
        of_type("Ada", int, "to")
    assert hidden(None) is None
