"""Telling what a marketplace says of an order that it has taken.

Whole orders are adopted by ``adopt_all``, which finds out by itself what is new; these are for
those who are told one thing at a time.
"""

from collections.abc import Iterable, Mapping

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.orders.line import Line
from ordercore.orders.parts import Report
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.shortage import RecordShortage
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class TellingReports(Giving[OrderAnswer, StockAnswer]):
    """What can be told of orders that were imported."""

    def record_report(
        self,
        order_id: str,
        report: Report,
        *,
        by: Actor = Actor.MARKETPLACE,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record what the marketplace says of the order now, in its own word."""
        command = RecordReport(
            order_id=order_id, at=self._at(at), by=by, imported=True, report=report
        )
        return self.handle(command, id=command_id)

    def price_lines(
        self,
        order_id: str,
        charges: Mapping[str, Charges],
        *,
        by: Actor = Actor.MARKETPLACE,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record charges that were not known when the order arrived, by line id."""
        command = PriceLines(
            order_id=order_id,
            at=self._at(at),
            by=by,
            imported=True,
            charges=tuple(charges.items()),
        )
        return self.handle(command, id=command_id)

    def adopt_lines(
        self,
        order_id: str,
        lines: Iterable[Line],
        *,
        cancelled: Iterable[str] = (),
        by: Actor = Actor.MARKETPLACE,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Add lines that only a later report tells of, in whatever state the order is by now."""
        command = AdoptLines(
            order_id=order_id,
            at=self._at(at),
            by=by,
            imported=True,
            lines=tuple(lines),
            cancelled=tuple(cancelled),
        )
        return self.handle(command, id=command_id)

    def record_shortage(
        self,
        order_id: str,
        lines: Iterable[str],
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that stock does not cover lines of an order that was accepted elsewhere."""
        command = RecordShortage(
            order_id=order_id, at=self._at(at), by=by, imported=True, lines=tuple(lines)
        )
        return self.handle(command, id=command_id)
