"""What a report is asked to show, and the questions that this comes to."""

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type
from ordercore.kernel.time import FIRST_YEAR, LAST_YEAR
from ordercore.kernel.time import zone as known_zone
from ordercore.metrics.reporting.asking import Question
from ordercore.metrics.reporting.facts import SALES, SALES_BY_SKU
from ordercore.metrics.reporting.figures import DIMENSIONS, REASON, SKU
from ordercore.metrics.reporting.periods import (
    PERIODS,
    Days,
    as_long_before,
    check_length,
    one_before,
)
from ordercore.metrics.reporting.rates import Rates
from ordercore.metrics.reporting.words import CURRENCY, KIND

WHOLE = "month"
"""By what sums are asked for where the whole time is one period: by as few as there may be."""


def _named(value: object, known: Iterable[str], field: str) -> None:
    if not isinstance(value, str) or value not in known:
        raise InvalidValue(field, value, f"one of {', '.join(known)}")


@attrs.frozen(kw_only=True)
class ReportWish:
    """What a report is asked to show.

    Attributes:
        by: a kind of period; ``None``: the whole time is one.
        group: the dimension by which groups are told apart.
        days: which days are counted.
        zone: whose days; ``None``: each marketplace's own.
        rates: by which amounts are converted; ``None``: currencies stand apart.
        compare: whether each period is compared with the one before it, and the whole time with
            as much time right before it: with nothing, where it has no first day.

    Raises:
        InvalidValue: when there is no such period, dimension or zone, or one is of another type,
            or time since a day until nobody knows when is compared.
    """

    by: str | None = "day"
    group: str | None = None
    days: Days = Days()
    zone: str | None = None
    rates: Rates | None = None
    compare: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be shown."""
        if self.by is not None:
            _named(self.by, PERIODS, "by")
        if self.group is not None:
            _named(self.group, DIMENSIONS, "group")
        for field, day in (("first", self.days.first), ("last", self.days.last)):
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise InvalidValue(field, day, f"a day of the years {FIRST_YEAR} to {LAST_YEAR}")
        check_length(self.days)
        if self.zone is not None:
            known_zone(of_type(self.zone, str, "zone"))
        if self.rates is not None:
            of_type(self.rates, Rates, "rates")
        if of_type(self.compare, bool, "compare") and self.days.first and self.days.last is None:
            raise InvalidValue("last", None, "a last day, where time since a day is compared")

    @property
    def one_before(self) -> Days | None:
        """The days with which periods are compared one by one; ``None`` where none are."""
        return one_before(self.days, self.by) if self.compare and self.by is not None else None

    @property
    def as_long_before(self) -> Days | None:
        """The days with which the whole time is compared; ``None`` where there are none before."""
        return as_long_before(self.days) if self.compare else None

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked of facts: about now, one period before, and as long before."""
        times = (self.days, self.one_before, self.as_long_before)
        asked = dict.fromkeys([days for days in times if days is not None])
        return tuple([question for days in asked for question in self._about(days)])

    def _about(self, days: Days) -> Iterator[Question]:
        told = (CURRENCY, KIND, REASON)
        # Amounts are converted by the rate of their day, so days have to be told.
        by = "day" if self.rates is not None else self.by or WHOLE
        group = self.group
        words = told if group is None or group == SKU else tuple(dict.fromkeys([group, *told]))
        yield Question(table=SALES, words=words, by=by, days=days, zone=self.zone)
        if self.group == SKU:
            words = (SKU, *told)
            yield Question(table=SALES_BY_SKU, words=words, by=by, days=days, zone=self.zone)


def report_wish(
    *,
    by: str | None = "day",
    group: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    zone: str | None = None,
    rates: Rates | None = None,
    compare: bool = False,
) -> ReportWish:
    """Make a wish of the arguments with which people ask; ``by`` may be a dimension as well.

    Raises:
        InvalidValue: when there is no such period, dimension, day or zone.
    """
    if by in DIMENSIONS and group is None:
        by, group = None, by
    elif by is not None:
        # With a group beside it, only a period is left for it to be.
        _named(by, PERIODS if by in DIMENSIONS else (*PERIODS, *DIMENSIONS), "by")
    days = Days(first, last)
    return ReportWish(by=by, group=group, days=days, zone=zone, rates=rates, compare=compare)
