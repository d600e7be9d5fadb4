"""What Amazon's reports of returns to its own centres, and of replacements, tell: typed values.

Words are Amazon's own; how we read them stands beside them.
"""

from collections.abc import Mapping
from typing import Self

import attrs

from ordercore.adapters.amazon.returns_reported import ReportedRow
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.returns_words import grade_of
from ordercore.errors import InvalidValue
from ordercore.kernel.ids import OrderId
from ordercore.kernel.replace import replace
from ordercore.ports.source import Origin
from ordercore.returns import Grade


@attrs.frozen(kw_only=True)
class FbaReturn(ReportedRow):
    """Units that Amazon's centre took back: one row, or several that differ by their date only.

    ``license_plate`` is the number that the centre gives to each unit.

    Raises:
        InvalidValue: when a field is of another type.
    """

    returned: ReportedTime
    """When the centre processed it."""
    disposition: str = ""
    status: str = ""
    fnsku: str = ""
    title: str = ""
    center: str = ""
    license_plate: str = ""
    comments: str = ""
    repeats: tuple[Origin, ...] = ()

    @property
    def grade(self) -> Grade | None:
        """The grade of ours that has the disposition; ``None`` for a word that we do not know."""
        return grade_of(self.disposition)

    @property
    def key(self) -> tuple[str, ...]:
        """What names the return among all of a seller's."""
        if self.license_plate:
            return self.order_id, self.license_plate
        day = self.returned.day.isoformat()
        return self.order_id, day, self.product, self.reason_code

    @property
    def words(self) -> Mapping[str, tuple[str, object]]:
        """Column → its word, and how that is read."""
        return {"detailed-disposition": (self.disposition, self.grade)}

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
class FbaReplacement(ReportedRow):
    """Units that Amazon shipped in place of others, under an order of their own: ``order_id``.

    Raises:
        InvalidValue: when a field is of another type.
    """

    original_order_id: OrderId
    shipped: ReportedTime
    center: str = ""
    original_center: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What names the replacement among all of a seller's."""
        return self.order_id, self.original_order_id, self.product

    @property
    def words(self) -> Mapping[str, tuple[str, object]]:
        """No column has words that we read."""
        return {}

    def repeated(self, _: Self) -> Self | None:
        """Give nothing: no column says that two rows are of one parcel."""
        return None


Returned = ReportedReturn | FbaReturn


def returned(value: object, field: str) -> Returned:
    """Give a reported return back as it is; ``field`` names where it was given.

    Raises:
        InvalidValue: when it is none.
    """
    if not isinstance(value, ReportedReturn | FbaReturn):
        raise InvalidValue(field, value, "a ReportedReturn or an FbaReturn")
    return value
