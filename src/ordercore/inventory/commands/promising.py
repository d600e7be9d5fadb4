"""Promising units, and what becomes of promises."""

import attrs

from ordercore.inventory.commands.asking import (
    OwnedStockCommand,
    PartOfPromise,
    UnitsOfOwner,
    expiry,
)
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import checked_quantity


@attrs.frozen(kw_only=True)
class ReserveUnits(UnitsOfOwner):
    """Promise units to an owner.

    What is on hand is held; what is not is promised beyond it, as far as the stock's limits let it
    (that of pre-orders where it is a ``preorder``), unless ``backorder`` is off.
    ``using`` names an owner whose promise counts for this one: that of a basket becomes the
    order's, and the owner's own earlier one is not made again.
    From ``expires_at`` on it may be given back unless it was committed; ``commit`` does that at
    once, for all that the owner is then promised.
    """

    expires_at: Instant | None = attrs.field(default=None, converter=expiry)
    using: str = ""
    backorder: bool = True
    preorder: bool = False
    commit: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse another owner that cannot be kept."""
        super().__attrs_post_init__()
        if self.using:
            checked(self.using, "using")


def _new_expiry(value: object) -> Instant:
    return instant(value, "expires_at")


@attrs.frozen(kw_only=True)
class ExtendReservation(OwnedStockCommand):
    """Let a promise expire later than it would."""

    expires_at: Instant = attrs.field(converter=_new_expiry)


@attrs.frozen(kw_only=True)
class CommitReserved(PartOfPromise):
    """Let promised units no longer expire; without a quantity, all of them.

    With one, so many are committed afterwards, those before among them.
    """


@attrs.frozen(kw_only=True)
class UncommitReserved(OwnedStockCommand):
    """Let committed units expire again, since what had secured them is gone."""

    expires_at: Instant = attrs.field(converter=_new_expiry)


@attrs.frozen(kw_only=True)
class ReleaseReserved(PartOfPromise):
    """Give back units that were promised; without a quantity, all of them.

    ``up_to`` gives back no more than are still promised, where others may have expired meanwhile;
    ``keep`` units stay promised in any case.
    """

    up_to: bool = False
    keep: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse to keep what is no number of units."""
        super().__attrs_post_init__()
        checked_quantity(self.keep, least=0, field="keep")


@attrs.frozen(kw_only=True)
class ExpireReserved(OwnedStockCommand):
    """Give back what is not committed, if its time is over; safe at any time, and any number."""


@attrs.frozen(kw_only=True)
class FillBackorder(PartOfPromise):
    """Hold units on hand that were promised beyond them: as many as are available."""


@attrs.frozen(kw_only=True)
class ConsumeReserved(UnitsOfOwner):
    """Take promised units out of stock, because they were shipped.

    With ``else_unreserved``, what is promised no more leaves as units that never were.
    """

    else_unreserved: bool = False


@attrs.frozen(kw_only=True)
class TakeUnreserved(UnitsOfOwner):
    """Take units out of stock that were shipped without ever being promised.

    So it is with an order that was imported when stock was short.
    """
