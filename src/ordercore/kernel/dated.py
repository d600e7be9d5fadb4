"""Policy values with a date and a marketplace: changing a policy is adding a row."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from ordercore.errors import InvalidTable

EVERYWHERE = "*"
"""The marketplace of a row that holds wherever no row of the marketplace's own does."""

ALWAYS = dt.date.min
"""The first day of a row that has held as long as anybody knows."""


class Dated(Protocol):
    """A row that comes into force on a day and stays until a later row replaces it."""

    @property
    def effective_from(self) -> dt.date:
        """The first local day on which the row holds."""
        ...

    @property
    def marketplace(self) -> str:
        """The country code of the marketplace on which it holds, or ``*`` for all others."""
        ...


D = TypeVar("D", bound=Dated)


def in_force(rows: Iterable[D], day: dt.date, table: str, marketplace: str = EVERYWHERE) -> D:
    """Give the row that holds on a day: the latest that has come into force by then.

    A row of the marketplace's own comes before those for every marketplace, from its day on.

    Raises:
        InvalidTable: when no row holds that early.
    """
    latest: D | None = None
    for row in rows:
        if row.effective_from > day or row.marketplace not in (marketplace, EVERYWHERE):
            continue
        if latest is None or _rank(latest) < _rank(row):
            latest = row
    if latest is None:
        on = "" if marketplace == EVERYWHERE else f" on marketplace {marketplace}"
        raise InvalidTable(table, (f"no row is in force on {day}{on}",))
    return latest


def _rank(row: Dated) -> tuple[bool, dt.date]:
    return row.marketplace != EVERYWHERE, row.effective_from
