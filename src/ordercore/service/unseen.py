"""Promises of stock that nobody looked at.

Most stock has plenty: then a promise hangs on nothing that its row could tell, and whoever wants
units of it need not wait for others who do. The promise is decided as if there were no end of
units, and the store counts it, or finds that there is an end. Where there is one is remembered.
"""

from collections.abc import Mapping

from ordercore.errors import Refused
from ordercore.inventory import (
    InventoryCommand,
    Reservation,
    ReservedCommitted,
    ReserveUnits,
    Shelf,
    Stock,
    StockEvent,
    UnitsReserved,
    decide,
    evolve,
)
from ordercore.inventory.rules import Reasons
from ordercore.ports.records import Key
from ordercore.ports.store import Row

NO_END = 2**60
"""More units than anybody has."""

PLENTY = 20
"""How many units must be left of stock, beyond every line, for it not to be looked at next time.

So that one promise more will hardly cross a line: with fewer the second look would be usual.
"""

REMEMBERED = 10_000
"""How many scarce SKUs are remembered; with more of them, all are forgotten and found again."""

_PLAIN = frozenset({UnitsReserved, ReservedCommitted})


class Scarcity:
    """Which stock had no plenty when it was last looked at."""

    def __init__(self) -> None:
        self._scarce: set[Key] = set()

    def has_plenty(self, key: Key) -> bool:
        """Tell whether stock has plenty, as far as is known."""
        return key not in self._scarce

    def learn(self, rows: Mapping[Key, Row]) -> None:
        """Remember what rows tell of it that were looked at."""
        for key, (value, _) in rows.items():
            if key.kind != "stock":
                continue
            if isinstance(value, Stock) and value.keeps_plenty(PLENTY):
                self._scarce.discard(key)
            else:
                self._scarce.add(key)
        if len(self._scarce) > REMEMBERED:
            self._scarce.clear()


def hangs_on_plenty(command: object) -> bool:
    """Tell whether a command hangs on no row but its own promise's, where stock has plenty."""
    return (
        isinstance(command, ReserveUnits)
        and not command.cause
        and command.using in ("", command.owner)
    )


def decided_unseen(
    command: InventoryCommand, hold: Reservation | None, reasons: Reasons
) -> tuple[tuple[StockEvent, ...], Shelf] | None:
    """Decide a promise as if there were no end of units; where that does not do, nothing."""
    shelf = Shelf(Stock(command.sku, command.pool, NO_END), hold)
    try:
        events = decide(shelf, command, reasons)
    except Refused:
        return None
    if not _PLAIN.issuperset(map(type, events)):
        return None
    for event in events:
        shelf = evolve(shelf, event)
    return events, shelf
