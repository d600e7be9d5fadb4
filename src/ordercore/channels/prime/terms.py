"""The terms of Prime for those who ship themselves (SFP), as dated rows.

The targets that have to be kept are rows of their own, in :mod:`ordercore.channels.measuring.rows`;
here is what has to be had before, how a trial runs, and what follows when it goes wrong.
"""

import datetime as dt
from collections.abc import Mapping
from enum import Enum

import attrs

from ordercore.channels.measuring.limits import Limit, above, at_least, below
from ordercore.channels.measuring.rows import REOPENED
from ordercore.channels.measuring.targets import Metric
from ordercore.errors import InvalidTable
from ordercore.kernel.dated import ALWAYS, EVERYWHERE
from ordercore.kernel.replace import replace


class SizeTier(Enum):
    """How big a product is, as the speeds of Prime distinguish it (shipsage.com)."""

    STANDARD = "standard"
    """Less than 18 x 14 x 8 inches, and less than 20 lb."""
    OVERSIZE = "oversize"
    EXTRA_LARGE = "extra_large"
    """A side of 96 inches or more, or 50 lb or more, or a large television."""


@attrs.frozen
class Speed:
    """The share of a tier's Prime page views that must promise delivery within so many days."""

    tier: SizeTier
    days: int
    limit: Limit


@attrs.frozen(kw_only=True)
class Enrolment:
    """What has to be had before a trial, and how the trial runs.

    ``packages`` and ``limits`` are of what the seller shipped without Prime in the last
    ``record_days`` days; the trial lasts ``trial_days`` and needs ``trial_packages``.
    """

    record_days: int
    packages: int
    limits: Mapping[Metric, Limit]
    trial_days: int
    trial_packages: int


@attrs.frozen(kw_only=True)
class PrimeTerms:
    """The terms of Prime on a marketplace, from a day on.

    ``enrolment`` is ``None`` where nobody can enrol, or the terms are not known.
    ``trials_a_year`` may begin in one calendar year; ``None`` for any number of them.
    ``month_packages`` have to be shipped in a month, or a cap on the orders of a day applies.
    ``weekend_day`` says that one of Saturday and Sunday must be worked.
    ``suspended_days`` pass before a seller who was disqualified may begin again; ``None`` where
    it lasts until Amazon has accepted a plan.
    ``appeal_days`` are left to appeal against it; ``None`` where no number is published.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date
    enrolment: Enrolment | None = None
    trials_a_year: int | None = None
    month_packages: int | None = None
    weekend_day: bool = False
    speeds: tuple[Speed, ...] = ()
    suspended_days: int | None = None
    appeal_days: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse terms that ask for one speed twice."""
        asked = [(speed.tier, speed.days) for speed in self.speeds]
        if len(asked) != len(set(asked)):
            raise InvalidTable("prime terms", (f"one speed twice from {self.effective_from}",))


def _speeds(shares: Mapping[tuple[SizeTier, int], int]) -> tuple[Speed, ...]:
    return tuple(Speed(tier, days, at_least(share)) for (tier, days), share in shares.items())


# To 5 July 2026, but for a season (shipsage.com).
_SPEEDS = _speeds(
    {
        (SizeTier.STANDARD, 1): 30,
        (SizeTier.STANDARD, 2): 70,
        (SizeTier.OVERSIZE, 1): 10,
        (SizeTier.OVERSIZE, 2): 45,
        (SizeTier.EXTRA_LARGE, 2): 15,
    }
)

# Relief for the holidays of 2024 (seller forum de459778).
_HOLIDAY_SPEEDS = _speeds(
    {
        (SizeTier.STANDARD, 1): 20,
        (SizeTier.STANDARD, 2): 45,
        (SizeTier.OVERSIZE, 1): 5,
        (SizeTier.OVERSIZE, 2): 30,
        (SizeTier.EXTRA_LARGE, 2): 15,
    }
)

# From 6 July 2026 (shipsage.com). The share of oversize within two days is not verified, and left
# out.
_FASTER_SPEEDS = _speeds(
    {
        (SizeTier.STANDARD, 1): 40,
        (SizeTier.STANDARD, 2): 75,
        (SizeTier.STANDARD, 5): 90,
        (SizeTier.OVERSIZE, 1): 15,
        (SizeTier.OVERSIZE, 5): 80,
        (SizeTier.EXTRA_LARGE, 2): 25,
        (SizeTier.EXTRA_LARGE, 5): 60,
    }
)

_US_CLOSED = PrimeTerms(marketplace="US", effective_from=ALWAYS)

# Six days a week, from 1 February 2021 (Seller Central 202072550).
_US_WEEKENDS = replace(_US_CLOSED, effective_from=dt.date(2021, 2, 1), weekend_day=True)

# What has to be had, the trial, and 30 days without Prime for who falls below (shipsage.com).
_US_REOPENED = replace(
    _US_WEEKENDS,
    effective_from=REOPENED,
    enrolment=Enrolment(
        record_days=90,
        packages=100,
        limits={
            Metric.CANCELLATIONS: below("2.5"),
            Metric.LATE_SHIPMENTS: below(4),
            Metric.VALID_TRACKING: above(95),
        },
        trial_days=30,
        trial_packages=100,
    ),
    speeds=_SPEEDS,
    suspended_days=30,
)

_US_HOLIDAYS = replace(_US_REOPENED, effective_from=dt.date(2024, 11, 24), speeds=_HOLIDAY_SPEEDS)

_US_AFTER_HOLIDAYS = replace(_US_REOPENED, effective_from=dt.date(2025, 1, 5))

# Three trials a calendar year, those begun before not counted; 100 packages a month or a cap; 14
# days to appeal (valueaddedresource.net, cahoot.ai on the announcement). That nobody ends a trial
# within 30 days of a great sale is left out, since the days are not published.
_US_2025 = replace(
    _US_AFTER_HOLIDAYS,
    effective_from=dt.date(2025, 6, 29),
    trials_a_year=3,
    month_packages=100,
    appeal_days=14,
)

_US_2026 = replace(_US_2025, effective_from=dt.date(2026, 7, 6), speeds=_FASTER_SPEEDS)

PRIME_TERMS = (
    # Elsewhere: how to enrol is not known here, and who is disqualified is let in again once a plan
    # of action was accepted (Seller Central UK 201812270).
    PrimeTerms(effective_from=ALWAYS),
    _US_CLOSED,
    _US_WEEKENDS,
    _US_REOPENED,
    _US_HOLIDAYS,
    _US_AFTER_HOLIDAYS,
    _US_2025,
    _US_2026,
)
"""The terms that have been published; a host adds rows for other marketplaces."""
