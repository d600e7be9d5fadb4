"""Handling times: how fast a channel wants an order out of the door."""

import datetime as dt

import attrs

from ordercore.kernel.dated import EVERYWHERE


@attrs.frozen(kw_only=True)
class Handling:
    """How fast a channel wants an order out of the door, from a day on.

    ``days`` are operating days between release and shipping.
    ``cutoff`` is the wall time, in the ship-from zone, from which on an order counts as placed on
    the next day; without one a day lasts until midnight.
    ``extra_weekdays`` are worked on this channel beside those of the seller's calendar.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date
    days: int
    cutoff: dt.time | None = None
    extra_weekdays: frozenset[int] = frozenset()
