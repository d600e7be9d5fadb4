"""The face of a label, laid out: what a carrier scans, and what a driver reads."""

from collections.abc import Iterator

from ordercore.adapters.documents import code128
from ordercore.adapters.documents.fitting import fitted
from ordercore.adapters.documents.letters import Lettering
from ordercore.adapters.documents.marks import THIN, Bars, Box, Mark, Square
from ordercore.errors import InvalidValue
from ordercore.ports.papers import LabelFace, Worded

PADDING = 12.0

HEADER, SENDER = 34.0, 82.0

FACTS, CODES = 42.0, 132.0

HEADING = 6.5
"""The size of the words over others."""

DOT = 72 / 203.2
"""An eighth of a millimetre, the dot of most label printers; bars are so many dots wide."""

THINNEST, WIDEST = 2, 4
"""Dots of the thinnest bar, from a quarter to half a millimetre: our choice, which a scanner reads
off pictures at 203 dots an inch; no carrier's own specification was consulted."""


def face_marks(
    face: LabelFace, letters: Lettering, x: float, y: float, width: float, height: float
) -> Iterator[Mark]:
    """Lay a label out in a box.

    Raises:
        InvalidValue: when a text or a code does not fit.
        Unprintable: when the font lacks a sign.
    """
    left, inner = x + PADDING, width - 2 * PADDING
    yield from _header(face, letters, left, y + 6, inner)
    top = y + 6 + HEADER
    yield Box(left, top, inner, THIN)
    side = SENDER - 2
    beside = inner - side - 4 if face.payload else inner
    yield from _block(face.sender, letters, (left, top + 4, beside, SENDER - 6), (9, 5), bold=False)
    if face.payload:
        yield Square(left + inner - side, top + 2, side, face.payload)
    top += SENDER
    yield Box(left, top, inner, THIN)
    facts = y + height - CODES - (FACTS if face.facts else 0)
    yield from _block(face.to, letters, (left, top + 4, inner, facts - top - 8), (15, 6), bold=True)
    if face.facts:
        yield Box(left, facts, inner, THIN)
        share = inner / len(face.facts)
        for number, fact in enumerate(face.facts):
            place = (left + number * share, facts + 4, share - 6, FACTS - 8)
            yield from _block(fact, letters, place, (9.5, 4.5), bold=False)
    codes = y + height - CODES
    yield Box(left, codes, inner, 2 * THIN)
    yield from _codes(face, letters, x, codes, width)


def _header(
    face: LabelFace, letters: Lettering, left: float, top: float, inner: float
) -> Iterator[Mark]:
    """Set the carrier at the left and the service at the right."""
    share = inner * 0.55 if face.service else inner
    yield from fitted(
        (face.carrier,), (left, top, share - 6, HEADER - 4), (20, 7), letters, bold=True
    )
    rest = (left + share, top + 2, inner - share, HEADER - 6)
    yield from fitted((face.service,), rest, (13, 6), letters, bold=True)


def _block(
    said: Worded,
    letters: Lettering,
    box: tuple[float, float, float, float],
    sizes: tuple[float, float],
    *,
    bold: bool,
) -> Iterator[Mark]:
    """Set lines under their heading."""
    left, top, width, height = box
    over = 1.3 * HEADING
    yield from fitted((said.heading,), (left, top, width, over), (HEADING, 4), letters)
    below = (left, top + over, width, height - over)
    yield from fitted(said.lines, below, sizes, letters, bold=bold)


def _codes(
    face: LabelFace, letters: Lettering, x: float, top: float, width: float
) -> Iterator[Mark]:
    """Set the bars as wide as there is room for, in whole dots, with the number around them."""
    inner = width - 2 * PADDING
    needed = code128.modules(face.barcode) + 2 * code128.QUIET
    dots = min(WIDEST, int(width / DOT / needed))
    if dots < THINNEST:
        raise InvalidValue("barcode", face.barcode, "text short enough for a Code 128 on the label")
    module = dots * DOT
    first = x + (width - code128.modules(face.barcode) * module) / 2
    head, foot = 17.0, 24.0
    yield from fitted(
        (face.tracking.heading,), (x + PADDING, top + 4, inner, 9), (HEADING, 4), letters
    )
    yield Bars(first, top + head, module, CODES - head - foot - 8, face.barcode)
    below = (x + PADDING, top + CODES - foot - 4, inner, foot)
    yield from _centred(face.tracking.lines, below, letters)


def _centred(
    lines: tuple[str, ...], box: tuple[float, float, float, float], letters: Lettering
) -> Iterator[Mark]:
    x, _, width, _ = box
    for mark in fitted(lines, box, (13, 6), letters, bold=True):
        text, size = mark.text, mark.size
        room = width - letters.width(text, size, bold=True)
        yield mark._replace(x=x + room / 2)
