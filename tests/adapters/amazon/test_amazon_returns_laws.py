"""Laws of reading returns: what is written is read, and no file does harm."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from amazon_writing import file_of
from hypothesis import given
from hypothesis import strategies as st
from returns_writing import FBA, REPLACEMENT, SELLER, Row, returns, taken_back, tsv

from ordercore.adapters.amazon import (
    FbaReplacement,
    FbaReturn,
    ReportedReturn,
    ReportedTime,
    read_all_returns,
    read_fba_returns,
    read_replacements,
    read_returns,
)
from ordercore.adapters.amazon.returns_times import MONTHS, reported_time
from ordercore.errors import SourceError
from ordercore.kernel.money import Money, decimal_text
from ordercore.ports.source import Origin, Rejection, Remark

WORDS = st.text("abcdefghijKLMNO äß#&<>'\"-", max_size=12).map(lambda text: " ".join(text.split()))

IDS = st.text("ABCDEF0123456789-", min_size=1, max_size=20)

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])

FLAGS = {None: "", True: "Y", False: "N"}

NOWHERE = Origin("", 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one folder for all examples."""
    return tmp_path_factory.mktemp("returns")


@st.composite
def times(draw: st.DrawFn) -> ReportedTime:
    """Draw a day or a time, written as reports do."""
    at = draw(st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2030, 1, 1)))  # noqa: DTZ001
    at = at.replace(microsecond=0)
    named = f"{at.day:02}-{MONTHS[at.month - 1].title()}-{at.year}"
    text = draw(st.sampled_from([named, at.isoformat(), f"{at.isoformat()}-07:00"]))
    return reported_time(text, "at")


@st.composite
def reported(draw: st.DrawFn) -> ReportedReturn:
    """Draw a return to the seller."""
    currency = draw(CURRENCIES)
    amounts = st.none() | st.integers(0, 10**9).map(lambda minor: Money(minor, currency))
    return ReportedReturn(
        origin=NOWHERE,
        order_id=draw(IDS),
        requested=draw(times()),
        sku=draw(IDS),
        quantity=draw(st.integers(1, 10**6)),
        reason=draw(WORDS),
        rma=draw(WORDS),
        title=draw(WORDS),
        ordered=draw(st.none() | times()),
        delivered=draw(st.none() | times()),
        order_quantity=draw(st.none() | st.integers(0, 100)),
        order_amount=draw(amounts),
        label_cost=draw(amounts),
        refunded=draw(amounts),
        is_a_to_z=draw(st.sampled_from([None, True, False])),
        in_policy=draw(st.sampled_from([None, True, False])),
        label_paid_by=draw(st.sampled_from(["Seller", "Customer", ""])),
        # Rows are told apart by it, whatever else they say.
        tracking=draw(st.uuids()).hex,
    )


def row_of(told: ReportedReturn) -> Row:
    """Write a return as the report does."""

    def amount(money: Money | None) -> str:
        return "" if money is None else decimal_text(money.minor, money.currency)

    money = (told.order_amount, told.label_cost, told.refunded)
    return {
        "Order ID": told.order_id,
        "Order date": told.ordered.text if told.ordered else "",
        "Return request date": told.requested.text,
        "Amazon RMA ID": told.rma,
        "Label cost": amount(told.label_cost),
        "Currency code": next((each.currency for each in money if each), ""),
        "Tracking ID": told.tracking,
        "Label to be paid by": told.label_paid_by,
        "A-to-Z Claim": FLAGS[told.is_a_to_z],
        "Merchant SKU": told.sku,
        "Item Name": told.title,
        "Return quantity": str(told.quantity),
        "Return Reason": told.reason,
        "In policy": FLAGS[told.in_policy],
        "Return delivery date": told.delivered.text if told.delivered else "",
        "Order Amount": amount(told.order_amount),
        "Order quantity": "" if told.order_quantity is None else str(told.order_quantity),
        "Refunded Amount": amount(told.refunded),
    }


@given(st.lists(reported(), min_size=1, max_size=5))
def test_what_is_written_of_a_return_is_read(folder: Path, written: list[ReportedReturn]) -> None:
    """Law: every return comes back as it was, in its place."""
    entries = list(read_returns(file_of(folder, tsv(*map(row_of, written)))))

    read = [attrs.evolve(each, origin=NOWHERE, number=1) for each in returns(entries)]
    assert read == written


@given(st.permutations([*range(4)]), st.lists(st.integers(0, 3), max_size=6))
def test_repeats_of_a_unit_are_one_in_any_order(
    folder: Path, order: list[int], again: list[int]
) -> None:
    """Law: a plate is one return, at its earliest date, however its rows are mixed."""
    places = [*order, *again]
    rows = [
        {
            **FBA,
            "license-plate-number": f"LPN{place}",
            "return-date": f"2026-03-{1 + at:02}T00:00:00Z",
        }
        for at, place in enumerate(places)
    ]

    entries = list(read_fba_returns(file_of(folder, tsv(*rows))))

    found = {each.license_plate: each for each in taken_back(entries)}
    assert len(found) == len(taken_back(entries)) == 4
    for place in range(4):
        days = [1 + at for at, each in enumerate(places) if each == place]
        unit = found[f"LPN{place}"]
        assert (unit.returned.day.day, len(unit.repeats)) == (min(days), len(days) - 1)


Entry = ReportedReturn | FbaReturn | FbaReplacement | Rejection | Remark

Reader = tuple[Row, Callable[[Path], Iterator[Entry]]]

EACH: tuple[Reader, ...] = (
    (SELLER, read_returns),
    (FBA, read_fba_returns),
    (REPLACEMENT, read_replacements),
)

READERS = st.sampled_from(EACH)

PIECES = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.sampled_from([b"\n", b"\t", b'"', b"\r\n", b"\xff", b"<", b"\xef\xbb\xbf", b"\0"]),
    ),
    max_size=12,
)

REFUSED = {"file_empty", "unknown_format", "wrong_header", "bad_xml"}


@given(READERS, PIECES, st.booleans())
def test_no_file_of_returns_does_harm(
    folder: Path, reader: Reader, pieces: list[bytes], with_header: bool
) -> None:
    """Law: whatever stands in a file, the outcome is an entry or a ``SourceError``."""
    row, read = reader
    path = file_of(folder, (tsv(row).encode() if with_header else b"") + b"".join(pieces))

    try:
        list(read(path))
    except SourceError as error:
        assert error.code in REFUSED


@given(READERS, st.data())
def test_a_spoiled_file_is_read_or_refused(
    folder: Path, reader: Reader, data: st.DataObject
) -> None:
    """Law: bytes lost, doubled or changed cost rows, and raise nothing else."""
    row, read = reader
    content = bytearray(tsv(row, row, row).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))

    try:
        entries = list(read(file_of(folder, bytes(content))))
    except SourceError as error:
        assert error.code in REFUSED
    else:
        assert len(entries) <= 20


@given(
    READERS,
    st.dictionaries(st.integers(0, 31), st.text(max_size=12), max_size=4),
)
def test_any_cell_of_a_return_may_hold_anything(
    folder: Path, reader: Reader, cells: dict[int, str]
) -> None:
    """Law: a row of the right shape is one value or one rejection, with its line."""
    row, read = reader
    spoiled = dict(row)
    names = list(row)
    for place, text in cells.items():
        clean = " ".join(text.split()).replace("\0", "")
        # A row that ends inside quotes goes on in the next line, and is no row of its own.
        spoiled[names[place % len(names)]] = clean.lstrip('"')
    path = file_of(folder, tsv(spoiled))

    entries = [each for each in read(path) if not isinstance(each, Remark)]

    (entry,) = entries
    assert entry.origin == Origin(str(path), 2)


@given(st.lists(st.sampled_from([SELLER, FBA, REPLACEMENT]), max_size=4), PIECES)
def test_files_of_any_kind_are_entries(folder: Path, rows: list[Row], pieces: list[bytes]) -> None:
    """Law: several files raise nothing at all; what cannot be read is told."""
    paths = [file_of(folder, tsv(row), f"{at}.txt") for at, row in enumerate(rows)]
    paths.append(file_of(folder, b"".join(pieces), "odd.txt"))

    entries = list(read_all_returns(paths))

    kinds = (ReportedReturn, FbaReturn, Rejection, Remark)
    assert all(isinstance(each, kinds) for each in entries)
    assert len(entries) >= len(paths) - 1
