"""The occasion of feedback, as its order tells it."""

from collections.abc import Iterable, Iterator

from ordercore.conversations.feedback import (
    CLAIM_OPEN,
    REFUNDED,
    REPLACEMENT,
    RETURN_OPEN,
    Occasion,
)
from ordercore.kernel.checking import several
from ordercore.kernel.time import Instant
from ordercore.orders.axes import ReturnsAxis
from ordercore.orders.money import counted_refunds
from ordercore.orders.state import Order


def feedback_occasion(
    order: Order,
    zone: str,
    *,
    earliest: object = None,
    requested: object = None,
    circumstances: Iterable[str] = (),
) -> Occasion:
    """Give the facts of an order by which it is rated and asked about, in the days of a zone.

    The latest delivery is the one that was promised. Of the ``earliest`` an order knows nothing,
    and of a review that was ``requested`` neither. ``circumstances`` are added to its own.

    Raises:
        InvalidValue: when there is no such zone, a time is naive, or the earliest delivery comes
            after the latest.
    """
    shipped = [parcel.shipped_at for parcel in order.parcels]
    delivered = [parcel.delivered_at for parcel in order.parcels]
    return Occasion(
        marketplace=order.terms.marketplace,
        zone=zone,
        placed=order.terms.placed_at,
        confirmed=min(shipped, default=None),
        earliest=earliest,
        latest=order.deliver_by,
        delivered=_last(delivered),
        shipped=order.status.is_all_sent,
        requested=requested,
        circumstances={*_own(order), *several(circumstances, "circumstances")},
    )


def _last(moments: Iterable[Instant | None]) -> Instant | None:
    return max((some for some in moments if some is not None), default=None)


def _own(order: Order) -> Iterator[str]:
    """Give what an order tells of itself, by code."""
    if any(note.is_open for note in order.claims):
        yield CLAIM_OPEN
    if order.returns_axis is ReturnsAxis.OPEN:
        yield RETURN_OPEN
    if any(True for _ in counted_refunds(order)):
        yield REFUNDED
    if order.terms.replacement is not None:
        yield REPLACEMENT
