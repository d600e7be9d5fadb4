"""ZPL II, by hand: labels for thermal printers that speak Zebra's language.

Commands are those of Zebra's *ZPL II Programming Guide*; words reach the printer as ASCII, every
other byte and every sign of the language written in hexadecimal digits (``^FH``).
"""

import re
from collections.abc import Iterator

from ordercore.adapters.documents import code128, qr
from ordercore.adapters.documents.letters import AnyLetters, Latin, Lettering
from ordercore.adapters.documents.marks import Bars, Box, Mark, Page, Square, Words
from ordercore.adapters.documents.paper_layout import page_of, pages
from ordercore.errors import InvalidValue
from ordercore.ports.labels import FNC1
from ordercore.ports.papers import Document, PageSize, Paper

DENSITIES = {203: 8, 300: 11.811, 600: 23.622}
"""Dots of a millimetre, by the dots of an inch that printers are sold with."""

FONT = re.compile(r"[A-Z]:[A-Z0-9_]{1,16}\.(?:TTF|TTE|FNT)", re.ASCII)

LANGUAGE_SIGNS = frozenset("^~_\\")
"""What begins commands, what begins hexadecimal digits, and what begins escapes in blocks."""

INVOKED = {"B": ">6", "C": ">5"}

STARTED = {"B": ">:", "C": ">;"}

SPELT_IN_BARS = {">": ">0", "^": "><", "~": ">=", "\x7f": ">1", FNC1: ">8"}
"""Signs that have a name of their own inside a Code 128 (the guide, table of ``^BC``)."""

MOST_MAGNIFIED = 10
"""Dots of a module of a QR code at the most (``^BQ``)."""


def escaped(text: str) -> str:
    """Write a text so that a printer takes it for words, whatever is in it.

    For use after ``^FH``: what is no visible ASCII character, and what has a meaning to the
    printer, is written as ``_`` and the two hexadecimal digits of each of its bytes in UTF-8.
    """
    return "".join(
        char
        if " " <= char <= "~" and char not in LANGUAGE_SIGNS
        else "".join([f"_{byte:02X}" for byte in char.encode()])
        for char in text
    )


def in_sets(text: str) -> str:
    """Write a text for ``^BC``, with the sets of Code 128 named wherever they change.

    Set A is left out: the guide has its characters written as pairs of digits, and labels need
    none of the controls that it is for.

    Raises:
        InvalidValue: when the text has controls, or cannot be a Code 128 at all.
    """
    written: list[str] = []
    last = ""
    for part in code128.parts(text):
        if part.set == "A" or part.shifted:
            raise InvalidValue("barcode", text, "text without control characters")
        if part.set != last:
            written.append((INVOKED if last else STARTED)[part.set])
            last = part.set
        written.append("".join([SPELT_IN_BARS.get(char, char) for char in part.text]))
    return "".join(written)


class ZplRenderer:
    """Renders papers as ZPL II, a label for each page.

    ``dots_per_inch`` is the printer's.
    ``font`` names a font that the printer keeps (``E:NOTO.TTF``); with it every letter is
    printed, and without it those of Windows-1252, by the printer's own scalable font.
    Bars and QR codes are drawn by the printer.
    """

    media_type = "application/zpl"

    def __init__(self, dots_per_inch: int = 203, font: str = "") -> None:
        """Take what there is to know of the printer.

        Raises:
            InvalidValue: when no printer has so many dots, or the font is no name of one.
        """
        if dots_per_inch not in DENSITIES:
            raise InvalidValue("dots_per_inch", dots_per_inch, f"one of {sorted(DENSITIES)}")
        if font and not FONT.fullmatch(font):
            raise InvalidValue("font", font, "the name of a font on the printer, as E:NOTO.TTF")
        self._dots = DENSITIES[dots_per_inch] * 25.4 / 72
        self._font = f"^A@N,{{0}},{{0}},{font}" if font else "^A0N,{0},{0}"
        self._letters: Lettering = AnyLetters() if font else Latin("the printer's own font")

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render a paper, as :class:`~ordercore.ports.DocumentRenderer` says.

        Raises:
            Unprintable: when no font is named, and a letter is not of Windows-1252.
            InvalidValue: when it is no paper or no size, or words or a code need more room than
                there is.
        """
        laid = pages(paper, page_of(paper, page), self._letters)
        text = "".join([line for each in laid for line in self._label(each)])
        return Document(
            kind=paper.kind,
            media_type=self.media_type,
            content=text.encode("ascii"),
            language=paper.language,
            pages=len(laid),
        )

    def _label(self, page: Page) -> Iterator[str]:
        yield f"^XA\n^CI28^LH0,0^PW{self._n(page.width)}^LL{self._n(page.height)}\n"
        for mark in page.marks:
            yield f"{self._drawn(mark)}^FS\n"
        yield "^PQ1\n^XZ\n"

    def _drawn(self, mark: Mark) -> str:
        match mark:
            case Words():
                font = self._font.format(self._n(mark.size))
                return f"^FT{self._at(mark)}{font}^FH_^FD{escaped(mark.text)}"
            case Bars():
                bars = f"^BY{self._n(mark.module)}^BCN,{self._n(mark.height)},N,N,N,N"
                return f"^FO{self._at(mark)}{bars}^FD{in_sets(mark.text)}"
            case Square():
                return self._square(mark)
            case Box():
                width, height = max(1, self._n(mark.width)), max(1, self._n(mark.height))
                return f"^FO{self._at(mark)}^GB{width},{height},{min(width, height)}"

    def _square(self, mark: Square) -> str:
        """Draw a QR code as large as its square lets it be, in the middle."""
        modules = qr.most_modules(mark.text)
        fits = int(mark.side * self._dots / (modules + 2 * qr.QUIET))
        module = max(1, min(MOST_MAGNIFIED, fits))
        aside = (mark.side - modules * module / self._dots) / 2
        place = self._at(mark._replace(x=mark.x + aside, y=mark.y + aside))
        return f"^FO{place}^BQN,2,{module}^FH_^FDMA,{escaped(mark.text)}"

    def _at(self, mark: Mark) -> str:
        return f"{self._n(mark.x)},{self._n(mark.y)}"

    def _n(self, length: float) -> int:
        """Give a length in dots."""
        return round(length * self._dots)
