"""Adopting reported orders: from where an order is here to where the marketplace says it is.

A report tells where an order is, not how it got there.
So the way is found step by step: ``next_step`` compares the two and gives one ordinary command,
until there is no difference that may be made up for.
It moves an order forward, never backward.
"""

from collections.abc import Callable, Iterator
from enum import Enum

import attrs

from ordercore.errors import InvalidValue, Refusal, Refused
from ordercore.orders.message import OrderCommand
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.reporting import is_behind
from ordercore.orders.state import Order
from ordercore.ports.source import ReportedOrder
from ordercore.service.matching import matched
from ordercore.service.steps import STEPS, place, report_of


class Outcome(Enum):
    """What a report did."""

    PLACED = "placed"
    ADVANCED = "advanced"
    UNCHANGED = "unchanged"


@attrs.frozen
class Adopted:
    """An order after a report; ``refused`` is why it did not come all the way."""

    order: Order | None
    outcome: Outcome
    refused: Refused | None = None


def adopt(
    reported: ReportedOrder,
    order: Order | None,
    handle: Callable[[OrderCommand], Order],
) -> Adopted:
    """Walk an order to where it is reported to be, by commands that ``handle`` decides."""
    outcome = Outcome.UNCHANGED
    while True:
        try:
            step = next_step(order, reported)
            if step is None:
                return Adopted(order, outcome)
            after = handle(step)
        except Refused as refused:
            return Adopted(order, outcome, refused)
        except InvalidValue as bad:
            facts = {"field": bad.field, "value": str(bad.value), "expected": bad.expected}
            reasons = (Refusal("invalid_value", facts),)
            return Adopted(order, outcome, Refused("report", reasons))
        if after is order:
            # Nothing came of it, so nothing would the next time.
            return Adopted(order, outcome)
        order = after
        if outcome is Outcome.UNCHANGED:
            placed = isinstance(step, PlaceOrder)
            outcome = Outcome.PLACED if placed else Outcome.ADVANCED


def contradictions(order: Order, reported: ReportedOrder) -> Iterator[tuple[str, str, str]]:
    """Give field, code and message of what a report says and the order, adopted, does not."""
    if order.report != report_of(reported):
        return
    if order.status is not reported.status:
        told = f"reported as {reported.status.value}, but here it is {order.status.value}"
        yield "order-status", "status_differs", told
    for told_line, line in matched(order, reported):
        if line is not None and told_line.charges not in (None, line.charges):
            told = f"the charges of {line.sku} are not those that were reported first"
            yield "item-price", "charges_differ", told


def next_step(order: Order | None, reported: ReportedOrder) -> OrderCommand | None:
    """Give the next command on the way from an order to its report; ``None`` at the end of it."""
    if order is None:
        return place(reported)
    if is_behind(order, report_of(reported)):
        return None
    lines = matched(order, reported)
    return next(filter(None, (step(order, reported, lines) for step in STEPS)), None)
