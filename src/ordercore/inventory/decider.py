"""Decisions about stock: the table of commands."""

from collections.abc import Callable, Mapping
from typing import Any

from ordercore.errors import Refusal
from ordercore.inventory import commands as c
from ordercore.inventory import events as e
from ordercore.inventory import mirroring, outcomes, promises, rules
from ordercore.inventory.amounts import caused_by
from ordercore.inventory.folding import evolve
from ordercore.inventory.reasons import ADJUSTMENT_REASONS, AdjustmentReason
from ordercore.inventory.signalling import signalled
from ordercore.inventory.state import Shelf, Stock
from ordercore.kernel.decider import Decision, DecisionTable
from ordercore.kernel.rules import Rule

__all__ = ["DECISIONS", "decide", "empty_shelf", "evolve", "explain"]

Reasons = Mapping[str, AdjustmentReason]

# The table


def _brought_about(shelf: Shelf, command: c.InventoryCommand) -> bool:
    """Tell whether the cause of a command has brought about just this."""
    return shelf.caused is not None and shelf.caused == caused_by(command)


def _row(
    command: type[Any],
    outcome: Callable[[Shelf, Any, Reasons], outcomes.Events],
    *checks: Rule[Any, Any, Any],
    settled: Callable[[Shelf, Any], bool] | None = None,
) -> Decision[Shelf, Any, Reasons, e.StockEvent]:
    """Make a row; that a cause happens once is a rule of each."""

    def is_settled(shelf: Shelf, asked: Any) -> bool:
        if shelf.caused is not None:
            return _brought_about(shelf, asked)
        return settled is not None and settled(shelf, asked)

    return Decision(
        command=command,
        settled=is_settled,
        rules=(rules.cause_is_of_this, *checks),
        outcome=outcome,
    )


DECISIONS: DecisionTable[Shelf, Reasons, e.StockEvent] = DecisionTable(
    "stock",
    (
        _row(c.ReceiveStock, outcomes.receive, rules.pool_is_our_own),
        _row(
            c.ExpectInbound,
            outcomes.expect_inbound,
            rules.pool_is_our_own,
            rules.inbound_is_new,
            settled=outcomes.as_expected,
        ),
        _row(
            c.ChangeInbound,
            outcomes.change_inbound,
            rules.pool_is_our_own,
            rules.inbound_is_open,
            settled=outcomes.as_expected,
        ),
        _row(c.CloseInbound, outcomes.close_inbound, rules.pool_is_our_own),
        _row(
            c.ReserveUnits,
            promises.reserve,
            rules.stock_covers_the_promise,
            rules.expiry_lies_ahead,
        ),
        _row(
            c.ExtendReservation,
            promises.extend,
            rules.something_may_expire,
            rules.expiry_lies_ahead,
            settled=promises.never_ends_sooner,
        ),
        _row(c.CommitReserved, promises.commit, rules.units_are_promised),
        _row(c.UncommitReserved, promises.uncommit, rules.expiry_lies_ahead),
        _row(c.ReleaseReserved, promises.release, rules.units_are_promised),
        _row(c.ExpireReserved, promises.expire),
        _row(c.FillBackorder, promises.fill),
        _row(c.ConsumeReserved, promises.consume, rules.units_are_promised),
        _row(c.TakeUnreserved, promises.take),
        _row(c.RestockUnits, outcomes.restock, rules.pool_is_our_own),
        _row(
            c.AdjustStock,
            outcomes.adjust,
            rules.pool_is_our_own,
            rules.reason_is_known,
            rules.reason_fits_the_direction,
            rules.units_are_there,
        ),
        _row(c.CountStock, outcomes.count, rules.pool_is_our_own),
        _row(c.RegradeUnits, outcomes.regrade, rules.pool_is_our_own, rules.units_are_there),
        _row(c.DisposeUnits, outcomes.dispose, rules.pool_is_our_own, rules.units_are_there),
        _row(c.SetStockTerms, outcomes.set_terms, settled=outcomes.terms_stand),
        _row(
            c.MirrorSummary,
            mirroring.mirror,
            rules.summary_is_no_older,
            rules.summary_adds_up,
            settled=mirroring.is_told_again,
        ),
        _row(c.EndMirror, mirroring.end),
    ),
)

# Front


def empty_shelf(sku: str, pool: str) -> Shelf:
    """Give the shelf of a SKU that nobody ever received."""
    return Shelf(Stock(sku, pool), new=True)


def decide(
    shelf: Shelf, command: c.InventoryCommand, reasons: Reasons = ADJUSTMENT_REASONS
) -> tuple[e.StockEvent, ...]:
    """Give what a command does to a shelf, and what is told because it crosses a line.

    ``reasons`` are the rows by which the books may be corrected.

    Raises:
        Refused: when a rule says no.
    """
    events = DECISIONS.decide(shelf, command, reasons)
    return signalled(shelf, events) if events else events


def explain(
    shelf: Shelf, command: c.InventoryCommand, reasons: Reasons = ADJUSTMENT_REASONS
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused."""
    return DECISIONS.explain(shelf, command, reasons)
