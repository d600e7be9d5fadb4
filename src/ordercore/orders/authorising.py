"""Answering a request to send units back: asked about, authorised by hand, declined, withdrawn."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.returned import (
    it_follows_what_it_needs,
    replaced_and_out,
    return_is_known,
    return_is_not_posted,
    return_is_open,
    return_waits_for_an_answer,
    returns_named,
    with_return,
)
from ordercore.orders.returning import ReturnAuthorised, verdicts
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Answer

# Commands


@attrs.frozen(kw_only=True)
class AuthoriseReturn(OrderCommand):
    """Let a return in that waits for an answer.

    ``override`` says why it is let in although the policy refuses it.
    """

    return_id: ReturnId
    override: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class DeclineReturn(OrderCommand):
    """Do not let a return in, for a reason that the host has settled."""

    return_id: ReturnId
    reason: str
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class WithdrawReturn(OrderCommand):
    """Take back the wish to send units back, before any of them was handed over."""

    return_id: ReturnId


# Events


@attrs.frozen(kw_only=True)
class ReturnDeclined(OrderEvent):
    """The buyer may not send units back."""

    return_id: ReturnId
    reason: str
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class ReturnWithdrawn(OrderEvent):
    """The buyer keeps the units after all."""

    return_id: ReturnId


# Rules


@rule("policy_refuses_return", instead=("override",), rather=("DeclineReturn",))
def policy_lets_it_in(order: Order, command: AuthoriseReturn, world: World) -> Facts | None:
    """What the policy refuses is let in only with a reason, as of when it was asked for."""
    if command.override.strip() or command.imported:
        return None
    for rma in returns_named(order, command.return_id):
        for some, answer in verdicts(order, rma.units, rma.reason, rma.requested_at, world):
            for clause in answer.refusals:
                return {"return": rma.id, "parcel": some.parcel, "clause": clause.code}
    return None


@rule("decline_reason_unknown", instead=("reason",))
def decline_reason_is_known(_: Order, command: DeclineReturn, world: World) -> Facts | None:
    """A return is declined for a reason that the host has settled; a marketplace has its own."""
    if command.imported or command.reason in world.decline_reasons:
        return None
    return {"reason": command.reason, "known": sorted(world.decline_reasons)}


@rule("withdrawn_units_replaced", first=("EndReplacement",))
def withdrawn_units_are_not_replaced(
    order: Order, command: WithdrawReturn, _: World
) -> Facts | None:
    """Nobody keeps units in whose place something else was sent, or is to be."""
    return replaced_and_out(order, command.return_id)


ANSWER_RULES = (
    return_is_known,
    return_is_open,
    return_waits_for_an_answer,
    it_follows_what_it_needs,
)

WITHDRAW_RULES = (
    return_is_known,
    return_is_open,
    return_is_not_posted,
    withdrawn_units_are_not_replaced,
    it_follows_what_it_needs,
)

# Outcomes


def already_authorised(order: Order, command: AuthoriseReturn) -> bool:
    """Tell whether this very answer was given."""
    rma = order.return_(command.return_id)
    said = rma.answer if rma else None
    return said is not None and said.authorised and said.override == command.override


def authorise_return(order: Order, command: AuthoriseReturn, _: World) -> tuple[OrderEvent, ...]:
    """Note who let it in, and why if the policy did not."""
    by = Actor.MARKETPLACE if command.imported else command.by
    answer = Answer(authorised=True, at=command.at, by=by, override=command.override)
    return tuple(
        [
            event
            for rma in returns_named(order, command.return_id)
            for event in happened(ReturnAuthorised, command, rma=replace(rma, answer=answer))
        ]
    )


def already_declined(order: Order, command: DeclineReturn) -> bool:
    """Tell whether it was declined for this very reason."""
    rma = order.return_(command.return_id)
    said = rma.answer if rma else None
    told = (command.reason, command.note)
    return said is not None and not said.authorised and (said.reason, said.note) == told


def decline_return(_: Order, command: DeclineReturn, __: World) -> tuple[OrderEvent, ...]:
    """Note why not."""
    return happened(
        ReturnDeclined,
        command,
        return_id=command.return_id,
        reason=command.reason,
        note=command.note,
    )


def already_withdrawn(order: Order, command: WithdrawReturn) -> bool:
    """Tell whether it was withdrawn before."""
    rma = order.return_(command.return_id)
    return rma is not None and rma.withdrawn_at is not None


def withdraw_return(_: Order, command: WithdrawReturn, __: World) -> tuple[OrderEvent, ...]:
    """Note that nothing comes."""
    return happened(ReturnWithdrawn, command, return_id=command.return_id)


# Offers


def offer_authorisations(order: Order, at: Instant, _: World) -> tuple[AuthoriseReturn, ...]:
    """Offer to let in what waits."""
    return tuple(
        [
            AuthoriseReturn(order_id=order.id, at=at, return_id=rma.id)
            for rma in order.returns
            if not rma.is_authorised
        ]
    )


def offer_declines(order: Order, at: Instant, world: World) -> tuple[DeclineReturn, ...]:
    """Offer to decline what waits, for the first reason that there is."""
    reasons = list(world.decline_reasons)[:1]
    return tuple(
        [
            DeclineReturn(order_id=order.id, at=at, return_id=rma.id, reason=reason)
            for rma in order.returns
            for reason in reasons
            if not rma.is_authorised
        ]
    )


def offer_withdrawals(order: Order, at: Instant, _: World) -> tuple[WithdrawReturn, ...]:
    """Offer to withdraw what nobody has handed over."""
    return tuple(
        [
            WithdrawReturn(order_id=order.id, at=at, by=Actor.BUYER, return_id=rma.id)
            for rma in order.returns
        ]
    )


# Folds


def fold_declined(order: Order, event: ReturnDeclined) -> Order:
    """Note the answer on its return."""
    said = Answer(authorised=False, at=event.at, by=event.by, reason=event.reason, note=event.note)
    return with_return(order, event.return_id, answer=said)


def fold_withdrawn(order: Order, event: ReturnWithdrawn) -> Order:
    """Note on its return that nothing comes."""
    return with_return(order, event.return_id, withdrawn_at=event.at)


# The table

DECISIONS: Decisions = (
    Decision(
        command=AuthoriseReturn,
        settled=already_authorised,
        rules=(placing_comes_first, *ANSWER_RULES, policy_lets_it_in),
        outcome=authorise_return,
        offers=offer_authorisations,
    ),
    Decision(
        command=DeclineReturn,
        settled=already_declined,
        rules=(placing_comes_first, *ANSWER_RULES, decline_reason_is_known),
        outcome=decline_return,
        offers=offer_declines,
    ),
    Decision(
        command=WithdrawReturn,
        settled=already_withdrawn,
        rules=(placing_comes_first, *WITHDRAW_RULES),
        outcome=withdraw_return,
        offers=offer_withdrawals,
    ),
)

FOLDS: Folds = {
    ReturnDeclined: fold_declined,
    ReturnWithdrawn: fold_withdrawn,
}
