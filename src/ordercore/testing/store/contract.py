"""What the parts of the suite share: the store under test."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordercore.ports.store import Store


class Contract(ABC):
    """A part of the contract of stores."""

    durable: bool = True
    """Whether the store still has everything when it is opened again."""

    threads: bool = True
    """Whether several threads may use one store object."""

    @abstractmethod
    def make_store(self, where: Path) -> Store:
        """Open the store that lives in a folder, making it if it is not there."""

    def make_store_of(self, seller: str, where: Path) -> Store | None:  # noqa: ARG002
        """Open the store of a seller there; ``None`` where stores know nothing of sellers."""
        return None

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """Give a fresh store, and close it after the test."""
        made = self.make_store(tmp_path)
        yield made
        made.close()
