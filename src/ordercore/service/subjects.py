"""Orders with what stands beside them, and the derived rows that they make."""

from collections.abc import Iterator

from ordercore.orders.derived import DerivedTable, Subject
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import Dossier
from ordercore.ports.store import Store
from ordercore.service.derived import BESIDE, rows_of, subject_of
from ordercore.service.looking import every_dossier, every_order


def every_subject(store: Store) -> Iterator[Subject]:
    """Give all orders as they are kept, by placement, with what stands beside each.

    What stands beside orders is in memory meanwhile; orders come page by page.
    """
    beside: dict[str | None, list[Dossier]] = {}
    for kind in BESIDE:
        for some in every_dossier(store, kind.value):
            beside.setdefault(kind.order_of(some), []).append(some)
    for order in every_order(store):
        yield subject_of(order, beside.get(order.id, ()))


def every_derived(store: Store, table: DerivedTable) -> Iterator[DerivedRow]:
    """Give the rows of a derived table, once a store has caught up, page by page."""
    while store.catch_up():
        pass
    last: DerivedRow | None = None
    while page := store.derived(table, after=last):
        yield from page
        last = page[-1]


def rows_made(table: DerivedTable, subject: Subject) -> list[DerivedRow]:
    """Give the rows that ought to be kept of an order."""
    id = subject.order.id
    return [DerivedRow(id, n, cells) for n, cells in enumerate(rows_of(table, subject))]
