"""Rows that cannot be: refused where they are made, under the name of the field.

What was accepted and misread is worse than what was refused by accident; both stand here.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from ordercore.channels.cancelling import Cancelling
from ordercore.channels.channel import Channel
from ordercore.channels.clock.handling import Counting, Handling
from ordercore.channels.clock.transit import Service, Transit
from ordercore.channels.filling import FillPolicy
from ordercore.channels.parties import TASKS, Tasks
from ordercore.channels.table import SHOP
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.actors import Actor

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


TRANSIT = rows(
    Transit,
    {"least": 1, "most": 2},
    ("least", "1", "a whole number of days from 0 to 120"),
    ("most", 2.0, "a whole number of days from 0 to 120"),
    ("effective_from", "2026-01-01", DATE),
    ("effective_from", NOON, DATE),
    ("marketplace", None, "of type str"),
    ("origin", None, "of type str"),
    ("destination", 2, "of type str"),
)

FAST = Transit(least=1, most=2)

SERVICE = rows(
    Service,
    {"code": "fast", "name": "Fast", "transit": (FAST,)},
    ("transit", FAST, SEVERAL),
    ("transit", "fast", SEVERAL),
    ("transit", None, SEVERAL),
    ("transit", (2,), "of type tuple[ordercore.channels.clock.transit.Transit, ...]"),
    ("weekend", {7}, WEEKDAYS),
    ("weekend", "5", SEVERAL),
    ("weekend", 5, SEVERAL),
    ("also", "Fast", SEVERAL),  # which named it F, a, s and t
    ("also", (5,), "of type tuple[str, ...]"),
    ("premium", "no", "of type bool"),
    ("calendar_days", 1, "of type bool"),
    ("code", None, "of type str"),
    ("name", 5, "of type str"),
)

CANCELLING = rows(
    Cancelling,
    {"effective_from": dt.date(2026, 1, 1), "free_minutes": 0, "auto_days": None},
    ("free_minutes", -5, "0 or more"),
    ("free_minutes", "30", "of type int"),
    ("free_minutes", 0.5, "of type int"),
    ("free_minutes", None, "of type int"),
    ("auto_days", -3, "0 or more"),  # before it had to ship
    ("auto_days", "7", "of type int | None"),
    ("auto_days", True, "of type int | None"),
    ("held_days", -1, "0 or more"),
    ("held_days", 1.5, "of type int | None"),
    ("calendar_days", "no", "of type bool"),
    ("marketplace", 5, "of type str"),
    ("effective_from", "2026-01-01", DATE),
    ("effective_from", NOON, DATE),
)

CHANNEL = rows(
    Channel,
    attrs.asdict(SHOP, recurse=False),
    ("who", None, "of type Tasks"),
    ("who", Actor.SELLER, "of type Tasks"),
    ("code", None, "of type str"),
    ("name", 5, "of type str"),
    ("pool", None, "of type str"),
    ("label_service", "any", "of type LabelService"),
    ("capture", "at_placement", "of type CaptureMoment"),
    ("carriers", "UPS", SEVERAL),  # of which "U" was a part
    ("carriers", 5, SEVERAL),
    ("carriers", ["UPS", 5], "names of carriers, or None for any"),
    ("carriers", [["UPS"]], "names of carriers, or None for any"),
    ("handling", Handling(days=1), SEVERAL),
    ("handling", None, SEVERAL),
    ("handling", (1,), "of type tuple[ordercore.channels.clock.handling.Handling, ...]"),
    ("cancelling", None, SEVERAL),
    ("cancelling", (7,), "of type tuple[ordercore.channels.cancelling.Cancelling, ...]"),
    ("fill", FillPolicy.FILL_ALL, SEVERAL),
    ("fill", "fill_all", SEVERAL),
    ("fill", ("fill_all",), "of type tuple[ordercore.channels.filling.FillPolicy, ...]"),
    ("targets", None, SEVERAL),
    ("targets", (4,), "of type tuple[ordercore.channels.measuring.targets.Target, ...]"),
    ("most_lines", "10", "of type int | None"),
    ("most_units", 2.5, "of type int | None"),
)


@pytest.mark.parametrize(
    ("cls", "good", "field", "value", "expected"),
    [*HANDLING, *TRANSIT, *SERVICE, *CANCELLING, *CHANNEL],
)
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


@pytest.mark.parametrize("several", [set, list, tuple, iter])
def test_rows_of_a_service_may_come_in_any_collection(several: Any) -> None:
    """The service is the same, and can be a key."""
    given = Service(
        code="fast",
        name="Fast",
        transit=several([FAST]),
        weekend=several([5]),
        also=several(["F"]),
    )
    same = Service(code="fast", name="Fast", transit=(FAST,), weekend=frozenset({5}), also=("F",))

    assert given == same
    assert hash(given) == hash(same)


def test_nothing_is_a_number_of_days() -> None:
    """And no number is none at all: 0 is the day itself."""
    row = Cancelling(effective_from=dt.date.min, free_minutes=0, auto_days=0, held_days=0)

    assert (row.free_minutes, row.auto_days, row.held_days) == (0, 0, 0)


@pytest.mark.parametrize("several", [list, tuple, iter])
def test_rows_of_a_channel_may_come_in_any_collection(several: Any) -> None:
    """The channel is the same, and can be a key."""
    fields = ("handling", "cancelling", "fill", "targets")
    given = attrs.evolve(
        SHOP,
        carriers=several(["UPS", "DHL"]),
        **{field: several(getattr(SHOP, field)) for field in fields},
    )
    same = attrs.evolve(SHOP, carriers=frozenset({"DHL", "UPS"}))

    assert given == same
    assert hash(given) == hash(same)


def test_any_carrier_is_not_none_of_them() -> None:
    """``None`` stays what it is."""
    assert attrs.evolve(SHOP, carriers=None).carriers is None
    assert attrs.evolve(SHOP, carriers=()).carriers == frozenset()


def _tasks(**changes: Any) -> Tasks:
    everybody: dict[str, Any] = dict.fromkeys(TASKS, (Actor.SELLER,))
    return Tasks(**{**everybody, **changes})


def test_a_task_may_fall_to_one_party_or_to_several() -> None:
    """In whatever collection and order they come, they stand in one."""
    assert _tasks(carries=Actor.CARRIER).carries == (Actor.CARRIER,)
    assert _tasks(carries=[Actor.CARRIER, Actor.SELLER]).carries == (Actor.SELLER, Actor.CARRIER)
    assert _tasks(carries=iter({Actor.BUYER})).carries == (Actor.BUYER,)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("seller", ("seller",)),
        (None, (None,)),
        (5, (5,)),
        (["seller"], ("seller",)),
        ([Actor.SELLER, "carrier"], (Actor.SELLER, "carrier")),  # who was left out
        ([[Actor.SELLER]], ([Actor.SELLER],)),
    ],
)
def test_a_task_falls_to_parties_alone(given: Any, told: object) -> None:
    """What is none is refused under the name of the task."""
    with pytest.raises(InvalidValue) as caught:
        _tasks(carries=given)

    assert (caught.value.field, caught.value.value) == ("carries", told)


def test_a_task_falls_to_somebody() -> None:
    """Nobody is a fault of the table, not of a value."""
    with pytest.raises(InvalidTable, match="nobody carries"):
        _tasks(carries=())
