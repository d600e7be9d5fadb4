"""The channel: what a row of the channel table answers."""

import datetime as dt
from enum import Enum

import attrs

from ordercore.channels.cancelling import Cancelling
from ordercore.channels.clock.handling import Handling
from ordercore.channels.filling import FillPolicy
from ordercore.channels.measuring.targets import Target, targets_in_force
from ordercore.channels.parties import Tasks
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import EVERYWHERE, in_force


class CaptureMoment(Enum):
    """When authorised money is taken."""

    AT_CONFIRMATION = "at_confirmation"
    """The marketplace charges the buyer when a shipment is confirmed, for what was shipped."""
    AT_PLACEMENT = "at_placement"
    """The seller takes the money first; nothing ships before it was taken."""


class LabelService(Enum):
    """Through whom a shipping label is bought."""

    ANY = "any"
    """Any carrier or service."""
    PROTECTED = "protected"
    """The marketplace's own service, which protects the seller; how nearly always is a target."""
    FULFILLER = "fulfiller"
    """Whoever stores and packs sees to it."""


@attrs.frozen(kw_only=True, cache_hash=True)
class Channel:
    """Who does what on a channel, with which stock, and by which rules.

    There are no defaults: every question is answered in every row.
    """

    code: str
    name: str
    who: Tasks
    pool: str
    """The pool of stock that it ships from; whoever ``stores`` keeps the truth about it."""
    label_service: LabelService
    carriers: frozenset[str] | None
    """Which carriers the seller may choose; ``None`` for any, empty where it chooses none."""
    handling: tuple[Handling, ...]
    """Empty where somebody else than the seller is bound to ship in time."""
    capture: CaptureMoment
    cancelling: tuple[Cancelling, ...]
    fill: tuple[FillPolicy, ...]
    """How orders may be filled of which only a part is to be had; the first, unless one is named.
    Empty where whoever cancels decides."""
    most_lines: int | None
    """Of how many lines an order may be; ``None`` for any number."""
    most_units: int | None
    targets: tuple[Target, ...]
    """What the seller is measured by; several rows hold at once, one of each metric."""

    @property
    def is_sellers_stock(self) -> bool:
        """Tell whether the seller stores the goods, and so keeps count of them."""
        return Actor.SELLER in self.who.stores

    def handling_on(self, day: dt.date, marketplace: str = EVERYWHERE) -> Handling | None:
        """Give the handling row in force on a day; ``None`` where the seller is not bound."""
        if not self.handling:
            return None
        return in_force(self.handling, day, f"handling of {self.code}", marketplace)

    def cancelling_on(self, day: dt.date, marketplace: str = EVERYWHERE) -> Cancelling:
        """Give how orders placed on a day are cancelled without the seller.

        Raises:
            InvalidTable: when no row holds that early.
        """
        return in_force(self.cancelling, day, f"cancelling of {self.code}", marketplace)

    def targets_on(self, day: dt.date, marketplace: str = EVERYWHERE) -> tuple[Target, ...]:
        """Give the targets that bind the seller on a day, one of each metric."""
        return targets_in_force(self.targets, day, marketplace)
