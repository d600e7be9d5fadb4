"""What can be seen of feedback at a desk: pure looks, for a desk that waits or one that awaits."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ordercore.conversations.feedback import (
    Feedback,
    FeedbackCommand,
    FeedbackVerdict,
    may_request_review,
)
from ordercore.errors import NotFound, Refusal
from ordercore.kernel.time import Instant
from ordercore.orders.feedback_occasion import feedback_occasion
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.queries import OrderFilter
from ordercore.service import views
from ordercore.service.asked import about_a_dossier
from ordercore.service.dossiers import FEEDBACK
from ordercore.service.feedback_wishes import FeedbackWish
from ordercore.service.views import View

EarliestOf = Callable[[Order], object]
"""Tells the earliest promised delivery of an order; ``None`` where nobody knows."""


def nobody_knows(_: Order) -> None:
    """Tell nothing of the earliest delivery, so that the latest stands for both."""


def feedback_of(view: View, order_id: str) -> Feedback:
    """Find the feedback about an order.

    Raises:
        NotFound: when the desk keeps no such order, or nothing was asked of its buyer, or said.
    """
    value = view.draft.value(FEEDBACK.key(views.order(view, order_id).id))
    if not isinstance(value, Feedback):
        raise NotFound("feedback", order_id)
    return value


def explain_feedback(view: View, command: FeedbackCommand | FeedbackWish) -> tuple[Refusal, ...]:
    """Give every reason why a command about feedback would be refused now.

    Raises:
        NotFound: when there is no such feedback, or no such order.
    """
    return views.explain_dossier(view, about_a_dossier(Feedback, command))


def may_request(
    view: View, order_id: str, at: object = None, *, earliest: object = None
) -> FeedbackVerdict:
    """Judge whether the buyer of an order may be asked for a review, and say why.

    Raises:
        NotFound: when the desk keeps no such order.
    """
    order = views.order(view, order_id)
    known = view.draft.value(FEEDBACK.key(order_id))
    feedback = known if isinstance(known, Feedback) else None
    return judged(order, feedback, view.world, view.at(at), earliest)


def judged(
    order: Order, feedback: Feedback | None, world: World, at: Instant, earliest: object
) -> FeedbackVerdict:
    """Judge whether a review of an order may be asked for, by what is kept of its feedback."""
    request = None if feedback is None else feedback.request
    occasion = feedback_occasion(
        order,
        world.zone_of(order.terms.marketplace),
        earliest=earliest,
        requested=None if request is None else request.at,
    )
    return may_request_review(occasion, at, world.feedback.reviews)


def those_sent(placed_from: object) -> OrderFilter:
    """Give the orders of which a review may be asked for, by their status."""
    sent = [status for status in OrderStatus if status.is_all_sent]
    return OrderFilter(statuses=sent, placed_from=placed_from)


def keys_of_feedback(orders: Iterable[Order]) -> tuple[Key, ...]:
    """Give the keys of the feedback about orders."""
    return tuple([FEEDBACK.key(order.id) for order in orders])


def to_request(
    orders: Iterable[Order],
    rows: Mapping[Key, Row],
    world: World,
    at: Instant,
    earliest: EarliestOf,
) -> Iterator[Order]:
    """Give those orders of which a review may be asked for now."""
    for order in orders:
        value = rows[FEEDBACK.key(order.id)].value
        feedback = value if isinstance(value, Feedback) else None
        if judged(order, feedback, world, at, earliest(order)).may:
            yield order
