"""The clock port: the only place where the present comes in."""

from typing import Protocol

from ordercore.kernel.time import Instant


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> Instant:
        """Give the present instant, in UTC."""
        ...
