"""The tables of a report: every figure that has anything to say, exactly."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ordercore.i18n.reports.headline import THEMES, Shown, columns, currencies, is_amount
from ordercore.i18n.reports.speech import Speech
from ordercore.metrics.reporting.figures import Figure
from ordercore.metrics.reporting.report import OrderReport
from ordercore.metrics.reporting.totals import Totals
from ordercore.ports.sheets import Grid

ZERO = Fraction(0)


def grids_of(report: OrderReport, speech: Speech) -> tuple[Grid, ...]:
    """Give a table for what was sold, sent, delivered and returned, where there is anything."""
    grids: list[Grid] = []
    for theme, days in THEMES:
        figures = [figure for figure in report.figures if figure.counted_by in days]
        if figures and any(has_said(report, figure) for figure in figures):
            grids.append(grid_of(report, speech, figures, speech.say(theme)))
    return tuple(grids)


def has_said(report: OrderReport, figure: Figure) -> bool:
    """Tell whether a figure is anything but nothing, over the whole time."""
    return any(figure.read(report.totals).values())


def grid_of(report: OrderReport, speech: Speech, figures: Iterable[Figure], title: str) -> Grid:
    """Give a table of some figures: a row for each period and group, and the total."""
    shown = tuple(columns(report, figures))
    several = len(currencies(report)) > 1
    heads = [
        speech.figure(one.figure, one.currency if several and is_amount(one.figure) else "")
        for one in shown
    ]
    names = _names(report, speech)
    whole = report.totals
    rows = tuple(
        [(*row, *_cells(speech, shown, some, whole)) for row, some in _rows(report, speech)]
    )
    blank = [""] * (len(names) - 1)
    total = (speech.say("total"), *blank, *_cells(speech, shown, whole, whole))
    return Grid(title=title, columns=(*names, *heads), names=len(names), rows=rows, total=total)


def _names(report: OrderReport, speech: Speech) -> tuple[str, ...]:
    of_time = (speech.say(report.by),) if report.by else ()
    of_group = (speech.say(f"by.{report.group}"),) if report.group else ()
    return of_time + of_group or (speech.say("time"),)


def _rows(report: OrderReport, speech: Speech) -> Iterator[tuple[tuple[str, ...], Totals]]:
    if report.by is None and report.group:
        for group in report.groups:
            yield (speech.group(report.group, group.name),), group.totals
        return
    for period in report.periods:
        name = speech.period(report, period)
        if report.group is None:
            yield (name,), period.totals
        else:
            for group in period.groups:
                yield (name, speech.group(report.group, group.name)), group.totals


def _cells(
    speech: Speech, shown: tuple[Shown, ...], totals: Totals, whole: Totals
) -> Iterator[str]:
    for one in shown:
        absent = ZERO if one.figure.kind.adds_up else None
        value = one.figure.read(totals).get(one.currency, absent)
        beside = one.figure.read(whole).get(one.currency)
        yield speech.value(one.figure, value, one.currency, beside=beside)
