"""What is wanted: so many units of each SKU, summed over lines and the parts of bundles."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from ordercore.kernel.ids import Sku, checked
from ordercore.kernel.units import checked_quantity

NO_BUNDLES: Mapping[Sku, Mapping[Sku, int]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Wanted:
    """So many units of a SKU.

    Raises:
        InvalidValue: when the SKU is blank, or the quantity is no whole number of 1 or more.
    """

    sku: Sku
    quantity: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse what nobody can want."""
        checked(self.sku, "sku")
        checked_quantity(self.quantity)


def wanted_of(
    lines: Iterable[tuple[Sku, int]], bundles: Mapping[Sku, Mapping[Sku, int]] = NO_BUNDLES
) -> tuple[Wanted, ...]:
    """Give what the lines of an order want of stock, each SKU once, in the order of first mention.

    ``bundles`` says of what a SKU consists, in units per one; of a bundle its parts are wanted, and
    not the bundle's own SKU.
    A part is a SKU of stock, never a bundle again.

    Raises:
        InvalidValue: when a quantity is no whole number of 1 or more.
    """
    units: list[Wanted] = []
    for sku, quantity in lines:
        checked_quantity(quantity)
        parts = bundles.get(sku, {sku: 1})
        units += [
            Wanted(sku=part, quantity=checked_quantity(each) * quantity)
            for part, each in parts.items()
        ]
    return tuple([Wanted(sku=sku, quantity=total) for sku, total in summed(units).items()])


def summed(wanted: Iterable[Wanted]) -> dict[Sku, int]:
    """Add up what is wanted of each SKU.

    Raises:
        InvalidValue: when that is more units than anybody holds.
    """
    totals: dict[Sku, int] = {}
    for some in wanted:
        totals[some.sku] = checked_quantity(totals.get(some.sku, 0) + some.quantity)
    return totals
