"""The store in memory keeps the contract of stores."""

from pathlib import Path

from ordercore.adapters.memory import MemoryStore
from ordercore.testing import StoreConformance


class TestMemoryStore(StoreConformance):
    """The whole contract, in memory."""

    durable = False

    def make_store(self, where: Path) -> MemoryStore:
        """Make an empty store, wherever that is."""
        return MemoryStore()


class TestMemoryStoreThatPromisesUnseen(TestMemoryStore):
    """The same, with what a store on a server does."""

    def make_store(self, where: Path) -> MemoryStore:
        """Make an empty store, wherever that is."""
        return MemoryStore(promises_unseen=True)
