"""The terminal: tables and progress, with Rich where it is installed and somebody is watching."""

import json
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import attrs

from ordercore.kernel.money import decimal_text

Row = Sequence[str]

Answer = tuple[bool, Callable[[], None]]
"""What a command comes to: whether all is well, and how to say it."""


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    print(json.dumps(value, indent=2))


def amounts(by_currency: Mapping[str, int]) -> dict[str, str]:
    """Write minor units by currency as decimal text."""
    return {currency: decimal_text(minor, currency) for currency, minor in by_currency.items()}


def amounts_text(by_currency: Mapping[str, int]) -> str:
    """Write minor units by currency on one line."""
    written = amounts(by_currency).items()
    return ", ".join(f"{amount} {currency}" for currency, amount in written) or "-"


def print_table(
    title: str,
    head: Row,
    rows: Sequence[Row],
    *,
    total: Row | None = None,
    styles: Mapping[str, str] | None = None,
) -> None:
    """Print a table; the first column is text, the others are figures.

    ``styles`` says how cells of a text look on a terminal, in Rich's words, such as ``bold red``.
    """
    if sys.stdout.isatty() and _rich():
        _print_rich_table(title, head, rows, total, styles or {})
        return
    body = [*rows, total] if total else list(rows)
    widths = [max(len(row[i]) for row in (head, *body)) for i in range(len(head))]
    rule = ["-" * width for width in widths]
    print(title)
    for row in (head, rule, *rows, *([rule, total] if total else [])):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]).rstrip())


@attrs.frozen
class Entry:
    """What is told of one thing: a heading, lines below it, and whether it is urgent."""

    heading: str
    lines: Row
    urgent: bool = False


def print_entries(title: str, entries: Sequence[Entry]) -> None:
    """Print entries one below the other; on a terminal, what is urgent stands out."""
    bright = sys.stdout.isatty() and _rich()
    print(title)
    for entry in entries:
        mark = "!" if entry.urgent else " "
        if bright:
            _print_bright(f"{mark} {entry.heading}", "bold red" if entry.urgent else "bold")
        else:
            print(f"{mark} {entry.heading}")
        for line in entry.lines:
            print(f"    {line}")


def _print_bright(text: str, style: str) -> None:
    from rich.console import Console
    from rich.text import Text

    Console().print(Text(text, style=style))


@contextmanager
def progress(what: str) -> Generator[Callable[[int], None], None, None]:
    """Show how much is done, on a terminal; give a function that counts on."""
    if not sys.stderr.isatty():
        yield lambda _: None
    elif _rich():
        with _rich_progress(what) as advance:
            yield advance
    else:
        with _plain_progress(what) as advance:
            yield advance


@contextmanager
def _plain_progress(what: str) -> Generator[Callable[[int], None], None, None]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        print(f"\r{what}: {done}", end="", file=sys.stderr, flush=True)

    try:
        yield advance
    finally:
        print(file=sys.stderr)


@contextmanager
def _rich_progress(what: str) -> Generator[Callable[[int], None], None, None]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.advance(task, more)


def _print_rich_table(
    title: str, head: Row, rows: Sequence[Row], total: Row | None, styles: Mapping[str, str]
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", show_footer=total is not None)
    footers = total or [""] * len(head)
    for column, (name, footer) in enumerate(zip(head, footers, strict=True)):
        table.add_column(name, footer=footer, justify="right" if column else "left")
    for row in rows:
        table.add_row(*[Text(cell, styles.get(cell, "")) for cell in row])
    Console().print(table)


def _rich() -> bool:
    from importlib.util import find_spec

    return find_spec("rich") is not None
