"""Erasing what an order knows of its buyer: when it may be done, and what it leaves.

What is personal says so in its field (:mod:`ordercore.kernel.personal`). Units, money, moments,
the country and the region stay, so that every total and every audit stays as it was.
It is no command of the decision table: an event alone would leave what was said before it, so
whoever keeps the events has to write them anew. The desk does both at once: ``desk.erase``.
"""

import datetime as dt
from collections.abc import Callable

import attrs

from ordercore.errors import Refusal
from ordercore.kernel.dated import row_on
from ordercore.kernel.personal import blanked
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.kernel.time import Instant, local_date, start_of_day
from ordercore.orders.axes import ReturnsAxis
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    placing_comes_first,
)
from ordercore.orders.parts import RefundStatus
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.world import World

# What is asked


@attrs.frozen
class ErasureAsked:
    """That a buyer is to be erased at a moment; with ``force`` even while an order is open."""

    at: Instant
    force: bool = False


# Events


@attrs.frozen(kw_only=True)
class BuyerErased(OrderEvent):
    """What was known of the buyer was blanked: so many fields, in the order and in its events.

    An order that is folded over it has nothing personal, even from events that still had.
    """

    fields: int


# Rules

OPEN: dict[str, Callable[[Order, Instant], bool]] = {
    "units": lambda order, _: has_awaiting(order),
    "parcels": lambda order, _: any(some.is_underway for some in order.parcels),
    "returns": lambda order, _: order.returns_axis is ReturnsAxis.OPEN,
    "payments": lambda order, _: any(some.open for some in order.payments),
    "refunds": lambda order, _: any(
        some.status is RefundStatus.IN_FLIGHT for some in order.refunds
    ),
    "requests": lambda order, _: any(some.accepted is None for some in order.cancel_requests),
    "claims": lambda order, _: any(some.is_open for some in order.claims),
    "holds": lambda order, at: bool(order.open_holds(at)),
}
"""What may be open in an order, so that its buyer is still needed → when it is."""


@rule("order_not_settled", instead=("force",))
def nothing_is_open(order: Order, asked: ErasureAsked, _: World) -> Facts | None:
    """A buyer is erased once nothing of the order is open any more, unless it is forced."""
    still = [word for word, holds in OPEN.items() if not asked.force and holds(order, asked.at)]
    return {"order": order.id, "open": still} if still else None


@rule("record_must_stay", until="until")
def record_may_go(order: Order, asked: ErasureAsked, world: World) -> Facts | None:
    """What the law wants kept stays until its day has come, whoever asks."""
    zone, placed = world.zone_of(order.terms.marketplace), order.terms.placed_at
    day = local_date(placed, zone)
    row = row_on(world.retentions, day, order.terms.marketplace)
    until = start_of_day(day + dt.timedelta(days=row.days), zone) if row else None
    return {"order": order.id, "until": until} if until is not None and asked.at < until else None


RULES: tuple[Rule[Order, ErasureAsked, World], ...] = (nothing_is_open, record_may_go)


def objections(order: Order, asked: ErasureAsked, world: World) -> tuple[Refusal, ...]:
    """Give every reason why the buyer of an order is not to be erased yet."""
    placed = order.terms.placed_at
    if asked.at < placed:
        early = placing_comes_first
        return (Refusal(early.code, {"at": asked.at, "placed": placed}, early.lift),)
    told = ((some, some.check(order, asked, world)) for some in RULES)
    return tuple([Refusal(some.code, facts, some.lift) for some, facts in told if facts])


# Folds


def fold_erased(order: Order, event: BuyerErased) -> Order:
    """Blank what is personal, and note when."""
    return replace(blanked(order), erased_at=event.at)


# The table

DECISIONS: Decisions = ()

FOLDS: Folds = {BuyerErased: fold_erased}
