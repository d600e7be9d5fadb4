"""The notice table: event → who is told, and of what kind the message is.

Words are not made here: a notice is a kind and an audience, and i18n knows the sentences.
"""

from collections.abc import Mapping
from enum import Enum

import attrs

from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.message import OrderEvent
from ordercore.orders.paying import PaymentConfirmed
from ordercore.orders.placing import OrderPlaced
from ordercore.orders.refunding import RefundIssued
from ordercore.orders.returning import ReturnAuthorised, ReturnReceived
from ordercore.orders.shipping import ParcelDelivered, ShipmentConfirmed


class Audience(Enum):
    """Who is told."""

    BUYER = "buyer"
    SELLER = "seller"


@attrs.frozen
class Notice:
    """A kind of message for an audience."""

    kind: str
    audience: Audience


NOTICES: Mapping[type[OrderEvent], tuple[Notice, ...]] = {
    OrderPlaced: (Notice("order_received", Audience.BUYER),),
    PaymentConfirmed: (Notice("order_to_ship", Audience.SELLER),),
    UnitsCancelled: (Notice("units_cancelled", Audience.BUYER),),
    ShipmentConfirmed: (Notice("parcel_shipped", Audience.BUYER),),
    ParcelDelivered: (Notice("parcel_delivered", Audience.BUYER),),
    ReturnAuthorised: (
        Notice("return_authorised", Audience.BUYER),
        Notice("return_coming", Audience.SELLER),
    ),
    ReturnReceived: (Notice("return_received", Audience.BUYER),),
    RefundIssued: (Notice("refund_issued", Audience.BUYER),),
}


def notices_of(event: OrderEvent) -> tuple[Notice, ...]:
    """Give the notices that an event calls for.

    An imported event calls for none: the marketplace has told its buyer itself, and what it
    reports may long be history.
    """
    return () if event.imported else NOTICES.get(type(event), ())
