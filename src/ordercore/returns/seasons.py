"""Seasons: what was bought for the holidays may come back until a day after them."""

import datetime as dt
from typing import ClassVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import plain_date
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.time import LAST_YEAR
from ordercore.returns.anchors import Anchor
from ordercore.returns.rows import PLACED, Row


@attrs.frozen(kw_only=True)
class Season(Row):
    """Until when what was bought, or shipped, in a season may come back.

    ``first`` to ``last`` are the local days of ``anchor`` that belong to it, both whole, and
    ``return_by`` counts whole too. Of this and the window's own end the later counts.

    Raises:
        InvalidValue: when it ends before it begins, or returns end before it does, or never.
    """

    about: ClassVar[tuple[str, ...]] = (*PLACED, "name")

    name: str
    anchor: Anchor = Anchor.PURCHASED
    first: dt.date
    last: dt.date
    return_by: dt.date

    def __attrs_post_init__(self) -> None:
        """Refuse a season that cannot be."""
        Row.__attrs_post_init__(self)
        for name in ("first", "last", "return_by"):
            plain_date(getattr(self, name), name)
        if self.last < self.first:
            raise InvalidValue("last", self.last, f"a day from {self.first} on")
        if self.return_by < self.last:
            raise InvalidValue("return_by", self.return_by, f"a day from {self.last} on")
        if self.return_by.year > LAST_YEAR:
            raise InvalidValue("return_by", self.return_by, f"a day until the year {LAST_YEAR}")

    def may_hold(self, bought: dt.date) -> bool:
        """Tell whether it can be about what was bought on a local day."""
        return self.anchor is not Anchor.PURCHASED or self.first <= bought <= self.last


def _holidays(
    year: int,
    first: dt.date,
    anchor: Anchor,
    source: str,
    confidence: Confidence,
    *,
    apple: bool = False,
) -> tuple[Season, ...]:
    ends = {"apple": dt.date(year + 1, 1, 15)} if apple else {}
    return tuple(
        Season(
            name=f"holidays_{year}",
            category=category,
            anchor=anchor,
            first=first,
            last=dt.date(year, 12, 31),
            return_by=return_by,
            source=source,
            confidence=confidence,
        )
        for category, return_by in {"*": dt.date(year + 1, 1, 31), **ends}.items()
    )


# No source names a marketplace that is left out. Of 2024 and 2026 no statement was found, of the
# years before 2020 only one: such seasons are a row away where a seller knows better.
HOLIDAYS = (
    *_holidays(2015, dt.date(2015, 11, 1), Anchor.SHIPPED, "sellers' reports", Confidence.RELAYED),
    # First announced as "delivered", and corrected to "shipped".
    *_holidays(
        2020, dt.date(2020, 10, 1), Anchor.SHIPPED, "seller forum t/698989", Confidence.OWN_TEXT
    ),
    *_holidays(
        2021,
        dt.date(2021, 10, 1),
        Anchor.PURCHASED,
        "Seller Central AU G201722240",
        Confidence.OWN_TEXT,
    ),
    # "From about 7 October".
    *_holidays(
        2022, dt.date(2022, 10, 7), Anchor.PURCHASED, "ecommercebytes.com", Confidence.RELAYED
    ),
    *_holidays(
        2023,
        dt.date(2023, 11, 1),
        Anchor.PURCHASED,
        "eseller365.com",
        Confidence.RELAYED,
        apple=True,
    ),
    *_holidays(
        2025,
        dt.date(2025, 11, 1),
        Anchor.PURCHASED,
        "aboutamazon.com, holiday return policy 2025",
        Confidence.OWN_TEXT,
        apple=True,
    ),
)
"""Amazon's extended holiday windows."""
