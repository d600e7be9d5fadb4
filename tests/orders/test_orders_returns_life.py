"""The life of a return on its order: answered, labelled, scanned, graded, sent back and closed."""

# ruff: noqa: S311 - walks that can be repeated

from itertools import permutations
from random import Random
from typing import Any

import attrs
import pytest
from order_stories import (
    accepts,
    ask_back,
    ask_information,
    authorise_return,
    back,
    close,
    comes_to,
    decline_return,
    deliver,
    find_more,
    give_information,
    given,
    grade,
    issue_label,
    later,
    not_delivered,
    nothing_happens,
    part,
    pay,
    place,
    receive,
    refund,
    refusals,
    scan,
    send_back,
    ship,
    stranded,
    then,
    void_label,
    when,
    withdraw,
)

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.orders.authorising import ReturnDeclined
from ordercore.orders.axes import ReturnsAxis
from ordercore.orders.closing import ReturnClosed
from ordercore.orders.decider import allowed, explain
from ordercore.orders.finding import path_to
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.message import OrderCommand
from ordercore.orders.questioning import ReturnInformationGiven
from ordercore.orders.returning import ReturnAuthorised, ReturnRequested
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations, returned_parcels
from ordercore.orders.world import World
from ordercore.returns import (
    DECLINE_REASONS,
    GRADES,
    RECEIPT,
    RETURN_WAITS,
    Answer,
    Deadline,
    Disposition,
    Found,
    Graded,
    Handover,
    Missed,
    ReplyDue,
    ReturnEnd,
    ReturnLabel,
    ReturnScan,
    ReturnStatus,
    SentBack,
    Task,
    Trigger,
)
from ordercore.shipping import Trouble
from ordercore.testing import LAWS_OF_AN_ORDER, walk

S, D, E = ReturnStatus, Disposition, ReturnEnd

DELIVERED: tuple[OrderCommand, ...] = (place(), pay(), ship(), deliver())
HERE = given(*DELIVERED)
TWO = ("P1", "1", 2)
ONE = ("P1", "1", 1)
WAITING = then(HERE, ask_back(TWO, ask_first=True))
LET_IN = then(HERE, ask_back(TWO))
UNSEEN = then(LET_IN, receive(TWO, sellable=None))


def status(order: Order) -> ReturnStatus:
    """Give how far the one return of an order has come."""
    assert len(order.returns) == 1
    return order.returns[0].status


# Asked for, and answered


def test_a_return_that_somebody_has_to_decide_waits_for_an_answer() -> None:
    """Its deadline is an instant, worked out once; its units are in no other return meanwhile."""
    event = when(HERE, ask_back(TWO, ask_first=True))

    assert isinstance(event, ReturnRequested)
    assert event.rma.reply == ReplyDue(later(6), later(7))
    assert status(WAITING) is S.REQUESTED
    assert WAITING.stations["1"] == Stations(returning=2)
    assert WAITING.returns_axis is ReturnsAxis.OPEN
    assert "units_not_delivered" in refusals(WAITING, ask_back(ONE))


def test_outside_the_window_only_a_request_is_taken() -> None:
    """It is refused as a right, and may be asked for as a favour."""
    late = ask_back(ONE, days=60)

    assert list(refusals(HERE, late)) == ["return_window_closed"]
    assert accepts(HERE, ask_back(ONE, days=60, ask_first=True))


def test_staff_may_let_in_what_the_policy_refuses_and_says_why() -> None:
    """The reason and its giver are kept in the event and on the return: its trace."""
    asked = then(HERE, ask_back(ONE, days=60, ask_first=True))

    refused = refusals(asked, authorise_return(days=61))
    assert refused["policy_refuses_return"]["return"] == "R1"
    assert refused["policy_refuses_return"]["clause"] == "window_closed"
    assert refusals(asked, authorise_return(" ", days=61)).keys() == refused.keys()

    event = when(asked, authorise_return("a good customer", days=61))
    assert isinstance(event, ReturnAuthorised)
    said = Answer(True, later(61), Actor.SELLER, override="a good customer")
    assert event.rma.answer == said
    after = then(asked, authorise_return("a good customer", days=61))
    assert after.returns[0].answer == said
    assert accepts(after, receive(ONE, days=65))


def test_what_was_asked_for_in_time_is_let_in_later_as_well() -> None:
    """The window is that of the request, however long the answer took."""
    asked = then(HERE, ask_back(ONE, days=30, ask_first=True))

    assert accepts(asked, authorise_return(days=60))
    assert asked.returns[0].is_answered_late(later(60))


def test_a_marketplace_lets_in_what_it_likes() -> None:
    """What it reports to have been authorised was."""
    asked = then(HERE, ask_back(ONE, days=60, ask_first=True))

    assert accepts(asked, authorise_return(days=61, by=Actor.MARKETPLACE, imported=True))


def test_a_declined_return_says_why_and_frees_its_units() -> None:
    """They are delivered as before, and may be asked for again."""
    event = when(WAITING, decline_return("used_or_altered", note="worn"))
    after = then(WAITING, decline_return("used_or_altered", note="worn"))

    assert isinstance(event, ReturnDeclined)
    assert (event.reason, event.note) == ("used_or_altered", "worn")
    assert status(after) is S.DECLINED
    assert after.stations["1"] == Stations(delivered=2)
    assert after.returns_axis is ReturnsAxis.NONE
    assert accepts(after, ask_back(TWO, days=8))
    assert refusals(after, receive(ONE))["units_not_outstanding"]["outstanding"] == 0
    assert refusals(after, issue_label())["return_is_over"] == {
        "return": "R1",
        "status": "declined",
    }


def test_a_return_is_declined_for_a_settled_reason() -> None:
    """A host adds its own; a marketplace has others, and is believed."""
    assert refusals(WAITING, decline_return("because")) == {
        "decline_reason_unknown": {"reason": "because", "known": sorted(DECLINE_REASONS)}
    }
    assert accepts(WAITING, decline_return("because", imported=True, by=Actor.MARKETPLACE))
    row = attrs.evolve(DECLINE_REASONS["not_ours"], code="because")
    mine = World(decline_reasons={"because": row})
    assert accepts(WAITING, decline_return("because"), mine)
    with pytest.raises(InvalidTable, match="decline reasons"):
        World(decline_reasons={"why": row})


def test_the_buyer_is_asked_before_the_answer() -> None:
    """While the buyer has to speak nobody is late; what is said starts the time for us again."""
    asked = then(WAITING, ask_information("Which one?"))
    assert status(asked) is S.INFORMATION_ASKED
    assert not asked.returns[0].is_answered_late(later(99))

    event = when(asked, give_information("The red one.", days=20))
    assert isinstance(event, ReturnInformationGiven)
    assert event.reply == ReplyDue(later(21), later(22))
    told = then(asked, give_information("The red one.", days=20))
    assert status(told) is S.REQUESTED
    assert told.returns[0].questions[0].answer == "The red one."
    assert told.returns[0].questions[0].answered_at == later(20)
    again = then(told, ask_information("And the box?", days=21))
    assert [some.text for some in again.returns[0].questions] == ["Which one?", "And the box?"]
    assert status(then(again, authorise_return(days=22))) is S.AUTHORISED


def test_questions_and_answers_say_something_one_at_a_time() -> None:
    """Blank ones are none, and only what was asked is answered."""
    asked = then(WAITING, ask_information("Which one?"))

    assert refusals(WAITING, ask_information(" ")) == {"question_missing": {}}
    assert refusals(asked, give_information("")) == {"answer_missing": {}}
    assert refusals(asked, ask_information("And?")) == {"question_still_open": {"return": "R1"}}
    assert refusals(WAITING, give_information()) == {"nothing_was_asked": {"return": "R1"}}
    unknown = {"return_unknown": {"return": "R9"}}
    assert refusals(asked, ask_information(return_id="R9")) == unknown
    assert refusals(asked, give_information(return_id="R9")) == unknown


def test_what_was_let_in_is_answered() -> None:
    """At once or by hand: there is nothing to ask, authorise or decline any more."""
    for order in (LET_IN, then(WAITING, authorise_return())):
        answered = {"return_already_answered": {"return": "R1"}}
        assert refusals(order, decline_return(days=8)) == answered
        assert refusals(order, authorise_return("why not", days=8)) == answered
        assert refusals(order, ask_information(days=8)) == answered


def test_a_buyer_withdraws_before_anything_was_handed_over() -> None:
    """The units are delivered as before."""
    for order in (WAITING, LET_IN, then(LET_IN, issue_label())):
        after = then(order, withdraw())
        assert status(after) is S.WITHDRAWN
        assert after.stations["1"] == Stations(delivered=2)
        assert after.returns_axis is ReturnsAxis.NONE
    posted = {"return_already_posted": {"return": "R1"}}
    assert refusals(then(LET_IN, scan()), withdraw(days=8)) == posted
    assert refusals(then(LET_IN, receive(ONE, days=6)), withdraw()) == posted


@pytest.mark.parametrize(
    ("order", "command"),
    [
        (WAITING, ask_information()),
        (then(WAITING, ask_information()), give_information()),
        (WAITING, authorise_return("because")),
        (WAITING, decline_return()),
        (LET_IN, withdraw()),
        (LET_IN, issue_label(id="L7")),
        (then(LET_IN, issue_label()), void_label()),
        (LET_IN, scan()),
        (LET_IN, scan(ReturnScan.ARRIVED)),
        (UNSEEN, find_more()),
        (then(LET_IN, scan()), close(E.LOST_IN_TRANSIT)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_twice_is_once(order: Order, command: OrderCommand) -> None:
    """The same again brings nothing about, also where it is all over by then."""
    assert nothing_happens(then(order, command), command)


# Labels and scans


def test_a_label_says_who_pays_and_how_the_parcel_is_handed_over() -> None:
    """It is numbered, and remembers when it was issued; another one comes after it."""
    told: dict[str, Any] = {"prepaid": False, "payer": Actor.BUYER, "cost": Money(499, "EUR")}
    where: dict[str, Any] = {
        "carrier": "DHL",
        "tracking": "1Z",
        "handover": Handover.PICKUP,
        "place": "PU-1",
    }
    order = then(LET_IN, issue_label(**told, **where))

    assert order.returns[0].labels == (ReturnLabel(id="L1", issued_at=later(6), **told, **where),)
    assert status(order) is S.LABELLED
    more = then(order, issue_label(days=7))
    assert [label.id for label in more.returns[0].live_labels] == ["L1", "L2"]


def test_a_voided_label_counts_no_more() -> None:
    """Another is issued in its place; one that something went by is not taken back."""
    order = then(LET_IN, issue_label(), void_label())

    assert status(order) is S.AUTHORISED
    assert order.returns[0].labels[0].voided_at == later(6.5)
    assert status(then(order, issue_label(days=7))) is S.LABELLED
    assert refusals(LET_IN, void_label()) == {"label_unknown": {"return": "R1", "label": "L1"}}
    posted = then(LET_IN, issue_label(), scan())
    assert refusals(posted, void_label(days=8)) == {"return_already_posted": {"return": "R1"}}
    assert "return_unknown" in refusals(LET_IN, void_label(return_id="R9"))


def test_a_label_under_an_id_of_its_own_is_issued_once() -> None:
    """Another of its id is refused, and so is the same once it was voided."""
    order = then(LET_IN, issue_label(id="L7", carrier="DHL"))

    exists = {"label_already_exists": {"return": "R1", "label": "L7"}}
    assert refusals(order, issue_label(id="L7", carrier="UPS")) == exists
    voided = then(order, void_label("L7"))
    assert refusals(voided, issue_label(id="L7", carrier="DHL", days=8)) == exists
    assert "return_unknown" in refusals(LET_IN, issue_label(return_id="R9"))


def test_a_label_costs_money_of_its_order() -> None:
    """Or it could never be settled; a marketplace's own is noted as it is."""
    dollars: dict[str, Any] = {"cost": Money(499, "USD")}

    assert refusals(LET_IN, issue_label(**dollars)) == {
        "label_in_other_currency": {"return": "R1", "cost": Money(499, "USD"), "currency": "EUR"}
    }
    assert accepts(LET_IN, issue_label(cost=Money(499, "EUR")))
    told = attrs.evolve(issue_label(**dollars), by=Actor.MARKETPLACE, imported=True)
    assert accepts(LET_IN, told)
    unpriced = replace(LET_IN, lines=tuple(replace(some, charges=None) for some in LET_IN.lines))
    assert accepts(unpriced, issue_label(**dollars))


def test_a_label_is_for_what_has_still_to_come() -> None:
    """Not for what is here; a marketplace may tell of one late."""
    here = then(LET_IN, receive(TWO))

    assert refusals(here, issue_label(days=11)) == {"nothing_to_label": {"return": "R1"}}
    assert accepts(then(LET_IN, receive(ONE)), issue_label(days=11))
    told = attrs.evolve(issue_label(days=11), by=Actor.MARKETPLACE, imported=True)
    assert accepts(here, told)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cost": Money(-1, "EUR")},
        {"payer": "buyer"},
        {"hand_over_from": later(2), "hand_over_by": later(2)},
    ],
)
def test_a_label_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    """Below nothing, of another type, or with no time to hand it over."""
    with pytest.raises(InvalidValue, match=list(wrong)[-1]):
        ReturnLabel(**wrong)


def test_law_5_scans_in_any_order_end_in_one_return() -> None:
    """The earliest of each kind counts, however often they come."""
    told = (
        scan(days=7),
        scan(days=8),
        scan(ReturnScan.ARRIVED, days=9),
        scan(ReturnScan.ARRIVED, days=10),
    )
    ends = set()
    for some in permutations(told):
        order = LET_IN
        for command in (*some, *some):
            order = order if nothing_happens(order, command) else then(order, command)
        ends.add(order)

    (end,) = ends
    assert (end.returns[0].posted_at, end.returns[0].arrived_at) == (later(7), later(9))
    assert status(end) is S.ARRIVED
    assert refusals(LET_IN, scan(return_id="R9")) == {"return_unknown": {"return": "R9"}}


@pytest.mark.parametrize(
    "command",
    [
        issue_label(),
        scan(),
        receive(ONE),
        find_more(),
        grade(ONE),
        send_back(ONE),
        close(E.REFUNDED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_comes_of_a_return_that_waits_for_its_answer(command: OrderCommand) -> None:
    """First it is let in."""
    assert refusals(WAITING, command)["return_not_authorised"] == {"return": "R1"}


# Received and graded


def test_what_has_to_be_looked_at_is_received_and_then_graded() -> None:
    """The status says which of both it waits for."""
    assert status(UNSEEN) is S.INSPECTING
    assert UNSEEN.returns_axis is ReturnsAxis.OPEN
    assert UNSEEN.stations["1"] == Stations(returned=2)

    event = when(UNSEEN, grade(ONE, grade="defective", note="burnt"))
    assert isinstance(event, ReturnGraded)
    (units,) = back(ONE)
    assert event.graded == (
        Graded(units, "defective", D.QUARANTINE, later(10), "defective", "burnt"),
    )
    half = then(UNSEEN, grade(ONE, grade="defective", note="burnt"))
    assert status(half) is S.INSPECTING
    whole = then(half, grade(ONE, grade="sellable"))
    assert status(whole) is S.RECEIVED
    assert whole.returns_axis is ReturnsAxis.RECEIVED


def test_receiving_with_a_word_on_it_is_receiving_and_grading_in_one_step() -> None:
    """Nothing is left to be graded then."""
    for sellable in (True, False):
        order = then(LET_IN, receive(TWO, sellable=sellable))
        assert status(order) is S.RECEIVED
        assert refusals(order, grade(ONE)) == {
            "units_not_to_grade": {"parcel": "P1", "line": "1", "asked": 1, "to_grade": 0}
        }


def test_a_unit_is_graded_once_by_a_settled_grade() -> None:
    """As something that may become of it."""
    assert refusals(UNSEEN, grade(("P1", "1", 3)))["units_not_to_grade"]["to_grade"] == 2
    assert refusals(UNSEEN, grade()) == {"no_units_named": {}}
    assert refusals(UNSEEN, grade(ONE, grade="odd")) == {
        "grade_unknown": {"grade": "odd", "known": sorted(GRADES)}
    }
    assert refusals(UNSEEN, grade(ONE, grade="defective", disposition=D.RESTOCK)) == {
        "disposition_not_of_grade": {
            "grade": "defective",
            "disposition": "restock",
            "permitted": ["quarantine", "write_off", "donate", "destroy"],
        }
    }
    assert "return_unknown" in refusals(UNSEEN, grade(ONE, return_id="R9"))
    assert accepts(UNSEEN, grade(ONE, grade="defective", disposition=D.DESTROY))


def test_a_host_settles_grades_of_its_own() -> None:
    """A row, and no code."""
    row = attrs.evolve(GRADES["sellable"], code="like_new")
    mine = World(return_grades={**GRADES, "like_new": row})

    assert accepts(UNSEEN, grade(ONE, grade="like_new"), mine)
    with pytest.raises(InvalidTable, match="return grades"):
        World(return_grades={"new": row})


def test_r37_what_nobody_let_in_is_noted_and_counts_as_no_unit() -> None:
    """More than was authorised, or something else: no line gets more back than was delivered."""
    over = receive(("P1", "1", 3), sellable=None)
    assert "units_not_outstanding" in refusals(LET_IN, over)

    order = then(UNSEEN, find_more("A", quantity=3, note="a third one"))
    assert order.returns[0].found == (Found("A", 3, later(10), "a third one"),)
    assert order.stations == UNSEEN.stations
    assert status(order) is status(UNSEEN)
    assert "return_unknown" in refusals(UNSEEN, find_more(return_id="R9"))
    # What the buyer has of this order comes in by a return of its own.
    assert accepts(order, ask_back(("P1", "2", 1), days=11))


@pytest.mark.parametrize(
    ("wrong", "field"), [({"quantity": 0}, "quantity"), ({"what": " "}, "what")]
)
def test_what_was_found_is_something(wrong: dict[str, Any], field: str) -> None:
    """No number of nothing."""
    with pytest.raises(InvalidValue, match=field):
        find_more(**wrong)


# Rejected and sent back


def test_what_is_rejected_goes_back_to_the_buyer_and_is_not_paid_for() -> None:
    """By a parcel that is named; then it is with the buyer again, as if it had never come."""
    rejected = then(UNSEEN, grade(TWO, grade="wrong_item"))
    assert status(rejected) is S.REJECTED
    assert rejected.stations["1"] == Stations(returned=2)
    assert comes_to(rejected) == ()
    assert "nothing_to_refund" in refusals(rejected, refund(return_id="R1"))

    half = then(rejected, send_back(ONE, carrier="DHL", tracking="1Z"))
    assert status(half) is S.REJECTED
    (units,) = back(ONE)
    assert half.returns[0].sent_back == (SentBack(units, later(11), "DHL", "1Z"),)
    whole = then(half, send_back())
    assert status(whole) is S.SENT_BACK
    assert whole.stations["1"] == Stations(delivered=2)
    assert "units_not_rejected" in refusals(whole, send_back(ONE))
    assert refusals(whole, send_back()) == {"no_units_named": {}}
    assert "nothing_to_refund" in refusals(whole, refund(return_id="R1", days=12))


def test_what_was_sent_back_may_be_asked_for_again_and_is_paid_once() -> None:
    """Under another return; no unit is ever paid for twice."""
    gone = then(UNSEEN, grade(TWO, grade="wrong_item"), send_back())
    again = then(gone, ask_back(TWO, days=12), receive(TWO, return_id="R2", days=15))

    assert again.stations["1"] == Stations(returned=2)
    paid = then(again, refund(return_id="R2", days=16))
    assert paid.refunds[0].parts == (part("1", units=2, item=2000),)
    assert "nothing_to_refund" in refusals(paid, refund(return_id="R1", days=17))
    for law in LAWS_OF_AN_ORDER:
        law(paid)


def test_an_empty_box_returns_nothing() -> None:
    """The unit is still the buyer's, nothing is sent back, and nothing paid."""
    order = then(UNSEEN, grade(ONE, grade="empty_box"), grade(ONE, grade="sellable"))

    assert order.stations["1"] == Stations(delivered=1, returned=1)
    assert status(order) is S.RECEIVED
    assert comes_to(order) == (part("1", units=1, item=1000),)


def test_what_was_refunded_is_not_rejected_any_more() -> None:
    """The money is gone; only what is not paid for may go back."""
    paid = then(UNSEEN, refund(part("1", units=1, item=1000), return_id="R1"))

    assert refusals(paid, grade(TWO, grade="wrong_item", days=11)) == {
        "units_already_refunded": {"line": "1", "asked": 2, "unrefunded": 1}
    }
    assert accepts(paid, grade(ONE, grade="wrong_item", days=11))
    assert accepts(paid, grade(TWO, grade="wrong_item", disposition=D.WRITE_OFF, days=11))
    rest = then(paid, grade(ONE, grade="wrong_item", days=11))
    assert "refunded_units_not_due" in refusals(
        rest, refund(part("1", units=1, item=1000), return_id="R1", days=12)
    )


def test_a_parcel_of_which_something_was_sent_back_did_arrive() -> None:
    """What came of it once proves it, also when it is with the buyer again."""
    gone = then(UNSEEN, grade(TWO, grade="wrong_item"), send_back())

    assert returned_parcels(gone) == {"P1"}
    assert "delivery_in_a_return" in refusals(gone, not_delivered(days=12))
    assert "parcel_in_a_return" in refusals(gone, stranded(Trouble.LOST, days=12))
    # Of a request that was declined, nobody knows.
    declined = then(WAITING, decline_return())
    assert returned_parcels(declined) == set()
    assert accepts(declined, not_delivered(days=12))


# Closed


@pytest.mark.parametrize(
    ("order", "end", "where"),
    [
        (then(UNSEEN, grade(TWO), refund(return_id="R1")), E.REFUNDED, Stations(returned=2)),
        (
            then(LET_IN, receive(ONE), refund(return_id="R1")),
            E.REFUNDED,
            Stations(returned=1, delivered=1),
        ),
        (
            then(UNSEEN, grade(TWO, grade="wrong_item"), send_back()),
            E.REJECTED,
            Stations(delivered=2),
        ),
        (then(LET_IN, scan()), E.LOST_IN_TRANSIT, Stations(returned=2)),
        (then(LET_IN, receive(TWO)), E.REPLACED, Stations(returned=2)),
        (then(UNSEEN, grade(TWO)), E.EXCHANGED, Stations(returned=2)),
    ],
)
def test_a_closed_return_has_its_units_somewhere(
    order: Order, end: ReturnEnd, where: Stations
) -> None:
    """What never came is the buyer's again; what was lost on its way is ours to bear."""
    event = when(order, close(end, reference="O-2"))
    after = then(order, close(end, reference="O-2"))

    assert isinstance(event, ReturnClosed)
    assert status(after) is S.CLOSED
    assert after.stations["1"] == where
    assert after.returns[0].closing is not None
    assert after.returns[0].closing.reference == "O-2"
    for law in LAWS_OF_AN_ORDER:
        law(after)
    assert "return_is_over" in refusals(after, issue_label(days=13))
    assert "return_is_over" in refusals(after, close(E.REFUNDED, days=13))
    if end is not E.LOST_IN_TRANSIT:
        assert "units_not_outstanding" in refusals(after, receive(ONE, days=13))


@pytest.mark.parametrize("seen", [True, None])
def test_what_was_lost_on_its_way_back_may_turn_up(seen: bool | None) -> None:
    """It is received and looked at after all, and was paid for once (R38)."""
    lost = then(LET_IN, scan(), close(E.LOST_IN_TRANSIT), refund(return_id="R1", days=13))
    paid = lost.balance

    came = then(lost, receive(TWO, days=20, sellable=seen))

    assert came.stations["1"] == lost.stations["1"] == Stations(returned=2)
    assert "nothing_to_refund" in refusals(came, refund(return_id="R1", days=21))
    assert "units_not_outstanding" in refusals(came, receive(ONE, days=21))
    if seen is None:
        came = then(came, grade(TWO, days=21))
        assert status(came) is S.CLOSED
    assert came.balance == paid
    for law in LAWS_OF_AN_ORDER:
        law(came)


def test_a_return_counts_as_never_sent_after_45_days() -> None:
    """Whole days where the marketplace is, from when it was let in; to the microsecond."""
    german = given(place(marketplace="DE"), pay(), ship(), deliver(), ask_back(TWO))
    ends = instant("2026-04-21T22:00:00Z")
    before = ends.subtract(microseconds=1)

    refused = refusals(german, close(E.NEVER_SENT, at=before))
    assert refused == {"return_may_still_come": {"return": "R1", "until": ends}}
    after = then(german, close(E.NEVER_SENT, at=ends))
    assert after.stations["1"] == Stations(delivered=2)
    assert after.returns_axis is ReturnsAxis.NONE
    # One that was let in by hand has its days from then on.
    asked = then(HERE, ask_back(TWO, ask_first=True), authorise_return(days=9))
    assert "return_may_still_come" in refusals(asked, close(E.NEVER_SENT, days=54))
    assert accepts(asked, close(E.NEVER_SENT, days=55))
    # What a marketplace reports has happened.
    assert accepts(german, close(E.NEVER_SENT, imported=True, by=Actor.MARKETPLACE))


def test_a_lost_return_is_paid_for() -> None:
    """It was handed over; the buyer does not bear what a carrier lost for us."""
    order = then(LET_IN, receive(ONE), scan(), close(E.LOST_IN_TRANSIT))

    assert comes_to(order) == (part("1", units=2, item=2000),)
    assert accepts(order, refund(return_id="R1", days=13))
    assert "units_not_delivered" in refusals(order, ask_back(ONE, days=13))


def test_what_another_order_makes_good_is_not_paid_for_as_well() -> None:
    """A return that was replaced owes no money; that other order is named."""
    order = then(LET_IN, receive(TWO))
    assert refusals(order, close(E.REPLACED)) == {"reference_missing": {"end": "replaced"}}

    after = then(order, close(E.REPLACED, reference="O-2"))
    assert comes_to(after) == ()
    assert "nothing_to_refund" in refusals(after, refund(return_id="R1", days=13))


def test_a_return_is_closed_by_what_it_ended_by() -> None:
    """And with nothing left to be graded or sent back."""
    whole = then(UNSEEN, grade(TWO))

    assert refusals(UNSEEN, close(E.REJECTED)) == {
        "return_unfinished": {"return": "R1", "ungraded": 2, "rejected": 0, "outstanding": 0},
        "nothing_rejected": {"return": "R1"},
    }
    rejected = then(UNSEEN, grade(TWO, grade="wrong_item"))
    assert refusals(rejected, close(E.REJECTED)) == {
        "return_unfinished": {"return": "R1", "ungraded": 0, "rejected": 2, "outstanding": 0}
    }
    assert refusals(whole, close(E.REFUNDED)) == {"return_not_refunded": {"return": "R1"}}
    assert refusals(whole, close(E.NEVER_SENT, days=99)) == {
        "nothing_outstanding": {"return": "R1"}
    }
    assert refusals(LET_IN, close(E.LOST_IN_TRANSIT)) == {"nothing_was_posted": {"return": "R1"}}
    for end in E:
        assert list(refusals(whole, close(end, return_id="R9", reference="O-2"))) == [
            "return_unknown"
        ]


@pytest.mark.parametrize(
    "command",
    [
        ask_information(days=4),
        authorise_return(days=4),
        decline_return(days=4),
        withdraw(days=4),
        issue_label(days=4),
        void_label(days=4),
        scan(days=4),
        grade(ONE, days=4),
        find_more(days=4),
        send_back(ONE, days=4),
        close(E.REFUNDED, days=4),
        give_information(days=4),
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_becomes_of_a_return_before_it_was_asked_for(command: OrderCommand) -> None:
    """Whatever it is."""
    for order in (WAITING, LET_IN):
        assert refusals(order, command)["return_step_too_early"] == {
            "return": "R1",
            "at": later(4),
            "step": "asked",
            "when": later(5),
        }


RAW_AT_9 = then(LET_IN, receive(TWO, days=9, sellable=None))


@pytest.mark.parametrize(
    ("order", "command", "step", "when"),
    [
        (then(WAITING, authorise_return(days=7)), receive(ONE, days=6.9), "let_in", 7),
        (RAW_AT_9, grade(ONE, days=8.9), "received", 9),
        (
            then(RAW_AT_9, grade(TWO, grade="wrong_item", disposition=D.SEND_BACK, days=10)),
            send_back(TWO, days=9.9),
            "graded",
            10,
        ),
        (then(WAITING, authorise_return(days=7)), close(E.REJECTED, days=6.9), "let_in", 7),
        (RAW_AT_9, close(E.REJECTED, days=8), "received", 9),
        (then(RAW_AT_9, grade(TWO, days=10)), close(E.REFUNDED, days=9), "graded", 10),
        (
            then(
                RAW_AT_9,
                grade(TWO, grade="wrong_item", disposition=D.SEND_BACK, days=10),
                send_back(TWO, days=11),
            ),
            close(E.REJECTED, days=10.5),
            "sent_back",
            11,
        ),
    ],
)
def test_one_step_follows_the_other(
    order: Order, command: OrderCommand, step: str, when: float
) -> None:
    """Received not before it was let in, graded not before that, closed before none of it."""
    assert refusals(order, command)["return_step_too_early"] == {
        "return": "R1",
        "at": command.at,
        "step": step,
        "when": later(when),
    }
    then_at_once = replace(command, at=later(when))
    assert "return_step_too_early" not in {one.code for one in explain(order, then_at_once)}


def test_of_several_receipts_the_one_of_the_units_counts() -> None:
    """What came first may be graded before the rest is there; all of it may not."""
    one_by_one = (receive(ONE, days=8, sellable=None), receive(ONE, days=9, sellable=None))
    order = then(LET_IN, *one_by_one)

    assert accepts(order, grade(ONE, days=8.5))
    assert set(refusals(order, grade(TWO, days=8.5))) == {"return_step_too_early"}
    order = then(order, grade(ONE, days=8.5))
    assert set(refusals(order, grade(ONE, days=8.6))) == {"return_step_too_early"}


def test_a_marketplace_tells_of_receipts_before_we_let_them_in() -> None:
    """What it says has happened; only not before it was asked for."""
    order = then(WAITING, authorise_return(days=7))

    assert accepts(order, receive(ONE, days=6, imported=True))
    assert set(refusals(order, receive(ONE, days=4, imported=True))) == {"return_step_too_early"}


# Offers and ways


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        (WAITING, "AuthoriseReturn DeclineReturn WithdrawReturn"),
        (LET_IN, "CloseReturn IssueReturnLabel ReceiveReturn RecordReturnScan WithdrawReturn"),
        (
            then(LET_IN, issue_label()),
            "CloseReturn ReceiveReturn RecordReturnScan VoidReturnLabel WithdrawReturn",
        ),
        (then(LET_IN, scan()), "CloseReturn IssueReturnLabel ReceiveReturn RecordReturnScan"),
        (UNSEEN, "GradeReturn"),
        (then(UNSEEN, grade(TWO, grade="wrong_item")), "SendBackReturn"),
        (then(UNSEEN, grade(TWO)), ""),
        (then(UNSEEN, grade(TWO), refund(return_id="R1")), "CloseReturn"),
    ],
)
def test_what_may_be_done_with_a_return_is_offered(order: Order, kinds: str) -> None:
    """Of what is about returns, and nothing that would be refused; closing once it is due."""
    told = {type(some).__name__ for some in allowed(order, later(60))}

    assert sorted(told & set(ABOUT_RETURNS)) == kinds.split()


ABOUT_RETURNS = (
    "AuthoriseReturn",
    "DeclineReturn",
    "WithdrawReturn",
    "IssueReturnLabel",
    "VoidReturnLabel",
    "RecordReturnScan",
    "ReceiveReturn",
    "GradeReturn",
    "SendBackReturn",
    "CloseReturn",
)


@pytest.mark.parametrize(
    ("order", "goal", "way"),
    [
        (WAITING, ReturnsAxis.RECEIVED, "AuthoriseReturn ReceiveReturn"),
        (UNSEEN, ReturnsAxis.RECEIVED, "GradeReturn"),
        (
            then(UNSEEN, grade(TWO, grade="wrong_item")),
            ReturnsAxis.RECEIVED,
            "SendBackReturn",
        ),
        (WAITING, ReturnsAxis.NONE, "DeclineReturn"),
        (LET_IN, ReturnsAxis.NONE, "WithdrawReturn"),
    ],
)
def test_every_return_finds_its_way_to_an_end(order: Order, goal: ReturnsAxis, way: str) -> None:
    """The shortest one, which gives nothing up where it can."""
    found = path_to(order, goal, later(12))

    assert found is not None
    assert [type(some).__name__ for some in found] == way.split()


def test_a_scan_that_is_told_later_of_earlier_corrects_it() -> None:
    """The arrival is known, and its seller told; it only was sooner."""
    first = when(LET_IN, scan(ReturnScan.ARRIVED, days=8))
    order = then(LET_IN, scan(ReturnScan.ARRIVED, days=8))
    sooner = when(order, scan(ReturnScan.ARRIVED, days=7))
    other = when(order, scan(ReturnScan.IN_TRANSIT, days=7))

    assert [some.corrects for some in (first, sooner, other)] == [  # type: ignore[attr-defined]
        False,
        True,
        False,
    ]


def test_by_when_a_request_is_answered_is_for_the_policy_to_say() -> None:
    """By its deadlines of that day; a policy without any sets none, and nobody is late."""
    quick = tuple(
        Deadline(task=task, trigger=Trigger.ASKED, hours=hours, missed=Missed.NOTHING)
        for task, hours in ((Task.ANSWER_SOON, 1), (Task.ANSWER, 2))
    )
    for deadlines, due in (
        (quick, ReplyDue(later(5 + 1 / 24), later(5 + 2 / 24))),
        ((), ReplyDue(None, None)),
    ):
        world = World(returns=replace(RECEIPT, name="own", deadlines=deadlines))
        event = when(HERE, ask_back(ONE, ask_first=True), world)
        assert isinstance(event, ReturnRequested)
        assert event.rma.reply == due
        assert event.rma.is_answered_late(later(99)) is bool(deadlines)
        assert event.rma.status is ReturnStatus.REQUESTED


def test_a_question_that_comes_late_is_a_late_answer() -> None:
    """Whatever is said after it; one that came in time stops the clock until the buyer answers."""
    in_time = then(HERE, ask_back(ONE, ask_first=True), ask_information(days=6))
    assert not in_time.returns[0].is_answered_late(later(20))
    said = then(in_time, give_information(days=8), authorise_return(days=9))
    assert not said.returns[0].is_answered_late(later(20))

    late = then(HERE, ask_back(ONE, ask_first=True), ask_information(days=9))
    assert late.returns[0].is_answered_late(later(9))
    said = then(late, give_information(days=10), authorise_return(days=10.5))
    assert said.returns[0].is_answered_late(later(20))


def test_how_long_a_return_is_waited_for_is_a_row_of_the_world() -> None:
    """Counted from when it was let in, in whole days."""
    world = World(return_waits=(replace(RETURN_WAITS[0], days=2),))
    asked = then(HERE, ask_back(ONE, ask_first=True), authorise_return(days=6), world=world)

    assert refusals(asked, close(ReturnEnd.NEVER_SENT, days=8), world)["return_may_still_come"] == {
        "return": "R1",
        "until": instant("2026-03-11T00:00:00Z"),
    }
    assert accepts(asked, close(ReturnEnd.NEVER_SENT, days=8.7), world)
    with pytest.raises(InvalidValue, match="return_waits"):
        World(return_waits=(5,))  # type: ignore[arg-type]


# Laws


def test_law_no_unit_is_in_more_returns_than_it_was_delivered_in() -> None:
    """In random lives: returned ≤ delivered per parcel and line, whatever was let in and freed."""
    met: set[ReturnStatus] = set()
    for seed in range(400):
        for step in walk(Random(seed).randrange, 30):
            order = step.after
            if order is None or not step.events or not order.returns:
                continue
            met.update(rma.status for rma in order.returns)
            for parcel in order.parcels:
                delivered = parcel if parcel.is_with_buyer else None
                for line in {some.line for some in parcel.units}:
                    let_in = [rma.let_in(parcel.id, line) for rma in order.returns]
                    assert min(let_in) >= 0
                    assert sum(let_in) <= (delivered.holds(line) if delivered else 0)
                    for rma in order.returns:
                        back_now = rma.back(parcel.id, line)
                        assert rma.to_send_back(parcel.id, line) >= 0
                        assert rma.ungraded(parcel.id, line) >= 0
                        assert 0 <= rma.taken_back(parcel.id, line) <= back_now
    assert met == set(ReturnStatus)
