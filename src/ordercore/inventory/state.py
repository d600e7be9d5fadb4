"""Stock of one SKU in one pool, and the rows that a command names beside it.

A stock record does not grow with its live reservations: it holds totals, and each reservation is
a row of its own, as is what each cause of the host's has brought about.
"""

import attrs

from ordercore.inventory.conditions import Condition
from ordercore.inventory.details import NO_DETAILS, Inbound, StockDetails
from ordercore.inventory.reservation import RESERVATION_LIFECYCLE, Reservation, ReservationStatus
from ordercore.kernel.ids import Sku

__all__ = [
    "NO_DETAILS",
    "RESERVATION_LIFECYCLE",
    "Caused",
    "Condition",
    "Inbound",
    "Reservation",
    "ReservationStatus",
    "Shelf",
    "Stock",
    "StockDetails",
]


@attrs.frozen
class Stock:
    """Units of one SKU in one pool.

    ``on_hand`` are there and sellable; ``reserved`` of them are promised, and ``backordered`` are
    promised beyond them. Both are the sums of what the reservations hold.
    """

    sku: Sku
    pool: str
    on_hand: int = 0
    reserved: int = 0
    backordered: int = 0
    details: StockDetails = NO_DETAILS

    @property
    def available(self) -> int:
        """What may still be promised of units on hand; negative when more is held than may be."""
        return self.on_hand - self.details.safety - self.reserved

    @property
    def short(self) -> int:
        """By how much promises of units on hand exceed them: a count or a damage may do that."""
        return max(0, self.reserved - self.on_hand)

    @property
    def sellable(self) -> bool:
        """Whether anything may still be promised of units on hand."""
        return self.available > 0

    def keeps_plenty(self, units: int) -> bool:
        """Tell whether so many units more may be promised, and no line is crossed or touched."""
        return self.on_hand - self.reserved - units > self.details.line

    def allows_unseen(self, units: int) -> bool:
        """Tell whether so many may be promised without a look; none may in any case."""
        return not units or self.keeps_plenty(units)

    @property
    def low(self) -> bool:
        """Whether so little is available that it is time to see to it."""
        return self.details.low_at is not None and self.available <= self.details.low_at


@attrs.frozen
class Caused:
    """That a cause, which a host names, has brought something about already.

    ``command`` is what was asked for by it, and ``asked`` its quantity and all else that it said.
    """

    cause: str
    sku: Sku
    pool: str
    command: str
    quantity: int
    asked: str = ""


@attrs.frozen
class Shelf:
    """What a stock command is decided on: the stock, and the rows that the command names.

    ``other`` is the reservation that is taken over, of another owner.
    A shelf always exists: of a SKU that nobody ever received, it holds nothing, and is ``new``.
    """

    stock: Stock
    reservation: Reservation | None = None
    other: Reservation | None = None
    caused: Caused | None = None
    new: bool = False
