"""Asking about claims: opened, answered, decided, withdrawn, and appealed against."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

from ordercore.conversations.claims import (
    AnswerClaim,
    AppealClaim,
    ClaimCommand,
    DecideAppeal,
    DecideClaim,
    Outcome,
    Party,
    WithdrawClaim,
)
from ordercore.conversations.claims.terms import ANYBODY
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.service.asking.giving import (
    Clocked,
    Giving,
    OrderAnswer,
    StockAnswer,
    amount_of,
    money,
)
from ordercore.service.claim_wish import ClaimWish

ClaimAnswer = TypeVar("ClaimAnswer")
"""What asking about a claim gives: the claim, or something to await that gives it."""


class AskingClaims(Clocked, Generic[ClaimAnswer]):
    """What can be asked about claims.

    The order that a claim is about hears of it in the same transaction. ``imported`` marks what
    was opened or decided elsewhere, and is a fact.
    """

    @abstractmethod
    def handle_claim(
        self, command: ClaimCommand | ClaimWish, *, id: str | None = None
    ) -> ClaimAnswer:
        """Decide a command about a claim, and keep what it brings about."""

    def open_claim(
        self,
        order_id: str,
        claim_id: str,
        *,
        kind: str,
        ground: str,
        claimed: Money | str,
        provider: str = ANYBODY,
        contacted: object = None,
        circumstances: Iterable[str] = (),
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> ClaimAnswer:
        """Open a claim about an order, under an id of the marketplace's, the bank's, or one's own.

        What the order knows is taken from it: when it was placed, paid, sent, delivered, sent back
        and refunded, what it came to, and which other claims there are. ``provider`` is the
        carrier or the card scheme, ``contacted`` when the buyer first wrote to the seller about
        it, and ``circumstances`` are codes of what else is the case.
        """
        wish = ClaimWish(
            claim_id=claim_id,
            order_id=order_id,
            at=self._at(at),
            kind=kind,
            ground=ground,
            claimed=amount_of(claimed, "claimed"),
            provider=provider,
            contacted=contacted,
            circumstances=circumstances,
            imported=imported,
        )
        return self.handle_claim(wish, id=command_id)

    def answer_claim(
        self,
        claim_id: str,
        *,
        accepts: bool = False,
        evidence: Iterable[str] = (),
        at: object = None,
        command_id: str | None = None,
    ) -> ClaimAnswer:
        """Answer a claim as the seller, once: accept it, or give evidence against it, by code."""
        command = AnswerClaim(
            claim_id=claim_id, at=self._at(at), accepts=accepts, evidence=evidence
        )
        return self.handle_claim(command, id=command_id)

    def decide_claim(
        self,
        claim_id: str,
        outcome: Outcome,
        *,
        amount: Money | str | None = None,
        at_cost_of: Party | None = None,
        counts: bool | None = None,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> ClaimAnswer:
        """Record how a claim was decided, or that the seller refunded before it was.

        Without an ``amount`` all is granted that may be. ``counts`` is what was said of the order
        defect rate, where anything was.
        """
        command = DecideClaim(
            claim_id=claim_id,
            at=self._at(at),
            outcome=outcome,
            amount=money(amount),
            at_cost_of=at_cost_of,
            counts=counts,
            imported=imported,
        )
        return self.handle_claim(command, id=command_id)

    def withdraw_claim(
        self, claim_id: str, *, at: object = None, command_id: str | None = None
    ) -> ClaimAnswer:
        """Record that whoever opened a claim has withdrawn it."""
        return self.handle_claim(WithdrawClaim(claim_id=claim_id, at=self._at(at)), id=command_id)

    def appeal_claim(
        self,
        claim_id: str,
        *,
        by: Party = Party.SELLER,
        evidence: Iterable[str] = (),
        at: object = None,
        command_id: str | None = None,
    ) -> ClaimAnswer:
        """Appeal against the decision on a claim, with further evidence, by code."""
        command = AppealClaim(claim_id=claim_id, at=self._at(at), by=by, evidence=evidence)
        return self.handle_claim(command, id=command_id)

    def decide_appeal(
        self,
        claim_id: str,
        outcome: Outcome,
        *,
        amount: Money | str | None = None,
        at_cost_of: Party | None = None,
        counts: bool | None = None,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> ClaimAnswer:
        """Record how an appeal was decided: what holds from now on."""
        command = DecideAppeal(
            claim_id=claim_id,
            at=self._at(at),
            outcome=outcome,
            amount=money(amount),
            at_cost_of=at_cost_of,
            counts=counts,
            imported=imported,
        )
        return self.handle_claim(command, id=command_id)


class HearingClaims(Giving[OrderAnswer, StockAnswer]):
    """What an order can be told of claims that are kept elsewhere."""

    def hear_claim(
        self,
        order_id: str,
        claim: ClaimNote,
        *,
        by: Actor = Actor.SYSTEM,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Note how a claim about an order stands that the desk does not keep itself."""
        command = HearClaim(order_id=order_id, at=self._at(at), by=by, claim=claim)
        return self.handle(command, id=command_id)
