"""Papers: everything that is to be printed, in words, and nothing about where it stands.

A paper is made of facts by :func:`ordercore.i18n.worded`, in the reader's language; a renderer
lays it out and adds no word of its own.
"""

import unicodedata
from collections.abc import Iterator
from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.personal import PERSONAL, hidden, unshown


class PaperKind(Enum):
    """What a paper is."""

    SHIPPING_LABEL = "shipping_label"
    RETURN_LABEL = "return_label"
    PACKING_SLIP = "packing_slip"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@attrs.frozen
class PageSize:
    """The size of a page, upright, in tenths of a millimetre."""

    name: str
    width: int
    height: int

    def __attrs_post_init__(self) -> None:
        """Refuse a page that no label has room on, or that no printer takes.

        Raises:
            InvalidValue: when it is smaller than 100 by 148 mm, or larger than two metres.
        """
        check_types(self)
        for field, length, least in (("width", self.width, 1000), ("height", self.height, 1480)):
            if not least <= length <= 20_000:
                raise InvalidValue(field, length, f"from {least} to 20000 tenths of a millimetre")


LABEL = PageSize("4x6", 1016, 1524)
"""4 by 6 inches, as label printers take it."""

A4 = PageSize("A4", 2100, 2970)
"""ISO 216."""

LETTER = PageSize("Letter", 2159, 2794)
"""8.5 by 11 inches (ANSI/ASME Y14.1, size A)."""


def _one_line(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in text)


@attrs.frozen
class Worded:
    """Words under a heading: an address, a fact; the text is as long as its lines."""

    heading: str
    lines: tuple[str, ...] = attrs.field(repr=unshown, metadata=PERSONAL)

    def texts(self) -> Iterator[str]:
        """Give every text of it, as it is read."""
        yield self.heading
        yield from self.lines


@attrs.frozen
class TableRow:
    """One row: a description with its notes beneath, and a cell for every other column."""

    description: str
    cells: tuple[str, ...]
    notes: tuple[str, ...] = attrs.field(default=(), repr=unshown, metadata=PERSONAL)

    def texts(self) -> Iterator[str]:
        """Give every text of it."""
        yield self.description
        yield from self.notes
        yield from self.cells


@attrs.frozen(kw_only=True)
class LabelFace:
    """The part that is stuck on a parcel."""

    carrier: str
    service: str
    sender: Worded
    to: Worded
    facts: tuple[Worded, ...]
    tracking: Worded
    barcode: str
    """What the Code 128 says."""
    payload: str = attrs.field(repr=unshown, metadata=PERSONAL)
    """What the QR code says; blank for none."""

    def texts(self) -> Iterator[str]:
        """Give every text of it, without what the codes say."""
        yield from (self.carrier, self.service)
        for some in (self.sender, self.to, *self.facts, self.tracking):
            yield from some.texts()


@attrs.frozen(kw_only=True)
class Paper:
    """A paper, ready to be laid out.

    It has a face where it is a label; everything else stands around that, or on pages of its own:
    a title, ``parties`` side by side, ``facts``, a table of ``columns`` and ``rows``, the
    ``totals`` under it, and ``notes``.
    The first column is the description; the others are numbers, written to the right.
    ``page_of`` is said at the foot where there are several pages: ``Page {page} of {pages}``.
    """

    kind: PaperKind
    language: str
    title: str
    face: LabelFace | None = None
    parties: tuple[Worded, ...] = ()
    facts: tuple[Worded, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = attrs.field(default=(), repr=unshown, metadata=PERSONAL)
    page_of: str = "{page}/{pages}"

    def __attrs_post_init__(self) -> None:
        """Refuse words that are not on one line each, and rows that do not fit their table.

        Raises:
            InvalidValue: when a field is of another type, a text has line breaks or other control
                characters, or a row has more or fewer cells than there are columns.
        """
        check_types(self)
        for text in self.texts():
            if not _one_line(text):
                raise InvalidValue(
                    "paper", hidden(text), "text on one line, without control characters"
                )
        for row in self.rows:
            if len(row.cells) + 1 != len(self.columns):
                raise InvalidValue("cells", row.cells, f"so many as columns: {self.columns}")

    @property
    def has_body(self) -> bool:
        """Tell whether there is anything beside the face."""
        some = (self.parties, self.facts, self.rows, self.totals, self.notes)
        return self.face is None or any(some)

    def texts(self) -> Iterator[str]:
        """Give every text that is to be read on it; blank ones too, and no page numbers."""
        if self.face is not None:
            yield from self.face.texts()
        if self.has_body:
            yield self.title
            for said in (*self.parties, *self.facts):
                yield from said.texts()
            for row in self.rows:
                yield from row.texts()
            yield from self.columns if self.rows else ()
            for total in self.totals:
                yield from total
            yield from self.notes


@attrs.frozen(kw_only=True)
class Document:
    """A rendered paper.

    ``media_type`` is one of IANA's (``application/pdf``), or an unregistered one in its form.
    """

    kind: PaperKind
    media_type: str
    content: bytes
    language: str
    pages: int

    def __attrs_post_init__(self) -> None:
        """Refuse a document of nothing.

        Raises:
            InvalidValue: when a field is of another type, or there is no content or no page.
        """
        check_types(self)
        if not self.content or self.pages < 1:
            raise InvalidValue("content", self.content, "a document of one page at least")
