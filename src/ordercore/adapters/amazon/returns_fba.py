"""What Amazon's reports of returns to its own centres, and of replacements, tell: typed values.

Words are Amazon's own; how we read them stands beside them.
"""

from collections.abc import Mapping
from typing import Self

import attrs

from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.returns_words import Disposition, disposition_of
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.replace import replace
from ordercore.ports.source import Origin
from ordercore.returns import reason_of


@attrs.frozen(kw_only=True)
class FbaReturn:
    """Units that Amazon's centre took back: one row, or several that differ by their date only.

    ``license_plate`` is the number that the centre gives to each unit.

    Raises:
        InvalidValue: when a field is of another type.
    """

    origin: Origin
    order_id: OrderId
    returned: ReportedTime
    """When the centre processed it."""
    sku: Sku
    quantity: int
    disposition: str = ""
    reason: str = ""
    status: str = ""
    asin: str = ""
    fnsku: str = ""
    title: str = ""
    center: str = ""
    license_plate: str = ""
    comments: str = ""
    others: tuple[tuple[str, str], ...] = ()
    number: int = 1
    repeats: tuple[Origin, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    @property
    def reason_code(self) -> str:
        """The reason as the tables of returns have it, without prefixes and other spellings."""
        return reason_of(self.reason).code

    @property
    def graded(self) -> Disposition | None:
        """How the disposition is read; ``None`` for a word that we do not know."""
        return disposition_of(self.disposition)

    @property
    def key(self) -> tuple[str, ...]:
        """What names the return among all of a seller's."""
        if self.license_plate:
            return self.order_id, self.license_plate
        day = self.returned.day.isoformat()
        return self.order_id, day, self.sku or self.asin, self.reason_code

    @property
    def words(self) -> Mapping[str, tuple[str, object]]:
        """Column → its word, and how that is read."""
        return {"detailed-disposition": (self.disposition, self.graded)}

    def repeated(self, later: Self) -> Self | None:
        """Give this return with what a row adds that differs from it by its date only.

        Without a license plate nothing says that both are of one unit: ``None``.
        """
        if not self.license_plate:
            return None
        return replace(
            self,
            returned=self.returned.earlier(later.returned),
            repeats=(*self.repeats, later.origin),
        )


@attrs.frozen(kw_only=True)
class FbaReplacement:
    """Units that Amazon shipped in place of others, under an order of their own.

    Raises:
        InvalidValue: when a field is of another type.
    """

    origin: Origin
    order_id: OrderId
    """The order of the replacement."""
    original_order_id: OrderId
    shipped: ReportedTime
    sku: Sku
    quantity: int
    reason: str = ""
    asin: str = ""
    center: str = ""
    original_center: str = ""
    others: tuple[tuple[str, str], ...] = ()
    number: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    @property
    def key(self) -> tuple[str, ...]:
        """What names the replacement among all of a seller's."""
        return self.order_id, self.original_order_id, self.sku or self.asin

    @property
    def words(self) -> Mapping[str, tuple[str, object]]:
        """No column has words that we read."""
        return {}

    def repeated(self, _: Self) -> Self | None:
        """Give nothing: no column says that two rows are of one parcel."""
        return None


Returned = ReportedReturn | FbaReturn
