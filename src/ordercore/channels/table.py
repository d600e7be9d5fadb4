"""The channel table: one row per channel, every question answered.

FBA  Fulfilled by Amazon: Amazon stores, packs, ships and confirms.
SFP  Seller Fulfilled Prime: the seller does, at Prime's speed.
MFN  Merchant fulfilled: the seller does, at a speed of its own; also the seller's own shop.
"""

import datetime as dt

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import in_force

SATURDAY = 5


@attrs.frozen(kw_only=True)
class Handling:
    """How fast a channel wants an order out of the door, from a day on.

    ``days`` are operating days between release and shipping.
    ``cutoff`` is the wall time, in the ship-from zone, from which on an order counts as placed on
    the next day; without one a day lasts until midnight.
    ``extra_weekdays`` are worked on this channel beside those of the seller's calendar.
    """

    effective_from: dt.date
    days: int
    cutoff: dt.time | None = None
    extra_weekdays: frozenset[int] = frozenset()


@attrs.frozen(kw_only=True)
class Channel:
    """Who does what on a channel."""

    code: str
    name: str
    shipped_by: Actor
    confirmed_by: frozenset[Actor]
    """Who may confirm a shipment."""
    handling: tuple[Handling, ...]
    """Empty where somebody else than the seller is bound to ship in time."""

    def __attrs_post_init__(self) -> None:
        """Refuse a channel on which nobody can ever confirm a shipment."""
        if not self.confirmed_by:
            raise InvalidTable(f"channel {self.code}", ("nobody may confirm a shipment",))

    def handling_on(self, day: dt.date) -> Handling | None:
        """Give the handling rule in force on a day; ``None`` where the seller is not bound."""
        if not self.handling:
            return None
        return in_force(self.handling, day, f"handling of {self.code}")


ALWAYS = dt.date.min

FBA = Channel(
    code="FBA",
    name="Fulfilled by Amazon",
    shipped_by=Actor.MARKETPLACE,
    confirmed_by=frozenset({Actor.MARKETPLACE}),
    handling=(),
)

SFP = Channel(
    code="SFP",
    name="Seller Fulfilled Prime",
    shipped_by=Actor.SELLER,
    # Buying a label through Amazon's own service confirms the shipment too.
    confirmed_by=frozenset({Actor.SELLER, Actor.MARKETPLACE}),
    handling=(
        # Premium services always have handling 0 (Seller Central AU 201605110); the default
        # cut-off is 14:00 in the ship-from zone (Seller Central AU 202096730).
        Handling(effective_from=ALWAYS, days=0, cutoff=dt.time(14)),
        # Six days a week, one weekend day among them, from 1 February 2021 (Seller Central
        # 202072550). Saturday is our choice of the two; a host may take Sunday.
        Handling(
            effective_from=dt.date(2021, 2, 1),
            days=0,
            cutoff=dt.time(14),
            extra_weekdays=frozenset({SATURDAY}),
        ),
    ),
)

MFN = Channel(
    code="MFN",
    name="Merchant fulfilled",
    shipped_by=Actor.SELLER,
    confirmed_by=frozenset({Actor.SELLER, Actor.MARKETPLACE}),
    handling=(
        # The account default was 2 business days, and 1 for new accounts from 25 May 2021
        # (Amazon seller forum t/847591).
        Handling(effective_from=ALWAYS, days=2),
        Handling(effective_from=dt.date(2021, 5, 25), days=1),
    ),
)

CHANNELS = {channel.code: channel for channel in (FBA, SFP, MFN)}
