"""Order reports in words: every key in every language, and every figure as the locale has it."""

import datetime as dt
import re
import string
import unicodedata
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.i18n import report_grid, report_sheet
from ordercore.i18n.catalogue import DOMAINS, REPORTS, languages, words_in
from ordercore.i18n.reports import REPORT_KEYS
from ordercore.i18n.reports.headline import GLANCE, HEADLINE, THEMES
from ordercore.i18n.reports.scale import scale_of, step_for
from ordercore.i18n.reports.speech import MINUS, NOTHING, Speech
from ordercore.i18n.reports.tiles import change_of
from ordercore.metrics.reporting import DIMENSIONS, FIGURES, CountedBy, figure_named
from ordercore.metrics.reporting.figures import Change as Compared
from ordercore.metrics.reporting.report import Group, OrderReport, Period
from ordercore.metrics.reporting.totals import Totals
from ordercore.ports.sheets import ChartKind, Trend
from ordercore.testing.reports import FIRST, HARD, NO_ORDERS, by_day, by_group

LANGUAGES = sorted(languages(REPORTS))

EN = Speech("en", {})

TO = "\u2009\u2013\u2009"
"""Between two days, as CLDR has it: a dash with thin spaces."""

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def own(language: str) -> dict[str, str]:
    """Give the words of one file, without the fall-back."""
    return dict(words_in(DOMAINS[REPORTS] / f"{language}.po").one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_everything(language: str) -> None:
    """No key is missing or unused, and each names the facts that the English one does."""

    def named(words: dict[str, str]) -> dict[str, set[str]]:
        parse = string.Formatter().parse
        return {key: {name for _, name, _, _ in parse(text) if name} for key, text in words.items()}

    assert set(own(language)) == {f"report.{key}" for key in REPORT_KEYS}
    assert named(own(language)) == named(own("en"))


def test_there_are_words_in_eleven_languages() -> None:
    """Those in which everything else is said."""
    assert len(LANGUAGES) == 11
    assert len({own(language)["report.title"] for language in LANGUAGES}) == 11


def test_every_figure_has_its_table() -> None:
    """Whatever day it is counted by, once."""
    days = [day for _, some in THEMES for day in some]

    assert sorted(days, key=list(CountedBy).index) == list(CountedBy)
    assert {*GLANCE, *HEADLINE} <= {figure.name for figure in FIGURES}


def test_a_report_by_day_is_worded_from_head_to_foot() -> None:
    """Its days, what it is compared with, figures at a glance, charts and tables."""
    sheet = report_sheet(by_day(14))

    assert sheet.title == "Orders by day"
    assert sheet.about == (
        f"Jan 1{TO}14, 2026 · days in Europe/Berlin",
        f"Compared with Dec 18{TO}31, 2025",
    )
    assert [tile.name for tile in sheet.tiles][:3] == ["Orders", "Units", "Value of goods"]
    assert [(chart.kind, chart.title) for chart in sheet.charts] == [
        (ChartKind.COLUMNS, "Orders"),
        (ChartKind.COLUMNS, "Value of goods"),
        (ChartKind.LINES, "Average order value"),
        (ChartKind.COLUMNS, "Cancelled orders · Returns"),
        (ChartKind.LINES, "Time to ship · Time to deliver"),
        (ChartKind.COLUMNS, "Shipping cost · Shipping margin"),
        (ChartKind.BARS, "Returns by reason"),
    ]
    assert [grid.title for grid in sheet.grids] == [
        "Sold", "Sent", "Delivered", "Returned and refunded",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "orders", "value", "day"),
    [
        ("en", "1,158", "€27,203.52", "Jan 1, 2026"),
        ("de", "1.158", "27.203,52 €", "01.01.2026"),
        ("hi", "1,158", "€27,203.52", "1 जन॰ 2026"),
        ("ja", "1,158", "€27,203.52", "2026/01/01"),
    ],
)
def test_numbers_money_and_days_are_written_as_the_locale_has_them(
    language: str, orders: str, value: str, day: str
) -> None:
    """A space that does not break is a space here."""
    totals = Totals(orders=1158, item_value={"EUR": 2_720_352}, orders_by_currency={"EUR": 1158})
    period = Period(begins=FIRST, ends=FIRST, totals=totals)
    report = OrderReport(by="day", first=FIRST, last=FIRST, periods=(period,), totals=totals)
    (row,) = report_grid(report, language).rows

    assert tuple([cell.replace("\xa0", " ") for cell in row]) == (day, orders, "0", value)


def test_whole_months_are_compared_with_whole_months() -> None:
    """As the report itself does."""
    day = dt.date(2026, 3, 1)
    report = OrderReport(by="month", first=day, last=dt.date(2026, 3, 31), before=Totals())

    assert report_sheet(report).about[1] == f"Compared with Feb 1{TO}28, 2026"


def test_currencies_stand_apart() -> None:
    """Each in a column, a tile and a chart of its own."""
    sheet = report_sheet(by_day(7, currencies=("EUR", "JPY")))
    titles = [chart.title for chart in sheet.charts]

    assert "Value of goods (EUR)" in sheet.grids[0].columns
    assert "Value of goods (JPY)" in sheet.grids[0].columns
    assert {"Value of goods (EUR)", "Value of goods (JPY)"} <= {*titles}
    (value,) = [tile for tile in sheet.tiles if tile.name == "Value of goods"]
    assert [some.text[0] for some in value.values] == ["€", "¥"]


def test_converted_amounts_say_to_what() -> None:
    """In the head."""
    report = OrderReport(by="day", first=FIRST, last=FIRST, currency="EUR")

    assert report_sheet(report).about[-1] == "All amounts are converted to EUR."


def test_days_of_each_marketplace_are_told() -> None:
    """Where no zone was asked for."""
    report = OrderReport(by="day", first=FIRST, last=FIRST)

    assert report_sheet(report).about == ("Jan 1, 2026 · days of each marketplace",)


def test_a_report_of_nothing_says_so() -> None:
    """With tables of nothing left out."""
    sheet = report_sheet(NO_ORDERS)

    assert sheet.about == ("There are no orders in this time.",)
    assert (sheet.charts, sheet.grids) == ((), ())


# By group


def test_groups_are_named_in_the_readers_language() -> None:
    """Countries and reasons by their words, a host's own as they are, what is not known as such."""
    speech = Speech("de", {})

    assert speech.group("country", "FR") == "Frankreich"
    assert speech.group("marketplace", "my-shop") == "my-shop"
    assert speech.group("reason", "DEFECTIVE") == "Defekt"
    assert speech.group("reason", "OUR_OWN_REASON") == "Our own reason"
    assert speech.group("sku", "A\tB\u202e") == "A B"
    assert speech.group("carrier", " ") == "nicht bekannt"


def test_among_words_from_right_to_left_names_have_a_direction_of_their_own() -> None:
    """An SKU is not shown with its parts in another order."""
    assert Speech("ar", {}).group("sku", "MUG-7") == "\u2068MUG-7\u2069"
    assert report_sheet(NO_ORDERS, "ar").right_to_left


def test_bars_show_the_largest_groups_and_say_how_many_are_left() -> None:
    """All are in the table."""
    sheet = report_sheet(by_group("sku", tuple([f"SKU-{at}" for at in range(30)])))
    bars = sheet.charts[0]
    values = [value or 0 for value in bars.series[0].values]

    assert len(bars.points) == 12
    assert values == sorted(values, reverse=True)
    assert bars.note == "18 more are in the table."
    assert len(sheet.grids[0].rows) == 30
    assert "What has to do with several" in sheet.notes[-1]


def test_groups_over_time_have_lines() -> None:
    """The five largest; every period and group has its row."""
    names = tuple([f"SKU-{at}" for at in range(7)])
    sheet = report_sheet(by_group("sku", names, months=3))
    (lines,) = [chart for chart in sheet.charts if chart.kind is ChartKind.LINES]

    assert len(lines.series) == 5
    assert [mark.label for mark in lines.marks] == ["Jan", "Feb", "Mar"]
    assert len(sheet.grids[0].rows) == 21
    assert sheet.grids[0].rows[0][:2] == ("Jan 2026", "SKU-0")


def test_by_reason_returns_alone_are_told() -> None:
    """What was sold has no reason."""
    sheet = report_sheet(by_group("reason", ("DEFECTIVE", "", "UNWANTED_ITEM")))

    assert {grid.title for grid in sheet.grids} == {"Returned and refunded"}
    assert [chart.title for chart in sheet.charts] == ["Returned units"]
    assert report_grid(by_group("reason", ("DEFECTIVE",))).columns[0] == "Reason"


def test_groups_of_nothing_have_no_chart() -> None:
    """Bars of zeros say nothing."""
    group = Group(name="MUG", totals=Totals())
    report = OrderReport(by=None, group="sku", groups=(group,))

    assert report_sheet(report).charts == ()


# Changes


@pytest.mark.parametrize(
    ("name", "now", "before", "trend", "text", "said"),
    [
        ("orders", 110, 100, Trend.UP, "+10% (100)", "10% more than in the period before (100)"),
        (
            "orders", 90, 100, Trend.DOWN, f"{MINUS}10% (100)",
            "10% less than in the period before (100)",
        ),
        ("orders", 5, 5, Trend.SAME, "5", "the same as in the period before (5)"),
        ("orders", 5, 0, Trend.UP, "+5 (0)", "5 more than in the period before (0)"),
        (
            "orders", 10_001, 10_000, Trend.UP, "+1 (10,000)",
            "1 more than in the period before (10,000)",
        ),
        (
            "cancellation_share", Fraction(1, 50), Fraction(1, 100), Trend.UP, "(1%)",
            "more than in the period before (1%)",
        ),
        (
            "cancellation_share", Fraction(1, 100), Fraction(1, 50), Trend.DOWN, "(2%)",
            "less than in the period before (2%)",
        ),
        (
            "time_to_ship", 3601, 3600, Trend.SAME, "1 hr",
            "the same as in the period before (1 hr)",
        ),
        (
            "time_to_ship", 3600, None, Trend.UNKNOWN, "nothing to compare with",
            "nothing to compare with",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_so_that_it_can_be_understood(
    name: str,
    now: int | Fraction | None,
    before: int | Fraction | None,
    trend: Trend,
    text: str,
    said: str,
) -> None:
    """In percent, or as a difference where that is too little or there was nothing before."""
    compared = Compared(*[None if one is None else Fraction(one) for one in (now, before)])
    change = change_of(EN, figure_named(name), compared, "")

    assert (change.trend, change.text, change.said) == (trend, text, said)


def test_without_a_comparison_no_change_is_told() -> None:
    """Not even that there is none."""
    sheet = report_sheet(by_day(3, compared=False))

    assert {value.change for tile in sheet.tiles for value in tile.values} == {None}


def test_a_currency_that_was_there_before_alone_is_told_as_gone() -> None:
    """Nothing now, of what it was."""
    report = OrderReport(
        by="day",
        periods=(),
        totals=Totals(orders=1, item_value={"EUR": 100}),
        before=Totals(orders=1, item_value={"USD": 500}),
    )
    (value,) = [t for t in report_sheet(report).tiles if t.name == "Value of goods"]

    assert [(some.text, some.change and some.change.text) for some in value.values] == [
        ("€1.00", "+€1.00 (€0.00)"),
        ("$0.00", f"{MINUS}100% ($5.00)"),
    ]


# Values


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("orders", Fraction(1234), "1,234"),
        ("cancellation_share", Fraction(1, 3), "33.3%"),
        ("cancellation_share", Fraction(1, 10), "10%"),
        ("time_to_ship", Fraction(5400), "1.5 hr"),
        ("time_to_ship", Fraction(86_400 * 3), "3 days"),
        ("time_to_ship", None, NOTHING),
    ],
)
def test_a_value_is_written_as_what_it_is(name: str, value: Fraction | None, text: str) -> None:
    """Counts whole, shares and means to a tenth, no data as a dash."""
    assert EN.value(figure_named(name), value) == text


def test_times_of_a_column_are_in_one_unit() -> None:
    """That of their mean, so that they can be compared."""
    some = [Totals(delivered=1, delivery_seconds=86_400 * days) for days in (1, 2, 9)]
    groups = tuple([Group(name=str(at), totals=totals) for at, totals in enumerate(some)])
    whole = sum(some, Totals())
    sheet = report_sheet(OrderReport(by=None, group="sku", groups=groups, totals=whole))
    (grid,) = sheet.grids

    assert [row[-1] for row in (*grid.rows, grid.total)] == ["1 day", "2 days", "9 days", "4 days"]
    assert [some.series[0].labels for some in sheet.charts] == [("9 days", "2 days", "1 day")]


def test_no_data_is_a_dash_in_tables() -> None:
    """No mean of nothing."""
    totals = Totals(parcels=1, shipping_seconds=7200)
    periods = (
        Period(begins=FIRST, ends=FIRST, totals=totals),
        Period(begins=FIRST + dt.timedelta(1), ends=FIRST + dt.timedelta(1), totals=Totals()),
    )
    sheet = report_sheet(OrderReport(by="day", periods=periods, totals=totals))
    (sent,) = [grid for grid in sheet.grids if grid.title == "Sent"]

    assert [row[-1] for row in sent.rows] == ["2 hr", NOTHING]
    (chart,) = [chart for chart in sheet.charts if chart.title == "Time to ship"]
    assert chart.series[0].values == (2.0, None)


# Axes


@pytest.mark.parametrize(
    ("values", "whole", "marks"),
    [
        ((7,), True, (0, 2, 4, 6, 8)),
        ((1,), True, (0, 1)),
        ((), True, (0, 1)),
        ((3,), False, (0, 1, 2, 3)),
        ((-5, 10), False, (-5, 0, 5, 10)),
        ((123_456,), True, (0, 50_000, 100_000, 150_000)),
        ((Fraction(1, 100),), False, (0, Fraction(1, 200), Fraction(1, 100))),
    ],
)
def test_an_axis_is_marked_by_round_numbers(
    values: tuple[Fraction, ...], *, whole: bool, marks: tuple[Fraction, ...]
) -> None:
    """Whole ones where nothing is parted."""
    assert scale_of(map(Fraction, values), whole=whole) == marks


@given(st.lists(st.fractions(-(10**9), 10**9), max_size=5), st.booleans())
def test_law_an_axis_holds_every_value_and_has_few_marks(
    values: list[Fraction],
    whole: bool,
) -> None:
    """From two to six, equally far apart, zero among them."""
    marks = scale_of(values, whole=whole)

    assert marks[0] <= min([*values, Fraction(0)])
    assert marks[-1] >= max([*values, Fraction(0)])
    assert 2 <= len(marks) <= 6
    assert len({after - one for one, after in pairwise(marks)}) == 1
    assert 0 in marks


def test_a_step_is_the_next_round_one() -> None:
    """One, two or five, times a power of ten."""
    assert [step_for(Fraction(some)) for some in (1, 3, 6, 10, 11)] == [1, 5, 10, 10, 20]


@pytest.mark.parametrize(
    ("report", "marks"),
    [
        (by_day(3), ["Jan 1", "Jan 2", "Jan 3"]),
        (by_day(21), ["Jan 1", "Jan 5", "Jan 12", "Jan 19"]),
        (by_day(92), ["Jan", "Feb", "Mar", "Apr"]),
        (by_day(400), [*MONTHS, "Jan 2027", "Feb"]),
    ],
    ids=["days", "weeks", "months", "years"],
)  # fmt: skip
def test_time_is_marked_by_what_there_is_room_for(report: OrderReport, marks: list[str]) -> None:
    """Days, Mondays, or the first of months; the year where a new one begins."""
    assert [mark.label for mark in report_sheet(report).charts[0].marks] == marks


def test_weeks_are_named_by_their_days_and_marked_by_their_months() -> None:
    """The first of them, and each in which another month begins."""
    begins = [dt.date(2026, 1, 5) + dt.timedelta(weeks=number) for number in range(6)]
    periods = tuple(
        [
            Period(begins=day, ends=day + dt.timedelta(6), totals=Totals(orders=number))
            for number, day in enumerate(begins)
        ]
    )
    whole = Totals(orders=sum(range(6)))
    report = OrderReport(by="week", periods=periods, totals=whole)
    sheet = report_sheet(report)

    assert sheet.grids[0].rows[0][0] == f"Jan 5{TO}11, 2026"
    assert [(mark.at, mark.label) for mark in sheet.charts[0].marks] == [(0, "Jan"), (4, "Feb")]


def test_the_whole_time_may_be_one_period() -> None:
    """One row, and no chart over time."""
    period = Period(begins=FIRST, ends=dt.date(2026, 2, 3), totals=Totals(orders=1))
    report = OrderReport(by=None, periods=(period,), totals=Totals(orders=1))

    assert report_grid(report).rows == ((f"Jan 1{TO}Feb 3, 2026", "1", "0"),)
    assert report_sheet(report).charts == ()


def test_many_days_are_a_line() -> None:
    """Columns of a year would be hairs."""
    kinds = {chart.title: chart.kind for chart in report_sheet(by_day(365)).charts}

    assert kinds["Orders"] is ChartKind.LINES


def test_points_have_their_values_as_text_where_they_can_be_pointed_at() -> None:
    """Not those of a year."""
    few, many = report_sheet(by_day(3)).charts[0], report_sheet(by_day(100)).charts[0]

    assert few.series[0].labels == tuple([f"{value:.0f}" for value in few.series[0].values])
    assert many.series[0].labels == ()


def test_a_chart_is_described_in_a_sentence() -> None:
    """For readers who do not see it."""
    chart = report_sheet(by_day(14)).charts[0]

    assert re.fullmatch(r"Orders: from \d+ to \d+\.", chart.description)


# Every language


@pytest.mark.parametrize("language", [*LANGUAGES, "pt-PT", "zh-Hant", "sw", "he"])
def test_every_report_can_be_worded_in_every_language(language: str) -> None:
    """Without control characters, whatever stands in a SKU."""
    for report in (by_day(3), by_group("sku", (HARD, "a\nb"), months=2), NO_ORDERS):
        sheet = report_sheet(report, language)
        texts = [sheet.title, *sheet.about, *sheet.notes]
        texts += [cell for grid in sheet.grids for row in grid.rows for cell in row]
        texts += [chart.title + chart.description for chart in sheet.charts]

        assert all(unicodedata.category(char) != "Cc" for text in texts for char in text)


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("months", [0, 2])
def test_every_dimension_can_be_worded(dimension: str, months: int) -> None:
    """With those figures alone that are told apart by it; reasons only where returns are told."""
    report = by_group(dimension, ("A", ""), months=months)
    sheet = report_sheet(report)
    titles = {chart.title for chart in sheet.charts}

    assert sheet.charts
    assert ("Returns by reason" in titles) is (dimension not in ("reason", "carrier"))
    assert report_grid(report).rows


def test_a_hosts_own_words_stand_in_place_of_ours() -> None:
    """By key."""
    sheet = report_sheet(by_day(2), words={"report.title.day": "Our week"})

    assert sheet.title == "Our week"


def test_a_language_without_words_is_said_in_english_with_its_own_numbers() -> None:
    """A page says of itself what its words are in; with words of the host, its language."""
    totals = Totals(orders=1234)
    period = Period(begins=FIRST, ends=FIRST, totals=totals)
    report = OrderReport(by="day", first=FIRST, last=FIRST, periods=(period,), totals=totals)
    finnish, hebrew = (report_sheet(report, language) for language in ("fi", "he"))
    own = report_sheet(report, "he", words={"report.title.day": "הזמנות"})

    assert (finnish.language, finnish.title) == ("en", "Orders by day")
    assert finnish.tiles[0].values[0].text == "1\xa0234"
    assert (hebrew.language, hebrew.right_to_left) == ("en", False)
    assert (own.language, own.right_to_left) == ("he", True)


def test_a_language_that_is_none_is_refused() -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match="language"):
        report_sheet(NO_ORDERS, "not a language")
    with pytest.raises(InvalidValue, match="language"):
        report_grid(NO_ORDERS, "qq")
