"""History: an order as it stood at any time."""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue, NotFound
from ordercore.kernel.time import Instant, instant
from ordercore.orders.decider import evolve, fold
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.records import Recorded


def as_of(
    events: Iterable[Recorded | OrderEvent], *, at: object = None, seq: int | None = None
) -> Order | None:
    """Give an order as it once stood, from its events; ``None`` before it was placed.

    Exactly one of the two is given, since they are different questions:

    - ``at``: as it *had happened* by a moment, that moment included; what was recorded only later
      about an earlier moment counts;
    - ``seq``: as we *knew* it when that many events were recorded, whatever their moments.

    Raises:
        InvalidValue: when both are given or neither, or one is no moment or no number.
    """
    story = [some.event if isinstance(some, Recorded) else some for some in events]
    told = [event for event in story if isinstance(event, OrderEvent)]
    if (at is None) is (seq is None):
        raise InvalidValue("at or seq", (at, seq), "exactly one of the two")
    if seq is None:
        return _as_it_had_happened(told, instant(at))
    if type(seq) is not int or seq < 0:
        raise InvalidValue("seq", seq, "a number of events, 0 or more")
    return fold(told[:seq])


def _as_it_had_happened(events: Iterable[OrderEvent], at: Instant) -> Order | None:
    order: Order | None = None
    for event in events:
        if event.at <= at:
            after = evolve(order, event)
            # Said to be earlier than what it is about: it then counts from when that is there.
            order = after if _hangs_together(after) else order
    return order


def _hangs_together(order: Order) -> bool:
    """Tell whether every unit that the order speaks of is one that it has, in one place."""
    try:
        return all(min(attrs.astuple(where)) >= 0 for where in order.stations.values())
    except (LookupError, NotFound):
        return False
