"""Tables as text: columns in line in any script, and Rich only where somebody is watching."""

import io
import sys
from typing import Any

import pytest

from ordercore.adapters.reports import ReportPresenter, grid_text, print_grid, showing
from ordercore.adapters.reports.spacing import columns_of, shortened, width_of
from ordercore.i18n import report_grid, report_sheet
from ordercore.ports.sheets import Grid
from ordercore.testing.reports import HARD, NO_ORDERS, by_day, by_group

GRID = Grid(
    title="Orders\n2026",
    columns=("SKU", "Orders"),
    names=1,
    rows=(("MUG", "1"), ("[red]日本", "1,000")),
    total=("Total", "1,001"),
)


class Terminal(io.StringIO):
    """A terminal that somebody is watching."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_columns_are_in_line() -> None:
    """Names to the left, figures to the right; wide letters take two places."""
    assert grid_text(GRID).splitlines() == [
        "Orders",
        "2026",
        "SKU        Orders",
        "---------  ------",
        "MUG             1",
        "[red]日本   1,000",
        "---------  ------",
        "Total       1,001",
    ]


def test_a_table_without_a_total_has_no_last_line() -> None:
    """And one without rows says so by having none."""
    bare = Grid(title="", columns=("SKU",), names=1, rows=())

    assert grid_text(bare).splitlines() == ["SKU", "---"]


def test_rich_draws_on_a_terminal_alone() -> None:
    """What stands in a cell is no markup."""
    pytest.importorskip("rich", reason="the extra 'cli' draws")
    seen, piped = Terminal(), io.StringIO()
    print_grid(GRID, seen)
    print_grid(GRID, piped)

    assert "[red]日本" in seen.getvalue()
    assert "Total" in seen.getvalue()
    assert "┃" in seen.getvalue()
    assert piped.getvalue() == grid_text(GRID)


def test_no_figure_is_cut_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of an amount would be another amount."""
    pytest.importorskip("rich", reason="the extra 'cli' draws")
    monkeypatch.setenv("COLUMNS", "24")
    wide = Grid(title="", columns=("SKU", "Value"), names=1, rows=(("MUG-BLUE-LARGE", "9" * 30),))
    seen = Terminal()
    print_grid(wide, seen)

    assert seen.getvalue().count("9") == 30
    assert "…" not in seen.getvalue()


def test_without_rich_a_terminal_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is no condition."""
    monkeypatch.setattr("ordercore.adapters.reports.text.find_spec", lambda _: None)
    seen = Terminal()
    print_grid(GRID, seen)

    assert seen.getvalue() == grid_text(GRID)


PRESENTER = ReportPresenter(report_sheet, report_grid)


def test_a_report_is_shown_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Where no notebook runs."""
    PRESENTER.show(by_day(2))

    assert capsys.readouterr().out == grid_text(report_grid(by_day(2)))


def test_a_notebook_shows_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """As HTML, by its own means."""
    pytest.importorskip("matplotlib", reason="the extra 'charts' draws")
    shown: list[Any] = []
    monkeypatch.setattr(
        showing, "notebook_display", lambda: lambda *given, **how: shown.append((given, how))
    )
    PRESENTER.show(by_day(2))

    (((data,), how),) = shown
    assert how == {"raw": True}
    assert data == {"text/html": PRESENTER.part(by_day(2))}
    assert PRESENTER.html(by_day(2)).startswith("<!DOCTYPE html>")


class Python:
    """A running IPython, with or without a notebook around it."""

    def __init__(self, shell: object) -> None:
        """Take its shell."""
        self.shell = shell

    def get_ipython(self) -> object:
        """Give it."""
        return self.shell


class Kernel:
    """The shell of a notebook."""

    kernel = True


class Display:
    """The module that shows values in a notebook."""

    display = staticmethod(print)


def test_only_a_notebook_has_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    """No IPython, one that runs nothing, one on a terminal, and one of a notebook."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert showing.notebook_display() is None
    for shell in (None, object()):
        monkeypatch.setitem(sys.modules, "IPython", Python(shell))
        assert showing.notebook_display() is None
    monkeypatch.setitem(sys.modules, "IPython", Python(Kernel()))
    monkeypatch.setitem(sys.modules, "IPython.display", Display)
    assert showing.notebook_display() is print


def test_words_are_shortened_where_there_is_no_room() -> None:
    """With an ellipsis; marks that stand on letters take no room."""
    assert shortened("MUG", 10, 100) == "MUG"
    assert shortened("MUG-BLUE-LARGE", 10, 50) == "MUG-BLU…"
    assert shortened("MUG", 10, 0) == "…"
    assert width_of("日", 10) > width_of("M", 10) > width_of("i", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)
    assert columns_of("e\u0301日") == 3


@pytest.mark.parametrize("language", ["en", "ja", "ar", "hi", "pt-BR", "sw"])
def test_any_report_is_a_table_in_any_language(language: str) -> None:
    """Every row has all columns."""
    for report in (NO_ORDERS, by_day(3), by_group("sku", (HARD,), months=2)):
        assert grid_text(report_grid(report, language))
