"""The reservation: what one owner was promised of one SKU in one pool."""

from enum import Enum

import attrs

from ordercore.kernel.ids import Sku
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.time import Instant


class ReservationStatus(Enum):
    """What has become of a promise."""

    HELD = "held"
    CONSUMED = "consumed"
    RELEASED = "released"


@attrs.frozen
class Reservation:
    """What an owner, an order or a basket, was promised of one SKU in one pool.

    ``held`` units are promised of those on hand, ``backordered`` beyond them; ``committed`` of
    both no longer expire. ``consumed`` were shipped, and ``released`` given back, by whatever.
    ``since`` is when what is still promised began to be, and from ``expires_at`` on, what is not
    committed may be given back.
    """

    owner: str
    sku: Sku
    pool: str
    held: int = 0
    backordered: int = 0
    committed: int = 0
    consumed: int = 0
    released: int = 0
    since: Instant | None = None
    expires_at: Instant | None = None

    @property
    def promised(self) -> int:
        """Units still promised, on hand or beyond."""
        return self.held + self.backordered

    @property
    def uncommitted(self) -> int:
        """Units still promised that may yet expire."""
        return self.held + self.backordered - self.committed

    def expired(self, at: Instant) -> bool:
        """Tell whether something is to be given back at a moment because its time is over."""
        return self.uncommitted > 0 and self.expires_at is not None and at >= self.expires_at

    @property
    def status(self) -> ReservationStatus:
        """What has become of it: held while any unit is, else consumed if any was shipped."""
        if self.promised:
            return ReservationStatus.HELD
        return ReservationStatus.CONSUMED if self.consumed else ReservationStatus.RELEASED


RESERVATION_LIFECYCLE = Lifecycle(
    name="reservation",
    starts=frozenset({ReservationStatus.HELD}),
    edges={
        ReservationStatus.HELD: {
            ReservationStatus.CONSUMED: ("ConsumeReserved", "ReleaseReserved", "ExpireReserved"),
            ReservationStatus.RELEASED: ("ReleaseReserved", "ExpireReserved", "ReserveUnits"),
        },
        ReservationStatus.CONSUMED: {ReservationStatus.HELD: ("ReserveUnits",)},
        ReservationStatus.RELEASED: {ReservationStatus.HELD: ("ReserveUnits",)},
    },
    rests=frozenset({ReservationStatus.CONSUMED, ReservationStatus.RELEASED}),
)
"""An order that grows is promised more, so what has ended may begin again.

A reservation that another owner takes over by ``ReserveUnits`` ends as one that was released.
"""
