"""Notifiers that remember what they sent, and fail when they are told to."""

from collections.abc import Iterable
from threading import Lock

from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Unreachable, sendable


class MemoryNotifier:
    """Keeps letters, once per key."""

    def __init__(self, channels: Iterable[Channel] = Channel) -> None:
        """Take the channels that it has; all of them, if none are named."""
        self._channels = frozenset(channels)
        self._lock = Lock()
        self._letters: dict[str, Letter] = {}
        self._tried: list[str] = []
        self._refused: set[str] = set()
        self._failing = self._forgetting = 0

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that it was given."""
        return self._channels

    @property
    def letters(self) -> tuple[Letter, ...]:
        """Everything that people have, in order."""
        return tuple(self._letters.values())

    @property
    def tried(self) -> tuple[str, ...]:
        """The key of every call of a channel that it has, in order, whatever became of it."""
        return tuple(self._tried)

    def fail(self, times: int = 1) -> None:
        """Be out of reach for the next calls."""
        self._failing = times

    def lose_answers(self, times: int = 1) -> None:
        """Take the next letters, and fail when it is time to say so, as a broken line does."""
        self._forgetting = times

    def refuse(self, *addresses: str) -> None:
        """Take addresses for such as take nothing."""
        self._refused.update(addresses)

    def accept(self, *addresses: str) -> None:
        """Take addresses for good ones again."""
        self._refused.difference_update(addresses)

    def send(self, letter: Letter) -> None:
        """Keep a letter, unless one of its key is kept.

        Raises:
            InvalidValue: when it is of a channel that this notifier does not have.
            ConnectionError: when it was told to fail.
            Unreachable: when it was told to refuse the address.
        """
        sendable(letter, self._channels)
        with self._lock:
            self._tried.append(letter.key)
            if self._failing > 0:
                self._failing -= 1
                raise ConnectionError("the notifier was told to fail")
            if letter.to in self._refused:
                raise Unreachable(letter.channel, "the notifier was told to refuse the address")
            self._letters.setdefault(letter.key, letter)
            if self._forgetting > 0:
                self._forgetting -= 1
                raise ConnectionError("the notifier was told to lose its answer")


class AsyncMemoryNotifier:
    """The same, awaited, over a notifier of its own or one that is given."""

    def __init__(self, inner: MemoryNotifier | None = None) -> None:
        self.inner = MemoryNotifier() if inner is None else inner

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that it can send by."""
        return self.inner.channels

    async def send(self, letter: Letter) -> None:
        """Keep a letter, as :meth:`MemoryNotifier.send` does."""
        self.inner.send(letter)
