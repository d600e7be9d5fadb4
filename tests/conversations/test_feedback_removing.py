"""Answering a rating, taking it back, and having it removed."""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest
from feedback_stories import (
    LEFT,
    answered,
    asked,
    decided,
    occasion,
    rated,
    refusals,
    removal,
    story,
    withdrawn,
)

from ordercore.conversations.feedback import (
    REMOVAL_GROUNDS,
    FeedbackCommand,
    FeedbackStatus,
    FeedbackWorld,
    RemovalOutcome,
    RemovalTerms,
    decide,
    is_defect,
    score_of,
)
from ordercore.errors import Refused
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.time import instant

A_MICROSECOND = dt.timedelta(microseconds=1)

LATER, LAST = "2026-03-22T12:00:00Z", "2026-03-23T12:00:00Z"


@pytest.mark.parametrize("command", [answered(LATER), withdrawn(LATER), removal(LATER)])
def test_only_what_was_rated_is_answered_or_removed(command: FeedbackCommand) -> None:
    """Of an order that was only asked about there is no rating, wherever the fact comes from."""
    told = attrs.evolve(command, imported=True)
    for some in (command, told):
        assert list(refusals(story(asked()), some)) == ["no_feedback"]
        assert list(refusals(None, some)) == ["does_not_exist"]


@pytest.mark.parametrize("command", [answered, withdrawn, removal])
def test_nothing_happens_to_a_rating_before_it_was_left(
    command: Callable[..., FeedbackCommand],
) -> None:
    """At the instant of the rating it may; before, only what was imported."""
    early = str(instant(LEFT) - A_MICROSECOND)
    assert refusals(story(rated(1)), command(early)) == {
        "before_feedback": {"at": instant(early), "least": instant(LEFT)}
    }
    assert refusals(story(rated(1)), command(LEFT)) == {}
    assert refusals(story(rated(1)), command(early, imported=True)) == {}


def test_a_rating_is_answered_once() -> None:
    """The same answer again is nothing, another is refused; of imported ones the first holds."""
    feedback = story(rated(1), answered(LATER))

    assert feedback.response is not None
    assert decide(feedback, answered(LATER)) == ()
    assert refusals(feedback, answered(LATER, "Sorry!")) == {
        "feedback_already_answered": {"at": instant(LATER)}
    }
    early = answered(LEFT, "First.", imported=True)
    assert story(rated(1), answered(LATER), early) == story(rated(1), early)
    assert decide(story(rated(1), early), answered(LATER, imported=True)) == ()


def test_a_buyer_takes_a_rating_back() -> None:
    """It counts nowhere then, and nothing can be done about it."""
    feedback = story(rated(1), withdrawn(LATER))

    assert feedback.status is FeedbackStatus.WITHDRAWN
    assert (is_defect(feedback), score_of(feedback).ratings) == (False, 0)
    for command in (answered(LAST), withdrawn(LAST), removal(LAST)):
        assert refusals(feedback, command) == {"feedback_is_gone": {"status": "withdrawn"}}
    assert decide(feedback, withdrawn(LATER)) == decide(feedback, withdrawn(LAST, imported=True))
    assert list(refusals(feedback, rated(5, LAST))) == ["feedback_already_left"]
    assert story(rated(1), withdrawn(LAST), withdrawn(LATER, imported=True)) == feedback


@pytest.mark.parametrize(
    ("outcome", "status", "counts"),
    [
        (RemovalOutcome.REMOVED, FeedbackStatus.REMOVED, False),
        (RemovalOutcome.STRUCK, FeedbackStatus.STRUCK, False),
        (RemovalOutcome.KEPT, FeedbackStatus.LEFT, True),
    ],
)
def test_what_the_marketplace_decides_says_whether_it_counts(
    outcome: RemovalOutcome, status: FeedbackStatus, counts: bool
) -> None:
    """Removed or struck through it counts neither as a defect nor in the score."""
    waiting = story(rated(1), removal(LATER))
    feedback = story(rated(1), removal(LATER), decided(LAST, outcome))

    assert (waiting.status, is_defect(waiting)) == (FeedbackStatus.REMOVAL_ASKED, True)
    assert (feedback.status, feedback.counts, is_defect(feedback)) == (status, counts, counts)
    assert score_of(feedback).ratings == int(counts)
    assert decide(feedback, decided(LAST, outcome)) == ()
    other = decided("2026-03-24T12:00Z", RemovalOutcome.REMOVED)
    assert refusals(feedback, other) == {"removal_not_requested": {}}
    assert refusals(story(rated(1)), decided(LAST, outcome, imported=True)) == {}


def test_what_is_struck_is_shown_and_may_be_answered() -> None:
    """What is removed may not be; neither needs a removal."""
    struck = story(rated(1), removal(LATER), decided(LAST, RemovalOutcome.STRUCK))
    gone = story(rated(1), removal(LATER), decided(LAST, RemovalOutcome.REMOVED))
    then = "2026-03-24T12:00Z"

    assert refusals(struck, answered(then)) == {}
    assert refusals(struck, removal(then)) == {"feedback_is_struck": {}}
    for command in (answered(then), removal(then)):
        assert refusals(gone, command) == {"feedback_is_gone": {"status": "removed"}}


def test_a_removal_is_asked_for_again_once_it_was_decided() -> None:
    """One at a time; after it was kept, on the same ground or another."""
    waiting = story(rated(1), removal(LATER))
    kept = story(rated(1), removal(LATER), decided(LAST, RemovalOutcome.KEPT))
    again = removal("2026-03-24T12:00Z", "product_review")

    assert decide(waiting, removal(LATER)) == ()
    assert refusals(waiting, again) == {"removal_already_requested": {"at": instant(LATER)}}
    assert refusals(kept, again) == {}
    assert refusals(kept, removal(LAST, "product_review")) == {
        "before_feedback": {"at": instant(LAST), "least": instant(LAST) + A_MICROSECOND}
    }
    reopened = story(rated(1), removal(LATER), decided(LAST, RemovalOutcome.KEPT), again)
    assert reopened.status is FeedbackStatus.REMOVAL_ASKED


def test_nobody_decides_before_it_was_asked() -> None:
    """The moment of the request is the least."""
    waiting = story(rated(1), removal(LATER))

    assert refusals(waiting, decided(LEFT, RemovalOutcome.KEPT)) == {
        "before_feedback": {"at": instant(LEFT), "least": instant(LATER)}
    }
    assert refusals(story(rated(1)), decided(LAST, RemovalOutcome.KEPT)) == {
        "removal_not_requested": {}
    }


@pytest.mark.parametrize("ground", sorted(row.code for row in REMOVAL_GROUNDS))
def test_every_ground_is_let_in(ground: str) -> None:
    """Those of the table, and what they bring is said by the table."""
    assert refusals(story(rated(1)), removal(LATER, ground)) == {}


def test_only_the_help_page_s_own_grounds_are_sure() -> None:
    """What the page does not say is marked as ours."""
    ours = {row.code for row in REMOVAL_GROUNDS if row.confidence is Confidence.OURS}
    struck = {row.code for row in REMOVAL_GROUNDS if row.brings is RemovalOutcome.STRUCK}

    assert ours == {"promotional"}
    assert struck == {"fulfilled_by_marketplace", "protected_label"}


def test_a_ground_may_end() -> None:
    """From the day of a row by which such ratings are kept, it is none, and is refused."""
    ended = attrs.evolve(
        REMOVAL_GROUNDS[0], effective_from=dt.date(2026, 3, 22), brings=RemovalOutcome.KEPT
    )
    world = FeedbackWorld(grounds=(*REMOVAL_GROUNDS, ended))
    known = sorted(row.code for row in REMOVAL_GROUNDS)

    assert refusals(story(rated(1)), removal("2026-03-21T23:59-07:00"), world) == {}
    assert refusals(story(rated(1)), removal("2026-03-22T00:00-07:00"), world) == {
        "removal_ground_unknown": {
            "removal_ground": "obscene",
            "known": [code for code in known if code != "obscene"],
        }
    }
    assert refusals(story(rated(1)), removal(LATER, "unfair", imported=True), world) == {}


def test_a_removal_is_asked_for_within_90_days_of_the_rating() -> None:
    """The day of the rating is day 0 in the zone of the order; a host may set no limit."""
    until = instant("2026-06-20T00:00-07:00")
    last = str(until - A_MICROSECOND)
    row = RemovalTerms(days=None, source="ours", confidence=Confidence.OURS)
    endless = FeedbackWorld(removals=(row,))

    assert refusals(story(rated(1)), removal(last)) == {}
    assert refusals(story(rated(1)), removal(str(until))) == {
        "removal_too_late": {"days": 90, "until": until}
    }
    assert refusals(story(rated(1)), removal(str(until), imported=True)) == {}
    assert refusals(story(rated(1)), removal(str(until)), endless) == {}


def test_of_imported_decisions_the_last_holds() -> None:
    """And of removals asked for: whatever order they are told in."""
    first = decided(LATER, RemovalOutcome.REMOVED, imported=True)
    second = decided(LAST, RemovalOutcome.KEPT, imported=True)
    one, other = removal(LATER, imported=True), removal(LAST, "promotional", imported=True)

    assert story(rated(1), first, second) == story(rated(1), second, first)
    assert story(rated(1), one, other) == story(rated(1), other, one)
    assert is_defect(story(rated(1), second, first))


def test_a_refusal_changes_nothing_and_says_every_reason() -> None:
    """All that is against a removal is said at once."""
    feedback = story(rated(1, facts={"placed": occasion().placed}))
    with pytest.raises(Refused) as refused:
        decide(feedback, removal("2026-12-20T12:00Z", "unfair"))

    assert [some.code for some in refused.value.refusals] == [
        "removal_ground_unknown",
        "removal_too_late",
    ]
