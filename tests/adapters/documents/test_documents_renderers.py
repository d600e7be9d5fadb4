"""PDF, SVG, ZPL and the renderer of tests keep to the contract of the port."""

import json

import pytest
from paper_reading import (
    font_of_the_machine,
    pdf_codes,
    pdf_words,
    pdfium,
    scanned,
    scanner,
    svg_picture,
    svg_words,
    zpl_codes,
    zpl_words,
)

from ordercore.adapters.documents import PdfRenderer, SvgRenderer, ZplRenderer
from ordercore.adapters.memory import MemoryRenderer
from ordercore.ports import Document, DocumentRenderer
from ordercore.testing import DocumentRendererConformance


class TestPdf(DocumentRendererConformance):
    """Read back by pdfium, and its codes by a scanner off the picture at 203 dots an inch."""

    @pytest.fixture(autouse=True)
    def _needs(self) -> None:
        pytest.importorskip("fpdf", reason="the extra 'documents' brings fpdf2")
        pytest.importorskip("segno", reason="the extra 'documents' brings segno")
        pdfium()
        scanner()

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return PdfRenderer()

    def words_in(self, document: Document) -> str:
        """Read the words."""
        return pdf_words(document)

    def codes_in(self, document: Document) -> list[str]:
        """Read the codes."""
        return pdf_codes(document)


class TestPdfWithFont(TestPdf):
    """With a font of the machine's, for names that Helvetica lacks."""

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return PdfRenderer(font_of_the_machine())


class TestSvg(DocumentRendererConformance):
    """Its text is read as XML, and its paths are drawn and scanned."""

    @pytest.fixture(autouse=True)
    def _needs(self) -> None:
        pytest.importorskip("segno", reason="the extra 'documents' brings segno")
        scanner()

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return SvgRenderer()

    def words_in(self, document: Document) -> str:
        """Read the words."""
        return svg_words(document)

    def codes_in(self, document: Document) -> list[str]:
        """Read the codes."""
        return scanned(svg_picture(document))


class TestZpl(DocumentRendererConformance):
    """Taken apart as a printer does it."""

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return ZplRenderer()

    def words_in(self, document: Document) -> str:
        """Read the words."""
        return zpl_words(document)

    def codes_in(self, document: Document) -> list[str]:
        """Read the codes."""
        return zpl_codes(document)


class TestZplWithFont(TestZpl):
    """With a font on the printer, every name is printed."""

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return ZplRenderer(300, "E:NOTO.TTF")


class TestMemory(DocumentRendererConformance):
    """Its JSON has everything in it."""

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return MemoryRenderer()

    def words_in(self, document: Document) -> str:
        """Read the words."""
        return " ".join(word for page in json.loads(document.content) for word in page["words"])

    def codes_in(self, document: Document) -> list[str]:
        """Read the codes."""
        pages = json.loads(document.content)
        return [code for page in pages for code in (*page["code128"], *page["qr"])]


class TestLatinMemory(TestMemory):
    """With Latin letters alone."""

    def make_renderer(self) -> DocumentRenderer:
        """Make one."""
        return MemoryRenderer(latin=True)
