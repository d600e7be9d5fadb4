"""What is due beside orders, and of stock: claims, buyers, ratings, reviews; counts and orders."""

import datetime as dt
from typing import Any

import attrs
import pytest
from work_stories import PAID, SENT, ask, filled, given, later, place

from ordercore.conversations import claims, feedback, messages
from ordercore.conversations.messages import MessageWorld, Sender, Venue
from ordercore.i18n import clause_sentence
from ordercore.inventory import (
    Inbound,
    Mirrored,
    ReplenishmentTerms,
    Reservation,
    Shelf,
    Stock,
    StockDetails,
    StockLevel,
    explain,
    steady,
    suggest,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import last_instant
from ordercore.orders.claim_occasion import occasion_of
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.derived import Subject
from ordercore.orders.feedback_occasion import feedback_occasion
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.queries.worklist import KINDS, TASK_CLAUSES, Asking, Task, due, due_of_strangers

ORDER = given(*SENT, ask(RecordDelivery, 3, parcel_id="P1"))

IN_US = attrs.evolve(ORDER, terms=attrs.evolve(ORDER.terms, marketplace="US"))


def line(task: Task) -> str:
    """Write a task on a line: what, by when, whose, and by which commands."""
    by = "-" if task.by is None else task.by.strftime("%m-%d %H:%M:%S")
    names = [some.kind.__name__ for some in (task.command, *task.others)]
    assert set(TASK_CLAUSES[task.why.code]) == set(task.why.facts)
    assert "{" not in clause_sentence(task.why, "de")
    return " ".join([task.what, task.id.removeprefix(task.what), by, task.who.value, *names])


# Claims


def claimed(*more: claims.ClaimCommand) -> claims.Claim:
    """Open a guarantee claim, of which the seller is asked, and go on with it."""
    opened = claims.OpenClaim(
        claim_id="G-1",
        at=later(30),
        order_id="O-1",
        kind="guarantee",
        ground="not_received",
        claimed=Money(2_000, "EUR"),
        occasion=occasion_of(ORDER, "UTC"),
        imported=True,
    )
    claim: claims.Claim | None = None
    for command in (opened, *more):
        for event in claims.decide(claim, command):
            claim = claims.evolve(claim, event)
    assert claim is not None
    return claim


GRANTED = claims.DecideClaim(claim_id="G-1", at=later(33), outcome=claims.Outcome.GRANTED)


def beside(at: float, **some: Any) -> list[str]:
    """Tell what is due of the delivered order and what stands beside it."""
    kinds = [what for what in KINDS if what != "request_review"]
    return [line(task) for task in due([Subject(order=ORDER, **some)], later(at), kinds=kinds)]


def test_a_claim_is_answered_and_then_appealed_against() -> None:
    """48 hours to answer; of one that was granted 30 days to appeal; then nothing is left."""
    answer = claims.AnswerClaim(claim_id="G-1", at=later(31), evidence=["tracking"])

    open_ = "answer_claim /O-1/G-1 04-03 09:30:00 seller AnswerClaim AnswerClaim"
    assert beside(31, claims=(claimed(),)) == [open_]
    assert beside(40, claims=(claimed(),)) == [open_]
    assert beside(32, claims=(claimed(answer),)) == []
    lost = "appeal_claim /O-1/G-1 05-04 23:59:59 seller AppealClaim"
    assert beside(34, claims=(claimed(GRANTED),)) == [lost]
    assert beside(64, claims=(claimed(GRANTED),)) == []


def test_what_is_proposed_about_claims_is_allowed() -> None:
    """An answer with evidence or a yes, and an appeal."""
    for claim in (claimed(), claimed(GRANTED)):
        for task in due([Subject(order=ORDER, claims=(claim,))], later(34)):
            for some in (task.command, *task.others):
                command = filled(task, some, later(34))
                if isinstance(command, claims.ClaimCommand):
                    assert claims.explain(claim, command) == ()


def test_a_claim_that_is_not_there_yet_is_not_answered() -> None:
    """Somebody asks about an earlier moment."""
    assert beside(29, claims=(claimed(),)) == []
    assert beside(32, claims=(claimed(GRANTED),)) == []


# Buyers


def talk(order: Order | None = ORDER, world: World = WORLD, **said: Any) -> messages.Conversation:
    """Let the buyer write twice, and a system once."""
    id = "T-1" if order is None else order.id
    talk: messages.Conversation | None = None
    opened = messages.OpenConversation(
        conversation_id=id,
        at=later(4),
        order_id=None if order is None else id,
        venue=Venue.MARKETPLACE,
        marketplace="US",
        zone="America/Los_Angeles",
    )
    written = [
        messages.ReceiveMessage(
            conversation_id=id, message_id=name, at=later(days), text="Where?", sender=sender
        )
        for name, days, sender in (
            ("B-1", 4, Sender.BUYER),
            ("B-2", 5, Sender.BUYER),
            ("X-1", 5.5, Sender.SYSTEM),
        )
    ]
    for command in (opened, *written):
        for event in messages.decide(talk, command, world.messages):
            talk = messages.evolve(talk, event)
    assert talk is not None
    return talk


def test_a_buyer_is_answered_message_by_message() -> None:
    """Each within 24 hours; one that is still to come is not there."""
    subject = Subject(order=IN_US, conversations=(talk(),))
    first = "answer_buyer /O-1/B-1 03-07 09:30:00 seller SendMessage MarkNoAnswerNeeded"
    second = "answer_buyer /O-1/B-2 03-08 09:30:00 seller SendMessage MarkNoAnswerNeeded"

    assert [line(task) for task in due([subject], later(4.5))] == [first]
    tasks = due([subject], later(5.5))
    assert [line(task) for task in tasks] == [first, second]
    known = talk()
    for task in tasks:
        assert task.command.missing == ("message_id", "text")
        for some in (task.command, *task.others):
            command = filled(task, some, later(5.5))
            assert isinstance(command, messages.ConversationCommand)
            assert messages.explain(known, command) == ()


def test_the_marketplace_answers_where_that_is_its_task() -> None:
    """Of prime orders, whatever the seller would say."""
    prime = attrs.evolve(IN_US, terms=attrs.evolve(IN_US.terms, channel="SFP"))
    subject = Subject(order=prime, conversations=(talk(),))

    assert {task.who for task in due([subject], later(5), kinds=["answer_buyer"])} == {
        Actor.MARKETPLACE
    }


def test_whoever_has_not_ordered_is_answered_too() -> None:
    """By the seller; conversations about orders are looked at with those."""
    stranger = talk(None)
    asking = Asking(at=later(4.5))

    (task,) = due_of_strangers([stranger, talk()], asking)
    assert (
        line(task) == "answer_buyer /T-1/B-1 03-07 09:30:00 seller SendMessage MarkNoAnswerNeeded"
    )
    assert (task.order_id, task.about) == (None, "T-1")
    assert messages.explain(stranger, filled(task, task.command, later(4.5))) == ()  # type: ignore[arg-type]
    assert due([], later(4.5), conversations=[stranger, talk()]) == due(
        [], later(4.5), conversations=[stranger]
    )


def test_where_no_reply_is_known_a_person_names_the_kind() -> None:
    """A host has put its own kinds of messages in the place of ours."""
    rows = [row for row in WORLD.messages.terms if row.kind != messages.REPLY]
    world = World(messages=MessageWorld(terms=rows))
    subject = Subject(order=IN_US, conversations=(talk(),))

    (task,) = due([subject], later(4.5), world)
    assert task.command.missing == ("message_id", "text", "kind")


# Ratings and reviews


def rated(stars: int, *more: feedback.FeedbackCommand) -> feedback.Feedback:
    """Have the order rated."""
    said = feedback.RecordFeedback(
        order_id="O-1",
        at=later(6),
        occasion=feedback_occasion(ORDER, "UTC"),
        stars=stars,
    )
    some: feedback.Feedback | None = None
    for command in (said, *more):
        for event in feedback.decide(some, command):
            some = feedback.evolve(some, event)
    assert some is not None
    return some


def test_a_bad_rating_is_answered() -> None:
    """Or its removal asked for while that may be; of a good one there is nothing to do."""
    answer = feedback.RespondToFeedback(order_id="O-1", at=later(7), text="We are sorry.")
    removal = feedback.RequestRemoval(order_id="O-1", at=later(7), ground="product_review")

    bad = "answer_rating /O-1 - seller RespondToFeedback RequestRemoval"
    assert beside(8, feedback=(rated(1),)) == [bad]
    assert beside(8, feedback=(rated(1, removal),)) == [bad.removesuffix(" RequestRemoval")]
    assert beside(8, feedback=(rated(1, answer),)) == []
    assert beside(8, feedback=(rated(5),)) == []
    assert beside(5, feedback=(rated(1),)) == []
    (task,) = due([Subject(order=ORDER, feedback=(rated(1),))], later(8), kinds=["answer_rating"])
    for some in (task.command, *task.others):
        command = filled(task, some, later(8))
        assert feedback.explain(rated(1), command) == ()  # type: ignore[arg-type]


def test_a_review_is_asked_for_once() -> None:
    """Not of who was asked before."""
    asked = feedback.RequestReview(
        order_id="O-1", at=later(30), occasion=feedback_occasion(ORDER, "UTC")
    )
    kept: feedback.Feedback | None = None
    for event in feedback.decide(None, asked):
        kept = feedback.evolve(kept, event)
    assert kept is not None

    (task,) = due([ORDER], later(30))
    assert task.command.filled() == asked
    assert due([Subject(order=ORDER, feedback=(kept,))], later(31)) == ()


# Stock


def stock(on_hand: int = 1, reserved: int = 0, **details: Any) -> Stock:
    """Make stock of A."""
    return Stock("A", "main", on_hand, reserved, details=StockDetails(**details))


def of_stock(some: Stock, at: float = 1, **said: Any) -> list[str]:
    """Tell what is due of stock, all of which it allows."""
    tasks = due([], later(at), stock=[some], **said)
    for task in tasks:
        assert (task.sku, task.pool, task.order_id, task.about) == ("A", "main", None, "main/A")
        for proposed in (task.command, *task.others):
            assert explain(Shelf(some), filled(task, proposed, later(at))) == ()  # type: ignore[arg-type]
    return [line(task) for task in tasks]


def test_law_7_a_shortage_of_stock_has_an_entry_of_its_own() -> None:
    """Somebody counts what is promised and not there."""
    assert of_stock(stock(1, 3)) == ["count_stock /main/A - seller CountStock ReceiveStock"]
    assert of_stock(stock(3, 3)) == []
    mirrored = Mirrored(later(0), None)
    assert of_stock(stock(1, 3, mirrored=mirrored)) == [
        "count_stock /main/A - seller MirrorSummary"
    ]


def test_what_is_there_again_is_handed_out() -> None:
    """To those who were promised it beyond stock; while nothing is there, they wait."""
    waiting = attrs.evolve(stock(3, 1), backordered=2)

    assert of_stock(waiting) == ["fill_backorders /main/A - seller FillBackorder"]
    assert of_stock(attrs.evolve(waiting, on_hand=1)) == []


def test_what_runs_low_is_ordered() -> None:
    """As much, and by the day, that is suggested; or else as a person says."""
    terms = ReplenishmentTerms(lead_days=5)
    level = StockLevel(on_hand=30)
    today = dt.date(2026, 3, 2)
    soon = suggest("A", "main", level, steady(2), terms, today=today)
    never = suggest("A", "main", level, steady(0), terms, today=today)
    assert soon.order_by is not None

    assert of_stock(stock(2, low_at=3)) == ["reorder_stock /main/A - seller ExpectInbound"]
    assert of_stock(stock(2, low_at=3), suggestions=[never]) == [
        "reorder_stock /main/A - seller ExpectInbound"
    ]
    assert of_stock(stock(30, low_at=3), suggestions=[never]) == []
    (task,) = due([], later(1), stock=[stock(30)], suggestions=[soon])
    assert task.by == last_instant(soon.order_by, "UTC")
    assert (task.command.known["quantity"], task.command.missing) == (soon.quantity, ("inbound",))
    (few,) = due([], later(1), stock=[stock(0, low_at=3)])
    assert few.command.missing == ("inbound", "quantity")


def test_what_is_late_to_come_in_is_asked_about() -> None:
    """Not what has no day, nor what is still to come."""
    inbound = (Inbound("PO-1", 5, later(2)), Inbound("PO-2", 5, later(9)), Inbound("PO-3", 5))

    assert of_stock(stock(inbound=inbound), 1) == []
    assert of_stock(stock(inbound=inbound), 3) == [
        "chase_inbound /main/A/PO-1 03-04 09:30:00 seller ReceiveStock ChangeInbound CloseInbound"
    ]


def test_promises_that_have_run_out_are_given_back() -> None:
    """By the host; those of paid orders never run out."""
    basket = Reservation("basket-1", "A", "main", held=2, expires_at=later(1))
    paid = attrs.evolve(basket, owner="O-1", committed=2)

    assert due([], later(0.5), reservations=[basket, paid]) == ()
    (task,) = due([], later(2), reservations=[basket, paid])
    assert line(task) == (
        "expire_reservation /main/A/basket-1 03-03 09:30:00 system ExpireReserved"
    )
    assert task.command.missing == ()


@pytest.mark.parametrize("what", ["count_stock", "expire_reservation", "answer_buyer"])
def test_what_is_not_asked_for_is_not_looked_for(what: str) -> None:
    """Each kind by itself."""
    basket = Reservation("basket-1", "A", "main", held=2, expires_at=later(1))
    tasks = due(
        [given(place(), ask(ConfirmPayment, 0))],
        later(4.5),
        kinds=[what],
        stock=[stock(1, 3, low_at=9)],
        reservations=[basket],
        conversations=[talk(None)],
    )

    assert [task.what for task in tasks] == [what]


def test_an_order_is_shipped_whatever_stock_says() -> None:
    """Stock beside orders changes nothing of theirs."""
    alone = due([given(*PAID)], later(1))

    assert due([given(*PAID)], later(1), stock=[stock(9)]) == alone
