"""Putting back, correcting, counting, setting aside; and setting the terms."""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory.commands.asking import (
    InventoryCommand,
    UnitsOfOwner,
    UnitsOfStock,
    bounded,
)
from ordercore.inventory.conditions import Condition
from ordercore.kernel.ids import checked
from ordercore.kernel.units import MOST


@attrs.frozen(kw_only=True)
class RestockUnits(UnitsOfOwner):
    """Put units on hand that came back sellable, or into the condition that they are in."""

    condition: Condition | None = None


@attrs.frozen(kw_only=True)
class AdjustStock(InventoryCommand):
    """Correct the books by so many units, more or fewer, for a reason.

    ``condition`` says which units, where they are not sellable, and ``counterpart`` where units
    went or came from that were moved: of another move it is another cause.
    """

    quantity: int
    reason: str
    condition: Condition | None = None
    counterpart: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a correction by nothing, and a blank reason."""
        super().__attrs_post_init__()
        if not self.quantity or abs(self.quantity) > MOST:
            expected = f"a whole number of units up to {MOST}, more or fewer"
            raise InvalidValue("quantity", self.quantity, expected)
        checked(self.reason, "reason")


@attrs.frozen(kw_only=True)
class CountStock(InventoryCommand):
    """Book what was found on hand, whatever the books said."""

    counted: int

    def __attrs_post_init__(self) -> None:
        """Refuse a count that is none."""
        super().__attrs_post_init__()
        bounded(self.counted, "counted")


@attrs.frozen(kw_only=True)
class RegradeUnits(UnitsOfStock):
    """Move units from one condition to another; without one they are sellable."""

    were: Condition | None = None
    now: Condition | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a move to where they are."""
        super().__attrs_post_init__()
        if self.were is self.now:
            raise InvalidValue("now", self.now, "another condition than they were in")


@attrs.frozen(kw_only=True)
class DisposeUnits(UnitsOfStock):
    """Take unsellable units out of the books for good."""

    condition: Condition


@attrs.frozen(kw_only=True)
class SetStockTerms(InventoryCommand):
    """Set all terms of stock: what is left out is none.

    ``safety`` units are never promised, so many may be backordered, or ordered ahead, and at or
    below ``low_at`` what is available is low.
    """

    safety: int = 0
    backorder_limit: int = 0
    preorder_limit: int = 0
    low_at: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse terms below nothing."""
        super().__attrs_post_init__()
        bounded(self.safety, "safety")
        bounded(self.backorder_limit, "backorder_limit")
        bounded(self.preorder_limit, "preorder_limit")
        if self.low_at is not None:
            bounded(self.low_at, "low_at")


def _nothing() -> Mapping[Condition, int]:
    return {}


@attrs.frozen(kw_only=True)
class MirrorSummary(InventoryCommand):
    """Take over what the keeper of a pool says is there, in figures that are absolute.

    The fields are those of a fulfilment network's inventory summary (facts §6, INV): ``reserved``
    is a total, and the three after it its parts, where they are told; ``total`` is all of it.
    ``sequence`` numbers the summaries, where their keeper does (facts §6, EXTF).
    ``ours`` are how many of the units that the keeper holds for its customers are of orders that
    hold them here as well; left out, as many as both hold, which is too many while orders arrive
    here later than they show in summaries.
    """

    fulfillable: int
    inbound_working: int = 0
    inbound_shipped: int = 0
    inbound_receiving: int = 0
    reserved: int = 0
    pending_customer_order: int | None = None
    pending_transshipment: int | None = None
    fc_processing: int | None = None
    researching: int = 0
    unfulfillable: Mapping[Condition, int] = attrs.field(factory=_nothing)
    total: int | None = None
    sequence: int | None = None
    ours: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse figures below nothing."""
        super().__attrs_post_init__()
        for name in (*PARTS_OF_TOTAL, *PARTS_OF_RESERVED, "total", "sequence", "ours"):
            figure: int | None = getattr(self, name)
            if figure is not None:
                bounded(figure, name)
        for condition, units in self.unfulfillable.items():
            bounded(units, condition.value)


@attrs.frozen(kw_only=True)
class EndMirror(InventoryCommand):
    """Keep stock of a mirrored pool oneself from now on, beginning with what was told last."""


PARTS_OF_TOTAL = (
    "fulfillable",
    "inbound_working",
    "inbound_shipped",
    "inbound_receiving",
    "reserved",
    "researching",
)
"""What adds up to the total, together with what is unfulfillable."""

PARTS_OF_RESERVED = ("pending_customer_order", "pending_transshipment", "fc_processing")
"""What adds up to what is reserved."""
