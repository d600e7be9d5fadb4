"""Asking about what the buyer sends back."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returning import RequestReturn
from ordercore.returns import ReturnUnits
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingReturns(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about returns."""

    def request_return(
        self,
        order_id: str,
        *,
        units: Iterable[ReturnUnits],
        reason: str,
        return_id: str = "",
        ask_first: bool = False,
        by: Actor = Actor.BUYER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Ask to send delivered units back; inside the window it is authorised at once.

        With ``ask_first`` somebody has to decide: see :meth:`authorise_return`.
        """
        command = RequestReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            units=units,
            reason=reason,
            return_id=return_id,
            ask_first=ask_first,
        )
        return self.handle(command, id=command_id)

    def receive_return(
        self,
        order_id: str,
        return_id: str,
        *,
        units: Iterable[ReturnUnits],
        sellable: bool | None = True,
        pool: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that returned units arrived; sellable ones go back on hand.

        With ``sellable=None`` somebody has still to look at them: see :meth:`grade_return`.

        ``pool`` is where they arrived; left out, where their parcel left.
        """
        command = ReceiveReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            units=units,
            sellable=sellable,
            pool=pool,
        )
        return self.handle(command, id=command_id)
