"""Which policies hold on a marketplace on a day, and what changed between two days.

Every dated table of a world is found by what it is: an attribute of :class:`World`, of one of its
rows (a channel, say) or of a bundle of tables (the return policy), that is a tuple of rows with
``effective_from`` and ``marketplace``.
So a table that is added to a channel, ours or a host's own, is told here without a further line.
"""

import datetime as dt
import typing
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ordercore.kernel.checking import plain_date
from ordercore.kernel.dated import EVERYWHERE, Dated, apart, row_on
from ordercore.orders.world import WORLD, World

Name = tuple[str, ...]
"""Whose table, its name, and, where it holds several rows at once, which: ``("SFP",
"handling")``; ``("returns", "windows", ...)`` for one of the return policy, and ``*`` for a table
of the world itself."""

WHEN_AND_WHERE = ("effective_from", "marketplace")
"""Fields by which a row is found, and which are no policy themselves."""

WHO_SAYS_SO = ("source", "confidence")
"""Fields that say how a row is known, which are none either."""


@attrs.frozen(kw_only=True)
class Policies:
    """The row in force of every dated table; ``None`` where none is.

    Two are equal where the same rows hold, whatever the day and marketplace.
    """

    marketplace: str = attrs.field(eq=False)
    day: dt.date = attrs.field(eq=False)
    rows: Mapping[Name, Any] = attrs.field(converter=MappingProxyType[Name, Any])


@attrs.frozen(kw_only=True)
class Change:
    """One value that differs between two :class:`Policies`.

    ``field`` is empty where a whole row came, went, or is of another kind.
    """

    table: Name
    field: str
    before: Any
    after: Any


def policy_at(marketplace: str, day: dt.date, world: World = WORLD) -> Policies:
    """Give the policies under which an order is placed on a local day of a marketplace.

    ``marketplace`` is any name of it; blank for orders without one, as those of an own shop are.

    Raises:
        InvalidValue: when the world knows no such marketplace, or ``day`` is no date.
        InvalidTable: when two rows of a table begin on one day, and nothing tells them apart.
    """
    code, on = world.marketplace_code(marketplace), plain_date(day, "day")
    rows = {name: row_on(table, on, code) for name, table in dated_tables(world)}
    return Policies(marketplace=code, day=on, rows=rows)


def changes(before: Policies, after: Policies) -> tuple[Change, ...]:
    """Give every value in which policies differ: of two days, two marketplaces, or two worlds."""
    found: list[Change] = []
    for table in {**before.rows, **after.rows}:
        old, new = before.rows.get(table), after.rows.get(table)
        if old == new:
            continue
        kind: Any = type(new)
        if type(old) is not kind or not attrs.has(kind):
            found.append(Change(table=table, field="", before=old, after=new))
            continue
        for field in (field.name for field in attrs.fields(kind)):
            was, will_be = getattr(old, field), getattr(new, field)
            if was != will_be and field not in (*WHEN_AND_WHERE, *WHO_SAYS_SO):
                found.append(Change(table=table, field=field, before=was, after=will_be))
    return tuple(found)


def dated_tables(world: World) -> Iterator[tuple[Name, tuple[Dated, ...]]]:
    """Give every dated table of a world by its name, also those that are empty."""
    yield from _tables_of(EVERYWHERE, world)
    for field in attrs.fields(World):
        value = getattr(world, field.name)
        if isinstance(value, Mapping):
            for key, row in value.items():
                if attrs.has(type(row)):
                    yield from _tables_of(key, row)
        elif attrs.has(type(value)):
            yield from _tables_of(field.name, value)


def _tables_of(owner: str, value: Any) -> Iterator[tuple[Name, tuple[Dated, ...]]]:
    for field in attrs.fields(type(value)):
        rows = getattr(value, field.name)
        if not _is_dated(rows, field.type):
            continue
        name = (owner, field.name)
        for subject, some in apart(rows, " ".join(name)).items():
            yield (*name, *subject), some


def _is_dated(rows: object, hint: object) -> bool:
    """Tell whether these are dated rows; of an empty table its annotation tells."""
    if not isinstance(rows, tuple):
        return False
    samples = rows or typing.get_args(hint)[:1]
    return bool(samples) and all(hasattr(s, name) for s in samples for name in WHEN_AND_WHERE)
