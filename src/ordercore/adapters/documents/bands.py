"""Bands: what stands on a page below each other, and the pages that it fills."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ordercore.adapters.documents.fitting import ABOVE, LEADING
from ordercore.adapters.documents.letters import Lettering
from ordercore.adapters.documents.marks import POINTS, Box, Mark, Words
from ordercore.errors import InvalidValue
from ordercore.ports.papers import PageSize

LABEL_STOCK = 1300
"""Tenths of a millimetre: what is no wider is a label, 4 inches or A6, and has narrow margins;
a label has room between the margins of anything wider."""


class Band(NamedTuple):
    """Marks that stay together; their ``y`` is from the top of the band."""

    height: float
    marks: tuple[Mark, ...]


class Sides(NamedTuple):
    """A page and the room inside its margins, in points."""

    width: float
    height: float
    margin: float
    size: float
    """The size of the type."""

    @property
    def inner(self) -> float:
        """How wide the room inside the margins is."""
        return self.width - 2 * self.margin

    @property
    def bottom(self) -> float:
        """Where the room for bands ends, above the number of the page."""
        return self.height - self.margin - self.size * LEADING


def sides(page: PageSize) -> Sides:
    """Give the margins and the type of a page."""
    narrow = page.width <= LABEL_STOCK
    margin, size = (14.0, 7.0) if narrow else (42.0, 9.5)
    return Sides(page.width * POINTS, page.height * POINTS, margin, size)


def moved(marks: Iterable[Mark], down: float, right: float = 0.0) -> list[Mark]:
    """Move marks to their place."""
    return [mark._replace(x=mark.x + right, y=mark.y + down) for mark in marks]


class Flow:
    """Fills pages with bands, one below the other."""

    def __init__(self, room: Sides) -> None:
        """Begin on an empty page."""
        self._room = room
        self._y = room.margin
        self.pages: list[list[Mark]] = [[]]

    @property
    def left(self) -> float:
        """How much room is left on the page."""
        return self._room.bottom - self._y

    def new_page(self) -> None:
        """Go on on another page."""
        self.pages.append([])
        self._y = self._room.margin

    def put(self, band: Band, *, again: Band | None = None, below: float = 0.0) -> None:
        """Put a band below the last one, on a new page where it needs one.

        ``again`` is repeated at the top of a new page; ``below`` is room that has to be left for
        what may not be parted from it.

        Raises:
            InvalidValue: when a band is higher than a page.
        """
        if band.height + below > self.left:
            self.new_page()
            if again is not None:
                self._set(again)
        if band.height > self.left:
            raise InvalidValue(
                "page", self._room.height, "a page that is high enough for the words"
            )
        self._set(band)

    def put_together(self, bands: Sequence[Band]) -> None:
        """Put bands on one page, where they are no more than a page."""
        if sum(band.height for band in bands) > self.left:
            self.new_page()
        for band in bands:
            self.put(band)

    def skip(self, height: float) -> None:
        """Leave some room, where there is any."""
        self._y = min(self._y + height, self._room.bottom)

    def _set(self, band: Band) -> None:
        self.pages[-1] += moved(band.marks, self._y)
        self._y += band.height


def lines_at(
    lines: Iterable[str], x: float, size: float, *, bold: bool = False, top: float = 0.0
) -> list[Words]:
    """Set lines below each other."""
    step = size * LEADING
    return [
        Words(x, top + size * ABOVE + number * step, size, line, bold)
        for number, line in enumerate(lines)
    ]


def to_the_right(
    lines: Iterable[str],
    right: float,
    size: float,
    letters: Lettering,
    *,
    bold: bool = False,
    top: float = 0.0,
) -> list[Words]:
    """Set lines below each other, their ends at the same place."""
    return [
        mark._replace(x=right - letters.width(mark.text, size, bold=bold))
        for mark in lines_at(lines, 0, size, bold=bold, top=top)
    ]


def rule(room: Sides, thickness: float = 0.7) -> Box:
    """Draw a line from margin to margin."""
    return Box(room.margin, 0, room.inner, thickness)
