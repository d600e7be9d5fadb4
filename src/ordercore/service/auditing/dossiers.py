"""Dossiers against their events, and claims against what their orders know of them."""

from collections.abc import Iterable, Iterator

from ordercore.conversations.claims import Claim
from ordercore.kernel.time import Instant
from ordercore.orders.claim_note import note_of
from ordercore.orders.state import Order
from ordercore.ports.outbox import OutboxEntry
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Store
from ordercore.service.auditing.difference import Difference
from ordercore.service.auditing.lost import record_missing
from ordercore.service.auditing.orders import answers, numbering
from ordercore.service.dossiers import BY_NAME
from ordercore.service.keys import order_key
from ordercore.service.snapshots import folded


def dossier_differences(
    store: Store, key: Key, versions: dict[Key, int], called: dict[str, Instant]
) -> Iterator[Difference]:
    """Compare a dossier that is kept with what its events tell; a claim with its order too."""
    row, recorded = store.load((key,))[key], store.events(key)
    versions[key] = row.version or len(recorded)
    called.update(dossier_notices(key, recorded))
    yield from numbering(key, row, recorded)
    yield from answers(store, recorded)
    told = folded(key, recorded)
    if row.value is None:
        yield record_missing(key, len(recorded))
    elif told != row.value:
        yield Difference("state_differs", key, repr(row.value), repr(told))
    if isinstance(row.value, Claim):
        yield from _heard(store, key, row.value)


def dossier_notices(key: Key, recorded: Iterable[Recorded]) -> dict[str, Instant]:
    """Give the notices that the events of a dossier call for, each with its moment."""
    kind, dossier = BY_NAME[key.kind], None
    called: dict[str, Instant] = {}
    for some in recorded:
        if isinstance(some.event, kind.event):
            dossier = kind.evolve(dossier, some.event)
            notices = kind.notices(dossier, some.event)
            called |= {OutboxEntry(key, some.seq, notice).key: some.event.at for notice in notices}
    return called


def _heard(store: Store, key: Key, claim: Claim) -> Iterator[Difference]:
    """Compare a claim with what its order has heard of it."""
    value = store.load((order_key(claim.order_id),))[order_key(claim.order_id)].value
    known = value.claim(claim.id) if isinstance(value, Order) else None
    if known != note_of(claim):
        yield Difference("claim_not_heard", key, str(known), str(note_of(claim)))
