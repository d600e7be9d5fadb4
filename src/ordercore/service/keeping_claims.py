"""The desk of claims: what hosts do with claims, and see of them."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TypeVar

from ordercore.conversations.claims import Claim, ClaimCommand, answer_due
from ordercore.errors import Refusal
from ordercore.kernel.time import instant
from ordercore.ports.store import Store
from ordercore.service import views
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.claiming import AskingClaims
from ordercore.service.claim_wish import ClaimWish
from ordercore.service.looking import every_dossier
from ordercore.service.sheet import Value
from ordercore.service.views import View

R = TypeVar("R")


class KeepingClaims(AskingClaims[Claim]):
    """Claims about orders, kept beside them."""

    store: Store

    @abstractmethod
    def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    def handle_claim(self, command: ClaimCommand | ClaimWish, *, id: str | None = None) -> Claim:
        """Decide a command about a claim, let its order hear of it, and keep both.

        Raises:
            Refused: with every reason, when a rule of the claim or of its order says no.
            NotFound: when there is no such claim, or no order that one would be opened about.
            InvalidValue: when it is no command about a claim.
        """
        return expect(Claim, self._one(Asked(about_a_dossier(Claim, command), id)))

    def claim(self, claim_id: str) -> Claim:
        """Find a claim.

        Raises:
            NotFound: when the desk keeps no such claim.
        """
        return self.look(lambda seen: views.claim(seen, claim_id))

    def claims_of(self, order_id: str) -> tuple[Claim, ...]:
        """Give the claims about an order, in the order in which it heard of them.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        return self.look(lambda seen: views.claims_of(seen, order_id))

    def explain_claim(self, command: ClaimCommand | ClaimWish) -> tuple[Refusal, ...]:
        """Give every reason why a command about a claim would be refused now, by its order too.

        Raises:
            NotFound: when the desk keeps no such claim, or no order that one would be opened about.
        """
        return self.look(lambda seen: views.explain_claim(seen, command))

    def claims_to_answer(self, *, by: object) -> tuple[Claim, ...]:
        """Give the claims whose answer is due at a moment or before, the most urgent first.

        What is overdue is among them. What may be appealed against as well,
        :func:`ordercore.conversations.claims.claims_due` tells of any claims.

        Raises:
            InvalidValue: when ``by`` is no aware time.
        """
        return by_urgency(every_dossier(self.store, Claim, due_by=instant(by, "by")))


def by_urgency(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Sort claims that wait for an answer by when it is due."""
    waiting = [(answer_due(claim), claim) for claim in claims]
    told = [(due, claim) for due, claim in waiting if due is not None]
    return tuple([claim for _, claim in sorted(told, key=lambda some: (some[0], some[1].id))])
