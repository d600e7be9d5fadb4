"""A table of figures as text: with Rich where it is installed and somebody is watching."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Literal, TextIO

from ordercore.adapters.reports.spacing import columns_of
from ordercore.ports.sheets import Grid


def grid_text(grid: Grid) -> str:
    """Give a table as lines of plain text, its columns in line."""
    return "".join(f"{line}\n" for line in _lines(grid))


def print_grid(grid: Grid, file: TextIO | None = None) -> None:
    """Print a table: on a terminal as Rich draws it, and else as plain text."""
    out = sys.stdout if file is None else file
    if out.isatty() and find_spec("rich") is not None:
        _print_rich(grid, out)
    else:
        out.write(grid_text(grid))


def _lines(grid: Grid) -> Iterator[str]:
    body = [*grid.rows, *([grid.total] if grid.total else [])]
    widths = [max(map(columns_of, column)) for column in zip(grid.columns, *body, strict=True)]
    rule = tuple(["-" * width for width in widths])
    yield from grid.title.splitlines()
    for row in (grid.columns, rule, *grid.rows, *([rule, grid.total] if grid.total else [])):
        cells = [
            _padded(cell, width, to_the_right=place >= grid.names)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _padded(cell: str, width: int, *, to_the_right: bool) -> str:
    blank = " " * (width - columns_of(cell))
    return blank + cell if to_the_right else cell + blank


def _print_rich(grid: Grid, out: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Text, since a cell is no markup: [red] in a SKU is a part of it.
    table = Table(title=Text(grid.title), title_justify="left", show_footer=bool(grid.total))
    footers = grid.total or ("",) * len(grid.columns)
    for place, (name, footer) in enumerate(zip(grid.columns, footers, strict=True)):
        justify: Literal["left", "right"] = "left" if place < grid.names else "right"
        # On a narrow terminal a figure goes on in the next line; a part of it would be another.
        table.add_column(Text(name), footer=Text(footer), justify=justify, overflow="fold")
    for row in grid.rows:
        table.add_row(*map(Text, row))
    Console(file=out).print(table)
