"""A report as one JSON value: everything that it says, under names that do not change.

Counts are whole numbers, amounts decimal text by currency (``{"EUR": "12.50"}``), shares and
seconds numbers rounded as in the other formats, and what there is no data of is ``null``.
"""

from typing import TypeAlias

from ordercore.adapters.reports.columns import cell_of, is_money
from ordercore.metrics.reporting.figures import Figure, FigureKind
from ordercore.metrics.reporting.report import Group, OrderReport, Period
from ordercore.metrics.reporting.totals import Totals

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"


def report_json(report: OrderReport) -> dict[str, Json]:
    """Give the value; :func:`json.dumps` of the standard library writes it.

    ``totals`` count each thing once, which the sum of groups or of rows need not.
    """
    figures = report.figures
    return {
        "by": report.by,
        "group": report.group,
        "zone": report.zone,
        "first": None if report.first is None else report.first.isoformat(),
        "last": None if report.last is None else report.last.isoformat(),
        "currency": report.currency,
        "totals": _totals(figures, report.totals),
        "before": _before(figures, report.before),
        "returns_by_reason": dict(sorted(report.totals.returns_by_reason.items())),
        "groups": [_group(figures, group) for group in report.groups],
        "periods": [_period(figures, period) for period in report.periods],
    }


def _period(figures: tuple[Figure, ...], period: Period) -> Json:
    return {
        "begins": period.begins.isoformat(),
        "ends": period.ends.isoformat(),
        "totals": _totals(figures, period.totals),
        "before": _before(figures, period.before),
        "groups": [_group(figures, group) for group in period.groups],
    }


def _group(figures: tuple[Figure, ...], group: Group) -> Json:
    return {
        "name": group.name,
        "totals": _totals(figures, group.totals),
        "before": _before(figures, group.before),
    }


def _before(figures: tuple[Figure, ...], totals: Totals | None) -> Json:
    return None if totals is None else _totals(figures, totals)


def _totals(figures: tuple[Figure, ...], totals: Totals) -> Json:
    return {name_of(figure): _value(figure, totals) for figure in figures}


def name_of(figure: Figure) -> str:
    """Name a figure, with its unit where that is not plain."""
    return f"{figure.name}_seconds" if figure.kind is FigureKind.TIME else figure.name


def _value(figure: Figure, totals: Totals) -> Json:
    values = figure.read(totals)
    if is_money(figure):
        return {word: f"{cell_of(figure, value, word):f}" for word, value in values.items()}
    cell = cell_of(figure, values.get(""), "")
    return cell if cell is None or isinstance(cell, int) else float(cell)
