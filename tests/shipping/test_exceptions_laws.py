"""Laws of exceptions: waiting mends nothing, what arrived has none, order does not matter."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tracking_writing import FEEDS, HOURS, at

from ordercore.kernel.units import Units
from ordercore.shipping import Parcel, Trouble, Undelivered
from ordercore.shipping.exceptions import EXCEPTIONS, Watched, exceptions_of
from ordercore.shipping.tracking import TrackingEvent, TrackingStatus, reduce
from ordercore.shipping.tracking.times import earliest

CHANCE = st.randoms(use_true_random=False)

MOMENTS = st.integers(0, 24 * 50).map(at)

PARCELS = st.builds(
    Parcel,
    id=st.just("P1"),
    units=st.just((Units("1", 2),)),
    shipped_at=st.just(at(0)),
    deliveries=st.lists(HOURS.map(at), max_size=2).map(lambda some: tuple(sorted(some))),
    undelivered=st.none() | st.builds(Undelivered, st.sampled_from(Trouble), HOURS.map(at)),
)

DUE = st.none() | HOURS.map(at)

GRAVER = {"parcel_stalled": {"parcel_stalled", "parcel_lost"}}
"""What counts as stalled counts as lost after a while."""


@given(PARCELS, FEEDS, DUE, MOMENTS, MOMENTS)
def test_law_waiting_closes_nothing(
    parcel: Parcel, feed: list[TrackingEvent], due: Any, one: Any, other: Any
) -> None:
    """What is open at a moment is open later, since the same moment, or has become a loss."""
    watched = Watched(parcel=parcel, tracking=reduce(feed), deliver_by=due)
    before = {some.code: some for some in exceptions_of(watched, min(one, other))}
    after = {some.code: some for some in exceptions_of(watched, max(one, other))}

    for code, some in before.items():
        assert GRAVER.get(code, {code}) & after.keys()
        assert code not in after or after[code] == some


@given(PARCELS, FEEDS, DUE, MOMENTS)
def test_law_what_arrived_has_no_exception(
    parcel: Parcel, feed: list[TrackingEvent], due: Any, now: Any
) -> None:
    """A parcel that its carrier delivered, and that the order does not know otherwise of later."""
    tracking = reduce(feed)
    watched = Watched(parcel=parcel, tracking=tracking, deliver_by=due)
    trouble = parcel.undelivered

    if tracking.status is TrackingStatus.DELIVERED and trouble is None:
        assert exceptions_of(watched, now) == ()
    if parcel.is_with_buyer and not feed:
        assert exceptions_of(watched, now) == ()


@given(PARCELS, FEEDS, DUE, MOMENTS, CHANCE)
def test_law_5_order_of_scans_does_not_matter(
    parcel: Parcel, feed: list[TrackingEvent], due: Any, now: Any, chance: Any
) -> None:
    """Any permutation of a feed, with any repeats, opens the same."""
    told = [*feed, *(event for event in feed if chance.random() < 0.5)]
    chance.shuffle(told)

    once = Watched(parcel=parcel, tracking=reduce(feed), deliver_by=due)
    again = Watched(parcel=parcel, tracking=reduce(told), deliver_by=due)
    assert exceptions_of(once, now) == exceptions_of(again, now)


@given(PARCELS, FEEDS, DUE, MOMENTS)
def test_law_an_exception_is_one_of_the_table_and_of_silence_only_one(
    parcel: Parcel, feed: list[TrackingEvent], due: Any, now: Any
) -> None:
    """Each code once, in the order of the table; what is due to the clock is since the past."""
    watched = Watched(parcel=parcel, tracking=reduce(feed), deliver_by=due)
    found = exceptions_of(watched, now)
    codes = [some.code for some in found]

    assert codes == [row.code for row in EXCEPTIONS if row.code in codes]
    assert not {"parcel_lost", "parcel_stalled"} <= {*codes}
    assert not {"parcel_lost", "parcel_refused", "parcel_going_back"}.issubset(codes)
    said = {earliest(event.when) for event in feed}
    assert all(some.since <= now for some in found if some.code == "parcel_late")
    silent = [some for some in found if some.code == "parcel_stalled"]
    assert all(earliest(some.since) in said or some.since <= now for some in silent)
