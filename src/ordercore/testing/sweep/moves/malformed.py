"""Malformed commands: for every code that refuses arguments, one that asks for it.

They are given in every situation of the smaller sweeps, so that every rule is seen to answer
whatever it is asked, and every one of these codes to be told somewhere.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ordercore.channels import FillPolicy
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.editing import AmendOrder
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.parts import RefundPart, ReplacementKind, Report
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.returning import RequestReturn
from ordercore.orders.ruling_out import RuleOutScans
from ordercore.orders.sending import SendReplacement
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import FillShortage, RecordShortage
from ordercore.orders.sources import Source
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.tag import MOST_TAGS
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.returns import ReturnUnits
from ordercore.shipping import Trouble, WayStatus
from ordercore.testing.sweep.moves.returns import faults_of_returns
from ordercore.testing.sweep.moves.scope import Scope
from ordercore.testing.sweep.moves.wishes import PRICE

NOBODY = "nobody"
"""No channel, line, parcel, hold, reason or anything else has this id."""

HOUR = dt.timedelta(hours=1)

HUGE = 10**6
"""More units than any channel takes at once that has a limit."""


def _euros(minor: int) -> Money:
    return Money(minor, "EUR")


def _part(order: Order, minor: int, units: int = 0, currency: str = "EUR") -> RefundPart:
    return RefundPart(order.lines[0].id, Charges(currency, item=minor), units)


def _held(at: Instant, amount: Money) -> ClaimNote:
    return ClaimNote(
        id=NOBODY, kind="fraud_chargeback", claimed=amount, opened_at=at, held=amount.minor
    )


def misplaced(at: Instant, limited: str) -> Mapping[str, Mapping[str, Any]]:
    """Give, by the code that they are refused with, contents with which no order is placed.

    ``limited`` is a channel that takes only so much at once.
    """
    good = Line("A", 1, price=PRICE)
    return {
        "channel_unknown": {"channel": NOBODY},
        "marketplace_unknown": {"marketplace": NOBODY},
        "no_lines": {"lines": ()},
        "order_without_units": {"lines": (Line("A", 0),), "imported": True},
        "line_ids_repeat": {"lines": (good.with_id("1"), good.with_id("1"))},
        "currencies_mixed": {"lines": (good, Line("B", 1, price="2.00 USD"))},
        "line_without_units_or_price": {"lines": (Line("A", 1),)},
        "available_before_placed": {"available_at": at - HOUR},
        "deadlines_out_of_order": {"ship_by": at - HOUR},
        "fill_not_offered": {"fill": FillPolicy.FILL_ALL},
        "order_too_large": {"channel": limited, "lines": (Line("A", HUGE, price=PRICE),)},
        "actor_may_not": {"by": Actor.CARRIER},
        "replacement_of_itself": {"replaces": "O-1", "replacement": ReplacementKind.REPLACEMENT},
    }


def misplacings(at: Instant, channel: str, limited: str) -> Iterator[tuple[str, PlaceOrder]]:
    """Give every command that places no order, with the code that it is refused with."""
    lines = (Line("A", 1, price=PRICE),)
    for code, wrong in misplaced(at, limited).items():
        content = {"channel": channel, "lines": lines, **wrong}
        yield code, PlaceOrder(order_id="O-1", at=at, **content)


Fault = tuple[str, Callable[..., OrderCommand], Mapping[str, Any]]
"""A code, and a command that is refused with it where nothing else is wrong."""


def malformed(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Give every malformed command about an order, and of every kind some that nobody may give.

    Of an order that is not paid for, they come too early, and by everybody there is.
    """
    kinds: set[object] = set()
    early = order.terms.placed_at - HOUR
    for _code, kind, wrong in faults(order, at):
        yield kind(**{"order_id": order.id, "at": at, **wrong})
        if kind not in kinds and not order.payments:
            kinds.add(kind)
            yield kind(**{"order_id": order.id, **wrong, "at": early})
            for actor in Actor:
                told = {"order_id": order.id, "at": at, **wrong, "by": actor, "imported": False}
                yield kind(**told)


def faults(order: Order, at: Instant) -> tuple[Fault, ...]:
    """Give the malformed commands about an order."""
    line = order.lines[0].id
    parcel = order.parcels[0].id if order.parcels else "P1"
    payment = order.payments[0].id if order.payments else "PAY1"
    rma = order.returns[0].id if order.returns else "R1"
    sent = order.replacements[0].id if order.replacements else f"{order.id}-X1"
    hold = order.holds[0].id if order.holds else "H1"
    early = order.terms.placed_at
    many = (Units(line, 99),)
    nowhere = (Units(NOBODY, 1),)
    back = (ReturnUnits(parcel, line, 1),)
    told = Verification(outcome=AddressOutcome.ACCEPTED)
    dollars = Money(1, "USD")
    elsewhere = Source(line=line, sku=order.lines[0].sku, pool=NOBODY, quantity=99)
    past = Report("past", OrderStatus.PENDING, early - HOUR)
    return (
        ("before_placed", CancelUnits, {"at": early - HOUR, "reason": "no_inventory"}),
        ("units_not_awaiting", CancelUnits, {"units": many, "reason": "no_inventory"}),
        ("cancel_reason_unknown", CancelUnits, {"reason": NOBODY}),
        ("carrier_not_allowed", ConfirmShipment, {"carrier": NOBODY}),
        (
            "parcel_already_exists",
            ConfirmShipment,
            {"parcel_id": parcel, "units": nowhere, "carrier": NOBODY},
        ),
        ("parcel_unknown", CorrectTracking, {"parcel_id": NOBODY, "carrier": "x", "tracking": "1"}),
        ("delivered_before_shipped", RecordDelivery, {"parcel_id": parcel, "at": early}),
        (
            "noted_before_shipped",
            NoteTracking,
            {"parcel_id": parcel, "at": early, "status": WayStatus.DELAYED},
        ),
        (
            "undelivered_before_shipped",
            RecordUndelivered,
            {"parcel_id": parcel, "at": early, "trouble": Trouble.LOST},
        ),
        ("before_placed", RetractDelivery, {"parcel_id": NOBODY}),
        ("before_placed", RetractUndelivered, {"parcel_id": NOBODY}),
        ("before_placed", RuleOutScans, {"parcel_id": NOBODY, "retractions": ()}),
        ("back_before_shipped", ReceiveUndelivered, {"parcel_id": parcel, "at": early}),
        ("units_not_missing", ReceiveUndelivered, {"parcel_id": parcel, "units": many}),
        ("no_units_named", RequestReturn, {"units": (), "reason": ""}),
        (
            "units_not_delivered",
            RequestReturn,
            {"units": (ReturnUnits(parcel, line, 99),), "reason": ""},
        ),
        ("returned_before_delivered", RequestReturn, {"units": back, "reason": "", "at": early}),
        ("return_already_exists", RequestReturn, {"units": back, "reason": "", "return_id": rma}),
        ("return_unknown", ReceiveReturn, {"return_id": NOBODY, "units": back}),
        (
            "units_not_outstanding",
            ReceiveReturn,
            {"return_id": rma, "units": (ReturnUnits(parcel, line, 99),)},
        ),
        ("return_step_too_early", ReceiveReturn, {"return_id": rma, "units": back, "at": early}),
        ("payment_exceeds_due", ConfirmPayment, {"amount": _euros(10**6)}),
        ("payment_already_exists", AuthorisePayment, {"payment_id": payment, "amount": _euros(1)}),
        ("authorisation_ends_before_it_begins", AuthorisePayment, {"expires_at": at - HOUR}),
        ("declined_amount_unusable", FailPayment, {"amount": dollars}),
        ("payment_unknown", CapturePayment, {"payment_id": NOBODY}),
        (
            "capture_exceeds_authorisation",
            CapturePayment,
            {"payment_id": payment, "amount": _euros(10**6)},
        ),
        ("hold_kind_unknown", PlaceHold, {"kind": NOBODY, "owner": "desk"}),
        ("owner_missing", PlaceHold, {"kind": "manual", "owner": " "}),
        (
            "hold_ends_before_it_begins",
            PlaceHold,
            {"kind": "manual", "owner": "desk", "expires_at": at - HOUR},
        ),
        ("hold_already_exists", PlaceHold, {"kind": "manual", "owner": NOBODY, "hold_id": hold}),
        ("hold_unknown", ReleaseHold, {"hold_id": NOBODY}),
        ("another_address", VerifyAddress, {"address": Address(NOBODY), "verification": told}),
        ("request_unknown", AcceptCancellation, {"request_id": NOBODY}),
        (
            "request_already_exists",
            RequestCancellation,
            {"request_id": "C1", "units": nowhere, "reason": NOBODY},
        ),
        ("nothing_awaits_shipment", RequestCancellation, {}),
        ("nothing_to_amend", AmendOrder, {}),
        ("added_line_unusable", AmendOrder, {"add": (Line("A", 0),)}),
        ("replaced_goods_unknown", ReplaceUnits, {"reason": "", "return_id": NOBODY}),
        (
            "units_not_replaceable",
            ReplaceUnits,
            {"reason": "", "return_id": rma, "units": many},
        ),
        (
            "exchanged_line_unusable",
            ReplaceUnits,
            {"reason": "", "return_id": rma, "lines": (Line("A", 1),)},
        ),
        (
            "nothing_comes_back",
            ReplaceUnits,
            {"reason": "", "parcel_id": parcel, "when": SentWhen.ON_RECEIPT},
        ),
        (
            "replaced_before_asked",
            ReplaceUnits,
            {"reason": "", "return_id": rma, "at": early},
        ),
        (
            "replacement_already_exists",
            ReplaceUnits,
            {"reason": "", "return_id": rma, "replacement_id": order.id},
        ),
        ("replacement_unknown", SendReplacement, {"replacement_id": NOBODY}),
        (
            "ended_replacement_unknown",
            EndReplacement,
            {"replacement_id": NOBODY, "because": ReplacementEnd.CANCELLED},
        ),
        (
            "units_not_replaced",
            EndReplacement,
            {"replacement_id": sent, "units": many, "because": ReplacementEnd.CANCELLED},
        ),
        ("refunded_exchange_unknown", IssueRefund, {"reason": "goodwill", "replaced_by": NOBODY}),
        (
            "refund_exceeds_difference",
            IssueRefund,
            {"reason": "goodwill", "replaced_by": NOBODY, "parts": (_part(order, 1),)},
        ),
        ("refund_reason_unknown", IssueRefund, {"reason": NOBODY}),
        ("refunded_return_unknown", IssueRefund, {"reason": "goodwill", "return_id": NOBODY}),
        ("refunded_parcel_unknown", IssueRefund, {"reason": "goodwill", "parcel_id": NOBODY}),
        ("refund_misses_amount", IssueRefund, {"reason": "goodwill", "amount": _euros(10**6)}),
        (
            "refund_exceeds_charges",
            IssueRefund,
            {"reason": "goodwill", "parts": (_part(order, 10**6),)},
        ),
        (
            "refund_exceeds_payment",
            IssueRefund,
            {"reason": "goodwill", "parts": (_part(order, 1),)},
        ),
        (
            "refunded_units_not_due",
            IssueRefund,
            {"reason": "goodwill", "parts": (_part(order, 1, units=99),)},
        ),
        (
            "refund_already_exists",
            IssueRefund,
            {"reason": NOBODY, "refund_id": "F1", "amount": _euros(1)},
        ),
        ("refund_before_receipt", IssueRefund, {"reason": "goodwill", "ahead": True}),
        ("refund_not_ahead", RechargeRefund, {"refund_id": NOBODY}),
        ("recharge_exceeds", RechargeRefund, {"refund_id": NOBODY, "parts": (_part(order, 1),)}),
        ("nothing_to_recharge", RechargeRefund, {"refund_id": NOBODY}),
        ("refund_unknown", ConfirmRefund, {"refund_id": NOBODY}),
        ("claim_not_in_currency", HearClaim, {"claim": _held(at, Money(1, "USD"))}),
        ("claims_exceed_payment", HearClaim, {"claim": _held(at, _euros(10**6))}),
        ("report_is_behind", RecordReport, {"report": past, "imported": True}),
        ("charges_already_known", PriceLines, {"charges": ((NOBODY, Charges("EUR")),)}),
        ("charges_negative", PriceLines, {"charges": ((line, Charges("EUR", item=-1)),)}),
        ("line_already_known", AdoptLines, {"lines": (order.lines[0],)}),
        ("line_unknown", RecordShortage, {"lines": (NOBODY,)}),
        ("shortage_is_not_told", RecordShortage, {"lines": (line,)}),
        ("stock_not_kept", FillShortage, {}),
        ("nothing_short", FillShortage, {}),
        ("units_not_short", FillShortage, {"units": many}),
        ("pool_not_of_order", ConfirmShipment, {"pool": NOBODY}),
        ("pool_not_of_order", ReallocateUnits, {"pool": NOBODY}),
        ("pool_ships_nothing", ReallocateUnits, {"pool": NOBODY}),
        ("pool_unknown", ReceiveReturn, {"return_id": rma, "units": back, "pool": NOBODY}),
        ("pool_unknown", ReceiveUndelivered, {"parcel_id": parcel, "pool": NOBODY}),
        ("sourcing_is_not_told", RecordSourcing, {"lines": (), "sources": ()}),
        (
            "sourced_from_other_pools",
            RecordSourcing,
            {"lines": (line,), "sources": (elsewhere,), "by": Actor.SYSTEM},
        ),
        (
            "sourced_beyond_awaiting",
            RecordSourcing,
            {"lines": (line,), "sources": (elsewhere,), "by": Actor.SYSTEM},
        ),
        (
            "units_not_sourced",
            RecordSourcing,
            {"lines": (line,), "sources": (), "by": Actor.SYSTEM},
        ),
        ("payment_unknown", VoidPayment, {"payment_id": NOBODY}),
        ("payment_unknown", ExpirePayment, {"payment_id": NOBODY}),
        ("refund_unknown", FailRefund, {"refund_id": NOBODY}),
        ("request_unknown", DeclineCancellation, {"request_id": NOBODY}),
        ("request_already_answered", AcceptCancellation, {"request_id": "C1"}),
        ("request_already_answered", DeclineCancellation, {"request_id": "C1"}),
        ("units_not_awaiting", AmendOrder, {"units": nowhere}),
        ("no_units_named", ReceiveReturn, {"return_id": rma, "units": ()}),
        *faults_of_returns(rma, back, early, NOBODY),
        ("payment_already_exists", ConfirmPayment, {"payment_id": payment, "amount": _euros(1)}),
        (
            "capture_already_exists",
            CapturePayment,
            {"payment_id": payment, "amount": _euros(1), "capture_id": "T1"},
        ),
        ("rescheduled_before_placed", ReschedulePreorder, {"available_at": early - HOUR}),
        ("not_a_preorder", ReleasePreorder, {}),
        ("order_would_be_too_large", AmendOrder, {"add": (Line("A", HUGE, price=PRICE),)}),
        ("not_overdue", CancelOverdue, {}),
        ("units_not_awaiting", RecordUnfillable, {"units": many}),
        ("not_filled_by_policy", RecordUnfillable, {}),
        ("goods_may_still_come", RecordUnfillable, {"at": early}),
        ("already_shipped", AmendAddress, {"ship_to": Address(NOBODY)}),
        ("too_many_tags", TagOrder, {"tags": [str(number) for number in range(MOST_TAGS + 1)]}),
        ("before_placed", UntagOrder, {"tags": (NOBODY,)}),
    )
