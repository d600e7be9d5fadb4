"""Notices: who is told what."""

from typing import Any

import attrs
import pytest

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.notices import NOTICES, Audience, Notice, notices_of
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import ClaimHeard
from ordercore.orders.closing import ReturnClosed
from ordercore.orders.decider import EVENTS, decide, evolve
from ordercore.orders.editing import AmendOrder
from ordercore.orders.ending import FailPayment, VoidPayment
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import Refund, RefundPart, ReplacementKind
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.replacement import Replacement, SentWhen
from ordercore.orders.replacing import ReplacementPromised
from ordercore.orders.scanning import ReturnScanned
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.returns import Disposition, Graded, ReturnEnd, ReturnScan, ReturnUnits

AT = instant("2026-03-02T09:30:00Z")

TOLD = {
    "OrderPlaced": {("order_received", "buyer")},
    "PreorderRescheduled": {("preorder_rescheduled", "buyer")},
    "PaymentConfirmed": {("order_to_ship", "seller")},
    "PaymentAuthorised": {("order_to_ship", "seller")},
    "HoldReleased": {("order_to_ship", "seller")},
    "PaymentDeclined": {("payment_problem", "buyer")},
    "PaymentEnded": {("payment_problem", "buyer")},
    "HoldPlaced": {("order_held", "seller")},
    "OrderAmended": {("order_amended", "buyer")},
    "CancellationRequested": {("cancellation_requested", "seller")},
    "CancellationAnswered": {("cancellation_answered", "buyer")},
    "UnitsCancelled": {("units_cancelled", "buyer")},
    "ShipmentConfirmed": {("parcel_shipped", "buyer")},
    "ParcelDelivered": {("parcel_delivered", "buyer")},
    "ShortageRecorded": {("stock_missing", "seller")},
    "ShortageFilled": {("order_to_ship", "seller")},
    "ParcelUndelivered": {("parcel_undelivered", "buyer"), ("parcel_stranded", "seller")},
    "DeliveryRetracted": {("delivery_retracted", "buyer")},
    "UndeliveredRetracted": {("parcel_found", "buyer"), ("stranded_no_more", "seller")},
    "ReturnAuthorised": {("return_authorised", "buyer"), ("return_coming", "seller")},
    "ReturnRequested": {("return_requested", "buyer"), ("return_to_answer", "seller")},
    "ReturnInformationAsked": {("return_information_asked", "buyer")},
    "ReturnInformationGiven": {("return_to_answer", "seller")},
    "ReturnDeclined": {("return_declined", "buyer")},
    "ReturnWithdrawn": {("return_withdrawn", "seller")},
    "ReturnLabelIssued": {("return_label_issued", "buyer")},
    "ReturnLabelVoided": {("return_label_voided", "buyer")},
    "ReturnReceived": {("return_received", "buyer")},
    "ReplacementPromised": {("replacement_promised", "buyer")},
    "ReplacementSent": {("replacement_sent", "buyer")},
    "ClaimHeard": {("claim_to_answer", "seller")},
    "ReplacementEnded": {("replacement_ended", "seller")},
    "ReturnUnitsFound": {("return_units_found", "buyer")},
    "ReturnSentBack": {("return_sent_back", "buyer")},
    "RefundIssued": {("refund_issued", "buyer")},
    "RefundRecharged": {("refund_recharged", "buyer")},
    "RefundFailed": {("refund_failed", "seller")},
}


def _said(command_kind: Any, **content: Any) -> OrderCommand:
    command: OrderCommand = command_kind(order_id="O-1", at=AT, **content)
    return command


PLACE = _said(PlaceOrder, channel="MFN", lines=(Line("A", 2, price="10 EUR"),))
PAY = _said(ConfirmPayment)
AUTHORISE = _said(AuthorisePayment)
HALF = _said(AuthorisePayment, amount=Money(1000, "EUR"))
HOLD = _said(PlaceHold, kind="manual", owner="ann")
LET_GO = _said(ReleaseHold)
ONE = (Units("1", 1),)


def story(*commands: OrderCommand) -> tuple[Order, tuple[OrderEvent, ...]]:
    """Give the order after all commands, and the events of the last."""
    order: Order | None = None
    told: tuple[OrderEvent, ...] = ()
    for command in commands:
        told = decide(order, command)
        for event in told:
            order = evolve(order, event)
    assert order
    return order, told


READY, _ = story(PLACE, PAY)

PROMISED = Replacement(
    id="O-2",
    kind=ReplacementKind.REPLACEMENT,
    units=ONE,
    lines=(),
    reason="",
    at=AT,
    when=SentWhen.ON_RECEIPT,
)


GIVEN_BACK = Refund(
    id="F1",
    key="O-1/F1",
    parts=(RefundPart("1", Charges("EUR", item=1)),),
    shares=(),
    reason="goodwill",
    at=AT,
)


TO_ANSWER = ClaimNote(
    id="C-1", kind="guarantee", claimed=Money(1, "EUR"), opened_at=AT, answer_due=AT
)


def _event(kind: type[OrderEvent], *, imported: bool = False) -> OrderEvent:
    """Make an event of a kind, with nothing in it that a notice hangs on, or the least."""
    needed: dict[str, Any] = {
        field.name: PROMISED if field.name == "replacement" else None
        for field in attrs.fields(kind)
        if field.default is attrs.NOTHING
    }
    needed |= {"graded": ()} if "graded" in needed else {}
    needed |= {"claim": TO_ANSWER} if "claim" in needed else {}
    needed |= {"refund": GIVEN_BACK} if "refund" in needed else {}
    return kind(**{**needed, "at": AT, "by": Actor.SELLER, "imported": imported})


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_who_is_told_what(kind: type[OrderEvent]) -> None:
    """By the kind of event, of an order that may ship; silence where the table has no row."""
    told = {(notice.kind, notice.audience.value) for notice in notices_of(READY, _event(kind))}

    assert told == TOLD.get(kind.__name__, set())


UNIT = ReturnUnits("P1", "1", 1)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (ReturnScanned(at=AT, by=Actor.CARRIER, return_id="R1", scan=ReturnScan.IN_TRANSIT), []),
        (ClaimHeard(at=AT, by=Actor.SYSTEM, claim=replace(TO_ANSWER, answer_due=None)), []),
        (
            ReturnScanned(at=AT, by=Actor.CARRIER, return_id="R1", scan=ReturnScan.ARRIVED),
            ["return_arrived"],
        ),
        (
            ReturnScanned(
                at=AT, by=Actor.CARRIER, return_id="R1", scan=ReturnScan.ARRIVED, corrects=True
            ),
            [],
        ),
        *[
            (
                ReturnGraded(
                    at=AT,
                    by=Actor.SELLER,
                    return_id="R1",
                    graded=(Graded(UNIT, "odd", disposition, AT),),
                ),
                ["return_rejected"] if disposition.rejects else [],
            )
            for disposition in Disposition
        ],
        *[
            (
                ReturnClosed(at=AT, by=Actor.SELLER, return_id="R1", end=end),
                ["return_never_came"]
                if end in (ReturnEnd.NEVER_SENT, ReturnEnd.LOST_IN_TRANSIT)
                else [],
            )
            for end in ReturnEnd
        ],
    ],
)
def test_of_returns_only_what_matters_is_told(event: OrderEvent, told: list[str]) -> None:
    """That there is a parcel to open, that something is not paid for, or that nothing came."""
    assert [notice.kind for notice in notices_of(READY, event)] == told


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_nobody_is_told_of_what_was_imported(kind: type[OrderEvent]) -> None:
    """The marketplace has told its buyer itself, perhaps years ago."""
    assert notices_of(READY, _event(kind, imported=True)) == ()


@pytest.mark.parametrize(
    ("commands", "kinds"),
    [
        ((PLACE, PAY), ["order_to_ship"]),
        ((PLACE, AUTHORISE), ["order_to_ship"]),
        # A part is not enough.
        ((PLACE, HALF), []),
        ((PLACE, HALF, AUTHORISE), ["order_to_ship"]),
        # What is held may not ship; the last hold that goes says that it may.
        ((PLACE, HOLD, PAY), []),
        ((PLACE, HOLD, PAY, LET_GO), ["order_to_ship"]),
        ((PLACE, HOLD, HOLD, PAY, LET_GO), []),
        ((PLACE, HOLD, LET_GO), []),
        ((PLACE, PAY, HOLD), ["order_held"]),
        # A payment that ended against our will is a problem of the buyer's.
        ((PLACE, AUTHORISE, _said(FailPayment, payment_id="PAY1")), ["payment_problem"]),
        ((PLACE, _said(FailPayment)), ["payment_problem"]),
        ((PLACE, AUTHORISE, _said(VoidPayment)), []),
    ],
)
def test_what_is_told_follows_the_order(
    commands: tuple[OrderCommand, ...], kinds: list[str]
) -> None:
    """A seller is told to ship when the order may, and the buyer of what went wrong."""
    order, told = story(*commands)

    assert [notice.kind for event in told for notice in notices_of(order, event)] == kinds


@pytest.mark.parametrize(
    "commands",
    [
        (PLACE, HALF, _said(CancelUnits, reason="no_inventory", units=ONE)),
        (PLACE, HALF, _said(AmendOrder, units=ONE)),
        (PLACE, PAY, _said(ConfirmShipment, units=ONE), HOLD, LET_GO),
    ],
    ids=["cancelled", "amended", "partly shipped"],
)
def test_a_seller_hears_of_every_order_that_may_ship_now(
    commands: tuple[OrderCommand, ...],
) -> None:
    """However it came to be: less became due, or the rest was let go."""
    order, told = story(*commands)

    assert "order_to_ship" in [n.kind for event in told for n in notices_of(order, event)]


def test_notices_are_about_events_that_exist() -> None:
    """Each row's notices are told apart by kind and audience."""
    assert set(NOTICES) <= set(EVENTS)
    for notices in NOTICES.values():
        assert len(set(notices)) == len(notices)
    assert Notice("x", Audience.BUYER) != Notice("x", Audience.SELLER)


def test_a_replacement_that_is_sent_at_once_is_told_of_once() -> None:
    """That it is promised is told where something is waited for; that it is placed, never."""
    at_once = replace(PROMISED, when=SentWhen.IN_ADVANCE)
    promised = ReplacementPromised(at=AT, by=Actor.SELLER, replacement=at_once)
    link = {"replaces": "O-0", "replacement": ReplacementKind.REPLACEMENT}
    placed, told = story(replace(PLACE, **link))

    assert notices_of(READY, promised) == ()
    assert notices_of(placed, *told) == ()
