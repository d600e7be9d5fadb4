"""Asking to give money back."""

from collections.abc import Iterable

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import several
from ordercore.kernel.money import Money
from ordercore.orders.parts import RefundPart
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer, money


class AskingRefunds(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about refunds."""

    def refund(
        self,
        order_id: str,
        *,
        reason: str,
        parts: Iterable[RefundPart] | None = None,
        amount: Money | str | None = None,
        return_id: str | None = None,
        parcel_id: str | None = None,
        replaced_by: str | None = None,
        refund_id: str = "",
        ahead: bool = False,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Give money back: the parts named, a sum, or what is owed.

        Owed is what a return comes to by the policy (see ``settlement``), what did not arrive in a
        parcel, or, where neither is named, was cancelled after money was taken for it. Of an
        exchange, by the id of the order that is sent (``replaced_by``), it is what the old goods
        are worth beyond the new. With ``ahead`` a return is paid for before its goods have come,
        where the policy has an ``Advance`` for that.

        Raises:
            InvalidValue: when there are ``parts`` but none in them: what is owed is left out.
        """
        command = IssueRefund(
            order_id=order_id,
            at=self._at(at),
            by=by,
            reason=reason,
            parts=_named(parts),
            amount=money(amount),
            return_id=return_id,
            parcel_id=parcel_id,
            replaced_by=replaced_by,
            refund_id=refund_id,
            ahead=ahead,
        )
        return self.handle(command, id=command_id)

    def recharge_refund(
        self,
        order_id: str,
        refund_id: str,
        *,
        parts: Iterable[RefundPart] | None = None,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Charge again what went back ahead of goods that never came, were rejected or worn.

        Without ``parts`` it is all that was too much. It is owed then, and taken as a payment is.

        Raises:
            InvalidValue: when there are ``parts`` but none in them.
        """
        command = RechargeRefund(
            order_id=order_id, at=self._at(at), by=by, refund_id=refund_id, parts=_named(parts)
        )
        return self.handle(command, id=command_id)

    def confirm_refund(
        self,
        order_id: str,
        refund_id: str,
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that the money of a refund has gone out."""
        command = ConfirmRefund(order_id=order_id, at=self._at(at), by=by, refund_id=refund_id)
        return self.handle(command, id=command_id)

    def fail_refund(
        self,
        order_id: str,
        refund_id: str,
        *,
        reason: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that a refund failed; its money may be given back by another one."""
        command = FailRefund(
            order_id=order_id, at=self._at(at), by=by, refund_id=refund_id, reason=reason
        )
        return self.handle(command, id=command_id)


def _named(parts: Iterable[RefundPart] | None) -> tuple[RefundPart, ...]:
    """Refuse parts without any, which would be taken for all that is owed."""
    if parts is None:
        return ()
    named = several(parts, "parts")
    if not named:
        raise InvalidValue("parts", named, "at least one part, or left out for all that is owed")
    return named
