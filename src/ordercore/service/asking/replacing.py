"""Asking to send something in place of what came back, or never arrived."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.kernel.units import Units
from ordercore.orders.line import Line
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.sending import SendReplacement
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingReplacements(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about replacements and exchanges.

    Each is an order of its own, placed with the one whose units it replaces, or not at all; the
    answer is the latter.
    """

    def replace(
        self,
        order_id: str,
        *,
        reason: str,
        return_id: str | None = None,
        parcel_id: str | None = None,
        units: Iterable[Units] = (),
        lines: Iterable[Line] = (),
        when: SentWhen = SentWhen.IN_ADVANCE,
        replacement_id: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Send something in place of units of a return, or of a parcel that did not arrive.

        Without ``units`` it is all that may be; without ``lines`` the same again at no charge.
        With ``lines`` it is an exchange, in which only the difference is due, or goes back.
        """
        command = ReplaceUnits(
            order_id=order_id,
            at=self._at(at),
            by=by,
            reason=reason,
            return_id=return_id,
            parcel_id=parcel_id,
            units=units,
            lines=lines,
            when=when,
            replacement_id=replacement_id,
        )
        return self.handle(command, id=command_id)

    def send_replacement(
        self,
        order_id: str,
        replacement_id: str,
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Send what was promised for when the old goods are back, where stock was lacking then."""
        command = SendReplacement(
            order_id=order_id, at=self._at(at), by=by, replacement_id=replacement_id
        )
        return self.handle(command, id=command_id)

    def end_replacement(
        self,
        order_id: str,
        replacement_id: str,
        *,
        because: ReplacementEnd,
        units: Iterable[Units] = (),
        up_to: bool = False,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that units are replaced no longer, so that they may be paid back for again.

        Without ``units`` it is all that still are; with ``up_to`` as many of them as still are.
        """
        command = EndReplacement(
            order_id=order_id,
            at=self._at(at),
            by=by,
            replacement_id=replacement_id,
            because=because,
            units=units,
            up_to=up_to,
        )
        return self.handle(command, id=command_id)
