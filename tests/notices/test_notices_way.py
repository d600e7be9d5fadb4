"""Notices on the way of a parcel: one for each word that is news, and none for others."""

import pytest
from test_notices import AT, PAY, PLACE, story

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import OrderId, ParcelId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.notices import notices_of
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.shipping import ConfirmShipment
from ordercore.shipping import WayStatus

ORDER, PARCEL = OrderId("O-1"), ParcelId("P1")

PROMISED: Instant = AT.add(days=9)

SHIPPED: tuple[OrderCommand, ...] = (
    replace(PLACE, deliver_by=PROMISED),
    PAY,
    ConfirmShipment(order_id=ORDER, at=AT.add(days=1), parcel_id=PARCEL),
)

DELAYED, OUT = WayStatus.DELAYED, WayStatus.OUT_FOR_DELIVERY


def word(
    status: WayStatus | None = None, days: int = 3, estimate: int | None = None
) -> NoteTracking:
    """Say something of the parcel, so many days after the order was placed."""
    return NoteTracking(
        order_id=ORDER,
        at=AT.add(days=days),
        by=Actor.CARRIER,
        parcel_id=PARCEL,
        status=status,
        estimate=None if estimate is None else AT.add(days=estimate),
    )


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ((word(DELAYED),), ["parcel_delayed"]),
        ((word(OUT),), ["out_for_delivery"]),
        ((word(WayStatus.ATTEMPTED),), ["delivery_attempted"]),
        ((word(WayStatus.AVAILABLE_FOR_PICKUP),), ["ready_for_pickup"]),
        ((word(estimate=12),), ["delivery_estimate_changed"]),
        # The day that was promised is no news.
        ((word(estimate=9),), []),
        # One notice for one word; and what is not news of it, is not told.
        ((word(DELAYED, estimate=12),), ["parcel_delayed"]),
        ((word(DELAYED), word(DELAYED, 4)), []),
        ((word(DELAYED), word(DELAYED, 4, estimate=12)), ["delivery_estimate_changed"]),
        ((word(DELAYED, estimate=12), word(estimate=12, days=4)), []),
        ((word(OUT, 4), word(DELAYED, 3, estimate=12)), ["delivery_estimate_changed"]),
        ((word(OUT), word(OUT, 4)), ["out_for_delivery"]),
    ],
)
def test_the_last_word_is_told(words: tuple[NoteTracking, ...], kinds: list[str]) -> None:
    """To the buyer, where it is news."""
    order, events = story(*SHIPPED, *words)

    assert [notice.kind for event in events for notice in notices_of(order, event)] == kinds


def test_what_a_marketplace_reports_is_told_by_it() -> None:
    """An imported word is kept, and calls for nothing."""
    order, (event,) = story(*SHIPPED, replace(word(DELAYED), imported=True))

    assert notices_of(order, event) == ()
    assert order.parcels[0].way is not None
