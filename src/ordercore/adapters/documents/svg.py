"""SVG, by hand: a picture for a browser or a preview, its pages below each other."""

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape

from ordercore.adapters.documents import code128
from ordercore.adapters.documents.letters import RIGHT_TO_LEFT, AnyLetters
from ordercore.adapters.documents.marks import Bars, Box, Mark, Page, Square, Words
from ordercore.adapters.documents.paper_layout import page_of, pages
from ordercore.adapters.documents.qr import dark
from ordercore.ports.papers import Document, PageSize, Paper

FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif"


class SvgRenderer:
    """Renders papers as one SVG 1.1 picture in true size.

    Letters are drawn by whoever shows it, with fonts of theirs: nothing is refused, and those
    that neither Helvetica nor Arial has are given room as if they were wide. Each line has the
    direction of its own words; where it stands on the page is laid out from left to right.
    QR codes need segno, of the extra ``documents``; nothing else does.
    """

    media_type = "image/svg+xml"

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render a paper, as :class:`~ordercore.ports.DocumentRenderer` says.

        Raises:
            InvalidValue: when it is no paper or no size, or words or a code need more room than
                there is.
            ExtraMissing: when there is a QR code, and segno is not installed.
        """
        laid = pages(paper, page_of(paper, page), AnyLetters())
        text = "".join(_picture(paper, laid))
        return Document(
            kind=paper.kind,
            media_type=self.media_type,
            content=text.encode(),
            language=paper.language,
            pages=len(laid),
        )


def _picture(paper: Paper, laid: tuple[Page, ...]) -> Iterator[str]:
    width, height = laid[0].width, laid[0].height * len(laid)
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" version="1.1"'
        f' width="{_n(width)}pt" height="{_n(height)}pt" viewBox="0 0 {_n(width)} {_n(height)}"'
        f' xml:lang="{escape(paper.language)}" font-family="{FONTS}">'
        f"<title>{escape(paper.title)}</title>"
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#fff"/>'
    )
    for number, page in enumerate(laid):
        yield f'<g transform="translate(0 {_n(number * page.height)})">'
        for mark in page.marks:
            yield _drawn(mark)
        yield "</g>"
    yield "</svg>\n"


def _drawn(mark: Mark) -> str:
    match mark:
        case Words():
            weight = ' font-weight="bold"' if mark.bold else ""
            place = f'x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}"{weight}'
            return f"<text {place}{_direction(mark.text)}>{escape(mark.text)}</text>"
        case Bars():
            bars = [
                Box(mark.x + begin * mark.module, mark.y, width * mark.module, mark.height)
                for begin, width in code128.bars(mark.text)
            ]
            return _path(bars)
        case Square():
            return _path(dark(mark))
        case Box():
            return _path([mark])


def _direction(text: str) -> str:
    """Let words that run from right to left have a line of their own direction."""
    turned = any(unicodedata.bidirectional(char) in RIGHT_TO_LEFT for char in text)
    return ' unicode-bidi="plaintext"' if turned else ""


def _path(boxes: Iterable[Box]) -> str:
    """Draw boxes as one path, so that no seam shows between them."""
    parts = [
        f"M{_n(box.x)} {_n(box.y)}h{_n(box.width)}v{_n(box.height)}h{_n(-box.width)}z"
        for box in boxes
    ]
    return f'<path shape-rendering="crispEdges" d="{"".join(parts)}"/>'


def _n(length: float) -> str:
    """Write a length in thousandths of a point, without zeros at the end."""
    return f"{length:.3f}".rstrip("0").rstrip(".")
