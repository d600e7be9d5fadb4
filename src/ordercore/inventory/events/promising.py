"""What was promised, and how promises go on."""

import attrs

from ordercore.inventory.events.happening import OwnedStockEvent
from ordercore.inventory.ledger import BACKORDERED, COMMITTED, RELEASED, RESERVED, Entries, Entry
from ordercore.inventory.ledger import entry as _entry
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class UnitsPromised(OwnedStockEvent):
    """Units were promised, until ``expires_at`` where that is told."""

    expires_at: Instant | None = None


@attrs.frozen(kw_only=True)
class UnitsReserved(UnitsPromised):
    """Units on hand were promised to an owner."""

    @property
    def entries(self) -> Entries:
        """More is reserved."""
        return (Entry(RESERVED, self.quantity, self.owner),)


@attrs.frozen(kw_only=True)
class UnitsBackordered(UnitsPromised):
    """Units beyond those on hand were promised to an owner."""

    @property
    def entries(self) -> Entries:
        """More is backordered."""
        return (Entry(BACKORDERED, self.quantity, self.owner),)


@attrs.frozen(kw_only=True)
class ReservationTakenOver(UnitsPromised):
    """What ``using`` was promised became the owner's: nothing that had been committed.

    ``quantity`` are units on hand, and ``backordered`` are beyond them.
    """

    using: str
    backordered: int = 0

    @property
    def entries(self) -> Entries:
        """What one loses the other gains."""
        moved = ((RESERVED, self.quantity), (BACKORDERED, self.backordered))
        return tuple(
            [
                Entry(account, sign * units, owner)
                for account, units in moved
                if units
                for sign, owner in ((-1, self.using), (1, self.owner))
            ]
        )


@attrs.frozen(kw_only=True)
class ReservationExtended(UnitsPromised):
    """A promise of ``quantity`` units that may expire does so later."""


@attrs.frozen(kw_only=True)
class ReservedCommitted(OwnedStockEvent):
    """Promised units no longer expire."""

    @property
    def entries(self) -> Entries:
        """More is committed."""
        return (Entry(COMMITTED, self.quantity, self.owner),)


@attrs.frozen(kw_only=True)
class ReservedUncommitted(UnitsPromised):
    """Promised units that were committed may expire again."""

    @property
    def entries(self) -> Entries:
        """Less is committed."""
        return (Entry(COMMITTED, -self.quantity, self.owner),)


@attrs.frozen(kw_only=True)
class BackorderFilled(OwnedStockEvent):
    """Units that were promised beyond those on hand are now held of those on hand."""

    @property
    def entries(self) -> Entries:
        """More is reserved, and less is backordered."""
        return (
            Entry(RESERVED, self.quantity, self.owner),
            Entry(BACKORDERED, -self.quantity, self.owner),
        )


@attrs.frozen(kw_only=True)
class PromiseEnded(OwnedStockEvent):
    """Promised units were given back.

    ``backordered`` of them were beyond those on hand, and ``committed`` of them would not have
    expired.
    """

    backordered: int = 0
    committed: int = 0

    @property
    def entries(self) -> Entries:
        """Less is promised, and more was released."""
        return (
            *_entry(RESERVED, self.backordered - self.quantity, self.owner),
            *_entry(BACKORDERED, -self.backordered, self.owner),
            *_entry(COMMITTED, -self.committed, self.owner),
            Entry(RELEASED, self.quantity, self.owner),
        )


@attrs.frozen(kw_only=True)
class ReservedReleased(PromiseEnded):
    """Promised units were given back."""


@attrs.frozen(kw_only=True)
class ReservedExpired(PromiseEnded):
    """Promised units were given back, because their time was over."""
