"""Moves of a return's life, from the request to its end, and malformed commands about returns."""

from collections.abc import Iterator
from typing import Any

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.closing import CloseReturn
from ordercore.orders.grading import GradeReturn
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.message import OrderCommand
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.rejecting import RecordFoundUnits, SendBackReturn
from ordercore.orders.returned import Counts, counted
from ordercore.orders.returning import RequestReturn
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.state import Order
from ordercore.orders.stations import returning_units
from ordercore.returns import (
    Disposition,
    Return,
    ReturnEnd,
    ReturnLabel,
    ReturnScan,
    ReturnUnits,
)
from ordercore.testing.sweep.moves.scope import Scope, choices

GRADED: tuple[tuple[str, Disposition | None], ...] = (
    ("sellable", None),
    ("customer_damaged", Disposition.SEND_BACK),
    ("empty_box", None),
)
"""Grades of which something different becomes: taken back, sent back, and never there."""


def requesting(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Ask to return everything that was delivered, at once and to be answered."""
    if len(order.returns) < scope.returns:
        yield from _asked_for(order, at, _with_buyer(order))


def requesting_one(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Ask to return one unit of what was delivered, at once and to be answered."""
    if len(order.returns) < scope.returns:
        yield from _asked_for(order, at, dict.fromkeys(_with_buyer(order), 1))


def questioning(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Ask one thing about every return, and have it answered."""
    for rma in order.returns:
        said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
        if not rma.questions:
            yield AskReturnInformation(**said, question="which one?")
        yield GiveReturnInformation(**said, by=Actor.BUYER, answer="the red one")


def answering(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Answer every return in every way, and withdraw it."""
    for rma in order.returns:
        said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
        yield AuthoriseReturn(**said, override="a good customer")
        yield DeclineReturn(**said, reason="not_returnable")
        yield WithdrawReturn(**said, by=Actor.BUYER)


def travelling(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Give every return one label, void it, and scan it on its way."""
    for rma in order.returns:
        said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
        if not rma.labels:
            yield IssueReturnLabel(**said)
        for label in rma.labels:
            yield VoidReturnLabel(**said, label_id=label.id)
        for scan in ReturnScan:
            yield RecordReturnScan(**said, by=Actor.CARRIER, scan=scan)


def inspecting(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Receive every choice of what is due, grade every choice of it, and send back what is not."""
    for rma in order.returns:
        said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
        for units in _chosen(rma, Return.outstanding):
            yield ReceiveReturn(**said, units=units)
            yield ReceiveReturn(**said, units=units, sellable=None)
        for units in _chosen(rma, Return.ungraded):
            for grade, disposition in GRADED:
                yield GradeReturn(**said, units=units, grade=grade, disposition=disposition)
        for units in _chosen(rma, Return.to_send_back):
            yield SendBackReturn(**said, units=units)
        if rma.received and not rma.found:
            yield RecordFoundUnits(**said, what="B")


def looking(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Receive all that is due to be looked at; take it back, or send it back."""
    for rma in order.returns:
        said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
        if units := counted(rma, Return.outstanding):
            yield ReceiveReturn(**said, units=units, sellable=None)
        if units := counted(rma, Return.ungraded):
            for grade, disposition in GRADED[:2]:
                yield GradeReturn(**said, units=units, grade=grade, disposition=disposition)
        if units := counted(rma, Return.to_send_back):
            yield SendBackReturn(**said, units=units)


def paid_ahead(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Have every return paid for before its goods come, and charge again what was too much."""
    for rma in order.returns:
        yield IssueRefund(
            order_id=order.id,
            at=at,
            imported=True,
            reason="customer_return",
            return_id=rma.id,
            ahead=True,
        )
    for refund in order.refunds:
        yield RechargeRefund(order_id=order.id, at=at, refund_id=refund.id)


def ending(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Close every return by every end, and have it refunded elsewhere, so that it is settled."""
    for rma in order.returns:
        said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
        if rma.received:
            yield IssueRefund(**said, reason="customer_return", imported=True)
        for end in ReturnEnd:
            yield CloseReturn(**said, end=end, reference="O-2")


Places = dict[tuple[ParcelId, LineId], int]


def _with_buyer(order: Order) -> Places:
    let_in = returning_units(order)
    free = {
        (parcel.id, some.line): parcel.holds(some.line) - let_in.get((parcel.id, some.line), 0)
        for parcel in order.parcels
        if parcel.is_with_buyer
        for some in parcel.units
    }
    return {place: number for place, number in free.items() if number}


def _asked_for(order: Order, at: Instant, places: Places) -> Iterator[OrderCommand]:
    units = tuple([ReturnUnits(*place, number) for place, number in places.items()])
    for ask_first in (False, True):
        yield RequestReturn(
            order_id=order.id,
            at=at,
            by=Actor.BUYER,
            units=units,
            reason="UNWANTED_ITEM",
            ask_first=ask_first,
        )


def _chosen(rma: Return, counts: Counts) -> Iterator[tuple[ReturnUnits, ...]]:
    there = {place: counts(rma, *place) for place in rma.places}
    for chosen in choices(there):
        yield tuple([ReturnUnits(*place, number) for place, number in chosen])


def spoilt(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Give every malformed command about the returns that there are, and some of them too early."""
    for rma in order.returns:
        for _code, kind, wrong in faults_of_returns(rma.id, rma.units, rma.requested_at, "nobody"):
            yield kind(**{"order_id": order.id, "at": at, **wrong})
        yield ReceiveReturn(order_id=order.id, at=at, return_id=rma.id, units=rma.units)


Fault = tuple[str, type[OrderCommand], dict[str, Any]]


def faults_of_returns(
    rma: str, back: tuple[ReturnUnits, ...], early: Instant, nobody: str
) -> tuple[Fault, ...]:
    """Give the malformed commands about a return after its request."""
    many = tuple([ReturnUnits(some.parcel, some.line, 99) for some in back])
    ours = {"return_id": rma}
    label = ReturnLabel(id="L1", document=nobody)
    dinars = ReturnLabel(id="L9", cost=Money(4500, "KWD"))
    graded = {**ours, "units": back, "grade": "empty_box"}
    return (
        ("return_unknown", AskReturnInformation, {"return_id": nobody, "question": "?"}),
        ("question_missing", AskReturnInformation, {**ours, "question": " "}),
        ("question_still_open", AskReturnInformation, {**ours, "question": nobody}),
        ("return_step_too_early", AskReturnInformation, {**ours, "question": "?", "at": early}),
        ("return_unknown", GiveReturnInformation, {"return_id": nobody, "answer": "!"}),
        ("answer_missing", GiveReturnInformation, {**ours, "answer": " "}),
        ("nothing_was_asked", GiveReturnInformation, {**ours, "answer": "!"}),
        ("return_step_too_early", GiveReturnInformation, {**ours, "answer": "!", "at": early}),
        ("return_unknown", AuthoriseReturn, {"return_id": nobody}),
        ("return_step_too_early", AuthoriseReturn, {**ours, "at": early}),
        ("policy_refuses_return", AuthoriseReturn, ours),
        ("return_unknown", DeclineReturn, {"return_id": nobody, "reason": "not_returnable"}),
        ("decline_reason_unknown", DeclineReturn, {**ours, "reason": nobody}),
        ("return_step_too_early", DeclineReturn, {**ours, "reason": nobody, "at": early}),
        ("return_unknown", WithdrawReturn, {"return_id": nobody}),
        ("return_step_too_early", WithdrawReturn, {**ours, "at": early}),
        ("return_unknown", IssueReturnLabel, {"return_id": nobody}),
        ("label_already_exists", IssueReturnLabel, {**ours, "label": label}),
        ("label_in_other_currency", IssueReturnLabel, {**ours, "label": dinars}),
        ("nothing_to_label", IssueReturnLabel, ours),
        ("return_step_too_early", IssueReturnLabel, {**ours, "at": early}),
        ("return_unknown", VoidReturnLabel, {"return_id": nobody, "label_id": "L1"}),
        ("label_unknown", VoidReturnLabel, {**ours, "label_id": nobody}),
        ("return_step_too_early", VoidReturnLabel, {**ours, "label_id": nobody, "at": early}),
        ("return_unknown", RecordReturnScan, {"return_id": nobody}),
        ("return_step_too_early", RecordReturnScan, {**ours, "at": early}),
        ("return_unknown", RecordFoundUnits, {"return_id": nobody, "what": nobody}),
        ("return_step_too_early", RecordFoundUnits, {**ours, "what": nobody, "at": early}),
        ("no_units_named", GradeReturn, {**graded, "units": ()}),
        ("return_unknown", GradeReturn, {**graded, "return_id": nobody}),
        ("grade_unknown", GradeReturn, {**graded, "grade": nobody}),
        ("units_not_to_grade", GradeReturn, {**graded, "units": many}),
        ("units_already_refunded", GradeReturn, {**graded, "units": many}),
        (
            "disposition_not_of_grade",
            GradeReturn,
            {**graded, "disposition": Disposition.RESTOCK},
        ),
        ("return_step_too_early", GradeReturn, {**graded, "at": early}),
        ("pool_unknown", GradeReturn, {**graded, "pool": nobody}),
        ("no_units_named", SendBackReturn, {**ours, "units": ()}),
        ("return_unknown", SendBackReturn, {"return_id": nobody, "units": back}),
        ("units_not_rejected", SendBackReturn, {**ours, "units": many}),
        ("return_step_too_early", SendBackReturn, {**ours, "units": back, "at": early}),
        ("return_unknown", CloseReturn, {"return_id": nobody, "end": ReturnEnd.REJECTED}),
        ("return_not_refunded", CloseReturn, {**ours, "end": ReturnEnd.REFUNDED}),
        ("nothing_rejected", CloseReturn, {**ours, "end": ReturnEnd.REJECTED}),
        ("reference_missing", CloseReturn, {**ours, "end": ReturnEnd.EXCHANGED}),
        ("return_may_still_come", CloseReturn, {**ours, "end": ReturnEnd.NEVER_SENT}),
        ("nothing_was_posted", CloseReturn, {**ours, "end": ReturnEnd.LOST_IN_TRANSIT}),
        (
            "return_step_too_early",
            CloseReturn,
            {**ours, "end": ReturnEnd.NEVER_SENT, "at": early},
        ),
    )
