"""Policy values with a date and a marketplace: changing a policy is adding a row."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Protocol, TypeVar

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.checking import plain_date

EVERYWHERE = "*"
"""The marketplace of a row that holds wherever no row of the marketplace's own does."""

ALWAYS = dt.date.min
"""The first day of a row that has held as long as anybody knows."""


def first_day(_: object, field: "attrs.Attribute[dt.date]", value: object) -> None:
    """Refuse a day from which no row can hold; a validator of attrs fields.

    Raises:
        InvalidValue: when it is no date, or has a time of day.
    """
    plain_date(value, field.name)


class Dated(Protocol):
    """A row that comes into force on a day and stays until a later row replaces it.

    Where a table holds several rows at once (a limit of each metric, say), their class names the
    fields that tell them apart: ``about: ClassVar = ("metric",)``.
    """

    @property
    def effective_from(self) -> dt.date:
        """The first local day on which the row holds."""
        ...

    @property
    def marketplace(self) -> str:
        """The country code of the marketplace on which it holds, or ``*`` for all others."""
        ...


D = TypeVar("D", bound=Dated)


def row_on(rows: Iterable[D], day: dt.date, marketplace: str = EVERYWHERE) -> D | None:
    """Give the row that holds on a day, the latest that has come into force by then, if any has.

    A row of the marketplace's own comes before those for every marketplace, from its day on; of
    two that begin on one day, the first counts.
    """
    latest: D | None = None
    for row in rows:
        if row.effective_from > day or row.marketplace not in (marketplace, EVERYWHERE):
            continue
        if latest is None or _rank(latest) < _rank(row):
            latest = row
    return latest


def in_force(rows: Iterable[D], day: dt.date, table: str, marketplace: str = EVERYWHERE) -> D:
    """Give the row that holds on a day, as :func:`row_on` does, where one has to.

    Raises:
        InvalidTable: when no row holds that early.
    """
    row = row_on(rows, day, marketplace)
    if row is None:
        on = "" if marketplace in ("", EVERYWHERE) else f" on marketplace {marketplace}"
        raise InvalidTable(table, (f"no row is in force on {day}{on}",))
    return row


def apart(rows: Iterable[D], table: str) -> dict[tuple[str, ...], tuple[D, ...]]:
    """Sort rows by what they are about, so that of each at most one holds on a day.

    What a row leaves open (``None``) is ``*``.
    Rows of which only one holds at a time are about the same, and stand under ``()``; so does a
    table without any.

    Raises:
        InvalidTable: when two rows about the same begin on the same day.
    """
    sorted_rows: dict[tuple[str, ...], list[D]] = {}
    begun: set[tuple[object, ...]] = set()
    for row in rows:
        fields: tuple[str, ...] = getattr(row, "about", ())
        subject = tuple([_named(getattr(row, field)) for field in fields])
        begins = (subject, row.marketplace, row.effective_from)
        if begins in begun:
            what = " ".join(("two rows", *subject))
            where = f"from {row.effective_from} on marketplace {row.marketplace}"
            raise InvalidTable(table, (f"{what} hold {where}; which one, nothing tells",))
        begun.add(begins)
        sorted_rows.setdefault(subject, []).append(row)
    return {subject: tuple(some) for subject, some in sorted_rows.items()} or {(): ()}


def _named(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return EVERYWHERE if value is None else str(value)


def _rank(row: Dated) -> tuple[bool, dt.date]:
    return row.marketplace != EVERYWHERE, row.effective_from
