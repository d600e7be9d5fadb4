"""Labels for the way back: who pays for them, and how the buyer hands the parcel over.

What a carrier sold is told by reference: this is the return's own note of it.
"""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import LabelId
from ordercore.kernel.money import Money
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant


class Handover(Enum):
    """How a parcel on its way back gets to its carrier."""

    DROP_OFF = "drop_off"
    """The buyer brings it to a point where the carrier takes parcels."""
    PICKUP = "pickup"
    """The carrier picks it up at the buyer's."""


class ReturnScan(Enum):
    """What a carrier's scan says of a parcel on its way back."""

    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"


@attrs.frozen(kw_only=True)
class ReturnLabel:
    """A label under which units come back.

    ``payer`` is who bears its ``cost``, where that is known; one that is not ``prepaid`` the buyer
    pays for when handing the parcel over. ``reference`` is the carrier's own id of a label that was
    bought, by which it is voided there. ``place`` names the drop-off point or the pickup at the
    carrier, and ``document`` the paper that the buyer prints. The parcel is handed over from
    ``hand_over_from`` on, and before ``hand_over_by``; ``None`` where nobody says.

    Raises:
        InvalidValue: when a field is of another type, the cost is below nothing, or the time to
            hand it over ends before it begins.
    """

    id: LabelId = ""
    prepaid: bool = True
    payer: Actor = Actor.SELLER
    cost: Money | None = None
    carrier: str = ""
    service: str = ""
    tracking: str = ""
    reference: str = ""
    handover: Handover = Handover.DROP_OFF
    place: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    document: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    hand_over_from: Instant | None = None
    hand_over_by: Instant | None = None
    issued_at: Instant | None = None
    voided_at: Instant | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, a cost below nothing, and a time that is none."""
        check_types(self)
        if self.cost is not None and self.cost.minor < 0:
            raise InvalidValue("cost", self.cost, "no less than nothing")
        begin, end = self.hand_over_from, self.hand_over_by
        if begin is not None and end is not None and end <= begin:
            raise InvalidValue("hand_over_by", end, f"an instant after {begin}")
