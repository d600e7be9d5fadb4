"""The ledger: every change of a figure is a signed entry, and the figures are their sums.

Events tell their entries; folding an event into stock and reservations *is* adding them up.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ordercore.inventory.conditions import Condition
from ordercore.inventory.details import Inbound, StockDetails
from ordercore.inventory.reservation import Reservation
from ordercore.inventory.state import Stock
from ordercore.kernel.replace import replace

ON_HAND = "on_hand"
RESERVED = "reserved"
BACKORDERED = "backordered"
COMMITTED = "committed"
CONSUMED = "consumed"
RELEASED = "released"
RESEARCHING = "researching"
ELSEWHERE = "elsewhere"

UNSELLABLE = "unsellable/"
"""How the accounts of unsellable units begin; the condition follows."""

INBOUND = "inbound/"
"""How the accounts of units on their way begin; the reference follows."""

_TOTALS = frozenset({ON_HAND, RESERVED, BACKORDERED})

_OF_OWNERS = {
    RESERVED: "held",
    BACKORDERED: "backordered",
    COMMITTED: "committed",
    CONSUMED: "consumed",
    RELEASED: "released",
}
"""Account → the field of the reservation that it adds up to."""


class Entry(NamedTuple):
    """So many units more, or fewer, in an account; of whom, where it is an owner's."""

    account: str
    change: int
    owner: str = ""


Entries = tuple[Entry, ...]


def place_of(condition: Condition | None) -> str:
    """Give the account of units in a condition; of sellable ones, what is on hand."""
    return ON_HAND if condition is None else UNSELLABLE + condition.value


def entry(account: str, change: int, owner: str = "") -> Entries:
    """Give one entry, or none where nothing changes."""
    return (Entry(account, change, owner),) if change else ()


def posted(stock: Stock, entries: Iterable[Entry]) -> Stock:
    """Add entries to stock; what only a reservation knows is left to it."""
    totals: dict[str, int] = {}
    details = stock.details
    for account, change, _ in entries:
        if account in _TOTALS:
            before: int = totals[account] if account in totals else getattr(stock, account)
            totals[account] = before + change
        elif account not in _OF_OWNERS:
            details = _posted_detail(details, account, change)
    if details is not stock.details:
        return replace(stock, details=details, **totals)
    return replace(stock, **totals) if totals else stock


def promise_after(reservation: Reservation, entries: Iterable[Entry]) -> dict[str, int]:
    """Add the entries of its owner to a reservation, and give the figures that are others then."""
    fields: dict[str, int] = {}
    for account, change, owner in entries:
        if owner == reservation.owner:
            name = _OF_OWNERS[account]
            before: int = fields[name] if name in fields else getattr(reservation, name)
            fields[name] = before + change
    return fields


def _posted_detail(details: StockDetails, account: str, change: int) -> StockDetails:
    if account.startswith(UNSELLABLE):
        condition = Condition(account.removeprefix(UNSELLABLE))
        units = {**details.unsellable, condition: details.unsellable.get(condition, 0) + change}
        return replace(details, unsellable={what: n for what, n in units.items() if n})
    if account.startswith(INBOUND):
        return _posted_inbound(details, account.removeprefix(INBOUND), change)
    return replace(details, **{account: getattr(details, account) + change})


def _posted_inbound(details: StockDetails, ref: str, change: int) -> StockDetails:
    if details.open_inbound(ref) is None:
        return replace(details, inbound=(*details.inbound, Inbound(ref, change)))
    open_ = [
        replace(some, quantity=some.quantity + change) if some.ref == ref else some
        for some in details.inbound
    ]
    return replace(details, inbound=tuple([some for some in open_ if some.quantity]))
