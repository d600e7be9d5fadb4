"""The life of a return: its status and its units from its facts, and when it is answered."""

import datetime as dt
from typing import Any

import attrs
import pytest

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.inventory import Condition
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.returns import (
    DECLINE_REASONS,
    GRADES,
    RETURN_LIFECYCLE,
    RETURN_STATUS_TABLE,
    RETURN_WAITS,
    Answer,
    Closing,
    DeclineReason,
    Disposition,
    Grade,
    Graded,
    Question,
    Received,
    ReplyDue,
    Return,
    ReturnEnd,
    ReturnLabel,
    ReturnStatus,
    ReturnUnits,
    ReturnWait,
    SentBack,
    return_wait_on,
)

AT = instant("2026-03-02T09:30:00Z")
S, D = ReturnStatus, Disposition


def units(number: int = 1) -> ReturnUnits:
    """Give so many units of a line out of a parcel."""
    return ReturnUnits("P1", "1", number)


def at(hours: float) -> Instant:
    """Give a moment so many hours after the request."""
    return instant(AT + dt.timedelta(hours=hours))


def rma(**facts: Any) -> Return:
    """Make a return of three units."""
    return Return(id="R1", units=(units(3),), reason="too_small", requested_at=AT, **facts)


DUE = ReplyDue(at(24), at(48))
YES, NO = Answer(True, at(1), Actor.SELLER), Answer(False, at(1), Actor.SELLER)
ASKED = Question("which one?", at(1))
SAID = Question("which one?", at(1), "the red one", at(2))
LABEL = ReturnLabel(id="L1", issued_at=AT)
VOID = ReturnLabel(id="L1", issued_at=AT, voided_at=at(1))


def came(number: int, *, sellable: bool | None = None) -> Received:
    """Say that so many units came."""
    return Received(units(number), sellable, at(9))


def graded(number: int, disposition: Disposition) -> Graded:
    """Say what becomes of so many units."""
    return Graded(units(number), "a grade", disposition, at(10))


GONE = SentBack(units(3), at(12), "UPS", "1Z")


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, S.AUTHORISED),
        ({"reply": DUE}, S.REQUESTED),
        ({"reply": DUE, "questions": (ASKED,)}, S.INFORMATION_ASKED),
        ({"reply": DUE, "questions": (SAID,)}, S.REQUESTED),
        ({"reply": DUE, "questions": (SAID, ASKED)}, S.INFORMATION_ASKED),
        ({"reply": DUE, "answer": YES}, S.AUTHORISED),
        ({"reply": DUE, "answer": YES, "questions": (ASKED,)}, S.AUTHORISED),
        ({"reply": DUE, "answer": NO}, S.DECLINED),
        ({"withdrawn_at": AT}, S.WITHDRAWN),
        ({"reply": DUE, "withdrawn_at": AT}, S.WITHDRAWN),
        ({"labels": (LABEL,)}, S.LABELLED),
        ({"labels": (VOID,)}, S.AUTHORISED),
        ({"labels": (VOID, attrs.evolve(LABEL, id="L2"))}, S.LABELLED),
        ({"labels": (LABEL,), "posted_at": AT}, S.IN_TRANSIT),
        ({"posted_at": AT, "arrived_at": AT}, S.ARRIVED),
        ({"arrived_at": AT}, S.ARRIVED),
        ({"arrived_at": AT, "received": (came(1),)}, S.PARTIALLY_RECEIVED),
        ({"received": (came(3),)}, S.INSPECTING),
        ({"received": (came(3, sellable=True),)}, S.RECEIVED),
        ({"received": (came(3, sellable=False),)}, S.RECEIVED),
        ({"received": (came(2, sellable=True), came(1))}, S.INSPECTING),
        ({"received": (came(3),), "graded": (graded(2, D.RESTOCK),)}, S.INSPECTING),
        ({"received": (came(3),), "graded": (graded(3, D.WRITE_OFF),)}, S.RECEIVED),
        ({"received": (came(3),), "graded": (graded(3, D.SEND_BACK),)}, S.REJECTED),
        ({"received": (came(3),), "graded": (graded(3, D.NOT_RETURNED),)}, S.SENT_BACK),
        (
            {"received": (came(3),), "graded": (graded(3, D.SEND_BACK),), "sent_back": (GONE,)},
            S.SENT_BACK,
        ),
        (
            {
                "received": (came(3),),
                "graded": (graded(2, D.NOT_RETURNED), graded(1, D.DONATE)),
            },
            S.RECEIVED,
        ),
        ({"received": (came(1),), "closing": Closing(ReturnEnd.NEVER_SENT, AT)}, S.CLOSED),
    ],
)
def test_the_status_is_what_the_facts_say(facts: dict[str, Any], status: ReturnStatus) -> None:
    """The first row of the table that holds, whatever else is known."""
    assert rma(**facts).status is status


def test_every_status_has_a_row_and_every_row_is_of_the_lifecycle() -> None:
    """So that no word is drawn that no return ever has."""
    rows = [status for status, _ in RETURN_STATUS_TABLE]

    assert sorted(rows, key=str) == sorted(ReturnStatus, key=str)
    assert set(rows) == set(RETURN_LIFECYCLE.edges)
    assert {s for s in S if s.is_over} == RETURN_LIFECYCLE.terminal | RETURN_LIFECYCLE.rests


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        # Of three units: outstanding, ungraded, to send back, taken back, back, let in.
        ({}, (3, 0, 0, 0, 0, 3)),
        ({"reply": DUE}, (3, 0, 0, 0, 0, 3)),
        ({"reply": DUE, "answer": NO}, (0, 0, 0, 0, 0, 0)),
        ({"withdrawn_at": AT}, (0, 0, 0, 0, 0, 0)),
        ({"received": (came(2),)}, (1, 2, 0, 2, 2, 3)),
        ({"received": (came(2, sellable=False),)}, (1, 0, 0, 2, 2, 3)),
        (
            {"received": (came(2),), "closing": Closing(ReturnEnd.NEVER_SENT, AT)},
            (0, 2, 0, 2, 2, 2),
        ),
        (
            {"received": (came(2),), "closing": Closing(ReturnEnd.LOST_IN_TRANSIT, AT)},
            (0, 2, 0, 3, 3, 3),
        ),
        ({"received": (came(3),), "graded": (graded(1, D.DESTROY),)}, (0, 2, 0, 3, 3, 3)),
        ({"received": (came(3),), "graded": (graded(1, D.SEND_BACK),)}, (0, 2, 1, 2, 3, 3)),
        ({"received": (came(3),), "graded": (graded(1, D.NOT_RETURNED),)}, (0, 2, 0, 2, 2, 2)),
        (
            {"received": (came(3),), "graded": (graded(3, D.SEND_BACK),), "sent_back": (GONE,)},
            (0, 0, 0, 0, 0, 0),
        ),
    ],
)
def test_units_are_counted_by_where_they_are(
    facts: dict[str, Any], counts: tuple[int, ...]
) -> None:
    """Rejected ones are not paid for, and sent back ones are in the return no more."""
    some = rma(**facts)
    told = [
        count("P1", "1")
        for count in (
            some.outstanding,
            some.ungraded,
            some.to_send_back,
            some.taken_back,
            some.back,
            some.let_in,
        )
    ]

    assert tuple(told) == counts
    assert some.let_in("P2", "1") == some.let_in("P1", "2") == 0


@pytest.mark.parametrize(
    ("facts", "moment", "late"),
    [
        ({}, at(99), False),
        ({"reply": DUE}, instant(at(48) - dt.timedelta(microseconds=1)), False),
        ({"reply": DUE}, at(48), True),
        # What the buyer has to say first, nobody is late with.
        ({"reply": DUE, "questions": (ASKED,)}, at(99), False),
        ({"reply": DUE, "answer": YES}, at(99), False),
        ({"reply": DUE, "answer": attrs.evolve(NO, at=at(48))}, at(49), True),
    ],
)
def test_an_answer_is_late_after_48_hours(
    facts: dict[str, Any], moment: Instant, late: bool
) -> None:
    """Hours, and not days: Seller Central 200708210."""
    assert rma(**facts).is_answered_late(moment) is late


def test_a_country_may_wait_for_as_long_as_it_likes() -> None:
    """Its own rows come before those for all, from their day on."""
    own = ReturnWait(marketplace="DE", effective_from=dt.date(2026, 5, 1), days=14)
    rows = (*RETURN_WAITS, own)

    assert return_wait_on(rows, dt.date(2026, 4, 30), "DE") is RETURN_WAITS[0]
    assert return_wait_on(rows, dt.date(2026, 5, 1), "DE") is own
    assert return_wait_on(rows, dt.date(2026, 5, 1), "US") is RETURN_WAITS[0]
    with pytest.raises(InvalidTable, match="return waits"):
        return_wait_on((own,), dt.date(2026, 5, 1), "US")


@pytest.mark.parametrize("wrong", [{"days": -1}, {"days": 4000}, {"days": "3"}, {"marketplace": 5}])
def test_a_wait_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    """By the name of its field."""
    with pytest.raises(InvalidValue, match=next(iter(wrong))):
        ReturnWait(**{"effective_from": dt.date(2026, 5, 1), "days": 1, **wrong})


def test_a_label_says_what_it_costs_and_who_pays() -> None:
    """No less than nothing, and nothing of another type."""
    label = ReturnLabel(prepaid=False, payer=Actor.BUYER, cost=Money(499, "EUR"))
    assert (label.payer, label.cost) == (Actor.BUYER, Money(499, "EUR"))

    with pytest.raises(InvalidValue, match="cost"):
        ReturnLabel(cost=Money(-1, "EUR"))
    wrong: Any = "yes"
    with pytest.raises(InvalidValue, match="prepaid"):
        ReturnLabel(prepaid=wrong)


def test_grades_say_what_may_become_of_units() -> None:
    """What the buyer broke, or swapped, may be rejected; what we or a carrier broke may not."""
    rejectable = {code for code, row in GRADES.items() if any(d.rejects for d in row.dispositions)}

    assert rejectable == {
        "customer_damaged", "sent_late", "wrong_item", "serial_mismatch", "empty_box",
    }  # fmt: skip
    assert {d for d in D if d.rejects} == {D.SEND_BACK, D.NOT_RETURNED}
    assert GRADES["sellable"].dispositions[0] is D.RESTOCK
    # Only what is sellable is ever sold again.
    again = {code for code, row in GRADES.items() if D.RESTOCK in row.dispositions}
    assert again == {"sellable", "sent_late"}


def test_the_conditions_of_grades_are_those_of_stock() -> None:
    """Two tables that must not drift apart, since returns do not know stock."""
    told = {row.condition for row in GRADES.values() if row.condition}

    assert told <= {condition.value for condition in Condition}
    assert {row.amazon for row in GRADES.values() if row.amazon} == {
        "SELLABLE", "DAMAGED", "CARRIER_DAMAGED", "CUSTOMER_DAMAGED", "DEFECTIVE", "EXPIRED",
        "DISTRIBUTOR_DAMAGED",
    }  # fmt: skip


def test_tables_stand_under_their_codes() -> None:
    """And a grade of which nothing could become is none."""
    assert all(code == row.code for code, row in GRADES.items())
    assert all(code == row.code for code, row in DECLINE_REASONS.items())
    with pytest.raises(InvalidTable, match="grade odd: nothing may become"):
        Grade(code="odd", dispositions=())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("days", "14"),
        ("days", 1.5),
        ("days", True),
        ("days", 3651),
        ("days", -1),
        ("marketplace", 5),
    ],
)
def test_returns_are_waited_for_in_days(field: str, value: Any) -> None:
    """Whatever is of another type, or longer than ten years, is refused by name."""
    terms: dict[str, Any] = {"effective_from": dt.date(2026, 1, 1), "days": 14}
    assert ReturnWait(**terms).days == 14
    with pytest.raises(InvalidValue) as error:
        ReturnWait(**{**terms, field: value})
    assert error.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": 5}, "code"),
        ({"code": " "}, "code"),
        ({"dispositions": "restock"}, "dispositions"),
        ({"dispositions": ("restock",)}, "dispositions"),
        ({"wear": "used"}, "wear"),
        ({"condition": None}, "condition"),
    ],
)
def test_a_grade_is_told_in_words_of_ours(wrong: dict[str, Any], field: str) -> None:
    """Before anything is graded by it."""
    with pytest.raises(InvalidValue) as error:
        Grade(**{"code": "odd", "dispositions": (Disposition.RESTOCK,), **wrong})
    assert error.value.field == field


@pytest.mark.parametrize("code", [5, "", None])
def test_a_reason_to_decline_has_a_code(code: Any) -> None:
    """Under which it is told."""
    with pytest.raises(InvalidValue, match="code"):
        DeclineReason(code=code)
