"""How reports of a desk are shown: as a table on a terminal, as a page in a notebook."""

import sys
from collections.abc import Callable
from typing import Any

from ordercore.adapters.reports.html import sheet_fragment, sheet_html
from ordercore.adapters.reports.text import print_grid
from ordercore.metrics.reporting.report import OrderReport
from ordercore.ports.sheets import Grid, Sheet


class ReportPresenter:
    """Shows order reports; whoever makes it brings the words, such as those of ``i18n``."""

    def __init__(
        self, sheet: Callable[[OrderReport], Sheet], grid: Callable[[OrderReport], Grid]
    ) -> None:
        """Take what puts a report into words: as a whole sheet, and as one table."""
        self._sheet = sheet
        self._grid = grid

    def show(self, report: OrderReport) -> None:
        """Show it where the program runs.

        Raises:
            ExtraMissing: in a notebook, when matplotlib is not installed.
        """
        display = notebook_display()
        if display is None:
            print_grid(self._grid(report))
        else:
            display({"text/html": self.part(report)}, raw=True)

    def html(self, report: OrderReport) -> str:
        """Give a whole page, which needs nothing else.

        Raises:
            ExtraMissing: when matplotlib is not installed.
        """
        return sheet_html(self._sheet(report))

    def part(self, report: OrderReport) -> str:
        """Give it as a part of a page, such as a notebook's.

        Raises:
            ExtraMissing: when matplotlib is not installed.
        """
        return sheet_fragment(self._sheet(report))


def notebook_display() -> Callable[..., Any] | None:
    """Give what shows a value in the notebook that runs this; ``None`` where none does."""
    python = sys.modules.get("IPython")  # a notebook has loaded it; nobody else needs it
    shell = None if python is None else python.get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from importlib import import_module

    display: Callable[..., Any] = import_module("IPython.display").display
    return display
