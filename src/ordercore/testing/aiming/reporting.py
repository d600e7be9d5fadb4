"""What a marketplace reports of its orders."""

import datetime as dt
from typing import Any

from ordercore.kernel.charges import Charges
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Report
from ordercore.orders.promised import short_units
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.shortage import FillShortage, RecordShortage
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_line, one_of

STATUSES = tuple(OrderStatus)


def _report(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not order.terms.imported or pick(2):
        return None
    now = order.status
    ahead = [word for word in STATUSES if word is now or (not now.is_over and word.rank > now.rank)]
    word = one_of(pick, ahead)
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
    line = Line(one_of(pick, "ABC"), pick(4), charges=price, id=number)
    gone = (line.id,) if not pick(4) else ()
    return AdoptLines(order_id=order.id, at=at, imported=True, lines=(line,), cancelled=gone)


def _run_short(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    covered = [line.id for line in order.lines if line.id not in order.short]
    if not order.terms.imported or not covered or pick(4):
        return None
    lines = (one_of(pick, covered),)
    return RecordShortage(order_id=order.id, at=at, imported=True, lines=lines)


def _fill(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    short = [Units(line, number) for line, number in short_units(order).items()]
    if not short or not order.terms.kept_pools or pick(2):
        return None
    some = one_of(pick, short)
    few = (Units(some.line, 1 + pick(some.quantity)),) if pick(2) else ()
    return FillShortage(order_id=order.id, at=at, units=few)


MAKERS: tuple[Maker, ...] = (_report, _price, _adopt, _run_short, _fill)


def _any_report(_: Order, pick: Pick, at: Instant) -> dict[str, Any]:
    word = one_of(pick, STATUSES)
    return {"report": Report(word.value, word, at - dt.timedelta(hours=pick(99)))}


WILDEST: tuple[Wild, ...] = (
    (RecordReport, _any_report),
    (
        PriceLines,
        lambda order, pick, _: {"charges": ((any_line(order, pick), Charges("EUR", item=1)),)},
    ),
    (AdoptLines, lambda _, pick, __: {"lines": (Line("A", pick(3), price="1 EUR", id="1"),)}),
    (RecordShortage, lambda order, pick, _: {"lines": (any_line(order, pick),)}),
    (FillShortage, lambda order, pick, _: {"units": (Units(any_line(order, pick), 1 + pick(3)),)}),
    (RecordSourcing, lambda order, pick, _: {"lines": (any_line(order, pick),), "sources": ()}),
    (ReallocateUnits, lambda _, pick, __: {"pool": one_of(pick, ("main", "east", "west"))}),
)
