"""The machine's clock."""

import pendulum

from ordercore.kernel.time import Instant


class SystemClock:
    """Tells the present."""

    def now(self) -> Instant:
        """Give the present instant, in UTC."""
        return pendulum.now("UTC")
