"""Tab-separated text: a header, then records, each under the names of the columns.

Amazon does not quote: a quotation mark is part of a title, and a tab always divides.
Only a row that is short and ends inside a quoted field is taken to go on in the next lines.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import attrs

from ordercore.adapters.amazon.files import Text
from ordercore.errors import SourceError
from ordercore.ports.source import Origin, Rejection

MOST_LINES = 50
"""So many lines may one quoted field take; a stray quotation mark must not swallow the file."""


@attrs.frozen
class Record:
    """One row: its text, and its cells by column, without the spaces around them."""

    origin: Origin
    text: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell; blank where the file has no such column."""
        return self.cells.get(column, "")


def columns_of(header: str) -> tuple[str, ...]:
    """Give the names of the columns in lower case."""
    return tuple(name.strip().lower() for name in header.split("\t"))


class Table:
    """A text whose first line names the columns, in any case and order."""

    def __init__(
        self,
        text: Text,
        required: tuple[str, ...],
        columns: Callable[[str], tuple[str, ...]] = columns_of,
    ) -> None:
        """Read the header, whose names ``columns`` gives as they are asked for.

        Raises:
            SourceError: when required columns are missing, or a column comes twice.
        """
        self.file = text.file
        # A carriage return alone is no end of line: it may stand in a title.
        self._lines = text.content.replace("\r\n", "\n").split("\n")
        self._header = next(at for at, line in enumerate(self._lines) if line.strip())
        self.columns = columns(self._lines[self._header])
        # Spreadsheets leave blank columns behind; they hold nothing and may repeat.
        times = Counter(name for name in self.columns if name)
        problems = [f"the column {name} is missing" for name in required if name not in times]
        problems += [f"the column {name} is repeated" for name in times if times[name] > 1]
        if problems:
            raise SourceError(self.file, "wrong_header", "; ".join(problems))

    def records(self) -> Iterator[Record | Rejection]:
        """Give every row that has as many cells as there are columns, and reject all others."""
        at = self._header + 1
        while at < len(self._lines):
            taken = 1
            if self._lines[at].strip():
                cells, taken = self._row(at)
                yield self._record(at, cells)
            at += taken

    def _row(self, at: int) -> tuple[list[str], int]:
        """Give the cells of the row that begins at a line, and how many lines it takes."""
        broken = self._lines[at].split("\t"), 1
        cells, taken = broken
        while len(cells) < len(self.columns) and _is_open(cells[-1]):
            if taken == MOST_LINES or at + taken == len(self._lines):
                return broken
            head, *rest = self._lines[at + taken].split("\t")
            quoted = f"{cells[-1]}\n{head}"
            if _is_open(quoted) and rest:
                return broken
            cells = [*cells[:-1], quoted if _is_open(quoted) else _unquoted(quoted), *rest]
            taken += 1
        return (cells, taken) if len(cells) == len(self.columns) else broken

    def _record(self, at: int, cells: list[str]) -> Record | Rejection:
        origin = Origin(self.file, at + 1)
        if len(cells) != len(self.columns):
            return self._misshapen(origin, cells, is_last=at == len(self._lines) - 1)
        by_column = dict(zip(self.columns, map(str.strip, cells), strict=True))
        return Record(origin, "\t".join(cells), by_column)

    def _misshapen(self, origin: Origin, cells: list[str], *, is_last: bool) -> Rejection:
        width = len(self.columns)
        message = f"the row has {len(cells)} cells, the header {width} columns"
        if len(cells) > width:
            return Rejection(origin, "", "columns_extra", cells[width], message)
        field = self.columns[len(cells)]
        if is_last:
            message += ", and the file breaks off there"
            return Rejection(origin, field, "truncated_line", "", message)
        return Rejection(origin, field, "columns_missing", "", message)


def _is_open(cell: str) -> bool:
    return cell.startswith('"') and (len(cell) == 1 or not cell.endswith('"'))


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"')
