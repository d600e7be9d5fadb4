"""Reasons to correct the books: rows that a host may add to.

Behaviour hangs on what a row says, never on its code.
"""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidTable
from ordercore.inventory.conditions import Condition


@attrs.frozen(kw_only=True)
class AdjustmentReason:
    """Why the books are corrected, and in which direction that may be.

    ``into`` is the condition in which units are afterwards that were taken off what is sellable;
    without one they are gone. ``exact`` takes off only what is there and promised to nobody:
    it goes elsewhere.
    """

    code: str
    adds: bool = False
    removes: bool = False
    into: Condition | None = None
    exact: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a reason that corrects nothing, and one that adds what is unsellable."""
        if not (self.adds or self.removes):
            raise InvalidTable(f"adjustment reason {self.code}", ("it neither adds nor removes",))
        if self.into is not None and self.adds:
            problem = "units that are added have no condition to go into"
            raise InvalidTable(f"adjustment reason {self.code}", (problem,))


ADJUSTMENT_REASONS: Mapping[str, AdjustmentReason] = {
    row.code: row
    for row in (
        AdjustmentReason(code="found", adds=True),
        AdjustmentReason(code="lost", removes=True),
        AdjustmentReason(code="theft", removes=True),
        AdjustmentReason(code="write_off", removes=True),
        AdjustmentReason(code="damaged", removes=True, into=Condition.WAREHOUSE_DAMAGED),
        AdjustmentReason(code="expired", removes=True, into=Condition.EXPIRED),
        AdjustmentReason(code="correction", adds=True, removes=True),
        AdjustmentReason(code="moved_in", adds=True),
        AdjustmentReason(code="moved_out", removes=True, exact=True),
    )
}
"""Code → row."""
