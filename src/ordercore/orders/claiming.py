"""Hearing of claims about an order, so that no refund pays what a claim has paid."""

from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claimed import claimed_money
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World

if TYPE_CHECKING:
    from ordercore.orders.refunding import IssueRefund

# Commands


@attrs.frozen(kw_only=True)
class HearClaim(OrderCommand):
    """Note how a claim about an order now stands.

    Of claims that a desk keeps it is done by itself; a host that keeps them elsewhere says so.
    """

    claim: ClaimNote


# Events


@attrs.frozen(kw_only=True)
class ClaimHeard(OrderEvent):
    """The order knows how a claim about it stands."""

    claim: ClaimNote


# Rules


@rule("claim_not_in_currency", instead=("claim",))
def claim_is_in_order_currency(order: Order, command: HearClaim, _: World) -> Facts | None:
    """A claim is in the currency of its order, as far as that was known when it was heard of."""
    claimed = command.claim.claimed
    if order.currency in (None, claimed.currency) or order.claim(command.claim.id) is not None:
        return None
    return {"claimed": claimed, "currency": order.currency}


@rule("claims_exceed_payment", first=("CapturePayment",), instead=("claim",))
def claims_stay_within_payment(order: Order, command: HearClaim, _: World) -> Facts | None:
    """Refunds and claims give the buyer no more than was taken; what was decided elsewhere may."""
    known, note, money = order.claim(command.claim.id), command.claim, claimed_money(order)
    more = note.gone - (known.gone if known else 0)
    if command.imported or money is None or more <= money.left.minor or more <= 0:
        return None
    return {"claim": note.kind, "wanted": Money(more, note.claimed.currency), "left": money.left}


@rule("claimed_already", instead=("parts", "amount"))
def claims_leave_a_refund(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """No refund pays what the buyer got by a claim, or what a bank holds until it decides."""
    money = claimed_money(order) if order.claims and not command.imported else None
    if money is None:
        return None
    wanted = sum([part.charges.total for part in command.parts])
    if not money.is_touched or wanted <= money.left.minor:
        return None
    return {
        "wanted": Money(wanted, money.left.currency),
        "left": money.left,
        "by_claims": money.by_claims,
        "held": money.held,
    }


RULES = (
    claim_is_in_order_currency,
    claims_stay_within_payment,
)


# Outcomes


def already_heard(order: Order, command: HearClaim) -> bool:
    """Tell whether the order knows it to stand just so, or has heard something later."""
    known = order.claim(command.claim.id)
    if known is None:
        return False
    return known == command.claim or (known.heard_at is not None and command.at < known.heard_at)


def hear_claim(_: Order, command: HearClaim, __: World) -> tuple[OrderEvent, ...]:
    """Note how it stands."""
    return happened(ClaimHeard, command, claim=command.claim)


# Folds


def fold_heard(order: Order, event: ClaimHeard) -> Order:
    """Keep it in place of what was known of it."""
    note = replace(event.claim, heard_at=event.at)
    if order.claim(note.id) is None:
        return replace(order, claims=(*order.claims, note))
    return replace(order, claims=with_changed(order.claims, note.id, lambda _: note))


# The table

DECISIONS: Decisions = (
    Decision(
        command=HearClaim,
        settled=already_heard,
        rules=(placing_comes_first, *RULES),
        outcome=hear_claim,
    ),
)

FOLDS: Folds = {
    ClaimHeard: fold_heard,
}
