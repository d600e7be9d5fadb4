"""The channel table: one row per channel, every question answered.

FBA  Fulfilled by Amazon: Amazon stores, packs, ships and confirms.
SFP  Seller Fulfilled Prime: the seller does, at Prime's speed.
MFN  Merchant fulfilled: the seller does, at a speed of its own.
SHOP The seller's own shop: the seller does everything, and takes the money too.
"""

import datetime as dt
from enum import Enum

import attrs

from ordercore.channels.cancelling import Cancelling
from ordercore.channels.handling import Handling
from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import ALWAYS, in_force

SATURDAY = 5


class CaptureMoment(Enum):
    """When authorised money is taken."""

    AT_CONFIRMATION = "at_confirmation"
    """The marketplace charges the buyer when a shipment is confirmed, for what was shipped."""
    AT_PLACEMENT = "at_placement"
    """The seller takes the money first; nothing ships before it was taken."""


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
    capture: CaptureMoment
    cancelling: tuple[Cancelling, ...]

    def __attrs_post_init__(self) -> None:
        """Refuse a channel on which nobody can ever confirm a shipment."""
        if not self.confirmed_by:
            raise InvalidTable(f"channel {self.code}", ("nobody may confirm a shipment",))

    def handling_on(self, day: dt.date) -> Handling | None:
        """Give the handling rule in force on a day; ``None`` where the seller is not bound."""
        if not self.handling:
            return None
        return in_force(self.handling, day, f"handling of {self.code}")


FREE_MINUTES = 30
"""The buyer cancels alone in the first 30 minutes (Seller Central SA 201722390)."""

AUTO_CANCELLED = (
    # 30 days after the expected ship date; since 30 September 2020 it is 7 business days (Amazon
    # seller forum t/694871).
    Cancelling(effective_from=ALWAYS, free_minutes=FREE_MINUTES, auto_days=30, calendar_days=True),
    Cancelling(effective_from=dt.date(2020, 9, 30), free_minutes=FREE_MINUTES, auto_days=7),
)
"""How orders are cancelled that the seller ships for Amazon."""

NEVER_BY_ITSELF = (Cancelling(effective_from=ALWAYS, free_minutes=FREE_MINUTES, auto_days=None),)

FBA = Channel(
    code="FBA",
    name="Fulfilled by Amazon",
    shipped_by=Actor.MARKETPLACE,
    confirmed_by=frozenset({Actor.MARKETPLACE}),
    handling=(),
    capture=CaptureMoment.AT_CONFIRMATION,
    cancelling=NEVER_BY_ITSELF,
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
    capture=CaptureMoment.AT_CONFIRMATION,
    cancelling=AUTO_CANCELLED,
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
    # The buyer is charged at confirmation (Seller Central BR 200197960).
    capture=CaptureMoment.AT_CONFIRMATION,
    cancelling=AUTO_CANCELLED,
)

SHOP = Channel(
    code="SHOP",
    name="Own shop",
    shipped_by=Actor.SELLER,
    confirmed_by=frozenset({Actor.SELLER}),
    handling=(Handling(effective_from=ALWAYS, days=1),),
    capture=CaptureMoment.AT_PLACEMENT,
    cancelling=NEVER_BY_ITSELF,
)
"""The seller's own promises; the values are ours, for a host to replace."""

CHANNELS = {channel.code: channel for channel in (FBA, SFP, MFN, SHOP)}
