"""What left, came back, was counted, corrected or set aside."""

import attrs

from ordercore.inventory.conditions import Condition
from ordercore.inventory.events.happening import OwnedStockEvent, StockEvent, UnitsEvent
from ordercore.inventory.ledger import (
    BACKORDERED,
    COMMITTED,
    CONSUMED,
    ON_HAND,
    RESERVED,
    Entries,
    Entry,
    entry,
    place_of,
)


@attrs.frozen(kw_only=True)
class UnitsLeft(OwnedStockEvent):
    """Units left.

    ``missing`` of them were not on hand by our books, so the books were wrong by that much.
    """

    missing: int

    @property
    def entries(self) -> Entries:
        """Less is on hand."""
        return entry(ON_HAND, self.missing - self.quantity)


@attrs.frozen(kw_only=True)
class ReservedConsumed(UnitsLeft):
    """Promised units left.

    ``backordered`` of them had been promised beyond those on hand, and ``committed`` of them would
    not have expired.
    """

    backordered: int = 0
    committed: int = 0

    @property
    def entries(self) -> Entries:
        """Less is on hand and promised, and more was consumed."""
        return (
            *entry(ON_HAND, self.missing - self.quantity),
            *entry(RESERVED, self.backordered - self.quantity, self.owner),
            *entry(BACKORDERED, -self.backordered, self.owner),
            *entry(COMMITTED, -self.committed, self.owner),
            Entry(CONSUMED, self.quantity, self.owner),
        )


@attrs.frozen(kw_only=True)
class UnreservedTaken(UnitsLeft):
    """Units left that had not been promised."""


@attrs.frozen(kw_only=True)
class UnitsRestocked(OwnedStockEvent):
    """Returned units became sellable again, or lie there in a ``condition``."""

    condition: Condition | None = None

    @property
    def entries(self) -> Entries:
        """More is there."""
        return (Entry(place_of(self.condition), self.quantity),)


@attrs.frozen(kw_only=True)
class StockAdjusted(UnitsEvent):
    """The books were corrected by ``quantity`` units, more or fewer, of a ``condition``.

    What is taken off for a reason that leaves it unsellable lies ``into`` another condition now.
    ``missing`` units less than that could be taken off, since the books did not have them.
    """

    reason: str
    condition: Condition | None = None
    into: Condition | None = None
    missing: int = 0

    @property
    def entries(self) -> Entries:
        """More or less is there."""
        change = self.quantity + self.missing
        gone = entry(place_of(self.condition), change)
        return gone if self.into is None else (*gone, *entry(place_of(self.into), -change))


@attrs.frozen(kw_only=True)
class StockCounted(UnitsEvent):
    """``counted`` units were found on hand, which is ``quantity`` more, or fewer, than booked."""

    counted: int

    @property
    def entries(self) -> Entries:
        """The difference."""
        return entry(ON_HAND, self.quantity)


@attrs.frozen(kw_only=True)
class UnitsRegraded(UnitsEvent):
    """Units are in another condition ``now`` than they ``were``; without one they are sellable."""

    were: Condition | None = None
    now: Condition | None = None

    @property
    def entries(self) -> Entries:
        """What one place loses the other gains."""
        return (
            Entry(place_of(self.were), -self.quantity),
            Entry(place_of(self.now), self.quantity),
        )


@attrs.frozen(kw_only=True)
class UnitsDisposed(UnitsEvent):
    """Unsellable units are gone for good."""

    condition: Condition

    @property
    def entries(self) -> Entries:
        """Less is there."""
        return (Entry(place_of(self.condition), -self.quantity),)


@attrs.frozen(kw_only=True)
class StockMirrored(StockEvent):
    """The keeper of a pool said what is there; ``changes`` are the differences, by account."""

    changes: tuple[tuple[str, int], ...]
    sequence: int | None = None

    @property
    def entries(self) -> Entries:
        """The differences."""
        return tuple([Entry(account, change) for account, change in self.changes])


@attrs.frozen(kw_only=True)
class MirrorEnded(StockEvent):
    """Nobody else keeps the pool any more; ``changes`` take out what only a keeper can tell."""

    changes: tuple[tuple[str, int], ...]

    @property
    def entries(self) -> Entries:
        """What was elsewhere, being looked for, or on its way by the keeper's word."""
        return tuple([Entry(account, change) for account, change in self.changes])


@attrs.frozen(kw_only=True)
class StockTermsSet(StockEvent):
    """Its terms were set: what is never promised, what may be promised beyond, what is low."""

    safety: int
    backorder_limit: int
    preorder_limit: int
    low_at: int | None
