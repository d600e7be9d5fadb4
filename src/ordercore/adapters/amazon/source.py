"""Files of orders, each opened as what it is."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from ordercore.adapters.amazon.files import read_text
from ordercore.adapters.amazon.orders_api import OrdersApiSource
from ordercore.adapters.amazon.orders_report import OrdersReportSource
from ordercore.adapters.amazon.tables import columns_of
from ordercore.errors import InvalidValue, SourceError
from ordercore.ports.source import OrderSource, Rejection, Remark, ReportedOrder

REPORT = "amazon-orders"
API = "sp-api"
FORMATS = ("auto", REPORT, API)

_EXPECTED = (
    "the file is neither an All Orders report of Amazon (tab-separated, with a column "
    "amazon-order-id) nor JSON of its Selling Partner API"
)


@attrs.frozen
class UnreadableSource:
    """An ``OrderSource`` over a file that turned out to be none, so that the others can go on."""

    error: SourceError

    def read(self) -> Iterator[ReportedOrder | Rejection | Remark]:
        """Give nothing.

        Raises:
            SourceError: at once and always.
        """
        raise self.error


def open_source(
    paths: Iterable[str | Path] | str | Path,
    format: str = "auto",
    zone: str | None = None,
) -> tuple[OrderSource, ...]:
    """Open files of orders: each report by itself, and all answers of the API together.

    ``auto`` tells by the content of each file which it is.
    Nothing that is wrong with a file is raised here: its source raises it when it is read, and
    the other files can be read all the same.
    ``zone`` is the one in which reports give times without an offset.

    Raises:
        InvalidValue: when there is no such format or zone.
    """
    if format not in FORMATS:
        raise InvalidValue("format", format, f"one of {', '.join(FORMATS)}")
    files = (paths,) if isinstance(paths, str | Path) else tuple(paths)
    sources: list[OrderSource] = []
    answers: list[str | Path] = []
    for file in files:
        try:
            found = format_of(file) if format == "auto" else format
        except SourceError as error:
            sources.append(UnreadableSource(error))
            continue
        if found == API:
            answers.append(file)
        else:
            sources.append(OrdersReportSource(file, zone=zone))
    return (*sources, OrdersApiSource(answers)) if answers else tuple(sources)


def format_of(path: str | Path) -> str:
    """Tell which format a file has.

    Raises:
        SourceError: when it cannot be read, or has none of the formats.
    """
    text = read_text(path)
    content = text.content.lstrip()
    if content[0] in "{[":
        return API
    if "amazon-order-id" in columns_of(content.partition("\n")[0]):
        return REPORT
    raise SourceError(text.file, "unknown_format", _EXPECTED)
