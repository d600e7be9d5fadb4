"""Moves of replacements: promised, sent, ended, and what they replace kept."""

from collections.abc import Iterator
from typing import Any

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.authorising import WithdrawReturn
from ordercore.orders.closing import CloseReturn
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replaced import replaceable_units
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.sending import SendReplacement
from ordercore.orders.state import Order
from ordercore.returns import ReturnEnd
from ordercore.testing.sweep.moves.money import UNIT
from ordercore.testing.sweep.moves.scope import Scope

CHEAPER = (Line("B", 1, price=Money(UNIT // 2, "EUR")),)
"""What is sent in every exchange: for less than any unit is worth."""


def replacing(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Replace one unit and all of everything there is, at once and on receipt, or exchange it."""
    if len(order.replacements) < scope.replacements:
        for place in _places(order):
            left = replaceable_units(order, place.get("return_id"), place.get("parcel_id"))
            one = (Units(next(iter(left), "1"), 1),)
            said: dict[str, Any] = {"order_id": order.id, "at": at, "reason": "DEFECTIVE", **place}
            for units in ((), one) if sum(left.values()) > 1 else ((),):
                yield ReplaceUnits(**said, units=units)
                yield ReplaceUnits(**said, units=units, when=SentWhen.ON_RECEIPT)
            yield ReplaceUnits(**said, lines=CHEAPER)


def _places(order: Order) -> tuple[dict[str, str], ...]:
    """Name where replaced units may be: in returns, and in parcels."""
    back = [{"return_id": rma.id} for rma in order.returns]
    return (*back, *[{"parcel_id": parcel.id} for parcel in order.parcels])


def replaced(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Send what was promised, end it whole and by one unit in every way, and pay back for it."""
    for some in order.replacements:
        yield SendReplacement(order_id=order.id, at=at, replacement_id=some.id)
        yield IssueRefund(order_id=order.id, at=at, reason="exchange", replaced_by=some.id)
        one = tuple([Units(line, 1) for line in some.standing][:1])
        for because in (ReplacementEnd.WITHDRAWN, ReplacementEnd.CANCELLED):
            for units in ((), one) if sum(some.standing.values()) > 1 else ((),):
                yield EndReplacement(
                    order_id=order.id,
                    at=at,
                    replacement_id=some.id,
                    because=because,
                    units=units,
                )


def kept(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Let the buyer keep what was replaced."""
    for rma in order.returns:
        if any(some.return_id == rma.id for some in order.replacements):
            said: dict[str, Any] = {"order_id": order.id, "at": at, "return_id": rma.id}
            yield WithdrawReturn(**said, by=Actor.BUYER)
            yield CloseReturn(**said, end=ReturnEnd.REPLACED, reference="O-1-X1")
