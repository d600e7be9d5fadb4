"""Laws of conversations, over any messages in any order."""

import datetime as dt
from collections.abc import Sequence
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from message_stories import occasion, opened, story

from ordercore.conversations.messages import (
    DECISIONS,
    EVENTS,
    Conversation,
    ConversationCommand,
    ConversationEvent,
    MarkAnswerNeeded,
    MarkNoAnswerNeeded,
    MessageReceived,
    ReceiveMessage,
    RecordDispatch,
    RecordDispatchFailure,
    ResponseStatus,
    Sender,
    SendMessage,
    Venue,
    allowed,
    answer_due,
    answers_due,
    calls_for_answer,
    decide,
    evolve,
    explain,
    fold,
    reaches_buyer,
    responses,
)
from ordercore.errors import Refused
from ordercore.kernel.time import Instant, instant

FIRST = instant("2026-03-06T12:00Z")

MOMENTS = st.integers(0, 60).map(lambda hours: FIRST + dt.timedelta(hours=hours))

BUYERS, SELLERS = st.sampled_from(["B-1", "B-2", "B-3"]), st.sampled_from(["S-1", "S-2", "S-3"])


def _about(ids: st.SearchStrategy[str], **said: Any) -> dict[str, Any]:
    return {"conversation_id": st.just("O-1"), "message_id": ids, "at": MOMENTS, **said}


RECEIVED: st.SearchStrategy[ConversationCommand] = st.builds(
    ReceiveMessage,
    **_about(
        BUYERS,
        text=st.sampled_from(["Where is it?", "Hello?"]),
        sender=st.sampled_from([Sender.BUYER, Sender.SYSTEM]),
    ),
)

SENT: st.SearchStrategy[ConversationCommand] = st.builds(
    SendMessage,
    **_about(
        SELLERS,
        text=st.just("It is on its way."),
        kind=st.sampled_from(["reply", "unexpected_problem", "confirm_order_details"]),
        automatic=st.booleans(),
        imported=st.booleans(),
        in_reply_to=st.none() | BUYERS,
        occasion=st.just(occasion()),
    ),
)

SAID: st.SearchStrategy[ConversationCommand] = st.one_of(
    st.builds(MarkNoAnswerNeeded, **_about(BUYERS)),
    st.builds(MarkAnswerNeeded, **_about(BUYERS)),
    st.builds(RecordDispatch, **_about(SELLERS, reference=st.sampled_from(["", "m-1"]))),
    st.builds(RecordDispatchFailure, **_about(SELLERS, failure=st.sampled_from(["no", "down"]))),
)

COMMANDS = st.one_of(RECEIVED, SENT, SAID)

STORIES = st.lists(COMMANDS, max_size=10)


def accepted(
    commands: Sequence[ConversationCommand],
) -> tuple[Conversation, list[ConversationEvent]]:
    """Give the conversation after all commands that are not refused, and what happened."""
    talk, events = story(), list(decide(None, opened()))
    for command in commands:
        try:
            found = decide(talk, command)
        except Refused:
            continue
        for event in found:
            talk = evolve(talk, event)
        events += found
    return talk, events


@given(STORIES)
def test_law_live_equals_replay(commands: list[ConversationCommand]) -> None:
    """Folding what happened gives what there is."""
    talk, events = accepted(commands)

    assert fold(events) == talk
    assert {type(event) for event in events} <= set(EVENTS)


@given(
    st.lists(RECEIVED, max_size=2, unique_by=lambda some: getattr(some, "message_id", "")),
    st.lists(
        SENT.filter(lambda some: bool(getattr(some, "imported", False))),
        max_size=2,
        unique_by=lambda some: getattr(some, "message_id", ""),
    ),
    st.lists(SAID, max_size=3),
    st.randoms(),
)
def test_law_the_order_in_which_messages_become_known_does_not_matter(
    received: list[ConversationCommand],
    sent: list[ConversationCommand],
    said: list[ConversationCommand],
    chance: Any,
) -> None:
    """Nor how often; what is said of a message follows it, as it can be said of nothing else."""
    written = [*received, *sent]
    ends = {
        accepted([*first, *then])[0]
        for first in permutations(written)
        for then in permutations(said)
    }
    repeated = [*written, *written]
    chance.shuffle(repeated)
    ends.add(accepted([*repeated, *said, *reversed(said), *repeated])[0])

    assert len(ends) == 1


@given(STORIES)
def test_law_twice_is_once(commands: list[ConversationCommand]) -> None:
    """What was just accepted changes nothing when it is said again."""
    talk = story()
    for command in commands:
        try:
            for event in decide(talk, command):
                talk = evolve(talk, event)
        except Refused:
            continue
        assert decide(talk, command) == ()


@given(STORIES, st.lists(SENT, max_size=3), MOMENTS)
def test_law_automatic_replies_never_change_a_clock(
    commands: list[ConversationCommand], others: list[ConversationCommand], at: Instant
) -> None:
    """However many there are, and whenever they were sent."""
    talk, _ = accepted(commands)
    after = talk
    for number, other in enumerate(others):
        fields: dict[str, Any] = {"message_id": f"A-{number}", "at": other.at, "in_reply_to": None}
        robot = SendMessage(
            conversation_id="O-1",
            text="We will answer soon.",
            kind="reply",
            automatic=True,
            imported=True,
            **fields,
        )
        for event in decide(after, robot):
            after = evolve(after, event)

    assert answer_due(after) == answer_due(talk)
    assert responses(after, at) == responses(talk, at)


@given(STORIES)
def test_law_the_clock_stands_where_the_earliest_that_waits_set_it(
    commands: list[ConversationCommand],
) -> None:
    """A day after it was received; and nobody waits once all are answered or need none."""
    talk, _ = accepted(commands)
    end = FIRST + dt.timedelta(days=30)
    open_ones = [some for some in responses(talk, end) if some.status is ResponseStatus.OVERDUE]

    assert answer_due(talk) == min([some.due for some in open_ones], default=None)
    assert {some.message_id for some in answers_due([talk], end)} == {
        some.message_id for some in open_ones
    }
    for some in responses(talk, end):
        assert some.due - some.received_at == dt.timedelta(hours=24)
        if some.answered_at is not None and some.status is not ResponseStatus.NOT_NEEDED:
            assert (some.answered_at <= some.due) is (some.status is ResponseStatus.ANSWERED)


@given(STORIES, MOMENTS)
def test_law_what_is_offered_is_accepted_and_a_refusal_has_reasons(
    commands: list[ConversationCommand], at: Instant
) -> None:
    """Rules are total: every command can be explained of every conversation."""
    talk, _ = accepted(commands)

    for offered in allowed(talk, at):
        assert explain(talk, offered) == ()
        assert decide(talk, offered)
    for command in commands:
        for refusal in explain(talk, command):
            assert refusal.code


@given(STORIES)
def test_law_sellers_hear_of_what_waits_and_of_nothing_else(
    commands: list[ConversationCommand],
) -> None:
    """And buyers at a marketplace hear from the marketplace."""
    talk, events = accepted(commands)
    waiting = {some.message_id for some in answers_due([talk], FIRST + dt.timedelta(days=30))}
    told = {
        event.message.id
        for event in events
        if isinstance(event, MessageReceived) and calls_for_answer(talk, event)
    }

    assert told == waiting
    assert not any(reaches_buyer(talk, event) for event in events)


def test_buyers_hear_of_messages_in_a_shop_of_ones_own() -> None:
    """But for what was sent elsewhere."""
    talk = fold(decide(None, opened(venue=Venue.OWN_SHOP)))
    command = SendMessage(
        conversation_id="O-1",
        message_id="S-1",
        at=FIRST,
        kind="greeting",
        text="Hello",
        occasion=occasion(venue=Venue.OWN_SHOP),
    )
    assert talk is not None
    (event,) = decide(talk, command)

    assert reaches_buyer(talk, event)
    assert not calls_for_answer(talk, event)


def test_sellers_are_told_of_no_message_that_needs_no_answer() -> None:
    """Once that was said, or a system wrote it."""
    talk, events = accepted(
        [
            ReceiveMessage(conversation_id="O-1", message_id="B-1", at=FIRST, text="Thanks"),
            MarkNoAnswerNeeded(conversation_id="O-1", message_id="B-1", at=FIRST),
        ]
    )

    assert not any(calls_for_answer(talk, event) for event in events)


def test_every_command_has_its_row() -> None:
    """And every row a docstring, as the table sees to when it is built."""
    assert [kind.__name__ for kind in DECISIONS.rows] == [
        "OpenConversation",
        "ReceiveMessage",
        "SendMessage",
        "MarkNoAnswerNeeded",
        "MarkAnswerNeeded",
        "RecordDispatch",
        "RecordDispatchFailure",
    ]
