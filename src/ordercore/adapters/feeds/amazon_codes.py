"""Amazon's words for what happens to a parcel, in its three interfaces; meanings are ours (§9.3).

Shipping v2 has events and statuses, Fulfillment Outbound has numbered events, and the Tracking API
of 2026-01-30 has milestones.
"""

from collections.abc import Iterable, Mapping

from ordercore.shipping.tracking import ExceptionCode, TrackingStatus

Meaning = tuple[TrackingStatus, ExceptionCode | None]

UNKNOWN: Meaning = (TrackingStatus.UNKNOWN, None)
"""A word that is new to us; it changes nothing."""

_S, _E = TrackingStatus, ExceptionCode


def _all(words: Iterable[str], status: TrackingStatus) -> dict[str, Meaning]:
    return dict.fromkeys(words, (status, None))


SHIPPING: Mapping[str, Meaning] = {
    "ReadyForReceive": (_S.PRE_TRANSIT, None),
    "PickupCancelled": (_S.CANCELLED, None),
    **_all(("PickupDone", "Departed", "ArrivedAtCarrierFacility"), _S.IN_TRANSIT),
    "RecipientRequestedAlternateDeliveryTiming": (_S.IN_TRANSIT, None),
    "OutForDelivery": (_S.OUT_FOR_DELIVERY, None),
    "DeliveryAttempted": (_S.ATTEMPTED, None),
    "AvailableForPickup": (_S.AVAILABLE_FOR_PICKUP, None),
    "Delivered": (_S.DELIVERED, None),
    "Lost": (_S.LOST, None),
    "Rejected": (_S.REFUSED, None),
    "Undeliverable": (_S.UNDELIVERABLE, None),
    "ReturnInitiated": (_S.RETURNING, None),
}
"""All 14 event codes of the model (shippingV2, ``EventCode``)."""

OUTBOUND: Mapping[str, Meaning] = {
    "EVENT_101": (_S.PRE_TRANSIT, None),
    **_all(
        (f"EVENT_{number}" for number in (102, 201, 202, 203, 204, 205, 206, 306, 307, 415)),
        _S.IN_TRANSIT,
    ),
    "EVENT_301": (_S.DELIVERED, None),
    "EVENT_302": (_S.OUT_FOR_DELIVERY, None),
    "EVENT_304": (_S.ATTEMPTED, None),
    "EVENT_308": (_S.AVAILABLE_FOR_PICKUP, None),
    "EVENT_309": (_S.RETURNED, None),
    "EVENT_401": (_S.DELAYED, _E.BAD_ADDRESS),
    "EVENT_402": (_S.DELAYED, _E.CUSTOMS),
    "EVENT_403": (_S.DELAYED, _E.BAD_ADDRESS),
    "EVENT_404": (_S.DELAYED, None),
    "EVENT_405": (_S.DELAYED, _E.DAMAGED),
    "EVENT_406": (_S.DELAYED, _E.HELD),
    "EVENT_407": (_S.REFUSED, None),
    "EVENT_408": (_S.RETURNING, None),
    "EVENT_409": (_S.LOST, None),
    # There are papers and no parcel, or the other way round.
    "EVENT_411": (_S.PRE_TRANSIT, _E.PAPERWORK),
    "EVENT_412": (_S.DELAYED, _E.PAPERWORK),
    "EVENT_413": (_S.REFUSED, _E.PAYMENT_DUE),
    "EVENT_414": (_S.IN_TRANSIT, _E.MISSORTED),
    "EVENT_416": (_S.UNDELIVERABLE, None),
    "EVENT_417": (_S.IN_TRANSIT, _E.MISSORTED),
    "EVENT_418": (_S.DELAYED, None),
    "EVENT_419": (_S.DELAYED, _E.BAD_ADDRESS),
    "EVENT_801": (_S.AVAILABLE_FOR_PICKUP, None),
    "EVENT_804": (_S.DELIVERED, None),
}
"""All 35 event codes of the model (fulfillmentOutbound_2020-07-01, ``EventCode``)."""

_BEFORE = """
    BOOKING_RECEIVED BOOKING_ACCEPTED BOOKING_CONFIRMED ORDER_PREPARING CARRIER_ASSIGNED
    MANIFESTED_NOT_RECEIVED IN_TRANSIT_TO_PICKUP CONTAINERIZED PICKUP_FAILED
"""
_MOVING = """
    ARRIVED ARRIVED_AT_DESTINATION_YARD ARRIVED_AT_RAIL_TERMINAL ARRIVED_AT_TERMINAL
    ARRIVED_IN_DESTINATION_COUNTRY CARRIER_RECEIVED_SHIPMENT CARRIER_TRANSFER CUSTOMER_CONTACTED
    CUSTOMS_CLEARED CUSTOMS_DECLARATION_DISCHARGE_PORT CUSTOMS_PROCESSING
    DELIVERY_APPOINTMENT_CONFIRMED DEPARTED DEPARTED_RAIL_TERMINAL DEPARTED_TERMINAL
    DOCUMENTS_RECEIVED_DISCHARGE_PORT DRAY_STOP_OFF LOADED LOADED_TRAIN PICKED_UP
    READY_FOR_DELIVERY RECEIVED_AT_ORIGIN RECEIVED_FROM_CARRIER SHIPPED SORTED TRAILER_UNLOADED
    TRAILER_UNLOADING UNLOADED UNLOADED_TRAIN
"""
# Papers and wishes that say nothing of where a parcel is; and a buyer's return of what was
# delivered, which is no delivery that failed.
_ELSEWHERE = """
    CUSTOMS_DECLARATION_EMBARK_PORT CUSTOMS_IMPORT_SECURITY_FILED
    CUSTOMS_IMPORT_SECURITY_FILING_ACCEPTED DELIVERY_ADDRESS_UPDATED DELIVERY_CHANGE_REQUESTED
    DELIVERY_ESTIMATE_UPDATED DOCUMENTS_RECEIVED_EMBARK_PORT EMPTY_RETURN RETURN_DROPPED_OFF
    RETURN_IN_TRANSIT RETURN_PICKED_UP RETURN_RECEIVED
"""

MILESTONES: Mapping[str, Meaning] = {
    **_all(_BEFORE.split(), _S.PRE_TRANSIT),
    **_all(_MOVING.split(), _S.IN_TRANSIT),
    **_all(_ELSEWHERE.split(), _S.UNKNOWN),
    **_all(("BOOKING_CANCELLED", "ORDER_CANCELLED"), _S.CANCELLED),
    "CARRIER_HOLD": (_S.DELAYED, _E.HELD),
    "CUSTOMER_MOVED": (_S.DELAYED, _E.BAD_ADDRESS),
    "CUSTOMS_DELAY": (_S.DELAYED, _E.CUSTOMS),
    "CUSTOMS_EXCEPTION": (_S.DELAYED, _E.CUSTOMS),
    "CUSTOMS_HOLD": (_S.DELAYED, _E.CUSTOMS),
    "CUSTOMS_HOLD_DISCHARGE_PORT": (_S.DELAYED, _E.CUSTOMS),
    "CUSTOMS_PAYMENT_REQUIRED": (_S.DELAYED, _E.PAYMENT_DUE),
    "DAMAGED": (_S.DELAYED, _E.DAMAGED),
    "DELAYED": (_S.DELAYED, None),
    "INCORRECT_ADDRESS": (_S.ATTEMPTED, _E.BAD_ADDRESS),
    "MISSING_MANIFEST": (_S.DELAYED, _E.PAPERWORK),
    "MISSORTED": (_S.IN_TRANSIT, _E.MISSORTED),
    "OUT_FOR_DELIVERY": (_S.OUT_FOR_DELIVERY, None),
    "DELIVERY_ATTEMPTED": (_S.ATTEMPTED, None),
    "READY_FOR_CUSTOMER_PICKUP": (_S.AVAILABLE_FOR_PICKUP, None),
    **_all(("DELIVERED", "CUSTOMER_PICKUP_COMPLETED"), _S.DELIVERED),
    "LOST": (_S.LOST, None),
    "RECIPIENT_REFUSED_DELIVERY": (_S.REFUSED, None),
    **_all(("UNDELIVERABLE", "UNDELIVERABLE_DESTROY_IN_FIELD"), _S.UNDELIVERABLE),
    "RETURNED": (_S.RETURNED, None),
}
"""All 74 milestone codes of the model (tracking_2026-01-30, ``TrackingMilestoneStatus``)."""
