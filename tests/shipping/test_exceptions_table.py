"""Exceptions of parcels: which are open, since when, and what is suggested."""

import datetime as dt
from typing import Any

import pytest
from tracking_writing import at, event, fix, wall

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.i18n import clause_sentence
from ordercore.kernel.dated import ALWAYS
from ordercore.kernel.units import Units
from ordercore.orders.decider import DECISIONS
from ordercore.orders.reasons import REFUND_REASONS
from ordercore.shipping import CameBack, Parcel, Retraction, Trouble, Undelivered
from ordercore.shipping.exceptions import (
    BY_HOST,
    EXCEPTIONS,
    PATIENCE,
    ExceptionRow,
    Patience,
    Silence,
    Suggestion,
    Watched,
    exception_table,
    exceptions_of,
)
from ordercore.shipping.measures import Confidence
from ordercore.shipping.tracking import ExceptionCode, TrackingEvent, TrackingStatus, reduce

DAY = 24


def parcel(**changes: Any) -> Parcel:
    """Make a parcel that left at the beginning."""
    asked: dict[str, Any] = {
        "id": "P1",
        "units": (Units("1", 2),),
        "shipped_at": at(0),
        "carrier": "UPS",
        "tracking": "1Z",
    }
    return Parcel(**{**asked, **changes})


def watched(*events: TrackingEvent, own: Parcel | None = None, **changes: Any) -> Watched:
    """Watch a parcel of which this was heard."""
    return Watched(parcel=own or parcel(), tracking=reduce(events), **changes)


def codes(some: Watched, hours: float, **options: Any) -> list[str]:
    """Name what is wrong so many hours after the beginning."""
    return [found.code for found in exceptions_of(some, at(hours), **options)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        ([event("in_transit", 1)], []),
        ([event("lost", 1)], ["parcel_lost"]),
        ([event("refused", 1)], ["parcel_refused"]),
        ([event("undeliverable", 1)], ["parcel_going_back"]),
        ([event("returning", 1)], ["parcel_going_back"]),
        ([event("returned", 1)], ["parcel_going_back"]),
        # What was refused stays refused on its way back.
        ([event("refused", 1), event("returning", 2)], ["parcel_refused"]),
        ([event("delivered", 1)], []),
        ([event("delivered", 1), event("returning", 2)], ["parcel_going_back"]),
        # Found again, and delivered never after all.
        ([event("lost", 1), event("in_transit", 2)], []),
        ([event("delivered", 1), fix("in_transit", 2)], []),
    ],
)
def test_what_a_status_says_is_open(events: list[TrackingEvent], expected: list[str]) -> None:
    """The trouble that a parcel is in; none where it is under way or delivered."""
    assert codes(watched(*events), 3) == expected


CONDITIONS = {
    ExceptionCode.HELD: "parcel_held",
    ExceptionCode.PAYMENT_DUE: "parcel_held",
    ExceptionCode.CUSTOMS: "parcel_in_customs",
    ExceptionCode.PAPERWORK: "parcel_in_customs",
    ExceptionCode.BAD_ADDRESS: "parcel_address_wrong",
}


@pytest.mark.parametrize(("said", "code"), CONDITIONS.items())
def test_a_condition_stands_until_the_parcel_moves_on(said: ExceptionCode, code: str) -> None:
    """A word of delay or another fault does not end it; a plain scan does, or the end of its way.

    Since when is told by the first word of it.
    """
    first = event("delayed", 1, exception=said)
    more = event("in_transit", 3, exception=said)
    weather = event("in_transit", 2, exception=ExceptionCode.WEATHER)

    (found,) = exceptions_of(watched(first, weather, event("attempted", 2), more), at(4))
    assert (found.code, found.since) == (code, at(1))
    for status in ("in_transit", "out_for_delivery", "available_for_pickup", "delivered"):
        assert codes(watched(first, event(status, 4)), 5) == []
    assert codes(watched(first, event("pre_transit", 4)), 5) == [code]
    assert code not in codes(watched(first, event("lost", 4)), 5)
    (again,) = exceptions_of(watched(first, event("in_transit", 2), more), at(4))
    assert again.since == at(3)


def test_what_is_damaged_stays_damaged() -> None:
    """It moves on as it is, and goes back so; once it is delivered, the buyer judges it."""
    damaged = event("in_transit", 1, exception=ExceptionCode.DAMAGED)

    assert codes(watched(damaged, event("out_for_delivery", 2)), 3) == ["parcel_damaged"]
    assert codes(watched(damaged, event("returning", 2)), 3) == [
        "parcel_going_back",
        "parcel_damaged",
    ]
    assert codes(watched(damaged, event("delivered", 2)), 3) == []
    missorted = event("in_transit", 1, exception=ExceptionCode.MISSORTED)
    assert codes(watched(missorted), 3) == []


def test_a_parcel_is_late_past_its_last_moment() -> None:
    """At that moment it is in time still; delivered late it is late no more, nor going back."""
    due = watched(event("in_transit", 1), deliver_by=at(48))

    assert codes(due, 48) == []
    (late,) = exceptions_of(due, at(48.001))
    assert (late.code, late.since, late.facts["due"]) == ("parcel_late", at(48), at(48))
    assert codes(watched(event("delivered", 50), deliver_by=at(48)), 51) == []
    assert codes(watched(event("refused", 50), deliver_by=at(48)), 51) == ["parcel_refused"]


def test_silence_is_counted_in_days_of_a_zone() -> None:
    """Five whole days after that of the last scan, by the clocks of the marketplace.

    The last scan was on Monday at 23:30 in New York, when it was Tuesday in UTC.
    """
    scan = event("in_transit", 19.5)
    here, there = watched(scan), watched(scan, zone="America/New_York")

    assert exceptions_of(here, "2026-03-08T23:59:59Z") == ()
    (stalled,) = exceptions_of(here, "2026-03-09T00:00:00Z")
    assert str(stalled.since) == "2026-03-09 00:00:00+00:00"
    assert exceptions_of(there, "2026-03-08T04:59:59Z") == ()
    (stalled,) = exceptions_of(there, "2026-03-08T05:00:00Z")
    assert str(stalled.since) == "2026-03-08 05:00:00+00:00"


def test_a_label_without_a_scan_is_silence_since_the_shipment() -> None:
    """What is printed, voided or not understood is no scan."""
    for status in ("pre_transit", "cancelled", "unknown"):
        some = watched(event(status, 5 * DAY))
        assert codes(some, 6 * DAY) == ["parcel_stalled"]
    assert codes(watched(event("in_transit", 5 * DAY)), 6 * DAY) == []


def test_a_time_without_zone_counts_as_late_as_it_may_be() -> None:
    """So that no parcel counts as stalled too soon."""
    assert codes(watched(event("in_transit", wall(0))), 6 * DAY) == ["parcel_stalled"]
    assert codes(watched(event("in_transit", wall(8))), 6 * DAY) == []


def test_a_source_may_say_itself_that_it_is_silent() -> None:
    """Unless the parcel was heard of since; it is no scan."""
    silent = event("unknown", 10, exception=ExceptionCode.SILENT)

    (stalled,) = exceptions_of(watched(event("in_transit", 9), silent), at(11))
    assert (stalled.code, stalled.since, stalled.facts["heard"]) == (
        "parcel_stalled",
        at(10),
        at(9),
    )
    assert codes(watched(event("in_transit", 12), silent), 13) == []


def test_long_silence_counts_as_a_loss_but_at_a_pickup_point() -> None:
    """Thirty days: stalled becomes lost. What waits for its buyer says nothing, and stalls only."""
    some = watched(event("in_transit", 1))
    kept = watched(event("available_for_pickup", 1))

    assert codes(some, 30 * DAY) == ["parcel_stalled"]
    assert codes(some, 31 * DAY) == ["parcel_lost"]
    assert codes(kept, 31 * DAY) == ["parcel_stalled"]


def test_patience_is_by_service_marketplace_and_day() -> None:
    """The row of a service comes first, then that of a marketplace, then the latest in force.

    The day of the shipment counts, so no new row changes what is on its way.
    """
    more: dict[str, Any] = {
        "silence": Silence.STALLED,
        "source": "ours",
        "confidence": Confidence.OURS,
    }
    rows = (
        *PATIENCE,
        Patience(service="express", days=1, **more),
        Patience(service="express", days=3, marketplace="BR", **more),
        Patience(days=9, effective_from=dt.date(2026, 3, 3), **more),
    )
    express, brazil = watched(service="express"), watched(service="express", marketplace="BR")

    assert codes(express, 2 * DAY, patience=rows) == ["parcel_stalled"]
    assert codes(brazil, 2 * DAY, patience=rows) == []
    assert codes(brazil, 4 * DAY, patience=rows) == ["parcel_stalled"]
    assert codes(watched(), 6 * DAY, patience=rows) == ["parcel_stalled"]
    later = watched(own=parcel(shipped_at=at(DAY)))
    assert codes(later, 7 * DAY, patience=rows) == []
    with pytest.raises(InvalidTable, match="lost for \\* on marketplace"):
        exceptions_of(watched(), at(0), patience=rows[:1])


def test_every_shipped_row_says_where_its_number_is_from() -> None:
    """And our own defaults say that they are ours."""
    assert [(row.silence.value, row.days, row.confidence.value) for row in PATIENCE] == [
        ("stalled", 5, "ours"),
        ("lost", 30, "own_text"),
    ]
    assert all(row.source and row.effective_from == ALWAYS for row in PATIENCE)


@pytest.mark.parametrize("days", [0, 3651])
def test_days_that_cannot_be_are_refused(days: int) -> None:
    """Less than one, or beyond the calendar."""
    with pytest.raises(InvalidValue, match="days"):
        Patience(silence=Silence.LOST, days=days, source="ours", confidence=Confidence.OURS)


# What an order knows beside its carrier

LOST = Undelivered(Trouble.LOST, at(5))


@pytest.mark.parametrize(
    ("own", "events", "expected"),
    [
        # The order heard by other ways that it arrived, or did not.
        (parcel(deliveries=(at(5),)), [event("in_transit", 1)], []),
        (parcel(deliveries=(at(5),)), [event("in_transit", 6)], []),
        (parcel(undelivered=LOST), [], ["parcel_lost"]),
        (parcel(undelivered=LOST), [event("in_transit", 1)], ["parcel_lost"]),
        # The later word counts, and of two of one moment the carrier's.
        (parcel(undelivered=LOST), [event("delivered", 6)], []),
        (parcel(undelivered=LOST), [event("delivered", 5)], []),
        (parcel(undelivered=LOST), [event("delivered", 4)], ["parcel_lost"]),
        (parcel(deliveries=(at(5),)), [event("returning", 6)], ["parcel_going_back"]),
        (parcel(deliveries=(at(5),)), [event("lost", 4)], []),
        # Lost, and scanned since: it has turned up. What goes back is scanned too.
        (parcel(undelivered=LOST), [event("in_transit", 6)], []),
        (
            parcel(undelivered=Undelivered(Trouble.REFUSED, at(5))),
            [event("in_transit", 6)],
            ["parcel_refused"],
        ),
        # What the carrier itself said, and has taken back or tried again since.
        (
            parcel(undelivered=Undelivered(Trouble.UNDELIVERABLE, at(5))),
            [event("undeliverable", 5), event("out_for_delivery", 6)],
            [],
        ),
        (
            parcel(undelivered=Undelivered(Trouble.UNDELIVERABLE, at(5))),
            [event("refused", 5), fix("out_for_delivery", 6)],
            ["parcel_going_back"],
        ),
        (
            parcel(deliveries=(at(5),)),
            [event("delivered", 5), fix("in_transit", 6, exception=ExceptionCode.HELD)],
            ["parcel_held"],
        ),
        # Of what came back a part is missing still, or nothing.
        (
            parcel(came_back=(CameBack(Units("1", 1), True, at(5)),)),
            [],
            ["parcel_going_back"],
        ),
        (
            parcel(undelivered=LOST, came_back=(CameBack(Units("1", 2), True, at(6)),)),
            [event("lost", 4)],
            [],
        ),
    ],
)
def test_order_and_carrier_are_heard_together(
    own: Parcel, events: list[TrackingEvent], expected: list[str]
) -> None:
    """Neither overrules the other but by a later word."""
    assert codes(watched(*events, own=own), 7) == expected


def test_what_an_order_took_back_ended_nothing() -> None:
    """The carrier goes on saying so: the parcel is late, silent and lost all the same."""
    delivered, lost = Retraction(None, at(5), at(9)), Retraction(Trouble.LOST, at(5), at(9))
    due = {"deliver_by": at(20)}
    feed = [event("in_transit", 5), event("delivered", 5)]
    not_there = watched(*feed, own=parcel(retractions=(delivered,)), **due)
    found = watched(event("lost", 5), own=parcel(retractions=(lost,)), **due)

    for some in (not_there, found):
        assert codes(some, 12) == []
        assert codes(some, 21) == ["parcel_late"]
        assert codes(some, 10 * DAY) == ["parcel_stalled", "parcel_late"]
        assert codes(some, 40 * DAY) == ["parcel_lost", "parcel_late"]
    # Said of another moment, it counts; and so does what else was said.
    own = parcel(retractions=(delivered,))
    assert codes(watched(event("delivered", 5), event("delivered", 7), own=own), 12) == []
    assert codes(watched(event("lost", 5), own=own), 12) == ["parcel_lost"]
    again = watched(event("lost", 5), event("lost", 10), own=parcel(retractions=(lost,)))
    assert codes(again, 12) == ["parcel_lost"]


def test_what_an_order_took_back_is_known_by_when_it_counted_there() -> None:
    """At the last moment that it may have been, and not before it was shipped."""
    early = parcel(retractions=(Retraction(None, at(0), at(9)),))
    some_hour = parcel(retractions=(Retraction(None, wall(5).latest, wall(5).latest),))

    assert codes(watched(event("delivered", -1), own=early), 10 * DAY) == ["parcel_stalled"]
    told = TrackingEvent(status=TrackingStatus.DELIVERED, when=wall(5))
    assert codes(watched(told, own=some_hour), 10 * DAY) == ["parcel_stalled"]


# What is suggested


def test_a_suggestion_names_what_is_known_already() -> None:
    """A trouble is recorded before it is made good, unless the order knows it."""
    (lost,) = exceptions_of(watched(event("lost", 1)), at(2))
    (known,) = exceptions_of(watched(own=parcel(undelivered=LOST)), at(6))
    (refused,) = exceptions_of(watched(event("refused", 1)), at(2))

    assert lost.suggests == (
        Suggestion("RecordUndelivered", {"parcel_id": "P1", "trouble": Trouble.LOST}),
        Suggestion("FileClaim", {"parcel_id": "P1", "carrier": "UPS", "tracking": "1Z"}),
        Suggestion("Reship", {"parcel_id": "P1", "units": (Units("1", 2),)}),
        Suggestion("IssueRefund", {"parcel_id": "P1", "reason": "lost"}),
    )
    assert known.suggests == lost.suggests[1:]
    assert [some.command for some in refused.suggests] == ["RecordUndelivered", "IssueRefund"]


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row.code)
def test_every_suggestion_can_be_given(row: ExceptionRow) -> None:
    """It is a command of an order with fields of these names, or one for the host."""
    commands = {kind.__name__: kind for kind in DECISIONS.rows}

    suggested = row.suggests(watched())
    assert suggested
    for some in suggested:
        if some.command in BY_HOST:
            continue
        command = commands[some.command](order_id="O-1", at=at(1), **some.arguments)
        assert getattr(command, "reason", "lost") in REFUND_REASONS


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row.code)
def test_every_row_has_a_sentence_for_the_reference(row: ExceptionRow) -> None:
    """The first line of its detector's docstring."""
    assert row.sentence.endswith(".")


def test_an_exception_is_said_in_words() -> None:
    """In the reader's language and zone; what is not known is a dash."""
    own = parcel(carrier="", tracking="")
    (late,) = exceptions_of(watched(own=own, deliver_by=at(1)), at(2))
    (lost,) = exceptions_of(watched(event("lost", 1)), at(2))

    assert clause_sentence(late.clause) == (
        "Parcel P1 (-, -) is late: due Mar 2, 2026, 10:00:00\u202fAM."
    )
    assert clause_sentence(lost.clause, "de", zone="Europe/Berlin") == (
        "Paket P1 (UPS, 1Z) gilt als verloren; zuletzt gemeldet: 02.03.2026, 11:00:00."
    )


def test_a_host_adds_rows_of_its_own() -> None:
    """With its own detector; two rows of one code are refused."""
    row = ExceptionRow(
        code="parcel_nameless",
        detector=lambda some, now, _: None if some.parcel.tracking else (now, {}),
        suggests=lambda _: (Suggestion("PrintLabel", {}),),
    )
    rows = exception_table((*EXCEPTIONS, row))

    assert codes(watched(own=parcel(tracking="")), 1, rows=rows) == ["parcel_nameless"]
    assert codes(watched(), 1, rows=rows) == []
    with pytest.raises(InvalidTable, match="parcel_nameless has several rows"):
        exception_table((*rows, row))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("parcel", None),
        ("tracking", ()),
        ("service", None),
        ("marketplace", 7),
        ("zone", "Nowhere"),
        ("deliver_by", "tomorrow"),
    ],
)
def test_what_cannot_be_watched_is_refused(field: str, value: object) -> None:
    """By the name of the field."""
    given: dict[str, Any] = {"parcel": parcel(), field: value}

    with pytest.raises(InvalidValue, match=field):
        Watched(**given)


def test_a_parcel_without_a_moment_is_not_watched() -> None:
    """Nothing could be compared with a text."""
