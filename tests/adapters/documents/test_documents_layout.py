"""Laying out: nothing over anything else, nothing beyond the edge, nothing left away."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordercore.adapters.documents import code128
from ordercore.adapters.documents.bands import Band, Flow, sides
from ordercore.adapters.documents.fitting import fitted, wrapped
from ordercore.adapters.documents.letters import AnyLetters, Latin
from ordercore.adapters.documents.marks import Bars, Box, Mark, Page, Square, Words
from ordercore.adapters.documents.paper_layout import pages
from ordercore.errors import InvalidValue
from ordercore.i18n import worded
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.ports import A4, LABEL, LETTER, PageSize, Paper, PaperKind, TableRow
from ordercore.testing.papers import LABEL_OF_ALL, RETURN, bill, every_kind, long_ones, slip

LETTERS = AnyLetters()

SIZES = (LABEL, A4, LETTER, PageSize("A6", 1050, 1480))

TEXT = st.text(st.sampled_from("ab WMil.,-1 é花 "), max_size=60)

Area = tuple[float, float, float, float]


def area(mark: Mark) -> Area:
    """Give what a mark covers: left, top, right, bottom; of words from capitals to descenders."""
    match mark:
        case Words():
            width = LETTERS.width(mark.text, mark.size, bold=mark.bold)
            top, bottom = mark.y - 0.73 * mark.size, mark.y + 0.2 * mark.size
            return mark.x, top, mark.x + width, bottom
        case Bars():
            quiet = code128.QUIET * mark.module
            width = code128.modules(mark.text) * mark.module
            return mark.x - quiet, mark.y, mark.x + width + quiet, mark.y + mark.height
        case Square():
            return mark.x, mark.y, mark.x + mark.side, mark.y + mark.side
        case Box():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


def overlap(one: Area, other: Area) -> bool:
    """Tell whether two areas share more than an edge."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.01 and down > 0.01


def faults(page: Page) -> list[tuple[Mark, ...]]:
    """Give the marks that lie over each other, and those beyond the edge."""
    areas = [(mark, area(mark)) for mark in page.marks]
    found: list[tuple[Mark, ...]] = [
        (mark, other)
        for (mark, one), (other, two) in combinations(areas, 2)
        if overlap(one, two) and not (isinstance(mark, Box) and isinstance(other, Box))
    ]
    edge = (0.0, 0.0, page.width, page.height)
    return found + [
        (mark,)
        for mark, (left, top, right, bottom) in areas
        if left < edge[0] or top < edge[1] or right > edge[2] + 0.01 or bottom > edge[3] + 0.01
    ]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("number", range(6))
def test_nothing_lies_over_anything(number: int, size: PageSize) -> None:
    """On every kind of paper, on every size of page."""
    for page in pages(every_kind()[number], size, LETTERS):
        assert faults(page) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_nothing_lies_over_anything_on_long_papers(size: PageSize) -> None:
    """Nor the number of the page over the last row."""
    for paper in long_ones():
        for page in pages(paper, size, LETTERS):
            assert faults(page) == []


@settings(deadline=None)
@given(st.lists(TEXT, min_size=14, max_size=14), st.sampled_from(SIZES))
def test_law_labels_fit_or_are_refused(texts: list[str], size: PageSize) -> None:
    """Whatever is in the address, no word is over another, and none is missing."""
    name, carrier, service, *fields = texts
    label = replace(
        LABEL_OF_ALL,
        to=Address(
            f"x{name}", fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]
        ),
        sender=Address(f"x{fields[7]}", fields[8]),
        carrier=f"x{carrier.strip()}",
        service=service,
        references=tuple(fields[9:]),
    )
    paper = worded(label)
    try:
        laid = pages(paper, size, LETTERS)
    except InvalidValue:
        return

    words = "".join(mark.text for mark in laid[0].marks if isinstance(mark, Words))
    for text in paper.texts():
        for word in text.split():
            assert word in words.replace(" ", "")
    assert faults(laid[0]) == []


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=12), st.sampled_from(SIZES))
def test_law_lists_lose_nothing_on_their_way_over_pages(titles: list[str], size: PageSize) -> None:
    """Every row is there, in order, and nothing is over anything else."""
    first = bill(1).lines[0]
    lines = tuple(replace(first, sku=f"S{n:02}", title=f"x{t * 6}") for n, t in enumerate(titles))
    paper = worded(replace(bill(1), lines=lines))

    laid = pages(paper, size, LETTERS)

    read = "".join(m.text for page in laid for m in page.marks if isinstance(m, Words))
    places = [read.replace(" ", "").find(f"SKU:S{n:02}") for n in range(len(lines))]
    assert places == sorted(places)
    assert -1 not in places
    assert [fault for page in laid for fault in faults(page)] == []


def test_a_very_long_row_goes_on_on_the_next_page() -> None:
    """A title of ten thousand words is no reason to print nothing."""
    first, *rest = bill(3).lines
    title = " ".join(f"word{number}" for number in range(3000))
    paper = worded(replace(bill(3), lines=(replace(first, title=title), *rest)))

    laid = pages(paper, LABEL, LETTERS)

    said = " ".join(m.text for page in laid for m in page.marks if isinstance(m, Words))
    assert len(laid) > 10
    assert {*title.split()} <= {*said.split()}
    assert [fault for page in laid for fault in faults(page)] == []


def test_totals_stay_together() -> None:
    """However many rows there are, the total is on the page of the sum that it is made of."""
    for count in range(18, 26):
        laid = pages(worded(bill(count)), A4, LETTERS)
        last = [mark.text for mark in laid[-1].marks if isinstance(mark, Words)]

        assert "Items" in last
        assert "Total" in last


def test_a_table_begins_with_its_first_row() -> None:
    """Headings do not stand alone at the foot of a page."""
    for lines in range(10, 34):
        address = Address("x " * 48 * lines)
        laid = pages(worded(replace(slip(1), ship_to=None, seller=address)), LABEL, LETTERS)
        for page in laid:
            texts = [mark.text for mark in page.marks if isinstance(mark, Words)]

            assert ("Ordered" in texts) == any("Mug" in text for text in texts)


def table(cells: tuple[str, ...], rows: int = 1) -> Paper:
    """Make a paper with a table of such numbers."""
    row = TableRow("Mug", cells)
    columns = tuple("abcdefgh"[: len(cells) + 1])
    return Paper(
        kind=PaperKind.INVOICE, language="en", title="T", columns=columns, rows=(row,) * rows
    )


def test_wide_numbers_make_the_type_smaller() -> None:
    """And descriptions keep a good part of the width."""
    wide, narrow = (pages(table((n,) * 5), LABEL, LETTERS)[0] for n in ("1,234,567.89", "1"))
    (small,), (large,) = (
        {mark.size for mark in page.marks if isinstance(mark, Words) and mark.text == "Mug"}
        for page in (wide, narrow)
    )

    assert small < large
    assert faults(wide) == []


def test_numbers_that_have_no_room_are_refused() -> None:
    """A number is never broken."""
    with pytest.raises(InvalidValue, match="wide enough"):
        pages(table(("1" * 80,)), LABEL, LETTERS)


def test_an_address_higher_than_a_page_is_refused() -> None:
    """Those side by side are not parted."""
    with pytest.raises(InvalidValue, match="high enough"):
        pages(worded(replace(slip(1), seller=Address("x " * 20_000))), LABEL, LETTERS)


def test_a_label_on_a_sheet_too_low_for_it_is_refused() -> None:
    """A5 on its side."""
    with pytest.raises(InvalidValue, match="high enough"):
        pages(worded(LABEL_OF_ALL), PageSize("A5 on its side", 2100, 1480), LETTERS)


def test_a_label_below_long_instructions_is_on_a_page_of_its_own() -> None:
    """And whole."""
    long = replace(RETURN, instructions=("Read this twice.",) * 40)

    first, second = pages(worded(long), A4, LETTERS)

    assert not any(isinstance(mark, Bars) for mark in first.marks)
    assert any(isinstance(mark, Bars) for mark in second.marks)
    assert faults(first) == faults(second) == []


def test_a_paper_of_words_alone_is_laid_out() -> None:
    """Without parties, facts, rows or totals."""
    (page,) = pages(Paper(kind=PaperKind.INVOICE, language="en", title="Nothing"), A4, LETTERS)

    assert [mark.text for mark in page.marks if isinstance(mark, Words)] == ["Nothing"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 50, []),
        ("   ", 50, []),
        ("one two", 500, ["one two"]),
        ("one two", 25, ["one", "two"]),
        ("iiiiiiiiii", 10, ["iiii", "iiii", "ii"]),
        ("a iiiiiiiiii b", 12, ["a", "iiiii", "iiiii", "b"]),
    ],
)
def test_lines_are_broken_between_words(text: str, width: float, lines: list[str]) -> None:
    """And inside of those that are longer than a line; an *i* is 2.22 points wide at 10."""
    assert wrapped(text, width, 10, Latin()) == lines


def test_a_letter_wider_than_its_line_is_refused() -> None:
    """There is no smaller piece."""
    with pytest.raises(InvalidValue, match="fits its place"):
        wrapped("W", 5, 10, Latin())


def test_of_a_very_long_text_the_error_tells_the_beginning() -> None:
    """A name of a million letters is refused at once, and fills no log."""
    with pytest.raises(InvalidValue) as refused:
        list(fitted(("x" * 1_000_000,), (0, 0, 100, 30), (20, 8), Latin()))
    assert refused.value.value == "x" * 200 + "…"


def test_type_is_as_large_as_it_can_be() -> None:
    """Half a point smaller at a time, down to the least."""
    (large,) = fitted(("Ada",), (0, 0, 100, 30), (20, 8), Latin())
    (small,) = fitted(("Ada Byron",), (0, 0, 60, 16), (20, 8), Latin())

    assert large.size == 20
    assert 8 <= small.size < 20
    with pytest.raises(InvalidValue, match="fits its place"):
        list(fitted(("Ada Byron",), (0, 0, 30, 9), (20, 8), Latin()))
    with pytest.raises(InvalidValue, match="fits its place"):
        list(fitted(("A", "B", "C"), (0, 0, 60, 20), (20, 8), Latin()))


def test_bands_that_fill_a_page_exactly_stay_on_it() -> None:
    """And the next one begins another."""
    room = sides(A4)
    flow = Flow(room)
    whole = room.bottom - room.margin

    flow.put(Band(whole, ()))
    assert len(flow.pages) == 1
    flow.put(Band(1, ()))
    assert len(flow.pages) == 2
