"""Asking about money that comes in: promised, taken, and what else becomes of it."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer, money


class AskingPayments(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about payments.

    Without ``amount`` it is all that is due and not yet promised; of a capture, all that is due
    and not yet taken.
    Without ``payment_id`` a new payment is numbered, and of those there are the first is meant of
    which anything is open.
    """

    def confirm_payment(
        self,
        order_id: str,
        *,
        amount: Money | str | None = None,
        payment_id: str = "",
        method: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that the buyer has paid, which sets the ship-by clock going."""
        command = ConfirmPayment(
            order_id=order_id,
            at=self._at(at),
            by=by,
            amount=money(amount),
            payment_id=payment_id,
            method=method,
        )
        return self.handle(command, id=command_id)

    def authorise_payment(
        self,
        order_id: str,
        *,
        amount: Money | str | None = None,
        payment_id: str = "",
        method: str = "",
        on_delivery: bool = False,
        expires_at: object = None,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that money is promised, to be taken later: at the door, if ``on_delivery``."""
        command = AuthorisePayment(
            order_id=order_id,
            at=self._at(at),
            by=by,
            amount=money(amount),
            payment_id=payment_id,
            method=method,
            on_delivery=on_delivery,
            expires_at=expires_at,
        )
        return self.handle(command, id=command_id)

    def capture_payment(
        self,
        order_id: str,
        *,
        payment_id: str = "",
        amount: Money | str | None = None,
        capture_id: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that promised money was taken; ``capture_id`` is the provider's own."""
        command = CapturePayment(
            order_id=order_id,
            at=self._at(at),
            by=by,
            payment_id=payment_id,
            amount=money(amount),
            capture_id=capture_id,
        )
        return self.handle(command, id=command_id)

    def fail_payment(
        self,
        order_id: str,
        *,
        payment_id: str = "",
        amount: Money | str | None = None,
        method: str = "",
        reason: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that a payment was declined, before or after it had been promised."""
        command = FailPayment(
            order_id=order_id,
            at=self._at(at),
            by=by,
            amount=money(amount),
            payment_id=payment_id,
            method=method,
            reason=reason,
        )
        return self.handle(command, id=command_id)

    def expire_payment(
        self,
        order_id: str,
        *,
        payment_id: str = "",
        reason: str = "",
        by: Actor = Actor.SYSTEM,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that what was left of a promise ran out."""
        command = ExpirePayment(
            order_id=order_id, at=self._at(at), by=by, payment_id=payment_id, reason=reason
        )
        return self.handle(command, id=command_id)

    def void_payment(
        self,
        order_id: str,
        *,
        payment_id: str = "",
        reason: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Give back what was left of a promise, untaken."""
        command = VoidPayment(
            order_id=order_id, at=self._at(at), by=by, payment_id=payment_id, reason=reason
        )
        return self.handle(command, id=command_id)
