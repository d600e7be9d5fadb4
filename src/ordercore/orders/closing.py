"""Closing a return: nothing more is done about it, and what never came is the buyer's again."""

from collections.abc import Iterator

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.claimed import claimed_money
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.money import counted_refunds, unrefunded_units
from ordercore.orders.returned import (
    counted,
    it_follows_what_it_needs,
    replaced_and_out,
    return_is_authorised,
    return_is_known,
    return_is_open,
    returns_named,
    with_return,
)
from ordercore.orders.returning import waited_for_until
from ordercore.orders.settled import MADE_GOOD
from ordercore.orders.settlement import keeps_all
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Closing, Return, ReturnEnd, ReturnStep

# Commands


@attrs.frozen(kw_only=True)
class CloseReturn(OrderCommand):
    """Close a return: by what it ended, and by which other order where that replaces units.

    What has not come is taken to be with the buyer, unless it was lost on its way back.
    """

    return_id: ReturnId
    end: ReturnEnd
    reference: str = ""

    def follows(self, rma: Return) -> Iterator[tuple[ReturnStep, Instant]]:
        """Tell when anything became of the return."""
        if rma.answer is not None:
            yield ReturnStep.LET_IN, rma.answer.at
        yield from ((ReturnStep.RECEIVED, some.at) for some in rma.received)
        yield from ((ReturnStep.GRADED, some.at) for some in rma.graded)
        yield from ((ReturnStep.SENT_BACK, some.at) for some in rma.sent_back)


# Events


@attrs.frozen(kw_only=True)
class ReturnClosed(OrderEvent):
    """Nothing more is done about a return."""

    return_id: ReturnId
    end: ReturnEnd
    reference: str = ""


# Rules


@rule(
    "return_unfinished",
    first=("GradeReturn", "SendBackReturn", "ReceiveReturn"),
    instead=("return_id",),
)
def all_that_came_is_settled(order: Order, command: CloseReturn, _: World) -> Facts | None:
    """Nothing is left to be graded or sent back; nor to come, of what another order makes good."""
    for rma in returns_named(order, command.return_id):
        counts = [Return.ungraded, Return.to_send_back]
        if command.end in MADE_GOOD and not command.imported:
            counts.append(Return.outstanding)
        left = [sum(some.quantity for some in counted(rma, each)) for each in counts]
        if any(left):
            facts = dict(zip(("ungraded", "rejected", "outstanding"), (*left, 0), strict=False))
            return {"return": rma.id, **facts}
    return None


@rule("return_not_refunded", first=("IssueRefund",), instead=("end",))
def refunded_return_is_refunded(order: Order, command: CloseReturn, world: World) -> Facts | None:
    """A return that ends by a refund has one that counts, or nothing of it is owed.

    That is so where fees and labels keep all of it, where it was paid for otherwise before it came,
    and where claims have given the buyer all that there was.
    """
    if command.end is not ReturnEnd.REFUNDED:
        return None
    for rma in returns_named(order, command.return_id):
        paid = any(refund.return_id == rma.id for refund in counted_refunds(order))
        if not paid and not (rma.received and _owes_nothing(order, rma, world)):
            return {"return": rma.id}
    return None


def _owes_nothing(order: Order, rma: Return, world: World) -> bool:
    money = claimed_money(order) if order.claims else None
    if money is not None and money.is_touched and not money.left.minor:
        return True
    owed = any(number > 0 for number in unrefunded_units(order, rma.id, None).values())
    return not owed or keeps_all(order, rma.id, world)


@rule("nothing_rejected", first=("GradeReturn",), instead=("end",))
def rejected_return_is_rejected(order: Order, command: CloseReturn, _: World) -> Facts | None:
    """A return that ends by a rejection had units that were rejected."""
    for rma in returns_named(order, command.return_id):
        rejected = any(some.disposition.rejects for some in rma.graded)
        if command.end is ReturnEnd.REJECTED and not rejected:
            return {"return": rma.id}
    return None


@rule("reference_missing", instead=("reference",))
def other_order_is_named(_: Order, command: CloseReturn, __: World) -> Facts | None:
    """What another order makes good names that order."""
    missing = command.end in MADE_GOOD and not command.reference.strip()
    return {"end": command.end.value} if missing else None


@rule("return_not_replaced", first=("ReplaceUnits", "IssueRefund"), instead=("reference",))
def own_replacement_stands_for_all(order: Order, command: CloseReturn, _: World) -> Facts | None:
    """What an order of ours makes good stands for all that came and was not paid back for."""
    if command.end not in MADE_GOOD or order.replacement(command.reference) is None:
        return None
    for line, number in unrefunded_units(order, command.return_id, None).items():
        if number > 0:
            return {"return": command.return_id, "line": line, "units": number}
    return None


@rule("nothing_outstanding", instead=("end",))
def something_is_outstanding(order: Order, command: CloseReturn, _: World) -> Facts | None:
    """What never came, or was lost on its way, was still to come."""
    for rma in returns_named(order, command.return_id):
        if command.end in NEVER_CAME and not counted(rma, Return.outstanding):
            return {"return": rma.id}
    return None


@rule("return_may_still_come", until="until", instead=("end",))
def its_time_is_over(order: Order, command: CloseReturn, world: World) -> Facts | None:
    """Nothing counts as never sent before the time for it is over."""
    if command.end is not ReturnEnd.NEVER_SENT or command.imported:
        return None
    for rma in returns_named(order, command.return_id):
        promised = [some.due_back for some in order.replacements if some.return_id == rma.id]
        until = max([comes_until(order, rma, world), *filter(None, promised)])
        if command.at < until:
            return {"return": rma.id, "until": until}
    return None


@rule("nothing_was_posted", first=("RecordReturnScan",), instead=("end",))
def lost_return_was_posted(order: Order, command: CloseReturn, _: World) -> Facts | None:
    """Only what a carrier had can be lost on its way."""
    for rma in returns_named(order, command.return_id):
        known = [at for at in (rma.posted_at, rma.arrived_at) if at is not None]
        posted = any(at <= command.at for at in known)
        if command.end is ReturnEnd.LOST_IN_TRANSIT and not posted:
            return {"return": rma.id}
    return None


@rule("return_was_posted", first=("ReceiveReturn",), instead=("end",))
def unsent_return_was_not_posted(order: Order, command: CloseReturn, _: World) -> Facts | None:
    """What a carrier had, and nothing of which came, is not said to have never been sent."""
    for rma in returns_named(order, command.return_id):
        if command.end is ReturnEnd.NEVER_SENT and rma.is_posted and not rma.received:
            return {"return": rma.id, "posted": rma.posted_at, "arrived": rma.arrived_at}
    return None


@rule("outstanding_units_replaced", first=("ReceiveReturn", "EndReplacement"), instead=("end",))
def outstanding_units_are_not_replaced(
    order: Order, command: CloseReturn, _: World
) -> Facts | None:
    """What is still to come stays so while something stands in its place, as far as it may come."""
    if command.end in NEVER_CAME:
        return None
    return replaced_and_out(order, command.return_id)


NEVER_CAME = (ReturnEnd.NEVER_SENT, ReturnEnd.LOST_IN_TRANSIT)


CLOSING_RULES = (
    return_is_known,
    return_is_authorised,
    return_is_open,
    it_follows_what_it_needs,
    all_that_came_is_settled,
    refunded_return_is_refunded,
    rejected_return_is_rejected,
    other_order_is_named,
    own_replacement_stands_for_all,
    something_is_outstanding,
    its_time_is_over,
    lost_return_was_posted,
    unsent_return_was_not_posted,
    outstanding_units_are_not_replaced,
)

# Outcomes


def comes_until(order: Order, rma: Return, world: World) -> Instant:
    """Give the first instant at which units of a return are no longer expected."""
    begun = rma.answer.at if rma.answer else rma.requested_at
    return waited_for_until(order, begun, world)


def already_closed(order: Order, command: CloseReturn) -> bool:
    """Tell whether it was closed by just this."""
    rma = order.return_(command.return_id)
    known = rma.closing if rma else None
    return known is not None and (known.end, known.reference) == (command.end, command.reference)


def close_return(_: Order, command: CloseReturn, __: World) -> tuple[OrderEvent, ...]:
    """Note by what it ended."""
    return happened(
        ReturnClosed,
        command,
        return_id=command.return_id,
        end=command.end,
        reference=command.reference,
    )


# Offers


def offer_closings(order: Order, at: Instant, _: World) -> tuple[CloseReturn, ...]:
    """Offer every end that needs no other order."""
    return tuple(
        [
            CloseReturn(order_id=order.id, at=at, return_id=rma.id, end=end)
            for rma in order.returns
            for end in ReturnEnd
            if end not in MADE_GOOD
        ]
    )


# Folds


def fold_closed(order: Order, event: ReturnClosed) -> Order:
    """Note the end on its return."""
    closing = Closing(event.end, event.at, event.reference)
    return with_return(order, event.return_id, closing=closing)


# The table

DECISIONS: Decisions = (
    Decision(
        command=CloseReturn,
        settled=already_closed,
        rules=(placing_comes_first, *CLOSING_RULES),
        outcome=close_return,
        offers=offer_closings,
    ),
)

FOLDS: Folds = {
    ReturnClosed: fold_closed,
}
