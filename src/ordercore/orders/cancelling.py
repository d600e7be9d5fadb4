"""Cancelling units that have not been shipped."""

import attrs

from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.message import OrderEvent, UnitsCommand, happened
from ordercore.orders.parts import Cancellation
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class CancelUnits(UnitsCommand):
    """Cancel units that have not been shipped; without ``units``, all that still wait."""

    reason: str


# Events


@attrs.frozen(kw_only=True)
class UnitsCancelled(OrderEvent):
    """Units will not be shipped."""

    cancellation: Cancellation


# Rules


@rule("nothing_awaits_shipment")
def something_awaits(order: Order, command: UnitsCommand, _: World) -> Facts | None:
    """A command ships or cancels at least one unit."""
    return None if command.units else {"order": order.id}


@rule("units_not_awaiting")
def units_are_awaiting(order: Order, command: UnitsCommand, _: World) -> Facts | None:
    """Only units that are neither shipped nor cancelled can be shipped or cancelled."""
    awaiting = awaiting_units(order)
    for line, asked in total_by_line(command.units).items():
        if asked > awaiting.get(line, 0):
            return {"line": line, "asked": asked, "awaiting": awaiting.get(line, 0)}
    return None


@rule("reason_missing")
def cancelling_has_a_reason(_: Order, command: CancelUnits, __: World) -> Facts | None:
    """A cancellation says why."""
    return None if command.reason.strip() else {}


RULES = (something_awaits, units_are_awaiting, cancelling_has_a_reason)


# Outcomes


def all_awaiting(order: Order) -> tuple[Units, ...]:
    """Give everything that still awaits shipment."""
    return tuple(Units(line, number) for line, number in awaiting_units(order).items() if number)


def cancel_all_awaiting(order: Order, command: CancelUnits) -> CancelUnits:
    """Take a cancellation without units for all that still await shipment."""
    return command if command.units else replace(command, units=all_awaiting(order))


def nothing_to_cancel(order: Order, command: CancelUnits) -> bool:
    """Tell whether all is to be cancelled and it has been, so that cancelling twice is once."""
    return (
        not command.units and bool(order.cancellations) and not any(awaiting_units(order).values())
    )


def cancel(order: Order, command: CancelUnits, _: World) -> tuple[OrderEvent, ...]:
    """Cancel the units named."""
    paid = bool(order.payments)
    return happened(
        UnitsCancelled,
        command,
        cancellation=Cancellation(command.units, command.reason, command.at, paid),
    )


# Folds


def fold_cancelled(order: Order, event: UnitsCancelled) -> Order:
    """Keep the cancellation."""
    return replace(order, cancellations=(*order.cancellations, event.cancellation))
