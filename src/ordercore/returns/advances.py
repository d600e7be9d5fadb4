"""Advances: when money may go back before the goods do."""

from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.time import local_date
from ordercore.returns.deadlines import Trigger
from ordercore.returns.purchase import Purchase
from ordercore.returns.rows import Row, rows_for

if TYPE_CHECKING:
    from ordercore.returns.policy import ReturnPolicy


@attrs.frozen(kw_only=True)
class Advance(Row):
    """From when on a return may be paid for, from a day on.

    ``ASKED`` is as soon as it is let in (an instant refund), ``SCANNED`` once a carrier has it (a
    refund at the first scan), and ``RECEIVED`` not before its goods have come, as where no row
    holds.
    """

    trigger: Trigger


def paid_from(policy: "ReturnPolicy", purchase: Purchase) -> Trigger:
    """Give from when on a return of a purchase may be paid for, by the rows of its day."""
    product = purchase.product
    rows = rows_for(
        policy.advances,
        local_date(purchase.bought, purchase.zone),
        purchase.marketplace,
        purchase.channel,
        product.category,
        product.condition,
    )
    return rows[0].trigger if rows else Trigger.RECEIVED
