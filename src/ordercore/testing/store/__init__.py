"""The conformance suite of the store port: everything that a store must do, as tests.

::

    from ordercore.testing import StoreConformance

    class TestMyStore(StoreConformance):
        def make_store(self, where):
            return MyStore(where / "shop.db")

``make_store`` opens the store that lives in a folder, which is a fresh one for each test.
It is a method and no fixture, because some tests open the same store a second time.
Where a store forgets everything when it is closed, say ``durable = False``; where it may only be
used from the thread that made it, say ``threads = False``.
Where stores of several sellers may share a place, give ``make_store_of`` too.

Each test is a sentence of the contract in :mod:`ordercore.ports.store`.
"""

from ordercore.testing.store.deriving import Deriving
from ordercore.testing.store.finding import Finding
from ordercore.testing.store.forgetting import Forgetting
from ordercore.testing.store.listing import Listing
from ordercore.testing.store.outbox import Outbox, OutboxOutcomes
from ordercore.testing.store.promising import Promising
from ordercore.testing.store.records import Records
from ordercore.testing.store.refusing import Refusing
from ordercore.testing.store.rewriting import Rewriting
from ordercore.testing.store.sellers import Sellers
from ordercore.testing.store.sharing import Sharing
from ordercore.testing.store.streams import Streams
from ordercore.testing.store.values import Values

__all__ = ["StoreConformance"]


class StoreConformance(
    Records,
    Refusing,
    Promising,
    Streams,
    Rewriting,
    Outbox,
    OutboxOutcomes,
    Forgetting,
    Finding,
    Listing,
    Deriving,
    Values,
    Sharing,
    Sellers,
):
    """Inherit from this, give ``make_store``, and pytest runs the whole contract."""
