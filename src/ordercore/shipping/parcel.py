"""The parcel: units under one tracking number, and its life."""

from enum import Enum

import attrs

from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units


class ParcelStatus(Enum):
    """Where a parcel is."""

    SHIPPED = "shipped"
    DELIVERED = "delivered"


@attrs.frozen(kw_only=True)
class Parcel:
    """Units that left together.

    ``shipped_at`` is the moment of *confirmation*, by which lateness is judged.
    """

    id: ParcelId
    units: tuple[Units, ...]
    shipped_at: Instant
    carrier: str = ""
    tracking: str = ""
    delivered_at: Instant | None = None

    @property
    def status(self) -> ParcelStatus:
        """Where it is, derived from what is known."""
        return ParcelStatus.SHIPPED if self.delivered_at is None else ParcelStatus.DELIVERED

    def holds(self, line: LineId) -> int:
        """Tell how many units of a line left in it."""
        return sum(some.quantity for some in self.units if some.line == line)


PARCEL_LIFECYCLE = Lifecycle(
    name="parcel",
    starts=frozenset({ParcelStatus.SHIPPED}),
    edges={
        ParcelStatus.SHIPPED: {ParcelStatus.DELIVERED: ("RecordDelivery",)},
        ParcelStatus.DELIVERED: {},
    },
)
