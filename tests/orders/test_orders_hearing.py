"""What carriers say moves orders: which commands tell it, once, in any order, and never in vain."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from order_stories import (
    O1,
    ask_back,
    authorise,
    came_back,
    capture,
    deliver,
    found,
    later,
    not_delivered,
    pay,
    place,
    refund,
    ship,
    stranded,
)
from order_stories import given as order_after

from ordercore.channels import CHANNELS
from ordercore.errors import NotFound
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.orders.decider import decide, evolve
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.hearing import commands_for
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.ruling_out import RuleOutScans
from ordercore.orders.state import Order
from ordercore.orders.stranding import RecordUndelivered
from ordercore.orders.world import WORLD
from ordercore.shipping import ParcelStatus, Retraction, Trouble, Undelivered, WayStatus
from ordercore.shipping.tracking import (
    STATUSES,
    Interval,
    TrackingEvent,
    TrackingStation,
    TrackingStatus,
    in_order,
    reduce,
)


def event(status: str, days: float, **fields: Any) -> TrackingEvent:
    """Make an event so many days after the first moment of the order."""
    return TrackingEvent(status=TrackingStatus(status), when=later(days), **fields)


def heard(order: Order, events: Iterable[TrackingEvent], **told: Any) -> Order:
    """Give the order that has heard of events of its parcel."""
    for command in commands_for(order, "P1", reduce(events), **told):
        for some in decide(order, command, WORLD):
            order = evolve(order, some)
    return order


SHIPPED = order_after(place(), pay(), ship(days=1))
"""All of it left in one parcel, after a day."""


def delivery(days: float) -> RecordDelivery:
    """Expect a delivery."""
    return deliver(days=days)


def trouble(kind: Trouble, days: float) -> RecordUndelivered:
    """Expect a trouble."""
    return stranded(kind, days=days)


def ruled_out(days: float) -> RuleOutScans:
    """Expect that something is known to be wrong."""
    return RuleOutScans(order_id=O1, at=later(days), parcel_id=ParcelId("P1"), retractions=())


def on_the_way(days: float) -> NoteTracking:
    """Expect a word of a parcel on its way."""
    return NoteTracking(
        order_id=O1, at=later(days), parcel_id=ParcelId("P1"), status=WayStatus.ATTEMPTED
    )


LOST, REFUSED, UNDELIVERABLE = Trouble.LOST, Trouble.REFUSED, Trouble.UNDELIVERABLE


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        # Under way is what an order knows already; a try is a word of its own.
        ([event("pre_transit", 0), event("in_transit", 2)], []),
        ([event("in_transit", 2), event("attempted", 3)], [on_the_way(3)]),
        ([event("attempted", 3), event("delivered", 4)], [delivery(4)]),
        ([event("delivered", 3)], [delivery(3)]),
        # Every scan of a delivery is kept, the first counts; later scans change nothing (R41).
        (
            [event("in_transit", 4), event("delivered", 5), event("delivered", 3)],
            [delivery(3), delivery(5)],
        ),
        ([event("lost", 3)], [trouble(LOST, 3)]),
        ([event("undeliverable", 3)], [trouble(UNDELIVERABLE, 3)]),
        ([event("returning", 3), event("returned", 5)], [trouble(UNDELIVERABLE, 5)]),
        # What was refused goes back as such.
        ([event("refused", 3), event("returning", 4)], [trouble(REFUSED, 4)]),
        # Delivered is sticky but for word of going back (facts §12.26).
        ([event("delivered", 3), event("lost", 4)], [delivery(3)]),
        ([event("delivered", 3), event("refused", 4)], [delivery(3), trouble(REFUSED, 4)]),
        # A second try; and a carrier that says delivered of what it has brought back.
        (
            [event("undeliverable", 3), event("delivered", 4)],
            [delivery(4), trouble(UNDELIVERABLE, 3)],
        ),
        ([event("returned", 3), event("delivered", 4)], [trouble(UNDELIVERABLE, 3)]),
        # Lost, refused and delivered at once: as the statuses follow each other.
        ([event("lost", 3), event("undeliverable", 3)], [trouble(UNDELIVERABLE, 3)]),
        # What a correction took back before the order heard of it is ruled out, once (R41).
        ([event("delivered", 3), event("in_transit", 4, correction=True)], [ruled_out(4)]),
        (
            [event("lost", 3), event("delivered", 4, correction=True)],
            [delivery(4), ruled_out(4)],
        ),
        ([event("lost", 3), event("in_transit", 4)], [ruled_out(4)]),
        # What the carrier says to have been before the confirmation counts from then.
        ([event("delivered", 0.5)], [delivery(1)]),
    ],
)
def test_what_is_told_becomes_commands(
    events: list[TrackingEvent], expected: list[OrderCommand]
) -> None:
    """Deliveries first, and of troubles the last; by the carrier, at the moment of the event."""
    commands = commands_for(SHIPPED, "P1", reduce(events))

    assert [(type(some), some.at, getattr(some, "trouble", None)) for some in commands] == [
        (type(some), some.at, getattr(some, "trouble", None)) for some in expected
    ]
    assert all(some.by is Actor.CARRIER and some.order_id == O1 for some in commands)


def test_r42_a_time_without_zone_is_taken_for_the_latest() -> None:
    """So that no window for returns closes before thirty days have passed anywhere."""
    wall = Interval("2026-03-05T03:40:00Z", "2026-03-06T05:40:00Z")
    order = heard(SHIPPED, [TrackingEvent(status=TrackingStatus.DELIVERED, when=wall)])

    assert str(order.parcels[0].delivered_at) == "2026-03-06 05:40:00+00:00"


def test_r42_what_came_before_a_delivery_is_not_dated_after_it() -> None:
    """A loss of some time in eight days, a refusal before a scan, and the scan of the delivery."""
    lost = TrackingEvent(status=TrackingStatus.LOST, when=Interval(later(1), later(9)))
    refused = TrackingEvent(status=TrackingStatus.REFUSED, when=Interval(later(3), later(4)))
    feed = [lost, refused, event("delivered", 5)]
    assert [some.status.value for some in in_order(feed)] == ["lost", "refused", "delivered"]

    order = heard(SHIPPED, [lost])
    assert order.stations["1"].undelivered == 2
    for told in (heard(SHIPPED, feed), heard(order, feed)):
        assert told.parcels[0].delivered_at == later(5)
        assert told.stations["1"].delivered == 2


def test_only_a_correction_takes_back_what_the_order_alone_knows() -> None:
    """What was recorded by hand is no carrier's word; but a lost parcel is found by any scan."""
    refused = order_after(place(), pay(), ship(days=1), stranded(REFUSED, days=3))
    assert heard(refused, [event("in_transit", 4), event("lost", 5), event("in_transit", 6)]) == (
        refused
    )
    corrected = heard(refused, [event("in_transit", 4, correction=True)])
    assert corrected.parcels[0].status is ParcelStatus.SHIPPED
    lost = order_after(place(), pay(), ship(days=1), stranded(LOST, days=3))
    assert heard(lost, [event("out_for_delivery", 2)]) == lost
    assert heard(lost, [event("out_for_delivery", 4)]).parcels[0].status is ParcelStatus.SHIPPED
    complaint = order_after(place(), pay(), ship(days=1), deliver(days=2), stranded(LOST, days=3))
    assert heard(complaint, [event("delivered", 2), event("in_transit", 4)]) == complaint
    by_hand = order_after(place(), pay(), ship(days=1), deliver(days=5))
    back = heard(by_hand, [event("returned", 4)])
    assert back.parcels[0].status is ParcelStatus.DELIVERED


@pytest.mark.parametrize(
    "before",
    [
        # The buyer sends some of it back; it was paid for at the door; some of it came back.
        order_after(
            place(), pay(), ship(days=1), deliver(days=3), ask_back(("P1", "1", 1), days=5)
        ),
        order_after(
            place(), authorise(on_delivery=True), ship(days=1), deliver(days=3), capture(days=3)
        ),
        order_after(place(), pay(), ship(days=1), stranded(REFUSED, days=3), came_back(days=5)),
        # Money was given back for it.
        order_after(
            place(), pay(), ship(days=1), stranded(LOST, days=3), refund(parcel_id="P1", days=4)
        ),
    ],
)
def test_what_stands_in_the_way_is_left_as_it_is(before: Order) -> None:
    """A correction that the order would refuse gives no command, now or later."""
    feed = [event("in_transit", 9, correction=True)]

    assert commands_for(before, "P1", reduce(feed)) == ()
    told = heard(before, [event("delivered", 3), *feed])
    assert (told.stations, told.parcels[0].status) == (before.stations, before.parcels[0].status)
    assert commands_for(told, "P1", reduce([event("delivered", 3), *feed])) == ()


def test_a_trouble_that_stays_is_followed_by_a_later_one() -> None:
    """Of a lost parcel that was refunded the carrier says that it goes back: both are told."""
    lost = order_after(
        place(), pay(), ship(days=1), stranded(LOST, days=3), refund(parcel_id="P1", days=4)
    )

    told = heard(lost, [event("in_transit", 5, correction=True), event("returning", 6)])
    assert told.parcels[0].undelivered == Undelivered(UNDELIVERABLE, later(6))
    assert told.parcels[0].retractions == (Retraction(LOST, later(3), later(5)),)


def test_what_is_dated_late_can_be_taken_back_before() -> None:
    """A delivery of some hour counts at the last; whoever finds it wrong earlier is believed."""
    wall = Interval(later(3), later(5))
    feed = [TrackingEvent(status=TrackingStatus.DELIVERED, when=wall)]
    delivered = heard(SHIPPED, feed)
    order = evolve(delivered, *decide(delivered, not_delivered(days=4), WORLD))

    assert order.parcels[0].retractions == (Retraction(None, later(5), later(4)),)
    assert commands_for(order, "P1", reduce(feed)) == ()


def test_what_never_counted_leaves_no_note() -> None:
    """A loss after a delivery that was told late goes, as if it had not been said."""
    lost = heard(SHIPPED, [event("lost", 4)])
    order = heard(lost, [event("lost", 4), event("delivered", 3)])

    assert order == heard(SHIPPED, [event("delivered", 3)])
    corrected = [event("delivered", 3), event("in_transit", 3.5, correction=True), event("lost", 4)]
    assert heard(order, corrected).parcels[0].undelivered == Undelivered(LOST, later(4))


def test_a_parcel_without_a_number_is_given_one() -> None:
    """With the carrier, unless it has one; a number that it has is never taken away (R41)."""
    (told,) = commands_for(SHIPPED, "P1", reduce([]), carrier="UPS", number="1Z")
    order = heard(SHIPPED, [], carrier="UPS", number="1Z")

    assert isinstance(told, CorrectTracking)
    assert (told.at, told.carrier, told.tracking) == (later(1), "UPS", "1Z")
    assert (order.parcels[0].carrier, order.parcels[0].tracking) == ("UPS", "1Z")
    assert heard(order, [], carrier="DHL", number="00340") == order
    declared = order_after(place(), pay(), ship(days=1, carrier="DHL"))
    assert heard(declared, [], carrier="UPS", number="1Z").parcels[0].carrier == "DHL"


def test_a_blank_number_is_none() -> None:
    """It is not given to a parcel, and one that has a blank one is given the first that is told."""
    assert commands_for(SHIPPED, "P1", reduce([]), carrier="UPS", number=" \t") == ()
    blank = order_after(place(), pay(), ship(days=1, carrier="UPS", tracking=" "))

    order = heard(blank, [], number=" 1Z ")
    assert order.parcels[0].tracking == "1Z"
    assert commands_for(order, "P1", reduce([]), number="2Z") == ()


def test_r41_an_older_webhook_that_was_overtaken_is_no_news() -> None:
    """The first feed tells an ending together with what ended it; then the ending comes alone."""
    for ending, mending in (
        (event("delivered", 3), event("in_transit", 4, correction=True)),
        (event("lost", 3), event("in_transit", 4)),
        (event("refused", 3), event("in_transit", 4, correction=True)),
    ):
        order = heard(SHIPPED, [ending, mending])
        assert order.parcels[0].is_underway
        (note,) = order.parcels[0].retractions
        assert (note.said, note.at) == (later(3), later(4))
        assert heard(order, [ending]) == order


def test_what_was_ruled_out_may_yet_be_so() -> None:
    """A delivery of another moment counts, and so does a trouble after the scan that ended one."""
    order = heard(SHIPPED, [event("lost", 3), event("in_transit", 4)])

    assert heard(order, [event("delivered", 5)]).parcels[0].delivered_at == later(5)
    again = heard(order, [event("lost", 6)])
    assert again.parcels[0].undelivered == Undelivered(LOST, later(6))
    assert heard(again, [event("lost", 3)]) == again


def test_a_refusal_that_was_corrected_is_none_though_the_parcel_goes_back() -> None:
    """Refused was the word until the carrier took it back: it could not be delivered."""
    refused, corrected = event("refused", 3), event("in_transit", 3.5, correction=True)
    returning = event("returning", 4)
    order = heard(heard(SHIPPED, [refused]), [refused, returning])
    assert order.parcels[0].undelivered == Undelivered(REFUSED, later(4))

    order = heard(order, [refused, corrected, returning])
    assert order.parcels[0].undelivered == Undelivered(UNDELIVERABLE, later(4))
    assert heard(SHIPPED, [refused, corrected, returning]).parcels[0].undelivered == (
        order.parcels[0].undelivered
    )
    for older in ([refused], [returning, refused], [refused, corrected, returning]):
        told = heard(order, older)
        assert heard(told, [refused, corrected, returning]).parcels[0].undelivered == (
            order.parcels[0].undelivered
        )
    assert heard(order, [refused]).parcels[0].undelivered == order.parcels[0].undelivered


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_carriers_are_heard_on_every_channel(channel: str) -> None:
    """Whoever ships and confirms there: a number, a delivery and word of the way back."""
    ours: dict[str, Any] = {"by": Actor.MARKETPLACE, "imported": True}
    order = order_after(place(channel=channel, **ours), pay(**ours), ship(days=1, **ours))

    feed = [event("delivered", 3), event("returning", 4)]
    told = heard(order, feed, carrier="UPS", number="1Z")
    assert told.parcels[0].tracking == "1Z"
    assert told.parcels[0].status is ParcelStatus.UNDELIVERABLE


def test_what_came_back_is_heard_of_no_more() -> None:
    """Nothing happens on its way to what is back; what was before, is told all the same."""
    back = order_after(place(), pay(), ship(days=1), stranded(REFUSED, days=3), came_back(days=5))

    assert heard(back, [event("delivered", 6), event("lost", 7)]) == back
    earlier = heard(back, [event("delivered", 2)])
    assert earlier.parcels[0].deliveries == (later(2),)
    unheard = order_after(place(), pay(), ship(days=1), came_back(days=5))
    told = heard(unheard, [event("refused", 3), event("returned", 6)])
    assert told.parcels[0].undelivered == Undelivered(REFUSED, later(3))


def test_what_the_buyer_sends_back_did_arrive() -> None:
    """A return of the buyer's outweighs what the carrier says from the delivery on."""
    returned = order_after(
        place(), pay(), ship(days=1), deliver(days=3), ask_back(("P1", "1", 1), days=5)
    )

    assert commands_for(returned, "P1", reduce([event("returning", 6)])) == ()
    (told,) = commands_for(returned, "P1", reduce([event("undeliverable", 2)]))
    assert isinstance(told, RecordUndelivered)


def test_a_parcel_that_is_not_there_is_not_found() -> None:
    """It is no rule of the order that says so."""
    with pytest.raises(NotFound, match="P9"):
        commands_for(SHIPPED, "P9", reduce([]))


# Laws

CHANCE = st.randoms(use_true_random=False)

DAYS = st.integers(2, 30)

ENDINGS = [status for status in TrackingStatus if STATUSES[status].ends]

PLAIN = st.builds(
    event, st.sampled_from([*ENDINGS, TrackingStatus.IN_TRANSIT]).map(lambda s: s.value), DAYS
)

ANY = st.builds(
    TrackingEvent,
    status=st.sampled_from(TrackingStatus),
    when=DAYS.map(later)
    | st.tuples(DAYS, DAYS).map(lambda d: Interval(later(min(d)), later(max(d)))),
    correction=st.sampled_from([False, False, False, True]),
)

CORRECTED = st.builds(
    event,
    st.sampled_from([status.value for status in (*ENDINGS, TrackingStatus.IN_TRANSIT)]),
    DAYS,
    correction=st.just(True),
)

BEFORE = st.sampled_from(
    [
        SHIPPED,
        order_after(place(), pay(), ship(days=1), deliver(days=9)),
        order_after(place(), pay(), ship(days=1), stranded(LOST, days=9)),
        order_after(place(), pay(), ship(days=1), stranded(REFUSED, days=9), came_back(days=12)),
        order_after(place(), pay(), ship(days=1), came_back(days=12)),
        order_after(
            place(), pay(), ship(days=1), deliver(days=9), ask_back(("P1", "1", 1), days=12)
        ),
        order_after(
            place(), authorise(on_delivery=True), ship(days=1), deliver(days=9), capture(days=9)
        ),
        order_after(
            place(), pay(), ship(days=1), stranded(LOST, days=9), refund(parcel_id="P1", days=12)
        ),
        order_after(place(), pay(), ship(days=1), deliver(days=9), not_delivered(days=12)),
        order_after(place(), pay(), ship(days=1), stranded(REFUSED, days=9), found(days=12)),
    ]
)


LOSSES = {TrackingStatus.LOST, TrackingStatus.UNDELIVERABLE}


def can_be_told_backwards(feed: Iterable[TrackingEvent]) -> bool:
    """Tell whether what counts of a feed does not hang on what was said before.

    That is where no loss follows a delivery, nothing follows the return to the sender, and no lost
    parcel goes on; nor may a loss stand beside a refusal, since an order keeps the last trouble
    alone.
    """
    said = [some.status for some in in_order(feed)]
    if {TrackingStatus.REFUSED, TrackingStatus.LOST} <= {*said}:
        return False
    for n, status in enumerate(said):
        later_on = {some for some in said[n + 1 :] if STATUSES[some].ends}
        if status is TrackingStatus.DELIVERED and later_on & LOSSES:
            return False
        if status is TrackingStatus.RETURNED and later_on - {status}:
            return False
        if status in LOSSES and TrackingStatus.IN_TRANSIT in said[n + 1 :]:
            return False
    return True


@given(st.lists(PLAIN, max_size=6), CHANCE)
def test_law_5_scan_by_scan_in_any_order_is_one_order(
    feed: list[TrackingEvent], chance: Any
) -> None:
    """Any permutation with repeats, one scan at a time or all at once, ends in one order."""
    assume(can_be_told_backwards(feed))
    told = [*feed, *(some for some in feed if chance.random() < 0.5)]
    chance.shuffle(told)

    order = SHIPPED
    for some in told:
        order = heard(order, [some])

    assert order == heard(SHIPPED, feed)


@given(st.lists(ANY, max_size=7), st.lists(st.lists(st.integers(0, 6), max_size=4), max_size=4))
def test_law_5_once_all_was_heard_units_are_where_the_tracking_has_them(
    feed: list[TrackingEvent], parts: list[list[int]]
) -> None:
    """Parts in any order, with repeats, corrections and times without zone: the whole decides."""
    order = SHIPPED
    for part in parts:
        order = heard(order, [feed[n] for n in part if n < len(feed)])
    order = heard(order, feed)

    tracking = reduce(feed)
    assert order.stations == heard(SHIPPED, feed).stations
    (parcel,) = order.parcels
    assert parcel.is_with_buyer is (tracking.station is TrackingStation.DELIVERED)
    assert parcel.is_stranded is (tracking.station is TrackingStation.UNDELIVERED)


@given(st.lists(PLAIN | CORRECTED, max_size=8, unique_by=lambda some: some.when), CHANCE)
def test_law_5_an_older_history_is_no_news(feed: list[TrackingEvent], chance: Any) -> None:
    """Carriers tell all there was until then: told late, for the first time too, it is no news."""
    ordered = in_order(feed)
    order = SHIPPED
    for n in sorted(chance.sample(range(len(ordered) + 1), chance.randint(1, len(ordered) + 1))):
        order = heard(order, ordered[:n])
        older = ordered[: chance.randrange(n + 1)]
        assert heard(order, chance.sample(older, len(older))) == order


@given(BEFORE, st.lists(ANY, max_size=6), st.lists(ANY, max_size=6))
def test_law_4_what_was_heard_is_known(
    order: Order, feed: list[TrackingEvent], more: list[TrackingEvent]
) -> None:
    """Hearing it again gives no command; and no command is ever refused."""
    for some in (feed, more, [*feed, *more]):
        order = heard(order, some)
        assert commands_for(order, "P1", reduce(some)) == ()


@given(st.lists(PLAIN | CORRECTED, max_size=8))
def test_law_an_order_says_of_a_parcel_what_its_tracking_says(feed: list[TrackingEvent]) -> None:
    """Since when it was delivered, or why it was not."""
    tracking = reduce(feed)
    (parcel,) = heard(SHIPPED, feed).parcels

    if tracking.station is TrackingStation.DELIVERED:
        assert parcel.status is ParcelStatus.DELIVERED
        assert parcel.delivered_at == tracking.delivered_at
    elif tracking.station is TrackingStation.UNDELIVERED:
        assert tracking.trouble is not None
        refused = any(some.status is TrackingStatus.REFUSED for some in feed)
        assert refused or parcel.status is ParcelStatus(tracking.trouble.value)
    else:
        assert parcel.status is ParcelStatus.SHIPPED
