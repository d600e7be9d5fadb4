"""Asking to cancel: a buyer's wish, which changes nothing until somebody answers it."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import RequestId, numbered
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import (
    BUYER_CANCELLED,
    all_awaiting,
    cancelled,
    is_free,
    something_awaits,
    units_are_awaiting,
)
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    UnitsCommand,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.parts import Cancellation, CancelRequest
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class RequestCancellation(UnitsCommand):
    """Ask to cancel units; in the time in which buyers cancel alone, they are cancelled at once.

    ``official`` says that it came by the marketplace's own way, and not in a plain message.
    """

    by: Actor = Actor.BUYER
    reason: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    official: bool = True
    request_id: RequestId = ""


# Events


@attrs.frozen(kw_only=True)
class CancellationRequested(OrderEvent):
    """The buyer asked to cancel units."""

    request: CancelRequest


@attrs.frozen(kw_only=True)
class CancellationAnswered(OrderEvent):
    """A request to cancel was accepted or declined."""

    request_id: RequestId
    accepted: bool


# Rules


@rule("request_already_exists", instead=("request_id",))
def request_is_new(order: Order, command: RequestCancellation, _: World) -> Facts | None:
    """A request is made once; another one needs another id."""
    return {"request": command.request_id} if order.cancel_request(command.request_id) else None


REQUEST_RULES = (something_awaits, units_are_awaiting, request_is_new)


# Outcomes


def complete_request(order: Order, command: RequestCancellation, _: World) -> RequestCancellation:
    """Take a request without units for all that still await shipment, and number it."""
    if command.units and command.request_id:
        return command
    return completed(
        command,
        units=command.units or all_awaiting(order),
        request_id=command.request_id
        or numbered("C", [request.id for request in order.cancel_requests]),
    )


def already_requested(order: Order, command: RequestCancellation) -> bool:
    """Tell whether this very request was made before."""
    request = order.cancel_request(command.request_id) if command.request_id else None
    return (
        request is not None
        and (request.reason, request.official) == (command.reason, command.official)
        and command.units in ((), request.units)
    )


def request_cancellation(
    order: Order, command: RequestCancellation, world: World
) -> tuple[OrderEvent, ...]:
    """Note the wish; while the buyer cancels alone, it is done at once."""
    request = CancelRequest(
        id=command.request_id,
        units=command.units,
        reason=command.reason,
        at=command.at,
        official=command.official,
    )
    asked = happened(CancellationRequested, command, request=request)
    if command.by is not Actor.BUYER or not is_free(order, command.at, world):
        return asked
    return (*asked, *accepted(order, command, world, request))


def accepted(
    order: Order, command: OrderCommand, world: World, request: CancelRequest
) -> tuple[OrderEvent, ...]:
    """Give the events of a yes: what was asked for is cancelled, as far as it still can be."""
    units = still_awaiting(order, request)
    return (
        *happened(CancellationAnswered, command, request_id=request.id, accepted=True),
        *cancelled(order, command, world, units, BUYER_CANCELLED, request.id),
    )


def still_awaiting(order: Order, request: CancelRequest) -> tuple[Units, ...]:
    """Give those of the units asked for that were neither shipped nor cancelled since."""
    awaiting = awaiting_units(order)
    units: list[Units] = []
    for some in request.units:
        number = min(some.quantity, awaiting.get(some.line, 0))
        if number > 0:
            awaiting[some.line] -= number
            units.append(Units(some.line, number))
    return tuple(units)


def counts_against_seller(order: Order, gone: Cancellation, world: World) -> bool:
    """Tell whether a cancellation counts in the seller's cancellation rate.

    What the buyer cancels does not, whatever reason is given; nor does one for the buyer's sake
    where the buyer asked by the official way.
    """
    row = world.cancel_reasons.get(gone.reason)
    if row is None or not row.counts or gone.by is Actor.BUYER:
        return False
    lines = {some.line for some in gone.units}
    asked = any(
        request.official and request.at <= gone.at and lines & {some.line for some in request.units}
        for request in order.cancel_requests
    )
    return not (row.unless_requested and asked)


# Folds


def fold_requested(order: Order, event: CancellationRequested) -> Order:
    """Keep the wish."""
    return replace(order, cancel_requests=(*order.cancel_requests, event.request))


def fold_answered(order: Order, event: CancellationAnswered) -> Order:
    """Note the answer on its request."""
    requests = with_changed(
        order.cancel_requests,
        event.request_id,
        lambda some: replace(some, accepted=event.accepted, answered_at=event.at),
    )
    return replace(order, cancel_requests=requests)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RequestCancellation,
        settled=already_requested,
        complete=complete_request,
        rules=(placing_comes_first, *REQUEST_RULES),
        outcome=request_cancellation,
        offers=offered(RequestCancellation),
    ),
)

FOLDS: Folds = {
    CancellationRequested: fold_requested,
    CancellationAnswered: fold_answered,
}
