"""A clock that stands still until it is set."""

from ordercore.kernel.time import Instant, instant


class FixedClock:
    """Tells the time it was set to."""

    def __init__(self, at: object) -> None:
        self._now = instant(at)

    def now(self) -> Instant:
        """Give the time it was set to."""
        return self._now

    def set(self, at: object) -> None:
        """Set the time."""
        self._now = instant(at)
