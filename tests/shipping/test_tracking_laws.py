"""Law 5 and its kin, on feeds of any kind: zones or none, corrections, repeats."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tracking_writing import EVENTS, FEEDS, HOURS, at, events

from ordercore.kernel.replace import replace
from ordercore.shipping.tracking import (
    STATUSES,
    Interval,
    TrackingEvent,
    TrackingStation,
    TrackingStatus,
    in_order,
    reduce,
)
from ordercore.shipping.tracking.times import earliest, latest

CHANCE = st.randoms(use_true_random=False)


@given(FEEDS, CHANCE)
def test_law_5_order_of_arrival_does_not_matter(feed: list[TrackingEvent], chance: Any) -> None:
    """Any permutation of a feed, with any repeats, ends in one tracking."""
    told = [*feed, *(event for event in feed if chance.random() < 0.5)]
    chance.shuffle(told)

    assert reduce(told) == reduce(feed)


@given(FEEDS, FEEDS, CHANCE)
def test_law_6_folding_as_it_comes_equals_reducing_all(
    first: list[TrackingEvent], more: list[TrackingEvent], chance: Any
) -> None:
    """In one go, in two, or event by event."""
    whole = reduce((*first, *more))

    assert reduce(first).plus(more) == whole
    tracking = reduce([])
    told = [*first, *more]
    chance.shuffle(told)
    for event in told:
        tracking = tracking.plus([event])
    assert tracking == whole


@given(FEEDS)
def test_law_4_twice_is_once(feed: list[TrackingEvent]) -> None:
    """What a tracking holds changes nothing when it is told again, by whoever it is."""
    tracking = reduce(feed)

    assert tracking.plus(tracking.events) == tracking
    retold = [replace(event, source="~", source_id="~", text="~") for event in tracking.events]
    assert tracking.plus(retold) == tracking


@given(FEEDS, EVENTS)
def test_law_delivered_is_sticky(feed: list[TrackingEvent], event: TrackingEvent) -> None:
    """Only word of going back, or a correction, takes a delivery away."""
    before = reduce(feed)
    after = before.plus([event])
    if before.status is TrackingStatus.DELIVERED and after.status is not TrackingStatus.DELIVERED:
        assert event.correction or event.status in STATUSES[TrackingStatus.DELIVERED].displaced_by


@given(FEEDS)
def test_law_events_keep_to_their_times(feed: list[TrackingEvent]) -> None:
    """Nothing comes after what it was certainly before; one clock keeps its own order."""
    ordered = in_order(feed)

    for n, first in enumerate(ordered):
        for second in ordered[n + 1 :]:
            assert latest(second.when) >= earliest(first.when)
            if _clock(first) == _clock(second):
                assert earliest(first.when) <= earliest(second.when)


def _clock(event: TrackingEvent) -> object:
    if not isinstance(event.when, Interval):
        return None
    length = event.when.latest.timestamp() - event.when.earliest.timestamp()
    return event.carrier, event.place, length


@given(FEEDS)
def test_law_nothing_told_is_lost_and_nothing_invented(feed: list[TrackingEvent]) -> None:
    """Every event, or one that differs in no word of weight, is kept; and no other."""
    kept = in_order(feed)

    assert set(kept) <= set(feed)
    plain = [replace(event, source="", source_id="", text="") for event in kept]
    assert len(set(plain)) == len(plain)
    assert {replace(event, source="", source_id="", text="") for event in feed} == set(plain)


@given(FEEDS)
def test_law_a_tracking_agrees_with_itself(feed: list[TrackingEvent]) -> None:
    """Status, station, trouble, deliveries and milestones tell one story."""
    tracking = reduce(feed)

    undelivered = tracking.station is TrackingStation.UNDELIVERED
    assert (tracking.trouble is not None) is undelivered
    if tracking.status is not TrackingStatus.UNKNOWN:
        assert tracking.reached(tracking.status) is not None
    if tracking.station is TrackingStation.DELIVERED:
        assert tracking.delivered_at == tracking.deliveries[-1]
    assert bool(tracking.deliveries) == (tracking.reached(TrackingStatus.DELIVERED) is not None)
    assert len({some.status for some in tracking.milestones}) == len(tracking.milestones)
    assert len({some.code for some in tracking.exceptions}) == len(tracking.exceptions)


@given(st.lists(events(HOURS.map(at)), max_size=8))
def test_law_with_zones_the_times_decide(feed: list[TrackingEvent]) -> None:
    """Where every time is an instant, events are in the order of their times."""
    moments = [earliest(event.when) for event in in_order(feed)]

    assert moments == sorted(moments)
