"""The shapes of a chart, laid out by matplotlib: paths with classes, and no colours."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs

from ordercore.errors import ExtraMissing
from ordercore.ports.sheets import Chart, ChartKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HUES = 6
"""So many colours are told apart; after them they begin again."""

SPAN = 0.78
"""The part of its place that a column, or several side by side, takes."""

BAR_DOWN, BAR_HIGH = 0.62, 0.2
"""How far below the upper edge of its row a bar begins, and how high it is, in rows."""

DOTS_UP_TO = 31
"""With more points than this only those are dotted that stand alone."""

FINE_FROM = 92
"""With more points than this a line is drawn finer."""


@attrs.frozen(kw_only=True)
class Size:
    """How large a picture is drawn, in CSS pixels, and the name of its class."""

    name: str
    width: int
    height: int


@attrs.frozen
class Frame:
    """Where on the picture the shapes stand, in pixels from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def shapes_of(chart: Chart, size: Size, frame: Frame, *, right_to_left: bool) -> Iterator[str]:
    """Let matplotlib lay out the shapes, and give each as a path with its class.

    Raises:
        ExtraMissing: when matplotlib is not installed.
    """
    figure = _figure(size)
    axes = _axes(figure, size, frame)
    low, high = chart.ticks[0].at, chart.ticks[-1].at
    if chart.kind is ChartKind.BARS:
        axes.set_xlim(low, high)
        axes.set_ylim(len(chart.points), 0)
    else:
        axes.set_xlim(-0.5, len(chart.points) - 0.5)
        axes.set_ylim(low, high)
        for tick in chart.ticks:
            axes.axhline(
                tick.at, gid="axis" if tick.at == 0 else "rule", clip_on=False, zorder=BEHIND
            )
    if right_to_left:
        axes.invert_xaxis()
    _DRAW[chart.kind](axes, chart)
    yield from _paths(figure)


def _columns(axes: "Axes", chart: Chart) -> None:
    width = SPAN / len(chart.series)
    for number, series in enumerate(chart.series):
        left = number * width - SPAN / 2
        boxes = [
            (place + left, 0.0, width, value) for place, value in enumerate(series.values) if value
        ]
        _boxes(axes, boxes, _class("fill", number))


def _lines(axes: "Axes", chart: Chart) -> None:
    for number, series in enumerate(chart.series):
        heights = [float("nan") if value is None else value for value in series.values]
        name = _class("line" if len(heights) <= FINE_FROM else "line fine", number)
        axes.plot(heights, gid=name, clip_on=False)
        if dots := _dotted(series.values):
            _strokes(axes, dots, _class("dots", number))


def _dotted(values: tuple[float | None, ...]) -> list[tuple[float, float]]:
    """Give the points that are to be dotted: all of a few, of many those without a neighbour."""
    walled = (None, *values, None)
    return [
        (float(place), value)
        for place, value in enumerate(values)
        if value is not None
        and (len(values) <= DOTS_UP_TO or (walled[place] is None and walled[place + 2] is None))
    ]


def _bars(axes: "Axes", chart: Chart) -> None:
    low, high = chart.ticks[0].at, chart.ticks[-1].at
    track = [(low, row + BAR_DOWN, high - low, BAR_HIGH) for row in range(len(chart.points))]
    _boxes(axes, track, "track")
    boxes = [
        (0.0, row + BAR_DOWN, value, BAR_HIGH)
        for row, value in enumerate(chart.series[0].values)
        if value
    ]
    _boxes(axes, boxes, _class("fill", 0))


_DRAW = {ChartKind.COLUMNS: _columns, ChartKind.LINES: _lines, ChartKind.BARS: _bars}


def _class(what: str, number: int) -> str:
    return f"{what} {hue_of(number)}"


def hue_of(number: int) -> str:
    """Name the colour of the how manieth series."""
    return f"hue{number % HUES + 1}"


POINTS = 72
"""Points to an inch; a point of matplotlib's is a pixel of ours."""

BEHIND = 0
"""How deep the marks of an axis lie: below everything else."""

Place = tuple[float, float]


def _boxes(axes: "Axes", boxes: list[tuple[float, float, float, float]], name: str) -> None:
    """Add boxes (from the left, from below, width, height) as one shape."""
    _add(
        axes,
        [
            [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            for x, y, width, height in boxes
        ],
        name,
        closed=True,
    )


def _strokes(axes: "Axes", dots: list[Place], name: str) -> None:
    """Add strokes without a length, which round ends make dots."""
    _add(axes, [[dot, dot] for dot in dots], name, closed=False)


def _add(axes: "Axes", outlines: list[list[Place]], name: str, *, closed: bool) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not outlines:
        return
    corners: list[Place] = []
    codes: list[int] = []
    for outline in outlines:
        corners += outline
        codes += [int(Path.MOVETO), *[int(Path.LINETO)] * (len(outline) - 1)]
        if closed:
            corners.append(outline[0])
            codes.append(int(Path.CLOSEPOLY))
    axes.add_patch(PathPatch(Path(corners, codes), gid=name, clip_on=False))


def _figure(size: Size) -> "Figure":
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise ExtraMissing("charts", "matplotlib") from None
    return Figure(figsize=(size.width / POINTS, size.height / POINTS), dpi=POINTS)


def _axes(figure: "Figure", size: Size, frame: Frame) -> "Axes":
    axes = figure.add_axes(
        (
            frame.left / size.width,
            1 - frame.bottom / size.height,
            (frame.right - frame.left) / size.width,
            (frame.bottom - frame.top) / size.height,
        )
    )
    axes.set_axis_off()
    return axes


_SVG = "{http://www.w3.org/2000/svg}"

_NUMBER = re.compile(r"-?\d+\.\d+")


def _paths(figure: "Figure") -> Iterator[str]:
    """Give what was drawn as paths of our own: shapes and classes, and nothing else."""
    for group in ET.fromstring(_drawn(figure)).iter(f"{_SVG}g"):  # noqa: S314 - written just now
        path = group.find(f"{_SVG}path")
        name = group.get("id", "")
        if path is not None and name.partition(" ")[0] in _OURS:
            yield f'<path class="{name}" d="{_shorter(path.get("d", ""))}"/>'


_OURS = frozenset({"rule", "axis", "track", "fill", "line", "dots"})


def _drawn(figure: "Figure") -> bytes:
    with io.BytesIO() as file:
        figure.savefig(file, format="svg", metadata={"Date": None})
        return file.getvalue()


def _shorter(path: str) -> str:
    """Write a path to a hundredth of a pixel, on one line."""
    numbers = _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), path)
    return " ".join(numbers.split())
