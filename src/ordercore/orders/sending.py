"""Sending a replacement that was promised, and what it is sent as: an order of its own."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import OrderId
from ordercore.kernel.replace import replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, local_date, window_end
from ordercore.orders.claimed import claimed_money
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.replaced import may_be_sent
from ordercore.orders.replacement import (
    Replacement,
    ReplacementTerms,
    SentWhen,
    replacement_terms_on,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class SendReplacement(OrderCommand):
    """Place the order of a replacement that was promised for when the old goods are back.

    It is done by itself once they are; by hand where stock was lacking then.
    """

    replacement_id: OrderId


# Events


@attrs.frozen(kw_only=True)
class ReplacementSent(OrderEvent):
    """The order of a replacement is placed."""

    replacement_id: OrderId
    due_back: Instant | None = None


# Rules


@rule("replacement_unknown", first=("ReplaceUnits",), instead=("replacement_id",))
def replacement_is_known(order: Order, command: SendReplacement, _: World) -> Facts | None:
    """Only a replacement that was promised is sent."""
    known = order.replacement(command.replacement_id)
    return None if known else {"replacement": command.replacement_id}


@rule("replacement_is_over", rather=("ReplaceUnits", "IssueRefund"))
def replacement_stands(order: Order, command: SendReplacement, _: World) -> Facts | None:
    """What was withdrawn is not sent."""
    some = order.replacement(command.replacement_id)
    return {"replacement": some.id} if some is not None and some.is_over else None


@rule("replaced_goods_not_back", first=("ReceiveReturn",))
def replaced_goods_are_back(order: Order, command: SendReplacement, _: World) -> Facts | None:
    """A replacement on receipt is sent once all that it replaces came back."""
    some = order.replacement(command.replacement_id)
    if some is None or may_be_sent(order, some):
        return None
    return {"replacement": some.id, "return": some.return_id}


@rule("sent_beside_claim", rather=("EndReplacement",))
def claims_leave_what_is_sent(order: Order, command: SendReplacement, _: World) -> Facts | None:
    """Nothing is sent in place of what a claim gave money for since, or a bank holds it."""
    money = claimed_money(order) if order.claims and not command.imported else None
    if money is None or not money.is_touched or not money.beyond.minor:
        return None
    return {"replacement": command.replacement_id, "beyond": money.beyond}


RULES = (
    replacement_is_known,
    replacement_stands,
    replaced_goods_are_back,
    claims_leave_what_is_sent,
)


# Outcomes


def already_sent(order: Order, command: SendReplacement) -> bool:
    """Tell whether it was sent before, and stands."""
    some = order.replacement(command.replacement_id)
    return some is not None and some.sent_at is not None and not some.is_over


def send_replacement(
    order: Order, command: SendReplacement, world: World
) -> tuple[OrderEvent, ...]:
    """Have its order placed."""
    some = order.replacement(command.replacement_id)
    return sent(order, some, command, world) if some is not None else ()


def sent(
    order: Order, some: Replacement, command: OrderCommand, world: World
) -> tuple[ReplacementSent, ...]:
    """Say that it is sent, and by when the buyer sends back what was replaced in advance."""
    due_back = None
    if some.when is SentWhen.IN_ADVANCE and some.return_id is not None:
        zone = world.zone_of(order.terms.marketplace)
        due_back = window_end(command.at, terms_of(order, world).back_days, zone)
    return happened(ReplacementSent, command, replacement_id=some.id, due_back=due_back)


def terms_of(order: Order, world: World) -> ReplacementTerms:
    """Give the terms of replacing under which an order was placed."""
    terms = order.terms
    day = local_date(terms.placed_at, world.zone_of(terms.marketplace))
    return replacement_terms_on(world.replacement_terms, day, terms.marketplace)


def replacement_order(order: Order, some: Replacement, event: ReplacementSent) -> PlaceOrder:
    """Give the command that places the order of a replacement: to the same buyer and address."""
    terms = order.terms
    return PlaceOrder(
        order_id=some.id,
        at=event.at,
        by=event.by,
        channel=terms.channel,
        marketplace=terms.marketplace,
        lines=some.lines,
        ship_to=order.ship_to,
        buyer=terms.buyer,
        service=terms.service,
        replacement=some.kind,
        replaces=order.id,
        chain=terms.chain + 1,
    )


# Offers


def offer_sendings(order: Order, at: Instant, _: World) -> tuple[SendReplacement, ...]:
    """Offer to send each that was promised."""
    return tuple(
        SendReplacement(order_id=order.id, at=at, replacement_id=some.id)
        for some in order.replacements
    )


# Folds


def fold_sent(order: Order, event: ReplacementSent) -> Order:
    """Note when it was sent."""
    replacements = with_changed(
        order.replacements,
        event.replacement_id,
        lambda some: replace(some, sent_at=event.at, due_back=event.due_back),
    )
    return replace(order, replacements=replacements)


# The table

DECISIONS: Decisions = (
    Decision(
        command=SendReplacement,
        settled=already_sent,
        rules=(placing_comes_first, *RULES),
        outcome=send_replacement,
        offers=offer_sendings,
    ),
)

FOLDS: Folds = {
    ReplacementSent: fold_sent,
}
