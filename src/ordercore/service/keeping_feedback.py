"""The desk of feedback: what hosts do with ratings and review requests, and see of them."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
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
from ordercore.ports.store import Store
from ordercore.service import feedback_views
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.rating import AskingFeedback
from ordercore.service.feedback_views import EarliestOf, nobody_knows
from ordercore.service.feedback_wishes import FeedbackWish
from ordercore.service.looking import every_dossier
from ordercore.service.sheet import Value
from ordercore.service.views import View

R = TypeVar("R")


class KeepingFeedback(AskingFeedback[Feedback]):
    """Feedback about orders, kept beside them."""

    store: Store
    world: World

    @abstractmethod
    def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    def handle_feedback(
        self, command: FeedbackCommand | FeedbackWish, *, id: str | None = None
    ) -> Feedback:
        """Decide a command about the feedback of an order, and keep it.

        Raises:
            Refused: with every reason, when a rule says no.
            NotFound: when there is no such order, or nothing was asked of its buyer or said.
            InvalidValue: when it is no command about feedback.
        """
        return expect(Feedback, self._one(Asked(about_a_dossier(Feedback, command), id)))

    def feedback_of(self, order_id: str) -> Feedback:
        """Find the feedback about an order.

        Raises:
            NotFound: when the desk keeps no such order, or nothing was asked of its buyer, or said.
        """
        return self.look(lambda seen: feedback_views.feedback_of(seen, order_id))

    def explain_feedback(self, command: FeedbackCommand | FeedbackWish) -> tuple[Refusal, ...]:
        """Give every reason why a command about feedback would be refused now.

        Raises:
            NotFound: when there is no such order, or nothing was asked of its buyer or said.
        """
        return self.look(lambda seen: feedback_views.explain_feedback(seen, command))

    def may_request_review(
        self, order_id: str, at: object = None, *, earliest: object = None
    ) -> FeedbackVerdict:
        """Judge whether the buyer of an order may be asked for a review, and say why.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        return self.look(
            lambda seen: feedback_views.may_request(seen, order_id, at, earliest=earliest)
        )

    def reviews_to_request(
        self,
        at: object = None,
        *,
        placed_from: object = None,
        earliest: EarliestOf = nobody_knows,
    ) -> Iterator[Order]:
        """Give the orders of which a review may be asked for at a moment, page by page.

        All that were sent are looked at; ``placed_from`` leaves out those placed before.
        ``earliest`` tells the earliest promised delivery of an order, where somebody knows.
        """
        when, last = self._at(at), None
        wanted = feedback_views.those_sent(placed_from)
        while page := self.store.orders(wanted, after=last):
            rows = self.store.load(feedback_views.keys_of_feedback(page))
            yield from feedback_views.to_request(page, rows, self.world, when, earliest)
            last = page[-1]

    def feedback_scores(
        self, day: dt.date, zone: str, *, marketplace: str = EVERYWHERE
    ) -> Mapping[str, Score]:
        """Add up all ratings that are kept, in each period that ends with a day of a zone.

        Raises:
            InvalidValue: when it is no day, or there is no such zone.
        """
        kept = every_dossier(self.store, Feedback)
        periods = self.world.feedback.periods
        return feedback_scores(kept, day, zone, marketplace=marketplace, periods=periods)
