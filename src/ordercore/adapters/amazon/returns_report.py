"""Amazon's reports of returns and replacements: files of rows, each row a value or a rejection.

Report types ``GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE`` (and ``GET_XML_…``),
``GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA`` and
``GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA``.
Remarks are ``assumed_latin_1``, ``repeated_return``, ``repeated_row`` and ``unknown_word``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from ordercore.adapters.amazon.fields import BadField
from ordercore.adapters.amazon.files import Text, read_text
from ordercore.adapters.amazon.returns_columns import (
    FBA_DATES,
    FBA_REPLACEMENTS,
    FBA_RETURNS,
    SELLER_DATES,
    SELLER_RETURNS,
    return_columns,
)
from ordercore.adapters.amazon.returns_fba import FbaReplacement, FbaReturn, Returned
from ordercore.adapters.amazon.returns_gathering import Gathering, R
from ordercore.adapters.amazon.returns_rows import (
    fba_replacement,
    fba_return,
    named_currency,
    seller_return,
)
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.returns_xml import is_xml, records_of
from ordercore.adapters.amazon.tables import Record, Table
from ordercore.errors import InvalidValue, SourceError
from ordercore.ports.source import Origin, Rejection, Remark

RETURNS = "amazon-returns"
FBA = "fba-returns"
REPLACEMENTS = "fba-replacements"

FORMATS: Mapping[str, tuple[str, ...]] = {
    RETURNS: SELLER_RETURNS,
    FBA: FBA_RETURNS,
    REPLACEMENTS: FBA_REPLACEMENTS,
}
"""Name of a report → the columns without which a file is none."""

_EXPECTED = "the file is no report of returns of Amazon's: no such report has its columns"


def read_returns(path: str | Path) -> Iterator[ReportedReturn | Rejection | Remark]:
    """Read a report of returns to the seller, tab-separated or XML.

    One bad row costs that row only. Rows of one return that differ by nothing but dates are one,
    with the earliest day of request and the rest of the dates from whichever row gives them first.

    Raises:
        SourceError: at once, when the file cannot be read or is no such report.
    """
    text = read_text(path)
    records = list(_records(text, SELLER_RETURNS))
    return chain(text.remarks, _read(records, _seller_return(records), SELLER_DATES))


def read_fba_returns(path: str | Path) -> Iterator[FbaReturn | Rejection | Remark]:
    """Read a report of units that Amazon's centres took back.

    Rows with the same license plate number that differ by nothing but their date are one unit,
    taken back at the earliest of them; rows without one are never taken together, since nothing
    tells their units apart.

    Raises:
        SourceError: at once, when the file cannot be read or is no such report.
    """
    text = read_text(path)
    records = _records(text, FBA_RETURNS)
    return chain(text.remarks, _read(records, fba_return, FBA_DATES))


def read_replacements(path: str | Path) -> Iterator[FbaReplacement | Rejection | Remark]:
    """Read a report of replacements that Amazon shipped.

    Raises:
        SourceError: at once, when the file cannot be read or is no such report.
    """
    text = read_text(path)
    records = _records(text, FBA_REPLACEMENTS)
    return chain(text.remarks, _read(records, fba_replacement, ()))


def read_all_returns(
    paths: Iterable[str | Path], format: str = "auto"
) -> Iterator[Returned | Rejection | Remark]:
    """Read files of returns one after the other; one that cannot be read at all is one rejection.

    ``auto`` tells by the content of each file whether it is of ``amazon-returns`` or
    ``fba-returns``.

    Raises:
        InvalidValue: at once, when there is no such format.
    """
    if format != "auto" and format not in READERS:
        raise InvalidValue("format", format, f"auto or one of {', '.join(READERS)}")
    return chain.from_iterable(_entries(path, format) for path in paths)


def returns_format_of(path: str | Path) -> str:
    """Tell whether a file is of ``amazon-returns``, ``fba-returns`` or ``fba-replacements``.

    Raises:
        SourceError: when it cannot be read, or is none of them.
    """
    text = read_text(path)
    if is_xml(text):
        return RETURNS
    columns = set(return_columns(text.content.lstrip().partition("\n")[0]))
    for name, asked in FORMATS.items():
        if columns.issuperset(asked):
            return name
    raise SourceError(text.file, "unknown_format", _EXPECTED)


def is_of_returns(path: str | Path) -> bool:
    """Tell whether a file is a report of returns that can be taken to orders."""
    try:
        return returns_format_of(path) in READERS
    except SourceError:
        return False


def _entries(path: str | Path, format: str) -> Iterator[Returned | Rejection | Remark]:
    try:
        yield from _reader(path, format)(path)
    except SourceError as error:
        origin = Origin(error.file, 0)
        yield Rejection(origin, "file", error.code, error.file, error.detail)


def _reader(
    path: str | Path, format: str
) -> Callable[[str | Path], Iterator[Returned | Rejection | Remark]]:
    found = returns_format_of(path) if format == "auto" else format
    if found not in READERS:
        raise SourceError(str(path), "unknown_format", f"it is of {found}, and not of returns")
    return READERS[found]


READERS: Mapping[str, Callable[[str | Path], Iterator[Returned | Rejection | Remark]]] = {
    RETURNS: read_returns,
    FBA: read_fba_returns,
}
"""Name of a report of returns → what reads it."""


def _records(text: Text, required: tuple[str, ...]) -> Iterator[Record | Rejection]:
    if is_xml(text) and required is SELLER_RETURNS:
        return records_of(text)
    return Table(text, required, return_columns).records()


def _seller_return(records: Iterable[Record | Rejection]) -> Callable[[Record], ReportedReturn]:
    """Give what reads a row, knowing the currencies that other rows name for their orders."""
    currencies: dict[str, str] = {}
    for record in records:
        if isinstance(record, Record) and (code := named_currency(record)):
            currencies.setdefault(record["order-id"], code)
    return lambda record: seller_return(record, currencies)


def _read(
    records: Iterable[Record | Rejection], read: Callable[[Record], R], dates: tuple[str, ...]
) -> Iterator[R | Rejection | Remark]:
    rows: Gathering[R] = Gathering(dates)
    for record in records:
        if isinstance(record, Rejection):
            yield record
            continue
        try:
            told = read(record)
        except BadField as bad:
            yield bad.rejection(record.origin)
            continue
        yield from rows.add(told, record)
    yield from rows.gathered()
