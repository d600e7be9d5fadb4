"""The order report as a value: periods, groups, totals, and what they were before."""

import datetime as dt
from typing import Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.metrics.reporting.figures import Figure, figures_by
from ordercore.metrics.reporting.totals import NOTHING, Totals


@attrs.frozen(kw_only=True)
class Group:
    """What is told together: all of one channel, SKU, country...

    ``name`` is the word that they have in common; blank where it is not known. ``before`` is the
    same group in the period before; ``None`` where nothing is compared.
    """

    name: str
    totals: Totals
    before: Totals | None = None


@attrs.frozen(kw_only=True)
class Period:
    """A day, week or month, from its first day to its last.

    At the edges of a report it has the days that were asked for alone. ``groups`` are those that
    have something in it, by name; ``totals`` count each thing once.
    """

    begins: dt.date
    ends: dt.date
    totals: Totals
    before: Totals | None = None
    groups: tuple[Group, ...] = ()

    def group(self, name: str) -> Group:
        """Give a group; one with nothing in it where the period has none."""
        none = NOTHING if self.before is not None else None
        empty = Group(name=name, totals=NOTHING, before=none)
        return next((group for group in self.groups if group.name == name), empty)


class Presenter(Protocol):
    """Shows reports: whoever opens a desk hands it one."""

    def show(self, report: "OrderReport") -> None:
        """Show it where the program runs: as a table on a terminal, as a page in a notebook."""
        ...

    def html(self, report: "OrderReport") -> str:
        """Give a whole page, which needs nothing else."""
        ...

    def part(self, report: "OrderReport") -> str:
        """Give it as a part of another page, such as a notebook's."""
        ...


@attrs.frozen(kw_only=True)
class OrderReport:
    """What orders add up to, by time and, where it is asked, by a dimension.

    Attributes:
        by: ``day``, ``week`` or ``month``; ``None`` where the whole time is one period.
        group: the dimension by which groups are told apart, or ``None``.
        zone: whose days are counted; ``None``: each marketplace's own.
        first: the first day; ``None`` where there is nothing.
        last: the last day, which counts whole.
        currency: what all amounts were converted to; ``None`` where currencies stand apart.
        periods: every period from the first day to the last, those with nothing in them too.
        groups: the groups over the whole time, by name.
        totals: everything, each thing counted once.
        before: the totals of as much time before; ``None`` where nothing is compared.
        presenter: what ``show`` and ``html`` are done by; no part of what the report says.
    """

    by: str | None
    group: str | None = None
    zone: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    currency: str | None = None
    periods: tuple[Period, ...] = ()
    groups: tuple[Group, ...] = ()
    totals: Totals = NOTHING
    before: Totals | None = None
    presenter: Presenter | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that it shows: those that are told apart by its dimension."""
        return figures_by(self.group)

    def show(self) -> None:
        """Show it: as a table on a terminal, as a page in a notebook.

        Raises:
            InvalidValue: when it was made without a presenter, by no desk.
        """
        self._presented().show(self)

    def html(self) -> str:
        """Give it as a whole page with charts, which needs nothing else.

        Raises:
            InvalidValue: when it was made without a presenter, by no desk.
            ExtraMissing: when what draws charts is not installed.
        """
        return self._presented().html(self)

    def _repr_html_(self) -> str | None:
        """Give what a notebook shows; nothing of a report that was made by no desk."""
        return None if self.presenter is None else self.presenter.part(self)

    def _presented(self) -> Presenter:
        if self.presenter is None:
            raise InvalidValue("presenter", None, "what shows reports, as a desk's own have it")
        return self.presenter
