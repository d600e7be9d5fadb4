"""Making a report of the answers to its questions."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from ordercore.errors import InvalidValue
from ordercore.kernel.replace import replace
from ordercore.metrics.reporting.adding import TOLD_BY, Cell, totals_of_cells
from ordercore.metrics.reporting.asking import Counted, Question, counted
from ordercore.metrics.reporting.figures import REASON, SKU, FigureKind, figures_by
from ordercore.metrics.reporting.periods import Days, begin_of, end_of, periods_of, shifted
from ordercore.metrics.reporting.rates import Rates
from ordercore.metrics.reporting.report import Group, OrderReport, Period
from ordercore.metrics.reporting.totals import Totals
from ordercore.metrics.reporting.wish import WHOLE, ReportWish, report_wish
from ordercore.metrics.reporting.words import AMOUNTS, CURRENCY, KIND, NUMBERS
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order

_MINOR = frozenset(NUMBERS.index(name) for name in AMOUNTS)

_TOLD_BY_SKU = tuple(figure.name for figure in figures_by(SKU) if figure.kind is FigureKind.AMOUNT)


def order_report(
    orders: Iterable[Order],
    *,
    by: str | None = "day",
    group: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    zone: str | None = None,
    rates: Rates | None = None,
    compare: bool = False,
) -> OrderReport:
    """Add orders up by day, week or month, and by a dimension.

    ``by`` may be a dimension as well, which is then told over the whole time. Without a ``first``
    or a ``last`` day it goes from the first period in which anything happened to the last. Days
    are those of the ``zone``, or without one each marketplace's own. Amounts stand apart by
    currency, or are converted by ``rates``. ``compare`` sets beside each period the one before,
    and beside the whole time as much time right before.

    Raises:
        InvalidValue: when there is no such period, dimension, day or zone, a rate is missing, or
            time since a day until nobody knows when is compared.
    """
    wish = report_wish(
        by=by, group=group, first=first, last=last, zone=zone, rates=rates, compare=compare
    )
    subjects = (Subject(order=order) for order in orders)
    return report_of(wish, counted(subjects, wish.questions))


def report_of(wish: ReportWish, answers: Sequence[Counted]) -> OrderReport:
    """Make the report of the answers to the questions of a wish, in their order.

    Raises:
        InvalidValue: when there are more or fewer answers, or a rate is missing.
    """
    questions = wish.questions
    if len(answers) != len(questions):
        raise InvalidValue("answers", len(answers), f"as many as questions: {len(questions)}")
    sums: dict[Days, _Sums] = {}
    for question, answer in zip(questions, answers, strict=True):
        sums.setdefault(question.days, _Sums(wish)).take(question, answer)
    return _report(wish, sums)


class _Sums:
    """What was counted in one time: cells by period, by group, and by both."""

    def __init__(self, wish: ReportWish) -> None:
        self.by, self.rates, self.group = wish.by or WHOLE, wish.rates, wish.group
        self.cells: dict[dt.date, list[Cell]] = {}
        self.groups: dict[dt.date, dict[str, list[Cell]]] = {}

    def take(self, question: Question, answer: Counted) -> None:
        """Take the answer to a question."""
        about_sku = SKU in question.words
        for begin, name, cell in self._cells(question, answer):
            if not about_sku:
                self.cells.setdefault(begin, []).append(cell)
            if self.group is not None and (about_sku or self.group != SKU):
                told = _told_by(self.group, cell)
                if any(told[-1]):
                    groups = self.groups.setdefault(begin, {})
                    groups.setdefault(name, []).append(told)

    def _cells(self, question: Question, answer: Counted) -> Iterator[tuple[dt.date, str, Cell]]:
        places = [question.words.index(word) for word in (CURRENCY, KIND, REASON)]
        own = question.words.index(self.group) if self.group in question.words else None
        for key, numbers in answer.items():
            currency, kind, reason = [key.words[place] for place in places]
            cell: Cell = (currency, kind, reason, numbers)
            if self.rates is not None:
                cell = _converted(cell, key.day, self.rates)
            yield begin_of(key.day, self.by), "" if own is None else key.words[own], cell

    def names(self, begin: dt.date | None = None) -> set[str]:
        """Name the groups that have something in a period, or at all."""
        begins = self.groups if begin is None else [begin]
        return {name for some in begins for name in self.groups.get(some, ())}

    def of_group(self, name: str, begin: dt.date | None = None) -> Totals:
        """Add up a group in a period, or over the whole time."""
        return totals_of_cells(self._of(name, begin))

    def _of(self, name: str, begin: dt.date | None) -> Iterator[Cell]:
        for some in self.groups if begin is None else [begin]:
            yield from self.groups.get(some, {}).get(name, ())

    def totals(self, begin: dt.date | None = None) -> Totals:
        """Add up everything in a period, or over the whole time.

        Of amounts that were rounded for each SKU, the whole is what these add up to.
        """
        begins = self.cells if begin is None else [begin]
        totals = totals_of_cells([cell for some in begins for cell in self.cells.get(some, ())])
        if self.rates is None or self.group != SKU:
            return totals
        parts = totals_of_cells(
            [cell for name in self.names(begin) for cell in self._of(name, begin)]
        )
        return replace(totals, **{name: getattr(parts, name) for name in _TOLD_BY_SKU})


def _converted(cell: Cell, day: dt.date, rates: Rates) -> Cell:
    currency, kind, reason, numbers = cell
    if not currency:
        return cell
    minor = [
        rates.convert(number, currency, day) if place in _MINOR else number
        for place, number in enumerate(numbers)
    ]
    return rates.to, kind, reason, minor


def _told_by(group: str, cell: Cell) -> Cell:
    told = TOLD_BY.get(group)
    if told is None:
        return cell
    *words, numbers = cell
    currency, kind, reason = words
    named = zip(NUMBERS, numbers, strict=True)
    return currency, kind, reason, [number if name in told else 0 for name, number in named]


def _report(wish: ReportWish, sums: dict[Days, _Sums]) -> OrderReport:
    now = sums[wish.days]
    before = _before(wish, sums)
    days = _bounded(wish, now)
    totals = now.totals()
    were = None if before is None else before.totals()
    groups = _groups(now, before)
    if wish.by is None:
        bounds = () if days.first is None or days.last is None else ((days.first, days.last),)
        periods = tuple(
            [
                Period(begins=first, ends=last, totals=totals, before=were, groups=groups)
                for first, last in bounds
            ]
        )
    else:
        periods = tuple(_periods(wish, wish.by, days, sums))
    return OrderReport(
        by=wish.by,
        group=wish.group,
        zone=wish.zone,
        first=days.first,
        last=days.last,
        currency=wish.rates.to if wish.rates is not None else None,
        periods=periods,
        groups=groups,
        totals=totals,
        before=were,
    )


def _before(wish: ReportWish, sums: dict[Days, _Sums]) -> _Sums | None:
    """Give what was counted before; before a time without a first day there was nothing."""
    if not wish.compare:
        return None
    return _Sums(wish) if wish.as_long_before is None else sums[wish.as_long_before]


def _bounded(wish: ReportWish, now: _Sums) -> Days:
    """Give the days of a report; where no bound was given, that of what was counted."""
    first, last = wish.days.first, wish.days.last
    if not now.cells and (first is None or last is None):
        return Days()
    return Days(
        min(now.cells) if first is None else first,
        end_of(max(now.cells), now.by) if last is None else last,
    )


def _periods(wish: ReportWish, by: str, days: Days, sums: dict[Days, _Sums]) -> Iterator[Period]:
    now = sums[wish.days]
    before = None if wish.one_before is None else sums[wish.one_before]
    for first, last in periods_of(days, by):
        begin = begin_of(first, by)
        earlier = shifted(begin, by, -1)
        yield Period(
            begins=first,
            ends=last,
            totals=now.totals(begin),
            before=None if before is None else before.totals(earlier),
            groups=_groups(now, before, begin, earlier),
        )


def _groups(
    now: _Sums,
    before: _Sums | None,
    begin: dt.date | None = None,
    earlier: dt.date | None = None,
) -> tuple[Group, ...]:
    names = now.names(begin) | (set() if before is None else before.names(earlier))
    return tuple(
        [
            Group(
                name=name,
                totals=now.of_group(name, begin),
                before=None if before is None else before.of_group(name, earlier),
            )
            for name in sorted(names)
        ]
    )
