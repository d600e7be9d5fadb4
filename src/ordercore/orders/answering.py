"""Answering a buyer who asked to cancel."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import RequestId
from ordercore.kernel.replace import completed
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.asking import CancellationAnswered, accepted, still_awaiting
from ordercore.orders.cancelling import pending_orders_are_the_marketplaces
from ordercore.orders.message import (
    Decisions,
    Folds,
    Offers,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class AnswerCommand(OrderCommand):
    """An answer to a request to cancel; without ``request_id``, to the first open one."""

    request_id: RequestId = ""


@attrs.frozen(kw_only=True)
class AcceptCancellation(AnswerCommand):
    """Cancel what the buyer asked for, as far as it still awaits shipment."""


@attrs.frozen(kw_only=True)
class DeclineCancellation(AnswerCommand):
    """Tell the buyer that the order goes on."""


# Rules


@rule("request_unknown", first=("RequestCancellation",), instead=("request_id",))
def request_is_known(order: Order, command: AnswerCommand, _: World) -> Facts | None:
    """Only a request that was made can be answered."""
    return None if order.cancel_request(command.request_id) else {"request": command.request_id}


@rule("request_already_answered", rather=("RequestCancellation", "CancelUnits"))
def request_is_open(order: Order, command: AnswerCommand, _: World) -> Facts | None:
    """A request is answered once."""
    request = order.cancel_request(command.request_id)
    if request is None or request.accepted is None:
        return None
    return {"request": request.id, "accepted": request.accepted}


@rule("requested_units_are_gone", rather=("DeclineCancellation", "RequestReturn"))
def something_asked_for_awaits(order: Order, command: AcceptCancellation, _: World) -> Facts | None:
    """A request can be accepted while any of its units still awaits shipment."""
    request = order.cancel_request(command.request_id)
    if request is None or still_awaiting(order, request):
        return None
    return {"request": request.id}


DECLINE_RULES = (request_is_known, request_is_open)


ACCEPT_RULES = (
    *DECLINE_RULES,
    something_asked_for_awaits,
    pending_orders_are_the_marketplaces,
)


# Outcomes


def answer_the_first(order: Order, command: AnswerCommand, _: World) -> AnswerCommand:
    """Take an answer to no request in particular for one to the first open one, or to the last."""
    if command.request_id or not order.cancel_requests:
        return command
    open_ = [some for some in order.cancel_requests if some.accepted is None]
    return completed(command, request_id=(open_ or order.cancel_requests[-1:])[0].id)


def already_accepted(order: Order, command: AcceptCancellation) -> bool:
    """Tell whether the request named was accepted before."""
    return _answered(order, command, accepted=True)


def already_declined(order: Order, command: DeclineCancellation) -> bool:
    """Tell whether the request named was declined before."""
    return _answered(order, command, accepted=False)


def _answered(order: Order, command: AnswerCommand, *, accepted: bool) -> bool:
    request = order.cancel_request(command.request_id) if command.request_id else None
    return request is not None and request.accepted is accepted


def accept_cancellation(
    order: Order, command: AcceptCancellation, world: World
) -> tuple[OrderEvent, ...]:
    """Cancel what still can be."""
    request = next(some for some in order.cancel_requests if some.id == command.request_id)
    return accepted(order, command, world, request)


def decline_cancellation(
    _: Order, command: DeclineCancellation, __: World
) -> tuple[OrderEvent, ...]:
    """Let the order go on."""
    return happened(CancellationAnswered, command, request_id=command.request_id, accepted=False)


# Offers


def offer_answers(kind: type[AnswerCommand]) -> Offers:
    """Offer the answer to every request that is open."""
    return lambda order, at, _: tuple(
        kind(order_id=order.id, at=at, request_id=some.id)
        for some in order.cancel_requests
        if some.accepted is None
    )


# The table

DECISIONS: Decisions = (
    Decision(
        command=AcceptCancellation,
        settled=already_accepted,
        complete=answer_the_first,
        rules=(placing_comes_first, *ACCEPT_RULES),
        outcome=accept_cancellation,
        offers=offer_answers(AcceptCancellation),
    ),
    Decision(
        command=DeclineCancellation,
        settled=already_declined,
        complete=answer_the_first,
        rules=(placing_comes_first, *DECLINE_RULES),
        outcome=decline_cancellation,
        offers=offer_answers(DeclineCancellation),
    ),
)

FOLDS: Folds = {}
