"""What every stock command carries."""

from typing import Any

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import Sku, checked
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import MOST, checked_quantity


def moment(value: object, field: str) -> Instant | None:
    """Read a moment, where there is one."""
    return None if value is None else instant(value, field)


def expiry(value: object) -> Instant | None:
    """Read ``expires_at``, where there is one."""
    return moment(value, "expires_at")


def bounded(value: int, field: str, *, least: int = 0) -> None:
    """Refuse a figure that no stock has.

    Raises:
        InvalidValue: when it is out of bounds.
    """
    if not least <= value <= MOST:
        raise InvalidValue(field, value, f"a whole number of units from {least} to {MOST}")


@attrs.frozen(kw_only=True)
class InventoryCommand:
    """Something to do with units of one SKU in one pool.

    ``cause`` is a host's own name for what happened (``"RMA-7"``, ``"count-2026-11-22"``): the
    same again with the same cause changes nothing, and anything else with it is refused.
    """

    sku: Sku
    pool: str
    at: Instant = attrs.field(converter=instant)
    cause: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and SKUs, pools and causes that cannot be kept."""
        check_types(self)
        checked(self.sku, "sku")
        if not self.pool or "/" in self.pool:
            raise InvalidValue("pool", self.pool, "a pool name without slashes")
        if self.cause:
            checked(self.cause, "cause")


@attrs.frozen(kw_only=True)
class UnitsOfStock(InventoryCommand):
    """Something to do with so many units."""

    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse what is no number of units."""
        checked_quantity(self.quantity)
        super().__attrs_post_init__()


@attrs.frozen(kw_only=True)
class OwnedStockCommand(InventoryCommand):
    """Something to do with stock for an owner: an order, or a basket."""

    owner: str

    def __attrs_post_init__(self) -> None:
        """Refuse a blank owner, and what is no number of units."""
        quantity: Any = getattr(self, "quantity", None)
        if quantity is not None:
            checked_quantity(quantity)
        super().__attrs_post_init__()
        checked(self.owner, "owner")


@attrs.frozen(kw_only=True)
class UnitsOfOwner(OwnedStockCommand):
    """Something to do with so many units for an owner."""

    quantity: int


@attrs.frozen(kw_only=True)
class PartOfPromise(OwnedStockCommand):
    """Something to do with promised units; without a quantity, with all of them."""

    quantity: int | None = None
