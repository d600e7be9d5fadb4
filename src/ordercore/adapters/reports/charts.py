"""Charts as SVG: matplotlib lays out the shapes, and words stand beside them as text.

Shapes carry classes and no colours, so that one picture serves a light and a dark page. Words are
left to the browser, which has letters of all scripts and lets them be read out and copied;
matplotlib would measure them with fonts of its own.
The same chart always gives the same bytes: no dates, no ids, no random names.
"""

from collections.abc import Iterator
from html import escape

from ordercore.adapters.reports.shapes import Frame, Size, shapes_of
from ordercore.adapters.reports.spacing import shortened, width_of
from ordercore.kernel.replace import replace
from ordercore.ports.sheets import Chart, ChartKind

ROW = 40
"""Pixels of a bar with its name above it."""

FIRST_LINE = 23
"""Pixels from the upper edge of bars to the line on which the first name stands."""

LETTERS, LARGE_LETTERS = 11.5, 13.0
"""Pixels of the letters along the axes, and of the names of bars."""

NEW_LINE = "\n"
"""Between a point and its values, each on a line."""

GAP = 16
"""Pixels between a name and a value at least."""


RIGHT_TO_LEFT_ISOLATE, END_OF_ISOLATE = "\u2067", "\u2069"

WIDE = Size(name="wide", width=560, height=250)
NARROW = Size(name="narrow", width=312, height=210)
"""For cards as narrow as a telephone, where the letters of the wide one would be too small."""


def chart_svg(chart: Chart, size: Size, *, id: str, right_to_left: bool = False) -> str:
    """Draw a chart as an ``svg`` element for a page.

    ``id`` begins the ids of its title and description. Where words run from right to left, so do
    the axes.

    Raises:
        ExtraMissing: when matplotlib is not installed.
    """
    if chart.kind is ChartKind.BARS:
        size = replace(size, height=ROW * len(chart.points) + 8)
    frame = _frame(chart, size, right_to_left=right_to_left)
    shapes = "".join(shapes_of(chart, size, frame, right_to_left=right_to_left))
    words = "".join(_words(chart, size, frame, right_to_left=right_to_left))
    words += "".join(_spots(chart, size, frame, right_to_left=right_to_left))
    return (
        f'<svg class="{size.name}" viewBox="0 0 {size.width} {size.height}" role="img"'
        f' aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{escape(chart.title)}</title>'
        f'<desc id="{id}-d">{escape(chart.description)}</desc>{shapes}{words}</svg>'
    )


def _frame(chart: Chart, size: Size, *, right_to_left: bool) -> Frame:
    if chart.kind is ChartKind.BARS:
        return Frame(1, 4, size.width - 1, size.height - 4)
    labels = max(width_of(tick.label, LETTERS) for tick in chart.ticks) + 8
    left, right = (10.0, labels) if right_to_left else (labels, 10.0)
    return Frame(left, 12, size.width - right, size.height - 26)


def _words(chart: Chart, size: Size, frame: Frame, *, right_to_left: bool) -> Iterator[str]:
    if chart.kind is ChartKind.BARS:
        yield from _bar_words(chart, size, right_to_left=right_to_left)
        return
    low, high = chart.ticks[0].at, chart.ticks[-1].at
    aside = (frame.right + 6, "start") if right_to_left else (frame.left - 6, "end")
    for tick in chart.ticks:
        down = frame.bottom - (tick.at - low) / (high - low) * (frame.bottom - frame.top)
        yield _text(aside[0], down + 4, aside[1], _turned(tick.label, right_to_left))
    step = (frame.right - frame.left) / len(chart.points)
    free = 0.0
    for mark in chart.marks:
        along = (mark.at + 0.5) * step
        half = width_of(mark.label, LETTERS) / 2
        across = frame.right - along if right_to_left else frame.left + along
        across = min(max(across, half + 1), size.width - half - 1)
        begins = (size.width - across if right_to_left else across) - half
        if begins > free:  # what would run into the one before is left out
            yield _text(across, size.height - 8, "middle", _turned(mark.label, right_to_left))
            free = begins + 2 * half + 8


def _spots(chart: Chart, size: Size, frame: Frame, *, right_to_left: bool) -> Iterator[str]:
    """Give a place for each point that tells its values when it is pointed at, if they are known.

    Nobody points at a narrow picture: there it is a finger, which no browser takes as pointing.
    """
    told = [series for series in chart.series if series.labels]
    if size is not WIDE or chart.kind is ChartKind.BARS or not told:
        return
    step = (frame.right - frame.left) / len(chart.points)
    for place, point in enumerate(chart.points):
        left = frame.right - (place + 1) * step if right_to_left else frame.left + place * step
        values = [f"{series.name}: {series.labels[place]}" for series in told]
        yield (
            f'<rect class="spot" x="{left:.1f}" y="{frame.top:.0f}" width="{step:.1f}"'
            f' height="{frame.bottom - frame.top:.0f}">'
            f"<title>{escape(_turned(NEW_LINE.join((point, *values)), right_to_left))}</title>"
            "</rect>"
        )


def _bar_words(chart: Chart, size: Size, *, right_to_left: bool) -> Iterator[str]:
    near, far = (size.width - 1, 1) if right_to_left else (1, size.width - 1)
    starts, ends = ("end", "start") if right_to_left else ("start", "end")
    for place, (point, value) in enumerate(zip(chart.points, chart.series[0].labels, strict=True)):
        down = ROW * place + FIRST_LINE
        room = size.width - width_of(value, LARGE_LETTERS) - GAP
        name = shortened(point, LARGE_LETTERS, room)
        yield _text(near, down, starts, _turned(name, right_to_left), "name")
        yield _text(far, down, ends, _turned(value, right_to_left), "value")


def _turned(words: str, right_to_left: bool) -> str:
    """Let words on a page from right to left be ordered so; pictures go from left to right."""
    return f"{RIGHT_TO_LEFT_ISOLATE}{words}{END_OF_ISOLATE}" if right_to_left else words


def _text(x: float, y: float, anchor: str, words: str, name: str = "tick") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{name}" {place}>{escape(words)}</text>'
