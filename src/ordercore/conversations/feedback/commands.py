"""What one may do about the feedback of an order."""

import attrs

from ordercore.conversations.feedback.kinds import RemovalOutcome
from ordercore.conversations.feedback.occasion import Occasion
from ordercore.conversations.feedback.rows import FEWEST_STARS, MOST_STARS, within
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant, instant


@attrs.frozen(kw_only=True)
class FeedbackCommand:
    """Something to do about the feedback of one order, at a moment.

    ``imported`` marks what happened elsewhere, and was let in there: no window and no limit is
    asked.
    """

    order_id: OrderId
    at: Instant = attrs.field(converter=instant)
    imported: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and a blank order."""
        check_types(self)
        checked(self.order_id, "order_id")


@attrs.frozen(kw_only=True)
class RecordFeedback(FeedbackCommand):
    """Record how a buyer rated an order: one to five stars, and perhaps a comment.

    Of two ratings that were imported, the later holds.

    Raises:
        InvalidValue: when an id is blank, or it is no number of stars.
    """

    occasion: Occasion
    stars: int
    comment: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    def __attrs_post_init__(self) -> None:
        """Refuse stars that nobody can give."""
        super().__attrs_post_init__()
        within(self.stars, "stars", FEWEST_STARS, MOST_STARS)


@attrs.frozen(kw_only=True)
class RequestReview(FeedbackCommand):
    """Ask the buyer of an order for a review.

    ``by_letter`` says that a notice of ours asks; without, the host has the marketplace ask.
    """

    occasion: Occasion
    by_letter: bool = True


@attrs.frozen(kw_only=True)
class RespondToFeedback(FeedbackCommand):
    """Answer a rating as the seller, once, for everybody to read.

    Raises:
        InvalidValue: when the text is blank.
    """

    text: str = attrs.field(repr=unshown, metadata=PERSONAL)

    def __attrs_post_init__(self) -> None:
        """Refuse an answer that says nothing."""
        super().__attrs_post_init__()
        if not self.text.strip():
            # What was given is not repeated: it might be personal.
            raise InvalidValue("text", "", "an answer that says something")


@attrs.frozen(kw_only=True)
class WithdrawFeedback(FeedbackCommand):
    """Record that the buyer has taken a rating back."""


@attrs.frozen(kw_only=True)
class RequestRemoval(FeedbackCommand):
    """Ask the marketplace to remove a rating, on a ground."""

    ground: str


@attrs.frozen(kw_only=True)
class DecideRemoval(FeedbackCommand):
    """Record what the marketplace did with a rating: removed it, struck it through, or kept it."""

    outcome: RemovalOutcome


Founding = RecordFeedback | RequestReview
"""What may be the first that is known of the feedback about an order."""
