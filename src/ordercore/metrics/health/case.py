"""The case: an order with all that its facts are decided by, and what a fact is before it is kept.

No moment of asking is among it: a fact is of what is known, and what is not settled yet counts on
the day on which it is, so that a window that ends before today has settled facts alone.
"""

from collections.abc import Mapping
from typing import NamedTuple

import attrs

from ordercore.kernel.time import Instant
from ordercore.metrics.health.notes import NOTHING_OF_PARCEL, OrderNotes, ParcelNotes
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping import Parcel

Counted = Mapping[str, int]
"""Number of the table → how much; what is not named is 0."""


class Counting(NamedTuple):
    """What counts at a moment, and of which category of goods."""

    at: Instant
    counted: Counted
    category: str = ""


@attrs.frozen
class Case:
    """An order, what stands beside it, what is noted of it, and by whose rows it is judged."""

    subject: Subject
    notes: OrderNotes
    world: World

    @property
    def order(self) -> Order:
        """The order itself."""
        return self.subject.order

    def noted(self, parcel: Parcel) -> ParcelNotes:
        """Give what is noted of a parcel."""
        return self.notes.parcels.get(parcel.id, NOTHING_OF_PARCEL)
