# ruff: noqa: S311 - a suite asserts; a walk that can be repeated
"""Events of every kind, with values that are hard to keep."""

import datetime as dt
from functools import cache
from random import Random
from typing import Any

from ordercore.inventory import Condition, StockEvent
from ordercore.inventory import events as e
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.units import Units
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AddressAmended, AddressVerified
from ordercore.orders.asking import CancellationAnswered, CancellationRequested
from ordercore.orders.authorising import ReturnDeclined, ReturnWithdrawn
from ordercore.orders.capturing import PaymentCaptured
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import ClaimHeard
from ordercore.orders.closing import ReturnClosed
from ordercore.orders.editing import OrderAmended
from ordercore.orders.ending import PaymentDeclined, PaymentEnded
from ordercore.orders.erasing import BuyerErased
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.holding import HoldPlaced, HoldReleased
from ordercore.orders.labelling import ReturnLabelIssued, ReturnLabelVoided
from ordercore.orders.line import Line
from ordercore.orders.message import OrderEvent
from ordercore.orders.noting import TrackingNoted
from ordercore.orders.parts import Cancellation, CancelRequest, Hold, RefundPart, ReplacementKind
from ordercore.orders.paying import PaymentAuthorised
from ordercore.orders.payment import Capture, Payment, PaymentEnd, PaymentStatus
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.questioning import ReturnInformationAsked, ReturnInformationGiven
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.recharging import RefundRecharged
from ordercore.orders.recovering import UndeliveredRetracted
from ordercore.orders.rejecting import ReturnSentBack, ReturnUnitsFound
from ordercore.orders.releasing import PreorderReleased, PreorderRescheduled
from ordercore.orders.reopening import ReplacementEnded
from ordercore.orders.replacement import Replacement, ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplacementPromised
from ordercore.orders.retracting import DeliveryRetracted
from ordercore.orders.returning import ReturnAuthorised, ReturnRequested
from ordercore.orders.ruling_out import ScansRuledOut
from ordercore.orders.scanning import ReturnScanned
from ordercore.orders.sending import ReplacementSent
from ordercore.orders.settling import RefundConfirmed, RefundFailed
from ordercore.orders.shortage import ShortageFilled, ShortageRecorded
from ordercore.orders.sources import Source, SourcingReason
from ordercore.orders.sourcing import UnitsReallocated, UnitsSourced
from ordercore.orders.stranding import ParcelUndelivered, UndeliveredReceived
from ordercore.orders.tagging import OrderTagged, OrderUntagged
from ordercore.returns import (
    Answer,
    Closing,
    Disposition,
    Found,
    Graded,
    Handover,
    Question,
    Received,
    ReplyDue,
    Return,
    ReturnEnd,
    ReturnLabel,
    ReturnScan,
    ReturnUnits,
    SentBack,
)
from ordercore.shipping import CameBack, Retraction, Trouble, WayStatus
from ordercore.testing.situations import taken, walk
from ordercore.testing.store.samples import AT, UNICODE, paid_event

TWO = (Units(UNICODE, 2),)


@cache
def every_order_event() -> tuple[OrderEvent, ...]:
    """Make events of every class that an order has, with hard values among them."""
    hard = PlaceOrder(
        order_id=UNICODE,
        at=AT,
        channel="MFN",
        marketplace="JP",
        lines=(Line("注文-1", 1, price="1500 JPY", title=UNICODE, ref=UNICODE),),
        ship_to=Address(name=UNICODE, line1="1 Rue de l'Église", country="FR"),
        buyer=UNICODE,
        ship_by=AT,
    )
    events: list[OrderEvent] = [*taken(None, hard).events, paid_event()]
    events += seldom_events()
    for seed in range(40):
        for step in walk(Random(seed).randrange, 40):
            events.extend(step.events)
    return tuple(events)


def seldom_events() -> tuple[OrderEvent, ...]:
    """Make events that a random life seldom has, or never, with every field filled in."""
    return (*_of_money(), *_of_the_buyer(), *_of_the_seller())


def _of_money() -> tuple[OrderEvent, ...]:
    said: dict[str, Any] = {"at": AT, "by": Actor.SYSTEM}
    failed = PaymentStatus.FAILED
    payment = Payment(
        id=UNICODE,
        amount=Money(2**53 + 1, "KWD"),
        at=AT,
        method=UNICODE,
        on_delivery=True,
        expires_at=AT,
        captures=(Capture("C1", 1, AT), Capture(UNICODE, 2**53, AT)),
        end=PaymentEnd(failed, UNICODE, AT),
    )
    return (
        PaymentAuthorised(**said, payment=payment, ship_by=AT),
        PaymentDeclined(**said, payment=payment),
        PaymentCaptured(**said, payment_id=UNICODE, minor=2**53 + 1, capture_id=UNICODE),
        PaymentEnded(**said, payment_id=UNICODE, status=failed, reason=UNICODE),
        RefundRecharged(**said, refund_id=UNICODE, parts=(RefundPart(UNICODE, Charges("JPY"), 1),)),
        RefundConfirmed(**said, refund_id=UNICODE),
        BuyerErased(**said, fields=2**53),
        RefundFailed(**said, refund_id=UNICODE, reason=UNICODE),
        ClaimHeard(**said, claim=every_field_of_a_note()),
    )


def every_field_of_a_note() -> ClaimNote:
    """Make what an order knows of a claim, with no field left out."""
    return ClaimNote(
        id=UNICODE,
        kind=UNICODE,
        claimed=Money(2**53 + 1, "KWD"),
        opened_at=AT,
        is_open=False,
        to_buyer=2**53 + 1,
        held=1,
        net=-(2**53) - 1,
        defect=True,
        answer_due=AT,
    )


def _of_the_buyer() -> tuple[OrderEvent, ...]:
    said: dict[str, Any] = {"at": AT, "by": Actor.BUYER}
    request = CancelRequest(
        id=UNICODE,
        units=TWO,
        reason=UNICODE,
        at=AT,
        official=False,
        accepted=True,
        answered_at=AT,
    )
    gone = Cancellation(
        units=TWO, reason=UNICODE, at=AT, by=Actor.BUYER, paid=True, request_id=UNICODE
    )
    line = Line(UNICODE, 1, price="9.99 EUR", id=UNICODE)
    home = Address(name=UNICODE, country="JP")
    checked = Verification(outcome=AddressOutcome.FIXED, suggestion=home, notes=(UNICODE,))
    return (
        CancellationRequested(**said, request=request),
        CancellationAnswered(**said, request_id=UNICODE, accepted=False),
        OrderAmended(**said, added=(line,), cancellation=gone),
        OrderAmended(**said, added=(), cancellation=None),
        AddressVerified(**said, verification=checked),
        AddressAmended(**said, ship_to=home, verification=checked),
    )


def _of_the_seller() -> tuple[OrderEvent, ...]:
    said: dict[str, Any] = {"at": AT, "by": Actor.SELLER}
    hold = Hold(
        id=UNICODE, kind=UNICODE, owner=UNICODE, reason=UNICODE, placed_at=AT, expires_at=AT
    )
    back = CameBack(Units(UNICODE, 1), sellable=False, at=AT)
    worth = RefundPart(UNICODE, Charges("JPY", item=2))
    replacement = Replacement(
        id=UNICODE,
        kind=ReplacementKind.EXCHANGE,
        units=TWO,
        lines=(Line(UNICODE, 1, price="9.99 EUR", id=UNICODE),),
        reason=UNICODE,
        at=AT,
        when=SentWhen.ON_RECEIPT,
        return_id=UNICODE,
        parcel_id=UNICODE,
        worth=(worth,),
        back=(worth,),
        sent_at=AT,
        due_back=AT,
        ended=TWO,
    )
    return (
        ShortageRecorded(**said, lines=("1", UNICODE)),
        ShortageFilled(**said, units=(Units("1", 2), Units(UNICODE, 1))),
        UnitsReallocated(**said, pool=UNICODE),
        UnitsSourced(
            **said,
            lines=("1", UNICODE),
            sources=(Source(line=UNICODE, sku=UNICODE, pool="east", quantity=10**9),),
            because=(SourcingReason(code="pool_failed", pool=UNICODE),),
            given_up=(Source(line=UNICODE, sku=UNICODE, pool=UNICODE, quantity=1),),
            failed=UNICODE,
            short=("1",),
        ),
        HoldPlaced(**said, hold=hold),
        HoldReleased(**said, hold_id=UNICODE, reason=UNICODE, ship_by=AT),
        PreorderReleased(**said),
        PreorderRescheduled(**said, available_at=AT),
        TrackingNoted(
            **said,
            parcel_id=UNICODE,
            status=WayStatus.AVAILABLE_FOR_PICKUP,
            estimate=AT,
            pickup_by=AT,
            is_news=True,
            is_moved=True,
        ),
        ParcelUndelivered(**said, parcel_id=UNICODE, trouble=Trouble.REFUSED),
        UndeliveredReceived(**said, parcel_id=UNICODE, came_back=(back,)),
        DeliveryRetracted(**said, parcel_id=UNICODE, deliveries=(AT,)),
        UndeliveredRetracted(**said, parcel_id=UNICODE, trouble=Trouble.LOST, said=AT),
        *_of_returns(said),
        OrderTagged(**said, tags=(UNICODE, "gift")),
        OrderUntagged(**said, tags=(UNICODE,)),
        ScansRuledOut(**said, parcel_id=UNICODE, retractions=(Retraction(Trouble.LOST, AT, AT),)),
        ReplacementPromised(**said, replacement=replacement),
        ReplacementSent(**said, replacement_id=UNICODE, due_back=AT),
        ReplacementEnded(
            **said, replacement_id=UNICODE, units=TWO, because=ReplacementEnd.UNDELIVERED
        ),
    )


def _of_returns(said: dict[str, Any]) -> tuple[OrderEvent, ...]:
    units = ReturnUnits(UNICODE, UNICODE, 2)
    due = ReplyDue(AT, AT)
    label = ReturnLabel(
        id=UNICODE,
        prepaid=False,
        payer=Actor.BUYER,
        cost=Money(2**53 + 1, "KWD"),
        carrier=UNICODE,
        service=UNICODE,
        tracking=UNICODE,
        reference=UNICODE,
        handover=Handover.PICKUP,
        place=UNICODE,
        document=UNICODE,
        hand_over_from=AT,
        hand_over_by=AT + dt.timedelta(days=1),
        issued_at=AT,
        voided_at=AT,
    )
    graded = Graded(units, UNICODE, Disposition.QUARANTINE, AT, "expired", UNICODE)
    found = Found(UNICODE, 10**9, AT, UNICODE)
    gone = SentBack(units, AT, UNICODE, UNICODE)
    rma = Return(
        id=UNICODE,
        units=(units,),
        reason=UNICODE,
        requested_at=AT,
        received=(Received(units, None, AT),),
        reply=due,
        questions=(Question(UNICODE, AT, UNICODE, AT),),
        answer=Answer(True, AT, Actor.SELLER, UNICODE, UNICODE, UNICODE),
        labels=(label,),
        posted_at=AT,
        arrived_at=AT,
        graded=(graded,),
        found=(found,),
        sent_back=(gone,),
        withdrawn_at=AT,
        closing=Closing(ReturnEnd.EXCHANGED, AT, UNICODE),
    )
    ours = {**said, "return_id": UNICODE}
    return (
        ReturnRequested(**said, rma=rma),
        ReturnAuthorised(**said, rma=rma),
        ReturnInformationAsked(**ours, question=UNICODE),
        ReturnInformationGiven(**ours, answer=UNICODE, reply=due),
        ReturnDeclined(**ours, reason=UNICODE, note=UNICODE),
        ReturnWithdrawn(**ours),
        ReturnLabelIssued(**ours, label=label),
        ReturnLabelVoided(**ours, label_id=UNICODE),
        ReturnScanned(**ours, scan=ReturnScan.ARRIVED),
        ReturnReceived(**ours, received=(Received(units, None, AT),), pool=UNICODE),
        ReturnGraded(**ours, graded=(graded,), pool=UNICODE),
        ReturnUnitsFound(**ours, found=found),
        ReturnSentBack(**ours, sent_back=(gone,)),
        ReturnClosed(**ours, end=ReturnEnd.REPLACED, reference=UNICODE),
    )


def every_stock_event() -> tuple[StockEvent, ...]:
    """Make events of every class that stock has, with every field filled in."""
    said: dict[str, Any] = {"at": AT, "cause": UNICODE}
    units: dict[str, Any] = {**said, "quantity": 2**40}
    ours: dict[str, Any] = {**units, "owner": UNICODE}
    parts: dict[str, Any] = {"backordered": 2**20, "committed": 2**30}
    where = Condition.CARRIER_DAMAGED
    return (
        e.StockReceived(quantity=1, at=AT),
        e.StockReceived(**units, inbound=UNICODE, due=3),
        e.InboundExpected(**units, inbound=UNICODE, expected=AT),
        e.InboundChanged(**units, inbound=UNICODE),
        e.InboundClosed(**said, quantity=-1, inbound=UNICODE),
        e.UnitsReserved(**ours, expires_at=AT),
        e.UnitsBackordered(**ours, expires_at=AT),
        e.ReservationTakenOver(**ours, backordered=2**20, using="O-2", expires_at=AT),
        e.ReservationExtended(**ours, expires_at=AT),
        e.ReservedCommitted(**ours),
        e.ReservedUncommitted(**ours, expires_at=AT),
        e.BackorderFilled(**ours),
        e.ReservedReleased(**ours, **parts),
        e.ReservedExpired(**ours, **parts),
        e.ReservedConsumed(**ours, **parts, missing=1),
        e.UnreservedTaken(**ours, missing=2**40),
        e.UnitsRestocked(**ours, condition=where),
        e.StockAdjusted(
            **said,
            quantity=-(2**40),
            reason=UNICODE,
            condition=where,
            into=Condition.EXPIRED,
            missing=1,
        ),
        e.StockCounted(**said, quantity=-1, counted=0),
        e.UnitsRegraded(**units, were=where, now=None),
        e.UnitsDisposed(**units, condition=where),
        e.StockTermsSet(**said, safety=1, backorder_limit=2, preorder_limit=3, low_at=None),
        e.MirrorEnded(**said, changes=(("elsewhere", -(2**40)),)),
        e.StockMirrored(**said, changes=(("on_hand", -(2**40)), (UNICODE, 1)), sequence=7),
        e.StockRanLow(**said, available=1),
        e.StockRanOut(**said),
        e.StockCameBack(**said, available=2**40),
        e.StockIsShort(**said, short=1),
    )
