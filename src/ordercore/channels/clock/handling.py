"""Handling times: how fast a channel wants an order out of the door.

Facts of Amazon's are cited by the id of their page in Seller Central's help (SC) or by the forum
thread; a letter says how sure they are: A its own text, B relayed, C weak.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, weekdays_of
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day

SATURDAY, SUNDAY = 5, 6
"""Weekdays as ``date.weekday()`` counts them."""

MOST_DAYS = 30
"""A SKU's own handling time is a whole number up to 30 (SC G200955560 A; the cap itself C)."""


class Counting(Enum):
    """How handling days are counted from a day that is not worked itself."""

    AFTER = "after"
    """The n-th operating day strictly after the day: Saturday and 1 is Monday.
    The literal reading of "ships the next business day" (SC G200955560)."""
    ROLLED = "rolled"
    """The day rolls to an operating day first: Saturday and 1 is Tuesday."""


def handling_days(value: object, field: str = "days") -> int:
    """Read a handling time in operating days; 0 is the same day.

    Raises:
        InvalidValue: when it is no whole number from 0 to 30.
    """
    if type(value) is not int or not 0 <= value <= MOST_DAYS:
        raise InvalidValue(field, value, f"a whole number of days from 0 to {MOST_DAYS}")
    return value


def _extra_weekdays(given: Iterable[int]) -> frozenset[int]:
    return weekdays_of(given, "extra_weekdays")


@attrs.frozen(kw_only=True, cache_hash=True)
class Handling:
    """How fast a channel wants an order out of the door, from a day on.

    ``days`` are operating days between release and shipping, 0 to 30; 0 is the same day.
    ``same_day_cutoff`` and ``cutoff`` are wall times in the ship-from zone, from which on an order
    counts as released on the next day: the first where days are 0, the other where they are more.
    ``None`` is midnight.
    ``extra_weekdays`` are worked on this channel beside those of the seller's calendar.

    Raises:
        InvalidValue: when a field is of another type, or a number or time cannot be.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    days: int
    same_day_cutoff: dt.time | None = dt.time(14)
    """14:00 by default (SC.au 202096730 A)."""
    cutoff: dt.time | None = None
    earliest_cutoff: dt.time | None = None
    """Before which the same-day cut-off must not lie, where the channel says so."""
    at_cutoff_is_late: bool = True
    """Whether an order exactly at the cut-off is after it; nothing published says."""
    shown_minutes_earlier: int = 60
    """How much before the seller's cut-off lies the one that buyers see (SC.au 202096730 A)."""
    counting: Counting = Counting.AFTER
    extra_weekdays: frozenset[int] = attrs.field(
        default=frozenset[int](), converter=_extra_weekdays
    )
    sku_times: bool = True
    """Whether a SKU may have a handling time of its own; not so for Prime (SC G200955560 A)."""
    daily_capacity: int | None = None
    """Each order of a day beyond so many gets one operating day more (SC.au GKKJFSR59D8SFNP A)."""

    def __attrs_post_init__(self) -> None:
        """Refuse numbers and times that cannot be."""
        handling_days(self.days)
        check_types(self)
        if self.shown_minutes_earlier < 0:
            raise InvalidValue("shown_minutes_earlier", self.shown_minutes_earlier, "0 or more")
        if self.daily_capacity is not None and self.daily_capacity < 1:
            raise InvalidValue("daily_capacity", self.daily_capacity, "1 or more, or None")
        for field in ("same_day_cutoff", "cutoff", "earliest_cutoff"):
            cutoff: dt.time | None = getattr(self, field)
            if cutoff is not None and cutoff.tzinfo is not None:
                raise InvalidValue(field, cutoff, "a wall time, whose zone is the ship-from one")
        earliest, same_day = self.earliest_cutoff, self.same_day_cutoff
        if earliest is not None and same_day is not None and same_day < earliest:
            raise InvalidValue("same_day_cutoff", same_day, f"{earliest:%H:%M} or later")

    def cutoff_for(self, days: int) -> dt.time | None:
        """Give the cut-off for a number of handling days; ``None`` is midnight."""
        return self.cutoff if days else self.same_day_cutoff


ONE_DAY_SINCE = dt.date(2021, 5, 25)
"""The account default was 2 business days, and 1 for new accounts since (forum t/847591 A)."""

JAPAN_EARLIER_SINCE = dt.date(2023, 12, 15)
"""Japan's default cut-off for one day or more moved from 23:59 to 06:00 (forum t/3639 B)."""

MFN_HANDLING = (
    Handling(days=2),
    Handling(effective_from=ONE_DAY_SINCE, days=1),
    Handling(marketplace="JP", days=2, cutoff=dt.time(23, 59)),
    Handling(marketplace="JP", effective_from=ONE_DAY_SINCE, days=1, cutoff=dt.time(23, 59)),
    Handling(marketplace="JP", effective_from=JAPAN_EARLIER_SINCE, days=1, cutoff=dt.time(6)),
    # India: 17:00 for one and two days, 14:00 for the same day (C: help page without an id).
    Handling(marketplace="IN", days=2, cutoff=dt.time(17)),
    Handling(marketplace="IN", effective_from=ONE_DAY_SINCE, days=1, cutoff=dt.time(17)),
)
"""What the seller ships for Amazon."""


def _prime(
    since: dt.date,
    cutoff: dt.time,
    marketplace: str = EVERYWHERE,
    *,
    earliest: dt.time | None = None,
    weekend: frozenset[int] = frozenset({SATURDAY}),
) -> Handling:
    return Handling(
        marketplace=marketplace,
        effective_from=since,
        days=0,
        same_day_cutoff=cutoff,
        earliest_cutoff=earliest,
        extra_weekdays=weekend,
        sku_times=False,
    )


SFP_HANDLING = (
    # Premium services always have handling 0 (SC.au 201605110 A).
    _prime(ALWAYS, dt.time(14), weekend=frozenset()),
    # Six days a week, one weekend day among them, from 1 February 2021 (SC 202072550 A).
    # Saturday is our choice of the two; a host may take Sunday.
    _prime(dt.date(2021, 2, 1), dt.time(14)),
    # Europe: not before 16:00 from 30 June 2021 (SC.es 38JK8T9E3EMCSPP A).
    *(
        _prime(dt.date(2021, 6, 30), dt.time(16), code, earliest=dt.time(16))
        for code in ("ES", "FR", "DE", "IT", "GB", "NL", "PL", "SE", "BE", "IE")
    ),
)
"""Seller Fulfilled Prime."""
