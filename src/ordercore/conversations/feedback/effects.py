"""What feedback means for others: the order defect rate, and who is told."""

from collections.abc import Iterable, Mapping

from ordercore.conversations.feedback.events import FeedbackEvent, FeedbackLeft, ReviewRequested
from ordercore.conversations.feedback.feedback import Feedback
from ordercore.conversations.feedback.kinds import RatingKind
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import Instant


def is_defect(feedback: Feedback) -> bool:
    """Tell whether feedback makes its order a defect: a negative rating that counts.

    What was removed or struck through counts no more (Seller Central 20231).

    Raises:
        InvalidValue: when it is no feedback.
    """
    rating = of_type(feedback, Feedback, "feedback").rating
    return rating is not None and rating.kind is RatingKind.NEGATIVE and feedback.counts


def defective_orders(feedback: Iterable[Feedback]) -> Mapping[OrderId, Instant]:
    """Give the orders that feedback makes defective, with when each was *ordered*.

    The rate counts by the day of the order: a rating of today may change a window that ended
    weeks ago.

    Raises:
        InvalidValue: when one is no feedback, or two say of one order that it was placed at
            different moments.
    """
    found: dict[OrderId, Instant] = {}
    for some in several(feedback, "feedback"):
        if is_defect(some):
            known = found.setdefault(some.order_id, some.subject.ordered_at)
            if known != some.subject.ordered_at:
                raise InvalidValue("ordered_at", some.subject.ordered_at, f"the moment {known}")
    return found


def is_bad_news(feedback: Feedback, event: FeedbackEvent) -> bool:
    """Tell whether the seller is told: a rating has come that makes the order a defect."""
    return (
        isinstance(event, FeedbackLeft) and event.rating == feedback.rating and is_defect(feedback)
    )


def asks_the_buyer(_: Feedback, event: FeedbackEvent) -> bool:
    """Tell whether a letter of ours goes to the buyer: a review was asked for, and here."""
    return isinstance(event, ReviewRequested) and event.request.by_letter and not event.imported
