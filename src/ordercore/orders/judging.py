"""Judging returns: what an order knows of its units, put before the return policy."""

from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant
from ordercore.orders.line import Line
from ordercore.orders.money import counted_refunds, refunded_by_line
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Purchase, ReturnUnits, Verdict, Wish, verdict
from ordercore.returns.purchase import PLAIN


def purchase_of(order: Order, some: ReturnUnits, world: World) -> Purchase:
    """Give what is known of units that came in one parcel, for a return policy.

    What the order promised last is the latest estimate: no day is skipped for want of a scan.
    """
    terms, parcel = order.terms, order.parcel(some.parcel)
    line = next((line for line in order.lines if line.id == some.line), None)
    return Purchase(
        bought=terms.placed_at,
        zone=world.zone_of(terms.marketplace),
        shipped=parcel.shipped_at if parcel else None,
        delivered=parcel.delivered_at if parcel else None,
        latest_estimate=order.deliver_by,
        marketplace=terms.marketplace,
        channel=terms.channel,
        product=world.products.get(line.sku, PLAIN) if line else PLAIN,
        quantity=line.quantity if line and line.quantity else some.quantity,
        charges=line.charges if line else None,
        refunded=refunded_by_line(order).get(some.line) if order.refunds else None,
        refunded_units=_refunded_units(order, line) if line and order.refunds else 0,
    )


def return_verdict(
    order: Order, some: ReturnUnits, reason: str, at: Instant, world: World
) -> Verdict:
    """Judge, by the policy under which the order was placed, a return of units of one parcel."""
    wish = Wish(units=some.quantity, reason=reason)
    return verdict(purchase_of(order, some, world), world.returns, at, wish=wish)


def _refunded_units(order: Order, line: Line) -> int:
    """Count the units that were paid back for as returned, or as never arrived."""
    id: LineId = line.id
    units = sum(
        [
            part.units
            for refund in counted_refunds(order)
            if refund.return_id is not None or refund.parcel_id is not None
            for part in refund.net
            if part.line == id
        ]
    )
    return min(units, line.quantity)
