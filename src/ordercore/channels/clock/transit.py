"""Services and transit: how long a parcel is on its way, by what the buyer chose.

The figures are typical ones, for a host to replace by those of its own carriers; the letter says
how sure they are (A published by Amazon, C weak, D read off a name).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, several, weekdays_of
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day

ANYWHERE = "*"
"""The zone of a row that holds wherever no row of a zone's own does."""

MOST_TRANSIT = 120
"""Days that a parcel may be on its way; more is a slip of the pen."""


@attrs.frozen(kw_only=True, cache_hash=True)
class Transit:
    """How many days a parcel is on its way between two zones, from a day on.

    Zones are the host's or its carrier's own, as plain text: ``"2"``, ``"Alaska"``, ``"787"``.
    """

    about: ClassVar[tuple[str, ...]] = ("origin", "destination")

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    origin: str = ANYWHERE
    destination: str = ANYWHERE
    least: int
    most: int

    def __attrs_post_init__(self) -> None:
        """Refuse days that cannot be."""
        for name, days in (("least", self.least), ("most", self.most)):
            if type(days) is not int or not 0 <= days <= MOST_TRANSIT:
                raise InvalidValue(name, days, f"a whole number of days from 0 to {MOST_TRANSIT}")
        check_types(self)
        if self.least > self.most:
            raise InvalidValue("least", self.least, f"at most the {self.most} days of most")


def _transit(given: Iterable[Transit]) -> tuple[Transit, ...]:
    return several(given, "transit")


def _weekend(given: Iterable[int]) -> frozenset[int]:
    return weekdays_of(given, "weekend")


def _also(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, "also")


@attrs.frozen(kw_only=True, cache_hash=True)
class Service:
    """What a buyer chooses: how fast, and on which days a carrier delivers for it.

    ``premium`` services are handled on the day itself, whatever a seller's or SKU's own time.
    ``weekend`` are weekdays on which carriers deliver it beside those of their calendar.
    ``calendar_days`` says that its transit counts all days; it still ends on a day that is worked.
    ``also`` are other names of it, such as Amazon's.
    """

    code: str
    name: str
    transit: tuple[Transit, ...] = attrs.field(converter=_transit)
    premium: bool = False
    weekend: frozenset[int] = attrs.field(default=frozenset[int](), converter=_weekend)
    calendar_days: bool = False
    also: tuple[str, ...] = attrs.field(default=(), converter=_also)

    def __attrs_post_init__(self) -> None:
        """Refuse rows that leave a pair of zones, or a day, without an answer."""
        check_types(self)
        table = f"transit of {self.code}"
        everywhere = {row.marketplace for row in self.transit if _is_fallback(row)}
        lacking = {row.marketplace for row in self.transit} - everywhere
        if not self.transit or (lacking and EVERYWHERE not in everywhere):
            wanted = ", ".join(sorted(lacking)) or EVERYWHERE
            raise InvalidTable(
                table, (f"no row holds always and between all zones on marketplace {wanted}",)
            )

    def transit_on(
        self,
        day: dt.date,
        marketplace: str = EVERYWHERE,
        origin: str = ANYWHERE,
        destination: str = ANYWHERE,
    ) -> Transit | None:
        """Give the row that holds on a day between two zones; ``None`` where there is no figure.

        The most specific row wins: one of the marketplace's own before those for all; then one
        that names the destination, then one that names the origin (both together come first);
        then the latest that has come into force.
        """
        best: Transit | None = None
        for row in self.transit:
            if row.effective_from > day or row.marketplace not in (marketplace, EVERYWHERE):
                continue
            if row.origin not in (origin, ANYWHERE):
                continue
            if row.destination not in (destination, ANYWHERE):
                continue
            if best is None or _rank(best) < _rank(row):
                best = row
        return best


def _is_fallback(row: Transit) -> bool:
    return (row.origin, row.destination, row.effective_from) == (ANYWHERE, ANYWHERE, ALWAYS)


def _rank(row: Transit) -> tuple[bool, bool, bool, dt.date]:
    return (
        row.marketplace != EVERYWHERE,
        row.destination != ANYWHERE,
        row.origin != ANYWHERE,
        row.effective_from,
    )


def services(*rows: Service) -> Mapping[str, Service]:
    """Make a table of services, each under its code.

    Raises:
        InvalidTable: when two rows share a code or another name.
    """
    names = [name for row in rows for name in (row.code, *row.also)]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InvalidTable("services", tuple(f"{name!r} names two services" for name in repeated))
    return MappingProxyType({row.code: row for row in rows})


def service_named(name: str, table: Mapping[str, Service]) -> Service | None:
    """Find a service by its code or another of its names; ``None`` where nobody knows it."""
    known = table.get(name)
    if known is not None:
        return known
    return next((row for row in table.values() if name in row.also), None)


SERVICES = services(
    # The older US default was 4 to 15 business days; sellers may shorten it to 3 to 5 (C).
    Service(
        code="standard",
        name="Standard",
        transit=(Transit(least=4, most=15),),
        also=("Standard", "FreeEconomy", "STANDARD", "FREE_ECONOMY"),
    ),
    # 2 to 6 business days; sellers may shorten it to 1 to 3 (C).
    Service(
        code="expedited",
        name="Expedited",
        transit=(Transit(least=2, most=6),),
        also=("Expedited", "EXPEDITED"),
    ),
    # Names of the Orders API in its two spellings (A); the days are read off the names (D).
    # Handling is 0 (SC.au 201605110 A). Two days from a Wednesday were a Friday, from a Thursday
    # the Monday after, with the weekend closed (SC.au 202096730 A).
    Service(
        code="two_day",
        name="Two-day",
        transit=(Transit(least=2, most=2),),
        premium=True,
        also=("SecondDay", "SECOND_DAY"),
    ),
    Service(
        code="next_day",
        name="Next-day",
        transit=(Transit(least=1, most=1),),
        premium=True,
        also=("NextDay", "NEXT_DAY"),
    ),
    Service(
        code="same_day",
        name="Same-day",
        transit=(Transit(least=0, most=0),),
        premium=True,
        also=("SameDay", "SAME_DAY"),
    ),
    # 3 to 6 weeks, and 3 to 7 days (C).
    Service(
        code="international",
        name="International standard",
        transit=(Transit(least=21, most=42),),
        calendar_days=True,
    ),
    Service(
        code="international_expedited",
        name="International expedited",
        transit=(Transit(least=3, most=7),),
        calendar_days=True,
    ),
)
"""Services by code. How long a fulfiller takes is not promised here, since nothing binds the
seller; *Scheduled* (an appointment) and *Priority* have no published days."""
