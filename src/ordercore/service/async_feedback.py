"""The desk of feedback: what hosts with an event loop do with ratings, and see of them."""

import datetime as dt
from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeVar

from ordercore.conversations.feedback import (
    Feedback,
    FeedbackCommand,
    FeedbackVerdict,
    Score,
    feedback_scores,
)
from ordercore.errors import Refusal
from ordercore.kernel.dated import EVERYWHERE
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.service import feedback_views
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.rating import AskingFeedback
from ordercore.service.feedback_views import EarliestOf, nobody_knows
from ordercore.service.feedback_wishes import FeedbackWish
from ordercore.service.sheet import Value
from ordercore.service.views import View

R = TypeVar("R")


class AsyncKeepingFeedback(AskingFeedback[Awaitable[Feedback]]):
    """Feedback about orders, kept beside them.

    What :class:`ordercore.service.keeping_feedback.KeepingFeedback` says of its methods holds for
    these.
    """

    store: AsyncStore
    world: World

    @abstractmethod
    async def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    async def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    async def handle_feedback(
        self, command: FeedbackCommand | FeedbackWish, *, id: str | None = None
    ) -> Feedback:
        """Decide a command about the feedback of an order, and keep it."""
        return expect(Feedback, await self._one(Asked(about_a_dossier(Feedback, command), id)))

    async def feedback_of(self, order_id: str) -> Feedback:
        """Find the feedback about an order."""
        return await self.look(lambda seen: feedback_views.feedback_of(seen, order_id))

    async def explain_feedback(
        self, command: FeedbackCommand | FeedbackWish
    ) -> tuple[Refusal, ...]:
        """Give every reason why a command about feedback would be refused now."""
        return await self.look(lambda seen: feedback_views.explain_feedback(seen, command))

    async def may_request_review(
        self, order_id: str, at: object = None, *, earliest: object = None
    ) -> FeedbackVerdict:
        """Judge whether the buyer of an order may be asked for a review, and say why."""
        return await self.look(
            lambda seen: feedback_views.may_request(seen, order_id, at, earliest=earliest)
        )

    async def reviews_to_request(
        self,
        at: object = None,
        *,
        placed_from: object = None,
        earliest: EarliestOf = nobody_knows,
    ) -> AsyncIterator[Order]:
        """Give the orders of which a review may be asked for at a moment, page by page."""
        when, last = self._at(at), None
        wanted = feedback_views.those_sent(placed_from)
        while page := await self.store.orders(wanted, after=last):
            rows = await self.store.load(feedback_views.keys_of_feedback(page))
            for order in feedback_views.to_request(page, rows, self.world, when, earliest):
                yield order
            last = page[-1]

    async def feedback_scores(
        self, day: dt.date, zone: str, *, marketplace: str = EVERYWHERE
    ) -> Mapping[str, Score]:
        """Add up all ratings that are kept, in each period that ends with a day of a zone."""
        kept: list[Feedback] = []
        while page := await self.store.dossiers(Feedback, after=kept[-1] if kept else None):
            kept += page
        periods = self.world.feedback.periods
        return feedback_scores(kept, day, zone, marketplace=marketplace, periods=periods)
