"""What holds for every report: it can be worded, drawn and written, and nothing is lost."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_reading import read_page

from ordercore.adapters.reports import flat_rows, report_csv, report_json, sheet_html
from ordercore.i18n import report_grid, report_sheet
from ordercore.i18n.catalogue import REPORTS, languages
from ordercore.kernel.money import digits
from ordercore.metrics.reporting import DIMENSIONS
from ordercore.metrics.reporting.report import Group, OrderReport, Period
from ordercore.metrics.reporting.totals import Totals

COUNTS = st.integers(0, 3) | st.integers(0, 10**9)

CURRENCIES = st.sampled_from(("EUR", "JPY", "KWD"))

AMOUNTS = st.dictionaries(CURRENCIES, st.integers(0, 10**12), max_size=3)

REASONS = st.dictionaries(st.sampled_from(("DEFECTIVE", "", "<OURS>")), COUNTS, max_size=3)

NAMES = st.text(max_size=8)

DAYS = st.dates(dt.date(1970, 1, 5), dt.date(2100, 1, 1))

ONE = dt.timedelta(days=1)


@st.composite
def totals(draw: st.DrawFn) -> Totals:
    """Draw what some orders came to, though no orders could."""
    return Totals(
        orders=draw(COUNTS),
        units=draw(COUNTS),
        item_value=draw(AMOUNTS),
        orders_by_currency=draw(st.dictionaries(CURRENCIES, COUNTS, max_size=3)),
        cancelled=draw(COUNTS),
        parcels=draw(COUNTS),
        shipping_seconds=draw(COUNTS),
        costed_parcels=draw(COUNTS),
        shipping_cost=draw(AMOUNTS),
        shipping_earned=draw(AMOUNTS),
        delivered=draw(COUNTS),
        delivery_seconds=draw(COUNTS),
        returns=draw(COUNTS),
        returns_by_reason=draw(REASONS),
        refunded=draw(AMOUNTS),
    )


@st.composite
def reports(draw: st.DrawFn) -> OrderReport:
    """Draw a report of some days, told apart by a dimension or not, compared or not."""
    group = draw(st.none() | st.sampled_from(DIMENSIONS))
    names = sorted(draw(st.sets(NAMES, max_size=3))) if group else []
    before = totals() if draw(st.booleans()) else st.none()
    first = draw(DAYS)
    periods = [
        Period(
            begins=first + number * ONE,
            ends=first + number * ONE,
            totals=draw(totals()),
            before=draw(before),
            groups=tuple(
                [Group(name=name, totals=draw(totals()), before=draw(before)) for name in names]
            ),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return OrderReport(
        by=draw(st.sampled_from(("day", "week", "month"))),
        group=group,
        zone=draw(st.sampled_from((None, "Asia/Tokyo"))),
        first=first if periods else None,
        last=periods[-1].ends if periods else None,
        periods=tuple(periods),
        groups=tuple([Group(name=name, totals=draw(totals())) for name in names]),
        totals=sum((period.totals for period in periods), Totals()),
        before=draw(before),
    )


@settings(max_examples=8, deadline=None)
@given(reports(), st.sampled_from(sorted({*languages(REPORTS), "sv"})))
def test_law_every_report_can_be_looked_at(report: OrderReport, language: str) -> None:
    """In every language: the page is whole, and every table has all its rows."""
    pytest.importorskip("matplotlib", reason="the extra 'charts' draws")
    sheet = report_sheet(report, language)
    page = read_page(sheet_html(sheet))

    assert len(page.all("svg")) == 2 * len(sheet.charts)
    assert [len(table.all("tr")) for table in page.all("table")] == [
        len(grid.rows) + 2 for grid in sheet.grids
    ]
    assert len(report_grid(report, language).rows) == len(list(flat_rows(report)))


@settings(max_examples=25)
@given(reports())
def test_law_csv_loses_nothing(report: OrderReport) -> None:
    """Counts and amounts are read back from text as they are in the report."""
    rows = list(csv.DictReader(io.StringIO("".join(report_csv(report)), newline=""), strict=True))
    told = [
        totals
        for period in report.periods
        for totals in (
            [period.totals] if report.group is None else [some.totals for some in period.groups]
        )
    ]

    assert len(rows) == len(told)
    for row, some in zip(rows, told, strict=True):
        if "orders" in row:
            assert int(row["orders"]) == some.orders
        for currency, minor in some.item_value.items():
            name = f"item_value_{currency.lower()}"
            if name in row:
                assert Decimal(row[name]) == Decimal(minor).scaleb(-digits(currency))


@settings(max_examples=25)
@given(reports())
def test_law_json_says_the_same_after_it_was_written(report: OrderReport) -> None:
    """It is plain JSON: no number of it is none."""
    value = report_json(report)

    assert json.loads(json.dumps(value, allow_nan=False)) == value
