"""Units of lines: how many pieces of which line are meant."""

from collections.abc import Iterable
from typing import Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text
from ordercore.kernel.ids import LineId

MOST = 1_000_000_000
"""More units than anybody holds of anything; it keeps sums within the 64 bits of a database."""


def checked_quantity(value: object, *, least: int = 1, field: str = "quantity") -> int:
    """Give a number of units back as it is.

    Raises:
        InvalidValue: when it is no whole number, or out of bounds.
    """
    if type(value) is not int or not least <= value <= MOST:
        raise InvalidValue(field, value, f"a whole number of units from {least} to {MOST}")
    return value


@attrs.frozen
class Units:
    """So many units of one line."""

    line: LineId
    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse anything but a positive whole number of units."""
        checked_quantity(self.quantity)
        if not is_text(self.line):
            raise InvalidValue("line", self.line, "the id of a line")


class Counted(Protocol):
    """Units of a line, wherever they are."""

    @property
    def line(self) -> LineId:
        """Of which line."""
        ...

    @property
    def quantity(self) -> int:
        """How many."""
        ...


def total_by_line(units: Iterable[Counted]) -> dict[LineId, int]:
    """Add up the units that name the same line."""
    totals: dict[LineId, int] = {}
    for some in units:
        totals[some.line] = totals.get(some.line, 0) + some.quantity
    return totals
