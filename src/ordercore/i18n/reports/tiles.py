"""What a report says at a glance: a few figures, each with its change since the period before."""

from fractions import Fraction

from ordercore.i18n.reports.headline import GLANCE, chosen, columns
from ordercore.i18n.reports.speech import MINUS, Speech
from ordercore.metrics.reporting.figures import Change as Compared
from ordercore.metrics.reporting.figures import Figure, FigureKind, changes
from ordercore.metrics.reporting.report import OrderReport
from ordercore.ports.sheets import Change, Tile, Trend, Value

LEAST_PERCENT = Fraction(1, 20)
"""What is less is nothing to a tenth of a percent: then the difference itself is told."""


def tiles_of(report: OrderReport, speech: Speech) -> tuple[Tile, ...]:
    """Give a tile for each figure that has anything to say."""
    tiles: list[Tile] = []
    for figure in chosen(report, GLANCE):
        words = [shown.currency for shown in columns(report, (figure,))]
        if words:
            values = tuple([_value(report, speech, figure, word) for word in words])
            tiles.append(Tile(name=speech.figure(figure), values=values))
    return tuple(tiles)


def _value(report: OrderReport, speech: Speech, figure: Figure, word: str) -> Value:
    absent = Fraction(0) if figure.kind.adds_up else None
    value = figure.read(report.totals).get(word, absent)
    text = speech.value(figure, value, word)
    if report.before is None:
        return Value(text)
    known = changes(figure, report.totals, report.before).get(word, Compared(None, None))
    return Value(text, change_of(speech, figure, known, word))


def change_of(speech: Speech, figure: Figure, compared: Compared, word: str) -> Change:
    """Say how a value differs from what it was."""
    if compared.difference is None:
        return Change(trend=Trend.UNKNOWN, text=speech.say("new"), said=speech.say("new"))
    before = speech.value(figure, compared.before, word, beside=compared.now)
    if before == speech.value(figure, compared.now, word):
        # Also where they differ by less than is written.
        return Change(trend=Trend.SAME, text=before, said=speech.say("same", before=before))
    trend = Trend.UP if compared.difference > 0 else Trend.DOWN
    if figure.kind is FigureKind.SHARE:
        # A percentage of percentages would be taken for points of them.
        said = speech.say(trend.value, before=before)
        return Change(trend=trend, text=f"({before})", said=said)
    much = speech.value(figure, abs(compared.difference), word)
    if compared.percent is not None and abs(compared.percent) >= LEAST_PERCENT:
        much = speech.percent(abs(compared.percent) / 100)
    sign, key = ("+", "more") if trend is Trend.UP else (MINUS, "less")
    return Change(
        trend=trend,
        text=f"{speech.given(sign + much)} ({before})",
        said=speech.say(key, much=much, before=before),
    )
