"""Replacements: the same again or something else, sent, and ended."""

from typing import Any

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.exchange import difference_for
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import refundable
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replaced import may_be_sent, replaceable_units
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.sending import SendReplacement
from ordercore.orders.state import Order
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_units, one_of, units_or_all

ENDS = tuple(ReplacementEnd)


def _replace(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if order.currency is None or order.terms.chain or pick(2):
        return None
    for rma in order.returns:
        left = replaceable_units(order, rma.id, None)
        if left and at >= rma.requested_at:
            when = one_of(pick, tuple(SentWhen))
            units = units_or_all(pick, left)
            said: dict[str, Any] = {"return_id": rma.id, "when": when, "units": units}
            return _asked(order, pick, at, said)
    for parcel in order.parcels:
        left = replaceable_units(order, None, parcel.id)
        if left and parcel.undelivered and at >= parcel.undelivered.at:
            units = units_or_all(pick, left)
            return _asked(order, pick, at, {"parcel_id": parcel.id, "units": units})
    return None


def _asked(order: Order, pick: Pick, at: Instant, said: dict[str, Any]) -> ReplaceUnits:
    price = Money(pick(3000), order.currency or "EUR")
    lines = (Line("B", 1 + pick(2), price=price),) if pick(2) else ()
    return ReplaceUnits(order_id=order.id, at=at, reason="DEFECTIVE", lines=lines, **said)


def _send(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for some in order.replacements:
        if some.sent_at is None and not some.is_over and may_be_sent(order, some):
            return SendReplacement(order_id=order.id, at=at, replacement_id=some.id)
    return None


def _end(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    standing = [some for some in order.replacements if some.standing]
    if not standing or pick(3):
        return None
    some = one_of(pick, standing)
    sent = some.sent_at is not None
    whole = some.kind is ReplacementKind.EXCHANGE
    return EndReplacement(
        order_id=order.id,
        at=at,
        replacement_id=some.id,
        because=one_of(pick, ENDS[1:]) if sent else ReplacementEnd.WITHDRAWN,
        units=() if whole else units_or_all(pick, some.standing),
    )


def _give_back(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for some in order.replacements:
        worth = sum(part.charges.total for part in difference_for(order, some.id))
        if 0 < worth <= refundable(order):
            return IssueRefund(order_id=order.id, at=at, reason="exchange", replaced_by=some.id)
    return None


MAKERS: tuple[Maker, ...] = (_replace, _send, _end, _give_back)


def _any_replacement(order: Order, pick: Pick) -> str:
    return f"{order.id}-X{1 + pick(3)}"


WILDEST: tuple[Wild, ...] = (
    (
        ReplaceUnits,
        lambda order, pick, _: {
            "reason": "",
            "return_id": one_of(pick, (None, "R1", "R9")),
            "parcel_id": one_of(pick, (None, None, "P1")),
            "units": any_units(order, pick) if pick(2) else (),
            "when": one_of(pick, tuple(SentWhen)),
            "replacement_id": one_of(pick, ("", _any_replacement(order, pick))),
        },
    ),
    (
        SendReplacement,
        lambda order, pick, _: {"replacement_id": _any_replacement(order, pick)},
    ),
    (
        EndReplacement,
        lambda order, pick, _: {
            "replacement_id": _any_replacement(order, pick),
            "because": one_of(pick, ENDS),
            "units": any_units(order, pick) if pick(2) else (),
        },
    ),
)
