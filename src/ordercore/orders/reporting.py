"""What a marketplace reports of an order that we know already."""

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, numbered
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.units import Units
from ordercore.orders.axes import status
from ordercore.orders.line import Line
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.parts import Cancellation, Report
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World
from ordercore.shipping import Parcel

# Commands


@attrs.frozen(kw_only=True)
class RecordReport(OrderCommand):
    """Record what the marketplace says of the order now, in its own word."""

    report: Report


@attrs.frozen(kw_only=True)
class PriceLines(OrderCommand):
    """Record charges that were not known when the order arrived."""

    charges: tuple[tuple[LineId, Charges], ...]


@attrs.frozen(kw_only=True)
class AdoptLines(OrderCommand):
    """Add lines that only a later report tells of, in whatever state the order is by now.

    ``cancelled`` names those of them that were cancelled.
    """

    lines: tuple[Line, ...]
    cancelled: tuple[LineId, ...] = ()


# Events


@attrs.frozen(kw_only=True)
class OrderReported(OrderEvent):
    """The marketplace said how the order stands."""

    report: Report


@attrs.frozen(kw_only=True)
class LinesPriced(OrderEvent):
    """Charges became known."""

    charges: tuple[tuple[LineId, Charges], ...]


@attrs.frozen(kw_only=True)
class LinesAdopted(OrderEvent):
    """Lines became known late; of a shipped order shipped, of a cancelled one cancelled."""

    lines: tuple[Line, ...]
    parcel: Parcel | None
    cancellation: Cancellation | None


# Rules


@rule("report_is_behind", instead=("report",))
def report_is_not_behind(order: Order, command: RecordReport, _: World) -> Facts | None:
    """A report never moves an order backward."""
    if not is_behind(order, command.report):
        return None
    return {"status": status(order).value, "reported": command.report.status.value}


def is_behind(order: Order, report: Report) -> bool:
    """Tell whether a report is of the past: older than what we know, or of an earlier status."""
    now = status(order)
    if now.is_over and report.status is not now:
        return True
    outdated = order.report is not None and report.updated_at < order.report.updated_at
    return outdated or report.status.rank < now.rank


@rule("order_not_imported")
def order_is_imported(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """Only an order of a marketplace is amended by what the marketplace reports."""
    return None if order.terms.imported else {"order": order.id}


@rule("charges_already_known", instead=("charges",))
def charges_are_unknown(order: Order, command: PriceLines, _: World) -> Facts | None:
    """Only charges that are not known yet can become known, in the order's one currency."""
    unpriced = {line.id for line in order.lines if line.charges is None}
    currency = order.currency
    for line, charges in command.charges:
        currency = currency or charges.currency
        if line not in unpriced or currency != charges.currency:
            return {"line": line, "currency": currency}
        unpriced.remove(line)
    return None


@rule("charges_negative", instead=("charges",))
def charges_are_not_negative(_: Order, command: PriceLines, __: World) -> Facts | None:
    """Nothing is charged less than zero."""
    for line, charges in command.charges:
        if below := charges.negative():
            return {"line": line, "components": below}
    return None


PRICE_RULES = (order_is_imported, charges_are_unknown, charges_are_not_negative)


@rule("line_already_known", instead=("lines",))
def lines_are_new(order: Order, command: AdoptLines, _: World) -> Facts | None:
    """Only lines that the order does not have can be added, in its one currency."""
    known = {line.id for line in order.lines}
    currency = order.currency
    for line in command.lines:
        own = line.charges.currency if line.charges else None
        currency = currency or own
        if line.id in known or not line.id or own not in (None, currency):
            return {"line": line.id, "sku": line.sku}
        known.add(line.id)
    return None


REPORT_RULES = (order_is_imported, report_is_not_behind)

ADOPT_RULES = (order_is_imported, lines_are_new)

# Outcomes


def already_reported(order: Order, command: RecordReport) -> bool:
    """Tell whether the marketplace said just this before."""
    return order.report == command.report


def record_report(_: Order, command: RecordReport, __: World) -> tuple[OrderEvent, ...]:
    """Note what it said."""
    return happened(OrderReported, command, report=command.report)


def price_lines(_: Order, command: PriceLines, __: World) -> tuple[OrderEvent, ...]:
    """Note the charges."""
    return happened(LinesPriced, command, charges=command.charges)


def adopt_lines(order: Order, command: AdoptLines, _: World) -> tuple[OrderEvent, ...]:
    """Add the lines where the order is."""
    now = status(order)
    units = [Units(line.id, line.quantity) for line in command.lines if line.quantity]
    cancelled = tuple(some for some in units if now.is_over or some.line in command.cancelled)
    shipped = tuple(some for some in units if now.is_all_sent and some not in cancelled)
    parcel = cancellation = None
    if shipped:
        number = numbered("P", [parcel.id for parcel in order.parcels])
        parcel = Parcel(id=number, units=shipped, shipped_at=command.at)
    if cancelled:
        cancellation = Cancellation(
            units=cancelled, reason="reported_late", at=command.at, by=command.by, paid=False
        )
    return happened(
        LinesAdopted, command, lines=command.lines, parcel=parcel, cancellation=cancellation
    )


# Folds


def fold_reported(order: Order, event: OrderReported) -> Order:
    """Keep the newest report; one that is past availability releases a pre-order."""
    soon = order.preorder
    waits = event.report.status is OrderStatus.PENDING_AVAILABILITY
    if soon is not None and soon.released_at is None and not waits:
        soon = replace(soon, released_at=event.at)
    return replace(order, report=event.report, preorder=soon)


def fold_priced(order: Order, event: LinesPriced) -> Order:
    """Fill in the charges."""
    charges = dict(event.charges)
    lines = tuple(
        replace(line, charges=charges[line.id]) if line.id in charges else line
        for line in order.lines
    )
    return replace(order, lines=lines)


def fold_adopted(order: Order, event: LinesAdopted) -> Order:
    """Add the lines, and what has become of their units."""
    gone = (event.cancellation,) if event.cancellation else ()
    sent = (event.parcel,) if event.parcel else ()
    return replace(
        order,
        lines=order.lines + event.lines,
        cancellations=order.cancellations + gone,
        parcels=order.parcels + sent,
    )


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordReport,
        settled=already_reported,
        rules=(
            placing_comes_first,
            order_is_imported,
            report_is_not_behind,
        ),
        outcome=record_report,
    ),
    Decision(
        command=PriceLines,
        rules=(placing_comes_first, *PRICE_RULES),
        outcome=price_lines,
    ),
    Decision(
        command=AdoptLines,
        rules=(placing_comes_first, *ADOPT_RULES),
        outcome=adopt_lines,
    ),
)

FOLDS: Folds = {
    OrderReported: fold_reported,
    LinesPriced: fold_priced,
    LinesAdopted: fold_adopted,
}
