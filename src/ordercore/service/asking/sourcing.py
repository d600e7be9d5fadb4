"""Asking from which pools an order's units come, and for those that it was recorded short of."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.kernel.units import Units
from ordercore.orders.shortage import FillShortage
from ordercore.orders.sources import Source, SourcingReason
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingPools(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about the stock that an order is to come from."""

    def fill_shortage(
        self,
        order_id: str,
        *,
        units: Iterable[Units] = (),
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Promise units on hand to lines that were recorded as short, as far as stock reaches.

        Without ``units``, all that are short. It is refused where stock reaches for none of them.
        """
        command = FillShortage(order_id=order_id, at=self._at(at), by=by, units=tuple(units))
        return self.handle(command, id=command_id)

    def reallocate(
        self,
        order_id: str,
        pool: str,
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Source again, among the other pools, all that a pool was to ship, or leave it there."""
        command = ReallocateUnits(order_id=order_id, at=self._at(at), by=by, pool=pool)
        return self.handle(command, id=command_id)

    def record_sourcing(
        self,
        order_id: str,
        *,
        lines: Iterable[str],
        sources: Iterable[Source],
        because: Iterable[SourcingReason] = (),
        given_up: Iterable[Source] = (),
        failed: str = "",
        by: Actor = Actor.SYSTEM,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record from which pools units come, where promises were moved by hand.

        Nothing is reserved by it: that is asked of stock.
        """
        command = RecordSourcing(
            order_id=order_id,
            at=self._at(at),
            by=by,
            lines=tuple(lines),
            sources=tuple(sources),
            because=tuple(because),
            given_up=tuple(given_up),
            failed=failed,
        )
        return self.handle(command, id=command_id)
