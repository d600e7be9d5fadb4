"""What comes, and what is on its way."""

import attrs

from ordercore.inventory.commands.asking import InventoryCommand, UnitsOfStock, moment
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant


def _expected(value: object) -> Instant | None:
    return moment(value, "expected")


@attrs.frozen(kw_only=True)
class ReceiveStock(UnitsOfStock):
    """Put newly arrived units on hand.

    ``inbound`` names the units on their way that these are of; what is open of them becomes less.
    """

    inbound: str = ""


@attrs.frozen(kw_only=True)
class ExpectInbound(UnitsOfStock):
    """Expect units that are on their way, under a reference of their own."""

    inbound: str
    expected: Instant | None = attrs.field(default=None, converter=_expected)

    def __attrs_post_init__(self) -> None:
        """Refuse a blank reference."""
        super().__attrs_post_init__()
        checked(self.inbound, "inbound")


@attrs.frozen(kw_only=True)
class ChangeInbound(ExpectInbound):
    """Expect so many units from now on of what is on its way, and at this time."""


@attrs.frozen(kw_only=True)
class CloseInbound(InventoryCommand):
    """Expect no more of what was on its way."""

    inbound: str
