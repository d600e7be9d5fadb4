"""Rating an order: what stars count as, until when, and once."""

import datetime as dt
from typing import Any

import attrs
import pytest
from feedback_stories import (
    LEFT,
    answered,
    asked,
    occasion,
    rated,
    refusals,
    removal,
    story,
    withdrawn,
)

from ordercore.conversations.feedback import (
    FEEDBACK_TERMS,
    RATING_SPLITS,
    SCORE_PERIODS,
    FeedbackStatus,
    FeedbackWorld,
    RatingKind,
    allowed,
    decide,
    defective_orders,
    evolve,
    is_bad_news,
    is_defect,
    may_leave_feedback,
)
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.time import instant

A_MICROSECOND = dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("stars", "kind", "defect"),
    [
        (5, RatingKind.POSITIVE, False),
        (4, RatingKind.POSITIVE, False),
        (3, RatingKind.NEUTRAL, False),
        (2, RatingKind.NEGATIVE, True),
        (1, RatingKind.NEGATIVE, True),
    ],
)
def test_stars_count_as_the_official_split_says(stars: int, kind: RatingKind, defect: bool) -> None:
    """Four and five are positive, three neutral, one and two negative, and a defect."""
    (event,) = decide(None, rated(stars))
    feedback = story(rated(stars))

    assert feedback.rating is not None
    assert (feedback.rating.kind, is_defect(feedback)) == (kind, defect)
    assert is_bad_news(feedback, event) is defect
    assert (feedback.status, feedback.id) == (FeedbackStatus.LEFT, "O-1")


@pytest.mark.parametrize("stars", [0, 6, -1, True, 4.5, "5"])
def test_nobody_gives_other_stars(stars: Any) -> None:
    """One to five, whole ones: a typed error names the field."""
    with pytest.raises(InvalidValue, match="stars"):
        rated(stars)


def test_a_split_of_another_day_and_marketplace_counts_from_that_day_on() -> None:
    """The kind is that of the row on the day of the rating, in the zone of the order."""
    strict = attrs.evolve(
        RATING_SPLITS[0],
        marketplace="US",
        effective_from=dt.date(2026, 3, 21),
        positive_from=5,
        negative_to=3,
    )
    world = FeedbackWorld(splits=(*RATING_SPLITS, strict))
    before, on = rated(3, "2026-03-20T23:59:59-07:00"), rated(3, "2026-03-21T00:00-07:00")
    elsewhere = rated(3, "2026-03-22T00:00-07:00", facts={"marketplace": "CA"})
    ratings = [story(some, world=world).rating for some in (before, on, elsewhere)]

    assert [some and some.kind for some in ratings] == [
        RatingKind.NEUTRAL,
        RatingKind.NEGATIVE,
        RatingKind.NEUTRAL,
    ]


@pytest.mark.parametrize(
    ("placed", "zone", "until"),
    [
        # The evening of 1 March in Los Angeles; 90 days on is 30 May, over the clocks' change.
        ("2026-03-02T05:00Z", "America/Los_Angeles", "2026-05-31T00:00-07:00"),
        # The same instant is 2 March in Berlin, and 2 March in Tokyo, where no clock changes.
        ("2026-03-02T05:00Z", "Europe/Berlin", "2026-06-01T00:00+02:00"),
        ("2026-03-02T15:00Z", "Asia/Tokyo", "2026-06-02T00:00+09:00"),
        # Over the end of summer, and over a leap day.
        ("2026-09-15T12:00Z", "Europe/Berlin", "2026-12-15T00:00+01:00"),
        ("2028-01-31T12:00Z", "UTC", "2028-05-01T00:00Z"),
    ],
)
def test_the_last_instant_to_rate_is_of_the_90th_day(placed: str, zone: str, until: str) -> None:
    """The day of the order is day 0 in its zone, and day 90 counts whole."""
    facts = {"placed": placed, "zone": zone}
    end = instant(until)
    last = end - A_MICROSECOND
    verdict = may_leave_feedback(occasion(**facts), last)

    assert (verdict.may, verdict.until) == (True, end)
    assert refusals(None, rated(5, str(last), facts=facts)) == {}
    assert refusals(None, rated(5, until, facts=facts)) == {
        "feedback_too_late": {"days": 90, "until": end}
    }
    assert [some.code for some in may_leave_feedback(occasion(**facts), end).because] == [
        "feedback_too_late"
    ]


def test_nobody_rates_before_the_order() -> None:
    """A rating from before the order is refused, and judged so."""
    early = instant(occasion().placed) - A_MICROSECOND

    assert list(refusals(None, rated(5, str(early)))) == ["before_order"]
    assert [some.code for some in may_leave_feedback(occasion(), early).because] == ["before_order"]
    assert refusals(None, rated(5, str(occasion().placed))) == {}


def test_the_link_is_told_of_and_refuses_nobody() -> None:
    """About three days after confirmation: a rating before is let in, with a word of it."""
    opens = instant("2026-03-06T00:00-08:00")
    before = may_leave_feedback(occasion(), opens - A_MICROSECOND)
    then = may_leave_feedback(occasion(), opens)
    unsent = may_leave_feedback(occasion(confirmed=None), opens)

    assert [some.code for some in before.because] == ["feedback_window_open", "feedback_link_later"]
    assert [some.code for some in then.because] == ["feedback_window_open"]
    assert (before.may, before.opens_at, unsent.may, unsent.opens_at) == (True, opens, True, None)


def test_a_second_rating_is_refused_and_the_same_is_once() -> None:
    """An order is rated once; the very same rating again is nothing."""
    feedback = story(rated(2, comment="slow"))

    assert decide(feedback, rated(2, comment="slow")) == ()
    for other in (rated(5), rated(2), rated(2, "2026-03-22T12:00Z", comment="slow")):
        assert refusals(feedback, other) == {
            "feedback_already_left": {"stars": 2, "at": instant(LEFT)}
        }


def test_what_was_imported_is_let_in_whenever_it_was() -> None:
    """No window and no limit is asked of what happened elsewhere, and the later rating holds."""
    late = rated(1, "2027-01-01T12:00Z", imported=True)
    early = rated(5, "2026-01-01T12:00Z", imported=True)

    assert story(early, late).rating == story(late, early).rating == story(late).rating
    assert decide(story(late), early) == ()


def test_a_rating_is_of_its_order() -> None:
    """What feedback knows of its order, nobody says otherwise."""
    feedback = story(asked())
    moved = rated(5, facts={"placed": "2026-03-03T05:00Z"}, imported=True)

    assert refusals(feedback, moved) == {
        "feedback_on_other_order": {
            "marketplace": "US",
            "placed": instant("2026-03-02T05:00Z"),
        }
    }
    assert story(asked(), rated(5)).rating is not None


def test_comments_and_answers_do_not_show() -> None:
    """What people wrote is in no text that a log would have."""
    feedback = story(rated(1, comment="SECRET"), answered("2026-03-22T12:00Z", "SECRET"))
    texts = [feedback, rated(1, comment="SECRET"), answered("2026-03-22T12:00Z", "SECRET")]
    events = decide(None, rated(1, comment="SECRET"))

    assert not any("SECRET" in repr(some) for some in (*texts, *events))
    with pytest.raises(InvalidValue, match="says something"):
        answered("2026-03-22T12:00Z", " \n")


def test_defects_are_told_by_the_day_of_the_order() -> None:
    """Each order once, with when it was placed; what does not count is not among them."""
    bad, fine = story(rated(1)), attrs.evolve(story(rated(4)), order_id="O-2")
    gone = attrs.evolve(story(rated(1), withdrawn("2026-03-22T12:00Z")), order_id="O-3")

    assert defective_orders([bad, fine, gone, bad]) == {"O-1": occasion().placed}
    moved = story(rated(1, facts={"placed": "2026-03-03T05:00Z"}))
    with pytest.raises(InvalidValue, match="ordered_at"):
        defective_orders([bad, moved])


def test_what_is_allowed_is_what_a_rating_lets_one_do() -> None:
    """Of a rating: to answer it, to take it back, and to ask for its removal on any ground."""
    at = instant("2026-03-22T12:00Z")
    names = [type(some).__name__ for some in allowed(story(rated(1)), at)]

    assert names == ["RespondToFeedback", "WithdrawFeedback", *["RequestRemoval"] * 6]
    assert allowed(story(asked()), at) == ()
    open_one = story(rated(1), removal("2026-03-22T12:00Z"))
    assert [type(some).__name__ for some in allowed(open_one, at)][-3:] == ["DecideRemoval"] * 3


def test_bad_news_is_news_that_holds() -> None:
    """Neither a rating that was imported after a later one, nor what is said of it, is told."""
    late = story(rated(5, "2026-03-23T12:00Z", imported=True))
    (old,) = decide(None, rated(1, "2026-03-22T12:00Z", imported=True))
    bad = story(rated(1))
    (said,) = decide(bad, answered("2026-03-22T12:00Z"))

    assert not is_bad_news(late, old)
    assert not is_bad_news(evolve(bad, said), said)


def test_tables_of_a_host_are_tables() -> None:
    """A row for every day, none twice, and nothing else: anything less names the table."""
    later = attrs.evolve(FEEDBACK_TERMS[0], effective_from=dt.date(2026, 1, 1))
    for broken in ((), (later,), (*FEEDBACK_TERMS, *FEEDBACK_TERMS), (*FEEDBACK_TERMS, "row")):
        with pytest.raises(InvalidTable):
            FeedbackWorld(terms=broken)  # type: ignore[arg-type]
    with pytest.raises(InvalidTable):
        FeedbackWorld(reviews=())
    with pytest.raises(InvalidValue):
        FeedbackWorld(grounds="row")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (RATING_SPLITS[0], "positive_from", 6),
        (RATING_SPLITS[0], "negative_to", 4),
        (FEEDBACK_TERMS[0], "days", -1),
        (FEEDBACK_TERMS[0], "link_days", 3651),
        (FeedbackWorld().removals[0], "days", -1),
        (FeedbackWorld().reviews[0], "opens_after", -1),
        (FeedbackWorld().reviews[0], "closes_after", 3651),
        (FeedbackWorld().reviews[0], "excluded", "refunded"),
        (FeedbackWorld().grounds[0], "code", " "),
        (SCORE_PERIODS[0], "days", 0),
    ],
)
def test_rows_refuse_what_cannot_be(row: Any, field: str, value: object) -> None:
    """A number out of bounds, or a blank code, is named with its field."""
    with pytest.raises(InvalidValue, match=field):
        attrs.evolve(row, **{field: value})


def test_occasions_refuse_what_cannot_be() -> None:
    """Naive times, unknown zones, and a delivery that ends before it begins."""
    for facts in (
        {"placed": "2026-03-02T05:00"},
        {"confirmed": "soon"},
        {"zone": "Mars/Olympus"},
        {"circumstances": "refunded"},
        {"earliest": "2026-03-12T00:00Z"},
        {"shipped": "yes"},
    ):
        with pytest.raises(InvalidValue):
            occasion(**facts)
