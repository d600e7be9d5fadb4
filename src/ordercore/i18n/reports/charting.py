"""The charts of a report: what is looked at first, over time or by group."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from ordercore.i18n.reports.headline import Shown, chosen, columns, currencies
from ordercore.i18n.reports.marking import marks_along
from ordercore.i18n.reports.scale import scale_of
from ordercore.i18n.reports.speech import DAY, HOUR, IN_DAYS_FROM, Speech
from ordercore.kernel.money import digits
from ordercore.metrics.reporting.figures import FigureKind
from ordercore.metrics.reporting.report import OrderReport
from ordercore.ports.sheets import Chart, ChartKind, Series, Tick

MOST_CURRENCIES = 3
"""So many currencies have charts of their own; all are in the tables."""

MOST_COLUMNS = 92
"""So many periods have columns; more of them, being as thin as hairs, have lines."""

MOST_GROUPS = 12
"""So many groups have bars; all are in the tables."""

MOST_LINES = 5
"""So many groups have lines over time."""

OVER_TIME = (
    (ChartKind.COLUMNS, ("orders",)),
    (ChartKind.COLUMNS, ("item_value",)),
    (ChartKind.LINES, ("average_order_value",)),
    (ChartKind.COLUMNS, ("cancelled", "returns")),
    (ChartKind.LINES, ("time_to_ship", "time_to_deliver")),
    (ChartKind.COLUMNS, ("shipping_cost", "shipping_margin")),
)
"""The charts over time: how each is drawn, and of which figures."""

BY_GROUP = ("orders", "item_value", "shipped_units", "time_to_deliver", "returned_units")
"""The figures that have a chart with a bar for each group."""

Values = Sequence[Fraction | None]


@attrs.frozen
class Line:
    """What becomes a series: a name, and exact values."""

    name: str
    values: Values


def charts_of(report: OrderReport, speech: Speech) -> tuple[Chart, ...]:
    """Give the charts of which there is anything to see."""
    charts: list[Chart] = []
    if report.group is not None:
        charts += _by_group(report, speech)
    if len(report.periods) > 1:
        charts += _over_time(report, speech) if report.group is None else _lines(report, speech)
    if report.group != "reason":
        charts += _by_reason(report, speech)
    return tuple(charts)


# Over time


def _over_time(report: OrderReport, speech: Speech) -> Iterator[Chart]:
    for kind, names in OVER_TIME:
        shown = [*columns(report, chosen(report, names))]
        told = {one.currency for one in shown if any(_values(report, one))}
        for currency in sorted(told)[:MOST_CURRENCIES]:
            alike = [one for one in shown if one.currency == currency]
            yield _of_periods(report, speech, kind, alike)


def _of_periods(report: OrderReport, speech: Speech, kind: ChartKind, shown: list[Shown]) -> Chart:
    currency = shown[0].currency if len(currencies(report)) > 1 else ""
    lines = [Line(speech.figure(one.figure), _values(report, one)) for one in shown]
    title = " · ".join([line.name for line in lines]) + (f" ({currency})" if currency else "")
    return _chart(report, speech, kind, title, shown[0], lines)


def _values(report: OrderReport, shown: Shown) -> Values:
    return [_of(shown, shown.figure.read(period.totals)) for period in report.periods]


def _of(shown: Shown, values: Mapping[str, Fraction]) -> Fraction | None:
    absent = Fraction(0) if shown.figure.kind.adds_up else None
    return values.get(shown.currency, absent)


def _lines(report: OrderReport, speech: Speech) -> Iterator[Chart]:
    """Draw the largest groups over time."""
    dimension = report.group or ""
    for shown in columns(report, chosen(report, BY_GROUP[:1]) or report.figures[:1]):
        largest = _largest(report, shown)[:MOST_LINES]
        lines = [
            Line(
                speech.group(dimension, name),
                [
                    _of(shown, shown.figure.read(period.group(name).totals))
                    for period in report.periods
                ],
            )
            for name, _ in largest
        ]
        if lines:
            title = speech.figure(shown.figure)
            yield _chart(report, speech, ChartKind.LINES, title, shown, lines)


def _chart(
    report: OrderReport,
    speech: Speech,
    kind: ChartKind,
    title: str,
    shown: Shown,
    lines: list[Line],
) -> Chart:
    known = [value for line in lines for value in line.values if value is not None]
    if kind is ChartKind.COLUMNS and len(report.periods) > MOST_COLUMNS:
        kind = ChartKind.LINES
    unit = _unit(speech, shown, max(known, default=Fraction(0)))
    marks = scale_of([value / unit.size for value in known], whole=unit.whole)
    return Chart(
        kind=kind,
        title=title,
        description=" ".join([_range(speech, shown, line) for line in lines]),
        points=tuple([speech.period(report, period) for period in report.periods]),
        series=tuple([_series(line, unit.size, _labels(speech, shown, line)) for line in lines]),
        ticks=tuple([Tick(float(mark), unit.write(mark)) for mark in marks]),
        marks=marks_along(report, speech),
    )


def _series(line: Line, size: Fraction, labels: tuple[str, ...] = ()) -> Series:
    values = tuple([None if value is None else float(value / size) for value in line.values])
    return Series(name=line.name, values=values, labels=labels)


def _labels(speech: Speech, shown: Shown, line: Line) -> tuple[str, ...]:
    """Write every value, of as many points as can be pointed at."""
    if len(line.values) > MOST_COLUMNS:
        return ()
    known = [value for value in line.values if value is not None]
    beside = max(known, default=None)
    return tuple(
        [speech.value(shown.figure, some, shown.currency, beside=beside) for some in line.values]
    )


def _range(speech: Speech, shown: Shown, line: Line) -> str:
    known = [value for value in line.values if value is not None]
    if not known:
        return ""
    least, most = (
        speech.value(shown.figure, value, shown.currency, beside=max(known))
        for value in (min(known), max(known))
    )
    return speech.say("range", name=line.name, least=least, most=most)


@attrs.frozen
class Unit:
    """In what an axis is marked: how much one of it is, and how it is written."""

    size: Fraction
    write: Callable[[Fraction], str]
    whole: bool = False


def _unit(speech: Speech, shown: Shown, most: Fraction) -> Unit:
    match shown.figure.kind:
        case FigureKind.AMOUNT | FigureKind.AVERAGE:
            size = Fraction(10 ** digits(shown.currency))
            return Unit(size, lambda mark: speech.round_amount(mark, shown.currency))
        case FigureKind.SHARE:
            return Unit(Fraction(1), speech.percent)
        case FigureKind.TIME:
            in_days = most >= IN_DAYS_FROM
            size = Fraction(DAY if in_days else HOUR)
            return Unit(size, lambda mark: speech.duration(mark * size, in_days=in_days))
        case FigureKind.COUNT:
            return Unit(Fraction(1), speech.rough, whole=True)


# By group


def _by_group(report: OrderReport, speech: Speech) -> Iterator[Chart]:
    for shown in columns(report, chosen(report, BY_GROUP)):
        if largest := _largest(report, shown):
            several = len(currencies(report)) > 1
            title = speech.figure(shown.figure, shown.currency if several else "")
            named = [(speech.group(report.group or "", name), value) for name, value in largest]
            yield _bars(speech, title, shown, named)


def _largest(report: OrderReport, shown: Shown) -> list[tuple[str, Fraction]]:
    """Give the groups that have something of a figure, the largest first."""
    some = [(group.name, _of(shown, shown.figure.read(group.totals))) for group in report.groups]
    known = [(name, value) for name, value in some if value]
    return sorted(known, key=lambda pair: (-pair[1], pair[0]))


def _by_reason(report: OrderReport, speech: Speech) -> Iterator[Chart]:
    reasons = [(name, many) for name, many in report.totals.returns_by_reason.items() if many]
    reasons.sort(key=lambda pair: (-pair[1], pair[0]))
    named = [(speech.group("reason", name), Fraction(many)) for name, many in reasons]
    for figure in chosen(report, ("returns",)):
        if named:
            yield _bars(speech, speech.say("by_reason"), Shown(figure), named)


def _bars(speech: Speech, title: str, shown: Shown, named: list[tuple[str, Fraction]]) -> Chart:
    kept = named[:MOST_GROUPS]
    most = kept[0][1]
    texts = [speech.value(shown.figure, some, shown.currency, beside=most) for _, some in kept]
    said = [f"{name}: {text}" for (name, _), text in zip(kept, texts, strict=True)]
    if left := len(named) - len(kept):
        said.append(speech.say("others", count=left))
    values = [value for _, value in kept]
    ends = (min(*values, Fraction(0)), max(*values, Fraction(0)))
    line = Line(title, values)
    return Chart(
        kind=ChartKind.BARS,
        title=title,
        description="; ".join(said),
        points=tuple([name for name, _ in kept]),
        series=(_series(line, Fraction(1), tuple(texts)),),
        ticks=tuple([Tick(float(end), "") for end in ends]),
        note=said[-1] if left else "",
    )
