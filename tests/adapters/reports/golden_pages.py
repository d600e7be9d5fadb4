"""Golden pages: what some pages are made of, to be read when something has changed.

    python tests/adapters/reports/golden_pages.py

writes them anew below ``golden``: elements as they are nested, with their classes and words.
Of paths only their class is kept, since another version of matplotlib may round otherwise.
"""

from collections.abc import Iterator
from pathlib import Path

from page_reading import Element, read_page

from ordercore.adapters.reports import sheet_html
from ordercore.i18n import report_sheet
from ordercore.testing.reports import HARD, NO_ORDERS, by_day, by_group

FOLDER = Path(__file__).parent / "golden"

LEFT_OUT = frozenset({"style", "meta"})

SHOWN = ("lang", "dir", "class", "scope", "role", "tabindex", "aria-hidden", "text-anchor")


def golden() -> Iterator[tuple[str, str]]:
    """Give the name and the outline of each page."""
    for name, report, language in (
        ("days.en", by_day(2), "en"),
        ("skus.de", by_group("sku", (HARD, "MUG")), "de"),
        ("months.ar", by_group("country", ("DE", ""), months=2), "ar"),
        ("nothing.ja", NO_ORDERS, "ja"),
    ):
        page = read_page(sheet_html(report_sheet(report, language)))
        yield f"{name}.txt", "\n".join(outline(page.all("html")[0])) + "\n"


def outline(element: Element, depth: int = 0) -> Iterator[str]:
    """Give an element and what is in it, a line each."""
    if element.name in LEFT_OUT:
        return
    known = [(key, element.attributes[key]) for key in SHOWN if key in element.attributes]
    said = "".join(f" {key}={value}" for key, value in known)
    words = "".join(part for part in element.parts if isinstance(part, str)).strip()
    yield f"{'  ' * depth}{element.name}{said}{f': {words}' if words else ''}"
    for part in element.parts:
        if isinstance(part, Element):
            yield from outline(part, depth + 1)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in golden():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
