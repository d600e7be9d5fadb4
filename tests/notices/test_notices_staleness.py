"""Staleness: what a notice would say that is no longer so, row by row."""

from typing import Any

import pytest
from test_notices import AT, HOLD, LET_GO, PAY, PLACE, story

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.notices import STALE, Audience, about_of, is_stale
from ordercore.orders.answering import DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.authorising import AuthoriseReturn
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.noting import NoteTracking
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.state import Order
from ordercore.orders.stranding import RecordUndelivered
from ordercore.returns import ReturnLabel, ReturnUnits
from ordercore.shipping import Trouble, WayStatus


def said(kind: Any, day: int = 2, **content: Any) -> OrderCommand:
    """Ask something about the order on a day."""
    at = instant(f"2026-03-{day:02}T09:30:00Z")
    command: OrderCommand = kind(order_id="O-1", at=at, **content)
    return command


SHIP = said(ConfirmShipment, 3, parcel_id="P1")
ARRIVE = said(RecordDelivery, 4, parcel_id="P1")
STRAND = said(RecordUndelivered, 4, parcel_id="P1", trouble=Trouble.LOST)
CANCEL = said(CancelUnits, 3, reason="no_inventory")
ASK = said(RequestCancellation, 3)
DECLINE = said(DeclineCancellation, 4)
SHORT = said(RecordShortage, by=Actor.SYSTEM, lines=("1",))
CLAIM = ClaimNote(
    id="C-1",
    kind="guarantee",
    claimed=Money(100, "EUR"),
    opened_at=AT,
    answer_due=instant("2026-03-09T09:30:00Z"),
)
HEAR = said(HearClaim, 5, claim=CLAIM)
HEARD_AGAIN = said(HearClaim, 6, claim=replace(CLAIM, answer_due=None))
RETURN = said(
    RequestReturn,
    6,
    units=(ReturnUnits("P1", "1", 1),),
    reason="changed_mind",
    return_id="R1",
    ask_first=True,
)
LET_RETURN = said(AuthoriseReturn, 8, return_id="R1")
QUESTION = said(AskReturnInformation, 6, return_id="R1", question="Which?")
ANSWER = said(GiveReturnInformation, 7, by=Actor.BUYER, return_id="R1", answer="This.")
LABEL = said(IssueReturnLabel, 9, return_id="R1", label=ReturnLabel(id="L1"))
VOID = said(VoidReturnLabel, 10, return_id="R1", label_id="L1")

DELAY = said(NoteTracking, 3, parcel_id="P1", status=WayStatus.DELAYED)
GO_OUT = said(NoteTracking, 4, parcel_id="P1", status=WayStatus.OUT_FOR_DELIVERY)
TRY = said(NoteTracking, 4, parcel_id="P1", status=WayStatus.ATTEMPTED)
WAIT = said(NoteTracking, 4, parcel_id="P1", status=WayStatus.AVAILABLE_FOR_PICKUP)
EXPECT = said(NoteTracking, 3, parcel_id="P1", status=None, estimate=AT.add(days=30))

PLACED = (PLACE,)
READY = (PLACE, PAY)
SENT = (*READY, SHIP)
THERE = (*SENT, ARRIVE)

ROWS: tuple[tuple[str, str, tuple[OrderCommand, ...], tuple[OrderCommand, ...]], ...] = (
    ("buyer", "payment_problem", PLACED, (PAY,)),
    ("buyer", "payment_problem", PLACED, (CANCEL,)),
    ("buyer", "order_preparing", READY, (SHIP,)),
    ("buyer", "order_preparing", READY, (CANCEL,)),
    ("buyer", "parcel_shipped", SENT, (ARRIVE,)),
    ("buyer", "parcel_shipped", SENT, (STRAND,)),
    ("buyer", "parcel_delayed", (*SENT, DELAY), (ARRIVE,)),
    ("buyer", "parcel_delayed", (*SENT, DELAY), (STRAND,)),
    ("buyer", "out_for_delivery", (*SENT, GO_OUT), (ARRIVE,)),
    ("buyer", "delivery_attempted", (*SENT, TRY), (ARRIVE,)),
    ("buyer", "ready_for_pickup", (*SENT, WAIT), (ARRIVE,)),
    ("buyer", "delivery_estimate_changed", (*SENT, EXPECT), (ARRIVE,)),
    ("buyer", "parcel_delivered", THERE, (said(RetractDelivery, 5, parcel_id="P1"),)),
    ("buyer", "parcel_undelivered", (*SENT, STRAND), (replace(ARRIVE, at=AT.add(days=5)),)),
    (
        "buyer",
        "delivery_retracted",
        (*THERE, said(RetractDelivery, 5, parcel_id="P1")),
        (replace(ARRIVE, at=AT.add(days=5)),),
    ),
    ("seller", "order_to_ship", READY, (SHIP,)),
    ("seller", "order_to_ship", READY, (CANCEL,)),
    ("seller", "ship_by_soon", READY, (SHIP,)),
    ("seller", "order_held", (*READY, HOLD), (LET_GO,)),
    ("seller", "cancellation_requested", (*READY, ASK), (DECLINE,)),
    ("seller", "stock_missing", (*READY, SHORT), (CANCEL,)),
    ("buyer", "return_label_issued", (*THERE, RETURN, LET_RETURN, LABEL), (VOID,)),
    ("seller", "claim_to_answer", (*THERE, HEAR), (HEARD_AGAIN,)),
    ("seller", "parcel_stranded", (*SENT, STRAND), (replace(ARRIVE, at=AT.add(days=5)),)),
)


def told(*commands: OrderCommand) -> tuple[Order, OrderEvent]:
    """Give the order, and the last event of the last command."""
    order, events = story(*commands)
    return order, events[-1]


@pytest.mark.parametrize(("audience", "kind", "before", "then"), ROWS)
def test_what_is_no_longer_so_is_stale(
    audience: str,
    kind: str,
    before: tuple[OrderCommand, ...],
    then: tuple[OrderCommand, ...],
) -> None:
    """It is news when it happens, and none after what made it untrue."""
    order, event = told(*before)
    later, _ = told(*before, *then)

    assert not is_stale(Audience(audience), kind, order, event)
    assert is_stale(Audience(audience), kind, later, event)


def test_a_return_that_is_answered_is_not_to_be_answered() -> None:
    """Whether it was asked for, or more was told about it."""
    before = (*THERE, RETURN)
    order, event = told(*before)
    asked = (*before, QUESTION, ANSWER)

    seller = Audience.SELLER
    assert not is_stale(seller, "return_to_answer", order, event)
    assert is_stale(seller, "return_to_answer", told(*before, LET_RETURN)[0], event)
    answered, more = told(*asked)
    assert not is_stale(seller, "return_to_answer", answered, more)
    assert is_stale(seller, "return_to_answer", told(*asked, LET_RETURN)[0], more)


def test_of_other_kinds_nothing_is_stale() -> None:
    """They stay true; and without an event that tells which part, nothing has ended."""
    order, _ = told(*THERE)

    assert not is_stale(Audience.BUYER, "order_received", order)
    for audience, kind in STALE:
        assert is_stale(audience, kind, order) in (True, False)
    assert not is_stale(Audience.SELLER, "order_held", order)
    assert not is_stale(Audience.SELLER, "cancellation_requested", order)
    assert not is_stale(Audience.SELLER, "return_to_answer", order)
    assert not is_stale(Audience.BUYER, "return_label_issued", order)


def test_what_an_event_is_about() -> None:
    """A parcel, or the whole order."""
    assert [about_of(told(*some)[1]) for some in (SENT, THERE, READY)] == ["P1", "P1", ""]
    assert about_of(None) == ""
