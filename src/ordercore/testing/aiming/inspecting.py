"""What becomes of returns: answered, labelled, scanned, graded, sent back and closed."""

from collections.abc import Iterator
from typing import Any

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.closing import CloseReturn
from ordercore.orders.grading import GradeReturn
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import unrefunded_units
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.rejecting import RecordFoundUnits, SendBackReturn
from ordercore.orders.returned import counted
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.state import Order
from ordercore.returns import (
    GRADES,
    Disposition,
    Handover,
    Return,
    ReturnEnd,
    ReturnLabel,
    ReturnScan,
    ReturnUnits,
)
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_line, one_of


def _said(order: Order, at: Instant, rma: Return) -> dict[str, Any]:
    return {"order_id": order.id, "at": at, "return_id": rma.id}


def _waiting(order: Order) -> Iterator[Return]:
    return (rma for rma in order.returns if not rma.is_authorised and not rma.is_ended)


def _coming(order: Order) -> Iterator[Return]:
    authorised = (rma for rma in order.returns if rma.is_authorised and not rma.is_ended)
    return (rma for rma in authorised if not rma.received)


def _ask(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for rma in _waiting(order):
        if rma.open_question is None:
            return AskReturnInformation(**_said(order, at, rma), question="which one?")
        told = _said(order, at, rma)
        return GiveReturnInformation(**told, by=Actor.BUYER, answer="the red one")
    return None


def _answer(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in _waiting(order):
        if pick(3):
            return AuthoriseReturn(**_said(order, at, rma), override="asked nicely")
        return DeclineReturn(**_said(order, at, rma), reason="used_or_altered")
    return None


def _label(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in _coming(order):
        if rma.live_labels and not rma.is_posted:
            id = rma.live_labels[0].id
            return VoidReturnLabel(**_said(order, at, rma), label_id=id)
        label = ReturnLabel(prepaid=bool(pick(2)), handover=one_of(pick, tuple(Handover)))
        return IssueReturnLabel(**_said(order, at, rma), label=label)
    return None


def _scan(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in _coming(order):
        scan = one_of(pick, tuple(ReturnScan))
        return RecordReturnScan(**_said(order, at, rma), by=Actor.CARRIER, scan=scan)
    return None


def _withdraw(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        if not rma.is_ended and not rma.is_posted and not rma.received and not pick(3):
            return WithdrawReturn(**_said(order, at, rma), by=Actor.BUYER)
    return None


_REJECTED = tuple(row for row in GRADES.values() if row.dispositions[0].rejects)

_UNPAID = (*GRADES.values(), *_REJECTED, *_REJECTED)
"""Grades of units that nobody was paid for: oftener than not they may be rejected."""


def _look_at(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    """Send back what was rejected; grade what has come, and reject what nobody was paid for."""
    for rma in order.returns:
        if units := counted(rma, Return.to_send_back):
            some = units[: 1 + pick(len(units))]
            return SendBackReturn(**_said(order, at, rma), units=some)
        units = counted(rma, Return.ungraded)[:1]
        if units and not rma.is_ended:
            unpaid = unrefunded_units(order, rma.id, None)
            paid = any(unpaid.get(some.line, 0) < some.quantity for some in units)
            grade = GRADES["sellable"] if paid else one_of(pick, _UNPAID)
            return GradeReturn(
                **_said(order, at, rma),
                units=units,
                grade=grade.code,
                disposition=one_of(pick, (*grade.dispositions[:1] * 3, grade.dispositions[-1])),
            )
    return None


def _note(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        if rma.received and not rma.found:
            return RecordFoundUnits(**_said(order, at, rma), what="Z", quantity=1 + pick(3))
    return None


def _close(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        unfinished = counted(rma, Return.ungraded) or counted(rma, Return.to_send_back)
        if rma.is_ended or not rma.is_authorised or unfinished or pick(4):
            continue
        lost = rma.is_posted and bool(counted(rma, Return.outstanding))
        end = ReturnEnd.LOST_IN_TRANSIT if lost else ReturnEnd.REPLACED
        return CloseReturn(**_said(order, at, rma), end=end, reference="O-2")
    return None


MAKERS: tuple[Maker, ...] = (
    _ask,
    _answer,
    _label,
    _scan,
    _withdraw,
    _look_at,
    _look_at,
    _look_at,
    _note,
    _close,
)


def _any_return(pick: Pick) -> str:
    return f"R{pick(3)}"


def _any_units(order: Order, pick: Pick) -> tuple[ReturnUnits, ...]:
    if not pick(4):
        return ()
    return (ReturnUnits(f"P{pick(4)}", any_line(order, pick), 1 + pick(4)),)


WILDEST: tuple[Wild, ...] = (
    (
        AskReturnInformation,
        lambda _, pick, __: {
            "return_id": _any_return(pick),
            "question": one_of(pick, ("?", " ")),
        },
    ),
    (
        GiveReturnInformation,
        lambda _, pick, __: {"return_id": _any_return(pick), "answer": one_of(pick, ("!", ""))},
    ),
    (
        AuthoriseReturn,
        lambda _, pick, __: {"return_id": _any_return(pick), "override": one_of(pick, ("", "x"))},
    ),
    (
        DeclineReturn,
        lambda _, pick, __: {
            "return_id": _any_return(pick),
            "reason": one_of(pick, ("not_ours", "")),
        },
    ),
    (WithdrawReturn, lambda _, pick, __: {"return_id": _any_return(pick)}),
    (
        IssueReturnLabel,
        lambda _, pick, __: {
            "return_id": _any_return(pick),
            "label": ReturnLabel(id=one_of(pick, ("", "L1")), prepaid=bool(pick(2))),
        },
    ),
    (
        VoidReturnLabel,
        lambda _, pick, __: {"return_id": _any_return(pick), "label_id": f"L{pick(3)}"},
    ),
    (
        RecordReturnScan,
        lambda _, pick, __: {
            "return_id": _any_return(pick),
            "scan": one_of(pick, tuple(ReturnScan)),
        },
    ),
    (
        RecordFoundUnits,
        lambda _, pick, __: {
            "return_id": _any_return(pick),
            "what": "Z",
            "quantity": 1 + pick(3),
        },
    ),
    (
        GradeReturn,
        lambda order, pick, _: {
            "return_id": _any_return(pick),
            "units": _any_units(order, pick),
            "grade": one_of(pick, ("", *GRADES)),
            "disposition": one_of(pick, (None, *Disposition)),
        },
    ),
    (
        SendBackReturn,
        lambda order, pick, _: {
            "return_id": _any_return(pick),
            "units": _any_units(order, pick),
        },
    ),
    (
        CloseReturn,
        lambda _, pick, __: {
            "return_id": _any_return(pick),
            "end": one_of(pick, tuple(ReturnEnd)),
            "reference": one_of(pick, ("", "O-2")),
        },
    ),
)
