"""What letters tell of parcels: who carries them, under which number, and what is in them."""

from collections.abc import Mapping
from typing import Protocol

from ordercore.i18n.letters.content import Content, Until, items_of
from ordercore.i18n.letters.orders import Told
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.delivering import ParcelDelivered
from ordercore.orders.noting import TrackingNoted
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.stranding import ParcelUndelivered
from ordercore.shipping import Parcel


class OfParcel(Protocol):
    """An event about a parcel."""

    @property
    def parcel_id(self) -> ParcelId:
        """Which parcel."""
        ...


def shipped(order: Order, event: ShipmentConfirmed) -> Content:
    """Tell what left, and whether more is to follow."""
    parcel = order.parcel(event.parcel.id) or event.parcel
    variant = "part" if has_awaiting(order) else ""
    return _parcel(order, parcel, variant=variant, due=order.deliver_by)


def on_its_way(order: Order, event: OfParcel) -> Content:
    """Tell which parcel, and by when it should arrive."""
    return _parcel(order, order.parcel(event.parcel_id), due=order.deliver_by)


def at_hand(order: Order, event: OfParcel) -> Content:
    """Tell which parcel."""
    return _parcel(order, order.parcel(event.parcel_id))


def expected(order: Order, event: TrackingNoted) -> Content:
    """Tell which parcel, and by when it is expected now."""
    parcel = order.parcel(event.parcel_id)
    last = parcel.estimate.expected if parcel and parcel.estimate else None
    return _parcel(order, parcel, due=last or event.estimate or order.deliver_by)


def waiting(order: Order, event: TrackingNoted) -> Content:
    """Tell which parcel, and until when it waits to be collected."""
    content = at_hand(order, event)
    until = Until(event.pickup_by) if event.pickup_by is not None else None
    return replace(content, facts={**content.facts, "pickup_by": until})


def delivered(order: Order, event: ParcelDelivered) -> Content:
    """Tell what arrived, and when."""
    return _parcel(order, order.parcel(event.parcel_id), moment=event.at)


def undelivered(order: Order, event: ParcelUndelivered) -> Content:
    """Tell what does not arrive, and why."""
    return _parcel(order, order.parcel(event.parcel_id), variant=event.trouble.value)


def _parcel(
    order: Order,
    parcel: Parcel | None,
    *,
    variant: str = "",
    due: Instant | None = None,
    moment: Instant | None = None,
) -> Content:
    if parcel is None:
        return Content(variant=variant, facts={"moment": moment})
    until = Until(due) if due is not None else None
    facts = {
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "deliver_by": until,
        "day": until,
        "moment": moment,
    }
    return Content(variant=variant, facts=facts, items=items_of(order, parcel.units))


OF_PARCELS: Mapping[str, Told] = {
    "parcel_shipped": shipped,
    "delivery_estimate_changed": expected,
    "out_for_delivery": at_hand,
    "delivery_attempted": at_hand,
    "ready_for_pickup": waiting,
    "parcel_delayed": at_hand,
    "parcel_delivered": delivered,
    "parcel_undelivered": undelivered,
    "parcel_stranded": undelivered,
    "delivery_retracted": at_hand,
    "parcel_found": on_its_way,
    "stranded_no_more": at_hand,
}
