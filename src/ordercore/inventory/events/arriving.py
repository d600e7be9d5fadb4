"""What came, and what is on its way."""

import attrs

from ordercore.inventory.events.happening import UnitsEvent
from ordercore.inventory.ledger import INBOUND, ON_HAND, Entries, Entry, entry
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class StockReceived(UnitsEvent):
    """New units arrived; ``due`` of them had been expected by ``inbound``."""

    inbound: str = ""
    due: int = 0

    @property
    def entries(self) -> Entries:
        """More on hand, and less on its way."""
        return (Entry(ON_HAND, self.quantity), *entry(INBOUND + self.inbound, -self.due))


@attrs.frozen(kw_only=True)
class InboundEvent(UnitsEvent):
    """So many units more, or fewer, became expected; ``expected`` is when they should be there."""

    inbound: str
    expected: Instant | None = None

    @property
    def entries(self) -> Entries:
        """More, or less, on its way."""
        return entry(INBOUND + self.inbound, self.quantity)


@attrs.frozen(kw_only=True)
class InboundExpected(InboundEvent):
    """Units are on their way."""


@attrs.frozen(kw_only=True)
class InboundChanged(InboundEvent):
    """More or fewer units are on their way, or they come at another time."""


@attrs.frozen(kw_only=True)
class InboundClosed(InboundEvent):
    """Nothing more will come of what was on its way."""
