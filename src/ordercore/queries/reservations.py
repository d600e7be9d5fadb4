"""Which reservations are meant: those that have run out, those that wait for stock, or all."""

import attrs

from ordercore.inventory import Reservation
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class ReservationFilter:
    """Reservations that meet every condition that is given.

    ``expired_by`` means those of which units could be given back by then; ``backordered`` those
    that wait for stock; ``pool`` and ``sku`` those of one stock.
    """

    expired_by: Instant | None = None
    backordered: bool = False
    pool: str | None = None
    sku: str | None = None

    def holds(self, reservation: Reservation) -> bool:
        """Tell whether a reservation is meant."""
        return (
            (self.expired_by is None or reservation.expired(self.expired_by))
            and (not self.backordered or reservation.backordered > 0)
            and (self.pool is None or reservation.pool == self.pool)
            and (self.sku is None or reservation.sku == self.sku)
        )


EVERY_RESERVATION = ReservationFilter()
