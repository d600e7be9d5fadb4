"""Any table of the command line as a page, as its ``--html`` writes it."""

from collections.abc import Sequence
from pathlib import Path

from ordercore.cli.console import Row
from ordercore.cli.report_files import write_text


def table_page(title: str, head: Row, rows: Sequence[Row], *, about: Sequence[str] = ()) -> str:
    """Give a whole page with one table, whose first column is text and the others are figures.

    Needs no library; pages follow the reader's system in light and dark, as those of reports.
    """
    from ordercore.adapters.reports import sheet_html
    from ordercore.ports.sheets import Grid, Sheet

    cells = tuple(map(tuple, rows))
    grid = Grid(title="", columns=tuple(head), names=1, rows=cells)
    return sheet_html(
        Sheet(
            language="en",
            right_to_left=False,
            title=title,
            about=tuple(about),
            tiles_title="",
            charts_title="",
            grids_title=f"{len(rows)} rows" if len(rows) != 1 else "1 row",
            tiles=(),
            charts=(),
            grids=(grid,),
        )
    )


def write_page(
    path: Path, title: str, head: Row, rows: Sequence[Row], *, about: Sequence[str] = ()
) -> None:
    """Write a table as a page.

    Raises:
        InvalidValue: when the file cannot be written.
    """
    write_text(path, (table_page(title, head, rows, about=about),))
