"""What Amazon's report of returns to the seller tells, row by row, as typed values.

Words are Amazon's own; how we read them stands beside them.
"""

from collections.abc import Mapping
from typing import Self

import attrs

from ordercore.adapters.amazon.returns_reported import ReportedRow
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_words import (
    Standing,
    label_of,
    payer_of,
    standing_of,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.ports.source import Origin


@attrs.frozen(kw_only=True)
class SafeT:
    """The seller's claim for a return that Amazon refunded, as the report of returns shows it."""

    action: str = ""
    id: str = ""
    state: str = ""
    created: ReportedTime | None = None
    reimbursed: Money | None = None


@attrs.frozen(kw_only=True)
class ReportedReturn(ReportedRow):
    """A return to the seller, as Amazon reports it: one row, or several that differ by dates only.

    Amounts are Amazon's figures about the row; ``order_amount`` is the whole order's and must not
    be added up over rows.

    Raises:
        InvalidValue: when a field is of another type.
    """

    requested: ReportedTime
    status: str = ""
    rma: str = ""
    merchant_rma: str = ""
    item_ref: str = ""
    """Amazon's id of the line, which newer reports give."""
    title: str = ""
    ordered: ReportedTime | None = None
    order_quantity: int | None = None
    order_amount: Money | None = None
    label_type: str = ""
    label_cost: Money | None = None
    label_paid_by: str = ""
    carrier: str = ""
    tracking: str = ""
    delivered: ReportedTime | None = None
    """When the carrier brought it back to the seller."""
    refunded: Money | None = None
    is_a_to_z: bool | None = None
    is_prime: bool | None = None
    in_policy: bool | None = None
    return_type: str = ""
    resolution: str = ""
    invoice: str = ""
    category: str = ""
    safe_t: SafeT = SafeT()
    repeats: tuple[Origin, ...] = ()
    """Where else the same return stood, under other dates."""

    @property
    def standing(self) -> Standing | None:
        """How the status is read; ``None`` for a word that we do not know."""
        return standing_of(self.status)

    @property
    def label(self) -> str:
        """Whether the label is ``prepaid`` or ``unpaid``; blank where we do not know."""
        return label_of(self.label_type)

    @property
    def payer(self) -> Actor | None:
        """Who pays the label; ``None`` where we do not know."""
        return payer_of(self.label_paid_by)

    @property
    def key(self) -> tuple[str, ...]:
        """What names the return among all of a seller's."""
        return self.order_id, self.rma, self.product, self.reason_code

    @property
    def words(self) -> Mapping[str, tuple[str, object]]:
        """Column → its word, and how that is read."""
        return {
            "return-request-status": (self.status, self.standing),
            "label-type": (self.label_type, self.label),
            "label-to-be-paid-by": (self.label_paid_by, self.payer),
        }

    def repeated(self, later: Self) -> Self | None:
        """Give this return with what a row adds that differs from it by dates only."""
        safe_t = replace(self.safe_t, created=self.safe_t.created or later.safe_t.created)
        return replace(
            self,
            requested=self.requested.earlier(later.requested),
            ordered=self.ordered or later.ordered,
            delivered=self.delivered or later.delivered,
            safe_t=safe_t,
            repeats=(*self.repeats, later.origin),
        )
