"""Snapshots: orders and claims as stores keep them, so that reading needs no whole story.

A snapshot says nothing that the events do not say.
One of an older shape, or one that cannot be read at all, is therefore no error: it is
folded from its events, and gets a new snapshot when it is next written.
"""

from collections.abc import Iterable, Sequence

import attrs

from ordercore.conversations.claims import Claim, ClaimEvent
from ordercore.conversations.claims import fold as fold_claim
from ordercore.errors import StoreError
from ordercore.orders.decider import fold
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.records import Key, Recorded
from ordercore.service.codec import decode, encode

STATE_VERSION = 2
"""The shape of a stored order. Raise it whenever ``Order``, or anything in it, changes.

A test compares the shape with the one noted for this number, and fails until it is raised.
Snapshots of the first release have no number.
"""

CLAIM_VERSION = 1
"""The shape of a stored claim, likewise."""


@attrs.frozen
class Snapshot:
    """An order, and in which shape it was written."""

    state: int
    order: Order


def write_snapshot(order: Order) -> bytes:
    """Write an order in the present shape."""
    return encode(Snapshot(STATE_VERSION, order))


def read_snapshot(data: bytes) -> Order | None:
    """Read an order; ``None`` when it was written in another shape, or cannot be read."""
    try:
        snapshot = decode(Snapshot, data)
    except StoreError:
        return None
    return snapshot.order if snapshot.state == STATE_VERSION else None


@attrs.frozen
class ClaimSnapshot:
    """A claim, and in which shape it was written."""

    state: int
    claim: Claim


def write_claim(claim: Claim) -> bytes:
    """Write a claim in the present shape."""
    return encode(ClaimSnapshot(CLAIM_VERSION, claim))


def read_claim(data: bytes) -> Claim | None:
    """Read a claim; ``None`` when it was written in another shape, or cannot be read."""
    try:
        snapshot = decode(ClaimSnapshot, data)
    except StoreError:
        return None
    return snapshot.claim if snapshot.state == CLAIM_VERSION else None


def folded(key: Key, recorded: Iterable[Recorded]) -> Order | Claim | None:
    """Fold an order or a claim from its events; ``None`` where there are none."""
    if key.kind == "claim":
        return fold_claim(some.event for some in recorded if isinstance(some.event, ClaimEvent))
    return fold(some.event for some in recorded if isinstance(some.event, OrderEvent))


def refolded(key: Key, version: int, recorded: Sequence[Recorded]) -> Order | Claim:
    """Fold an order or a claim from the events up to a version of it.

    Raises:
        StoreError: when some of its events are not there.
    """
    value = folded(key, recorded)
    if value is None or len(recorded) != version:
        lacking = f"only {len(recorded)} of its {version} events are there"
        raise StoreError(str(key), f"its snapshot is of another shape, and {lacking}")
    return value
