"""The outbox: what is to be told outside, in order, at least once."""

from enum import Enum

import attrs

from ordercore.kernel.time import Instant
from ordercore.notices import Notice
from ordercore.ports.records import Key


class Lane(Enum):
    """Who takes an entry: those who tell people, or those who tell other systems."""

    NOTICES = "notices"
    EVENTS = "events"


@attrs.frozen
class OutboxEntry:
    """A notice to be delivered, or an event to be published.

    It points at its event and holds no copy of it; without a notice it is the event itself that
    is to be told.
    """

    stream: Key
    seq: int
    notice: Notice | None = None

    @property
    def lane(self) -> Lane:
        """Who takes it."""
        return Lane.EVENTS if self.notice is None else Lane.NOTICES

    @property
    def topic(self) -> str:
        """What it is about: ``buyer/parcel_shipped`` for a notice, blank for an event."""
        notice = self.notice
        return "" if notice is None else f"{notice.audience.value}/{notice.kind}"

    @property
    def key(self) -> str:
        """What makes delivering it twice harmless."""
        return f"{self.stream}/{self.seq}/{self.topic or 'event'}"


class OutboxState(Enum):
    """Where an entry is: still to be delivered, put aside after too many tries, or done."""

    WAITING = "waiting"
    POISONED = "poisoned"
    DELIVERED = "delivered"


@attrs.frozen
class Waiting:
    """An entry with its tries so far, and what the last one failed of.

    ``due_at`` is the moment before which nobody takes it: the end of a lease, or of a pause after
    a failure; ``None`` when it was never taken.
    """

    entry: OutboxEntry
    tries: int = 0
    due_at: Instant | None = None
    error: str = ""


class Outcome(Enum):
    """What became of an entry that was taken.

    ``UNTRIED`` is one that its taker gave back without a try, which is then not counted.
    """

    DELIVERED = "delivered"
    FAILED = "failed"
    UNTRIED = "untried"
    POISONED = "poisoned"
    REVIVED = "revived"


@attrs.frozen(kw_only=True)
class Settled:
    """An entry that was taken, and what became of it.

    ``at`` is when it was delivered or put aside, and else when it is due again.
    ``tries`` is what it had when it was taken: an entry that was taken again since is not touched,
    unless it was delivered. Reviving a poisoned entry starts its tries anew.
    """

    entry: OutboxEntry
    outcome: Outcome
    at: Instant
    tries: int
    error: str = ""
