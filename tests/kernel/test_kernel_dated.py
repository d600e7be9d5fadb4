"""Policy rows: which one holds on a day, on a marketplace."""

import datetime as dt

import attrs
import pytest

from ordercore.errors import InvalidTable
from ordercore.kernel.dated import EVERYWHERE, in_force


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
    with pytest.raises(InvalidTable, match="2019-12-31 on marketplace DE"):
        in_force(ROWS, dt.date(2019, 12, 31), "test", "DE")
