"""The claims: lifecycles, each with how its status is read off an order."""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

import attrs

from ordercore.kernel.lifecycle import Lifecycle
from ordercore.orders.axes import delivery, payment, returns, status
from ordercore.orders.lifecycles import (
    DELIVERY_LIFECYCLE,
    PAYMENT_AXIS_LIFECYCLE,
    RETURNS_LIFECYCLE,
)
from ordercore.orders.payment import PAYMENT_LIFECYCLE
from ordercore.orders.settling import REFUND_LIFECYCLE
from ordercore.orders.state import Order
from ordercore.orders.status import ORDER_LIFECYCLE
from ordercore.returns import RETURN_LIFECYCLE
from ordercore.shipping import PARCEL_LIFECYCLE

Made = tuple[Enum | None, Enum]
"""A move of a lifecycle: from which status, if there was one, to which."""


@attrs.frozen
class Claim:
    """A lifecycle of the whole order, or of each of its parts in a field."""

    lifecycle: Lifecycle[Any]
    whole: Callable[[Order], Enum] | None = None
    field: str = ""

    def words(self, order: Order) -> list[Enum]:
        """Give the statuses that an order has in it."""
        if self.whole is not None:
            return [self.whole(order)]
        return [part.status for part in getattr(order, self.field)]

    def is_open(self, order: Order) -> bool:
        """Tell whether the order, or any of its parts, has still to come to rest."""
        life = self.lifecycle
        return any(life.edges[word] and word not in life.rests for word in self.words(order))

    def moves(self, before: Order | None, after: Order) -> Iterator[Made]:
        """Give the moves between two orders; what stayed the same made none."""
        if self.whole is not None:
            was, now = self.whole(before) if before else None, self.whole(after)
            if was is not now:
                yield was, now
            return
        olds = getattr(before, self.field) if before else ()
        news = getattr(after, self.field)
        if olds is not news:
            known = {part.id: part for part in olds}
            for part in news:
                old = known.get(part.id)
                if old is None:
                    yield None, part.status
                elif old is not part and old.status is not part.status:
                    yield old.status, part.status


CLAIMS = (
    Claim(ORDER_LIFECYCLE, whole=status),
    Claim(PAYMENT_AXIS_LIFECYCLE, whole=payment),
    Claim(DELIVERY_LIFECYCLE, whole=delivery),
    Claim(RETURNS_LIFECYCLE, whole=returns),
    Claim(PAYMENT_LIFECYCLE, field="payments"),
    Claim(PARCEL_LIFECYCLE, field="parcels"),
    Claim(RETURN_LIFECYCLE, field="returns"),
    Claim(REFUND_LIFECYCLE, field="refunds"),
)
"""Every axis of an order, and every part that has a life of its own."""
