"""Limits: of how many lines and units an order may be on its channel."""

from collections.abc import Sequence

from ordercore.channels import Channel
from ordercore.kernel.rules import Facts


def beyond_limits(channel: Channel | None, quantities: Sequence[int]) -> Facts | None:
    """Give what is too much of an order of so many units on each of its lines, if anything is.

    A channel that the host has dropped has no limits.
    """
    if channel is None:
        return None
    lines, units = len(quantities), sum(quantities)
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
