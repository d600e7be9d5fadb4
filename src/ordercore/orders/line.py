"""The line of an order: a product times a quantity, and what it costs."""

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import LineId, Sku, checked
from ordercore.kernel.money import Money
from ordercore.kernel.units import checked_quantity


@attrs.frozen(init=False)
class Line:
    """A product times a quantity.

    ``charges`` are for the whole line; ``None`` says that they are not known yet, which is not
    the same as zero (a marketplace withholds them while an order is pending).
    ``ref`` is the marketplace's own id of the line.
    """

    sku: Sku
    quantity: int
    charges: Charges | None
    id: LineId
    title: str
    ref: str | None

    def __init__(
        self,
        sku: str,
        quantity: int,
        *,
        price: str | Money | None = None,
        charges: Charges | None = None,
        id: str = "",
        title: str = "",
        ref: str | None = None,
    ) -> None:
        """Take either the ``price`` of one unit or the ``charges`` of the whole line.

        Raises:
            InvalidValue: when the SKU is blank, the quantity is no whole number from 0 on, the
                price cannot be read or a charge is negative.
        """
        checked(sku, "sku")
        checked_quantity(quantity, least=0)
        if price is not None:
            unit = Money.parse(price, "price") if isinstance(price, str) else price
            charges = Charges(currency=unit.currency, item=unit.minor * quantity)
        if charges is not None and (below := charges.negative()):
            raise InvalidValue(below[0], getattr(charges, below[0]), "an amount of at least 0")
        self.__attrs_init__(sku, quantity, charges, id, title, ref)  # pyright: ignore[reportAttributeAccessIssue]

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def with_id(self, id: str) -> "Line":
        """Give the same line under another id; what was valid is not checked again."""
        line = object.__new__(Line)
        line.__attrs_init__(self.sku, self.quantity, self.charges, id, self.title, self.ref)  # pyright: ignore[reportAttributeAccessIssue]
        return line
