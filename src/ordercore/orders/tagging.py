"""Tagging: a seller's own words on an order, put on it and taken off again.

Tags move nothing and end nothing, so an order may be tagged at any time: while it is open, when it
is over, and when its buyer was erased. Which words it has is all that counts; tagging twice is
tagging once.
"""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
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
from ordercore.orders.state import Order
from ordercore.orders.tag import MOST_TAGS, tag_word
from ordercore.orders.world import World

# Commands


def several_tags(values: Iterable[str]) -> tuple[str, ...]:
    """Give tags as they are kept: each once, sorted.

    Raises:
        InvalidValue: when they are not several, or none, or one of them is no tag.
    """
    words = {tag_word(value, "tags") for value in several(values, "tags")}
    if not words:
        raise InvalidValue("tags", (), "one tag or several")
    return tuple(sorted(words))


@attrs.frozen(kw_only=True)
class TagOrder(OrderCommand):
    """Put tags on an order: short words of the seller's own, such as ``gift``."""

    tags: tuple[str, ...] = attrs.field(converter=several_tags)


@attrs.frozen(kw_only=True)
class UntagOrder(OrderCommand):
    """Take tags off an order."""

    tags: tuple[str, ...] = attrs.field(converter=several_tags)


# Events


@attrs.frozen(kw_only=True)
class OrderTagged(OrderEvent):
    """An order has tags that it did not have."""

    tags: tuple[str, ...]


@attrs.frozen(kw_only=True)
class OrderUntagged(OrderEvent):
    """An order has tags no more that it had."""

    tags: tuple[str, ...]


# Rules


@rule("too_many_tags", instead=("tags",), first=("UntagOrder",))
def tags_stay_few(order: Order, command: TagOrder, _: World) -> Facts | None:
    """An order has no more tags than somebody could read."""
    number = len({*order.tags, *command.tags})
    return {"tags": number, "most": MOST_TAGS} if number > MOST_TAGS else None


# Outcomes


def already_tagged(order: Order, command: TagOrder) -> bool:
    """Tell whether the order has all of these tags."""
    return set(command.tags) <= set(order.tags)


def tag_order(order: Order, command: TagOrder, _: World) -> tuple[OrderEvent, ...]:
    """Put on it those that it does not have."""
    new = tuple([tag for tag in command.tags if tag not in order.tags])
    return happened(OrderTagged, command, tags=new)


def untag_order(order: Order, command: UntagOrder, _: World) -> tuple[OrderEvent, ...]:
    """Take off it those that it has, if any."""
    gone = tuple([tag for tag in command.tags if tag in order.tags])
    return happened(OrderUntagged, command, tags=gone) if gone else ()


# Offers


def offer_untagging(order: Order, at: Instant, _: World) -> tuple[UntagOrder, ...]:
    """Offer to take off all tags, where there are any."""
    if not order.tags:
        return ()
    return (UntagOrder(order_id=order.id, at=at, tags=order.tags),)


# Folds


def fold_tagged(order: Order, event: OrderTagged) -> Order:
    """Keep all tags, sorted."""
    return replace(order, tags=tuple(sorted({*order.tags, *event.tags})))


def fold_untagged(order: Order, event: OrderUntagged) -> Order:
    """Keep the others."""
    return replace(order, tags=tuple([tag for tag in order.tags if tag not in event.tags]))


# The table

DECISIONS: Decisions = (
    Decision(
        command=TagOrder,
        settled=already_tagged,
        rules=(placing_comes_first, tags_stay_few),
        outcome=tag_order,
    ),
    Decision(
        command=UntagOrder,
        rules=(placing_comes_first,),
        outcome=untag_order,
        offers=offer_untagging,
    ),
)

FOLDS: Folds = {
    OrderTagged: fold_tagged,
    OrderUntagged: fold_untagged,
}
