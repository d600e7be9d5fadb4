"""Sheets of figures: what could not be drawn is refused where it is made."""

import pytest

from ordercore.errors import InvalidValue
from ordercore.ports.sheets import Change, Chart, ChartKind, Grid, Series, Tick, Tile, Trend, Value

TICKS = (Tick(0.0, "0"), Tick(1.0, "1"))

SERIES = Series(name="Orders", values=(1.0, None), labels=("1", "-"))


def chart(**changes: object) -> Chart:
    """Give a chart, changed."""
    given: dict[str, object] = {
        "kind": ChartKind.LINES,
        "title": "Orders",
        "description": "From 0 to 1.",
        "points": ("Monday", "Tuesday"),
        "series": (SERIES,),
        "ticks": TICKS,
        **changes,
    }
    return Chart(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"points": (), "series": ()}, "points"),
        ({"series": ()}, "series"),
        ({"series": (SERIES, SERIES), "kind": ChartKind.BARS}, "series"),
        ({"points": ("Monday",)}, "series"),
        ({"kind": ChartKind.BARS, "series": (Series(name="", values=(1.0, 2.0)),)}, "labels"),
        ({"series": (Series(name="", values=(1.0, 2.0), labels=("1",)),)}, "labels"),
        ({"ticks": TICKS[:1]}, "ticks"),
        ({"ticks": TICKS[::-1]}, "ticks"),
        ({"ticks": (TICKS[0], TICKS[0])}, "ticks"),
        ({"title": 7}, "title"),
    ],
)
def test_a_chart_that_could_not_be_drawn_is_refused(changes: dict[str, object], field: str) -> None:
    """By the field that is amiss."""
    with pytest.raises(InvalidValue) as refused:
        chart(**changes)

    assert refused.value.field == field


@pytest.mark.parametrize("kind", ChartKind)
def test_every_kind_of_chart_can_be_made(kind: ChartKind) -> None:
    """Of one series with labels."""
    assert chart(kind=kind).kind is kind


@pytest.mark.parametrize(
    ("names", "row", "total", "field"),
    [
        (0, ("a", "b"), (), "names"),
        (3, ("a", "b"), (), "names"),
        (1, ("a",), (), "rows"),
        (1, ("a", "b"), ("a",), "rows"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(
    names: int, row: tuple[str, ...], total: tuple[str, ...], field: str
) -> None:
    """So is a table without a column of names."""
    with pytest.raises(InvalidValue) as refused:
        Grid(title="", columns=("SKU", "Orders"), names=names, rows=(row,), total=total)

    assert refused.value.field == field


def test_figures_are_of_the_types_that_they_say() -> None:
    """A number is no text."""
    with pytest.raises(InvalidValue, match="text"):
        Value(7)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="values"):
        Tile(name="Orders", values=("7",))  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="trend"):
        Change(trend="up", text="", said="")  # type: ignore[arg-type]
    assert Value("7", Change(trend=Trend.UP, text="+1", said="1 more")).change is not None
