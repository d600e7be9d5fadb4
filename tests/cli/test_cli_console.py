"""Tables and progress, with and without somebody watching."""

import io
import sys

import pytest

from ordercore.cli import console


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def watch(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in place of both streams, for the test that calls this."""
    watched = Terminal()
    monkeypatch.setattr(sys, "stdout", watched)
    monkeypatch.setattr(sys, "stderr", watched)
    return watched


def test_a_table_is_aligned_without_rich(capsys: pytest.CaptureFixture[str]) -> None:
    """First column left, figures right, total below a rule."""
    console.print_table(
        "Title", ("day", "n"), [("mon", "1"), ("tuesday", "20")], total=("all", "21")
    )

    assert capsys.readouterr().out.splitlines() == [
        "Title",
        "day       n",
        "-------  --",
        "mon       1",
        "tuesday  20",
        "-------  --",
        "all      21",
    ]


@pytest.mark.parametrize("total", [None, ("all", "21")])
def test_a_watched_table_is_drawn_by_rich(
    monkeypatch: pytest.MonkeyPatch, total: tuple[str, str] | None
) -> None:
    """A person sees lines around it."""
    terminal = watch(monkeypatch)
    console.print_table("Title", ("day", "n"), [("mon", "1")], total=total)

    assert "┃" in terminal.getvalue()
    assert ("21" in terminal.getvalue()) is (total is not None)


def test_what_is_urgent_stands_out_where_somebody_watches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In colours on a terminal; brackets are brackets."""
    entries = [console.Entry("[late]", ["why"], urgent=True), console.Entry("soon", [])]
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = watch(monkeypatch)
    console.print_entries("Due", entries)

    assert terminal.getvalue().startswith("Due\n")
    assert "! [late]" in terminal.getvalue()
    assert "\x1b[" in terminal.getvalue()
    assert "    why\n" in terminal.getvalue()


def test_nothing_is_coloured_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """A mark says what is urgent."""
    console.print_entries("Due", [console.Entry("late", ["why"], urgent=True)])

    assert capsys.readouterr().out == "Due\n! late\n    why\n"


def test_a_watched_table_is_plain_where_rich_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work without the extra."""
    terminal = watch(monkeypatch)
    monkeypatch.setattr(console, "_rich", lambda: False)

    console.print_table("Title", ("day", "n"), [("mon", "1")])

    assert terminal.getvalue() == "Title\nday  n\n---  -\nmon  1\n"


def test_progress_is_silent_when_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed into a pipe."""
    with console.progress("orders") as advance:
        advance(5)

    assert capsys.readouterr() == ("", "")


def test_progress_counts_on_a_plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Rich a counter runs on one line."""
    terminal = watch(monkeypatch)
    monkeypatch.setattr(console, "_rich", lambda: False)
    with console.progress("orders") as advance:
        advance(5)
        advance(2)

    assert terminal.getvalue() == "\rorders: 5\rorders: 7\n"


def test_progress_is_a_bar_with_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """With Rich a bar is shown."""
    terminal = watch(monkeypatch)
    with console.progress("orders") as advance:
        advance(5)

    assert "orders" in terminal.getvalue()


def test_amounts_are_decimal_text_by_currency() -> None:
    """Each currency has its own decimals."""
    assert console.amounts({"JPY": 500, "KWD": 1500, "USD": 1250}) == {
        "JPY": "500",
        "KWD": "1.500",
        "USD": "12.50",
    }
    assert console.amounts_text({}) == "-"


def test_cells_have_colours_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what stands in brackets is text, not an order to the terminal."""
    rows, styles = [("[red]one[/red]", "BAD")], {"BAD": "bold red"}
    console.print_table("Title", ("what", "is"), rows, styles=styles)
    assert "\x1b" not in capsys.readouterr().out

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    terminal = watch(monkeypatch)
    console.print_table("Title", ("what", "is"), rows, styles=styles)

    assert "\x1b[1;31mBAD" in terminal.getvalue()
    assert "[red]one[/red]" in terminal.getvalue()
