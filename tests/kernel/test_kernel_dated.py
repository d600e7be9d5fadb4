"""Policy rows: which one holds on a day, on a marketplace, and of what."""

import datetime as dt
from typing import ClassVar

import attrs
import pytest

from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import EVERYWHERE, apart, in_force, row_on


@attrs.frozen
class _Row:
    effective_from: dt.date
    name: str
    marketplace: str = EVERYWHERE


ROWS = (
    _Row(dt.date(2025, 1, 1), "new"),
    _Row(dt.date(2020, 1, 1), "old"),
    _Row(dt.date(2024, 3, 25), "german", "DE"),
)


@pytest.mark.parametrize(
    ("day", "marketplace", "name"),
    [
        (dt.date(2020, 1, 1), EVERYWHERE, "old"),
        (dt.date(2024, 12, 31), EVERYWHERE, "old"),
        (dt.date(2025, 1, 1), EVERYWHERE, "new"),
        (dt.date(2099, 1, 1), "US", "new"),
        (dt.date(2024, 3, 24), "DE", "old"),
        (dt.date(2024, 3, 25), "DE", "german"),
        # Its own row comes before a later one for every marketplace.
        (dt.date(2099, 1, 1), "DE", "german"),
    ],
)
def test_the_latest_row_in_force_holds(day: dt.date, marketplace: str, name: str) -> None:
    """A row holds from its first day on, in whatever order the rows stand."""
    assert in_force(ROWS, day, "test", marketplace).name == name
    assert in_force(reversed(ROWS), day, "test", marketplace).name == name


def test_before_the_first_row_there_is_no_policy() -> None:
    """The table, the day and the marketplace are named."""
    with pytest.raises(InvalidTable, match=r"test: no row is in force on 2019-12-31$"):
        in_force(ROWS, dt.date(2019, 12, 31), "test")
    with pytest.raises(InvalidTable, match=r"is in force on 2019-12-31$"):
        in_force(ROWS, dt.date(2019, 12, 31), "test", "")
    with pytest.raises(InvalidTable, match="2019-12-31 on marketplace DE"):
        in_force(ROWS, dt.date(2019, 12, 31), "test", "DE")


def test_where_none_has_to_hold_there_may_be_none() -> None:
    """The same row as where one has to, or nothing."""
    assert row_on(ROWS, dt.date(2025, 1, 1), "DE") is ROWS[2]
    assert row_on(ROWS, dt.date(2019, 12, 31)) is None
    assert row_on((), dt.date(2025, 1, 1)) is None


@attrs.frozen
class _Limit(_Row):
    about: ClassVar = ("name", "who")

    who: Actor = Actor.SELLER


def test_rows_that_hold_at_once_stand_apart() -> None:
    """By the fields that their class names, a word of an enumeration by its value."""
    day, later = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
    one, next_one = _Limit(day, "late"), _Limit(later, "late")
    german, other = _Limit(day, "late", "DE"), _Limit(day, "late", who=Actor.CARRIER)

    assert apart((one, other, next_one, german), "limits") == {
        ("late", "seller"): (one, next_one, german),
        ("late", "carrier"): (other,),
    }


def test_rows_that_hold_one_at_a_time_stand_together() -> None:
    """As those do whose class names no fields, and a table without any."""
    assert apart(ROWS, "test") == {(): ROWS}
    assert apart((), "test") == {(): ()}


def test_two_rows_that_begin_on_one_day_are_told() -> None:
    """Nothing would say which of them holds."""
    with pytest.raises(InvalidTable) as caught:
        apart((*ROWS, _Row(dt.date(2024, 3, 25), "other", "DE")), "test")

    assert (caught.value.table, caught.value.problems) == (
        "test",
        ("two rows hold from 2024-03-25 on marketplace DE; which one, nothing tells",),
    )
    with pytest.raises(InvalidTable, match="two rows late seller hold from 2025-01-01"):
        apart([_Limit(dt.date(2025, 1, 1), "late")] * 2, "limits")


def test_of_rows_that_begin_on_one_day_the_first_counts() -> None:
    """Where nobody has asked whether they contradict each other."""
    twice = (_Row(dt.date(2025, 1, 1), "first"), _Row(dt.date(2025, 1, 1), "second"))

    assert in_force(twice, dt.date(2025, 1, 1), "test").name == "first"
