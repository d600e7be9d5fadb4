"""The label book port: where a carrier's adapter keeps what it did under which key."""

from contextlib import AbstractContextManager
from typing import Protocol


class LabelPage(Protocol):
    """An open book: nobody else reads or writes it until it is closed.

    Entries stand on named shelves under keys; both are any text.
    """

    def read(self, shelf: str, key: str) -> bytes | None:
        """Give an entry, if there is one."""
        ...

    def write(self, shelf: str, key: str, data: bytes) -> None:
        """Write an entry, over whatever stood there."""
        ...

    def drop(self, shelf: str, key: str) -> None:
        """Take an entry out, if it is there."""
        ...

    def count(self, name: str) -> int:
        """Count up, and give the number: 1, 2, 3; a page that is undone gives its number back."""
        ...

    def forget(self, first: str, last: str) -> None:
        """Take out everything on shelves from ``first`` on and before ``last``, by code points."""
        ...


class LabelBook(Protocol):
    """Keeps what an adapter of a carrier did, so that twice is once across processes."""

    def page(self) -> AbstractContextManager[LabelPage]:
        """Open the book for one reader and writer at a time.

        When it is closed, all that was written stays, also after a crash; after an exception,
        none of it.

        Raises:
            StoreError: when it cannot be opened, or somebody keeps it open for too long.
        """
        ...
