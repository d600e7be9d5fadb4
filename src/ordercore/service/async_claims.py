"""The desk of claims: what hosts with an event loop do with claims, and see of them."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ordercore.conversations.claims import Claim, ClaimCommand
from ordercore.errors import Refusal
from ordercore.kernel.time import instant
from ordercore.ports.async_store import AsyncStore
from ordercore.service import views
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.claiming import AskingClaims
from ordercore.service.claim_wish import ClaimWish
from ordercore.service.keeping_claims import by_urgency
from ordercore.service.sheet import Value
from ordercore.service.views import View

R = TypeVar("R")


class AsyncKeepingClaims(AskingClaims[Awaitable[Claim]]):
    """Claims about orders, kept beside them."""

    store: AsyncStore

    @abstractmethod
    async def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    async def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    async def handle_claim(
        self, command: ClaimCommand | ClaimWish, *, id: str | None = None
    ) -> Claim:
        """Decide a command about a claim, let its order hear of it, and keep both.

        Raises:
            Refused: with every reason, when a rule of the claim or of its order says no.
            NotFound: when there is no such claim, or no order that one would be opened about.
            InvalidValue: when it is no command about a claim.
        """
        return expect(Claim, await self._one(Asked(about_a_dossier(Claim, command), id)))

    async def claim(self, claim_id: str) -> Claim:
        """Find a claim.

        Raises:
            NotFound: when the desk keeps no such claim.
        """
        return await self.look(lambda seen: views.claim(seen, claim_id))

    async def claims_of(self, order_id: str) -> tuple[Claim, ...]:
        """Give the claims about an order, in the order in which it heard of them.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        return await self.look(lambda seen: views.claims_of(seen, order_id))

    async def explain_claim(self, command: ClaimCommand | ClaimWish) -> tuple[Refusal, ...]:
        """Give every reason why a command about a claim would be refused now, by its order too.

        Raises:
            NotFound: when the desk keeps no such claim, or no order that one would be opened about.
        """
        return await self.look(lambda seen: views.explain_claim(seen, command))

    async def claims_to_answer(self, *, by: object) -> tuple[Claim, ...]:
        """Give the claims whose answer is due at a moment or before, the most urgent first.

        What is overdue is among them. What may be appealed against as well,
        :func:`ordercore.conversations.claims.claims_due` tells of any claims.

        Raises:
            InvalidValue: when ``by`` is no aware time.
        """
        due_by = instant(by, "by")
        found: list[Claim] = []
        while page := await self.store.dossiers(
            Claim, due_by=due_by, after=found[-1] if found else None
        ):
            found += page
        return by_urgency(found)
