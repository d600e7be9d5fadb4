"""Underway: what feeds say of a parcel on its way, and its order hears."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_stories import O1, deliver, later, pay, place, ship
from order_stories import given as order_after

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.orders.decider import decide, evolve
from ordercore.orders.hearing import commands_for
from ordercore.orders.noting import NoteTracking
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.shipping import Estimate, WayNote, WayStatus
from ordercore.shipping.tracking import Interval, TrackingEvent, TrackingStatus, in_order, reduce


def event(status: str, days: float, **fields: Any) -> TrackingEvent:
    """Make an event so many days after the first moment of the order."""
    return TrackingEvent(status=TrackingStatus(status), when=later(days), **fields)


def heard(order: Order, events: Iterable[TrackingEvent]) -> Order:
    """Give the order that has heard of events of its parcel."""
    for command in commands_for(order, "P1", reduce(events)):
        for some in decide(order, command, WORLD):
            order = evolve(order, some)
    return order


def word(
    status: WayStatus | None = None, days: float = 3, estimate: float | None = None
) -> NoteTracking:
    """Expect a word."""
    return NoteTracking(
        order_id=O1,
        at=later(days),
        by=Actor.CARRIER,
        parcel_id=ParcelId("P1"),
        status=status,
        estimate=None if estimate is None else later(estimate),
    )


SHIPPED = order_after(place(), pay(), ship(days=1))

EXPECTED = {"estimated": later(6)}

SPAN = Interval(later(5), later(6))


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([event("in_transit", 2), event("cancelled", 2)], []),
        ([event("delayed", 3)], [word(WayStatus.DELAYED)]),
        ([event("available_for_pickup", 3)], [word(WayStatus.AVAILABLE_FOR_PICKUP)]),
        # The last counts, in whichever order they are told.
        ([event("attempted", 3), event("out_for_delivery", 2)], [word(WayStatus.ATTEMPTED)]),
        # Feeds tell what they expect beside the scans; and a span ends when it ends.
        ([event("unknown", 3, **EXPECTED)], [word(estimate=6)]),
        ([event("in_transit", 3, estimated=SPAN)], [word(estimate=6)]),
        ([event("delayed", 3, **EXPECTED)], [word(WayStatus.DELAYED, estimate=6)]),
        (
            [event("delayed", 3, **EXPECTED), event("unknown", 4, estimated=later(7))],
            [word(WayStatus.DELAYED, estimate=6), word(None, 4, 7)],
        ),
        # What was before the shipment was confirmed counts from then.
        ([event("delayed", 0.5)], [word(WayStatus.DELAYED, 1)]),
        # Lost and found is on its way; what it has arrived at, is not.
        (
            [event("lost", 2), event("out_for_delivery", 3)],
            [word(WayStatus.OUT_FOR_DELIVERY)],
        ),
        ([event("delayed", 2, **EXPECTED), event("delivered", 3)], []),
        ([event("delayed", 2), event("refused", 3, **EXPECTED)], []),
    ],
)
def test_what_is_said_of_the_way_becomes_words(
    events: list[TrackingEvent], words: list[NoteTracking]
) -> None:
    """The last of where it is, and the last estimate."""
    told = commands_for(SHIPPED, "P1", reduce(events))

    assert [some for some in told if isinstance(some, NoteTracking)] == words
    after = heard(SHIPPED, events)
    assert commands_for(after, "P1", reduce(events)) == ()


def test_what_was_delivered_and_was_not_is_on_its_way_again() -> None:
    """Only words since then are news; a scan of before was told."""
    order = heard(SHIPPED, [event("out_for_delivery", 2), event("delivered", 3)])
    wrong = event("in_transit", 4, correction=True)

    back = heard(order, [event("out_for_delivery", 2), event("delivered", 3), wrong])
    (parcel,) = back.parcels
    assert (parcel.way, parcel.estimate) == (WayNote(None, later(4)), Estimate(None, later(4)))
    assert heard(back, [event("out_for_delivery", 2)]) == back
    again = heard(back, [event("out_for_delivery", 5)])
    assert again.parcels[0].way == WayNote(WayStatus.OUT_FOR_DELIVERY, later(5))


def test_a_scan_that_comes_after_the_delivery_is_no_word() -> None:
    """Whatever its moment."""
    order = order_after(place(), pay(), ship(days=1), deliver(days=4))

    for days in (3, 5):
        assert commands_for(order, "P1", reduce([event("attempted", days)])) == ()


# Laws

CHANCE = st.randoms(use_true_random=False)

DAYS = st.integers(1, 12)

UNDERWAY = st.builds(
    lambda status, days, expected: event(
        status, days, estimated=None if expected is None else later(expected)
    ),
    st.sampled_from(["unknown", "in_transit", *(status.value for status in WayStatus)]),
    DAYS,
    st.none() | DAYS,
)

ENDING = st.builds(event, st.sampled_from(["delivered", "refused", "returned"]), DAYS)

CORRECTION = st.builds(event, st.just("in_transit"), DAYS, correction=st.just(True))


@given(st.lists(UNDERWAY, max_size=6), st.lists(ENDING, max_size=1), CHANCE)
def test_law_5_scan_by_scan_in_any_order_is_one_order(
    scans: list[TrackingEvent], ending: list[TrackingEvent], chance: Any
) -> None:
    """Any permutation with repeats, one at a time or all at once, ends in one order."""
    feed = [*scans, *ending]
    told = [*feed, *(some for some in feed if chance.random() < 0.5)]
    chance.shuffle(told)

    order = SHIPPED
    for some in told:
        order = heard(order, [some])

    assert order == heard(SHIPPED, feed)


@given(
    st.lists(UNDERWAY | ENDING | CORRECTION, max_size=8, unique_by=lambda some: some.when), CHANCE
)
def test_law_5_an_older_history_is_no_news(feed: list[TrackingEvent], chance: Any) -> None:
    """Carriers tell all there was until then: told late, it changes nothing."""
    ordered = in_order(feed)
    order = SHIPPED
    for n in sorted(chance.sample(range(len(ordered) + 1), chance.randint(1, len(ordered) + 1))):
        order = heard(order, ordered[:n])
        older = ordered[: chance.randrange(n + 1)]
        assert heard(order, chance.sample(older, len(older))) == order
        assert commands_for(order, "P1", reduce(ordered[:n])) == ()
