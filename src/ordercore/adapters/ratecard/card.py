"""The rate card: what a seller agreed with a carrier, as rows."""

import datetime as dt
from decimal import Decimal
from enum import Enum

import attrs

from ordercore.kernel.dated import ALWAYS
from ordercore.kernel.money import Money
from ordercore.shipping.choosing.places import DestinationKind
from ordercore.shipping.measures.dimensional import ANY_SERVICE, DimensionalRule
from ordercore.shipping.measures.quantities import Length, Weight

ANY_COUNTRY = "*"


class When(Enum):
    """What a surcharge is for."""

    ALWAYS = "always"
    RESIDENTIAL = "residential"
    """It goes to a home, or nobody said that it does not."""
    REMOTE = "remote"
    """It goes to a listed postal code, or the consignment says that its place is remote; in the
    country of the row, where it names one."""
    OVERSIZE = "oversize"
    """It is over one of the measures named in the row."""


class Of(Enum):
    """What a percentage is of."""

    FREIGHT = "freight"
    """The price for weight and zone alone."""
    ALL = "all"
    """That with every surcharge that is an amount."""


@attrs.frozen(kw_only=True)
class ServiceRow:
    """A service; ``days`` are calendar days until it is delivered, ``None`` for no promise."""

    code: str
    days: int | None = None
    most_weight: Weight | None = None
    most_longest: Length | None = None
    most_length_plus_girth: Length | None = None
    refuses: frozenset[DestinationKind] = frozenset()
    dangerous: frozenset[str] = frozenset()
    signed: bool = False
    void_hours: int = 24


@attrs.frozen(kw_only=True)
class ZoneRow:
    """Where a zone is: a country, or the part whose postal codes begin so."""

    zone: str
    country: str
    """An ISO 3166 code, or ``*`` for all that no other row names."""
    postal: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class RateRow:
    """The price up to a weight; with ``each``, for every such step begun above the break below."""

    service: str
    zone: str
    up_to: Weight
    price: Money
    each: Weight | None = None
    since: dt.date = ALWAYS


@attrs.frozen(kw_only=True)
class RateHole:
    """A rate that is missing since its row could not be used, so that no price is sure beside it.

    Whatever it belongs to is not priced: the service in the zone, in the edition of its day.
    """

    why: str
    """The bad row, in words."""
    service: str = ANY_SERVICE
    """``*`` where the row does not tell: any may be meant."""
    zone: str = ""
    """Blank where the row does not tell."""
    since: dt.date | None = ALWAYS
    """``None`` where the row does not tell."""


@attrs.frozen(kw_only=True)
class SurchargeRow:
    """An amount, or a percentage, on top of the rate; from one day on, and before another."""

    code: str
    service: str = ANY_SERVICE
    when: When = When.ALWAYS
    country: str = ANY_COUNTRY
    postal: tuple[str, ...] = ()
    over_weight: Weight | None = None
    over_longest: Length | None = None
    over_length_plus_girth: Length | None = None
    price: Money | None = None
    percent: Decimal | None = None
    of: Of = Of.FREIGHT
    since: dt.date = ALWAYS
    until: dt.date | None = None


@attrs.frozen(kw_only=True)
class RateCard:
    """Everything that prices a parcel sent from one place by one carrier.

    ``zone`` is the zone of the tz database in which its days are counted; ``prefix`` begins its
    tracking numbers. ``holes`` are rates that were meant to be among ``rates``.
    """

    code: str
    name: str
    currency: str
    prefix: str
    zone: str = "UTC"
    services: tuple[ServiceRow, ...]
    zones: tuple[ZoneRow, ...]
    rates: tuple[RateRow, ...]
    dimensional: tuple[DimensionalRule, ...] = ()
    surcharges: tuple[SurchargeRow, ...] = ()
    holes: tuple[RateHole, ...] = ()
