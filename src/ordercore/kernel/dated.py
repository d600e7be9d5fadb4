"""Policy values with a date: changing a policy is adding a row."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from ordercore.errors import InvalidTable


class Dated(Protocol):
    """A row that comes into force on a day and stays until a later row replaces it."""

    @property
    def effective_from(self) -> dt.date:
        """The first local day on which the row holds."""
        ...


D = TypeVar("D", bound=Dated)


def in_force(rows: Iterable[D], day: dt.date, table: str) -> D:
    """Give the row that holds on a day: the latest that has come into force by then.

    Raises:
        InvalidTable: when no row holds that early.
    """
    latest: D | None = None
    for row in rows:
        begun = row.effective_from <= day
        if begun and (latest is None or latest.effective_from < row.effective_from):
            latest = row
    if latest is None:
        raise InvalidTable(table, (f"no row is in force on {day}",))
    return latest
