"""Ratios of things that are timed in turn, so that a machine whose speed drifts is fair to both."""

import statistics
import time
from collections.abc import Callable, Mapping

Timed = Callable[[], object]


def seconds(work: Timed, times: int) -> float:
    """Time some repetitions of a piece of work."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return time.perf_counter() - begun


def ratios(
    ours: Timed, others: Mapping[str, Timed], *, rounds: int, times: int
) -> Mapping[str, float]:
    """Give how many times as long as ours each other takes: the median of per-round ratios."""
    found: dict[str, list[float]] = {name: [] for name in others}
    for work in (ours, *others.values()):
        seconds(work, max(1, times // 10))
    for _ in range(rounds):
        mine = seconds(ours, times)
        for name, other in others.items():
            found[name].append(seconds(other, times) / mine)
    return {name: statistics.median(values) for name, values in found.items()}
