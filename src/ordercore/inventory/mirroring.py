"""Mirroring: the absolute figures of a pool's keeper, booked as signed differences.

No unit is counted twice. What the keeper holds for orders of its customers it takes out of what is
fulfillable; those of these orders that we know hold the same units here. So as many units as both
hold are on hand and reserved, what only the keeper holds is ``elsewhere``, and what only we hold is
no longer available.
"""

from ordercore.inventory import commands as c
from ordercore.inventory import events as e
from ordercore.inventory.amounts import compared
from ordercore.inventory.conditions import Condition
from ordercore.inventory.ledger import ELSEWHERE, INBOUND, ON_HAND, RESEARCHING, UNSELLABLE
from ordercore.inventory.outcomes import Events, Reasons
from ordercore.inventory.state import Shelf, Stock

STAGES = {
    "working": "inbound_working",
    "shipped": "inbound_shipped",
    "receiving": "inbound_receiving",
}
"""The reference of units on their way, by the field of the summary that tells of them."""


def is_told_again(shelf: Shelf, command: c.MirrorSummary) -> bool:
    """Tell whether a summary is the last one again, by number, else by moment."""
    last = shelf.stock.details.mirrored
    if last is None:
        return False
    told, known = compared(command, last)
    return bool(told == known)


def mirror(shelf: Shelf, command: c.MirrorSummary, _: Reasons) -> Events:
    """Book every difference between what is told and what was booked."""
    booked, told = _booked(shelf.stock), _told(shelf.stock, command)
    changes = [
        (account, told.get(account, 0) - booked.get(account, 0))
        for account in sorted({*booked, *told})
    ]
    return (
        e.StockMirrored(
            changes=tuple([(account, change) for account, change in changes if change]),
            sequence=command.sequence,
            at=command.at,
            cause=command.cause,
        ),
    )


def end(shelf: Shelf, command: c.EndMirror, _: Reasons) -> Events:
    """Take out what only a keeper can tell; what is there stays as it was told last."""
    if shelf.stock.details.mirrored is None:
        return ()
    told = [
        (account, -units)
        for account, units in sorted(_booked(shelf.stock).items())
        if units and (account in (ELSEWHERE, RESEARCHING) or account.startswith(INBOUND))
    ]
    return (e.MirrorEnded(changes=tuple(told), at=command.at, cause=command.cause),)


def _booked(stock: Stock) -> dict[str, int]:
    details = stock.details
    figures = {
        ON_HAND: stock.on_hand,
        ELSEWHERE: details.elsewhere,
        RESEARCHING: details.researching,
    }
    figures |= {UNSELLABLE + what.value: units for what, units in details.unsellable.items()}
    return figures | {INBOUND + some.ref: some.quantity for some in details.inbound}


def _told(stock: Stock, command: c.MirrorSummary) -> dict[str, int]:
    pending = command.pending_customer_order
    held_by_keeper = command.reserved if pending is None else min(pending, command.reserved)
    known = held_by_keeper if command.ours is None else min(command.ours, held_by_keeper)
    both = min(stock.reserved, known)
    unsellable: dict[Condition, int] = dict(command.unfulfillable)
    figures = {
        ON_HAND: command.fulfillable + both,
        ELSEWHERE: command.reserved - both,
        RESEARCHING: command.researching,
    }
    figures |= {UNSELLABLE + what.value: units for what, units in unsellable.items()}
    return figures | {INBOUND + ref: getattr(command, name) for ref, name in STAGES.items()}
