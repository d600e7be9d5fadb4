"""Charts: the right shapes in the right places, with words beside them."""

import re
import subprocess
import sys

import pytest
from page_reading import Element, read_page

from ordercore.adapters.reports import shapes
from ordercore.adapters.reports.charts import NARROW, WIDE, chart_svg
from ordercore.errors import ExtraMissing
from ordercore.ports.sheets import Chart, ChartKind, Series, Tick

pytest.importorskip("matplotlib", reason="the extra 'charts' draws")

TICKS = (Tick(0.0, "0"), Tick(5.0, "5"), Tick(10.0, "10"))


def chart(
    kind: ChartKind, *values: tuple[float | None, ...], ticks: tuple[Tick, ...] = TICKS
) -> Chart:
    """Give a chart of some series."""
    many = len(values[0])
    return Chart(
        kind=kind,
        title="Orders & units",
        description="From 1 to 10.",
        points=tuple([f"day {place}" for place in range(many)]),
        series=tuple(
            [
                Series(name=f"series {at}", values=some, labels=tuple(map(str, some)))
                for at, some in enumerate(values)
            ]
        ),
        ticks=ticks,
        marks=tuple([Tick(float(place), f"m{place}") for place in range(many)]),
    )


def picture(drawn: Chart, *, right_to_left: bool = False) -> Element:
    """Draw a chart and read the picture."""
    return read_page(chart_svg(drawn, WIDE, id="c", right_to_left=right_to_left)).all("svg")[0]


def corners(path: Element) -> list[list[tuple[float, float]]]:
    """Give the corners of each outline of a path."""
    outlines = re.findall(r"M([^Mz]*)", path.attributes["d"])
    return [
        [
            (float(x), float(y))
            for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", outline.replace("L", ""))
        ]
        for outline in outlines
    ]


def test_a_column_stands_on_zero_and_is_as_high_as_its_value() -> None:
    """Half the highest mark is half the height; what is nothing has no column."""
    (path,) = picture(chart(ChartKind.COLUMNS, (10.0, 5.0, 0.0, None))).all("path", "fill")
    boxes = corners(path)
    heights = [max(y for _, y in box) - min(y for _, y in box) for box in boxes]

    assert path.attributes["class"] == "fill hue1"
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.1)
    assert len(boxes) == 2
    assert {round(max(y for _, y in box), 1) for box in boxes} == {WIDE.height - 26}


def test_series_stand_side_by_side_each_in_its_colour() -> None:
    """The second begins where the first ends."""
    drawn = picture(chart(ChartKind.COLUMNS, (10.0, 2.0), (4.0, 8.0)))
    one, other = drawn.all("path", "hue1")[0], drawn.all("path", "hue2")[0]
    ends, begins = (
        max(x for x, _ in corners(one)[0]),
        min(x for x, _ in corners(other)[0]),
    )

    assert ends == pytest.approx(begins, abs=0.1)


def test_values_below_zero_hang_from_it() -> None:
    """The axis is where zero is."""
    ticks = (Tick(-10.0, "-10"), Tick(0.0, "0"), Tick(10.0, "10"))
    drawn = picture(chart(ChartKind.COLUMNS, (10.0, -10.0), ticks=ticks))
    up, down = corners(drawn.all("path", "fill")[0])
    (axis,) = drawn.all("path", "axis")
    zero = corners(axis)[0][0][1]

    assert max(y for _, y in up) == pytest.approx(zero, abs=0.1)
    assert min(y for _, y in down) == pytest.approx(zero, abs=0.1)
    assert len(drawn.all("path", "rule")) == 2


def test_a_line_has_a_gap_where_there_is_no_value() -> None:
    """And a dot where a value stands alone."""
    values = (1.0, 2.0, None, 4.0, *[None] * 40, 3.0, 4.0)
    drawn = picture(chart(ChartKind.LINES, values))
    (line,), (dots,) = drawn.all("path", "line"), drawn.all("path", "dots")

    assert len(corners(line)) == 3
    assert len(corners(dots)) == 1


def test_a_few_points_are_all_dotted_and_many_are_drawn_fine() -> None:
    """Lines of a year would else be a band."""
    few = picture(chart(ChartKind.LINES, (1.0, None, 3.0)))
    many = picture(chart(ChartKind.LINES, (1.0, 2.0) * 60))

    assert len(corners(few.all("path", "dots")[0])) == 2
    assert "fine" not in few.all("path", "line")[0].attributes["class"]
    assert many.all("path", "dots") == []
    assert many.all("path", "line")[0].attributes["class"] == "line fine hue1"


def test_colours_begin_again_after_the_last() -> None:
    """A seventh series has the colour of the first."""
    drawn = picture(chart(ChartKind.LINES, *[(1.0, 2.0)] * 7))

    assert len(drawn.all("path", "hue1")) == 4  # two lines, and their dots


def test_bars_lie_below_each_other_with_their_values() -> None:
    """As wide as their value; the picture is as high as it needs."""
    drawn = picture(chart(ChartKind.BARS, (10.0, 5.0, 0.0)))
    long, short = corners(drawn.all("path", "fill")[0])
    widths = [max(x for x, _ in box) - min(x for x, _ in box) for box in (long, short)]

    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    assert [text.text for text in drawn.all("text", "value")] == ["10.0", "5.0", "0.0"]
    assert drawn.attributes["viewbox"] == f"0 0 {WIDE.width} 128"


def test_from_right_to_left_everything_is_turned() -> None:
    """The first column stands right, and its axis; words are set apart in their direction."""
    there = picture(chart(ChartKind.COLUMNS, (10.0, None, None)))
    turned = picture(chart(ChartKind.COLUMNS, (10.0, None, None)), right_to_left=True)
    bars = picture(chart(ChartKind.BARS, (10.0, 5.0)), right_to_left=True)

    (one,), (other,) = (corners(each.all("path", "fill")[0]) for each in (there, turned))
    assert max(x for x, _ in one) < WIDE.width / 2 < min(x for x, _ in other)
    assert turned.all("text")[0].text == "\u20670\u2069"
    assert {text.attributes["text-anchor"] for text in bars.all("text", "name")} == {"end"}
    long, short = corners(bars.all("path", "fill")[0])
    assert min(x for x, _ in long) < min(x for x, _ in short)


def test_a_point_tells_its_values_when_it_is_pointed_at() -> None:
    """Each of all series, on the wide picture alone, and as it stands from right to left."""
    drawn = chart(ChartKind.LINES, (1.0, None, 3.0), (4.0, 5.0, 6.0))
    spots = picture(drawn).all("rect", "spot")
    turned = picture(drawn, right_to_left=True).all("rect", "spot")
    narrow = read_page(chart_svg(drawn, NARROW, id="c"))

    assert [spot.text for spot in spots] == [
        "day 0\nseries 0: 1.0\nseries 1: 4.0",
        "day 1\nseries 0: None\nseries 1: 5.0",
        "day 2\nseries 0: 3.0\nseries 1: 6.0",
    ]
    places = [float(spot.attributes["x"]) for spot in spots]
    assert places == sorted(places)
    places = [float(spot.attributes["x"]) for spot in turned]
    assert places == sorted(places, reverse=True)
    assert narrow.all("rect") == picture(chart(ChartKind.BARS, (1.0,))).all("rect") == []


def test_marks_that_would_run_into_each_other_are_left_out() -> None:
    """The first stays, and those that have room after it, within the picture."""
    many = chart(ChartKind.COLUMNS, (1.0,) * 120)
    words = [text.text for text in picture(many).all("text") if text.text.startswith("m")]
    narrow = read_page(chart_svg(many, NARROW, id="c")).all("text")

    assert words[0] == "m0"
    assert 5 < len(words) < 40
    assert len([text for text in narrow if text.text.startswith("m")]) < len(words)


def test_a_picture_says_what_it_is() -> None:
    """Title and description are escaped, and referred to."""
    drawn = picture(chart(ChartKind.COLUMNS, (1.0,)))

    assert drawn.attributes["aria-labelledby"] == "c-t c-d"
    assert drawn.all("title")[0].text == "Orders & units"
    assert drawn.all("desc")[0].text == "From 1 to 10."


def test_what_a_host_has_set_for_its_own_pictures_changes_nothing() -> None:
    """Colours, fonts and sizes of matplotlib's settings are not those of ours, nor kept."""
    import matplotlib as mpl

    drawn = chart(ChartKind.LINES, (1.0, 2.0, None, 4.0))
    before = chart_svg(drawn, WIDE, id="c")
    with mpl.rc_context(
        {"svg.fonttype": "path", "lines.linewidth": 9, "axes.facecolor": "red", "figure.dpi": 300}
    ):
        settings = dict(mpl.rcParams)
        assert chart_svg(drawn, WIDE, id="c") == before
        assert dict(mpl.rcParams) == settings


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else of reports needs it."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ExtraMissing, match="charts"):
        chart_svg(chart(ChartKind.COLUMNS, (1.0,)), WIDE, id="c")

    code = "import ordercore.adapters.reports, sys; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_hues_are_those_of_the_style_sheet() -> None:
    """None is drawn that has no colour."""
    from ordercore.adapters.reports.styles import LIGHT

    assert {shapes.hue_of(number) for number in range(30)} == {
        name for name in LIGHT if name.startswith("hue")
    }
