"""Cancelling units that have not been shipped."""

from typing import TypeVar

import attrs

from ordercore.channels import SELLER, Cancelling, auto_cancel_at, free_until, held_until
from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import RequestId
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, local_date
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.deadlines import deadlines_after, deadlines_once_secured
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
from ordercore.orders.money import due_without, held, is_secured
from ordercore.orders.parts import Cancellation
from ordercore.orders.paying import order_is_available, order_is_paid
from ordercore.orders.sources import sources_awaiting
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, has_awaiting
from ordercore.orders.world import World

BUYER_CANCELLED = "buyer_cancelled"
NOT_SHIPPED_IN_TIME = "not_shipped_in_time"
HELD_TOO_LONG = "held_too_long"

U = TypeVar("U", bound=UnitsCommand)

# Commands


@attrs.frozen(kw_only=True)
class CancelUnits(UnitsCommand):
    """Cancel units that have not been shipped; without ``units``, all that still wait."""

    reason: str


@attrs.frozen(kw_only=True)
class CancelOverdue(OrderCommand):
    """Cancel everything that nobody shipped in time, or that was held for too long."""


# Events


@attrs.frozen(kw_only=True)
class UnitsCancelled(OrderEvent):
    """Units will not be shipped; the deadlines are those that this set going, if it did."""

    cancellation: Cancellation
    ship_by: Instant | None = None
    deliver_by: Instant | None = None


# Rules


@rule("nothing_awaits_shipment", rather=("IssueRefund", "RequestReturn"))
def something_awaits(order: Order, command: UnitsCommand, _: World) -> Facts | None:
    """A command ships or cancels at least one unit."""
    return None if command.units else {"order": order.id}


@rule("units_not_awaiting", instead=("units",))
def units_are_awaiting(order: Order, command: UnitsCommand, _: World) -> Facts | None:
    """Only units that are neither shipped nor cancelled can be shipped or cancelled."""
    awaiting = awaiting_units(order)
    for line, asked in total_by_line(command.units).items():
        if asked > awaiting.get(line, 0):
            return {"line": line, "asked": asked, "awaiting": awaiting.get(line, 0)}
    return None


@rule("cancel_reason_unknown", instead=("reason",))
def cancel_reason_is_known(_: Order, command: CancelUnits, world: World) -> Facts | None:
    """A cancellation gives a reason that the host has settled; a marketplace has its own."""
    known = command.imported and command.reason.strip()
    if known or command.reason in world.cancel_reasons:
        return None
    return {"reason": command.reason, "known": sorted(world.cancel_reasons)}


@rule("buyer_must_ask", instead=("by",), rather=("RequestCancellation",))
def buyer_cancels_in_time(order: Order, command: UnitsCommand, world: World) -> Facts | None:
    """A buyer cancels alone for a while after placement, and then has to ask."""
    theirs = command.by is Actor.BUYER and command.units
    if not theirs or is_free(order, command.at, world):
        return None
    return {"at": command.at, "until": _free_until(order, world)}


@rule("pending_is_not_the_sellers", first=("ConfirmPayment", "AuthorisePayment"), instead=("by",))
def pending_orders_are_the_marketplaces(
    order: Order, command: OrderCommand, _: World
) -> Facts | None:
    """While a marketplace keeps an order pending, its seller cannot cancel it."""
    own = not order.terms.imported or command.imported or command.by not in SELLER
    return None if own or is_secured(order) else {"order": order.id}


RULES = (
    something_awaits,
    units_are_awaiting,
    cancel_reason_is_known,
    buyer_cancels_in_time,
    pending_orders_are_the_marketplaces,
)


@rule("not_overdue", until="until")
def order_is_overdue(order: Order, command: CancelOverdue, world: World) -> Facts | None:
    """An order is cancelled by itself some days after its ship-by, or after it was held."""
    moments = (overdue_at(order, world), held_too_long_at(order, command.at, world))
    until = min([moment for moment in moments if moment is not None], default=None)
    if until is not None and command.at >= until:
        return None
    return {"ship_by": order.ship_by, "until": until}


@rule("everything_left", rather=("IssueRefund",))
def something_was_not_shipped(order: Order, _: CancelOverdue, __: World) -> Facts | None:
    """Only what was never shipped is cancelled by itself."""
    return None if has_awaiting(order) else {"order": order.id}


OVERDUE_RULES = (
    something_was_not_shipped,
    order_is_available,
    order_is_paid,
    order_is_overdue,
)

# Outcomes


def all_awaiting(order: Order) -> tuple[Units, ...]:
    """Give everything that still awaits shipment."""
    return tuple(
        [Units(line, number) for line, number in awaiting_units(order).items() if number > 0]
    )


def cancel_all_awaiting(order: Order, command: U, _: World) -> U:
    """Take a cancellation without units for all that still await shipment."""
    return command if command.units else completed(command, units=all_awaiting(order))


def nothing_to_cancel(order: Order, command: UnitsCommand) -> bool:
    """Tell whether all is to be cancelled and it has been, so that cancelling twice is once."""
    return not command.units and _all_cancelled(order)


def nothing_overdue(order: Order, _: CancelOverdue) -> bool:
    """Tell whether what was left has been cancelled."""
    return _all_cancelled(order)


def _all_cancelled(order: Order) -> bool:
    return bool(order.cancellations) and not has_awaiting(order)


def is_free(order: Order, at: Instant, world: World) -> bool:
    """Tell whether the buyer still cancels alone."""
    until = _free_until(order, world)
    return until is not None and at < until


def _free_until(order: Order, world: World) -> Instant | None:
    row = _row(order, world)
    return free_until(row, order.terms.placed_at) if row else None


def overdue_at(order: Order, world: World) -> Instant | None:
    """Give the instant from which on what was not shipped is cancelled by itself, if it ever is."""
    row = _row(order, world)
    if row is None or order.ship_by is None:
        return None
    return auto_cancel_at(row, order.ship_by, world.calendar)


def held_too_long_at(order: Order, at: Instant, world: World) -> Instant | None:
    """Give from when on an order is cancelled by itself for a hold that stands at a moment.

    ``None`` where no hold stands, or none that ever lasts so long.
    """
    row, zone = _row(order, world), world.calendar.zone
    if row is None:
        return None
    ends = [(hold, held_until(row, hold.placed_at, zone)) for hold in order.open_holds(at)]
    return min([end for hold, end in ends if end is not None and hold.stands(end)], default=None)


def _row(order: Order, world: World) -> Cancelling | None:
    """Find the row that was in force, on the marketplace's local day, when it was placed."""
    channel, marketplace = world.channels.get(order.terms.channel), order.terms.marketplace
    if channel is None:
        return None
    placed_on = local_date(order.terms.placed_at, world.zone_of(marketplace))
    return channel.cancelling_on(placed_on, marketplace)


def cancel(order: Order, command: CancelUnits, world: World) -> tuple[OrderEvent, ...]:
    """Cancel the units named."""
    return cancelled(order, command, world, command.units, command.reason)


def cancel_overdue(order: Order, command: CancelOverdue, world: World) -> tuple[OrderEvent, ...]:
    """Cancel everything that still waits."""
    until = overdue_at(order, world)
    late = until is not None and command.at >= until
    reason = NOT_SHIPPED_IN_TIME if late else HELD_TOO_LONG
    return cancelled(order, command, world, all_awaiting(order), reason)


def cancelled(
    order: Order,
    command: OrderCommand,
    world: World,
    units: tuple[Units, ...],
    reason: str,
    request_id: RequestId | None = None,
) -> tuple[OrderEvent, ...]:
    """Give the event that cancels units."""
    gone = cancellation(order, command, units, reason, request_id)
    after = replace(order, cancellations=(*order.cancellations, gone))
    deadlines = deadlines_once_secured(order, after, command.at, world)
    return happened(UnitsCancelled, command, cancellation=gone, **deadlines)


def cancellation(
    order: Order,
    command: OrderCommand,
    units: tuple[Units, ...],
    reason: str,
    request_id: RequestId | None = None,
) -> Cancellation:
    """Make a cancellation, and note whether it leaves money to give back."""
    untold = any(payment.amount is None for payment in order.payments)
    return Cancellation(
        units=units,
        reason=reason,
        at=command.at,
        by=command.by,
        paid=untold or held(order) > due_without(order, units),
        request_id=request_id,
    )


# Folds


def fold_cancelled(order: Order, event: UnitsCancelled) -> Order:
    """Keep the cancellation, and the deadlines that it set."""
    cancellations = (*order.cancellations, event.cancellation)
    after = replace(order, cancellations=cancellations, **deadlines_after(order, event))
    return replace(after, sources=sources_awaiting(after)) if after.sources else after


# The table

DECISIONS: Decisions = (
    Decision(
        command=CancelUnits,
        settled=nothing_to_cancel,
        complete=cancel_all_awaiting,
        rules=(placing_comes_first, *RULES),
        outcome=cancel,
        offers=offered(CancelUnits, reason="no_inventory"),
    ),
    Decision(
        command=CancelOverdue,
        settled=nothing_overdue,
        rules=(placing_comes_first, *OVERDUE_RULES),
        outcome=cancel_overdue,
        offers=offered(CancelOverdue),
    ),
)

FOLDS: Folds = {
    UnitsCancelled: fold_cancelled,
}
