"""Order reports at the desk: what is asked, whose sums answer it, and who shows the answer."""

import datetime as dt
from collections.abc import Sequence

import attrs

from ordercore.kernel.replace import replace
from ordercore.kernel.time import A_DAY, Instant, end_of_day, instant, local_date
from ordercore.metrics.reporting import (
    AskedSums,
    Counted,
    OrderReport,
    Presenter,
    Question,
    Rates,
    ReportWish,
    SourceOfSums,
    counted,
    report_of,
    report_wish,
)
from ordercore.orders.derived import Subject
from ordercore.ports.clock import Clock
from ordercore.ports.store import Store
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.queries.filtering import Viewpoint, Wanted, selected
from ordercore.service.looking import every_order


@attrs.frozen(kw_only=True)
class AskedReport:
    """A report that is asked for: what it shows, and of which orders."""

    wish: ReportWish
    orders: OrderFilter

    @property
    def read(self) -> OrderFilter:
        """Which orders have to be read: those placed by the end of its days, wherever that is.

        Those placed long before its first day are among them, since what is sent, returned or
        paid back within its days may be theirs.
        """
        last, asked = self.wish.days.last, self.orders
        if last is None:
            return asked
        # No zone's day ends a whole day after that of UTC.
        end = end_of_day(last + A_DAY, "UTC")
        until = end if asked.placed_until is None else min(end, asked.placed_until)
        return replace(asked, placed_until=until)

    @property
    def is_kept(self) -> bool:
        """Whether the rows that stores keep answer it: of all orders, by marketplaces' own days."""
        return self.orders == EVERY_ORDER and self.wish.zone is None

    def report(self, answers: Sequence[Counted], presenter: Presenter | None) -> OrderReport:
        """Make the report of the answers to its questions."""
        return attrs.evolve(report_of(self.wish, answers), presenter=presenter)


def asked_report(
    now: Instant,
    *,
    by: str | None = "day",
    group: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    zone: str | None = None,
    rates: Rates | None = None,
    compare: bool = False,
    wanted: Wanted = EVERY_ORDER,
) -> AskedReport:
    """Make of the arguments what is asked; what is compared since a day is until today.

    Raises:
        BadFilter: when the text of a filter cannot be read.
        InvalidValue: when there is no such period, dimension, day or zone.
    """
    if compare and first is not None and last is None:
        last = local_date(now, zone or "UTC")
    wish = report_wish(
        by=by, group=group, first=first, last=last, zone=zone, rates=rates, compare=compare
    )
    return AskedReport(wish=wish, orders=selected(wanted, Viewpoint(now, zone or "UTC")))


def source_of_sums(store: Store, asked: AskedReport) -> SourceOfSums:
    """Choose where the sums of a report come from: here, and nowhere else.

    The store gives them from the rows that it keeps; where those do not tell, orders are gone
    through, page by page, in as much memory as there are groups.
    """
    return AskedSums(store.ask) if asked.is_kept else _OrdersRead(store, asked)


@attrs.frozen
class _OrdersRead:
    store: Store
    asked: AskedReport

    def sums(self, questions: Sequence[Question]) -> Sequence[Counted]:
        orders = every_order(self.store, self.asked.read)
        return counted((Subject(order=order) for order in orders), questions)


class Reporting:
    """Makes reports of the orders in a store."""

    store: Store
    _clock: Clock
    presenter: Presenter | None = None
    """By what ``show`` and ``html`` of reports are done; ``ordercore.open`` sets it."""

    def report(
        self,
        *,
        by: str | None = "day",
        group: str | None = None,
        first: dt.date | None = None,
        last: dt.date | None = None,
        zone: str | None = None,
        rates: Rates | None = None,
        compare: bool = False,
        wanted: Wanted = EVERY_ORDER,
        at: object = None,
    ) -> OrderReport:
        """Add up orders by day, week or month, and by a dimension.

        ``wanted`` is a filter of orders, or its text, and ``at`` the moment of asking: now, where
        none is given. Everything else is as for :func:`ordercore.metrics.order_report`; what is
        compared since a day is until that moment's day.

        Raises:
            BadFilter: when the text of a filter cannot be read.
            InvalidValue: when there is no such period, dimension, day or zone, or a rate is
                missing.
        """
        asked = asked_report(
            self._clock.now() if at is None else instant(at),
            by=by,
            group=group,
            first=first,
            last=last,
            zone=zone,
            rates=rates,
            compare=compare,
            wanted=wanted,
        )
        answers = source_of_sums(self.store, asked).sums(asked.wish.questions)
        return asked.report(answers, self.presenter)
