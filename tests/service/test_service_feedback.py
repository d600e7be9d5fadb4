"""Feedback at the desk: kept beside orders, and reviews asked for once in their time."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later, placing, stores

from ordercore import OrderDesk
from ordercore.adapters.memory import MemoryStore
from ordercore.conversations.feedback import (
    REVIEWS_WHEN_SETTLED,
    SCORE_PERIODS,
    Feedback,
    FeedbackStatus,
    FeedbackWorld,
    Occasion,
    RatingKind,
    RecordFeedback,
    RemovalOutcome,
    RespondToFeedback,
    Score,
    WithdrawFeedback,
)
from ordercore.errors import InvalidValue, NotFound, Refused
from ordercore.kernel.replace import replace
from ordercore.orders.paying import ConfirmPayment
from ordercore.service.asked import Asked
from ordercore.service.auditing import audit
from ordercore.service.dossiers import FEEDBACK
from ordercore.service.keys import order_key
from ordercore.testing.laws import live_equals_replay

KEYS = (FEEDBACK.key("O-1"), order_key("O-1"))

LATEST = later(5)


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> OrderDesk:
    """Give a desk of each kind, with an order that was sent and is promised for 7 March."""
    memory, sqlite = stores(tmp_path)
    kinds = {"memory": memory, "sqlite": sqlite, "awaited": memory}
    store = kinds[request.param]
    return sold(faced(store) if request.param == "awaited" else desk_over(store))


def sold(desk: OrderDesk, id: str = "O-1", **said: Any) -> OrderDesk:
    """Sell two A, to be delivered by 7 March."""
    desk.receive("A", 2)
    desk.handle(placing(id, marketplace="DE", deliver_by=LATEST, **said))
    desk.confirm_payment(id, at=later())
    desk.confirm_shipment(id, at=later(1))
    return desk


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Give the codes of a refusal."""
    return [some.code for some in refused.value.refusals]


# A life


def test_feedback_is_kept_beside_its_order(desk: OrderDesk) -> None:
    """At each step it is what its events tell, and can be found by its order."""
    steps: tuple[Callable[[], Feedback], ...] = (
        lambda: desk.request_review("O-1", at=later(12)),
        lambda: desk.record_feedback("O-1", 1, comment="slow", at=later(13)),
        lambda: desk.respond_to_feedback("O-1", "We are sorry.", at=later(14)),
        lambda: desk.request_removal("O-1", "protected_label", at=later(15)),
        lambda: desk.decide_removal("O-1", RemovalOutcome.STRUCK, at=later(16)),
        lambda: desk.withdraw_feedback("O-1", at=later(17)),
    )
    lived: list[FeedbackStatus] = []
    for step in steps:
        feedback = step()
        assert desk.feedback_of("O-1") == feedback
        lived.append(feedback.status)

    assert lived == [
        FeedbackStatus.ASKED,
        FeedbackStatus.LEFT,
        FeedbackStatus.LEFT,
        FeedbackStatus.REMOVAL_ASKED,
        FeedbackStatus.STRUCK,
        FeedbackStatus.WITHDRAWN,
    ]
    live_equals_replay(desk.store, KEYS)
    assert audit(desk.store).is_well
    assert audit(desk.store).dossiers == 1


def test_the_occasion_is_the_orders_own(desk: OrderDesk) -> None:
    """Its marketplace, zone, and when it was placed; until when it is rated hangs on that."""
    feedback = desk.record_feedback("O-1", 4, at=later(90))

    assert (feedback.subject.marketplace, feedback.subject.zone) == ("DE", "Europe/Berlin")
    assert feedback.subject.ordered_at == desk.order("O-1").terms.placed_at
    assert feedback.rating is not None
    assert feedback.rating.kind is RatingKind.POSITIVE
    sold(desk, "O-2")
    with pytest.raises(Refused) as refused:
        desk.record_feedback("O-2", 4, at=later(91))
    assert codes(refused) == ["feedback_too_late"]
    assert desk.record_feedback("O-2", 4, imported=True, at=later(91)).counts


# Twice is once


def test_twice_is_once(desk: OrderDesk) -> None:
    """By its id it is the first answer, whatever came after; without one it changes nothing."""
    first = desk.record_feedback("O-1", 2, at=later(9), command_id="c-1")
    desk.withdraw_feedback("O-1", at=later(10))
    told = len(desk.store.events(KEYS[0]))

    assert desk.record_feedback("O-1", 2, at=later(9), command_id="c-1") == first
    assert desk.record_feedback("O-1", 2, at=later(9)).status is FeedbackStatus.WITHDRAWN
    with pytest.raises(Refused) as refused:
        desk.record_feedback("O-1", 5, at=later(9))
    assert codes(refused) == ["feedback_already_left"]
    with pytest.raises(Refused) as refused:
        desk.record_feedback("O-1", 5, at=later(9), command_id="c-1")
    assert codes(refused) == ["command_id_used_otherwise"]
    assert len(desk.store.events(KEYS[0])) == told == 2


# Asking for reviews


def test_a_review_is_asked_for_in_its_time_and_once(desk: OrderDesk) -> None:
    """From 12 March, 5 days after the promised one, to the end of 6 April in Berlin."""
    first, last = "2026-03-12T00:00+01:00", "2026-04-06T23:59:59+02:00"

    assert not desk.may_request_review("O-1", later(9)).may
    for at in (first, last):
        assert desk.may_request_review("O-1", at).may
    assert not desk.may_request_review("O-1", "2026-04-07T00:00+02:00").may
    assert [order.id for order in desk.reviews_to_request(first)] == ["O-1"]
    desk.request_review("O-1", at=first)

    assert list(desk.reviews_to_request(last)) == []
    (clause,) = desk.may_request_review("O-1", last).because
    assert clause.code == "review_already_requested"
    with pytest.raises(Refused) as refused:
        desk.request_review("O-1", at=last)
    assert codes(refused) == ["review_already_requested"]


def test_the_earliest_delivery_is_the_hosts_to_know(desk: OrderDesk) -> None:
    """By it the time begins sooner: an order knows only the latest."""
    at = later(8)

    assert not desk.may_request_review("O-1", at).may
    assert desk.may_request_review("O-1", at, earliest=later(3)).may
    assert list(desk.reviews_to_request(at)) == []
    found = list(desk.reviews_to_request(at, earliest=lambda _: later(3)))
    assert [order.id for order in found] == ["O-1"]
    assert desk.request_review("O-1", earliest=later(3), by_letter=False, at=at).request


def test_orders_to_ask_about_come_page_by_page(desk: OrderDesk) -> None:
    """Of many orders those that were sent, and not asked about, in the time for it."""
    for number in range(2, 7):
        sold(desk, f"O-{number}")
    desk.receive("A", 2)
    desk.handle(placing("unsent", marketplace="DE", deliver_by=LATEST))
    desk.request_review("O-3", at=later(12))
    desk.record_feedback("O-4", 5, at=later(12))

    found = [order.id for order in desk.reviews_to_request(later(12))]
    assert found == ["O-1", "O-2", "O-4", "O-5", "O-6"]
    assert list(desk.reviews_to_request(later(12), placed_from=later(1))) == []


def test_a_host_may_leave_out_who_waits_for_money() -> None:
    """By a row of its own; what is the case, its order tells."""
    careful = replace(OWN, feedback=FeedbackWorld(reviews=(REVIEWS_WHEN_SETTLED,)))
    desk = sold(desk_over(MemoryStore(), careful))
    desk.refund("O-1", reason="goodwill", amount="1.00 EUR", at=later(6))

    (clause,) = desk.may_request_review("O-1", later(12)).because
    assert (clause.code, clause.facts) == ("review_excluded", {"circumstances": ["refunded"]})


# What is not there


def test_what_is_not_there_is_not_found(desk: OrderDesk) -> None:
    """No such order, or nothing that was asked or said of it."""
    asked = (
        (lambda: desk.feedback_of("X"), "order", "X"),
        (lambda: desk.feedback_of("O-1"), "feedback", "O-1"),
        (lambda: desk.record_feedback("X", 5), "order", "X"),
        (lambda: desk.may_request_review("X"), "order", "X"),
        (lambda: desk.withdraw_feedback("O-1"), "feedback", "O-1"),
        (lambda: desk.handle_feedback(rated(order_id="X")), "order", "X"),
        (
            lambda: desk.explain_feedback(WithdrawFeedback(order_id="O-1", at=AT)),
            "feedback",
            "O-1",
        ),
    )
    for ask, kind, id in asked:
        with pytest.raises(NotFound) as caught:
            ask()
        assert (caught.value.kind, caught.value.id) == (kind, id)
    with pytest.raises(InvalidValue, match="stars"):
        desk.record_feedback("O-1", 6)


def rated(**said: Any) -> RecordFeedback:
    """Rate an order with an occasion of one's own."""
    where = Occasion(marketplace="DE", zone="Europe/Berlin", placed=AT)
    return RecordFeedback(
        **{"order_id": "O-1", "at": later(9), "occasion": where, "stars": 3, **said}
    )


def test_a_command_is_handed_in_as_it_is(desk: OrderDesk) -> None:
    """As any command about feedback; one about an order is none."""
    assert desk.explain_feedback(rated()) == ()
    assert desk.handle_feedback(rated()).counts
    answer = RespondToFeedback(order_id="O-1", at=later(8), text="Thanks.")
    assert [some.code for some in desk.explain_feedback(answer)] == ["before_feedback"]
    pay = ConfirmPayment(order_id="O-1", at=AT)
    for ask in (desk.handle_feedback, desk.explain_feedback):
        with pytest.raises(InvalidValue, match="a command about a feedback"):
            ask(pay)  # type: ignore[arg-type]


# Much at once


def test_feedback_is_decided_among_many_commands(desk: OrderDesk) -> None:
    """Each by itself: what is refused or not found stands for its value."""
    asked = [
        Asked(rated(), "c-1"),
        Asked(rated(stars=5)),
        Asked(RespondToFeedback(order_id="O-1", at=later(10), text="Thanks.")),
        Asked(WithdrawFeedback(order_id="X", at=later(10))),
    ]
    first, refused, answered, unknown = desk.handle_many(asked)

    assert isinstance(first, Feedback)
    assert isinstance(refused, Refused)
    assert isinstance(answered, Feedback)
    assert isinstance(unknown, NotFound)
    assert desk.feedback_of("O-1") == answered


def test_scores_are_of_all_that_is_kept(desk: OrderDesk) -> None:
    """By when each was left, in the days of a zone."""
    for number, stars in enumerate((5, 3, 1), start=2):
        sold(desk, f"O-{number}")
        desk.record_feedback(f"O-{number}", stars, at=later(10 * number))
    desk.withdraw_feedback("O-4", at=later(50))
    scores = desk.feedback_scores(dt.date(2026, 4, 21), "Europe/Berlin")

    assert scores["30_days"] == Score(neutral=1, stars=3)
    assert scores["lifetime"] == Score(positive=1, neutral=1, stars=8)


def test_the_periods_of_the_score_are_those_of_the_world() -> None:
    """A host has its own."""
    (month, *_) = SCORE_PERIODS
    desk = desk_over(MemoryStore(), replace(OWN, feedback=FeedbackWorld(periods=[month])))

    assert desk.feedback_scores(AT.date(), "UTC") == {"30_days": Score()}
