"""Asking to cancel: units, a buyer's wish, and what was or can never be shipped."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.kernel.units import Units
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.filling import RecordUnfillable
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingCancellations(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about cancelling.

    Without ``units`` it is all that still wait; without ``request_id``, the first open request.
    """

    def cancel(
        self,
        order_id: str,
        *,
        reason: str,
        units: Iterable[Units] = (),
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Cancel units that have not been shipped; without ``units``, all that still wait."""
        command = CancelUnits(order_id=order_id, at=self._at(at), by=by, reason=reason, units=units)
        return self.handle(command, id=command_id)

    def request_cancellation(
        self,
        order_id: str,
        *,
        units: Iterable[Units] = (),
        reason: str = "",
        official: bool = True,
        request_id: str = "",
        by: Actor = Actor.BUYER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Ask to cancel units; in the time in which buyers cancel alone, it is done at once."""
        command = RequestCancellation(
            order_id=order_id,
            at=self._at(at),
            by=by,
            units=units,
            reason=reason,
            official=official,
            request_id=request_id,
        )
        return self.handle(command, id=command_id)

    def accept_cancellation(
        self,
        order_id: str,
        *,
        request_id: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Cancel what the buyer asked for, as far as it still awaits shipment."""
        command = AcceptCancellation(
            order_id=order_id, at=self._at(at), by=by, request_id=request_id
        )
        return self.handle(command, id=command_id)

    def decline_cancellation(
        self,
        order_id: str,
        *,
        request_id: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Tell the buyer that the order goes on."""
        command = DeclineCancellation(
            order_id=order_id, at=self._at(at), by=by, request_id=request_id
        )
        return self.handle(command, id=command_id)

    def cancel_overdue(
        self,
        order_id: str,
        *,
        by: Actor = Actor.SYSTEM,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Cancel everything that nobody shipped in time, or that was held for too long."""
        command = CancelOverdue(order_id=order_id, at=self._at(at), by=by)
        return self.handle(command, id=command_id)

    def record_unfillable(
        self,
        order_id: str,
        *,
        units: Iterable[Units] = (),
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that the fulfiller cannot ship units; without ``units``, all that still wait.

        The order's policy says which units are given up for that.
        """
        command = RecordUnfillable(order_id=order_id, at=self._at(at), by=by, units=units)
        return self.handle(command, id=command_id)
