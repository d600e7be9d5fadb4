"""Decisions about stock, and the folds of their events."""

from collections.abc import Callable
from typing import Any

from ordercore.errors import Refusal
from ordercore.inventory import commands as c
from ordercore.inventory import events as e
from ordercore.inventory.rules import stock_covers_the_promise, units_are_promised
from ordercore.inventory.state import Reservation, Shelf, Stock
from ordercore.kernel.decider import Decision, DecisionTable, fold_with
from ordercore.kernel.replace import replace

# Outcomes


def _received(_: Shelf, command: c.ReceiveStock, __: Any) -> tuple[e.StockEvent, ...]:
    return (e.StockReceived(quantity=command.quantity, at=command.at),)


def _becomes(
    event: type[e.OrderedStockEvent],
) -> Callable[[Shelf, c.OrderedStockCommand, Any], tuple[e.StockEvent, ...]]:
    """Make the outcome that says the same thing in the past tense."""

    def outcome(_: Shelf, command: c.OrderedStockCommand, __: Any) -> tuple[e.StockEvent, ...]:
        return (event(order_id=command.order_id, quantity=command.quantity, at=command.at),)

    return outcome


def _leaves(
    event: type[e.UnitsLeft],
) -> Callable[[Shelf, c.OrderedStockCommand, Any], tuple[e.StockEvent, ...]]:
    """Make the outcome that units left: shipped goods are gone, whatever the books say."""

    def outcome(shelf: Shelf, command: c.OrderedStockCommand, _: Any) -> tuple[e.StockEvent, ...]:
        order_id, quantity = command.order_id, command.quantity
        missing = max(0, quantity - shelf.stock.on_hand)
        return (event(order_id=order_id, quantity=quantity, missing=missing, at=command.at),)

    return outcome


# The table

DECISIONS: DecisionTable[Shelf, Any, e.StockEvent] = DecisionTable(
    "stock",
    (
        Decision(command=c.ReceiveStock, outcome=_received),
        Decision(
            command=c.ReserveUnits,
            rules=(stock_covers_the_promise,),
            outcome=_becomes(e.UnitsReserved),
        ),
        Decision(
            command=c.ReleaseReserved,
            rules=(units_are_promised,),
            outcome=_becomes(e.ReservedReleased),
        ),
        Decision(
            command=c.ConsumeReserved,
            rules=(units_are_promised,),
            outcome=_leaves(e.ReservedConsumed),
        ),
        Decision(command=c.TakeUnreserved, outcome=_leaves(e.UnreservedTaken)),
        Decision(command=c.RestockUnits, outcome=_becomes(e.UnitsRestocked)),
    ),
)

# Folds


def _on_hand(shelf: Shelf, change: int) -> Shelf:
    stock = shelf.stock
    return Shelf(replace(stock, on_hand=stock.on_hand + change), shelf.reservation)


def _fold_received(shelf: Shelf, event: e.StockReceived) -> Shelf:
    return _on_hand(shelf, event.quantity)


def _fold_reserved(shelf: Shelf, event: e.UnitsReserved) -> Shelf:
    stock = shelf.stock
    hold = shelf.reservation or Reservation(event.order_id, stock.sku, stock.pool)
    return Shelf(
        replace(stock, reserved=stock.reserved + event.quantity),
        replace(hold, reserved=hold.reserved + event.quantity),
    )


def _fold_released(shelf: Shelf, event: e.ReservedReleased) -> Shelf:
    stock, hold = shelf.stock, _held(shelf)
    return Shelf(
        replace(stock, reserved=stock.reserved - event.quantity),
        replace(hold, released=hold.released + event.quantity),
    )


def _fold_consumed(shelf: Shelf, event: e.ReservedConsumed) -> Shelf:
    stock, hold = shelf.stock, _held(shelf)
    return Shelf(
        replace(
            stock,
            on_hand=stock.on_hand + event.missing - event.quantity,
            reserved=stock.reserved - event.quantity,
        ),
        replace(hold, consumed=hold.consumed + event.quantity),
    )


def _fold_taken(shelf: Shelf, event: e.UnreservedTaken) -> Shelf:
    return _on_hand(shelf, event.missing - event.quantity)


def _fold_restocked(shelf: Shelf, event: e.UnitsRestocked) -> Shelf:
    return _on_hand(shelf, event.quantity)


def _held(shelf: Shelf) -> Reservation:
    if shelf.reservation is None:
        raise AssertionError("an event names a reservation that was never made")
    return shelf.reservation


FOLDS: dict[type, Callable[[Any, Any], Shelf]] = {
    e.StockReceived: _fold_received,
    e.UnitsReserved: _fold_reserved,
    e.ReservedReleased: _fold_released,
    e.ReservedConsumed: _fold_consumed,
    e.UnreservedTaken: _fold_taken,
    e.UnitsRestocked: _fold_restocked,
}

# Front


def empty_shelf(sku: str, pool: str) -> Shelf:
    """Give the shelf of a SKU that nobody ever received."""
    return Shelf(Stock(sku, pool))


def decide(shelf: Shelf, command: c.InventoryCommand) -> tuple[e.StockEvent, ...]:
    """Give what a command does to a shelf.

    Raises:
        Refused: when a rule says no.
    """
    return DECISIONS.decide(shelf, command, None)


def explain(shelf: Shelf, command: c.InventoryCommand) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused."""
    return DECISIONS.explain(shelf, command, None)


evolve = fold_with(FOLDS)
