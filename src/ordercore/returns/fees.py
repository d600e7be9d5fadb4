"""Restocking fees: what a seller may keep of the price of what came back late or spoilt."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.money import percent, rounded
from ordercore.returns.rows import MOST_DAYS, PLACED, Row
from ordercore.returns.wish import Wear


def _rate(value: object) -> Decimal:
    return percent(value, "rate")


@attrs.frozen(kw_only=True)
class RestockingFee(Row):
    """A part of the item price that may be kept in a situation.

    ``rate`` is a percentage from 0 to 100 (:func:`ordercore.kernel.money.percent`).
    It holds of units in condition ``wear``, or in any, that came back at least ``late_days``
    late; ``photos`` says that it has to be proven by photos.
    """

    about: ClassVar[tuple[str, ...]] = (*PLACED, "situation")

    situation: str
    rate: Decimal = attrs.field(converter=_rate)
    wear: Wear | None = None
    late_days: int = 0
    photos: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse lateness that cannot be."""
        Row.__attrs_post_init__(self)
        if not 0 <= self.late_days <= MOST_DAYS:
            raise InvalidValue("late_days", self.late_days, f"days from 0 to {MOST_DAYS}")

    @cached_property
    def share(self) -> Fraction:
        """The rate as an exact share."""
        return Fraction(self.rate) / 100

    def applies(self, wear: Wear, late: int) -> bool:
        """Tell whether it holds of a unit in a condition, so many days late."""
        return self.wear in (None, wear) and late >= self.late_days

    def of(self, price: int) -> int:
        """Give the fee on a price in minor units, rounded once, halves away from zero."""
        return rounded(price * self.share.numerator, self.share.denominator)


def largest_first(rows: Iterable[RestockingFee]) -> tuple[RestockingFee, ...]:
    """Sort rows so that the first that applies counts, since rates do not add up."""
    return tuple(sorted([row for row in rows if row.rate], key=lambda row: -row.rate))


def fee_for(rows: tuple[RestockingFee, ...], wear: Wear, late: int) -> RestockingFee | None:
    """Give the first row that applies to a unit in a condition, so many days late."""
    for row in rows:
        if row.applies(wear, late):
            return row
    return None


# Of what came back in time and as it was sent nothing may be kept since 30 September 2020 (seller
# forum t/698297), and no source says how much before: there is no row for it.
_SELLERS = "ecommercebytes.com 2012, lab916.com"

# A fee of 20 % and more needs photos (seller forum t/698297). Software that was opened may cost
# all of its price; of games one list says so too, another half, which is the careful reading.
AMAZON_FEES = (
    RestockingFee(
        situation="late",
        rate="20",
        late_days=1,
        photos=True,
        source=_SELLERS,
        confidence=Confidence.RELAYED,
    ),
    *(
        RestockingFee(
            situation=wear.value,
            rate="50",
            wear=wear,
            photos=True,
            source=_SELLERS,
            confidence=Confidence.RELAYED,
        )
        for wear in (Wear.DAMAGED, Wear.DIFFERENT)
    ),
    RestockingFee(
        situation="used",
        category="books",
        rate="50",
        wear=Wear.USED,
        photos=True,
        source=_SELLERS,
        confidence=Confidence.RELAYED,
    ),
    *(
        RestockingFee(
            situation="opened",
            category=category,
            rate="50",
            wear=Wear.OPENED,
            photos=True,
            source=_SELLERS,
            confidence=Confidence.RELAYED,
        )
        for category in ("music", "video", "video_games")
    ),
    RestockingFee(
        situation="opened",
        category="software",
        rate="100",
        wear=Wear.OPENED,
        photos=True,
        source="en.56ok.com topic 815857",
        confidence=Confidence.RELAYED,
    ),
)

_CONSUMERS = "a mirrored consumer page"

# What Amazon itself keeps as a retailer.
RETAIL_FEES = (
    *(
        RestockingFee(
            situation=situation,
            rate=rate,
            late_days=late_days,
            source=_CONSUMERS,
            confidence=Confidence.WEAK,
        )
        for situation, rate, late_days in (("late", "20", 1), ("later", "100", 31))
    ),
    *(
        RestockingFee(
            situation="damaged",
            category=category,
            rate=rate,
            wear=Wear.DAMAGED,
            source=_CONSUMERS,
            confidence=Confidence.WEAK,
        )
        for category, rate in (("*", "50"), ("luxury", "100"))
    ),
    *(
        RestockingFee(
            situation="opened",
            category=category,
            rate="100",
            wear=Wear.OPENED,
            source=_CONSUMERS,
            confidence=Confidence.WEAK,
        )
        for category in ("collectible_cards", "board_games", "figurines")
    ),
)
