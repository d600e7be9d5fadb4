"""The parcel: units under one tracking number, and its life."""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.shipping.way import Estimate, WayNote


class Trouble(Enum):
    """Why a parcel does not reach its buyer."""

    LOST = "lost"
    REFUSED = "refused"
    """The buyer would not take it."""
    UNDELIVERABLE = "undeliverable"
    """The carrier could not deliver it, and sends it back to the sender."""


class ParcelStatus(Enum):
    """Where a parcel is."""

    SHIPPED = "shipped"
    DELIVERED = "delivered"
    LOST = "lost"
    REFUSED = "refused"
    UNDELIVERABLE = "undeliverable"
    PARTIALLY_BACK = "partially_back"
    BACK = "back"
    """Returned to the sender without ever having been with the buyer to stay."""


@attrs.frozen
class Undelivered:
    """That a parcel does not reach its buyer, why, and since when.

    Raises:
        InvalidValue: when a field is of another type.
    """

    trouble: Trouble
    at: Instant

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen
class CameBack:
    """Units of an undelivered parcel that arrived back, and whether they can be sold again.

    Raises:
        InvalidValue: when a field is of another type.
    """

    units: Units
    sellable: bool
    at: Instant

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen
class Retraction:
    """That something said of a parcel was wrong: what, when it was said to have been, and since.

    Raises:
        InvalidValue: when a field is of another type.
    """

    trouble: Trouble | None
    """The trouble that was none; ``None`` for a delivery."""
    said: Instant
    """When it was said to have been."""
    at: Instant
    """When it was taken back."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def covers(self, trouble: Undelivered) -> bool:
        """Tell whether it takes back a trouble: the one that it names, and all before both."""
        at = trouble.at
        return self.trouble is not None and (at == self.said or at < min(self.said, self.at))


def check_label_cost(cost: Money | None) -> None:
    """Refuse a label that cost less than nothing.

    Raises:
        InvalidValue: when it did.
    """
    if cost is not None and cost.minor < 0:
        raise InvalidValue("label_cost", cost, "no less than nothing")


@attrs.frozen(kw_only=True)
class Parcel:
    """Units that left together.

    ``shipped_at`` is the moment of *confirmation*, by which lateness is judged.
    Deliveries and failure to deliver are facts side by side, so that it does not matter which of
    them is told first, or how often; the last one says where the parcel is.
    What was taken back is among neither of them.

    Raises:
        InvalidValue: when a field is of another type, or its label cost less than nothing.
    """

    id: ParcelId
    units: tuple[Units, ...]
    shipped_at: Instant
    carrier: str = ""
    tracking: str = ""
    deliveries: tuple[Instant, ...] = ()
    """Every moment at which it is said to have arrived, the earliest first."""
    undelivered: Undelivered | None = None
    came_back: tuple[CameBack, ...] = ()
    retractions: tuple[Retraction, ...] = ()
    """What was taken back and not said anew since, so that a repeat of it is known for one."""
    pool: str = ""
    """The pool that it left from; blank where there is but one, or its units were of several."""
    way: WayNote | None = None
    """What was said of it last on its way; of one whose way has ended, nothing."""
    estimate: Estimate | None = None
    """When it was expected last, while it is on its way."""
    label_cost: Money | None = None
    """What its label cost, as it was told when it left; ``None`` where nobody told."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be, and a cost below nothing."""
        check_types(self)
        check_label_cost(self.label_cost)

    @property
    def status(self) -> ParcelStatus:
        """Where it is, derived from what is known."""
        if self.came_back:
            left = sum(units.quantity for units in self.units)
            back = sum(some.units.quantity for some in self.came_back)
            return ParcelStatus.BACK if back == left else ParcelStatus.PARTIALLY_BACK
        if self.undelivered is not None and not self.is_with_buyer:
            return ParcelStatus(self.undelivered.trouble.value)
        return ParcelStatus.DELIVERED if self.is_with_buyer else ParcelStatus.SHIPPED

    @property
    def delivered_at(self) -> Instant | None:
        """When it reached the buyer to stay: the first delivery that no trouble followed."""
        trouble = self.undelivered
        for at in self.deliveries:
            if trouble is None or at > trouble.at:
                return at
        return None

    @property
    def is_with_buyer(self) -> bool:
        """Tell whether it arrived, and no later word says that it did not stay."""
        return bool(self.deliveries) and not self.came_back and self.delivered_at is not None

    @property
    def is_underway(self) -> bool:
        """Tell whether nothing is known but that it left."""
        return not self.deliveries and self.undelivered is None and not self.came_back

    @property
    def is_stranded(self) -> bool:
        """Tell whether it did not reach its buyer, or did not stay there."""
        return not self.is_with_buyer and not self.is_underway

    def holds(self, line: LineId) -> int:
        """Tell how many units of a line left in it."""
        return sum([some.quantity for some in self.units if some.line == line])

    def missing(self, line: LineId) -> int:
        """Tell how many units of a line left in it and did not come back undelivered."""
        back = (some.units for some in self.came_back)
        return self.holds(line) - sum([units.quantity for units in back if units.line == line])


_DELIVERED = {ParcelStatus.DELIVERED: ("RecordDelivery",)}
_TROUBLES = (ParcelStatus.LOST, ParcelStatus.REFUSED, ParcelStatus.UNDELIVERABLE)
_TROUBLED: dict[ParcelStatus, tuple[str, ...]] = dict.fromkeys(_TROUBLES, ("RecordUndelivered",))
_BACK = {
    ParcelStatus.PARTIALLY_BACK: ("ReceiveUndelivered",),
    ParcelStatus.BACK: ("ReceiveUndelivered",),
}


def _troubles_but(own: ParcelStatus) -> dict[ParcelStatus, tuple[str, ...]]:
    others = {status: names for status, names in _TROUBLED.items() if status is not own}
    return {
        ParcelStatus.SHIPPED: ("RetractUndelivered",),
        ParcelStatus.DELIVERED: ("RecordDelivery", "RetractUndelivered"),
        **others,
        **_BACK,
    }


PARCEL_LIFECYCLE = Lifecycle(
    name="parcel",
    starts=frozenset({ParcelStatus.SHIPPED}),
    edges={
        ParcelStatus.SHIPPED: {**_DELIVERED, **_TROUBLED, **_BACK},
        ParcelStatus.DELIVERED: {
            ParcelStatus.SHIPPED: ("RetractDelivery",),
            **dict.fromkeys(_TROUBLES, ("RecordUndelivered", "RetractDelivery")),
        },
        ParcelStatus.LOST: _troubles_but(ParcelStatus.LOST),
        ParcelStatus.REFUSED: _troubles_but(ParcelStatus.REFUSED),
        ParcelStatus.UNDELIVERABLE: _troubles_but(ParcelStatus.UNDELIVERABLE),
        ParcelStatus.PARTIALLY_BACK: {ParcelStatus.BACK: ("ReceiveUndelivered",)},
        ParcelStatus.BACK: {},
    },
    rests=frozenset({ParcelStatus.DELIVERED, ParcelStatus.LOST}),
)
"""A lost parcel may turn up, and one that was delivered may be refused at the door after all; what
was said of either may be taken back."""
