"""Reports in words: an order report as a sheet that an adapter draws.

The catalogues of reports have their words under ``report.``, in eleven languages; numbers, money,
days and shares are written as CLDR has them in any.
"""

from collections.abc import Mapping

from ordercore.i18n.reports.charting import charts_of
from ordercore.i18n.reports.grids import grid_of, grids_of
from ordercore.i18n.reports.headline import headline_of
from ordercore.i18n.reports.notes import about, notes_of
from ordercore.i18n.reports.speech import REPORT_KEYS, Speech
from ordercore.i18n.reports.tiles import tiles_of
from ordercore.i18n.sentences import NO_WORDS
from ordercore.metrics.reporting.report import OrderReport
from ordercore.ports.sheets import Grid, Sheet

__all__ = ["REPORT_KEYS", "report_grid", "report_sheet"]


def report_grid(
    report: OrderReport, language: str = "en", words: Mapping[str, str] = NO_WORDS
) -> Grid:
    """Put the main figures of an order report into one table, as wide as a terminal.

    Raises:
        InvalidValue: when there is no such language.
    """
    speech = Speech(language, words)
    title = "\n".join((speech.title(report), *about(report, speech)))
    return grid_of(report, speech, headline_of(report), title)


def report_sheet(
    report: OrderReport, language: str = "en", words: Mapping[str, str] = NO_WORDS
) -> Sheet:
    """Put an order report into words: figures at a glance, charts, and tables of every figure.

    ``words`` are a host's own by key, in place of ours: ``{"report.title": "Our week"}``. What
    nobody has words for is said in English, with numbers as the language has them.

    Raises:
        InvalidValue: when there is no such language.
    """
    speech = Speech(language, words)
    return Sheet(
        language=speech.tag,
        right_to_left=speech.right_to_left,
        title=speech.title(report),
        about=about(report, speech),
        tiles_title=speech.say("tiles"),
        charts_title=speech.say("charts"),
        grids_title=speech.say("grids"),
        tiles=tiles_of(report, speech),
        charts=charts_of(report, speech),
        grids=grids_of(report, speech),
        notes=notes_of(report, speech),
    )
