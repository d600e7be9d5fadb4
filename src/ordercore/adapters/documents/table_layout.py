"""A table laid out: columns as wide as their numbers, and rows that go on over pages."""

from collections.abc import Iterator
from typing import NamedTuple

from ordercore.adapters.documents.bands import Band, Flow, Sides, lines_at, rule, to_the_right
from ordercore.adapters.documents.fitting import LEADING, wrapped
from ordercore.adapters.documents.letters import Lettering
from ordercore.adapters.documents.marks import Mark
from ordercore.errors import InvalidValue
from ordercore.ports.papers import Paper, TableRow

LEAST_SIZE = 4.5

LEAST_DESCRIPTION = 0.28
"""The share of the width that descriptions keep; before that, the type becomes smaller."""

MOST_LINES = 20
"""Of a row that is not parted; a longer one may go on on the next page."""


class Grid(NamedTuple):
    """Where the columns of a table are, and the size of its type."""

    size: float
    gap: float
    first: float
    """The width of the descriptions."""
    others: tuple[float, ...]
    """The widths of the numbers."""

    def ends(self, left: float) -> Iterator[float]:
        """Give where each column of numbers ends."""
        x = left + self.first
        for width in self.others:
            x += self.gap + width
            yield x


def put_table(flow: Flow, paper: Paper, room: Sides, letters: Lettering) -> None:
    """Put the rows, with the headings above them on every page."""
    grid = _grid(paper, room, letters)
    head = _headings(paper.columns, grid, room, letters)
    bands = [band for row in paper.rows for band in _row(row, grid, room, letters)]
    flow.put(head, below=bands[0].height)
    for band in bands:
        flow.put(band, again=head)
    flow.put(Band(2, (rule(room),)))


def _grid(paper: Paper, room: Sides, letters: Lettering) -> Grid:
    """Give each number the width it needs, and the rest to the descriptions.

    Raises:
        InvalidValue: when the numbers leave no room, however small they are.
    """
    size = room.size
    while size >= LEAST_SIZE:
        gap = size * 0.9
        others = tuple([_needed(paper, at, size, letters) for at in range(1, len(paper.columns))])
        first = room.inner - sum(others) - gap * len(others)
        if first >= room.inner * LEAST_DESCRIPTION:
            return Grid(size, gap, first, others)
        size -= 0.5
    raise InvalidValue("page", room.width, "a page that is wide enough for the table")


def _needed(paper: Paper, at: int, size: float, letters: Lettering) -> float:
    """Give the width of the widest number of a column, or of the longest word of its heading."""
    cells = [letters.width(letters.spelt(row.cells[at - 1]), size) for row in paper.rows]
    words = letters.spelt(paper.columns[at]).split()
    heads = [letters.width(word, size, bold=True) for word in words]
    return max([*cells, *heads, 2 * size]) + 0.1


def _headings(columns: tuple[str, ...], grid: Grid, room: Sides, letters: Lettering) -> Band:
    size, left = grid.size, room.margin
    first = wrapped(columns[0], grid.first, size, letters, bold=True)
    marks: list[Mark] = [*lines_at(first, left, size, bold=True)]
    most = len(first)
    places = zip(columns[1:], grid.others, grid.ends(left), strict=True)
    for text, width, end in places:
        lines = wrapped(text, width, size, letters, bold=True)
        most = max(most, len(lines))
        marks += to_the_right(lines, end, size, letters, bold=True)
    height = most * size * LEADING + 3
    return Band(height + 3, (*marks, rule(room)._replace(y=height)))


def _row(row: TableRow, grid: Grid, room: Sides, letters: Lettering) -> Iterator[Band]:
    """Give a row as one band, or line by line where it is a very long one."""
    size, small, left = grid.size, max(LEAST_SIZE, grid.size - 1.5), room.margin
    numbers: list[Mark] = []
    for text, end in zip(row.cells, grid.ends(left), strict=True):
        numbers += to_the_right([letters.spelt(text)], end, size, letters)
    lines = [
        *[(line, size) for line in wrapped(row.description, grid.first, size, letters)],
        *[
            (line, small)
            for note in row.notes
            for line in wrapped(note, grid.first, small, letters)
        ],
    ]
    whole: list[Mark] = numbers
    top = 0.0
    for number, (line, tall) in enumerate(lines):
        if number >= MOST_LINES:
            yield Band(top, tuple(whole))
            whole, top = [], 0.0
        whole += lines_at([line], left, tall, top=top)
        top += tall * LEADING
    yield Band(max(top, 0 if len(lines) > MOST_LINES else size * LEADING) + 4, tuple(whole))
