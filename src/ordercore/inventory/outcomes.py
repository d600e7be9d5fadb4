"""What stock commands bring about, once no rule says no."""

from collections.abc import Mapping

from ordercore.inventory import commands as c
from ordercore.inventory import events as e
from ordercore.inventory.amounts import there
from ordercore.inventory.reasons import AdjustmentReason
from ordercore.inventory.state import Shelf

Reasons = Mapping[str, AdjustmentReason]

Events = tuple[e.StockEvent, ...]


def receive(shelf: Shelf, command: c.ReceiveStock, _: Reasons) -> Events:
    """Put the units on hand; of those that were expected, fewer are now on their way."""
    open_ = shelf.stock.details.open_inbound(command.inbound)
    due = min(open_.quantity, command.quantity) if open_ else 0
    return (
        e.StockReceived(
            quantity=command.quantity,
            inbound=command.inbound,
            due=due,
            at=command.at,
            cause=command.cause,
        ),
    )


def expect_inbound(_: Shelf, command: c.ExpectInbound, __: Reasons) -> Events:
    """Expect the units."""
    return (
        e.InboundExpected(
            quantity=command.quantity,
            inbound=command.inbound,
            expected=command.expected,
            at=command.at,
            cause=command.cause,
        ),
    )


def change_inbound(shelf: Shelf, command: c.ChangeInbound, _: Reasons) -> Events:
    """Expect the difference, more or fewer, at the time that is now told."""
    open_ = shelf.stock.details.open_inbound(command.inbound)
    return (
        e.InboundChanged(
            quantity=command.quantity - (open_.quantity if open_ else 0),
            inbound=command.inbound,
            expected=command.expected,
            at=command.at,
            cause=command.cause,
        ),
    )


def as_expected(shelf: Shelf, command: c.ExpectInbound) -> bool:
    """Tell whether just this is expected already."""
    open_ = shelf.stock.details.open_inbound(command.inbound)
    told = (command.quantity, command.expected)
    return open_ is not None and (open_.quantity, open_.expected) == told


def close_inbound(shelf: Shelf, command: c.CloseInbound, _: Reasons) -> Events:
    """Expect nothing more of it, if anything was."""
    open_ = shelf.stock.details.open_inbound(command.inbound)
    if open_ is None:
        return ()
    return (
        e.InboundClosed(
            quantity=-open_.quantity, inbound=command.inbound, at=command.at, cause=command.cause
        ),
    )


def restock(_: Shelf, command: c.RestockUnits, __: Reasons) -> Events:
    """Put the units where they belong."""
    return (
        e.UnitsRestocked(
            owner=command.owner,
            quantity=command.quantity,
            condition=command.condition,
            at=command.at,
            cause=command.cause,
        ),
    )


def adjust(shelf: Shelf, command: c.AdjustStock, reasons: Reasons) -> Events:
    """Correct the books; a correction is a fact, and tells what the books did not have."""
    found = there(shelf.stock, command.condition)
    removed = command.condition is None and command.quantity < 0
    return (
        e.StockAdjusted(
            quantity=command.quantity,
            reason=command.reason,
            condition=command.condition,
            into=reasons[command.reason].into if removed else None,
            missing=max(0, -command.quantity - found),
            at=command.at,
            cause=command.cause,
        ),
    )


def count(shelf: Shelf, command: c.CountStock, _: Reasons) -> Events:
    """Book the difference, also where there is none: that it was counted is a fact."""
    difference = command.counted - shelf.stock.on_hand
    return (
        e.StockCounted(
            quantity=difference, counted=command.counted, at=command.at, cause=command.cause
        ),
    )


def regrade(_: Shelf, command: c.RegradeUnits, __: Reasons) -> Events:
    """Move the units; that sellable ones were promised does not make them sellable again."""
    return (
        e.UnitsRegraded(
            quantity=command.quantity,
            were=command.were,
            now=command.now,
            at=command.at,
            cause=command.cause,
        ),
    )


def dispose(_: Shelf, command: c.DisposeUnits, __: Reasons) -> Events:
    """Take the units out of the books."""
    return (
        e.UnitsDisposed(
            quantity=command.quantity,
            condition=command.condition,
            at=command.at,
            cause=command.cause,
        ),
    )


def terms_stand(shelf: Shelf, command: c.SetStockTerms) -> bool:
    """Tell whether just these terms are set."""
    details = shelf.stock.details
    set_ = (details.safety, details.backorder_limit, details.preorder_limit, details.low_at)
    asked = (command.safety, command.backorder_limit, command.preorder_limit, command.low_at)
    return set_ == asked


def set_terms(_: Shelf, command: c.SetStockTerms, __: Reasons) -> Events:
    """Set them all."""
    return (
        e.StockTermsSet(
            safety=command.safety,
            backorder_limit=command.backorder_limit,
            preorder_limit=command.preorder_limit,
            low_at=command.low_at,
            at=command.at,
            cause=command.cause,
        ),
    )
