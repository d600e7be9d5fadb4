"""A desk that hears carriers: what they say moves orders, once, whole, and in any order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import event_names, later, order_events, stocked, stores, two_a
from hypothesis import given
from hypothesis import strategies as st

from ordercore import Order, OrderDesk, Refused
from ordercore.adapters.feeds import read_easypost, read_raw
from ordercore.adapters.memory import MemoryStore
from ordercore.errors import InvalidValue, NotFound
from ordercore.kernel.actors import Actor
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.message import OrderCommand
from ordercore.ports.records import Key
from ordercore.service.asked import Asked
from ordercore.service.asking.hearing import HearTracking
from ordercore.shipping import ParcelStatus, Trouble
from ordercore.shipping.tracking import Interval, TrackingEvent, TrackingStatus
from ordercore.testing import live_equals_replay

S = TrackingStatus


def event(status: TrackingStatus, days: float, **fields: Any) -> TrackingEvent:
    """Make an event so many days after the order was placed."""
    return TrackingEvent(status=status, when=later(days), **fields)


def sent(desk: OrderDesk, id: str = "O-1", **changes: Any) -> Order:
    """Sell two A, and send them after a day."""
    desk.place(channel="MFN", lines=[two_a()], order_id=id)
    desk.confirm_payment(id)
    return desk.confirm_shipment(id, at=later(1), **changes)


@pytest.fixture(params=["memory", "sqlite", "async"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with a parcel on its way, and hold its books to their laws afterwards."""
    memory, sqlite = stores(tmp_path)
    some = stocked(("A", 50), store=sqlite if request.param == "sqlite" else memory)
    sent(some, carrier="UPS", tracking="1Z")
    yield faced(memory) if request.param == "async" else some
    live_equals_replay(some.store, [Key("order", order.id) for order in some.find()])
    some.close()


def test_r41_a_late_scan_neither_takes_a_delivery_back_nor_a_number(desk: OrderDesk) -> None:
    """Shipped, lost or on its way, told later or dated later: it stays delivered."""
    desk.hear("O-1", "P1", [event(S.DELIVERED, 3)])

    for status in (S.PRE_TRANSIT, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.LOST, S.UNKNOWN):
        for days in (0, 2, 4):
            order = desk.hear("O-1", "P1", [event(status, days)])
            assert order.stations["1"].delivered == 2
    assert event_names(desk, "O-1").count("ParcelDelivered") == 1
    (parcel,) = desk.order("O-1").parcels
    assert (parcel.status, parcel.delivered_at) == (ParcelStatus.DELIVERED, later(3))
    assert (parcel.carrier, parcel.tracking) == ("UPS", "1Z")


def test_r42_times_without_a_zone_or_off_by_one_leave_one_story(desk: OrderDesk) -> None:
    """A wall time is no guess: delivered by the latest that it may be; never before it left."""
    (told,) = read_raw(
        {"number": "1Z", "events": [{"status": "delivered", "at": "2026-03-05T17:40:00"}]}
    )
    order = desk.hear("O-1", "P1", told.events, number=told.number)
    assert str(order.parcels[0].delivered_at) == "2026-03-06 05:40:00+00:00"

    # The same scan by a source that takes the wall time for UTC, and one from before it left.
    again = desk.hear("O-1", "P1", [TrackingEvent(status=S.DELIVERED, when="2026-03-05T17:40:00Z")])
    assert str(again.parcels[0].delivered_at) == "2026-03-05 17:40:00+00:00"
    before = desk.hear("O-1", "P1", [event(S.DELIVERED, 0.9)])
    assert before.parcels[0].delivered_at == before.parcels[0].shipped_at


def test_r44_what_is_told_twice_happens_once(desk: OrderDesk) -> None:
    """A parcel confirmed again and a webhook sent again are one parcel and one delivery."""
    (feed,) = read_easypost(
        {
            "object": "Tracker",
            "tracking_code": "1Z",
            "carrier": "UPS",
            "tracking_details": [
                {"status": "in_transit", "datetime": "2026-03-04T09:00:00Z"},
                {"status": "delivered", "datetime": "2026-03-05T09:00:00Z"},
            ],
        }
    )
    for _ in range(3):
        desk.confirm_shipment("O-1", parcel_id="P1", carrier="UPS", tracking="1Z", at=later(1))
        desk.hear("O-1", "P1", feed.events, carrier=feed.carrier, number=feed.number)
        desk.hear("O-1", "P1", feed.events, command_id="webhook-7")

    names = event_names(desk, "O-1")
    assert (names.count("ShipmentConfirmed"), names.count("ParcelDelivered")) == (1, 1)
    assert "TrackingCorrected" not in names


def test_units_go_where_the_tracking_has_them(desk: OrderDesk) -> None:
    """Delivered, and on the way back; by the carrier, at the moments that it told."""
    order = desk.hear(
        "O-1", "P1", [event(S.RETURNED, 8), event(S.REFUSED, 5), event(S.DELIVERED, 3)]
    )

    assert order.stations["1"].undelivered == 2
    assert order.parcels[0].status is ParcelStatus.REFUSED
    told = order_events(desk, "O-1")[-2:]
    assert [(type(some).__name__, some.at, some.by) for some in told] == [
        ("ParcelDelivered", later(3), Actor.CARRIER),
        ("ParcelUndelivered", later(8), Actor.CARRIER),
    ]


def test_what_a_carrier_corrects_moves_units_back(desk: OrderDesk) -> None:
    """Delivered, and not at all; lost, and found: a repeat of the old word brings nothing back."""
    old = [event(S.DELIVERED, 3)]
    desk.hear("O-1", "P1", old)
    order = desk.hear("O-1", "P1", [event(S.IN_TRANSIT, 4, correction=True)])
    assert (order.stations["1"].shipped, order.stations["1"].delivered) == (2, 0)
    assert desk.hear("O-1", "P1", old) == order

    assert desk.hear("O-1", "P1", [event(S.LOST, 9)]).stations["1"].undelivered == 2
    found = desk.hear("O-1", "P1", [event(S.IN_TRANSIT, 12)])
    assert found.stations["1"].shipped == 2
    assert desk.hear("O-1", "P1", [*old, event(S.LOST, 9)]) == found

    order = desk.hear("O-1", "P1", [event(S.DELIVERED, 14)])
    assert order.parcels[0].delivered_at == later(14)
    names = event_names(desk, "O-1")[-5:]
    assert names == [
        "ParcelDelivered",
        "DeliveryRetracted",
        "ParcelUndelivered",
        "UndeliveredRetracted",
        "ParcelDelivered",
    ]


def test_a_loss_gives_way_to_an_older_delivery_that_was_told_late(desk: OrderDesk) -> None:
    """Once the carrier's own story is heard: a loss after a delivery does not count."""
    desk.hear("O-1", "P1", [event(S.LOST, 9)])
    order = desk.hear("O-1", "P1", [event(S.LOST, 9), event(S.DELIVERED, 3)])

    assert order.parcels[0].delivered_at == later(3)
    assert order.parcels[0].undelivered is None


def test_what_the_seller_took_back_no_webhook_brings_back(desk: OrderDesk) -> None:
    """A carrier that goes on saying so is no news; a delivery of another moment is."""
    desk.hear("O-1", "P1", [event(S.DELIVERED, 3)])
    order = desk.retract_delivery("O-1", "P1", by=Actor.SELLER, at=later(5))

    assert desk.hear("O-1", "P1", [event(S.DELIVERED, 3), event(S.IN_TRANSIT, 6)]) == order
    again = desk.hear("O-1", "P1", [event(S.DELIVERED, 3), event(S.DELIVERED, 7)])
    assert again.parcels[0].deliveries == (later(7),)


def test_a_parcel_gets_the_number_by_which_it_was_found(desk: OrderDesk) -> None:
    """Where it was confirmed without one."""
    sent(desk, "O-2")
    order = desk.hear("O-2", "P1", [event(S.DELIVERED, 3)], carrier="DHL", number="00340")

    assert (order.parcels[0].carrier, order.parcels[0].tracking) == ("DHL", "00340")
    assert order.parcels[0].is_with_buyer


def test_many_are_heard_at_once(desk: OrderDesk) -> None:
    """In a batch one that fails spoils no other."""
    sent(desk, "O-2")
    asked = [
        Asked(HearTracking(order_id=id, parcel_id=parcel, events=[event(S.DELIVERED, 3)]))
        for id, parcel in (("O-1", "P1"), ("O-9", "P1"), ("O-2", "P9"), ("O-2", "P1"))
    ]

    first, nowhere, no_parcel, last = desk.handle_many(asked)

    assert isinstance(nowhere, NotFound)
    assert isinstance(no_parcel, NotFound)
    assert (first, last) == (desk.order("O-1"), desk.order("O-2"))
    assert desk.order("O-2").parcels[0].is_with_buyer


def test_what_is_not_there_hears_nothing(desk: OrderDesk) -> None:
    """Neither an order nor a parcel."""
    for id, parcel in (("O-9", "P1"), ("O-1", "P9")):
        with pytest.raises(NotFound):
            desk.hear(id, parcel, [event(S.DELIVERED, 3)])


def test_a_command_id_is_for_one_feed(desk: OrderDesk) -> None:
    """Used for other events, times without a zone among them, it is refused."""
    wall = TrackingEvent(status=S.DELIVERED, when=Interval(later(3), later(4)))
    heard = desk.hear("O-1", "P1", [wall], command_id="c-1")

    assert desk.hear("O-1", "P1", [wall], command_id="c-1") == heard
    with pytest.raises(Refused, match="command_id_used_otherwise"):
        desk.hear("O-1", "P1", [event(S.DELIVERED, 3)], command_id="c-1")


@pytest.mark.parametrize(
    "wrong", [{"events": "delivered"}, {"events": [1]}, {"carrier": None}, {"by": "carrier"}]
)
def test_what_is_no_event_is_refused(desk: OrderDesk, wrong: dict[str, Any]) -> None:
    """By the name of what is wrong."""
    (name,) = wrong
    with pytest.raises(InvalidValue, match=name):
        desk.hear("O-1", "P1", **{"events": [], **wrong})


@attrs.frozen
class TwoThings:
    """Wish for a delivery, and for one that is refused."""

    order_id: str

    def commands(self, order: Order) -> tuple[OrderCommand, ...]:
        """Deliver what there is, and what there is not."""
        return tuple(
            RecordDelivery(order_id=order.id, at=later(3), by=Actor.CARRIER, parcel_id=parcel)
            for parcel in ("P1", "P9")
        )


def test_wishes_are_fulfilled_whole_or_not_at_all(desk: OrderDesk) -> None:
    """What is refused after something was allowed leaves nothing behind, in a batch too."""
    before = desk.order("O-1")
    refused, heard = desk.handle_many(
        [
            Asked(TwoThings("O-1")),
            Asked(HearTracking(order_id="O-1", parcel_id="P1", events=[event(S.LOST, 4)])),
        ]
    )

    assert isinstance(refused, Refused)
    assert isinstance(heard, Order)
    assert heard.parcels[0].deliveries == before.parcels[0].deliveries == ()
    assert heard.parcels[0].undelivered is not None
    assert heard.parcels[0].undelivered.trouble is Trouble.LOST


WAYS = st.sampled_from(
    [
        [event(S.IN_TRANSIT, 2), event(S.OUT_FOR_DELIVERY, 3), event(S.DELIVERED, 3)],
        [event(S.IN_TRANSIT, 2), event(S.LOST, 9), event(S.IN_TRANSIT, 12), event(S.DELIVERED, 14)],
        [event(S.ATTEMPTED, 3), event(S.REFUSED, 4), event(S.RETURNING, 5), event(S.RETURNED, 9)],
        [
            event(S.DELIVERED, 3),
            event(S.RETURNING, 4),
            event(S.DELIVERED, 6),
            event(S.DELIVERED, 7),
        ],
        [event(S.UNDELIVERABLE, 3), event(S.OUT_FOR_DELIVERY, 4), event(S.DELIVERED, 4)],
        [
            TrackingEvent(status=S.DELIVERED, when=Interval(later(2), later(4))),
            event(S.DELIVERED, 3),
        ],
    ]
)


@given(WAYS, st.randoms(use_true_random=False))
def test_law_5_any_order_of_webhooks_ends_in_one_order(
    feed: list[TrackingEvent], chance: Any
) -> None:
    """Any permutation with repeats, webhook by webhook, puts units where the whole feed does."""
    told = [*feed, *(some for some in feed if chance.random() < 0.5)]
    chance.shuffle(told)
    one, other = (stocked(("A", 5), store=MemoryStore()) for _ in range(2))
    for desk in (one, other):
        sent(desk)

    for some in told:
        one.hear("O-1", "P1", [some])
    other.hear("O-1", "P1", feed)

    bit_by_bit, whole = one.order("O-1"), other.order("O-1")
    assert bit_by_bit.stations == whole.stations
    assert bit_by_bit.parcels[0].delivered_at == whole.parcels[0].delivered_at
