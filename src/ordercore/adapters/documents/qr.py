"""QR codes, by segno: loaded when the first one is drawn."""

from collections.abc import Iterator

from ordercore.adapters.documents.marks import Box, Square
from ordercore.errors import ExtraMissing

QUIET = 4
"""Modules that have to stay empty on every side (ISO/IEC 18004)."""

CAPACITY = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
"""Bytes that versions 1 to 10 take at level M; a test asks segno."""


def most_modules(text: str) -> int:
    """Give how many modules wide a code of a text is at the most, without its quiet zone."""
    length = len(text.encode())
    version = next((v for v, bytes_ in enumerate(CAPACITY, 1) if length <= bytes_), len(CAPACITY))
    return 17 + 4 * version


def dark(square: Square) -> Iterator[Box]:
    """Give the dark modules of a code, those of a row that touch each other as one box.

    Raises:
        ExtraMissing: when segno is not installed.
    """
    try:
        import segno
    except ImportError:
        raise ExtraMissing("documents", "segno") from None
    # Left to itself segno writes Latin-1 or Shift JIS where it can, and readers take it for either.
    encoding = None if square.text.isascii() else "utf-8"
    code = segno.make_qr(square.text, error="m", boost_error=False, encoding=encoding)
    rows = [bytes(row) for row in code.matrix]
    module = square.side / (len(rows) + 2 * QUIET)
    left, top = square.x + QUIET * module, square.y + QUIET * module
    for number, row in enumerate(rows):
        at = 0
        while (begin := row.find(1, at)) >= 0:
            end = row.find(0, begin)
            at = len(row) if end < 0 else end
            yield Box(left + begin * module, top + number * module, (at - begin) * module, module)
