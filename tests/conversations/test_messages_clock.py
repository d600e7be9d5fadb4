"""By when buyers are answered, and how they were: truth tables."""

import datetime as dt
from typing import Any

import pytest
from message_stories import left, needed, sent, story, stuck, told, unneeded, wrote

from ordercore.conversations.messages import (
    ANSWER_TERMS,
    AnswerTerms,
    Conversation,
    ConversationCommand,
    MessageWorld,
    ResponseCount,
    ResponseStatus,
    Sender,
    Venue,
    answer_due,
    answer_hours,
    answer_table,
    answers_due,
    count_responses,
    responses,
)
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.time import instant

# A Friday, 18:00 in Los Angeles: none of the next hours is of a business day there.
FRIDAY = "2026-03-06T18:00:00-08:00"

# It falls on the night on which the clocks go forward there; an hour stays an hour.
SATURDAY = "2026-03-07T18:00:00-08:00"

LATER = instant("2026-04-01T00:00Z")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (FRIDAY, "2026-03-07T18:00:00-08:00"),
        (SATURDAY, "2026-03-08T19:00:00-07:00"),
        ("2025-12-25T10:00:00-08:00", "2025-12-26T10:00:00-08:00"),
    ],
    ids=["weekend", "clocks go forward", "Christmas"],
)
def test_a_buyer_is_answered_within_24_hours_on_every_day(received: str, due: str) -> None:
    """Weekends and holidays too, unlike the clocks of shipping (facts §12, 38)."""
    assert answer_due(story(wrote(received))) == instant(due)


def status_of(talk: Conversation, at: object = LATER, id: str = "B-1") -> ResponseStatus:
    """Give what became of a message."""
    return next(some.status for some in responses(talk, at) if some.message_id == id)


ANSWERED, LATE = ResponseStatus.ANSWERED, ResponseStatus.LATE
WAITING, OVERDUE = ResponseStatus.WAITING, ResponseStatus.OVERDUE


@pytest.mark.parametrize(
    ("commands", "status"),
    [
        ([], OVERDUE),
        ([sent("2026-03-07T18:00:00-08:00")], ANSWERED),
        ([sent("2026-03-07T18:00:00.000001-08:00")], LATE),
        ([sent("2026-03-07T12:00:00-08:00", automatic=True)], OVERDUE),
        (
            [
                sent("2026-03-07T12:00:00-08:00", automatic=True),
                sent("2026-03-07T13:00:00-08:00", "S-2"),
            ],
            ANSWERED,
        ),
        ([sent("2026-03-05T12:00:00-08:00", imported=True)], OVERDUE),
        ([sent(FRIDAY)], OVERDUE),
        ([sent(FRIDAY, in_reply_to="B-1")], ANSWERED),
        ([sent("2026-03-07T12:00:00-08:00"), stuck("2026-03-07T12:01:00-08:00")], OVERDUE),
        (
            [
                sent("2026-03-07T12:00:00-08:00"),
                stuck("2026-03-07T12:01:00-08:00"),
                left("2026-03-08T00:00:00-08:00"),
            ],
            LATE,
        ),
        ([sent("2026-03-07T12:00:00-08:00"), left("2026-03-07T12:01:00-08:00")], ANSWERED),
        ([unneeded("2026-03-07T12:00:00-08:00")], ResponseStatus.NOT_NEEDED),
        ([unneeded("2026-03-09T12:00:00-08:00")], ResponseStatus.NOT_NEEDED),
        (
            [unneeded("2026-03-07T12:00:00-08:00"), needed("2026-03-07T13:00:00-08:00")],
            OVERDUE,
        ),
    ],
    ids=[
        "nobody",
        "at the last instant",
        "a tick later",
        "a program",
        "a program, and then a person",
        "before it was asked",
        "at the same moment",
        "at the same moment, to this message",
        "never left",
        "left late, after it had failed",
        "left in time",
        "needs none",
        "needs none, said late",
        "needs one after all",
    ],
)
def test_what_answers_a_buyer(commands: list[ConversationCommand], status: ResponseStatus) -> None:
    """The first message of the seller's after it, that is no program's and has left."""
    assert status_of(story(wrote(FRIDAY), *commands)) is status


def test_a_message_waits_until_its_last_instant_and_is_overdue_after_it() -> None:
    """Neither counts as answered; only the latter counts at all."""
    talk = story(wrote(FRIDAY))
    due = answer_due(talk)
    assert due is not None

    assert status_of(talk, due) is WAITING
    assert status_of(talk, due + dt.timedelta(microseconds=1)) is OVERDUE


def test_what_was_not_known_yet_is_not_looked_at() -> None:
    """A day that is over stays as it was, whatever is said afterwards."""
    talk = story(wrote(FRIDAY), sent("2026-03-09T12:00:00-08:00"))

    assert responses(talk, "2026-03-06T17:59:59-08:00") == ()
    assert status_of(talk, "2026-03-07T12:00:00-08:00") is WAITING
    assert status_of(talk, "2026-03-08T12:00:00-08:00") is OVERDUE
    assert status_of(talk, "2026-03-09T12:00:00-08:00") is LATE


def test_writing_once_more_gives_the_seller_no_more_time() -> None:
    """The earliest message sets the hour; each is answered by what comes after it."""
    talk = story(wrote(FRIDAY), wrote("2026-03-07T12:00:00-08:00", "B-2"))
    assert answer_due(talk) == instant("2026-03-07T18:00:00-08:00")

    talk = told(talk, [sent("2026-03-07T19:00:00-08:00")])
    assert answer_due(talk) is None
    assert status_of(talk, id="B-1") is LATE
    assert status_of(talk, id="B-2") is ANSWERED


def test_writing_again_after_an_answer_asks_anew() -> None:
    """And what was answered stays so."""
    talk = story(
        wrote(FRIDAY), sent("2026-03-07T12:00:00-08:00"), wrote("2026-03-07T13:00:00-08:00", "B-2")
    )

    assert answer_due(talk) == instant("2026-03-08T14:00:00-07:00")
    assert [some.answered_by for some in responses(talk, LATER)] == ["S-1", None]


def test_nobody_answers_a_system() -> None:
    """The marketplace tells something; no clock runs."""
    talk = story(wrote(FRIDAY, sender=Sender.SYSTEM, subject="return_requested"))

    assert answer_due(talk) is None
    assert responses(talk, LATER) == ()


def test_what_is_due_is_told_of_all_conversations_the_most_urgent_first() -> None:
    """Up to a moment; what is overdue is among it."""
    talk = story(wrote(FRIDAY), wrote("2026-03-06T17:00:00-08:00", "B-0"))

    found = answers_due([talk], "2026-03-07T17:30:00-08:00")
    assert [(some.conversation_id, some.message_id) for some in found] == [("O-1", "B-0")]
    assert [some.message_id for some in answers_due([talk], LATER)] == ["B-0", "B-1"]


def test_facts_are_counted_for_a_rate() -> None:
    """What waits and what needs no answer is in neither number."""
    talk = story(
        wrote("2026-03-01T12:00Z", "B-1"),
        sent("2026-03-01T13:00Z", "S-1"),
        wrote("2026-03-02T12:00Z", "B-2"),
        sent("2026-03-04T12:00Z", "S-2"),
        wrote("2026-03-05T12:00Z", "B-3"),
        wrote("2026-03-05T13:00Z", "B-4"),
        unneeded("2026-03-05T14:00Z", "B-4"),
        wrote("2026-03-08T12:00Z", "B-5"),
    )

    count = count_responses(responses(talk, "2026-03-08T13:00Z"))

    assert count == ResponseCount(in_time=1, late=1, overdue=1, waiting=1, not_needed=1)
    assert count.settled == 3
    assert count_responses([]).settled == 0


def test_a_host_gives_other_hours_from_a_day_on() -> None:
    """By marketplace; the day is that on which the buyer writes, where the marketplace is."""
    row = AnswerTerms(
        venue=Venue.MARKETPLACE, marketplace="US", effective_from=dt.date(2026, 3, 7), hours=12
    )
    world = MessageWorld(answers=(*ANSWER_TERMS, row))

    before = story(wrote(FRIDAY), world=world)
    after = story(wrote(SATURDAY), world=world)

    assert answer_due(before) == instant("2026-03-07T18:00:00-08:00")
    assert answer_due(after) == instant("2026-03-08T07:00:00-07:00")


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (*ANSWER_TERMS, ANSWER_TERMS[0]),
        (*ANSWER_TERMS, "24 hours"),
        (ANSWER_TERMS[0], AnswerTerms(venue=Venue.OWN_SHOP, marketplace="DE", hours=48)),
    ],
    ids=["empty", "twice", "no row", "one place alone"],
)
def test_a_table_that_leaves_a_buyer_without_an_hour_is_refused(rows: Any) -> None:
    """When it is built, and not when somebody writes."""
    with pytest.raises(InvalidTable):
        answer_table(rows)


def test_no_hours_without_a_row() -> None:
    """Rows that nobody made a table of may have none."""
    with pytest.raises(InvalidTable):
        answer_hours(Venue.OWN_SHOP, dt.date(2026, 3, 1), rows=())


def nothing(text: str) -> Any:
    """Give a text where something else is asked for."""
    return text


@pytest.mark.parametrize(
    "ask",
    [
        lambda: answers_due([], "2026-03-07T17:30:00"),
        lambda: answers_due([nothing("O-1")], LATER),
        lambda: answer_due(nothing("O-1")),
        lambda: responses(nothing("O-1"), LATER),
        lambda: count_responses([nothing("late")]),
        lambda: AnswerTerms(venue=Venue.OWN_SHOP, hours=0),
    ],
    ids=["naive", "no conversation", "no conversation", "no conversation", "no response", "0"],
)
def test_what_is_nothing_of_the_kind_is_refused(ask: Any) -> None:
    """With the field and the value."""
    with pytest.raises(InvalidValue):
        ask()
