"""Patience: after how many days of silence a parcel counts as stalled, and as lost."""

import datetime as dt
from enum import Enum
from typing import ClassVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, row_on
from ordercore.shipping.measures.dimensional import ANY_SERVICE


class Silence(Enum):
    """What the silence of a carrier is taken for."""

    STALLED = "stalled"
    LOST = "lost"


@attrs.frozen(kw_only=True)
class Patience:
    """How long a carrier may be silent, from a day on.

    ``days`` are calendar days after the day of the last scan; with the end of the last of them,
    patience ends too.

    Raises:
        InvalidValue: when a field is of another type, or the days are not 1 to 3,650.
    """

    about: ClassVar[tuple[str, ...]] = ("silence", "service")

    silence: Silence
    service: str = ANY_SERVICE
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    days: int
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        check_types(self)
        if not 1 <= self.days <= MOST_DAYS:
            raise InvalidValue("days", self.days, f"1 to {MOST_DAYS}")


MOST_DAYS = 3650
"""Whatever is longer is a slip of the pen, and the end has to lie within the calendar."""

PATIENCE = (
    # No source says after how long a parcel has stalled: a default of ours, for a host to replace
    # by rows of its services.
    Patience(
        silence=Silence.STALLED,
        days=5,
        source="a default of ours",
        confidence=Confidence.OURS,
    ),
    # AfterShip calls a tracking expired that was silent for 30 days (facts §9.3); no marketplace
    # and no carrier gives a number of its own.
    Patience(
        silence=Silence.LOST,
        days=30,
        source="AfterShip delivery statuses, Expired",
        confidence=Confidence.OWN_TEXT,
    ),
)
"""What holds where a host says nothing; its own rows stand beside these, or in their place."""


def days_of(
    silence: Silence,
    day: dt.date,
    service: str,
    marketplace: str,
    rows: tuple[Patience, ...],
) -> int:
    """Give how many days of silence are borne; the rows of a service's own come first.

    Raises:
        InvalidTable: when no row holds.
    """
    for wanted in (service, ANY_SERVICE):
        own = [row for row in rows if (row.silence, row.service) == (silence, wanted)]
        row = row_on(own, day, marketplace)
        if row is not None:
            return row.days
    what = (
        f"none of {silence.value} for {service} on marketplace {marketplace} is in force on {day}"
    )
    raise InvalidTable("patience", (what,))
