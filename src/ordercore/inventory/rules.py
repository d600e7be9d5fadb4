"""When stock may do what is asked."""

from collections.abc import Mapping

from ordercore.inventory import commands as c
from ordercore.inventory.amounts import (
    asked_of_promise,
    caused_by,
    compared,
    lacking,
    room_beyond,
    summed,
    there,
)
from ordercore.inventory.conditions import Condition
from ordercore.inventory.reasons import AdjustmentReason
from ordercore.inventory.state import Shelf
from ordercore.kernel.rules import Facts, rule

Reasons = Mapping[str, AdjustmentReason]


@rule("cause_used_otherwise", instead=("cause",))
def cause_is_of_this(shelf: Shelf, command: c.InventoryCommand, _: Reasons) -> Facts | None:
    """A cause brings about one thing, once."""
    caused = shelf.caused
    if caused is None or caused == caused_by(command):
        return None
    return {"cause": caused.cause, "command": caused.command, "quantity": caused.quantity}


# Pools that others keep


@rule("pool_is_mirrored", first=("EndMirror",), rather=("MirrorSummary",))
def pool_is_our_own(shelf: Shelf, command: c.InventoryCommand, _: Reasons) -> Facts | None:
    """What is in a mirrored pool, or on its way there, is told by its keeper alone."""
    return {"pool": command.pool} if shelf.stock.details.mirrored else None


# Promises


@rule("stock_is_short", first=("ReceiveStock",), instead=("quantity",))
def stock_covers_the_promise(shelf: Shelf, command: c.ReserveUnits, _: Reasons) -> Facts | None:
    """Only units that are on hand and not promised may be promised, or so many beyond as are set.

    What counts already, of the owner's own or of a basket, is promised and needs no units.
    """
    need, available = lacking(shelf, command), shelf.stock.available
    if need <= available:
        return None
    open_ = max(0, available) + room_beyond(shelf, command)
    if need <= open_:
        return None
    return {"sku": command.sku, "pool": command.pool, "asked": need, "available": open_}


@rule("not_reserved", instead=("quantity",))
def units_are_promised(
    shelf: Shelf, command: c.PartOfPromise | c.ConsumeReserved, _: Reasons
) -> Facts | None:
    """Only units that are still promised to the owner may be committed, consumed or released."""
    promised = shelf.reservation.promised if shelf.reservation else 0
    asked = asked_of_promise(command)
    if asked <= promised:
        return None
    return {"sku": command.sku, "pool": command.pool, "asked": asked, "held": promised}


@rule("reservation_is_over", instead=("owner",))
def something_may_expire(shelf: Shelf, command: c.ExtendReservation, _: Reasons) -> Facts | None:
    """Only a promise that still stands can be extended."""
    if shelf.reservation is not None and shelf.reservation.promised:
        return None
    return {"sku": command.sku, "pool": command.pool, "owner": command.owner}


@rule("reservation_ends_too_soon", instead=("expires_at",))
def expiry_lies_ahead(
    shelf: Shelf,
    command: c.ReserveUnits | c.ExtendReservation | c.UncommitReserved,
    _: Reasons,
) -> Facts | None:
    """A promise expires after it was made, and is never cut short."""
    if command.expires_at is None:
        return None
    ends = shelf.reservation.expires_at if shelf.reservation else None
    least = max(command.at, ends) if ends and _extends(command) else command.at
    if command.expires_at > least:
        return None
    return {"expires_at": command.expires_at, "least": least}


def _extends(command: c.InventoryCommand) -> bool:
    return isinstance(command, c.ExtendReservation)


# Units on their way


@rule("inbound_already_expected", instead=("inbound",), rather=("ChangeInbound",))
def inbound_is_new(shelf: Shelf, command: c.ExpectInbound, _: Reasons) -> Facts | None:
    """Units on their way are expected once under one reference."""
    known = shelf.stock.details.open_inbound(command.inbound)
    return {"inbound": command.inbound, "open": known.quantity} if known else None


@rule("inbound_unknown", first=("ExpectInbound",), instead=("inbound",))
def inbound_is_open(shelf: Shelf, command: c.ChangeInbound, _: Reasons) -> Facts | None:
    """Only what is still expected can be expected otherwise."""
    known = shelf.stock.details.open_inbound(command.inbound)
    return None if known else {"inbound": command.inbound}


# Corrections and moves


@rule("adjustment_reason_unknown", instead=("reason",))
def reason_is_known(_: Shelf, command: c.AdjustStock, reasons: Reasons) -> Facts | None:
    """The books are corrected for a reason that the host has settled."""
    if command.reason in reasons:
        return None
    return {"reason": command.reason, "known": sorted(reasons)}


@rule("adjustment_against_reason", instead=("quantity", "reason"))
def reason_fits_the_direction(_: Shelf, command: c.AdjustStock, reasons: Reasons) -> Facts | None:
    """What was found is more and what was lost is less."""
    row = reasons.get(command.reason)
    if row is None or (row.adds if command.quantity > 0 else row.removes):
        return None
    return {"reason": command.reason, "quantity": command.quantity}


@rule("units_not_there", first=("ReceiveStock",), instead=("quantity",))
def units_are_there(
    shelf: Shelf, command: c.RegradeUnits | c.DisposeUnits | c.AdjustStock, reasons: Reasons
) -> Facts | None:
    """Only units that are there can be moved, and away from a pool only unpromised ones."""
    condition = command.were if isinstance(command, c.RegradeUnits) else command.condition
    found, asked = there(shelf.stock, condition), command.quantity
    if isinstance(command, c.AdjustStock):
        row = reasons.get(command.reason)
        asked = -asked if row is not None and row.exact else 0
        if condition is None:
            found = max(0, found - shelf.stock.reserved)
    if asked <= found:
        return None
    return {
        "sku": command.sku,
        "pool": command.pool,
        "condition": _word(condition),
        "asked": asked,
        "there": found,
    }


def _word(condition: Condition | None) -> str:
    return "sellable" if condition is None else condition.value


# Mirrors


@rule("summary_is_older", first=("EndMirror",), instead=("sequence", "at"))
def summary_is_no_older(shelf: Shelf, command: c.MirrorSummary, _: Reasons) -> Facts | None:
    """A summary is no older than the last one, by number, or by moment where one has no number."""
    mirrored = shelf.stock.details.mirrored
    if mirrored is None:
        return None
    told, last = compared(command, mirrored)
    if told >= last:
        return None
    return {"sku": command.sku, "pool": command.pool, "told": told, "last": last}


@rule("summary_contradicts_itself", instead=("total",))
def summary_adds_up(_: Shelf, command: c.MirrorSummary, __: Reasons) -> Facts | None:
    """A total is the sum of its parts."""
    for figure, told, parts in summed(command):
        if told != parts:
            return {"figure": figure, "told": told, "summed": parts}
    return None
