"""A paper laid out: pages of marks, for any renderer to draw."""

from collections.abc import Iterator

from ordercore.adapters.documents.bands import (
    LABEL_STOCK,
    Band,
    Flow,
    Sides,
    lines_at,
    moved,
    sides,
    to_the_right,
)
from ordercore.adapters.documents.fitting import LEADING, wrapped
from ordercore.adapters.documents.label_layout import face_marks
from ordercore.adapters.documents.letters import Lettering
from ordercore.adapters.documents.marks import POINTS, Mark, Page, Words, frame
from ordercore.adapters.documents.table_layout import put_table
from ordercore.kernel.checking import of_type
from ordercore.ports.papers import A4, LABEL, PageSize, Paper, Worded

FACTS_BESIDE = 3
"""Facts side by side on a page, two on a label."""


def page_of(paper: Paper, page: PageSize | None) -> PageSize:
    """Give the size that is asked for, or the usual one for this kind of paper.

    Raises:
        InvalidValue: when it is no paper, or no size.
    """
    of_type(paper, Paper, "paper")
    if page is None:
        return A4 if paper.face is None else LABEL
    return of_type(page, PageSize, "page")


def pages(paper: Paper, page: PageSize, letters: Lettering) -> tuple[Page, ...]:
    """Lay a paper out.

    On label stock a face has a page of its own, and comes first; elsewhere it is framed, to be
    cut out, below everything else.

    Raises:
        InvalidValue: when there is not enough room for words or a code.
        Unprintable: when the font lacks a sign.
    """
    room = sides(page)
    narrow = page.width <= LABEL_STOCK
    flow = Flow(room)
    if paper.has_body:
        _body(paper, flow, room, letters)
    filled = flow.pages if paper.has_body else []
    if paper.face is not None and narrow:
        height = min(room.height, LABEL.height * POINTS)
        face = face_marks(paper.face, letters, 0, 0, room.width, height)
        filled = [list(face), *filled]
    elif paper.face is not None:
        width, height = LABEL.width * POINTS, LABEL.height * POINTS
        marks = [
            *face_marks(paper.face, letters, 0, 0, width, height),
            *frame(0, 0, width, height),
        ]
        flow.skip(room.size)
        flow.put(Band(height + 1, tuple(moved(marks, 0, room.margin))))
        filled = flow.pages
    faces = 1 if paper.face is not None and narrow else 0
    numbered = _numbered(paper, filled, faces, room, letters)
    return tuple([Page(room.width, room.height, tuple(marks)) for marks in numbered])


def _numbered(
    paper: Paper, filled: list[list[Mark]], faces: int, room: Sides, letters: Lettering
) -> Iterator[list[Mark]]:
    """Write the number of the page at the foot, where there are several; none on a bare label."""
    for number, marks in enumerate(filled, 1):
        foot: list[Words] = []
        if len(filled) > 1 and number > faces:
            said = letters.spelt(paper.page_of.format(page=number, pages=len(filled)))
            size = room.size * 0.85
            top = room.height - room.margin - size * LEADING + 4
            foot = to_the_right([said], room.width - room.margin, size, letters, top=top)
        yield [*marks, *foot]


def _body(paper: Paper, flow: Flow, room: Sides, letters: Lettering) -> None:
    large = room.size * 1.7
    for line in wrapped(paper.title, room.inner, large, letters, bold=True):
        flow.put(Band(large * LEADING, tuple(lines_at([line], room.margin, large, bold=True))))
    flow.skip(room.size)
    if paper.parties:
        flow.put(_beside(paper.parties, len(paper.parties), room, letters))
        flow.skip(room.size * 0.8)
    many = FACTS_BESIDE if room.width > LABEL_STOCK * POINTS else FACTS_BESIDE - 1
    for at in range(0, len(paper.facts), many):
        flow.put(_beside(paper.facts[at : at + many], many, room, letters))
        flow.skip(room.size * 0.4)
    if paper.rows:
        flow.skip(room.size * 0.8)
        put_table(flow, paper, room, letters)
    flow.put_together(list(_totals(paper, room, letters)))
    if paper.notes:
        flow.skip(room.size)
    for note in paper.notes:
        for line in wrapped(note, room.inner, room.size, letters):
            lines = lines_at([line], room.margin, room.size)
            flow.put(Band(room.size * LEADING, tuple(lines)))
        flow.skip(room.size * 0.3)


def _beside(said: tuple[Worded, ...], columns: int, room: Sides, letters: Lettering) -> Band:
    """Set words under their headings, side by side."""
    gap = room.size
    width = (room.inner - gap * (columns - 1)) / columns
    small = room.size * 0.8
    marks: list[Mark] = []
    most = 0.0
    for number, some in enumerate(said):
        left = room.margin + number * (width + gap)
        heads = wrapped(some.heading, width, small, letters, bold=True)
        lines = [line for text in some.lines for line in wrapped(text, width, room.size, letters)]
        below = len(heads) * small * LEADING
        marks += lines_at(heads, left, small, bold=True)
        marks += lines_at(lines, left, room.size, top=below)
        most = max(most, below + len(lines) * room.size * LEADING)
    return Band(most, tuple(marks))


def _totals(paper: Paper, room: Sides, letters: Lettering) -> Iterator[Band]:
    """Set totals at the right, the last of them bold."""
    size, right = room.size, room.width - room.margin
    amounts = [letters.spelt(amount) for _, amount in paper.totals]
    widest = max([letters.width(amount, size, bold=True) for amount in amounts], default=0)
    end = right - widest - 2 * size
    for number, (text, amount) in enumerate(zip(paper.totals, amounts, strict=True), 1):
        bold = number == len(amounts)
        lines = wrapped(text[0], end - room.margin, size, letters, bold=bold)
        marks = [
            *to_the_right(lines, end, size, letters, bold=bold),
            *to_the_right([amount], right, size, letters, bold=bold),
        ]
        yield Band(len(lines) * size * LEADING + 2, tuple(marks))
