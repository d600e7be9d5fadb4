"""A publisher that remembers what it published, and fails when it is told to."""

from threading import Lock

from ordercore.ports.publisher import Published


class MemoryPublisher:
    """Keeps events, once per key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: dict[str, Published] = {}
        self._tried: list[str] = []
        self._failing = self._forgetting = 0

    @property
    def events(self) -> tuple[Published, ...]:
        """Everything that readers have, in order."""
        return tuple(self._events.values())

    @property
    def tried(self) -> tuple[str, ...]:
        """The key of every call, in order, whatever became of it."""
        return tuple(self._tried)

    def fail(self, times: int = 1) -> None:
        """Be out of reach for the next calls."""
        self._failing = times

    def lose_answers(self, times: int = 1) -> None:
        """Take the next events, and fail when it is time to say so, as a broken line does."""
        self._forgetting = times

    def publish(self, event: Published) -> None:
        """Keep an event, unless one of its key is kept.

        Raises:
            ConnectionError: when it was told to fail.
        """
        with self._lock:
            self._tried.append(event.key)
            if self._failing > 0:
                self._failing -= 1
                raise ConnectionError("the publisher was told to fail")
            self._events.setdefault(event.key, event)
            if self._forgetting > 0:
                self._forgetting -= 1
                raise ConnectionError("the publisher was told to lose its answer")
