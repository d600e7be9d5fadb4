"""The occasion of a claim, as its order tells it."""

from collections.abc import Iterable

from ordercore.conversations.claims import EarlierClaim, Occasion
from ordercore.conversations.claims.terms import ANYBODY
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.money import captured, counted_refunds
from ordercore.orders.state import Order


def occasion_of(
    order: Order,
    zone: str,
    *,
    provider: str = ANYBODY,
    contacted: object = None,
    circumstances: Iterable[str] = (),
    total: Money | None = None,
) -> Occasion:
    """Give the facts of an order that a claim about it is judged by, in the days of a zone.

    Of moments that came about several times, as with several parcels, the last one is given. What
    an order does not know is asked for: the carrier or card scheme, when the buyer wrote to the
    seller, and what else is the case. ``total`` is what the buyer was charged: without it, the
    larger of what was taken and what all lines come to; unknown while no price is.

    Raises:
        InvalidValue: when there is no such zone, or a time is naive.
    """
    return Occasion(
        marketplace=order.terms.marketplace,
        zone=zone,
        provider=provider,
        ordered=order.terms.placed_at,
        charged=_last([some.at for payment in order.payments for some in payment.captures]),
        shipped=_last([parcel.shipped_at for parcel in order.parcels]),
        latest_estimate=order.deliver_by,
        delivered=_last([parcel.delivered_at for parcel in order.parcels]),
        sent_back=_last([rma.posted_at for rma in order.returns]),
        return_received=_last(
            [some.at for rma in order.returns for some in rma.received]
            + [rma.arrived_at for rma in order.returns]
        ),
        refunded=_last([refund.at for refund in counted_refunds(order)]),
        contacted=contacted,
        total=_charged(order) if total is None else total,
        circumstances=circumstances,
        earlier=[EarlierClaim(note.kind, note.claimed) for note in order.claims],
    )


def _last(moments: Iterable[Instant | None]) -> Instant | None:
    return max((some for some in moments if some is not None), default=None)


def _charged(order: Order) -> Money | None:
    if order.currency is None:
        return None
    lines = sum([line.charges.total for line in order.lines if line.charges])
    return Money(max(captured(order), lines), order.currency)
