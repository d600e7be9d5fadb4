"""Asking to send delivered units back."""

from collections.abc import Iterable, Iterator

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.clauses import Clause
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId, numbered
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, local_date, window_end
from ordercore.orders.judging import return_verdict, returnable
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.returned import (
    ReturnCommand,
    asked_units,
    return_names_units,
    with_return,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import (
    Answer,
    ReplyDue,
    Return,
    ReturnUnits,
    Task,
    Verdict,
    deadlines_of,
    return_wait_on,
)

# Commands


@attrs.frozen(kw_only=True)
class RequestReturn(ReturnCommand):
    """Ask to send delivered units back; inside the window it is authorised at once.

    Units are named by parcel, because each parcel has its own delivery date.
    With ``ask_first`` somebody has to decide: it then waits for an answer, and may be asked for
    outside the window as well.
    """

    reason: str
    return_id: ReturnId = ""
    ask_first: bool = False


# Events


@attrs.frozen(kw_only=True)
class ReturnRequested(OrderEvent):
    """The buyer asks to send units back, and waits for an answer."""

    rma: Return


@attrs.frozen(kw_only=True)
class ReturnAuthorised(OrderEvent):
    """The buyer may send units back."""

    rma: Return


# Rules


@rule("units_not_delivered", first=("RecordDelivery",), instead=("units",))
def units_are_delivered(order: Order, command: RequestReturn, _: World) -> Facts | None:
    """Only units that were delivered, and are in no return yet, can be returned."""
    for (parcel_id, line), asked in asked_units(command.units).items():
        free = returnable(order, parcel_id, line)
        if asked > free:
            return {"parcel": parcel_id, "line": line, "asked": asked, "returnable": free}
    return None


@rule("returned_before_delivered", instead=("at",))
def return_follows_delivery(order: Order, command: RequestReturn, _: World) -> Facts | None:
    """Nobody asks to send back what has not arrived yet."""
    for some in command.units:
        parcel = order.parcel(some.parcel)
        if parcel and parcel.delivered_at and command.at < parcel.delivered_at:
            return {"parcel": parcel.id, "asked": command.at, "delivered": parcel.delivered_at}
    return None


@rule("return_window_closed", instead=("ask_first",), rather=("IssueRefund",))
def return_window_is_open(order: Order, command: RequestReturn, world: World) -> Facts | None:
    """A unit comes back within the window of its own parcel's delivery date, or is asked about."""
    for some, clause in _refusing(order, command, world, "window_closed"):
        facts = clause.facts
        told = {name: facts[name] for name in ("days", "opened", "until")}
        return {"parcel": some.parcel, **told}
    return None


@rule("unit_not_returnable", instead=("reason", "units"), rather=("IssueRefund",))
def unit_is_returnable(order: Order, command: RequestReturn, world: World) -> Facts | None:
    """What the policy takes back for no change of mind comes back for a fault alone."""
    for some, clause in _refusing(order, command, world, "not_returnable"):
        return {"parcel": some.parcel, "line": some.line, "what": clause.facts["what"]}
    return None


def _refusing(
    order: Order, command: RequestReturn, world: World, code: str
) -> Iterator[tuple[ReturnUnits, Clause]]:
    """Give the units that a clause of the return policy stands against.

    What a marketplace has let in is in; and where somebody has to decide, the answer is judged.
    """
    if command.imported or command.ask_first:
        return
    for some, answer in verdicts(order, command.units, command.reason, command.at, world):
        for clause in answer.refusals:
            if clause.code == code:
                yield some, clause


@rule("return_already_exists", instead=("return_id",))
def return_is_new(order: Order, command: RequestReturn, _: World) -> Facts | None:
    """A return is asked for once; another one needs another id."""
    return {"return": command.return_id} if order.return_(command.return_id) else None


REQUEST_RULES = (
    return_names_units,
    units_are_delivered,
    return_follows_delivery,
    return_window_is_open,
    unit_is_returnable,
    return_is_new,
)


# Outcomes


def number_return(order: Order, command: RequestReturn, _: World) -> RequestReturn:
    """Number a return that has no id."""
    if command.return_id:
        return command
    return completed(command, return_id=numbered("R", [rma.id for rma in order.returns]))


def already_requested(order: Order, command: RequestReturn) -> bool:
    """Tell whether this very return was asked for before."""
    rma = order.return_(command.return_id) if command.return_id else None
    return rma is not None and (rma.units, rma.reason) == (command.units, command.reason)


def verdicts(
    order: Order, units: Iterable[ReturnUnits], reason: str, at: Instant, world: World
) -> Iterator[tuple[ReturnUnits, Verdict]]:
    """Judge units that were delivered, for a reason, as asked for at a moment."""
    for some in units:
        parcel = order.parcel(some.parcel)
        if parcel is not None and parcel.delivered_at is not None:
            yield some, return_verdict(order, some, reason, at, world)


def request_return(order: Order, command: RequestReturn, world: World) -> tuple[OrderEvent, ...]:
    """Let the units come back, or note by when somebody has to decide.

    What a marketplace let in is answered by it, whatever our policy says.
    """
    rma = Return(
        id=command.return_id,
        units=command.units,
        reason=command.reason,
        requested_at=command.at,
    )
    if command.imported and not command.ask_first:
        answer = Answer(authorised=True, at=command.at, by=Actor.MARKETPLACE)
        return happened(ReturnAuthorised, command, rma=replace(rma, answer=answer))
    if not command.ask_first and _needs_nobody(order, command, world):
        return happened(ReturnAuthorised, command, rma=rma)
    reply = reply_due(order, command.at, world)
    return happened(ReturnRequested, command, rma=replace(rma, reply=reply))


def _needs_nobody(order: Order, command: RequestReturn, world: World) -> bool:
    """Tell whether the policy authorises all of it by itself."""
    judged = verdicts(order, command.units, command.reason, command.at, world)
    return all(answer.automatic for _, answer in judged)


def reply_due(order: Order, at: Instant, world: World) -> ReplyDue:
    """Give by when a request of a moment is answered, as the return policy has it."""
    due = deadlines_of(
        world.returns,
        zone=world.zone_of(order.terms.marketplace),
        asked_at=at,
        marketplace=order.terms.marketplace,
        channel=order.terms.channel,
        calendar=world.calendar,
    )
    until = {one.task: one.until for one in due}
    return ReplyDue(until.get(Task.ANSWER_SOON), until.get(Task.ANSWER))


def waited_for_until(order: Order, begun: Instant, world: World) -> Instant:
    """Give the first instant at which a return is expected no longer, by when it was let in.

    Days are counted where the marketplace is.
    """
    marketplace = order.terms.marketplace
    zone = world.zone_of(marketplace)
    wait = return_wait_on(world.return_waits, local_date(begun, zone), marketplace)
    return window_end(begun, wait.days, zone)


# Offers


def offer_returns(order: Order, at: Instant, _: World) -> tuple[RequestReturn, ...]:
    """Offer to return all that the buyer has of each parcel."""
    offers: list[RequestReturn] = []
    for parcel in order.parcels:
        units = [
            ReturnUnits(parcel.id, line, free)
            for line in dict.fromkeys(some.line for some in parcel.units)
            if (free := returnable(order, parcel.id, line))
        ]
        if units:
            offers.append(
                RequestReturn(
                    order_id=order.id, at=at, by=Actor.BUYER, units=units, reason="UNWANTED_ITEM"
                )
            )
    return tuple(offers)


# Folds


def fold_requested(order: Order, event: ReturnRequested) -> Order:
    """Keep the return."""
    return replace(order, returns=(*order.returns, event.rma))


def fold_authorised(order: Order, event: ReturnAuthorised) -> Order:
    """Keep the return; of one that waited for its answer, with the answer."""
    if order.return_(event.rma.id) is None:
        return replace(order, returns=(*order.returns, event.rma))
    return with_return(order, event.rma.id, answer=event.rma.answer)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RequestReturn,
        settled=already_requested,
        complete=number_return,
        rules=(placing_comes_first, *REQUEST_RULES),
        outcome=request_return,
        offers=offer_returns,
    ),
)

FOLDS: Folds = {
    ReturnRequested: fold_requested,
    ReturnAuthorised: fold_authorised,
}
