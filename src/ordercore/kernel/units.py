"""Units of lines: how many pieces of which line are meant."""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.ids import LineId


@attrs.frozen
class Units:
    """So many units of one line."""

    line: LineId
    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse anything but a positive whole number of units."""
        if type(self.quantity) is not int or self.quantity < 1:
            raise InvalidValue("quantity", self.quantity, "a whole number of units, at least 1")


def total_by_line(units: Iterable[Units]) -> dict[LineId, int]:
    """Add up the units that name the same line."""
    totals: dict[LineId, int] = {}
    for some in units:
        totals[some.line] = totals.get(some.line, 0) + some.quantity
    return totals
