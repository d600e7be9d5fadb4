"""The channel: what a row of the channel table answers."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.channels.cancelling import Cancelling
from ordercore.channels.clock.handling import Handling
from ordercore.channels.filling import FillPolicy
from ordercore.channels.measuring.targets import Target, targets_in_force
from ordercore.channels.parties import Tasks
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types, is_text, several
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


def _carriers(given: Iterable[str] | None) -> frozenset[str] | None:
    names = None if given is None else several(given, "carriers")
    if names is not None and not all(map(is_text, names)):
        raise InvalidValue("carriers", given, "names of carriers, or None for any")
    return None if names is None else frozenset(names)


def _handling(given: Iterable[Handling]) -> tuple[Handling, ...]:
    return several(given, "handling")


def _cancelling(given: Iterable[Cancelling]) -> tuple[Cancelling, ...]:
    return several(given, "cancelling")


def _fill(given: Iterable[FillPolicy]) -> tuple[FillPolicy, ...]:
    return several(given, "fill")


def _targets(given: Iterable[Target]) -> tuple[Target, ...]:
    return several(given, "targets")


@attrs.frozen(kw_only=True, cache_hash=True)
class Channel:
    """Who does what on a channel, with which stock, and by which rules.

    There are no defaults: every question is answered in every row.

    Raises:
        InvalidValue: when a field is of another type.
    """

    code: str
    name: str
    who: Tasks
    pool: str
    """The pool of stock that it ships from; whoever ``stores`` keeps the truth about it."""
    label_service: LabelService
    carriers: frozenset[str] | None = attrs.field(converter=_carriers)
    """Which carriers the seller may choose; ``None`` for any, empty where it chooses none."""
    handling: tuple[Handling, ...] = attrs.field(converter=_handling)
    """Empty where somebody else than the seller is bound to ship in time."""
    capture: CaptureMoment
    cancelling: tuple[Cancelling, ...] = attrs.field(converter=_cancelling)
    fill: tuple[FillPolicy, ...] = attrs.field(converter=_fill)
    """How orders may be filled of which only a part is to be had; the first, unless one is named.
    Empty where whoever cancels decides."""
    most_lines: int | None
    """Of how many lines an order may be; ``None`` for any number."""
    most_units: int | None
    targets: tuple[Target, ...] = attrs.field(converter=_targets)
    """What the seller is measured by; several rows hold at once, one of each metric."""

    def __attrs_post_init__(self) -> None:
        """Refuse an answer of another type than the question asks for."""
        check_types(self)

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
