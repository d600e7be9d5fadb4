"""A label book that lasts as long as its process."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from threading import Lock


class MemoryLabelBook:
    """Keeps entries in a mapping; threads wait for each other."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._shelves: dict[str, dict[str, bytes]] = {}
        self._counts: dict[str, int] = {}
        self._undo: list[Callable[[], object]] = []

    @contextmanager
    def page(self) -> Generator["MemoryLabelBook", None, None]:
        """Open it when nobody else has it open."""
        with self._turn:
            self._undo.clear()
            try:
                yield self
            except BaseException:
                for back in reversed(self._undo):
                    back()
                raise

    def read(self, shelf: str, key: str) -> bytes | None:
        """Give an entry."""
        return self._shelves.get(shelf, {}).get(key)

    def write(self, shelf: str, key: str, data: bytes) -> None:
        """Write an entry."""
        self._put(shelf, key, data)

    def drop(self, shelf: str, key: str) -> None:
        """Take an entry out."""
        self._put(shelf, key, None)

    def count(self, name: str) -> int:
        """Count up."""
        before = self._counts.get(name, 0)
        self._counts[name] = before + 1
        self._undo.append(partial(self._counts.update, {name: before}))
        return before + 1

    def forget(self, first: str, last: str) -> None:
        """Take shelves out."""
        for shelf in [shelf for shelf in self._shelves if first <= shelf < last]:
            entries = self._shelves.pop(shelf)
            self._undo.append(partial(self._restore, shelf, entries))

    def _restore(self, shelf: str, entries: dict[str, bytes]) -> None:
        self._shelves[shelf] = entries

    def _put(self, shelf: str, key: str, data: bytes | None) -> None:
        """Put an entry in its place, or nothing, and note what stood there."""
        before = self._shelves.get(shelf, {}).get(key)
        self._set(shelf, key, data)
        self._undo.append(partial(self._set, shelf, key, before))

    def _set(self, shelf: str, key: str, data: bytes | None) -> None:
        entries = self._shelves.setdefault(shelf, {})
        entries.pop(key, None)
        if data is not None:
            entries[key] = data
