"""Sheets: figures to look at, in words, and nothing about how they are drawn.

A sheet is made of a report by :mod:`ordercore.i18n`, in the reader's language; an adapter draws it
and adds no word of its own. Numbers stand twice where there is a chart: as text, which is exact,
and as a height, which is near enough to draw.
"""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types


class ChartKind(Enum):
    """How a chart is drawn."""

    COLUMNS = "columns"
    """Upright, one for each point of time, side by side where there are several series."""
    LINES = "lines"
    """From point to point of time; a point without a value leaves a gap."""
    BARS = "bars"
    """Lying, one below the other, each with its name and its value as text."""


class Trend(Enum):
    """Where a figure has gone since the period before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"
    """There was nothing before that it could be compared with."""


@attrs.frozen(kw_only=True)
class Change:
    """How a figure differs from the period before.

    ``text`` is what is shown (``+12.5%``), and ``said`` the same in a sentence, for readers who
    hear it.
    """

    trend: Trend
    text: str
    said: str

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen
class Value:
    """A figure as text, and how it differs from the period before, where that is known."""

    text: str
    change: Change | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen(kw_only=True)
class Tile:
    """One figure in large letters: its name, and its values, one for each currency."""

    name: str
    values: tuple[Value, ...]
    note: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen
class Tick:
    """A mark on an axis: where, and what is written there."""

    at: float
    label: str


@attrs.frozen(kw_only=True)
class Series:
    """The values of one name, one for each point; ``None`` where there is none.

    ``labels`` are the values as text: bars need them, and elsewhere they are shown when a point is
    pointed at, where they are given.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Chart:
    """A chart: series over points.

    ``points`` are names, and ``marks`` those of them that are written along the axis.
    ``ticks`` are the marks of the other axis, ascending; the first and the last are its ends.
    ``description`` says in a sentence what is to be seen, for readers who do not see it.
    """

    kind: ChartKind
    title: str
    description: str
    points: tuple[str, ...]
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Tick, ...] = ()
    note: str = ""
    """What is said under it: what it does not show."""

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be drawn.

        Raises:
            InvalidValue: when a field is of another type, there are no points or no series, or
                bars of several, a series has more or fewer values than there are points, or
                fewer than two ticks ascend.
        """
        check_types(self)
        if not self.points:
            raise InvalidValue("points", self.points, "one point at least")
        most = 1 if self.kind is ChartKind.BARS else len(self.series)
        if not 0 < len(self.series) <= most:
            raise InvalidValue("series", len(self.series), "one series of bars, or some of others")
        for series in self.series:
            if len(series.values) != len(self.points):
                expected = f"as many values as points: {len(self.points)}"
                raise InvalidValue("series", len(series.values), expected)
            wanted = bool(series.labels) or self.kind is ChartKind.BARS
            if wanted and len(series.labels) != len(self.points):
                expected = f"as many labels as points: {len(self.points)}"
                raise InvalidValue("labels", len(series.labels), expected)
        places = [tick.at for tick in self.ticks]
        if len(places) < 2 or places != sorted(set(places)):
            raise InvalidValue("ticks", tuple(places), "two or more, each above the one before")


@attrs.frozen(kw_only=True)
class Grid:
    """A table: columns of text first, as many as ``names``, and then columns of figures.

    ``total`` is the last row, or nothing; a blank cell says that there is no figure.
    """

    title: str
    columns: tuple[str, ...]
    names: int
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse rows that do not fit.

        Raises:
            InvalidValue: when a field is of another type, or a row has more or fewer cells than
                there are columns.
        """
        check_types(self)
        if not 0 < self.names <= len(self.columns):
            raise InvalidValue("names", self.names, f"from 1 to {len(self.columns)} columns")
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != len(self.columns):
                raise InvalidValue("rows", row, f"a cell for each column: {self.columns}")


@attrs.frozen(kw_only=True)
class Sheet:
    """Everything on one page: what it is about, figures, charts, and exact tables.

    ``language`` is a tag such as ``pt-BR``. The headings of the parts are ``tiles_title``,
    ``charts_title`` and ``grids_title``; a part that has nothing in it is left out.
    """

    language: str
    right_to_left: bool
    title: str
    about: tuple[str, ...]
    tiles_title: str
    charts_title: str
    grids_title: str
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)
