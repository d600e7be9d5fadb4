"""What ``report`` gives out beside its table: JSON, a page with charts, CSV and Parquet."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ordercore.cli.console import print_json
from ordercore.errors import InvalidValue

if TYPE_CHECKING:
    from ordercore.metrics.reporting import OrderReport


def add_outputs(command: argparse.ArgumentParser) -> None:
    """Add the options to the command."""
    command.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page with charts, which needs no network"
    )
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the rows as CSV")
    command.add_argument("--parquet", type=Path, metavar="FILE", help="write the rows as Parquet")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument(
        "--language", default="en", metavar="TAG", help="of table and page (default: en)"
    )


def write_files(report: "OrderReport", arguments: argparse.Namespace) -> tuple[Path, ...]:
    """Write the files that are asked for, and name them.

    Raises:
        InvalidValue: when there is no such language, or a file cannot be written.
        ExtraMissing: when what draws charts or writes Parquet is not installed.
    """
    writers: tuple[tuple[Path | None, Callable[[Path], object]], ...] = (
        (arguments.html, lambda path: _write_text(path, (_page(report, arguments.language),))),
        (arguments.csv, lambda path: _write_text(path, _csv(report))),
        (arguments.parquet, lambda path: _parquet(report, path)),
    )
    asked = [(path, write) for path, write in writers if path is not None]
    for path, write in asked:
        _try(path, write)
    return tuple([path for path, _ in asked])


def _try(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file; what the system says of it is told with its name."""
    try:
        write(path)
    except OSError as error:
        expected = f"a file that can be written ({error.strerror or error})"
        raise InvalidValue("file", str(path), expected) from None


def teller(report: "OrderReport", arguments: argparse.Namespace) -> Callable[[], None]:
    """Give what prints a report, and names the files that were written.

    Raises:
        InvalidValue: when there is no such language.
    """
    from ordercore.adapters.reports import print_grid, report_json
    from ordercore.i18n import report_grid

    grid = report_grid(report, arguments.language)
    written = write_files(report, arguments)

    def tell() -> None:
        if arguments.json:
            print_json(report_json(report))
            return
        print_grid(grid)
        for path in written:
            print(f"Written: {path}")

    return tell


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write text as UTF-8, with its line ends as they are.

    Raises:
        InvalidValue: when it cannot be written.
    """
    _try(path, lambda path: _write_text(path, pieces))


def _write_text(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def _page(report: "OrderReport", language: str) -> str:
    from ordercore.adapters.reports import sheet_html
    from ordercore.i18n import report_sheet

    return sheet_html(report_sheet(report, language))


def _csv(report: "OrderReport") -> Iterable[str]:
    from ordercore.adapters.reports import report_csv

    return report_csv(report)


def _parquet(report: "OrderReport", path: Path) -> None:
    from ordercore.adapters.reports import write_report_parquet

    write_report_parquet(report, path)
