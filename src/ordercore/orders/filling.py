"""Filling: what becomes of an order of which its fulfiller has only a part.

Which units are given up is the order's policy, on which the fulfiller was asked to ship it.
"""

import attrs

from ordercore.channels import given_up, given_up_from
from ordercore.kernel.decider import Decision
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.cancelling import (
    cancel_all_awaiting,
    cancelled,
    nothing_to_cancel,
    something_awaits,
    units_are_awaiting,
)
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    UnitsCommand,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.parts import Report
from ordercore.orders.reporting import OrderReported
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World

UNFILLABLE = "unfillable"
"""The reason of the cancellations."""

WORD = "Unfulfillable"
"""What the fulfiller calls an order of which nothing could be shipped (MCF API model)."""

# Commands


@attrs.frozen(kw_only=True)
class RecordUnfillable(UnitsCommand):
    """Record that the fulfiller cannot ship units; without ``units``, all that still wait.

    The order's policy says which units are given up for that.
    """


# Rules


@rule("not_filled_by_policy", rather=("CancelUnits",))
def order_is_filled_by_policy(order: Order, _: RecordUnfillable, __: World) -> Facts | None:
    """Only an order that was placed on a policy of filling is given up by it."""
    return None if order.terms.fill else {"order": order.id, "channel": order.terms.channel}


@rule("goods_may_still_come", until="until")
def waiting_is_over(order: Order, command: RecordUnfillable, _: World) -> Facts | None:
    """Nothing is given up while, by the order's policy, goods may still come in."""
    if order.terms.fill is None:
        return None
    until = given_up_from(order.terms.fill, _asked_for_at(order))
    if command.at >= until:
        return None
    return {"fill": order.terms.fill.value, "until": until}


RULES = (
    something_awaits,
    units_are_awaiting,
    order_is_filled_by_policy,
    waiting_is_over,
)

# Outcomes


def _asked_for_at(order: Order) -> Instant:
    """Give when the fulfiller could begin: once an order was released, paid, and held no more."""
    soon = order.preorder
    moments = [order.terms.placed_at] if soon is None else [soon.released_at or soon.available_at]
    moments += [payment.at for payment in order.payments]
    moments += [hold.released_at for hold in order.holds if hold.released_at is not None]
    return max(moments)


def give_up(order: Order, command: RecordUnfillable, world: World) -> tuple[OrderEvent, ...]:
    """Cancel what the policy gives up; an order of which nothing then waits or was sent is over."""
    awaiting, missing = awaiting_units(order), total_by_line(command.units)
    lost = given_up(order.terms.fill, awaiting, missing, anything_left=bool(order.parcels))
    units = tuple([Units(line, number) for line, number in lost.items()])
    gone = cancelled(order, command, world, units, UNFILLABLE)
    if order.parcels or sum(lost.values()) < sum(awaiting.values()):
        return gone
    word = Report(WORD, OrderStatus.UNFULFILLABLE, command.at)
    return (*happened(OrderReported, command, report=word), *gone)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordUnfillable,
        settled=nothing_to_cancel,
        complete=cancel_all_awaiting,
        rules=(placing_comes_first, *RULES),
        outcome=give_up,
        offers=offered(RecordUnfillable),
    ),
)

FOLDS: Folds = {}
