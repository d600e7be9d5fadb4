"""What is asked: how many units come back, why, for what, and what is known of their way."""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, is_text
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import checked_quantity
from ordercore.returns.anchors import maybe_instant


class Remedy(Enum):
    """What a buyer gets, in the order in which remedies are offered."""

    REFUND = "refund"
    """The money, once the goods are back."""
    REPLACEMENT = "replacement"
    """The same again."""
    EXCHANGE = "exchange"
    """Something else for it."""
    RETURNLESS = "returnless"
    """The money, and the buyer keeps the goods."""
    KEEP_IT = "keep_it"
    """A part of the money, and the buyer keeps the goods."""


class Wear(Enum):
    """In which condition a unit came back."""

    ORIGINAL = "original"
    OPENED = "opened"
    USED = "used"
    """With obvious signs of use."""
    DAMAGED = "damaged"
    """By the buyer."""
    DIFFERENT = "different"
    """Materially different from what was sent: parts missing, or another item."""


# A converter is told no field, so each has its own; a wrong value is named in the error.


def _posted_at(value: object) -> Instant | None:
    return maybe_instant(value, "posted_at")


def _arrived_at(value: object) -> Instant | None:
    return maybe_instant(value, "arrived_at")


def _authorised_at(value: object) -> Instant | None:
    return maybe_instant(value, "authorised_at")


@attrs.frozen(kw_only=True)
class Wish:
    """What is asked of a policy.

    ``reason`` is a word of :data:`RETURN_REASONS` or any other; ``wear`` is ``None`` until
    somebody has looked: then, as on Amazon, it counts as original.
    ``posted_at`` and ``arrived_at`` are of the parcel on its way back.
    ``label_cost`` is what the seller has paid or will pay for that way. ``authorised_at`` is when
    somebody let it in, from which on it may be sent; ``None`` where that was at once.

    Raises:
        InvalidValue: when a field is of another type, or no unit is asked for.
    """

    units: int = 1
    reason: str = ""
    remedy: Remedy = Remedy.REFUND
    wear: Wear | None = None
    posted_at: Instant | None = attrs.field(default=None, converter=_posted_at)
    arrived_at: Instant | None = attrs.field(default=None, converter=_arrived_at)
    label_cost: Money | None = None
    authorised_at: Instant | None = attrs.field(default=None, converter=_authorised_at)

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be asked."""
        check_types(self)
        checked_quantity(self.units, field="units")
        if self.label_cost is not None and self.label_cost.minor < 0:
            raise InvalidValue("label_cost", str(self.label_cost), "an amount of at least 0")


ONE_UNIT = Wish()
"""One unit back for its money, for no reason given."""


@attrs.frozen(kw_only=True)
class Override:
    """Staff let in what the policy refuses: who did, and why.

    Raises:
        InvalidValue: when either is not said.
    """

    by: str
    why: str

    def __attrs_post_init__(self) -> None:
        """Refuse an override that nobody answers for."""
        for name in ("by", "why"):
            if not is_text(getattr(self, name)) or not getattr(self, name).strip():
                raise InvalidValue(name, getattr(self, name), "text that is not blank")
