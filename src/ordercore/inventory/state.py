"""Stock of one SKU in one pool, and the reservation that a command names.

A stock record does not grow with its live reservations: it holds totals, and each reservation is
a row of its own.
"""

from enum import Enum

import attrs

from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.lifecycle import Lifecycle


@attrs.frozen
class Stock:
    """Units of one SKU in one pool."""

    sku: Sku
    pool: str
    on_hand: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        """What may still be promised; negative only when the books were wrong."""
        return self.on_hand - self.reserved


class ReservationStatus(Enum):
    """What has become of a promise."""

    HELD = "held"
    CONSUMED = "consumed"
    RELEASED = "released"


@attrs.frozen
class Reservation:
    """What one order was promised of one SKU in one pool."""

    order_id: OrderId
    sku: Sku
    pool: str
    reserved: int = 0
    consumed: int = 0
    released: int = 0

    @property
    def held(self) -> int:
        """Units still promised."""
        return self.reserved - self.consumed - self.released

    @property
    def status(self) -> ReservationStatus:
        """What has become of it: held while any unit is, else consumed if any was shipped."""
        if self.held:
            return ReservationStatus.HELD
        return ReservationStatus.CONSUMED if self.consumed else ReservationStatus.RELEASED


@attrs.frozen
class Shelf:
    """What a stock command is decided on: the stock, and the reservation it names.

    A shelf always exists: of a SKU that nobody ever received, it holds nothing.
    """

    stock: Stock
    reservation: Reservation | None = None


RESERVATION_LIFECYCLE = Lifecycle(
    name="reservation",
    starts=frozenset({ReservationStatus.HELD}),
    edges={
        ReservationStatus.HELD: {
            ReservationStatus.CONSUMED: ("ConsumeReserved", "ReleaseReserved"),
            ReservationStatus.RELEASED: ("ReleaseReserved",),
        },
        ReservationStatus.CONSUMED: {ReservationStatus.HELD: ("ReserveUnits",)},
        ReservationStatus.RELEASED: {ReservationStatus.HELD: ("ReserveUnits",)},
    },
    rests=frozenset({ReservationStatus.CONSUMED, ReservationStatus.RELEASED}),
)
"""An order that grows is promised more, so what has ended may begin again."""
