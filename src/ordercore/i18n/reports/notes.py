"""What is said around the figures: which days, compared with what, and how they are counted."""

from ordercore.i18n.reports.speech import Speech
from ordercore.metrics.reporting.periods import Days, as_long_before
from ordercore.metrics.reporting.report import OrderReport


def about(report: OrderReport, speech: Speech) -> tuple[str, ...]:
    """Say which days a report is about, and with which they are compared."""
    if report.first is None or report.last is None:
        return (speech.say("empty"),)
    zone = speech.say("days_of_each")
    if report.zone is not None:
        zone = speech.say("days_of", zone=speech.given(report.zone))
    lines = [f"{speech.span(report.first, report.last)} · {zone}"]
    if report.before is not None:
        before = as_long_before(Days(report.first, report.last))
        if before is not None and before.first is not None and before.last is not None:
            lines.append(speech.say("compared", days=speech.span(before.first, before.last)))
    if report.currency is not None:
        lines.append(speech.say("converted", currency=report.currency))
    return tuple(lines)


def notes_of(report: OrderReport, speech: Speech) -> tuple[str, ...]:
    """Say how figures are counted, where that could be taken amiss."""
    notes = [speech.say("days"), speech.say("no_data")]
    if any(report.group in figure.overlaps for figure in report.figures):
        notes.append(speech.say("overlaps"))
    return tuple(notes)
