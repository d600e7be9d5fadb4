"""Stores in a pickled file, one of which is right: what crowds are tried on."""

import os
import pickle
import signal
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from ordercore.adapters.memory import MemoryStore
from ordercore.ports.records import Key
from ordercore.ports.store import Commit, Row
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds import Account


@attrs.frozen
class PickledStore:
    """Reads a whole file, works in memory, and writes a whole file, while it holds a lock."""

    promises_unseen = False

    file: Path

    @contextmanager
    def transaction(self) -> Generator[Any]:
        """Work on what is in the file."""
        with self._opened() as inner, inner.transaction() as transaction:
            yield transaction

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Do everything else in memory too."""
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            with self._opened() as inner:
                return getattr(inner, name)(*args, **kwargs)

        return call

    def close(self) -> None:
        """Hold nothing open."""

    @contextmanager
    def _opened(self) -> Generator[MemoryStore]:
        with self._locked():
            inner = self._empty()
            if self.file.exists():
                told = pickle.loads(self.file.read_bytes())  # noqa: S301 - a file of ours
                inner._rows, inner._streams, inner._outbox = told
            yield inner
            mine = self.file.with_name(f"{os.getpid()}.new")
            mine.write_bytes(pickle.dumps((inner._rows, inner._streams, inner._outbox)))
            mine.replace(self.file)

    @contextmanager
    def _locked(self) -> Generator[None]:
        import fcntl

        with self.file.with_name("lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _empty(self) -> MemoryStore:
        return MemoryStore()


class Unlocked(PickledStore):
    """Whoever writes last wins; and all take their time, so that they do meet."""

    @contextmanager
    def transaction(self) -> Generator[Any]:
        """Wait between reading and writing."""
        with super().transaction() as transaction:
            yield transaction
            time.sleep(0.005)

    @contextmanager
    def _locked(self) -> Generator[None]:
        yield


class LosesAnswers(PickledStore):
    """Answers a command id as often as it is asked."""

    def _empty(self) -> MemoryStore:
        return WithoutAnswers()


class WithoutAnswers(MemoryStore):
    """Keeps everything but answers."""

    def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Leave them out."""
        others = {key: some for key, some in commit.writes.items() if key.kind != "answer"}
        return super().write(attrs.evolve(commit, writes=others))


class Hangs(PickledStore):
    """Lets everybody who writes wait for ever."""

    @contextmanager
    def transaction(self) -> Generator[Any]:
        """Wait for what never comes."""
        time.sleep(3600)
        yield


def die(desk: OrderDesk, account: Account) -> None:
    """Be killed before there is anything to tell."""
    os.kill(os.getpid(), signal.SIGKILL)
