"""The stock ledger: every signed entry with what caused it.

Nothing is kept for it: the log of a stock tells its entries, and the figures are their sums.
"""

from collections.abc import Iterable, Iterator

import attrs

from ordercore.inventory import StockEvent
from ordercore.kernel.time import Instant
from ordercore.ports.records import Recorded


@attrs.frozen
class LedgerEntry:
    """So many units more, or fewer, in an account of stock.

    ``owner`` is whose, where the account is kept by owner. ``cause`` is never blank: the name that
    the host gave, else the order event that this followed from, else the command's id, else the
    place in the log at which it was entered by hand.
    """

    at: Instant
    account: str
    change: int
    owner: str
    event: str
    cause: str


def ledger_of(recorded: Iterable[Recorded]) -> Iterator[LedgerEntry]:
    """Give the entries of the log of a stock, in order."""
    for some in recorded:
        event = some.event
        if isinstance(event, StockEvent):
            cause = _cause(some, event)
            for account, change, owner in event.entries:
                kind = type(event).__name__
                yield LedgerEntry(event.at, account, change, owner, kind, cause)


def _cause(some: Recorded, event: StockEvent) -> str:
    if event.cause:
        return event.cause
    if some.cause is not None:
        stream, seq = some.cause
        return f"{stream}/{seq}"
    return some.command_id or f"{some.stream}/{some.seq}"
