"""Everything that README and docs say is run."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

LINK = re.compile(r"\[[^\]]+\]\(([^)#]+)\)")


NEEDS = {
    "print-papers.md": ("fpdf", "segno"),
    "report-orders.md": ("matplotlib", "pyarrow"),
}
"""Libraries that a page needs, which the extra ``dev`` brings."""


def blocks(page: Path, language: str) -> list[str]:
    """Give the code blocks of a language, in order."""
    return [code for name, code in BLOCK.findall(page.read_text("utf-8")) if name == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_on_a_page_runs_from_top_to_bottom(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is one story; its assertions hold."""
    for library in NEEDS.get(page.name, ()):
        pytest.importorskip(library, reason="the extra 'dev' brings what this page is about")
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    code = "\n".join(blocks(page, "python"))
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(page), "exec"), {"__name__": "page"})  # noqa: S102 - our own page

    if page == ROOT / "README.md":
        assert blocks(page, "text")[0] == printed.getvalue()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_whole(page: Path) -> None:
    """No two versions of it stand side by side, with the marks that a merge leaves."""
    marks = ("<<<<<<< ", ">>>>>>> ", "=======")

    assert [line for line in page.read_text("utf-8").splitlines() if line.startswith(marks)] == []


def test_generated_parts_are_what_the_tables_say() -> None:
    """After a change to a table, ``python docs/render.py`` writes them anew."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "render.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """No link to a file that is not there."""
    targets = [some for some in LINK.findall(page.read_text("utf-8")) if "://" not in some]

    assert [some for some in targets if not (page.parent / some).exists()] == []


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    """Each is one line that begins with nothing installed."""
    commands = blocks(ROOT / "README.md", "sh")

    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv") for command in commands)
    assert all(command.count("\n") == 1 for command in commands)


def test_commands_shown_are_commands_there_are() -> None:
    """Every ``python -m ordercore …`` in the README is understood by the parser."""
    from ordercore.__main__ import parser

    text = (ROOT / "README.md").read_text("utf-8")
    shown = [
        line.split()[3:] for line in text.splitlines() if line.startswith("python -m ordercore")
    ]

    assert len(shown) >= 2
    for arguments in shown:
        assert parser().parse_args(arguments).run
