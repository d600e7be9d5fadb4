"""The return (RMA): which units come back, which have arrived, and its life."""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text
from ordercore.kernel.ids import LineId, ParcelId, ReturnId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.time import Instant
from ordercore.kernel.units import checked_quantity


class ReturnStatus(Enum):
    """How far a return has come."""

    AUTHORISED = "authorised"
    PARTIALLY_RECEIVED = "partially_received"
    RECEIVED = "received"


@attrs.frozen
class ReturnUnits:
    """So many units of a line, out of one parcel: so each has its own delivery date."""

    parcel: ParcelId
    line: LineId
    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse anything but a positive whole number of units."""
        checked_quantity(self.quantity)
        if not (is_text(self.parcel) and is_text(self.line)):
            raise InvalidValue("units", (self.parcel, self.line), "the ids of a parcel and a line")


@attrs.frozen
class Received:
    """Units that arrived back, and whether they can be sold again."""

    units: ReturnUnits
    sellable: bool
    at: Instant


@attrs.frozen(kw_only=True)
class Return:
    """Units that the buyer may send back."""

    id: ReturnId
    units: tuple[ReturnUnits, ...]
    reason: str
    requested_at: Instant
    received: tuple[Received, ...] = ()

    @property
    def status(self) -> ReturnStatus:
        """How far it has come, derived from what has arrived."""
        if not self.received:
            return ReturnStatus.AUTHORISED
        if any(self.outstanding(some.parcel, some.line) for some in self.units):
            return ReturnStatus.PARTIALLY_RECEIVED
        return ReturnStatus.RECEIVED

    def outstanding(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units of a line from a parcel have still to arrive."""
        due = sum(u.quantity for u in self.units if u.parcel == parcel and u.line == line)
        arrived = (r.units for r in self.received)
        return due - sum(u.quantity for u in arrived if u.parcel == parcel and u.line == line)


RETURN_LIFECYCLE = Lifecycle(
    name="return",
    starts=frozenset({ReturnStatus.AUTHORISED}),
    edges={
        ReturnStatus.AUTHORISED: {
            ReturnStatus.PARTIALLY_RECEIVED: ("ReceiveReturn",),
            ReturnStatus.RECEIVED: ("ReceiveReturn",),
        },
        ReturnStatus.PARTIALLY_RECEIVED: {ReturnStatus.RECEIVED: ("ReceiveReturn",)},
        ReturnStatus.RECEIVED: {},
    },
)
