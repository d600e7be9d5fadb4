"""Order reports at the desk for hosts with an event loop."""

import datetime as dt
from collections.abc import Sequence

from ordercore.kernel.time import instant
from ordercore.metrics.reporting import (
    Counted,
    Counting,
    OrderReport,
    Presenter,
    Rates,
    fact_question,
    in_periods,
)
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.queries import EVERY_ORDER
from ordercore.queries.filtering import Wanted
from ordercore.service.reports import AskedReport, asked_report


class AsyncReporting:
    """Makes reports of the orders in a store that is awaited."""

    store: AsyncStore
    _clock: Clock
    presenter: Presenter | None = None

    async def report(
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
        """Add up orders, as :meth:`ordercore.service.reports.Reporting.report` does.

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
        return asked.report(await self._sums(asked), self.presenter)

    async def _sums(self, asked: AskedReport) -> Sequence[Counted]:
        questions = tuple(asked.wish.questions)
        if asked.is_kept:
            return [
                in_periods(question, await self.store.ask(fact_question(question)))
                for question in questions
            ]
        counting = Counting(questions)
        after: Order | None = None
        while page := await self.store.orders(asked.read, after=after):
            for order in page:
                counting.add(Subject(order=order))
            after = page[-1]
        return counting.answers()
