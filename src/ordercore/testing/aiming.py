"""Commands aimed at an order: each maker gives what the order now permits, or nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import ADDED, COMPONENTS, Charges, charges_of
from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import due, paid, refundable_charges, refunded, unrefunded_units
from ordercore.orders.parts import RefundPart, Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport, RecordShortage
from ordercore.orders.returning import ReceiveReturn, RequestReturn
from ordercore.orders.shipping import ConfirmShipment, CorrectTracking, RecordDelivery
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, returning_units
from ordercore.orders.status import OrderStatus
from ordercore.returns import ReturnUnits

Pick = Callable[[int], int]
Maker = Callable[[Order, Pick, Instant], OrderCommand | None]


def aimed(order: Order, pick: Pick, at: Instant) -> OrderCommand:
    """Make a command that the order permits; where it permits none, one that is refused."""
    first = pick(len(MAKERS))
    for maker in (*MAKERS[first:], *MAKERS[:first]):
        command = maker(order, pick, at)
        if command is not None:
            return command
    return wild(order, pick, at)


def wild(order: Order, pick: Pick, at: Instant) -> OrderCommand:
    """Make any command with any content."""
    kind, contents = WILDEST[pick(len(WILDEST))]
    actors = tuple(Actor)
    command: OrderCommand = kind(
        order_id=order.id, at=at, by=actors[pick(len(actors))], **contents(order, pick, at)
    )
    return command


def part_worth(order: Order, line: Line, amount: int) -> RefundPart | None:
    """Make a refund of at most an amount of what is left of a line, out of what was added."""
    left = refundable_charges(order, {line.id}).get(line.id)
    if left is None:
        return None
    amount = min(amount, left.total)
    given = dict.fromkeys(COMPONENTS, 0)
    for name in ADDED:
        given[name] = max(0, min(amount, getattr(left, name)))
        amount -= given[name]
    made = charges_of(left.currency, given.values())
    return RefundPart(line.id, made) if made.total > 0 else None


def _some(pick: Pick, counts: dict[LineId, int]) -> tuple[Units, ...]:
    chosen = [(line, pick(number + 1)) for line, number in counts.items() if number > 0]
    units = tuple([Units(line, number) for line, number in chosen if number])
    return units or tuple([Units(line, counts[line]) for line, _ in chosen[:1]])


def _pay(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if order.payments and due(order) <= paid(order):
        return None
    return ConfirmPayment(order_id=order.id, at=at, reference=("", "pay-1")[pick(2)])


def _cancel(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    awaiting = awaiting_units(order)
    if not any(awaiting.values()):
        return None
    units = _some(pick, awaiting) if pick(3) else ()
    return CancelUnits(order_id=order.id, at=at, reason="out_of_stock", units=units)


def _ship(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    awaiting = awaiting_units(order)
    if not order.payments or not any(awaiting.values()):
        return None
    return ConfirmShipment(
        order_id=order.id,
        at=at,
        by=Actor.MARKETPLACE,
        units=_some(pick, awaiting) if pick(3) else (),
        carrier="UPS",
        tracking=f"1Z{pick(1000)}",
    )


def _deliver(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    underway = [parcel for parcel in order.parcels if parcel.delivered_at is None]
    if not underway:
        return None
    parcel = underway[pick(len(underway))]
    return RecordDelivery(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)


def _track(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not order.parcels or pick(3):
        return None
    parcel = order.parcels[pick(len(order.parcels))]
    return CorrectTracking(
        order_id=order.id, at=at, parcel_id=parcel.id, carrier="DHL", tracking=f"JD{pick(1000)}"
    )


def _return(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    in_returns = returning_units(order)
    units: list[ReturnUnits] = []
    for parcel in order.parcels:
        for line in {some.line: None for some in parcel.units} if parcel.delivered_at else ():
            free = parcel.holds(line) - in_returns.get((parcel.id, line), 0)
            if free and (wanted := pick(free + 1)):
                units.append(ReturnUnits(parcel.id, line, wanted))
    if not units:
        return None
    return RequestReturn(order_id=order.id, at=at, by=Actor.BUYER, units=units, reason="too_small")


def _receive(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        places = {(some.parcel, some.line): None for some in rma.units}
        units = [
            ReturnUnits(parcel, line, 1 + pick(left))
            for parcel, line in places
            if (left := rma.outstanding(parcel, line))
        ]
        if units:
            return ReceiveReturn(
                order_id=order.id, at=at, return_id=rma.id, units=units, sellable=bool(pick(2))
            )
    return None


def _refund_return(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        if any(unrefunded_units(order, rma).values()):
            return IssueRefund(order_id=order.id, at=at, reason="returned", return_id=rma.id)
    return None


def _refund_remedy(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    left = paid(order) - refunded(order)
    if left <= 0:
        return None
    line = order.lines[pick(len(order.lines))]
    part = part_worth(order, line, 1 + pick(left))
    if part is None:
        return None
    return IssueRefund(order_id=order.id, at=at, reason="late", parts=(part,))


def _report(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not order.terms.imported:
        return None
    statuses = tuple(OrderStatus)
    word = statuses[pick(len(statuses))]
    report = Report(word.value, word, at)
    return RecordReport(order_id=order.id, at=at, imported=True, report=report)


def _price(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    unpriced = [line.id for line in order.lines if line.charges is None]
    if not unpriced or not order.terms.imported:
        return None
    currency = order.currency or "EUR"
    told = tuple([(line, Charges(currency, item=pick(5_000))) for line in unpriced])
    return PriceLines(order_id=order.id, at=at, imported=True, charges=told)


def _adopt(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not order.terms.imported or len(order.lines) > 5 or pick(3):
        return None
    number = str(len(order.lines) + 1)
    price = Charges(order.currency or "EUR", item=pick(5_000)) if pick(3) else None
    line = Line("ABC"[pick(3)], pick(4), charges=price, id=number)
    gone = (line.id,) if not pick(4) else ()
    return AdoptLines(order_id=order.id, at=at, imported=True, lines=(line,), cancelled=gone)


MAKERS: tuple[Maker, ...] = (
    _pay,
    _ship,
    _cancel,
    _ship,
    _deliver,
    _track,
    _return,
    _receive,
    _refund_return,
    _refund_remedy,
    _report,
    _price,
    _adopt,
)

# Commands with any content

Contents = Callable[[Order, Pick, Instant], dict[str, Any]]


def _any_line(order: Order, pick: Pick) -> LineId:
    return LineId(("nowhere", *[line.id for line in order.lines])[pick(len(order.lines) + 1)])


def _any_return_units(order: Order, pick: Pick) -> tuple[ReturnUnits, ...]:
    if not pick(4):
        return ()
    return (ReturnUnits(f"P{pick(4)}", _any_line(order, pick), 1 + pick(4)),)


def _any_part(order: Order, pick: Pick) -> RefundPart:
    currency = (order.currency or "EUR", "USD")[not pick(5)]
    amounts = [pick(3_000) - 200 if not pick(3) else 0 for _ in COMPONENTS]
    return RefundPart(_any_line(order, pick), charges_of(currency, amounts), pick(4))


def _any_report(_: Order, pick: Pick, at: Instant) -> dict[str, Any]:
    word = tuple(OrderStatus)[pick(len(OrderStatus))]
    return {"report": Report(word.value, word, at - dt.timedelta(hours=pick(99)))}


WILDEST: tuple[tuple[Callable[..., OrderCommand], Contents], ...] = (
    (ConfirmPayment, lambda *_: {}),
    (
        CancelUnits,
        lambda order, pick, _: {
            "reason": ("", "mistake")[pick(2)],
            "units": (Units(_any_line(order, pick), 1 + pick(5)),),
        },
    ),
    (
        ConfirmShipment,
        lambda order, pick, _: {
            "units": (Units(_any_line(order, pick), 1 + pick(5)),),
            "parcel_id": ("", "P1")[pick(2)],
        },
    ),
    (
        CorrectTracking,
        lambda _, pick, __: {"parcel_id": f"P{pick(4)}", "carrier": "", "tracking": ""},
    ),
    (RecordDelivery, lambda _, pick, __: {"parcel_id": f"P{pick(4)}"}),
    (
        RequestReturn,
        lambda order, pick, _: {
            "units": _any_return_units(order, pick),
            "reason": "",
            "return_id": ("", "R1")[pick(2)],
        },
    ),
    (
        ReceiveReturn,
        lambda order, pick, _: {
            "return_id": f"R{pick(3)}",
            "units": _any_return_units(order, pick),
        },
    ),
    (
        IssueRefund,
        lambda order, pick, _: {
            "reason": "",
            "parts": (_any_part(order, pick),),
            "return_id": (None, "R1")[pick(2)],
            "refund_id": ("", "F1")[pick(2)],
        },
    ),
    (RecordReport, _any_report),
    (
        PriceLines,
        lambda order, pick, _: {"charges": ((_any_line(order, pick), Charges("EUR", item=1)),)},
    ),
    (AdoptLines, lambda _, pick, __: {"lines": (Line("A", pick(3), price="1 EUR", id="1"),)}),
    (RecordShortage, lambda *_: {"lines": ("nowhere",)}),
)
