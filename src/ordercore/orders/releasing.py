"""Pre-orders: released when what was ordered is to be had, or put off."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, instant
from ordercore.orders.addressing import something_is_left
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.parts import Preorder
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class ReleasePreorder(OrderCommand):
    """Let a pre-order be paid and shipped, since what was ordered has become available."""


def _available_at(value: object) -> Instant:
    return instant(value, "available_at")


@attrs.frozen(kw_only=True)
class ReschedulePreorder(OrderCommand):
    """Record that what was ordered becomes available at another moment."""

    available_at: Instant = attrs.field(converter=_available_at)


# Events


@attrs.frozen(kw_only=True)
class PreorderReleased(OrderEvent):
    """A pre-order may be paid and shipped."""


@attrs.frozen(kw_only=True)
class PreorderRescheduled(OrderEvent):
    """What was ordered becomes available at another moment."""

    available_at: Instant


# Rules


@rule("not_a_preorder")
def order_is_a_preorder(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """Only a pre-order that was not released yet is released or put off."""
    waiting = order.preorder is not None and order.preorder.released_at is None
    return None if waiting else {"order": order.id}


@rule("released_too_early", first=("ReschedulePreorder",), until="available_at")
def release_date_has_come(order: Order, command: ReleasePreorder, _: World) -> Facts | None:
    """A pre-order is not released before its release date."""
    if order.preorder is None or command.at >= order.preorder.available_at:
        return None
    return {"available_at": order.preorder.available_at}


RELEASE_RULES = (something_is_left, order_is_a_preorder, release_date_has_come)


@rule("rescheduled_before_placed", instead=("available_at",))
def new_date_follows_placement(order: Order, command: ReschedulePreorder, _: World) -> Facts | None:
    """What is ordered ahead becomes available after it was ordered."""
    if command.available_at > order.terms.placed_at:
        return None
    return {"available_at": command.available_at, "placed": order.terms.placed_at}


RESCHEDULE_RULES = (something_is_left, order_is_a_preorder, new_date_follows_placement)

# Outcomes


def already_released(order: Order, _: ReleasePreorder) -> bool:
    """Tell whether the pre-order was released before."""
    return order.preorder is not None and order.preorder.released_at is not None


def release_preorder(_: Order, command: ReleasePreorder, __: World) -> tuple[OrderEvent, ...]:
    """Release it."""
    return happened(PreorderReleased, command)


def already_rescheduled(order: Order, command: ReschedulePreorder) -> bool:
    """Tell whether the release date is this one."""
    return order.preorder is not None and order.preorder.available_at == command.available_at


def reschedule_preorder(_: Order, command: ReschedulePreorder, __: World) -> tuple[OrderEvent, ...]:
    """Note the new date."""
    return happened(PreorderRescheduled, command, available_at=command.available_at)


# Folds


def fold_released(order: Order, event: PreorderReleased) -> Order:
    """Note when it was released."""
    return _with_preorder(order, released_at=event.at)


def fold_rescheduled(order: Order, event: PreorderRescheduled) -> Order:
    """Keep the new date."""
    return _with_preorder(order, available_at=event.available_at)


def _with_preorder(order: Order, **changes: Instant) -> Order:
    soon: Preorder | None = order.preorder
    return order if soon is None else replace(order, preorder=replace(soon, **changes))


# The table

DECISIONS: Decisions = (
    Decision(
        command=ReleasePreorder,
        settled=already_released,
        rules=(placing_comes_first, *RELEASE_RULES),
        outcome=release_preorder,
        offers=offered(ReleasePreorder),
    ),
    Decision(
        command=ReschedulePreorder,
        settled=already_rescheduled,
        rules=(placing_comes_first, *RESCHEDULE_RULES),
        outcome=reschedule_preorder,
    ),
)

FOLDS: Folds = {
    PreorderReleased: fold_released,
    PreorderRescheduled: fold_rescheduled,
}
