"""What counts by when an order was to leave, when it left, and when it was to arrive."""

from collections.abc import Iterator

from ordercore.kernel.time import Instant
from ordercore.metrics.health.case import Case, Counting
from ordercore.metrics.health.notes import ParcelNotes
from ordercore.orders.money import is_secured
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.shipping import Parcel, Trouble, WayStatus

# Leaving in time


def to_ship(case: Case) -> Iterator[Counting]:
    """Count an order by the day by which it was to leave, and whether it left later."""
    order = case.order
    if order.ship_by is None:
        return
    waits = has_awaiting(order)
    if was_to_leave(order, waits=waits):
        late = left_late(order, order.ship_by, waits=waits)
        yield Counting(order.ship_by, {"orders_to_ship": 1, "orders_late": int(late)})


def was_to_leave(order: Order, *, waits: bool) -> bool:
    """An order is to leave once it is paid, unless all of it was cancelled.

    What was cancelled counts in the cancellation rate in place of a late shipment.
    """
    return bool(order.parcels) or (waits and is_secured(order))


def left_late(order: Order, ship_by: Instant, *, waits: bool) -> bool:
    """An order is late when a parcel was confirmed after the day, or units still wait on it."""
    return waits or any(parcel.shipped_at > ship_by for parcel in order.parcels)


# Tracking


def confirmed(case: Case) -> Iterator[Counting]:
    """Count each parcel by the day of its confirmation, and whether a carrier has scanned it."""
    for parcel in case.order.parcels:
        notes = case.noted(parcel)
        counted = {} if notes.exempt else tracking_of(parcel, notes)
        if notes.protected is not None:
            counted["labels"], counted["labels_protected"] = 1, int(notes.protected)
        if notes.scanned_at is not None and case.order.ship_by is not None:
            counted["parcels_scanned"] = 1
            counted["parcels_scanned_in_time"] = int(was_scanned_in_time(case.order, parcel, notes))
        yield Counting(parcel.shipped_at, counted, notes.category)


def tracking_of(parcel: Parcel, notes: ParcelNotes) -> dict[str, int]:
    """A parcel counts with its tracking, unless none is asked of it.

    Where two scans are asked for, the second is that of its delivery.
    """
    valid = is_tracked(parcel, notes) and (notes.scans < 2 or bool(parcel.deliveries))
    return {"parcels": 1, "parcels_tracked": int(valid)}


def is_tracked(parcel: Parcel, notes: ParcelNotes) -> bool:
    """Tracking is valid when there is a number, and a carrier has scanned it.

    That a parcel arrived, without a number, is no tracking (Seller Central IT 202014610).
    """
    return bool(parcel.tracking.strip()) and was_scanned(parcel, notes)


def was_scanned(parcel: Parcel, notes: ParcelNotes) -> bool:
    """A carrier has scanned a parcel when it said anything of where that is, or is not."""
    told = parcel.deliveries or parcel.retractions
    return bool(told) or any([parcel.undelivered, parcel.way, notes.scanned_at, notes.tried_at])


def was_scanned_in_time(order: Order, parcel: Parcel, notes: ParcelNotes) -> bool:
    """A first scan is in time by the ship-by time, or where the parcel arrives in time at last."""
    left, ship_by, deliver_by = notes.scanned_at, order.ship_by, order.deliver_by
    if left is not None and ship_by is not None and left <= ship_by:
        return True
    return deliver_by is not None and came_in_time(parcel, notes, deliver_by)


# Arriving in time


def to_deliver(case: Case) -> Iterator[Counting]:
    """Count each tracked parcel and its units by the day by which it was to arrive.

    What the marketplace takes the blame for is left out where it is late.
    """
    deliver_by = case.order.deliver_by
    for parcel in case.order.parcels if deliver_by is not None else ():
        notes = case.noted(parcel)
        in_time = deliver_by is not None and came_in_time(parcel, notes, deliver_by)
        if deliver_by is None or not is_tracked(parcel, notes) or (notes.excused and not in_time):
            continue
        units = sum([some.quantity for some in parcel.units])
        counted = {"parcels_to_deliver": 1, "units_to_deliver": units}
        if in_time:
            counted["parcels_in_time"], counted["units_in_time"] = 1, units
        yield Counting(deliver_by, counted)


def came_in_time(parcel: Parcel, notes: ParcelNotes, deliver_by: Instant) -> bool:
    """A parcel is in time when it was first tried by then, or by the day that the buyer chose.

    One whose tracking number was given after that first try is not (Seller Central 200847280).
    """
    tried = first_try(parcel, notes)
    if tried is None or (notes.tracked_at is not None and notes.tracked_at > tried):
        return False
    return tried <= max(deliver_by, notes.agreed_until or deliver_by)


TRIED = frozenset({WayStatus.ATTEMPTED, WayStatus.AVAILABLE_FOR_PICKUP})
"""Where a parcel is once a carrier tried to deliver it."""


def first_try(parcel: Parcel, notes: ParcelNotes) -> Instant | None:
    """Give when a parcel was first at its buyer's door, be it in vain.

    Whoever refuses a parcel has been offered it.
    """
    moments = [*parcel.deliveries[:1], *([notes.tried_at] if notes.tried_at else ())]
    if parcel.way is not None and parcel.way.status in TRIED:
        moments.append(parcel.way.at)
    if parcel.undelivered is not None and parcel.undelivered.trouble is Trouble.REFUSED:
        moments.append(parcel.undelivered.at)
    return min(moments, default=None)
