"""The post of a record: what each command brings about, case by case."""

from typing import Any

import attrs
import pytest
from posting import ANN, AT, MAIL, NIGHT, SMS, after, plan, settle, statuses, story, take, terms

from ordercore.errors import InvalidValue, Refused
from ordercore.kernel.replace import replace
from ordercore.notices import Audience, Channel
from ordercore.notices.post import (
    DECISIONS,
    EVENTS,
    Addressee,
    DispatchStatus,
    OpenPost,
    Post,
    ReportBounce,
    ReviveDispatch,
    decide,
    explain,
    fold,
)
from ordercore.notices.post.folding import FOLDS

S = DispatchStatus

KEY = "order/O-1/1/buyer/news/email/ann"

PLANNED = story(None, plan())

TAKEN = story(PLANNED, take())


def bounce(key: str = KEY, minutes: float = 1) -> ReportBounce:
    """Say that a mail came back."""
    return ReportBounce(post_id="order/O-1", at=after(minutes), key=key, reason="550 no such user")


def revive(key: str = KEY, minutes: float = 9) -> ReviveDispatch:
    """Ask to send again."""
    return ReviveDispatch(post_id="order/O-1", at=after(minutes), key=key)


def test_every_event_is_folded() -> None:
    """The table of folds has a row for each, and the table of decisions a sentence."""
    assert set(FOLDS) == set(EVENTS)
    assert all(row.sentence for row in DECISIONS.rows.values())


def test_a_notice_is_planned_for_each_person_and_channel() -> None:
    """By the channels that the terms name and the person has, each by a key of its own."""
    bob = Addressee(id="bob", channels=frozenset({SMS, Channel.PUSH}))

    post = story(None, plan(terms=terms(channels=(MAIL, SMS)), to=(ANN, bob)))

    assert [some.key for some in post.dispatches] == [
        "order/O-1/1/buyer/news/email/ann",
        "order/O-1/1/buyer/news/sms/ann",
        "order/O-1/1/buyer/news/sms/bob",
    ]
    assert statuses(post) == ["waiting"] * 3
    assert post.due_at == AT


def test_planning_the_same_cause_again_brings_nothing() -> None:
    """Whoever is among its people by then, and by whatever channels."""
    again = plan(at=after(5), to=(ANN, replace(ANN, id="bob")), terms=terms(channels=(SMS,)))

    assert decide(PLANNED, again) == ()


def test_a_cause_is_told_to_each_audience_in_its_own_words() -> None:
    """What the buyer is told keeps nothing from the seller."""
    seller = terms(audience=Audience.SELLER)

    post = story(PLANNED, plan(audience=Audience.SELLER, terms=seller), plan(kind="other"))

    assert len(post.dispatches) == 3


def test_nobody_to_tell_is_nothing_to_plan() -> None:
    """Where the host names nobody, nothing is kept."""
    assert decide(story(None), plan(to=())) == ()


@pytest.mark.parametrize(
    ("unwanted", "status"),
    [
        (frozenset({("news", None)}), "unwanted"),
        (frozenset({("news", MAIL)}), "unwanted"),
        (frozenset({("", MAIL)}), "unwanted"),
        (frozenset({("", None)}), "unwanted"),
        (frozenset({("news", SMS)}), "waiting"),
        (frozenset({("", SMS)}), "waiting"),
        (frozenset({("other", None)}), "waiting"),
    ],
)
def test_what_is_not_wanted_is_not_sent(
    unwanted: frozenset[tuple[str, Channel | None]], status: str
) -> None:
    """By kind, by kind and channel, by channel, or at all; and it is noted that it was not."""
    post = story(None, plan(to=(replace(ANN, unwanted=unwanted),)))

    assert statuses(post) == [status]
    assert (post.due_at is None) is (status == "unwanted")


def test_who_has_no_address_is_noted() -> None:
    """One dispatch says so, and can be revived when there is one."""
    post = story(None, plan(to=(Addressee(id="ann", channels=frozenset({SMS})),)))

    (some,) = post.aside
    assert (some.status, some.error) == (S.NO_ADDRESS, "no address by any channel of such notices")
    assert statuses(story(post, revive())) == ["waiting"]


def test_what_is_taken_is_nobody_elses() -> None:
    """Until the lease is over; then it is taken again, with one try more."""
    assert statuses(TAKEN) == ["sending"]
    assert decide(TAKEN, take(0.5)) == ()
    again = story(TAKEN, take(1))

    assert [some.tries for some in again.dispatches] == [2]
    assert again.due_at == after(2)


def test_what_was_sent_is_done() -> None:
    """It is due no more, whoever else says what about it."""
    post = story(TAKEN, settle(TAKEN, S.SENT))

    assert statuses(post) == ["sent"]
    assert post.dispatches[0].settled_at == AT
    assert (post.due_at, post.open, post.aside) == (None, (), ())
    assert decide(post, settle(post, S.SENT)) == ()
    assert decide(post, settle(post, S.POISONED)) == ()
    assert explain(post, revive()) != ()


def test_what_failed_waits_for_its_moment() -> None:
    """It is due again after a pause, and counts its tries."""
    post = story(TAKEN, settle(TAKEN, S.WAITING, again_at=after(5), error="timed out"))

    assert post.due(after(4)) == ()
    (some,) = post.due(after(5))
    assert (some.tries, some.error, some.held) == (1, "timed out", False)


def test_what_was_put_off_was_not_tried() -> None:
    """That it must not ring now counts no try."""
    post = story(TAKEN, settle(TAKEN, S.WAITING, again_at=after(60), held=True))

    assert [(some.tries, some.held) for some in post.dispatches] == [(0, True)]


def test_what_somebody_else_has_taken_since_is_theirs() -> None:
    """Whoever was slow changes nothing, but for saying that it was sent."""
    late = settle(TAKEN, S.WAITING, 2, again_at=after(9))
    again = story(TAKEN, take(1))

    assert decide(again, late) == ()
    sent = story(again, settle(TAKEN, S.SENT, 2))
    assert statuses(sent) == ["sent"]
    assert decide(sent, settle(again, S.WAITING, 3, again_at=after(9))) == ()


def test_what_was_sent_after_all_is_sent() -> None:
    """Although it was put aside meanwhile."""
    aside = story(TAKEN, settle(TAKEN, S.POISONED, error="never settled"))

    assert statuses(story(aside, settle(TAKEN, S.SENT, 2))) == ["sent"]


def test_what_was_taken_too_often_is_put_aside() -> None:
    """A process that dies of it every time keeps nobody waiting for ever."""
    post = story(TAKEN, take(1), take(2))

    post = story(post, take(3, most_tries=3))

    (some,) = post.aside
    assert (some.status, some.error) == (S.POISONED, "taken 3 times, and never settled")
    assert statuses(story(post, revive())) == ["waiting"]
    assert [some.tries for some in story(post, revive()).dispatches] == [0]


def test_nothing_overtakes() -> None:
    """Of one person and channel the first goes first; another person's does not wait."""
    bob = replace(ANN, id="bob")
    post = story(None, plan("c/1"), plan("c/2", kind="more", to=(ANN, bob)))

    assert [some.key for some in post.due(AT)] == [
        "c/1/buyer/news/email/ann",
        "c/2/buyer/more/email/bob",
    ]
    failing = story(post, take())
    failing = story(failing, settle(failing, S.WAITING, again_at=after(60)))
    assert [some.recipient for some in failing.due(after(5))] == ["bob"]
    aside = story(failing, take(60))
    aside = story(aside, settle(aside, S.POISONED, 60))
    assert [some.kind for some in aside.due(after(61))] == ["more", "more"]


def test_a_burst_is_one_notice() -> None:
    """The later takes the place of the earlier, and waits no longer than that would have."""
    patient = terms(collapses=True, waits=after(15) - AT)
    post = story(None, plan("c/1", terms=patient), plan("c/2", terms=patient, at=after(10)))

    assert statuses(post) == ["collapsed", "waiting"]
    assert post.due_at == after(15)
    assert post.due(after(14)) == ()
    assert [some.cause for some in post.due(after(15))] == ["c/2"]


@pytest.mark.parametrize(
    "other", [{"kind": "other"}, {"about": "P2"}, {"to": (replace(ANN, id="bob"),)}]
)
def test_only_the_same_collapses(other: dict[str, Any]) -> None:
    """Another kind, parcel or person is told of beside it."""
    same = terms(collapses=True)
    post = story(None, plan("c/1", terms=same, about="P1"))

    post = story(post, plan("c/2", **{"terms": same, "about": "P1", **other}))

    assert statuses(post) == ["waiting", "waiting"]


def test_what_is_being_sent_does_not_collapse() -> None:
    """It may have arrived; the later one follows."""
    same = terms(collapses=True)
    post = story(None, plan("c/1", terms=same), take(), plan("c/2", terms=same))

    assert statuses(post) == ["sending", "waiting"]


def test_what_is_told_late_does_not_wait_for_more() -> None:
    """The time that a burst has counts from what happened."""
    patient = terms(collapses=True, waits=after(15) - AT)

    post = story(None, plan(terms=patient, at=after(20), happened_at=AT))

    assert post.due_at == after(20)


def test_at_night_only_what_is_urgent_rings() -> None:
    """The rest waits for the morning of whoever sleeps, and is overtaken by that alone."""
    night = after(11 * 60)
    asleep = (replace(ANN, quiet=NIGHT),)
    post = story(
        None,
        plan("c/1", at=night, to=asleep),
        plan("c/2", at=night, to=asleep, kind="fire", terms=terms(urgent=True)),
        plan("c/3", at=night, to=asleep, kind="more"),
    )

    assert [(some.cause, some.held) for some in post.dispatches] == [
        ("c/1", True),
        ("c/2", False),
        ("c/3", True),
    ]
    assert post.due_at == night
    assert [some.cause for some in post.due(night)] == ["c/2"]
    morning = after(19 * 60)
    assert [some.cause for some in post.due(morning)] == ["c/1"]


def test_a_channel_that_does_not_ring_is_not_held_back() -> None:
    """Where the host says that mail is silent, it comes at night too."""
    night = after(11 * 60)
    asleep = (replace(ANN, quiet=NIGHT),)

    post = story(None, plan(at=night, to=asleep, silent=frozenset({MAIL})))

    assert post.due_at == night


def test_what_comes_back_is_noted_and_may_be_sent_again() -> None:
    """At once or days later, and once."""
    sent = story(TAKEN, settle(TAKEN, S.SENT))

    for before in (TAKEN, sent):
        post = story(before, bounce())
        assert [(some.status, some.error) for some in post.aside] == [
            (S.BOUNCED, "550 no such user")
        ]
        assert decide(post, bounce(minutes=5)) == ()
        assert decide(post, settle(TAKEN, S.SENT, 6)) == ()
        assert statuses(story(post, revive(), revive())) == ["waiting"]


@pytest.mark.parametrize(
    ("post", "command", "code"),
    [
        (PLANNED, bounce("other"), "dispatch_unknown"),
        (PLANNED, revive("other"), "dispatch_unknown"),
        (PLANNED, attrs.evolve(settle(TAKEN, S.SENT), key="other"), "dispatch_unknown"),
        (PLANNED, bounce(), "dispatch_never_left"),
        (story(TAKEN, settle(TAKEN, S.SENT)), revive(), "dispatch_not_aside"),
        (story(TAKEN, settle(TAKEN, S.EXPIRED)), revive(), "dispatch_not_aside"),
        (None, bounce(), "does_not_exist"),
        (None, take(), "does_not_exist"),
        (None, plan(), "does_not_exist"),
    ],
)
def test_what_makes_no_sense_is_refused(
    post: Post | None, command: ReportBounce, code: str
) -> None:
    """With a code that says why."""
    with pytest.raises(Refused) as refused:
        decide(post, command)

    assert [some.code for some in refused.value.refusals] == [code]
    assert [some.code for some in explain(post, command)] == [code]


def test_any_notice_may_be_planned() -> None:
    """There is no reason against it."""
    assert explain(PLANNED, plan("c/9")) == ()


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: plan(post_id=" "), "post_id"),
        (lambda: plan(cause=""), "cause"),
        (lambda: plan(kind=""), "kind"),
        (lambda: plan(to=(ANN, ANN)), "to"),
        (lambda: plan(terms="soon"), "terms"),
        (lambda: Addressee(id=""), "recipient"),
        (lambda: Addressee(id="ann", zone="Mars"), "zone"),
        (lambda: take(lease=0), "until"),
        (lambda: take(most_tries=0), "most_tries"),
        (lambda: take(most=0), "most"),
        (lambda: settle(TAKEN, S.SENDING), "status"),
        (lambda: settle(TAKEN, S.COLLAPSED), "status"),
        (lambda: settle(TAKEN, S.WAITING), "again_at"),
        (lambda: settle(TAKEN, S.SENT, again_at=AT), "again_at"),
    ],
)
def test_commands_that_say_nothing_are_refused(make: object, field: str) -> None:
    """Each names the field."""
    assert callable(make)
    with pytest.raises(InvalidValue) as wrong:
        make()

    assert wrong.value.field == field


def test_live_equals_replay() -> None:
    """Folding all events gives the post."""
    opened = decide(None, OpenPost(post_id="order/O-1", at=AT))
    post = fold(opened)
    assert post is not None
    post = fold((*opened, *decide(post, plan())))

    assert post == PLANNED
    assert decide(PLANNED, OpenPost(post_id="order/O-1", at=AT)) == ()
    assert fold(()) is None
