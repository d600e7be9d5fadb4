"""Asking about feedback: ratings recorded and answered, removals, and reviews asked for."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

from ordercore.conversations.feedback import (
    DecideRemoval,
    FeedbackCommand,
    RemovalOutcome,
    RequestRemoval,
    RespondToFeedback,
    WithdrawFeedback,
)
from ordercore.service.asking.giving import Clocked
from ordercore.service.feedback_wishes import FeedbackWish, RatingWish, ReviewWish

FeedbackAnswer = TypeVar("FeedbackAnswer")
"""What asking about feedback gives: the feedback, or something to await that gives it."""


class AskingFeedback(Clocked, Generic[FeedbackAnswer]):
    """What can be asked about the feedback of an order.

    ``imported`` marks what happened elsewhere, and is a fact: no window and no limit is asked.
    """

    @abstractmethod
    def handle_feedback(
        self, command: FeedbackCommand | FeedbackWish, *, id: str | None = None
    ) -> FeedbackAnswer:
        """Decide a command about feedback, and keep what it brings about."""

    def record_feedback(
        self,
        order_id: str,
        stars: int,
        *,
        comment: str = "",
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> FeedbackAnswer:
        """Record how the buyer rated an order: one to five stars, and perhaps a comment."""
        wish = RatingWish(
            order_id=order_id, at=self._at(at), stars=stars, comment=comment, imported=imported
        )
        return self.handle_feedback(wish, id=command_id)

    def request_review(
        self,
        order_id: str,
        *,
        earliest: object = None,
        circumstances: Iterable[str] = (),
        by_letter: bool = True,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> FeedbackAnswer:
        """Ask the buyer of an order for a review, once.

        ``earliest`` is the earliest promised delivery, of which an order knows nothing: without it,
        the latest stands for both. Without ``by_letter`` no notice of ours goes out, and the host
        has the marketplace ask.
        """
        wish = ReviewWish(
            order_id=order_id,
            at=self._at(at),
            earliest=earliest,
            circumstances=circumstances,
            by_letter=by_letter,
            imported=imported,
        )
        return self.handle_feedback(wish, id=command_id)

    def respond_to_feedback(
        self,
        order_id: str,
        text: str,
        *,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> FeedbackAnswer:
        """Answer the rating of an order as the seller, once, for everybody to read."""
        command = RespondToFeedback(
            order_id=order_id, at=self._at(at), text=text, imported=imported
        )
        return self.handle_feedback(command, id=command_id)

    def withdraw_feedback(
        self,
        order_id: str,
        *,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> FeedbackAnswer:
        """Record that the buyer has taken the rating of an order back."""
        command = WithdrawFeedback(order_id=order_id, at=self._at(at), imported=imported)
        return self.handle_feedback(command, id=command_id)

    def request_removal(
        self,
        order_id: str,
        ground: str,
        *,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> FeedbackAnswer:
        """Record that the marketplace was asked to remove a rating, on a ground, by code."""
        command = RequestRemoval(
            order_id=order_id, at=self._at(at), ground=ground, imported=imported
        )
        return self.handle_feedback(command, id=command_id)

    def decide_removal(
        self,
        order_id: str,
        outcome: RemovalOutcome,
        *,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> FeedbackAnswer:
        """Record what the marketplace did: removed a rating, struck it through, or kept it."""
        command = DecideRemoval(
            order_id=order_id, at=self._at(at), outcome=outcome, imported=imported
        )
        return self.handle_feedback(command, id=command_id)
