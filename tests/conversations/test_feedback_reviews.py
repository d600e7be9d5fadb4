"""Asking for a review: when, once, and not of everybody."""

import datetime as dt
from typing import Any

import attrs
import pytest
from feedback_stories import ASKED, asked, occasion, rated, refusals, story
from hypothesis import given
from hypothesis import strategies as st

from ordercore.conversations.feedback import (
    REVIEW_REQUESTS,
    REVIEWS_AFTER_DELIVERY,
    REVIEWS_WHEN_SETTLED,
    FeedbackStatus,
    FeedbackWorld,
    ReviewTerms,
    asks_the_buyer,
    decide,
    evolve,
    may_request_review,
    request_window,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant, local_date, start_of_day
from ordercore.testing.strategies import instants, zones

A_MICROSECOND = dt.timedelta(microseconds=1)


def codes(at: object, rows: tuple[ReviewTerms, ...] = (REVIEW_REQUESTS,), **facts: Any) -> set[str]:
    """Give the codes of the clauses that decide."""
    verdict = may_request_review(occasion(**facts), instant(at), rows)
    return {clause.code for clause in verdict.because}


@pytest.mark.parametrize(
    ("facts", "rows", "first", "until"),
    [
        # From 5 days after 5 March to 30 days after 10 March; the clocks go forward on the 8th.
        ({}, REVIEW_REQUESTS, "2026-03-10T00:00-07:00", "2026-04-10T00:00-07:00"),
        # The same instants lie on other days in Tokyo.
        (
            {"zone": "Asia/Tokyo"},
            REVIEW_REQUESTS,
            "2026-03-10T00:00+09:00",
            "2026-04-11T00:00+09:00",
        ),
        # Where only the latest is known, it stands for both.
        ({"earliest": None}, REVIEW_REQUESTS, "2026-03-15T00:00-07:00", "2026-04-10T00:00-07:00"),
        # By the text of the button: from 5 to 30 days after delivery, 7 March.
        ({}, REVIEWS_AFTER_DELIVERY, "2026-03-12T00:00-07:00", "2026-04-07T00:00-07:00"),
        # Over the end of summer in Berlin: 25 October 2026.
        (
            {
                "zone": "Europe/Berlin",
                "earliest": "2026-10-21T10:00+02:00",
                "latest": "2026-10-23T23:59+02:00",
            },
            REVIEW_REQUESTS,
            "2026-10-26T00:00+01:00",
            "2026-11-23T00:00+01:00",
        ),
        # Cairo skips midnight on 24 April 2026: the day begins when the clocks land.
        (
            {
                "zone": "Africa/Cairo",
                "earliest": "2026-04-19T10:00+02:00",
                "latest": "2026-04-20T10:00+02:00",
            },
            REVIEW_REQUESTS,
            "2026-04-23T22:00Z",
            "2026-05-20T21:00Z",
        ),
    ],
)
def test_the_time_to_ask_has_its_first_and_last_instant(
    facts: dict[str, Any], rows: ReviewTerms, first: str, until: str
) -> None:
    """Asymmetric: counted from the earliest day of delivery, and to the latest."""
    opens, ends = instant(first), instant(until)
    window = request_window(occasion(**facts), (rows,))

    assert (window.opens_at, window.until) == (opens, ends)
    assert codes(opens - A_MICROSECOND, (rows,), **facts) == {"review_too_early"}
    for inside in (opens, ends - A_MICROSECOND):
        assert codes(inside, (rows,), **facts) == {"review_window_open"}
    assert codes(ends, (rows,), **facts) == {"review_too_late"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"shipped": False}, "review_not_shipped"),
        ({"earliest": None, "latest": None}, "review_moment_unknown"),
        ({"latest": None}, "review_moment_unknown"),
        ({"requested": "2026-03-12T12:00Z"}, "review_already_requested"),
    ],
)
def test_the_verdict_and_the_command_say_the_same(facts: dict[str, Any], code: str) -> None:
    """What the verdict has against it, the command is refused for, with the same facts."""
    (clause,) = may_request_review(occasion(**facts), instant(ASKED)).because

    assert clause.code == code
    assert refusals(None, asked(facts=facts)) == {code: dict(clause.facts)}
    assert refusals(None, asked(facts=facts, imported=True)) == {}


def test_a_review_is_asked_for_once() -> None:
    """A second request has a code of its own; the very same is nothing."""
    feedback = story(asked())

    assert decide(feedback, asked()) == ()
    again = asked("2026-03-21T12:00Z")
    assert refusals(feedback, again) == {"review_already_requested": {"at": instant(ASKED)}}
    assert (feedback.status, feedback.counts) == (FeedbackStatus.ASKED, False)
    assert refusals(story(rated(5)), asked()) == {}


def test_of_imported_requests_the_first_holds() -> None:
    """In whatever order they are told."""
    one, other = asked("2026-05-01T12:00Z", imported=True), asked(imported=True)

    assert story(one, other) == story(other, one) == story(other)
    assert decide(story(other), one) == ()


def test_a_letter_asks_where_the_marketplace_does_not() -> None:
    """The notice goes out for what was asked here by letter, and for nothing else."""
    tells: list[bool] = []
    for command in (asked(), asked(by_letter=False), asked(imported=True), rated(5)):
        (event,) = decide(None, command)
        tells.append(asks_the_buyer(evolve(None, event), event))

    assert tells == [True, False, False, False]


@pytest.mark.parametrize("circumstance", ["claim_open", "return_open", "refunded"])
def test_a_host_may_leave_out_who_waits_for_money(circumstance: str) -> None:
    """By a row; without it nobody is chosen, as the marketplace wants it."""
    facts = {"circumstances": [circumstance]}
    careful = FeedbackWorld(reviews=(REVIEWS_WHEN_SETTLED,))

    assert refusals(None, asked(facts=facts)) == {}
    assert refusals(None, asked(facts=facts), careful) == {
        "review_excluded": {"circumstances": [circumstance]}
    }
    assert refusals(None, asked(), careful) == {}


def test_the_terms_are_those_of_the_day_of_the_order() -> None:
    """A row of a marketplace's own holds for orders placed from its first day on."""
    sooner = attrs.evolve(
        REVIEW_REQUESTS, marketplace="US", effective_from=dt.date(2026, 3, 1), opens_after=1
    )
    rows = (REVIEW_REQUESTS, sooner)
    before = "2026-02-28T23:59:59-08:00"

    assert codes("2026-03-06T00:00-08:00", rows) == {"review_window_open"}
    assert codes("2026-03-06T00:00-08:00", rows, placed=before) == {"review_too_early"}
    assert codes("2026-03-06T00:00-08:00", rows, marketplace="CA") == {"review_too_early"}


def test_no_argument_of_another_type_is_judged() -> None:
    """A typed error names it."""
    for call in (
        lambda: may_request_review("order", instant(ASKED)),  # type: ignore[arg-type]
        lambda: may_request_review(occasion(), "2026-03-20"),  # type: ignore[arg-type]
        lambda: request_window("order"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidValue):
            call()


@given(earliest=instants(), hours=st.integers(0, 300), zone=zones(), after=st.integers(-9, 60))
def test_the_time_is_days_of_the_zone(earliest: Any, hours: int, zone: str, after: int) -> None:
    """Law: who asks on a day from earliest + 5 to latest + 30 may, and on no other day."""
    latest = instant(earliest + dt.timedelta(hours=hours))
    facts = {"placed": earliest, "earliest": earliest, "latest": latest, "zone": zone}
    first, last = local_date(instant(earliest), zone), local_date(latest, zone)
    day = first + dt.timedelta(days=after)
    at = start_of_day(day, zone)
    may = first + dt.timedelta(days=5) <= local_date(at, zone) <= last + dt.timedelta(days=30)

    assert may_request_review(occasion(**facts), at).may is may
