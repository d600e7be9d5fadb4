"""Order reports at the desk for hosts with an event loop."""

import datetime as dt

from ordercore.kernel.time import instant
from ordercore.metrics.reporting import Counting, OrderReport, Presenter, Rates
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.queries import EVERY_ORDER
from ordercore.queries.filtering import Wanted
from ordercore.service.reports import asked_report


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
        counting = Counting(asked.wish.questions)
        after: Order | None = None
        while page := await self.store.orders(asked.read, after=after):
            for order in filter(asked.orders.holds, page):
                counting.add(Subject(order=order))
            after = page[-1]
        return asked.report(counting.answers(), self.presenter)
