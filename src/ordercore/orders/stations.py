"""Where the units are: every ordered unit is in exactly one station."""

from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.ids import LineId, ParcelId

if TYPE_CHECKING:
    from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class Stations:
    """The units of one line, parted without rest."""

    awaiting: int = 0
    cancelled: int = 0
    shipped: int = 0
    """On the way in a parcel."""
    undelivered: int = 0
    """In a parcel that was lost, refused or could not be delivered, and not back."""
    delivered: int = 0
    """With the buyer, to stay as far as we know."""
    returning: int = 0
    """With the buyer or on the way back, under an authorised return."""
    returned: int = 0
    """Back with us: returned by the buyer, or come back undelivered; or lost on the way back."""

    @property
    def total(self) -> int:
        """All units of the line."""
        return (
            self.awaiting + self.cancelled + self.shipped + self.undelivered + self.delivered
            + self.returning + self.returned
        )  # fmt: skip


def cancelled_units(order: "Order", *, paid: bool | None = None) -> dict[LineId, int]:
    """Give the cancelled units of each line that has any; of paid or unpaid orders, if asked."""
    counts: dict[LineId, int] = {}
    for cancellation in order.cancellations:
        if paid is None or cancellation.paid is paid:
            for units in cancellation.units:
                counts[units.line] = counts.get(units.line, 0) + units.quantity
    return counts


def shipped_units(order: "Order") -> dict[LineId, int]:
    """Give the units of each line that ever left in a parcel."""
    counts: dict[LineId, int] = {}
    for parcel in order.parcels:
        for units in parcel.units:
            counts[units.line] = counts.get(units.line, 0) + units.quantity
    return counts


def awaiting_units(order: "Order") -> dict[LineId, int]:
    """Give the units of each line that are neither cancelled nor in a parcel."""
    counts = {line.id: line.quantity for line in order.lines}
    for gone in (cancelled_units(order), shipped_units(order)):
        for line, quantity in gone.items():
            counts[line] -= quantity
    return counts


def has_awaiting(order: "Order") -> bool:
    """Tell whether any unit is neither cancelled nor in a parcel."""
    if not order.parcels and not order.cancellations:
        return any(line.quantity for line in order.lines)
    return any(awaiting_units(order).values())


def returning_units(order: "Order") -> dict[tuple[ParcelId, LineId], int]:
    """Give the units of each parcel and line that are in a return, still to come or back.

    Those of a return that was declined or withdrawn are not, nor what never came, nor what was
    rejected and is with the buyer again.
    """
    counts: dict[tuple[ParcelId, LineId], int] = {}
    for rma in order.returns:
        for place in rma.places:
            if let_in := rma.let_in(*place):
                counts[place] = counts.get(place, 0) + let_in
    return counts


def returned_parcels(order: "Order") -> set[ParcelId]:
    """Give the parcels of which units are in a return, or came back under one."""
    received = {some.units.parcel for rma in order.returns for some in rma.received}
    return received | {parcel for parcel, _ in returning_units(order)}


def came_back_units(order: "Order") -> dict[LineId, int]:
    """Give the units of each line that came back in undelivered parcels."""
    counts: dict[LineId, int] = {}
    for parcel in order.parcels:
        for some in parcel.came_back:
            counts[some.units.line] = counts.get(some.units.line, 0) + some.units.quantity
    return counts


def received_units(order: "Order") -> dict[LineId, int]:
    """Give the units of each line that are back under a return, or were lost on their way back.

    What was rejected and is with the buyer again is not.
    """
    counts: dict[LineId, int] = {}
    for rma in order.returns:
        for parcel, line in rma.places:
            counts[line] = counts.get(line, 0) + rma.back(parcel, line)
    return counts


def stations(order: "Order") -> dict[LineId, Stations]:
    """Part the units of every line by where they are."""
    awaiting, cancelled = awaiting_units(order), cancelled_units(order)
    returned, came_back = received_units(order), came_back_units(order)
    let_in: dict[LineId, int] = {}
    for (_, line), quantity in returning_units(order).items():
        let_in[line] = let_in.get(line, 0) + quantity
    arrived: dict[LineId, int] = {}
    underway: dict[LineId, int] = {}
    troubled: dict[LineId, int] = {}
    for parcel in order.parcels:
        side = underway if parcel.is_underway else troubled
        if parcel.is_with_buyer:
            side = arrived
        for units in parcel.units:
            side[units.line] = side.get(units.line, 0) + units.quantity
    return {
        line.id: Stations(
            awaiting=awaiting[line.id],
            cancelled=cancelled.get(line.id, 0),
            shipped=underway.get(line.id, 0),
            undelivered=troubled.get(line.id, 0) - came_back.get(line.id, 0),
            delivered=arrived.get(line.id, 0) - let_in.get(line.id, 0),
            returning=let_in.get(line.id, 0) - returned.get(line.id, 0),
            returned=returned.get(line.id, 0) + came_back.get(line.id, 0),
        )
        for line in order.lines
    }
