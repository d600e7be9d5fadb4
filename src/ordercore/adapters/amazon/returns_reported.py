"""What every row of a report of returns or replacements has, whichever report it is of."""

import attrs

from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import OrderId, Sku
from ordercore.ports.source import Origin
from ordercore.returns import reason_of


@attrs.frozen(kw_only=True)
class ReportedRow:
    """Units of an order that a row tells of: of which product, and why.

    ``others`` is what columns say that we do not know, by their names.
    ``number`` tells rows apart that name the same and say different things.

    Raises:
        InvalidValue: when a field is of another type.
    """

    origin: Origin
    order_id: OrderId
    sku: Sku
    quantity: int
    reason: str = ""
    asin: str = ""
    others: tuple[tuple[str, str], ...] = ()
    number: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    @property
    def product(self) -> str:
        """The SKU, or the ASIN where the row names none."""
        return self.sku or self.asin

    @property
    def reason_code(self) -> str:
        """The reason as the tables of returns have it, without prefixes and other spellings."""
        return reason_of(self.reason).code
