"""Judging returns: what an order knows of its units, put before the return policy."""

from collections.abc import Iterable

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.line import Line
from ordercore.orders.money import charged_for, counted_refunds, refunded_by_line
from ordercore.orders.settled import settled_units
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Purchase, ReturnUnits, Verdict, Wish, verdict
from ordercore.returns.purchase import PLAIN
from ordercore.returns.refunds import Settlement


def purchase_of(order: Order, some: ReturnUnits, world: World) -> Purchase:
    """Give what is known of units that came in one parcel, for a return policy.

    Days are counted where the order went, as far as the world knows that, else where the
    marketplace is. What the order promised last is the latest estimate: no day is skipped for
    want of a scan. An earlier estimate no order has.
    """
    terms, parcel = order.terms, order.parcel(some.parcel)
    line = next((line for line in order.lines if line.id == some.line), None)
    purchase = Purchase(
        bought=terms.placed_at,
        zone=world.delivery_zone(order.ship_to) or world.zone_of(terms.marketplace),
        shipped=parcel.shipped_at if parcel else None,
        delivered=parcel.delivered_at if parcel else None,
        latest_estimate=order.deliver_by,
        marketplace=terms.marketplace,
        channel=terms.channel,
        product=world.products.get(line.sku, PLAIN) if line else PLAIN,
        quantity=line.quantity if line and line.quantity else some.quantity,
        charges=line.charges if line else None,
    )
    if line is None or not (order.refunds or order.replacements or order.cancellations):
        return purchase
    return _with_what_happened(purchase, order, line)


def return_verdict(
    order: Order, some: ReturnUnits, reason: str, at: Instant, world: World
) -> Verdict:
    """Judge, by the policy under which the order was placed, a return of units of one parcel.

    How many may come back, the stations of the order tell, and not what was paid for: what came
    to light again after it was paid for as lost may come back all the same.
    """
    return _judged(purchase_of(order, some, world), some, reason, at, world)


def return_verdicts(
    order: Order, units: Iterable[ReturnUnits], reason: str, at: Instant, world: World
) -> tuple[Verdict, ...]:
    """Judge units as if they were asked for together at a moment, a verdict for each.

    What is not with the buyer by then, is in another return or was named before is refused by
    ``units_exceed``; the money is what is left after those named before.
    """
    answers: list[Verdict] = []
    named: dict[tuple[ParcelId, LineId], int] = {}
    left: dict[LineId, Purchase] = {}
    for some in units:
        place = some.parcel, some.line
        purchase = purchase_of(order, some, world)
        if some.line in left:
            purchase = with_money_of(purchase, left[some.line])
        free = returnable(order, *place, at) - named.get(place, 0)
        if some.quantity > free:
            gone = max(0, purchase.quantity - max(0, free))
            wish = Wish(units=some.quantity, reason=reason)
            refused = replace(purchase, refunded_units=gone)
            answers.append(verdict(refused, world.returns, at, wish=wish))
            continue
        named[place] = named.get(place, 0) + some.quantity
        answer = _judged(purchase, some, reason, at, world)
        answers.append(answer)
        if answer.settlement is not None:
            left[some.line] = as_left(purchase, some.quantity, answer.settlement)
    return tuple(answers)


def _judged(
    purchase: Purchase, some: ReturnUnits, reason: str, at: Instant, world: World
) -> Verdict:
    before = max(0, min(purchase.refunded_units, purchase.quantity - some.quantity))
    wish = Wish(units=some.quantity, reason=reason)
    return verdict(replace(purchase, refunded_units=before), world.returns, at, wish=wish)


def returnable(order: Order, parcel_id: ParcelId, line: LineId, at: Instant | None = None) -> int:
    """Count the units of a line that a parcel has brought, by a moment, and that no return has."""
    parcel = order.parcel(parcel_id)
    if parcel is None or not parcel.is_with_buyer:
        return 0
    if at is not None and parcel.delivered_at is not None and at < parcel.delivered_at:
        return 0
    return parcel.holds(line) - sum([rma.let_in(parcel_id, line) for rma in order.returns])


def as_left(purchase: Purchase, units: int, settled: Settlement) -> Purchase:
    """Give a purchase as it is once units of it were settled: paid back, less what was kept."""
    kept = settled.fee + settled.label
    refunded, withheld = purchase.refunded, purchase.withheld
    return replace(
        purchase,
        refunded=settled.back if refunded is None else refunded + settled.back,
        refunded_units=min(purchase.quantity, purchase.refunded_units + units),
        withheld=kept if withheld is None else withheld + kept,
    )


def with_money_of(purchase: Purchase, left: Purchase) -> Purchase:
    """Give a purchase with the money as another of the same line has left it."""
    return replace(
        purchase,
        refunded=left.refunded,
        refunded_units=left.refunded_units,
        withheld=left.withheld,
    )


def _with_what_happened(purchase: Purchase, order: Order, line: Line) -> Purchase:
    """Tell what went back, what was kept of it, and what was never charged."""
    charged, refunded = charged_for(order, line), refunded_by_line(order).get(line.id)
    if refunded is not None and line.charges is not None:
        # What is left of a line may be worth less than went back of the whole.
        refunded = refunded.capped(line.charges)
    units = _settled_units(order, line)
    if line.charges is None or charged is None:
        return replace(purchase, refunded_units=units)
    none = Charges(line.charges.currency)
    back = refunded or none
    # What was given back had been charged, whatever was cancelled since.
    uncharged = (line.charges - charged).capped((line.charges - back).floored())
    share = line.charges.portion(line.quantity, 0, units)
    for refund in counted_refunds(order):
        if refund.return_id or refund.parcel_id or refund.replaced_by:
            for part in refund.net:
                share = share - part.charges if part.line == line.id else share
    withheld = share.floored().capped((line.charges - uncharged - back).floored())
    return replace(
        purchase,
        refunded=refunded,
        refunded_units=units,
        uncharged=uncharged if uncharged != none else None,
        withheld=withheld if withheld != none else None,
    )


def _settled_units(order: Order, line: Line) -> int:
    """Count the units that were paid back for as returned or as never arrived, or exchanged.

    Each of them has taken its share of the line, in this order.
    """
    units = sum(
        [
            part.units
            for refund in counted_refunds(order)
            if refund.return_id is not None or refund.parcel_id is not None
            for part in refund.net
            if part.line == line.id
        ]
    )
    for some in order.replacements:
        if some.worth:
            units += settled_units(order, some).get(line.id, 0)
    return min(units, line.quantity)
