"""What a tracking feed amounts to: a truth table, then the faults of the field."""

import datetime as dt
import itertools
from typing import Any

import pytest
from tracking_writing import at, event, fix, wall

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.replace import replace
from ordercore.shipping import Trouble
from ordercore.shipping.tracking import (
    STATUSES,
    Estimate,
    ExceptionCode,
    Interval,
    Milestone,
    SeenException,
    Tracking,
    TrackingEvent,
    TrackingStation,
    TrackingStatus,
    reduce,
    status_table,
)
from ordercore.shipping.tracking.times import earliest

S = TrackingStatus


def said(words: str) -> Tracking:
    """Reduce statuses that were said one after the other, an hour apart."""
    return reduce(event(word, hour) for hour, word in enumerate(words.split()))


@pytest.mark.parametrize(
    ("words", "status", "station"),
    [
        ("", "unknown", "packed"),
        ("unknown", "unknown", "packed"),
        ("pre_transit", "pre_transit", "packed"),
        ("pre_transit pre_transit unknown", "pre_transit", "packed"),
        ("pre_transit cancelled pre_transit", "cancelled", "packed"),
        # A label was voided, and the parcel goes all the same.
        ("cancelled in_transit", "in_transit", "shipped"),
        ("pre_transit in_transit out_for_delivery", "out_for_delivery", "shipped"),
        ("in_transit pre_transit cancelled unknown", "in_transit", "shipped"),
        ("out_for_delivery attempted", "attempted", "shipped"),
        ("out_for_delivery attempted in_transit", "in_transit", "shipped"),
        ("in_transit delayed in_transit", "in_transit", "shipped"),
        ("in_transit available_for_pickup", "available_for_pickup", "shipped"),
        # Skipped scans are no fault.
        ("delivered", "delivered", "delivered"),
        ("pre_transit delivered", "delivered", "delivered"),
        # Delivered is sticky.
        ("delivered pre_transit", "delivered", "delivered"),
        ("delivered in_transit", "delivered", "delivered"),
        ("delivered out_for_delivery attempted", "delivered", "delivered"),
        ("delivered lost", "delivered", "delivered"),
        ("delivered undeliverable", "delivered", "delivered"),
        ("delivered cancelled", "delivered", "delivered"),
        # But a delivered scan may be followed by a return scan (facts §12.26).
        ("delivered returning", "returning", "undelivered"),
        ("delivered refused", "refused", "undelivered"),
        ("delivered returned", "returned", "undelivered"),
        # What is lost may turn up, and what could not be delivered be tried again.
        ("lost in_transit", "in_transit", "shipped"),
        ("undeliverable out_for_delivery delivered", "delivered", "delivered"),
        # Scans on the way back look like those on the way out.
        ("refused in_transit out_for_delivery", "refused", "undelivered"),
        ("returning in_transit available_for_pickup", "returning", "undelivered"),
        ("refused returning returned", "returned", "undelivered"),
        ("returning delivered", "delivered", "delivered"),
        ("returning lost", "lost", "undelivered"),
        ("returned in_transit delivered lost", "returned", "undelivered"),
    ],
)
def test_the_status_is_the_last_that_counts(words: str, status: str, station: str) -> None:
    """Told one after the other, an hour apart."""
    tracking = said(words)

    assert (tracking.status.value, tracking.station.value) == (status, station)


def test_every_order_of_telling_ends_alike() -> None:
    """All 120 orders of five scans, told twice over: the same tracking each time."""
    feed = [
        event("pre_transit", 0),
        event("in_transit", 5),
        event("out_for_delivery", 9, estimated=at(12)),
        event("delivered", 11),
        event("in_transit", 11.5),
    ]
    once = reduce(feed)

    assert once.status is S.DELIVERED
    for told in itertools.permutations(feed):
        assert reduce((*told, *told)) == once


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("in_transit", None),
        ("lost", Trouble.LOST),
        ("lost in_transit", None),
        ("lost undeliverable", Trouble.UNDELIVERABLE),
        ("refused", Trouble.REFUSED),
        # Refused is why it is on its way back.
        ("refused returning returned", Trouble.REFUSED),
        ("refused returning lost", Trouble.LOST),
        ("refused delivered", None),
        ("refused delivered returning", Trouble.UNDELIVERABLE),
        ("undeliverable returning", Trouble.UNDELIVERABLE),
    ],
)
def test_trouble_says_why_a_parcel_does_not_arrive(words: str, trouble: Trouble | None) -> None:
    """In the words by which an order records it."""
    assert said(words).trouble is trouble


def test_milestones_are_the_first_of_each() -> None:
    """A second scan changes none, and one that came too late makes none."""
    tracking = said("pre_transit in_transit in_transit attempted in_transit delivered attempted")

    assert tracking.milestones == (
        Milestone(S.PRE_TRANSIT, at(0)),
        Milestone(S.IN_TRANSIT, at(1)),
        Milestone(S.ATTEMPTED, at(3)),
        Milestone(S.DELIVERED, at(5)),
    )
    assert tracking.reached(S.ATTEMPTED) == at(3)
    assert tracking.reached(S.LOST) is None
    assert tracking.first_scan == at(1)
    assert said("pre_transit").first_scan is None


def test_since_is_when_the_status_was_come_to() -> None:
    """The last time that it was; saying it again is nothing new."""
    assert said("in_transit delayed in_transit in_transit").since == at(2)
    assert said("unknown").since is None


def test_a_delivery_counts_once() -> None:
    """Said twice it is the first; after word of going back it is a second one."""
    assert said("delivered delivered").deliveries == (at(0),)
    assert said("delivered delivered").delivered_at == at(0)
    assert said("delivered returning").delivered_at is None
    back_and_forth = said("delivered returning delivered")
    assert (back_and_forth.deliveries, back_and_forth.delivered_at) == ((at(0), at(2)), at(2))


@pytest.mark.parametrize(
    ("status", "since", "deliveries", "milestones"),
    [
        ("in_transit", 8, (), [S.IN_TRANSIT]),
        ("unknown", 8, (), [S.IN_TRANSIT]),
        ("lost", 8, (), [S.IN_TRANSIT, S.LOST]),
        ("delivered", 8, (8,), [S.IN_TRANSIT, S.DELIVERED]),
        ("pre_transit", 8, (), [S.IN_TRANSIT, S.PRE_TRANSIT]),
    ],
)
def test_a_correction_takes_a_delivery_back(
    status: str, since: float, deliveries: tuple[float, ...], milestones: list[TrackingStatus]
) -> None:
    """Whatever it says instead counts; what was delivered before it was not."""
    tracking = reduce([event("in_transit", 1), event("delivered", 4), fix(status, 8)])

    assert (tracking.status.value, tracking.since) == (status, at(since))
    assert tracking.deliveries == tuple(map(at, deliveries))
    assert [milestone.status for milestone in tracking.milestones] == milestones


def test_a_correction_is_not_undone_by_what_it_corrects() -> None:
    """The wrong scan told again, and later than the correction, is still the older one."""
    wrong = event("delivered", 4)

    tracking = reduce([wrong, fix("in_transit", 8)]).plus([wrong, replace(wrong, source_id="9")])

    assert tracking.status is S.IN_TRANSIT
    assert tracking.plus([event("delivered", 9)]).deliveries == (at(9),)


def test_a_correction_counts_after_what_was_said_at_its_moment() -> None:
    """It cannot correct what is not said yet."""
    for status in ("delivered", "returned"):
        tracking = reduce([fix("in_transit", 4), event(status, 4)])
        assert tracking.status is S.IN_TRANSIT
    assert reduce([fix("in_transit", 4), event("delivered", wall(4))]).status is S.IN_TRANSIT


def test_exceptions_are_remembered_though_the_parcel_arrived() -> None:
    """Each once, since it was first said; a status may imply one."""
    tracking = reduce(
        [
            event("delayed", 1, exception=ExceptionCode.CUSTOMS),
            event("delayed", 2, exception=ExceptionCode.CUSTOMS, text="still"),
            event("attempted", 3, exception=ExceptionCode.NOBODY_THERE),
            event("delivered", 4),
            event("in_transit", 5, exception=ExceptionCode.DAMAGED),
        ]
    )

    assert tracking.status is S.DELIVERED
    assert tracking.exceptions == (
        SeenException(ExceptionCode.CUSTOMS, at(1)),
        SeenException(ExceptionCode.DELAYED, at(1)),
        SeenException(ExceptionCode.NOBODY_THERE, at(3)),
        SeenException(ExceptionCode.ATTEMPT_FAILED, at(3)),
        SeenException(ExceptionCode.DAMAGED, at(5)),
    )


def test_estimates_have_a_history() -> None:
    """As often as the estimate changed; what says nothing of it changes none."""
    window = Interval(at(90), at(99))
    tracking = reduce(
        [
            event("unknown", 0, estimated=at(80)),
            event("in_transit", 2, estimated=at(80)),
            event("in_transit", 3),
            event("delayed", 5, estimated=window),
            event("in_transit", 6, estimated=at(80)),
        ]
    )

    assert tracking.estimates == (
        Estimate(at(0), at(80)),
        Estimate(at(5), window),
        Estimate(at(6), at(80)),
    )
    assert tracking.estimated_delivery == at(80)
    assert reduce([]).estimated_delivery is None


def test_what_differs_in_no_word_of_weight_is_one_event() -> None:
    """The same scan by webhook and by question; of its tellings the same one is always kept."""
    first = event("in_transit", 1, source="easypost", source_id="a", text="ARRIVED")
    again = replace(first, source="shippo", source_id="b", text="Arrived at facility")

    assert reduce([again, first]).events == (first,)
    for other in ({"place": "Austin"}, {"code": "X"}, {"carrier": "UPS"}, {"when": at(2)}):
        assert len(reduce([first, replace(first, **other)]).events) == 2


def test_at_one_moment_the_way_of_a_parcel_decides() -> None:
    """Feeds that know only days say several things at midnight."""
    words = [status.value for status in S]
    tracking = reduce(event(word, 0) for word in reversed(words))

    assert [some.status for some in tracking.events] == list(S)
    assert tracking.status is S.RETURNED


# Times without a zone


@pytest.mark.parametrize(
    ("feed", "status"),
    [
        # 13 hours later by the clock may still be earlier: the way of a parcel decides.
        ([event("delivered", wall(0)), event("in_transit", at(9))], "delivered"),
        ([event("delivered", at(0)), event("out_for_delivery", wall(9))], "delivered"),
        ([event("lost", wall(9)), event("in_transit", at(10))], "lost"),
        # 27 hours apart nobody can doubt.
        ([event("lost", wall(0)), event("in_transit", at(13))], "in_transit"),
        ([event("lost", wall(0)), event("in_transit", wall(27), place="Oslo")], "in_transit"),
        # By one clock the wall times decide, whichever zone it is.
        ([event("attempted", wall(0)), event("out_for_delivery", wall(5))], "out_for_delivery"),
        (
            [event("attempted", wall(0), place="A"), event("out_for_delivery", wall(5), place="B")],
            "attempted",
        ),
    ],
)
def test_times_without_zone_are_intervals(feed: list[TrackingEvent], status: str) -> None:
    """What cannot be told from the times is told from the way of a parcel."""
    assert reduce(feed).status.value == status
    assert reduce(reversed(feed)).status.value == status


def test_five_thousand_clocks_are_merged() -> None:
    """Every event by a clock of its own, all of one status: the earliest that it may be decides."""
    feed = [event("in_transit", wall(n % 500), place=f"Hub {n}") for n in range(5000)]

    moments = [earliest(some.when) for some in reduce(feed).events]

    assert len(moments) == 5000
    assert moments == sorted(moments)


# The faults of the field


def test_r41_a_late_shipped_webhook_does_not_undo_a_delivery() -> None:
    """NEARBuilders/nearmerch.com#214: it came after "delivered" and erased the tracking."""
    delivered = reduce([event("pre_transit", 0), event("delivered", 30, text="Left at door")])

    for late in (event("in_transit", 2), event("in_transit", 31), event("pre_transit", 31)):
        after = delivered.plus([late])
        assert (after.status, after.delivered_at) == (S.DELIVERED, at(30))
        assert "Left at door" in [some.text for some in after.events]


def test_r42_a_time_off_by_a_zone_does_not_undo_a_delivery() -> None:
    """goshippo/shippo-php-client#29: local times were given as if they were UTC."""
    for hours in range(-14, 13):
        scan = event("out_for_delivery", 30 + hours)
        assert reduce([scan, event("delivered", 30.5)]).status is S.DELIVERED


def test_r42_a_time_without_zone_is_no_instant() -> None:
    """UPS-API/api-documentation#38: the local day and time of a scan, and no offset."""
    scan = dt.datetime(2026, 3, 2, 15, 4)  # noqa: DTZ001 - the very point

    tracking = reduce([event("delivered", Interval.of_wall_time(scan))])

    assert tracking.delivered_at == Interval("2026-03-02T01:04:00Z", "2026-03-03T03:04:00Z")


# The table


def row(status: TrackingStatus, **changes: Any) -> tuple[Any, ...]:
    """Give all rows, with one of them changed."""
    return tuple(
        replace(some, **changes) if some.status is status else some for some in STATUSES.values()
    )


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (tuple(STATUSES.values())[1:], "unknown has 0 rows"),
        ((*STATUSES.values(), STATUSES[S.LOST]), "lost has 2 rows"),
        (row(S.LOST, displaced_by=frozenset({S.UNKNOWN})), "lost is displaced by unknown"),
        (row(S.LOST, trouble=None), "lost is undelivered without trouble, or the reverse"),
        (
            row(S.DELIVERED, trouble=Trouble.LOST),
            "delivered is undelivered without trouble, or the reverse",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows: Any, problem: str) -> None:
    """It says what is wrong."""
    with pytest.raises(InvalidTable) as error:
        status_table(rows)

    assert error.value.problems == (problem,)


def test_every_station_has_a_status() -> None:
    """And nothing but a correction leads out of a parcel that is back."""
    assert {some.station for some in STATUSES.values()} == set(TrackingStation)
    assert [s for s, some in STATUSES.items() if not some.displaced_by] == [S.RETURNED]


@pytest.mark.parametrize("wrong", [None, 5, "delivered", [None], [event("delivered", 1), "lost"]])
def test_what_is_no_event_is_refused_by_name(wrong: Any) -> None:
    """And never crashes in the midst of it; an event of a host's own making is one."""
    with pytest.raises(InvalidValue) as error:
        reduce(wrong)
    assert error.value.field == "events"

    class Own(TrackingEvent):
        """A host's own."""

    mine = Own(status=S.DELIVERED, when=at(1))
    assert reduce([mine]).status is S.DELIVERED
