"""The laws that every order and every store keeps, as functions that check a value.

Each raises ``AssertionError`` with the numbers that break it, and needs neither pytest nor
Hypothesis; call them on orders of your own, after commands of your own.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeVar

from ordercore.conversations.claims import ClaimEvent
from ordercore.conversations.claims import fold as fold_claim
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
from ordercore.kernel.charges import COMPONENTS, Charges, charges_of
from ordercore.kernel.ids import LineId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.axes import status
from ordercore.orders.carried import free_of
from ordercore.orders.claimed import claimed_money
from ordercore.orders.decider import decide, explain, fold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import (
    captured,
    carried,
    refunded,
    refunded_by_line,
    refunded_by_payment,
)
from ordercore.orders.parts import RefundPart
from ordercore.orders.payment import PAYMENT_LIFECYCLE
from ordercore.orders.settled import refunds_of_difference, settled_under
from ordercore.orders.settling import REFUND_LIFECYCLE
from ordercore.orders.state import Order
from ordercore.orders.stations import cancelled_units, returning_units, stations
from ordercore.orders.status import ORDER_LIFECYCLE
from ordercore.orders.world import WORLD, World
from ordercore.ports.records import Key
from ordercore.ports.store import Store
from ordercore.returns import RETURN_LIFECYCLE, Return
from ordercore.service.keys import reservation_key
from ordercore.shipping import PARCEL_LIFECYCLE

S = TypeVar("S", bound=Enum)


def conservation_of_units(order: Order) -> None:
    """Every ordered unit is in exactly one station, and none is negative, parcel by parcel too."""
    parted = stations(order)
    _hold(list(parted) == [line.id for line in order.lines], "a line has no stations", order.id)
    for line in order.lines:
        where = parted[line.id]
        _hold(where.total == line.quantity, f"line {line.id} of {line.quantity} has", where)
        counts = (
            where.awaiting, where.cancelled, where.shipped, where.undelivered,
            where.delivered, where.returning, where.returned,
        )  # fmt: skip
        _hold(min(counts) >= 0, f"line {line.id} has a negative station", where)
    in_returns = returning_units(order)
    for parcel in order.parcels:
        for id in {some.line for some in parcel.units}:
            _hold(parcel.missing(id) >= 0, f"more of line {id} came back than left in", parcel)
            left = parcel.holds(id) if parcel.is_with_buyer else 0
            _hold(in_returns.get((parcel.id, id), 0) <= left, f"line {id} returns from", parcel)


def conservation_of_money(order: Order) -> None:
    """Per payment: given back ≤ taken ≤ authorised; per component: given back ≤ charged."""
    back, taken = refunded(order), captured(order)
    _hold(0 <= back <= taken, f"refunded {back} of {taken} taken", order.id)
    for refund in order.refunds:
        whole = sum(part.charges.total for part in refund.parts)
        dealt = [share.minor for share in refund.shares]
        _hold(sum(dealt) == whole and min(dealt, default=1) > 0, "shares do not add up", refund)
    by_payment = refunded_by_payment(order)
    _hold(sum(by_payment.values()) == back, f"refunds of {back} went back by", by_payment)
    for payment in order.payments:
        returned = by_payment.pop(payment.id, 0)
        _hold(0 <= returned <= payment.captured, f"{returned} went back by", payment)
        most = payment.captured if payment.amount is None else payment.amount.minor
        _hold(payment.captured <= most, "more was taken than authorised", payment)
    _hold(not by_payment, "money went back by payments that there are not", by_payment)
    charged = {line.id: line.charges for line in order.lines}
    for line, total in refunded_by_line(order).items():
        limit = charged.get(line)
        if limit is None:
            raise AssertionError(f"line {line} was refunded and has no charges")
        _hold(not total.negative(), f"line {line} was refunded less than nothing", total)
        _hold(not total.exceeds(limit), f"line {line} charged {limit} was refunded", total)
        _hold(total.total <= limit.total, f"line {line} charged {limit} was refunded", total)


def claims_pay_nothing_twice(order: Order) -> None:
    """Refunds, and what buyers got by claims or banks hold, are no more than was taken.

    That is a law of histories in which nothing was imported: elsewhere it may have happened.
    """
    money = claimed_money(order)
    if money is not None:
        gone = money.refunded.minor + money.by_claims.minor + money.held.minor
        _hold(gone <= money.captured.minor, f"{gone} is given or held of", money)


def portions_add_up(line: Line) -> None:
    """However a line is dealt out unit by unit, the portions of its charges add up to them."""
    if line.charges is None or not line.quantity:
        return
    dealt = charges_of(line.charges.currency, [0] * len(COMPONENTS))
    for unit in range(line.quantity):
        dealt = dealt + line.charges.portion(line.quantity, unit, 1)
    _hold(dealt == line.charges, f"line {line.id} charged {line.charges} is dealt out as", dealt)


def stock_is_never_promised_twice(
    stock: Stock, reservations: Iterable[Reservation], *, overdrawn: int = 0
) -> None:
    """The promises add up, none is negative, and together they are covered by what is on hand.

    ``overdrawn`` is by how much the books are known to be wrong: units that left without having
    been promised, although others had been promised them.
    """
    held = backordered = 0
    for hold in reservations:
        _hold((hold.sku, hold.pool) == (stock.sku, stock.pool), "a promise of other stock", hold)
        figures = (hold.held, hold.backordered, hold.committed, hold.consumed, hold.released)
        _hold(min(*figures, hold.uncommitted) >= 0, "a negative promise", hold)
        held += hold.held
        backordered += hold.backordered
    _hold(held == stock.reserved, f"{held} are held by owners, the stock says", stock)
    _hold(backordered == stock.backordered, f"{backordered} are backordered, the stock says", stock)
    _hold(stock.available >= -overdrawn, f"promised twice (overdrawn by {overdrawn})", stock)


def live_equals_replay(store: Store, keys: Iterable[Key]) -> None:
    """The stored events of each order, claim and stock, folded, give what is stored."""
    for key in keys:
        recorded = store.events(key)
        places = [some.seq for some in recorded]
        _hold(places == list(range(1, len(places) + 1)), f"{key} has its events at", places)
        if key.kind == "stock":
            pool, _, sku = key.id.partition("/")
            events = [some.event for some in recorded if isinstance(some.event, StockEvent)]
            expected = _shelves(sku, pool, events)
        elif key.kind == "claim":
            said = [some.event for some in recorded if isinstance(some.event, ClaimEvent)]
            expected = {key: fold_claim(said)}
        else:
            told = [some.event for some in recorded if isinstance(some.event, OrderEvent)]
            expected = {key: fold(told)}
        with store.transaction() as transaction:
            rows = transaction.load((key, *expected))
        _hold(rows[key].version == len(recorded), f"{len(recorded)} events of {key} and", rows[key])
        for each, value in expected.items():
            live = rows[each].value
            _hold(live == value or not places, f"{each} is stored as {live} and replayed as", value)


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
    _hold(not any(gone), "a parcel, a return, a payment or a refund is gone", gone)


def explain_agrees_with_decide(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> None:
    """``explain`` is empty exactly where ``decide`` accepts, else it gives the same reasons."""
    reasons = explain(order, command, world)
    try:
        decide(order, command, world)
    except Refused as refused:
        _hold(reasons == refused.refusals, f"{refused} is explained by", reasons)
    else:
        _hold(reasons == (), f"accepted, but explained: {command}", reasons)


def refunds_pay_for_what_came_back(order: Order) -> None:
    """No unit is paid for twice, and none that was not returned, undelivered or cancelled.

    What is paid for ahead may still be to come.
    """
    paid: dict[tuple[str | None, str | None], dict[LineId, int]] = {}
    for refund in order.refunds:
        of = paid.setdefault((refund.return_id, refund.parcel_id), {})
        for part in refund.parts if refund.counts and not refund.ahead else ():
            of[part.line] = of.get(part.line, 0) + part.units
    gone = cancelled_units(order, paid=True)
    for line, number in paid.get((None, None), {}).items():
        _hold(number <= gone.get(line, 0), f"line {line} is paid for beyond its cancelled", gone)
    for parcel in order.parcels:
        for line, number in paid.get((None, parcel.id), {}).items():
            _hold(number <= parcel.holds(line), f"line {line} is paid for beyond", parcel)
    came: dict[LineId, int] = {}
    for rma in order.returns:
        own = _taken_back(rma)
        for line, number in paid.get((rma.id, None), {}).items():
            _hold(number <= own.get(line, 0), f"line {line} is paid for beyond", rma)
            came[line] = came.get(line, 0) + number
    for line, number in came.items():
        fresh = _received_unpaid(order, line, paid)
        _hold(number <= fresh, f"{number} of line {line} paid for, came back unpaid", fresh)


def no_more_is_charged_again_than_went_ahead(order: Order) -> None:
    """Of no line, no component and no unit; and only of what went back before its goods came."""
    for refund in order.refunds:
        _hold(refund.ahead or not refund.recharged, "charged again, but never ahead", refund)
        given: dict[LineId, RefundPart] = {}
        for part in refund.net:
            earlier = given.get(part.line, RefundPart(part.line, Charges(part.charges.currency)))
            charges, units = earlier.charges + part.charges, earlier.units + part.units
            given[part.line] = RefundPart(part.line, charges, units)
        for part in given.values():
            below = part.charges.negative() or part.units < 0 or part.charges.total < 0
            _hold(not below, f"more of line {part.line} is charged again than was paid", refund)


def _taken_back(rma: Return) -> dict[LineId, int]:
    """Count the units of a return that came and were not rejected, or were lost on their way."""
    counts: dict[LineId, int] = {}
    for parcel, line in rma.places:
        counts[line] = counts.get(line, 0) + rma.taken_back(parcel, line)
    return counts


def _received_unpaid(
    order: Order, line: LineId, paid: Mapping[tuple[str | None, str | None], Mapping[LineId, int]]
) -> int:
    """Count returned units that were not paid for before, as units of an undelivered parcel."""
    count = 0
    for parcel in order.parcels:
        back = sum(rma.taken_back(parcel.id, line) for rma in order.returns)
        settled = paid.get((None, parcel.id), {}).get(line, 0)
        count += min(back, parcel.holds(line) - settled)
    return count


def each_unit_is_settled_once(order: Order) -> None:
    """Of what was let in or did not arrive each unit is paid back for or replaced, never both."""
    for rma in order.returns:
        let_in = total_by_line([Units(some.line, some.quantity) for some in rma.units])
        _settled_within(order, rma.id, None, let_in)
    for parcel in order.parcels:
        _settled_within(order, None, parcel.id, total_by_line(parcel.units))


def _settled_within(
    order: Order, return_id: str | None, parcel_id: str | None, units: Mapping[LineId, int]
) -> None:
    for line, number in settled_under(order, return_id, parcel_id).items():
        of = (return_id or parcel_id, units)
        _hold(number <= units.get(line, 0), f"{number} of line {line} are settled of", of)


def units_are_settled_within_what_left(order: Order) -> None:
    """However many returns its units are in, no more of a line is settled than ever left."""
    left: dict[LineId, int] = {}
    settled: dict[LineId, int] = {}
    for parcel in order.parcels:
        _add(left, total_by_line(parcel.units))
        _add(settled, settled_under(order, None, parcel.id))
    for rma in order.returns:
        _add(settled, settled_under(order, rma.id, None))
    for line, number in settled.items():
        _hold(number <= left.get(line, 0), f"{number} of line {line} are settled, there left", left)


def _add(counts: dict[LineId, int], more: Mapping[LineId, int]) -> None:
    for line, number in more.items():
        counts[line] = counts.get(line, 0) + number


def exchanges_are_exact(order: Order) -> None:
    """What the old goods are worth pays for the new, to the last minor unit; no more goes back.

    What pays for new goods and what went back never come to more than was taken.
    """
    for some in order.replacements:
        worth, back = (sum(part.charges.total for part in p) for p in (some.worth, some.back))
        owed = sum(line.charges.total for line in some.lines if line.charges)
        _hold(0 <= back <= worth and not (owed and back), "an exchange is out by", (owed, back))
        _hold(sum(some.carried) == worth - back, "an exchange is carried by", some.carried)
        given = sum(
            part.charges.total
            for refund in refunds_of_difference(order, some.id)
            for part in refund.parts
        )
        free = sum(part.charges.total for part in free_of(some))
        _hold(given <= free <= worth, "too much of an exchange is back", given)
    gone = refunded(order) + carried(order)
    _hold(gone <= captured(order), "carried and paid back beyond what was taken", gone)


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
    _hold(permitted, f"the {lifecycle.name} makes no such move", (before, after))


def _hold(kept: bool, law: str, shown: object) -> None:
    if not kept:
        raise AssertionError(f"{law}: {shown}")
