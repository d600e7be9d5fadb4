"""A report as flat rows of plain values, which every file format writes in its own way.

A row is a period, or a group of one, and never a total: whoever adds rows up counts nothing
twice, but for figures that overlap (orders by SKU, ``Figure.overlaps``). Columns are those of all
the report's figures, whether there is anything in them or not; an amount has one for each currency
that the report knows: ``item_value_eur``. Where it is compared, each has a column ``before_…``.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import attrs

from ordercore.kernel.money import digits
from ordercore.metrics.reporting.figures import Figure, FigureKind
from ordercore.metrics.reporting.report import OrderReport
from ordercore.metrics.reporting.totals import Totals

Cell = str | int | Decimal | dt.date | None

SHARE_PLACES = 6
"""Decimals of a share, which no comparison of rates needs more of."""

SECOND_PLACES = 3
"""Decimals of a number of seconds."""


class CellKind(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    DECIMAL = "decimal"


@attrs.frozen
class FlatColumn:
    """A column: its name, what its cells are, and for decimals how many places they have."""

    name: str
    kind: CellKind
    places: int = 0


BEFORE = "before_"


def flat_columns(report: OrderReport) -> tuple[FlatColumn, ...]:
    """Give the columns of a report, in order."""
    names = [FlatColumn("begins", CellKind.DAY), FlatColumn("ends", CellKind.DAY)]
    if report.group is not None:
        names.append(FlatColumn(report.group, CellKind.TEXT))
    said = [_column(figure, word) for figure, word in _said(report)]
    if report.before is not None:
        said += [FlatColumn(BEFORE + one.name, one.kind, one.places) for one in said]
    return (*names, *said)


def flat_rows(report: OrderReport) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of a report, each with a cell for every column."""
    said = tuple(_said(report))
    for names, totals, before in _rows(report):
        cells = [cell_of(figure, figure.read(totals).get(word), word) for figure, word in said]
        if report.before is not None:
            read = Totals() if before is None else before
            cells += [cell_of(figure, figure.read(read).get(word), word) for figure, word in said]
        yield (*names, *cells)


def cell_of(figure: Figure, value: Fraction | None, currency: str) -> int | Decimal | None:
    """Give a value of a figure as a plain number; ``None`` where there is no data.

    Amounts are exact. Shares and means are rounded once, half to even.
    """
    if value is None:
        if not figure.kind.adds_up:
            return None
        value = Fraction(0)
    match figure.kind:
        case FigureKind.COUNT:
            return int(value)
        case FigureKind.AMOUNT | FigureKind.AVERAGE:
            return _decimal(value, digits(currency), minor=True)
        case FigureKind.SHARE:
            return _decimal(value, SHARE_PLACES)
        case FigureKind.TIME:
            return _decimal(value, SECOND_PLACES)


def _decimal(value: Fraction, places: int, *, minor: bool = False) -> Decimal:
    whole = round(value if minor else value * 10**places)
    return Decimal(whole).scaleb(-places)


def _currencies(report: OrderReport) -> tuple[str, ...]:
    # A period is compared with days that need not be among those of the whole before.
    befores = [report.before, *[period.before for period in report.periods]]
    known = [report.totals, *[totals for totals in befores if totals is not None]]
    amounts = [figure for figure in report.figures if figure.kind is FigureKind.AMOUNT]
    found = {word for totals in known for figure in amounts for word in figure.read(totals)}
    return tuple(sorted(found))


def _said(report: OrderReport) -> Iterator[tuple[Figure, str]]:
    currencies = _currencies(report)
    for figure in report.figures:
        for word in currencies if is_money(figure) else ("",):
            yield figure, word


def is_money(figure: Figure) -> bool:
    """Tell whether the values of a figure are of a currency each."""
    return figure.kind in (FigureKind.AMOUNT, FigureKind.AVERAGE)


def _column(figure: Figure, word: str) -> FlatColumn:
    match figure.kind:
        case FigureKind.COUNT:
            return FlatColumn(figure.name, CellKind.COUNT)
        case FigureKind.AMOUNT | FigureKind.AVERAGE:
            name = f"{figure.name}_{word.lower()}"
            return FlatColumn(name, CellKind.DECIMAL, digits(word))
        case FigureKind.SHARE:
            return FlatColumn(figure.name, CellKind.DECIMAL, SHARE_PLACES)
        case FigureKind.TIME:
            return FlatColumn(f"{figure.name}_seconds", CellKind.DECIMAL, SECOND_PLACES)


def _rows(report: OrderReport) -> Iterator[tuple[tuple[Cell, ...], Totals, Totals | None]]:
    if report.group is not None and report.by is None:
        for group in report.groups:
            yield (report.first, report.last, group.name), group.totals, group.before
        return
    for period in report.periods:
        days = (period.begins, period.ends)
        if report.group is None:
            yield days, period.totals, period.before
        for group in period.groups if report.group is not None else ():
            yield (*days, group.name), group.totals, group.before
