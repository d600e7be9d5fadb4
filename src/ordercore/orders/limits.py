"""Limits: of how many lines and units an order may be on its channel."""

from collections.abc import Iterable

from ordercore.channels import Channel
from ordercore.kernel.rules import Facts


def beyond_limits(channel: Channel | None, quantities: Iterable[int]) -> Facts | None:
    """Give what is too much of an order of so many units on each of its lines, if anything is.

    A channel that the host has dropped has no limits.
    """
    if channel is None or channel.most_lines is channel.most_units is None:
        return None
    each = tuple(quantities)
    lines, units = len(each), sum(each)
    within = channel.most_lines is None or lines <= channel.most_lines
    if within and (channel.most_units is None or units <= channel.most_units):
        return None
    return {
        "channel": channel.code,
        "lines": lines,
        "most_lines": channel.most_lines,
        "units": units,
        "most_units": channel.most_units,
    }
