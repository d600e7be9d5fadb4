"""Asking what is answered to a buyer who wants to send something back."""

from ordercore.kernel.actors import Actor
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingAnswers(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about requests to return."""

    def ask_return_information(
        self,
        order_id: str,
        return_id: str,
        *,
        question: str,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Ask the buyer something before a return is let in."""
        command = AskReturnInformation(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            question=question,
        )
        return self.handle(command, id=command_id)

    def give_return_information(
        self,
        order_id: str,
        return_id: str,
        *,
        answer: str,
        by: Actor = Actor.BUYER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Say what was asked about a return; then it waits for its answer again."""
        command = GiveReturnInformation(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            answer=answer,
        )
        return self.handle(command, id=command_id)

    def authorise_return(
        self,
        order_id: str,
        return_id: str,
        *,
        override: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Let a return in that waits for an answer.

        ``override`` says why, where the policy refuses it; it is kept with who said so.
        """
        command = AuthoriseReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            override=override,
        )
        return self.handle(command, id=command_id)

    def decline_return(
        self,
        order_id: str,
        return_id: str,
        *,
        reason: str,
        note: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Do not let a return in; the reasons are those of ``World.decline_reasons``."""
        command = DeclineReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            reason=reason,
            note=note,
        )
        return self.handle(command, id=command_id)

    def withdraw_return(
        self,
        order_id: str,
        return_id: str,
        *,
        by: Actor = Actor.BUYER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Take back the wish to send units back, before any was handed over."""
        command = WithdrawReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
        )
        return self.handle(command, id=command_id)
