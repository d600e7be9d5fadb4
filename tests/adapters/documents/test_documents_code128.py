"""Code 128: the table, the checksum, the shortest way, and what a scanner reads."""

import re
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from paper_reading import scanner

from ordercore.adapters.documents import code128
from ordercore.adapters.documents.zpl import in_sets
from ordercore.errors import InvalidValue
from ordercore.ports.labels import FNC1

A, B, C = 103, 104, 105
STOP = 106

ASCII = st.text(st.characters(max_codepoint=127), min_size=1, max_size=30)

MIXED = st.lists(st.sampled_from(["12", "345", "6", "a", "B", "\r", "~", "x9"]), min_size=1).map(
    "".join
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # barcodeisland.com/code128.phtml has HI345678 from set A on; ours begins in set B
        ("HI345678", (B, 40, 41, 99, 34, 56, 78)),
        # digits alone are pairs
        ("12", (C, 12)),
        ("1234", (C, 12, 34)),
        # three digits are no longer one by one
        ("123", (B, 17, 18, 19)),
        ("12345", (B, 17, 99, 23, 45)),
        # the sign that begins GS1-128: FNC1 right after the start
        (f"{FNC1}0012", (C, 102, 0, 12)),
        # one small letter among capitals and controls is shifted
        ("\rA\rb\rA", (A, 77, 33, 77, 98, 66, 77, 33)),
        # in set C 98 and 99 are pairs of digits
        ("9899", (C, 98, 99)),
    ],
)
def test_texts_and_their_symbols(text: str, values: tuple[int, ...]) -> None:
    """Start, text, checksum, stop."""
    assert code128.symbols(text) == (*values, code128.checksum(values), STOP)


@pytest.mark.parametrize(
    ("values", "sum_of_them"),
    [
        # barcodeisland.com/code128.phtml: HI345678
        ((A, 40, 41, 99, 34, 56, 78), 67),
        # barcoderesource.com/images/code128_check_character.html: ABCDEF, abcdef, 345678
        ((A, 33, 34, 35, 36, 37, 38), 42),
        ((B, 65, 66, 67, 68, 69, 70), 97),
        ((C, 34, 56, 78), 73),
    ],
)
def test_worked_examples_have_their_checksums(values: tuple[int, ...], sum_of_them: int) -> None:
    """Each value weighs as much as its place, and the start as much as the first."""
    assert code128.checksum(values) == sum_of_them


def test_the_table_is_a_code_128() -> None:
    """107 patterns, all different, of 11 modules and an even number of dark ones; stop has 13."""
    assert len(code128.PATTERNS) == len(set(code128.PATTERNS)) == 107
    for pattern in code128.PATTERNS[:STOP]:
        widths = [int(width) for width in pattern]

        assert sum(widths) == 11
        assert sum(widths[::2]) % 2 == 0
        assert {*widths} <= {1, 2, 3, 4}
    assert sum(int(width) for width in code128.PATTERNS[STOP]) == 13


@pytest.mark.parametrize("text", ["", "ü", "€", "A\u0100"])
def test_what_is_no_ascii_is_refused(text: str) -> None:
    """So is nothing."""
    with pytest.raises(InvalidValue, match="barcode"):
        code128.symbols(text)


def shortest(text: str) -> int:
    """Count the symbols of the shortest way by trying sets at every place, digit pairs apart."""
    best: dict[tuple[int, str], int] = {(0, name): 1 for name in "ABC"}
    for place in range(len(text)):
        for name, to in product("ABC", "ABC"):
            if (place, name) in best:
                switched = best[place, name] + (name != to)
                best[place, to] = min(best.get((place, to), 999), switched)
        for name in "ABC":
            cost = best.get((place, name), 999)
            char, pair = text[place], text[place : place + 2]
            if name == "C":
                step = (2, 1) if re.fullmatch(r"[0-9]{2}", pair) else None
            else:
                step = (1, 1 if char in code128.VALUES[name] else 2)
            if step is not None:
                after = (place + step[0], name)
                best[after] = min(best.get(after, 999), cost + step[1])
    return min(best.get((len(text), name), 999) for name in "ABC")


@given(ASCII | MIXED)
def test_law_no_way_is_shorter(text: str) -> None:
    """Against a search that knows nothing of how ours goes."""
    assert len(code128.symbols(text)) - 2 == shortest(text)


@given(ASCII | MIXED)
def test_law_symbols_say_the_text(text: str) -> None:
    """Read one by one, in the set that each stands in, they are the text again."""
    assert "".join(part.text for part in code128.parts(text)) == text
    assert decoded(code128.symbols(text)) == text


def decoded(values: tuple[int, ...]) -> str:
    """Read symbols back."""
    name = {A: "A", B: "B", C: "C"}[values[0]]
    text, shifted = "", False
    letters = {s: {v: char for char, v in table.items()} for s, table in code128.VALUES.items()}
    for value in values[1:-2]:
        if name == "C":
            text += f"{value:02}" if value < 100 else ""
            name = {100: "B", 101: "A"}.get(value, name)
        elif value == 98:
            shifted = True
        elif value >= 96:
            name = {99: "C", 100: "B", 101: "A"}[value]
        else:
            other = {"A": "B", "B": "A"}[name]
            text += letters[other if shifted else name][value]
            shifted = False
    return text


@given(ASCII)
def test_law_bars_do_not_touch_and_fill_the_width(text: str) -> None:
    """Bars begin and end where they should, with a space between each two."""
    found = code128.bars(text)
    ends = [begin + width for begin, width in found]

    assert found[0][0] == 0
    assert ends[-1] == code128.modules(text)
    assert all(end < begin for end, (begin, _) in zip(ends, found[1:], strict=False))


@given(ASCII)
def test_law_a_scanner_reads_what_was_written(text: str) -> None:
    """Whatever the sets, and with the quiet zone that the standard asks for."""
    numpy = pytest.importorskip("numpy", reason="the extra 'dev' brings numpy")
    assume(len(text) > 1)  # the scanner takes a single sign for chance
    quiet = code128.QUIET
    row = numpy.full(code128.modules(text) + 2 * quiet, 255, numpy.uint8)
    for begin, width in code128.bars(text):
        row[quiet + begin : quiet + begin + width] = 0
    picture = numpy.repeat(numpy.repeat(row[None, :], 60, 0), 3, 1)

    (read,) = scanner().read_barcodes(numpy.ascontiguousarray(picture))

    assert (read.bytes, read.symbology.name) == (text.encode(), "Code128")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=127), min_size=1, max_size=30))
def test_law_a_printer_is_told_no_command(text: str) -> None:
    """In the data of ``^BC`` no caret and no tilde stand, whatever the bars say."""
    assert not {"^", "~"} & {*in_sets(text)}
