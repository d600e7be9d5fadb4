"""Snapshots: orders and dossiers as stores keep them, so that reading needs no whole story.

A snapshot says nothing that the events do not say.
One of an older shape, or one that cannot be read at all, is therefore no error: it is
folded from its events, and gets a new snapshot when it is next written.
"""

from collections.abc import Iterable, Sequence
from typing import Generic

import attrs

from ordercore.errors import StoreError
from ordercore.orders.decider import fold
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.dossiers import D, Dossier
from ordercore.ports.records import Key, Recorded
from ordercore.service.codec import decode, encode
from ordercore.service.dossiers import BY_NAME, kind_kept

STATE_VERSION = 2
"""The shape of a stored order. Raise it whenever ``Order``, or anything in it, changes.

A test compares the shape with the one noted for this number, and fails until it is raised.
Snapshots of the first release have no number.
"""


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
class Kept(Generic[D]):
    """A dossier, and in which shape it was written."""

    state: int
    dossier: D


def write_dossier(dossier: Dossier) -> bytes:
    """Write a dossier in the present shape of its kind."""
    return encode(Kept(kind_kept(type(dossier)).shape, dossier))


def read_dossier(kind: type[D], data: bytes) -> D | None:
    """Read a dossier; ``None`` when it was written in another shape, or cannot be read."""
    try:
        snapshot = decode(Kept[kind], data)  # type: ignore[valid-type]
    except StoreError:
        return None
    return snapshot.dossier if snapshot.state == kind_kept(kind).shape else None


def folded(key: Key, recorded: Iterable[Recorded]) -> Order | Dossier | None:
    """Fold an order or a dossier from its events; ``None`` where there are none."""
    kind = BY_NAME.get(key.kind)
    if kind is None:
        return fold(some.event for some in recorded if isinstance(some.event, OrderEvent))
    value: Dossier | None = kind.fold(
        some.event for some in recorded if isinstance(some.event, kind.event)
    )
    return value


def refolded(key: Key, version: int, recorded: Sequence[Recorded]) -> Order | Dossier:
    """Fold an order or a dossier from the events up to a version of it.

    Raises:
        StoreError: when some of its events are not there.
    """
    value = folded(key, recorded)
    if value is None or len(recorded) != version:
        lacking = f"only {len(recorded)} of its {version} events are there"
        raise StoreError(str(key), f"its snapshot is of another shape, and {lacking}")
    return value
