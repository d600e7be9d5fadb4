"""The pace of a relay: for how long an entry is its own, and when it tries again."""

import datetime as dt
import math
from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import several
from ordercore.kernel.time import Instant, instant


def _pauses(given: Iterable[float]) -> tuple[float, ...]:
    return several(given, "pauses")


@attrs.frozen(kw_only=True)
class Pace:
    """How long a relay may take, how it tries again, and when it gives up; times are in seconds.

    ``lease`` is for how long an entry that was taken is nobody else's; where a receiver is slow,
    fewer are taken at once, and never more than ``batch``.
    ``pauses`` are those after the first failure, the second, and so on; the last of them is kept
    to. After ``most_tries`` an entry is put aside.
    ``drift`` is how far the clocks of relays may be apart: an entry that could be waiting so long
    only by a clock that was wrong is tried at once. Relays of one lane keep one pace.
    """

    lease: float = 60
    batch: int = 100
    pauses: tuple[float, ...] = attrs.field(default=(1, 5, 30, 120, 600, 3600), converter=_pauses)
    most_tries: int = 30
    drift: float = 3600

    def __attrs_post_init__(self) -> None:
        """Refuse times and numbers that cannot be."""
        _seconds(self.lease, "lease", least=math.ulp(0))
        _seconds(self.drift, "drift")
        for pause in self.pauses or (None,):
            _seconds(pause, "pauses")
        _number(self.batch, "batch")
        _number(self.most_tries, "most_tries")

    def pause(self, tries: int) -> float:
        """Give the seconds to wait after so many tries that failed."""
        return self.pauses[min(tries, len(self.pauses)) - 1]

    def longest_wait(self, tries: int) -> float:
        """Give the seconds after which an entry with so many tries is due by any right clock."""
        return max(self.lease, self.pause(tries) if tries else 0) + self.drift

    def fits(self, slowest: float | None) -> int:
        """Give how many entries can be delivered within half a lease, one at least.

        ``slowest`` is how many seconds the slowest delivery took; ``None`` before the first, which
        is then tried alone.
        """
        if slowest is None:
            return 1
        return (
            self.batch if slowest <= 0 else max(1, min(self.batch, int(self.lease / 2 / slowest)))
        )


def later(at: Instant, seconds: float) -> Instant:
    """Give the moment so many seconds later."""
    return instant(at + dt.timedelta(seconds=seconds))


LONGEST = 366 * 86_400.0
"""Whoever waits for more than a year has slipped a digit."""


def _seconds(given: object, field: str, *, least: float = 0) -> None:
    fits = isinstance(given, int | float) and not isinstance(given, bool)
    if not fits or not least <= given <= LONGEST:  # type: ignore[operator]
        raise InvalidValue(field, given, f"seconds: {'more than ' if least else ''}0, up to a year")


def _number(given: object, field: str) -> None:
    if type(given) is not int or given < 1:
        raise InvalidValue(field, given, "a number, 1 or more")


PACE = Pace()
"""A minute to deliver; about a day of tries, the last of them hourly."""
