"""What every stock event carries."""

import attrs

from ordercore.inventory.ledger import Entries
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class StockEvent:
    """Something that happened to units of one SKU in one pool.

    ``cause`` is what the host named as its cause; of an event that reacts to one of an order it is
    blank, since that one is recorded beside it.
    """

    at: Instant
    cause: str = ""

    @property
    def entries(self) -> Entries:
        """What it changes in the accounts; nothing, unless its kind says otherwise."""
        return ()


@attrs.frozen(kw_only=True)
class UnitsEvent(StockEvent):
    """Something that happened to so many units."""

    quantity: int


@attrs.frozen(kw_only=True)
class OwnedStockEvent(UnitsEvent):
    """Something that happened to stock for an owner, an order or a basket."""

    owner: str
