"""Rows that cannot be: refused where they are made, under the name of the field.

What was accepted and misread is worse than what was refused by accident; both stand here.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from ordercore.channels.clock.handling import Counting, Handling
from ordercore.errors import InvalidValue

NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)

DATE = "a date without a time"

SEVERAL = "several, in a list or a tuple"

WEEKDAYS = "weekdays from 0, a Monday, to 6"

WALL = "a wall time, whose zone is the ship-from one"

AWARE = dt.time(14, tzinfo=dt.UTC)

Row = tuple[type, Mapping[str, Any], str, Any, str]


def rows(cls: type, good: Mapping[str, Any], *wrong: tuple[str, Any, str]) -> list[Row]:
    """Give the cases of a class: a good row, and each time one field of it that is wrong."""
    return [(cls, good, *case) for case in wrong]


HANDLING = rows(
    Handling,
    {"days": 1},
    ("counting", "rolled", "of type Counting"),  # which was read as AFTER: another date
    ("counting", None, "of type Counting"),
    ("same_day_cutoff", "14:00", "of type datetime.time | None"),
    ("cutoff", "14:00", "of type datetime.time | None"),
    ("cutoff", NOON, "of type datetime.time | None"),
    ("earliest_cutoff", 14, "of type datetime.time | None"),
    ("same_day_cutoff", AWARE, WALL),
    ("cutoff", AWARE, WALL),
    ("earliest_cutoff", AWARE, WALL),
    ("days", 1.0, "a whole number of days from 0 to 30"),
    ("days", True, "a whole number of days from 0 to 30"),
    ("daily_capacity", "5", "of type int | None"),
    ("daily_capacity", 1.5, "of type int | None"),
    ("daily_capacity", True, "of type int | None"),
    ("daily_capacity", 0, "1 or more, or None"),
    ("shown_minutes_earlier", "60", "of type int"),
    ("shown_minutes_earlier", 60.0, "of type int"),
    ("shown_minutes_earlier", -1, "0 or more"),
    ("at_cutoff_is_late", "no", "of type bool"),
    ("sku_times", 1, "of type bool"),
    ("extra_weekdays", [5, 9], WEEKDAYS),
    ("extra_weekdays", ["5"], WEEKDAYS),
    ("extra_weekdays", "5", SEVERAL),
    ("extra_weekdays", None, SEVERAL),
    ("effective_from", "2026-01-01", DATE),
    ("effective_from", NOON, DATE),
    ("effective_from", None, DATE),
    ("marketplace", None, "of type str"),
)


@pytest.mark.parametrize(("cls", "good", "field", "value", "expected"), [*HANDLING])
def test_a_row_that_cannot_be_is_refused(
    cls: type, good: Mapping[str, Any], field: str, value: Any, expected: str
) -> None:
    """With what it should be; the same row without the mistake is accepted."""
    cls(**good)
    with pytest.raises(InvalidValue) as caught:
        cls(**{**good, field: value})

    told = caught.value
    assert (told.field, told.value, told.expected) == (field, value, expected)


@pytest.mark.parametrize("several", [set, list, tuple, frozenset, iter])
def test_weekdays_of_handling_may_come_in_any_collection(several: Any) -> None:
    """The row is the same, and can be a key."""
    row = Handling(days=1, extra_weekdays=several([5]), counting=Counting.ROLLED)
    same = Handling(days=1, extra_weekdays=frozenset({5}), counting=Counting.ROLLED)

    assert row == same
    assert hash(row) == hash(same)
