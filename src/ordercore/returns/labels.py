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
    pays for when handing the parcel over. ``place`` names the drop-off point or the pickup at the
    carrier, and ``document`` the paper that the buyer prints.
    """

    id: LabelId = ""
    prepaid: bool = True
    payer: Actor = Actor.SELLER
    cost: Money | None = None
    carrier: str = ""
    tracking: str = ""
    handover: Handover = Handover.DROP_OFF
    place: str = ""
    document: str = ""
    issued_at: Instant | None = None
    voided_at: Instant | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be, and a cost below nothing."""
        check_types(self)
        if self.cost is not None and self.cost.minor < 0:
            raise InvalidValue("cost", self.cost, "no less than nothing")
