"""Laws of feedback, over any commands in any order."""

import datetime as dt
from collections.abc import Sequence

from feedback_stories import LEFT, answered, asked, decided, rated, removal, story, withdrawn
from hypothesis import given
from hypothesis import strategies as st

from ordercore.conversations.feedback import (
    DECISIONS,
    EVENTS,
    FEEDBACK_LIFECYCLE,
    Feedback,
    FeedbackCommand,
    FeedbackEvent,
    FeedbackStatus,
    RemovalOutcome,
    allowed,
    decide,
    evolve,
    explain,
    fold,
    is_defect,
    score_of,
)
from ordercore.errors import Refused
from ordercore.kernel.time import instant

MOMENTS = st.integers(-2, 99).map(lambda days: str(instant(LEFT) + dt.timedelta(days=days)))

GROUNDS = st.sampled_from(["obscene", "fulfilled_by_marketplace", "unfair"])


def commands(imported: st.SearchStrategy[bool]) -> st.SearchStrategy[FeedbackCommand]:
    """Give any command about one order."""
    return st.one_of(
        st.builds(asked, MOMENTS, imported=imported, by_letter=st.booleans()),
        st.builds(rated, st.integers(1, 5), MOMENTS, imported=imported, comment=st.text("ab")),
        st.builds(answered, MOMENTS, st.sampled_from(["one", "two"]), imported=imported),
        st.builds(withdrawn, MOMENTS, imported=imported),
        st.builds(removal, MOMENTS, GROUNDS, imported=imported),
        st.builds(decided, MOMENTS, st.sampled_from(RemovalOutcome), imported=imported),
    )


ANY = st.lists(commands(st.booleans()), max_size=12)

FACTS = st.lists(commands(st.just(True)), max_size=6)


def lived(given_commands: Sequence[FeedbackCommand]) -> tuple[list[FeedbackEvent], list[Feedback]]:
    """Give the events of those commands that are let in, and the feedback after each."""
    events: list[FeedbackEvent] = []
    states: list[Feedback] = []
    for command in given_commands:
        before = states[-1] if states else None
        try:
            happened = decide(before, command)
        except Refused:
            continue
        for event in happened:
            events.append(event)
            states.append(evolve(states[-1] if states else None, event))
    return events, states


@given(ANY)
def test_live_equals_replay(given_commands: list[FeedbackCommand]) -> None:
    """Folding the events gives the feedback that was lived."""
    events, states = lived(given_commands)

    assert fold(events) == (states[-1] if states else None)


@given(ANY)
def test_twice_is_once(given_commands: list[FeedbackCommand]) -> None:
    """A command that was let in brings nothing about when it comes again at once."""
    feedback: Feedback | None = None
    for command in given_commands:
        try:
            happened = decide(feedback, command)
        except Refused:
            continue
        for event in happened:
            feedback = evolve(feedback, event)
        assert decide(feedback, command) == ()


@given(FACTS, st.integers(1, 5), st.randoms(use_true_random=False))
def test_facts_from_elsewhere_come_in_any_order(
    facts: list[FeedbackCommand], stars: int, random: object
) -> None:
    """Any order of imported facts about a rating, with repeats, ends in one feedback."""
    known = rated(stars, imported=True)
    shuffled = [*facts, *facts[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert story(known, *shuffled) == story(known, *facts)


@given(ANY)
def test_what_was_removed_never_counts(given_commands: list[FeedbackCommand]) -> None:
    """Nothing that was taken back, removed or struck through is a defect, or in the score."""
    for feedback in lived(given_commands)[1]:
        taken = feedback.withdrawn_at is not None or (
            feedback.decision is not None and feedback.decision.outcome is not RemovalOutcome.KEPT
        )
        if taken:
            assert (is_defect(feedback), score_of(feedback).ratings) == (False, 0)
        assert is_defect(feedback) is bool(score_of(feedback).negative)


@given(ANY)
def test_the_lifecycle_permits_every_move(given_commands: list[FeedbackCommand]) -> None:
    """No status follows another but as the lifecycle says."""
    before: FeedbackStatus | None = None
    for feedback in lived(given_commands)[1]:
        assert FEEDBACK_LIFECYCLE.permits(before, feedback.status)
        before = feedback.status


@given(ANY, st.integers(0, 40))
def test_what_is_allowed_is_never_refused(given_commands: list[FeedbackCommand], days: int) -> None:
    """Whatever is offered brings something about."""
    states = lived(given_commands)[1]
    for command in allowed(states[-1], instant(LEFT) + dt.timedelta(days=days)) if states else ():
        assert explain(states[-1], command) == ()
        assert decide(states[-1], command)


def test_every_event_is_brought_about() -> None:
    """The table of commands brings about every class of events, and no other."""
    told = [
        asked(),
        rated(1),
        answered(LEFT),
        removal(LEFT),
        decided(LEFT, RemovalOutcome.KEPT),
        withdrawn(LEFT),
    ]

    assert {type(command) for command in told} == set(DECISIONS.rows)
    assert {type(event) for event in lived(told)[0]} == set(EVENTS)
