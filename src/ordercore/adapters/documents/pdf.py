"""PDF, by fpdf2: for any printer, to be kept, and to be sent to a buyer."""

import datetime as dt
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from ordercore.adapters.documents import code128
from ordercore.adapters.documents.letters import (
    Latin,
    Lettering,
    in_plain_signs,
    needs_shaping,
)
from ordercore.adapters.documents.marks import Bars, Box, Page, Square, Words
from ordercore.adapters.documents.paper_layout import page_of, pages
from ordercore.adapters.documents.qr import dark
from ordercore.errors import ExtraMissing, InvalidValue, Unprintable
from ordercore.ports.papers import Document, PageSize, Paper

Canvas: TypeAlias = Any
"""An ``FPDF``: named so that the library need not be there when types are checked."""

CORE, GIVEN = "helvetica", "given"

MADE_AT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Said of every document, so that the same paper is the same bytes; fpdf2 has to say something."""


def library() -> Callable[..., Canvas]:
    """Load fpdf2, which takes about a second.

    Raises:
        ExtraMissing: when it is not installed.
    """
    try:
        from fpdf import FPDF
    except ImportError:
        raise ExtraMissing("documents", "fpdf2") from None
    made: Callable[..., Canvas] = FPDF
    return made


def _check_font(file: str) -> None:
    """Refuse what is no font.

    Raises:
        InvalidValue: when there is no such file, or nothing in it that fpdf2 could embed.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with Path(file).open("rb") as opened, TTFont(opened, fontNumber=0, lazy=True) as font:
            has_letters = bool(font.getBestCmap())
    except (OSError, TTLibError):
        has_letters = False
    if not has_letters:
        raise InvalidValue("font", file, "the path of a TrueType or OpenType font")


class PdfRenderer:
    """Renders papers as PDF, with the extra ``documents``.

    ``font`` is a file with a TrueType or OpenType font, ``bold`` its bold face; they are used for
    papers with other letters than those of Windows-1252, which Helvetica has.
    Scripts whose letters join, stack, or run from right to left are refused with any font.
    """

    media_type = "application/pdf"

    def __init__(self, font: str | Path = "", bold: str | Path = "") -> None:
        """Take the fonts, and load the library.

        Raises:
            ExtraMissing: when fpdf2 is not installed.
            InvalidValue: when a font is no font, or there is a bold face of nothing.
        """
        self._make = library()
        self._fonts = tuple([str(some) for some in (font, bold or font) if str(some)])
        if bold and not font:
            raise InvalidValue("font", font, "a font that the bold face belongs to")
        for file in self._fonts:
            _check_font(file)

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render a paper, as :class:`~ordercore.ports.DocumentRenderer` says.

        Raises:
            Unprintable: when no font has a sign for a character.
            InvalidValue: when it is no paper or no size, or words or a code need more room than
                there is.
            ExtraMissing: when there is a QR code, and segno is not installed.
        """
        size = page_of(paper, page)
        pdf = self._make(unit="pt")
        pdf.set_auto_page_break(auto=False)
        pdf.set_margin(0)
        pdf.core_fonts_encoding = "cp1252"
        pdf.set_creation_date(MADE_AT)
        pdf.set_title(paper.title)
        pdf.set_lang(paper.language)
        with self._letters(pdf, paper) as (letters, family):
            laid = pages(paper, size, letters)
            for each in laid:
                _draw(pdf, each, family)
            content = bytes(pdf.output())
        return Document(
            kind=paper.kind,
            media_type=self.media_type,
            content=content,
            language=paper.language,
            pages=len(laid),
        )

    @contextmanager
    def _letters(self, pdf: Canvas, paper: Paper) -> Generator[tuple[Lettering, str], None, None]:
        """Take Helvetica where it has all letters, and the font that was given where not.

        The files of fonts are closed afterwards, also when a letter is missing.
        """
        lacking = _lacking(paper)
        if lacking is None:
            yield Latin(), CORE
            return
        if not self._fonts:
            raise lacking
        regular, bold = self._fonts
        try:
            pdf.add_font(GIVEN, "", regular)
            pdf.add_font(GIVEN, "B", bold)
            yield Given(pdf, Path(regular).name), GIVEN
        finally:
            for font in pdf.fonts.values():
                font.close()


def _lacking(paper: Paper) -> Unprintable | None:
    """Give what Helvetica has to say against the words of a paper."""
    latin = Latin()
    try:
        for text in (*paper.texts(), paper.page_of):
            latin.spelt(text)
    except Unprintable as lacking:
        return lacking
    return None


class Given:
    """The letters of a font file."""

    def __init__(self, pdf: Canvas, name: str) -> None:
        self._pdf = pdf
        self._name = name
        regular, bold = (pdf.fonts[f"{GIVEN}{style}"] for style in ("", "B"))
        self._known = frozenset(chr(code) for code in regular.cmap if code in bold.cmap)

    def spelt(self, text: str) -> str:
        """Give a text as it is to be printed."""
        plain = in_plain_signs(text, self._known)
        lacking = (char for char in plain if char not in self._known or needs_shaping(char))
        missing = "".join(dict.fromkeys(lacking))
        if missing:
            raise Unprintable(text, missing, self._name)
        return plain

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Give the width of a text in points."""
        self._pdf.set_font(GIVEN, "B" if bold else "", size)
        return float(self._pdf.get_string_width(text))


def _draw(pdf: Canvas, page: Page, family: str) -> None:
    pdf.add_page(format=(page.width, page.height))
    for mark in page.marks:
        match mark:
            case Words():
                pdf.set_font(family, "B" if mark.bold else "", mark.size)
                pdf.text(mark.x, mark.y, mark.text)
            case Bars():
                for begin, width in code128.bars(mark.text):
                    x = mark.x + begin * mark.module
                    pdf.rect(x, mark.y, width * mark.module, mark.height, "F")
            case Square():
                for box in dark(mark):
                    pdf.rect(box.x, box.y, box.width, box.height, "F")
            case Box():
                pdf.rect(mark.x, mark.y, mark.width, mark.height, "F")
