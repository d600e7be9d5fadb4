"""The laws that every order and every store keeps, as functions that check a value.

Each raises ``AssertionError`` with the numbers that break it, and needs neither pytest nor
Hypothesis; call them on orders of your own, after commands of your own.
"""

from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

from ordercore.errors import Refused
from ordercore.inventory import (
    OwnedStockEvent,
    Reservation,
    ReservationTakenOver,
    Shelf,
    Stock,
    StockEvent,
    empty_shelf,
)
from ordercore.inventory import evolve as evolve_shelf
from ordercore.kernel.charges import COMPONENTS, charges_of
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.orders.axes import status
from ordercore.orders.decider import decide, explain
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import (
    captured,
    refunded,
    refunded_by_line,
    refunded_by_payment,
)
from ordercore.orders.payment import PAYMENT_LIFECYCLE
from ordercore.orders.settling import REFUND_LIFECYCLE
from ordercore.orders.state import Order
from ordercore.orders.stations import returning_units, stations
from ordercore.orders.status import ORDER_LIFECYCLE
from ordercore.orders.world import WORLD, World
from ordercore.ports.records import Key
from ordercore.ports.store import Store
from ordercore.returns import RETURN_LIFECYCLE
from ordercore.service.keys import reservation_key
from ordercore.service.snapshots import folded
from ordercore.shipping import PARCEL_LIFECYCLE
from ordercore.testing.holding import must_hold
from ordercore.testing.settling_laws import (
    each_unit_is_settled_once,
    exchanges_are_exact,
    no_more_is_charged_again_than_went_ahead,
    refunds_pay_for_what_came_back,
    units_are_settled_within_what_left,
)

S = TypeVar("S", bound=Enum)


def conservation_of_units(order: Order) -> None:
    """Every ordered unit is in exactly one station, and none is negative, parcel by parcel too."""
    parted = stations(order)
    must_hold(list(parted) == [line.id for line in order.lines], "a line has no stations", order.id)
    for line in order.lines:
        where = parted[line.id]
        must_hold(where.total == line.quantity, f"line {line.id} of {line.quantity} has", where)
        counts = (
            where.awaiting, where.cancelled, where.shipped, where.undelivered,
            where.delivered, where.returning, where.returned,
        )  # fmt: skip
        must_hold(min(counts) >= 0, f"line {line.id} has a negative station", where)
    in_returns = returning_units(order)
    for parcel in order.parcels:
        for id in {some.line for some in parcel.units}:
            must_hold(parcel.missing(id) >= 0, f"more of line {id} came back than left in", parcel)
            left = parcel.holds(id) if parcel.is_with_buyer else 0
            must_hold(in_returns.get((parcel.id, id), 0) <= left, f"line {id} returns from", parcel)


def conservation_of_money(order: Order) -> None:
    """Per payment: given back ≤ taken ≤ authorised; per component: given back ≤ charged."""
    back, taken = refunded(order), captured(order)
    must_hold(0 <= back <= taken, f"refunded {back} of {taken} taken", order.id)
    for refund in order.refunds:
        whole = sum(part.charges.total for part in refund.parts)
        dealt = [share.minor for share in refund.shares]
        must_hold(sum(dealt) == whole and min(dealt, default=1) > 0, "shares do not add up", refund)
    by_payment = refunded_by_payment(order)
    must_hold(sum(by_payment.values()) == back, f"refunds of {back} went back by", by_payment)
    for payment in order.payments:
        returned = by_payment.pop(payment.id, 0)
        must_hold(0 <= returned <= payment.captured, f"{returned} went back by", payment)
        most = payment.captured if payment.amount is None else payment.amount.minor
        must_hold(payment.captured <= most, "more was taken than authorised", payment)
    must_hold(not by_payment, "money went back by payments that there are not", by_payment)
    charged = {line.id: line.charges for line in order.lines}
    for line, total in refunded_by_line(order).items():
        limit = charged.get(line)
        if limit is None:
            raise AssertionError(f"line {line} was refunded and has no charges")
        must_hold(not total.negative(), f"line {line} was refunded less than nothing", total)
        must_hold(not total.exceeds(limit), f"line {line} charged {limit} was refunded", total)
        must_hold(total.total <= limit.total, f"line {line} charged {limit} was refunded", total)


def portions_add_up(line: Line) -> None:
    """However a line is dealt out unit by unit, the portions of its charges add up to them."""
    if line.charges is None or not line.quantity:
        return
    dealt = charges_of(line.charges.currency, [0] * len(COMPONENTS))
    for unit in range(line.quantity):
        dealt = dealt + line.charges.portion(line.quantity, unit, 1)
    must_hold(
        dealt == line.charges, f"line {line.id} charged {line.charges} is dealt out as", dealt
    )


def stock_is_never_promised_twice(
    stock: Stock, reservations: Iterable[Reservation], *, overdrawn: int = 0
) -> None:
    """The promises add up, none is negative, and together they are covered by what is on hand.

    ``overdrawn`` is by how much the books are known to be wrong: units that left without having
    been promised, although others had been promised them.
    """
    held = backordered = 0
    for hold in reservations:
        must_hold(
            (hold.sku, hold.pool) == (stock.sku, stock.pool), "a promise of other stock", hold
        )
        figures = (hold.held, hold.backordered, hold.committed, hold.consumed, hold.released)
        must_hold(min(*figures, hold.uncommitted) >= 0, "a negative promise", hold)
        held += hold.held
        backordered += hold.backordered
    must_hold(held == stock.reserved, f"{held} are held by owners, the stock says", stock)
    must_hold(
        backordered == stock.backordered, f"{backordered} are backordered, the stock says", stock
    )
    must_hold(stock.available >= -overdrawn, f"promised twice (overdrawn by {overdrawn})", stock)


def live_equals_replay(store: Store, keys: Iterable[Key]) -> None:
    """The stored events of each order, dossier and stock, folded, give what is stored."""
    for key in keys:
        recorded = store.events(key)
        places = [some.seq for some in recorded]
        must_hold(places == list(range(1, len(places) + 1)), f"{key} has its events at", places)
        if key.kind == "stock":
            pool, _, sku = key.id.partition("/")
            events = [some.event for some in recorded if isinstance(some.event, StockEvent)]
            expected = _shelves(sku, pool, events)
        else:
            expected = {key: folded(key, recorded)}
        with store.transaction() as transaction:
            rows = transaction.load((key, *expected))
        must_hold(
            rows[key].version == len(recorded), f"{len(recorded)} events of {key} and", rows[key]
        )
        for each, value in expected.items():
            live = rows[each].value
            must_hold(
                live == value or not places, f"{each} is stored as {live} and replayed as", value
            )


def status_keeps_to_lifecycle(before: Order | None, after: Order) -> None:
    """The statuses of the order and of all its parts follow as their tables say."""
    _permitted(ORDER_LIFECYCLE, status(before) if before else None, status(after))
    parcels = {parcel.id: parcel.status for parcel in before.parcels} if before else {}
    for parcel in after.parcels:
        _permitted(PARCEL_LIFECYCLE, parcels.pop(parcel.id, None), parcel.status)
    payments = {payment.id: payment.status for payment in before.payments} if before else {}
    for payment in after.payments:
        _permitted(PAYMENT_LIFECYCLE, payments.pop(payment.id, None), payment.status)
    refunds = {refund.id: refund.status for refund in before.refunds} if before else {}
    for refund in after.refunds:
        _permitted(REFUND_LIFECYCLE, refunds.pop(refund.id, None), refund.status)
    returns = {rma.id: rma.status for rma in before.returns} if before else {}
    for rma in after.returns:
        _permitted(RETURN_LIFECYCLE, returns.pop(rma.id, None), rma.status)
    gone = (parcels, returns, payments, refunds)
    must_hold(not any(gone), "a parcel, a return, a payment or a refund is gone", gone)


def explain_agrees_with_decide(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> None:
    """``explain`` is empty exactly where ``decide`` accepts, else it gives the same reasons."""
    reasons = explain(order, command, world)
    try:
        decide(order, command, world)
    except Refused as refused:
        must_hold(reasons == refused.refusals, f"{refused} is explained by", reasons)
    else:
        must_hold(reasons == (), f"accepted, but explained: {command}", reasons)


LAWS_OF_AN_ORDER = (
    conservation_of_units,
    conservation_of_money,
    refunds_pay_for_what_came_back,
    each_unit_is_settled_once,
    units_are_settled_within_what_left,
    no_more_is_charged_again_than_went_ahead,
    exchanges_are_exact,
)
"""Every law that can be checked on an order alone."""


def _shelves(sku: str, pool: str, events: Iterable[StockEvent]) -> dict[Key, object]:
    shelf = empty_shelf(sku, pool)
    holds: dict[str, Reservation | None] = {}
    for event in events:
        owner = event.owner if isinstance(event, OwnedStockEvent) else None
        using = event.using if isinstance(event, ReservationTakenOver) else None
        hold = holds.get(owner) if owner else None
        other = holds.get(using) if using else None
        shelf = evolve_shelf(Shelf(shelf.stock, hold, other), event)
        if owner:
            holds[owner] = shelf.reservation
        if using:
            holds[using] = shelf.other
    values: dict[Key, object] = {Key("stock", f"{pool}/{sku}"): shelf.stock}
    values |= {reservation_key(pool, sku, owner): hold for owner, hold in holds.items()}
    return values


def _permitted(lifecycle: Lifecycle[S], before: S | None, after: S) -> None:
    permitted = lifecycle.permits(before, after)
    must_hold(permitted, f"the {lifecycle.name} makes no such move", (before, after))
