"""The replacement: units of an order for which another order is sent, and what that may cost.

How often and for how long is policy, in dated rows.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, in_force
from ordercore.kernel.ids import LineId, OrderId, ParcelId, ReturnId
from ordercore.kernel.money import portion
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.line import Line
from ordercore.orders.parts import RefundPart, ReplacementKind


class SentWhen(Enum):
    """When the replacement is sent."""

    IN_ADVANCE = "in_advance"
    """At once; the buyer sends the old units back afterwards."""
    ON_RECEIPT = "on_receipt"
    """Once the old units have come back."""


class ReplacementEnd(Enum):
    """Why units are replaced no longer."""

    WITHDRAWN = "withdrawn"
    """The promise was taken back before anything was sent."""
    CANCELLED = "cancelled"
    """The order that replaces them was cancelled before it left."""
    RETURNED = "returned"
    """What was sent instead came back to the seller."""
    UNDELIVERED = "undelivered"
    """What was sent instead did not reach the buyer."""


@attrs.frozen(kw_only=True)
class Replacement:
    """Units of an order, back or lost, and the order that is sent for them.

    ``id`` is that order's id and ``lines`` are what it is placed with: at no charge where the same
    is sent again; in an exchange at what the new goods cost beyond the ``worth`` of the old.
    ``back`` is what the old are worth beyond the new, and goes back to the buyer; ``carried`` is
    what the rest pays of each of ``lines``, in minor units.
    """

    id: OrderId
    kind: ReplacementKind
    units: tuple[Units, ...]
    lines: tuple[Line, ...]
    reason: str
    at: Instant
    when: SentWhen
    return_id: ReturnId | None = None
    parcel_id: ParcelId | None = None
    worth: tuple[RefundPart, ...] = ()
    back: tuple[RefundPart, ...] = ()
    carried: tuple[int, ...] = ()
    sent_at: Instant | None = None
    due_back: Instant | None = None
    """The first instant after the window in which the buyer sends back what was replaced in
    advance."""
    ended: tuple[Units, ...] = ()
    """Units of its ``lines`` that are cancelled, came back, or did not arrive."""

    @property
    def kept(self) -> dict[LineId, int]:
        """The units of each of its ``lines`` that the buyer has, or is to get."""
        left = {line.id: line.quantity for line in self.lines}
        for some in self.ended:
            left[some.line] -= some.quantity
        return {line: units for line, units in left.items() if units}

    @property
    def standing(self) -> dict[LineId, int]:
        """The units of each line that are still replaced.

        The same again stands unit by unit, as its lines are those that it replaces; of an exchange
        nobody can say which new unit stands for which old one.
        """
        kept = self.kept
        if self.kind is ReplacementKind.EXCHANGE and kept:
            return total_by_line(self.units)
        return kept

    @property
    def freed(self) -> int:
        """What was carried into units that are gone, in minor units."""
        gone = total_by_line(self.ended)
        return sum(
            [
                portion(carried, line.quantity, 0, gone.get(line.id, 0))
                for line, carried in zip(self.lines, self.carried, strict=False)
            ]
        )

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is replaced by it any more."""
        return bool(self.ended) and not self.kept


@attrs.frozen(kw_only=True)
class ReplacementTerms:
    """How far replacing goes, from a day on.

    ``most_in_chain`` is how often what was sent for something may itself be replaced, the first
    time counted: 1 for never.
    ``back_days`` is how many days the buyer has to send back what was replaced in advance.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    most_in_chain: int
    back_days: int

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that are none of replacements, or of days."""
        for name, least in (("most_in_chain", 0), ("back_days", 0)):
            value: object = getattr(self, name)
            if type(value) is not int or value < least:
                raise InvalidValue(name, value, f"a whole number of at least {least}")


REPLACEMENT_TERMS = (
    # A replacement cannot itself be replaced (Amazon.in, facts of its help pages, B; elsewhere
    # nobody says, and without an end nobody should). Where a replacement is sent in advance the
    # old item is back within 30 days, or the buyer is charged (Seller Central 9675EJHNZ2ZE3M5 and
    # Amazon's help for FBA, B).
    ReplacementTerms(effective_from=ALWAYS, most_in_chain=1, back_days=30),
)


def replacement_terms_on(
    rows: Iterable[ReplacementTerms], day: dt.date, marketplace: str
) -> ReplacementTerms:
    """Give the terms of a marketplace on a day; its own rows come before those for ``*``.

    Raises:
        InvalidTable: when no row holds.
    """
    return in_force(rows, day, "replacement terms", marketplace)
