"""Definitions: which number of which other number every metric is, over which days.

A row says it from a day on, and may say it for a marketplace alone; those that come with this
package are in :mod:`ordercore.metrics.health.rows`. Limits and windows are those of
the targets in :mod:`ordercore.channels.measuring.rows`; the days of a row are for targets that
tell none.

The delay is counted from the day of asking: 1 is the last day that is over. Amazon measures what
settles late over a window that ended a while ago.
"""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import attrs

from ordercore.channels import COUNTED_IN, Counted, Metric
from ordercore.errors import InvalidTable
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, apart, first_day
from ordercore.metrics.health.table import NUMBERS

TABLE = "definitions of metrics"


@attrs.frozen(kw_only=True)
class Definition:
    """What a metric is, from a day on.

    Attributes:
        count: the number that is a part of another.
        of: that other number.
        parts: numbers beside ``count`` that tell what it is made of; they may add up to more, since
            one order may be in several. None has a target of its own.
        faults: whether ``count`` counts what went wrong, and not what went well.
        delay: how many days before the day of asking a window ends.
        windows: lengths in days where no target tells any; ``None`` for all that there ever was.
        by_category: whether it is told for each category of goods too.
        shown: whether it is told where no limit binds; any other that has none is gone.
        rate_days: over how many days a present rate is taken, for forecasts.
        source: where that stands, or that it is ours.

    Raises:
        InvalidValue: when a field is of another type.
        InvalidTable: when a number is none of the table's, or a length is none.
    """

    about: ClassVar[tuple[str, ...]] = ("metric",)

    metric: Metric
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    count: str
    of: str
    parts: tuple[str, ...] = ()
    faults: bool
    delay: int
    windows: tuple[int | None, ...] = ()
    by_category: bool = False
    shown: bool = False
    rate_days: int = 14
    source: str

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that nobody counts, and days that are none."""
        check_types(self)
        wrong = [f"{name} is no number" for name in self.numbers if name not in NUMBERS]
        wrong += [f"{days} is no number of days" for days in self._lengths if days < 1]
        if wrong:
            raise InvalidTable(f"definition of {self.metric.value}", tuple(wrong))

    @property
    def numbers(self) -> tuple[str, ...]:
        """All numbers that it is made of."""
        return (self.count, self.of, *self.parts)

    @property
    def counted_in(self) -> Counted:
        """What is counted."""
        return COUNTED_IN[self.metric]

    @property
    def _lengths(self) -> tuple[int, ...]:
        return (self.delay, self.rate_days, *[days for days in self.windows if days is not None])


def definition_table(rows: Iterable[Definition]) -> tuple[Definition, ...]:
    """Give rows as a table.

    Raises:
        InvalidTable: when something is no row, or two hold for a metric from the same day on.
    """
    table = several(rows, "definitions")
    given: tuple[object, ...] = table
    strangers = [row for row in given if not isinstance(row, Definition)]
    if strangers:
        raise InvalidTable(TABLE, tuple(f"{some!r} is no row" for some in strangers))
    apart(table, TABLE)
    return table
