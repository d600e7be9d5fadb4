"""Marks of an axis: round numbers, a few of them, that hold every value."""

from collections.abc import Iterable
from fractions import Fraction

STEPS = (1, 2, 5, 10)
"""Distances between marks, times a power of ten: those that people count in."""

SPACES = 4
"""At most so many spaces between marks, but for one more where values lie on both sides of 0."""


def scale_of(values: Iterable[Fraction], *, whole: bool = False) -> tuple[Fraction, ...]:
    """Give ascending marks around values and zero; ``whole`` ones where nothing is parted."""
    there = [*values, Fraction(0)]
    low, high = min(there), max(there)
    if low == high:
        high = low + 1
    step = step_for((high - low) / SPACES, whole=whole)
    first, last = low // step, -(-high // step)
    return tuple([step * number for number in range(first, last + 1)])


def step_for(least: Fraction, *, whole: bool = False) -> Fraction:
    """Give the smallest round distance that is not below one."""
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    step = next(power * many for many in STEPS if power * many >= least)
    return max(step, Fraction(1)) if whole else step
