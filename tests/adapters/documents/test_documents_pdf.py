"""PDF: true sizes, fonts of the host, what is refused, and what a scanner reads."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from paper_reading import font_of_the_machine, pdf_codes, pdf_words, pdfium, pictures, scanned

from ordercore.adapters.documents import PdfRenderer, SvgRenderer
from ordercore.adapters.documents.letters import WIDTHS, needs_shaping
from ordercore.adapters.documents.qr import CAPACITY, most_modules
from ordercore.errors import ExtraMissing, InvalidValue, Unprintable
from ordercore.i18n import worded
from ordercore.kernel.replace import replace
from ordercore.ports import A4, LABEL, LETTER, PageSize, PaperKind
from ordercore.testing.papers import FOREIGN, LABEL_OF_ALL, RETURN, bill, long_ones, named

READABLE = FOREIGN[:3]
"""Latin with strokes, Greek, Cyrillic: in every font for Europe."""


@pytest.fixture(autouse=True)
def libraries() -> None:
    """Skip without the extra."""
    pytest.importorskip("fpdf", reason="the extra 'documents' brings fpdf2")
    pytest.importorskip("segno", reason="the extra 'documents' brings segno")


@pytest.fixture
def font() -> Path:
    """Give a font that is on this machine, or skip."""
    return font_of_the_machine()


@pytest.mark.parametrize(
    ("size", "width", "height"), [(LABEL, 288, 432), (A4, 595.28, 841.89), (LETTER, 612, 792)]
)
def test_a_page_is_as_large_as_it_says(size: PageSize, width: float, height: float) -> None:
    """4 by 6 inches are 288 by 432 points."""
    pdf = pdfium().PdfDocument(io.BytesIO(PdfRenderer().render(worded(RETURN), size).content))

    assert [page.get_size() for page in pdf] == [
        (pytest.approx(width, abs=0.01), pytest.approx(height, abs=0.01))
    ] * len(pdf)


@pytest.mark.parametrize("dots", [203, 300, 600])
@pytest.mark.parametrize("size", [LABEL, A4, LETTER])
def test_a_scanner_reads_the_label_at_every_density(size: PageSize, dots: int) -> None:
    """The bars and the square, off the picture that a printer would print."""
    (picture,) = pictures(PdfRenderer().render(worded(LABEL_OF_ALL), size), dots)

    assert sorted(scanned(picture)) == sorted([LABEL_OF_ALL.says, LABEL_OF_ALL.payload])


@pytest.mark.parametrize(
    "said",
    ["1Z999AA10123456784", "9" * 34, "00340434161094015902", "RR123456785GB", "aB-" * 10, "~^_\\"],
)
def test_bars_of_every_length_are_read(said: str) -> None:
    """Up to what carriers print, and a little more."""
    label = replace(LABEL_OF_ALL, tracking=said, payload="")

    assert pdf_codes(PdfRenderer().render(worded(label))) == [said]


@pytest.mark.parametrize("length", [1, 14, 15, 100, 213])
def test_squares_of_every_length_are_read(length: int) -> None:
    """Up to the longest payload there may be."""
    label = replace(LABEL_OF_ALL, payload="é" * (length // 2) + "x" * (length % 2))

    assert label.payload in pdf_codes(PdfRenderer().render(worded(label)))


def test_a_printer_is_told_of_squares_as_large_as_segno_makes_them() -> None:
    """The table of capacities is segno's: one byte more is the next version."""
    import segno

    for version, most in enumerate(CAPACITY, 1):
        found = [
            segno.make_qr(b"\xff" * length, error="m", boost_error=False).version
            for length in (most, most + 1)
        ]

        assert found == [version, version + 1]
        assert most_modules("x" * most) == 17 + 4 * version


def test_nothing_is_drawn_over_the_bars() -> None:
    """In the zone of the bars there are bars, and white on either side of them."""
    (picture,) = pictures(PdfRenderer().render(worded(LABEL_OF_ALL)), 72)
    row = [picture.convert("L").getpixel((x, 370)) for x in range(288)]
    dark = [x for x, value in enumerate(row) if value < 128]

    assert dark[0] >= 12
    assert dark[-1] <= 276


def test_a_font_of_the_host_prints_what_helvetica_lacks(font: Path) -> None:
    """And Helvetica is used for everything else."""
    renderer = PdfRenderer(font)

    for name in READABLE:
        for paper in named(name):
            document = renderer.render(paper)

            assert name in " ".join(pdf_words(document).split())
            assert document.content == PdfRenderer(font).render(paper).content
    assert renderer.render(worded(bill())).content == PdfRenderer().render(worded(bill())).content


@pytest.mark.parametrize("name", FOREIGN)
def test_without_a_font_a_foreign_name_is_refused_by_its_letters(name: str) -> None:
    """The error names every one of them, and the font that lacks them."""
    with pytest.raises(Unprintable, match="Helvetica") as refused:
        PdfRenderer().render(named(name)[0])

    assert {*refused.value.characters} <= {*name}
    assert refused.value.field == "text"


@pytest.mark.parametrize("name", FOREIGN[5:9])
def test_scripts_whose_letters_join_are_refused_with_any_font(name: str, font: Path) -> None:
    """Arabic set letter by letter, from left to right, is no Arabic."""
    with pytest.raises(Unprintable):
        PdfRenderer(font).render(named(name)[0])


@pytest.mark.parametrize(
    ("char", "needs"),
    [("ع", True), ("ד", True), ("ि", True), ("ั", True), ("花", False), ("é", False)],
)
def test_what_cannot_be_set_letter_by_letter(char: str, needs: bool) -> None:
    """Letters from right to left, and vowels that stand over, under or before others."""
    assert needs_shaping(char) is needs


def test_typography_that_helvetica_lacks_is_plain() -> None:
    """Narrow spaces of French numbers, minus signs of Swedish ones, and letters in two parts."""
    words = pdf_words(PdfRenderer().render(named("1\u202f234 \u22125 \u2011 e\u0301 €")[0]))

    assert "1 234 -5 - é €" in " ".join(words.split())


def test_a_document_tells_no_time() -> None:
    """When it was made is the same for all, so that they can be compared byte by byte."""
    assert b"(D:20000101000000Z" in PdfRenderer().render(worded(bill())).content


def test_money_is_printed_with_its_sign() -> None:
    """The euro is in Windows-1252, and not in Latin-1."""
    words = pdf_words(PdfRenderer().render(worded(bill(), "de", "Europe/Berlin")))

    assert "19,74 €" in " ".join(words.split())


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_that_fpdf2_knows(bold: bool) -> None:
    """They were read from there: a slip of the pen or a new release of it would show."""
    from fpdf.fonts import CORE_FONTS_CHARWIDTHS

    theirs = CORE_FONTS_CHARWIDTHS["helveticaB" if bold else "helvetica"]

    assert len(WIDTHS[bold]) == 218  # 224 codes from 32 on, less six that are no letters
    for char, width in WIDTHS[bold].items():
        assert theirs[char.encode("cp1252").decode("latin-1")] == width


@pytest.mark.parametrize(
    ("font_file", "bold"), [("no/such.ttf", ""), ("", "no/such.ttf"), (".", "")]
)
def test_a_font_that_is_no_file_is_refused(font_file: str, bold: str) -> None:
    """When the renderer is made, not when the first foreign name comes."""
    with pytest.raises(InvalidValue, match="font"):
        PdfRenderer(font_file, bold)


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    """A licence, say, that came with it."""
    licence = tmp_path / "font.ttf"
    licence.write_text("You may use this font.")

    with pytest.raises(InvalidValue, match="font") as refused:
        PdfRenderer(licence)
    assert refused.value.value == str(licence)


@pytest.mark.parametrize(("library", "package"), [("fpdf", "fpdf2"), ("segno", "segno")])
def test_a_missing_extra_is_named(
    library: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install is in the error."""
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(ExtraMissing, match="'documents'") as missing:
        PdfRenderer().render(worded(LABEL_OF_ALL))
    assert (missing.value.extra, missing.value.package) == ("documents", package)


def test_svg_needs_the_extra_for_squares_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars and words are drawn by hand."""
    monkeypatch.setitem(sys.modules, "segno", None)

    assert SvgRenderer().render(worded(replace(LABEL_OF_ALL, payload=""))).pages == 1
    with pytest.raises(ExtraMissing):
        SvgRenderer().render(worded(LABEL_OF_ALL))


def test_libraries_are_loaded_when_they_are_needed() -> None:
    """Importing the renderers, and making one of the others, loads neither."""
    program = (
        "import sys; from ordercore.adapters.documents import *; ZplRenderer(); SvgRenderer();"
        "print(sorted({'fpdf', 'segno', 'PIL', 'fontTools'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_a_long_invoice_has_its_total_once_and_on_the_last_page() -> None:
    """With the figures of the bill, and every row on the pages before it."""
    paper = long_ones()[1]
    document = PdfRenderer().render(paper, A4)
    pdf = pdfium().PdfDocument(io.BytesIO(document.content))
    texts = [page.get_textpage().get_text_range() for page in pdf]

    total = paper.totals[-1][1].replace("\xa0", " ")
    found = [total in text.replace("\xa0", " ") for text in texts]

    assert document.kind is PaperKind.INVOICE
    assert found == [False] * (len(texts) - 1) + [True]
