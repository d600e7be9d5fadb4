"""Moves of a marketplace: what it reports of orders that it keeps."""

from collections.abc import Iterator

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import Instant
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.promised import short_units
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.shortage import FillShortage, RecordShortage
from ordercore.orders.sources import Source
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.testing.sweep.moves.money import UNIT
from ordercore.testing.sweep.moves.scope import Scope


def reports(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Report every status."""
    for word in OrderStatus:
        told = Report(word.value, word, at)
        yield RecordReport(order_id=order.id, at=at, imported=True, report=told)


def last_words(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Report that all was shipped, or cancel what was not."""
    told = Report("Shipped", OrderStatus.SHIPPED, at)
    yield RecordReport(order_id=order.id, at=at, imported=True, report=told)
    yield _cancelled(order, at)


def late_lines(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Tell of a further line without a price, cancelled or not, and price every line."""
    if len(order.lines) < scope.lines:
        number = str(len(order.lines) + 1)
        for gone in ((), (number,)):
            line = Line("A", 1, id=number)
            yield AdoptLines(order_id=order.id, at=at, imported=True, lines=(line,), cancelled=gone)
    for line in order.lines:
        charges = Charges(order.currency or "EUR", item=UNIT * line.quantity)
        yield PriceLines(order_id=order.id, at=at, imported=True, charges=((line.id, charges),))


def shortages(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Find stock short of the first line, and fill what is short."""
    yield RecordShortage(order_id=order.id, at=at, imported=True, lines=(order.lines[0].id,))
    yield FillShortage(order_id=order.id, at=at)


def arrivals(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Find a unit, and all, of what is short, in the first pool; if not alone, it also fails."""
    for line, number in short_units(order).items():
        sku, pools = order.line(line).sku, order.terms.kept_pools[:1]
        for units in {1, number} if pools else ():
            found = Source(line=line, sku=sku, pool=pools[0], quantity=units)
            yield RecordSourcing(
                order_id=order.id, at=at, by=Actor.SYSTEM, lines=(line,), sources=(found,)
            )
    for pool in order.terms.pools[:1]:
        yield ReallocateUnits(order_id=order.id, at=at, pool=pool)


def retold(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Repeat what the marketplace did: paid, cancelled by its own word, and given back."""
    yield ConfirmPayment(order_id=order.id, at=at, imported=True)
    yield _cancelled(order, at)
    yield CancelUnits(order_id=order.id, at=at, reason="no_inventory")
    yield IssueRefund(order_id=order.id, at=at, imported=True, reason="CustomerCancel")


def _cancelled(order: Order, at: Instant) -> OrderCommand:
    return CancelUnits(
        order_id=order.id, at=at, imported=True, by=Actor.MARKETPLACE, reason="Marketplace"
    )
