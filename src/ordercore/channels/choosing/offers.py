"""What the choice of a channel is made from: lines, offers, a destination, wishes and a seller.

The same SKU may be offered on several channels at once, each from a pool of its own or from one
that they share.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

import attrs

from ordercore.channels.prime.standing import Stage
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, is_text, several
from ordercore.kernel.ids import LineId, Sku, checked
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant, instant


@attrs.frozen(kw_only=True)
class Wanted:
    """A line of a basket: so many units of a SKU.

    Raises:
        InvalidValue: when an id is blank, or the quantity is no whole number of 1 or more.
    """

    line: LineId
    sku: Sku
    quantity: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse what nobody can want."""
        checked(self.line, "line")
        checked(self.sku, "sku")
        if type(self.quantity) is not int or self.quantity < 1:
            raise InvalidValue("quantity", self.quantity, "a whole number, at least 1")


@attrs.frozen(kw_only=True)
class Destination:
    """Where a basket goes, and what is known to make that hard.

    ``country`` is its ISO 3166 code; ``remote`` means an island or a place that carriers surcharge.
    """

    country: str
    postal_code: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    po_box: bool = False
    military: bool = False
    remote: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


def _countries(given: Iterable[str]) -> frozenset[str]:
    return _names(given, "countries")


def _but_not(given: Iterable[str]) -> frozenset[str]:
    return _names(given, "but_not")


def _names(given: Iterable[str], field: str) -> frozenset[str]:
    names = several(given, field)
    if not all(map(is_text, names)):
        raise InvalidValue(field, given, "several texts")
    return frozenset(names)


@attrs.frozen(kw_only=True)
class Reach:
    """Where an offer can go.

    ``countries`` empty means everywhere; ``but_not`` are beginnings of postal codes left out.
    """

    countries: frozenset[str] = attrs.field(default=frozenset[str](), converter=_countries)
    but_not: frozenset[str] = attrs.field(default=frozenset[str](), converter=_but_not)
    po_boxes: bool = True
    military: bool = True
    remote: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


EVERYWHERE_ON_EARTH = Reach()


@attrs.frozen(kw_only=True)
class Offer:
    """A SKU on a channel, served from a pool of stock, within a reach."""

    sku: Sku
    channel: str
    pool: str
    reach: Reach = EVERYWHERE_ON_EARTH

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be told from another offer."""
        checked(self.sku, "sku")
        checked(self.channel, "channel")
        checked(self.pool, "pool")
        check_types(self)

    @property
    def key(self) -> tuple[Sku, str, str]:
        """By which an offer is known: SKU, channel and pool."""
        return self.sku, self.channel, self.pool

    @property
    def stock_key(self) -> tuple[Sku, str]:
        """By which its stock is known: SKU and pool."""
        return self.sku, self.pool


def _deliver_by(given: Instant | None) -> Instant | None:
    return None if given is None else instant(given, "deliver_by")


@attrs.frozen(kw_only=True)
class Wish:
    """What the buyer was promised or asks for; both must be kept by whatever serves a line.

    ``deliver_by`` is the last instant that is still in time; ``badge`` asks for Prime.
    """

    deliver_by: Instant | None = attrs.field(default=None, converter=_deliver_by)
    badge: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


NO_WISH = Wish()


def _paused(given: Mapping[str, Instant | None]) -> Mapping[str, Instant | None]:
    return until_by_channel(given, "paused")


def until_by_channel(given: object, field: str) -> dict[str, Instant | None]:
    """Read a moment of each channel, or ``None``.

    Raises:
        InvalidValue: when it is no mapping, or a moment is none.
    """
    if not isinstance(given, Mapping):
        raise InvalidValue(field, given, "a mapping of channels")
    return {
        channel: None if at is None else instant(at, f"{field}[{channel}]")
        for channel, at in given.items()
    }


@attrs.frozen(kw_only=True)
class Seller:
    """What a seller may do now.

    ``prime`` is the stage of the seller's standing, ``None`` for one who has nothing to do with
    Prime; ``prime_left`` is how many more Prime orders the cap lets through today, asked only where
    the standing is capped.
    ``paused`` are channels, each with the instant until which it is paused; ``None`` has no end.
    """

    prime: Stage | None = None
    prime_left: int = 0
    paused: Mapping[str, Instant | None] = attrs.field(
        factory=dict[str, Instant | None], converter=_paused
    )

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


NO_PRIME = Seller()


class Ranking(Enum):
    """What decides between ways to serve a basket that need equally many orders."""

    PREFERENCE = "preference"
    """The order in which channels are preferred."""
    EARLIEST = "earliest"
    """The way whose last delivery is promised earliest; then preference."""
    PRIME_FIRST = "prime_first"
    """Channels with the Prime badge before others; then preference."""


PRIME_CHANNELS = frozenset({"FBA", "SFP"})
"""Whose offers have the Prime badge."""

STANDING_CHANNELS = frozenset({"SFP"})
"""On which the badge hangs on the seller's own standing."""


@attrs.frozen(kw_only=True)
class Preferences:
    """How a seller wants channels chosen.

    Channels that ``channels`` does not name come after those it does, by their codes.
    ``prime`` and ``by_standing`` say which channels have the Prime badge, and on which of them it
    hangs on the seller's standing.
    """

    ranking: Ranking = Ranking.PREFERENCE
    channels: tuple[str, ...] = ("FBA", "SFP", "MFN", "SHOP")
    prime: frozenset[str] = PRIME_CHANNELS
    by_standing: frozenset[str] = STANDING_CHANNELS

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


OURS = Preferences()
"""Ours, for a host to replace: who has the least to do comes first."""
