"""Labels, papers and documents: what they may be made of."""

import datetime as dt
from typing import Any

import pytest

from ordercore.errors import InvalidValue, Unprintable, Unshown
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.ports import (
    A4,
    LABEL,
    LETTER,
    Document,
    PageSize,
    Paper,
    PaperKind,
    ReturnedItem,
    ReturnLabel,
    ShippingLabel,
    TableRow,
    Worded,
)
from ordercore.ports.labels import FNC1
from ordercore.testing.papers import LABEL_OF_ALL, PLAIN_LABEL, RETURN


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sender", None),
        ("sender", Address()),
        ("to", Address(name=" ", city="\t")),
        ("carrier", ""),
        ("carrier", " UPS"),
        ("tracking", ""),
        ("tracking", 1),
        ("barcode", "Mülheim"),
        ("barcode", "12\r34"),
        ("barcode", "12\x7f"),
        ("payload", "x" * 214),
        ("payload", "é" * 107),
        ("payload", "\ud800"),
        ("grams", 0),
        ("grams", -1),
        ("grams", 1.5),
        ("grams", True),
        ("ship_date", "2026-11-22"),
        ("ship_date", dt.datetime(2026, 11, 22, tzinfo=dt.UTC)),
        ("references", "O-1"),
        ("references", ("O-1", None)),
    ],
)
def test_what_cannot_be_on_a_label_is_refused(field: str, value: Any) -> None:
    """The error names the field and the value, but of a payload, which may hold an address."""
    with pytest.raises(InvalidValue) as refused:
        replace(LABEL_OF_ALL, **{field: value})
    assert refused.value.field == field
    assert refused.value.value == (Unshown("str") if field == "payload" else value)


def test_a_tracking_number_that_bars_cannot_say_needs_a_barcode() -> None:
    """The words may be any, the bars are ASCII."""
    with pytest.raises(InvalidValue, match="barcode"):
        replace(PLAIN_LABEL, tracking="Nº 1")
    assert replace(PLAIN_LABEL, tracking="Nº 1", barcode="N1").says == "N1"


def test_bars_say_the_tracking_number_without_its_spaces() -> None:
    """Unless they are told what else to say; GS1-128 begins with FNC1."""
    assert LABEL_OF_ALL.says == "1Z999AA10123456784"
    assert replace(LABEL_OF_ALL, barcode=f"{FNC1}420").says == f"{FNC1}420"


def test_the_longest_payload_is_a_square_of_version_10() -> None:
    """213 bytes."""
    assert replace(LABEL_OF_ALL, payload="x" * 213).payload


@pytest.mark.parametrize(
    ("field", "value"),
    [("order_id", ""), ("return_id", " R1"), ("until", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
     ("until", "soon"), ("items", ("MUG",)), ("instructions", "Pack it."), ("label", None)],
)  # fmt: skip
def test_what_cannot_be_a_return_is_refused(field: str, value: Any) -> None:
    """The error names the field."""
    with pytest.raises(InvalidValue) as refused:
        replace(RETURN, **{field: value})
    assert refused.value.field == field


def test_a_return_needs_no_last_day() -> None:
    """Nor a list of what is to be put in."""
    assert ReturnLabel(label=PLAIN_LABEL, order_id="O-1", return_id="R1").until is None
    with pytest.raises(InvalidValue, match="quantity"):
        ReturnedItem(sku="MUG", title="Mug", quantity=0)


@pytest.mark.parametrize(("width", "height"), [(999, 1480), (1000, 1479), (20_001, 2000)])
def test_a_page_has_room_for_a_label(width: int, height: int) -> None:
    """From A6 (or 100 by 148 mm) to two metres."""
    with pytest.raises(InvalidValue):
        PageSize("small", width, height)
    assert PageSize("least", 1000, 1480).width == 1000


def test_sizes_are_the_true_ones() -> None:
    """In tenths of a millimetre; an inch is 254 of them."""
    assert (LABEL.width, LABEL.height) == (4 * 254, 6 * 254)
    assert (A4.width, A4.height) == (2100, 2970)
    assert (LETTER.width, LETTER.height) == (8.5 * 254, 11 * 254)


@pytest.mark.parametrize("text", ["a\nb", "a\x00", "\x85", "a\u2028b"])
def test_words_are_on_one_line(text: str) -> None:
    """Whoever lays them out breaks lines where there is room."""
    with pytest.raises(InvalidValue, match="paper"):
        Paper(kind=PaperKind.INVOICE, language="en", title=text)
    with pytest.raises(InvalidValue, match="paper"):
        Paper(kind=PaperKind.INVOICE, language="en", title="", facts=(Worded("a", (text,)),))


def test_rows_fit_their_columns() -> None:
    """A cell more or less is a mistake of who made the paper."""
    row = TableRow("Mug", ("1", "2"))
    whole = Paper(
        kind=PaperKind.INVOICE, language="en", title="", columns=("a", "b", "c"), rows=(row,)
    )

    assert list(whole.texts()) == ["", "Mug", "1", "2", "a", "b", "c"]
    with pytest.raises(InvalidValue, match="cells"):
        replace(whole, columns=("a", "b"))
    with pytest.raises(InvalidValue, match="rows"):
        replace(whole, rows=[row])


@pytest.mark.parametrize(("content", "pages"), [(b"", 1), (b"x", 0), ("x", 1)])
def test_a_document_is_of_something(content: Any, pages: int) -> None:
    """Of bytes, and of one page at least."""
    with pytest.raises(InvalidValue):
        Document(
            kind=PaperKind.INVOICE,
            media_type="text/plain",
            content=content,
            language="en",
            pages=pages,
        )


def test_what_cannot_be_printed_is_named() -> None:
    """The letters, their numbers in Unicode, and the font; and it is an invalid value too."""
    refused = Unprintable("阿田", "阿田", "Helvetica")

    assert isinstance(refused, InvalidValue)
    assert (refused.field, refused.value, refused.characters) == ("text", Unshown("str"), "田阿")
    assert str(refused).endswith(
        "text that Helvetica has signs for: it has none for 田 (U+7530), 阿 (U+963F)"
    )


def test_a_label_is_a_value() -> None:
    """Equal to another of the same facts."""
    assert replace(LABEL_OF_ALL, grams=1) == replace(LABEL_OF_ALL, grams=1) != LABEL_OF_ALL
    assert isinstance(LABEL_OF_ALL, ShippingLabel)
