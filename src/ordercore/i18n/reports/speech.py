"""How the words of one report are said: its language, and the values of figures in it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_interval, format_skeleton
from babel.numbers import format_compact_currency, format_compact_decimal, format_percent
from babel.units import format_unit

from ordercore.i18n.catalogue import FALLBACK, REPORTS, catalogue, languages, locale_of, nearest
from ordercore.i18n.letters import writing
from ordercore.i18n.letters.voice import END, ISOLATE_AS_IT_IS, RIGHT_TO_LEFT
from ordercore.i18n.papers import wording
from ordercore.metrics.reporting.figures import DIMENSIONS, FIGURES, Figure, FigureKind
from ordercore.metrics.reporting.report import OrderReport, Period
from ordercore.returns.reasons import RETURN_REASONS

REPORT_KEYS = frozenset(
    {
        "title", "title.day", "title.week", "title.month", "tiles", "charts", "grids",
        "empty", "days_of", "days_of_each", "compared", "converted", "total", "time", "day", "week",
        "month", "placed", "shipped", "delivered", "returned", "more", "less",
        "up", "down", "same", "new", "unknown", "no_data", "range", "others", "overlaps", "days",
        "by_reason",
        *(f"by.{dimension}" for dimension in DIMENSIONS),
        *(f"figure.{figure.name}" for figure in FIGURES),
        *(f"reason.{code}" for code in RETURN_REASONS),
    }
)  # fmt: skip
"""What a catalogue says under ``report.``."""

HOUR, DAY = 3600, 86400

IN_DAYS_FROM = 3 * DAY
"""Means from this one on are told in days, shorter ones in hours: so many hours are still read at
a glance."""

NOTHING = "\u2013"
"""What is written where there is no data: a dash."""

MINUS = "\u2212"

Told = str | int | Fraction

one_line = lru_cache(maxsize=1 << 14)(wording.one_line)
"""The same few numbers and days come again and again in the tables of a report."""


class Speech:
    """Says what stands in a report, in one language."""

    def __init__(self, language: str, words: Mapping[str, str]) -> None:
        """Take the language, and a host's own words.

        Raises:
            InvalidValue: when there is no such language.
        """
        self.locale = locale_of(language)
        spoken = bool(words) or nearest(language, languages(REPORTS))
        # English words among numbers of another language are English, and run from left to right.
        said = self.locale if spoken else locale_of(FALLBACK)
        self.tag = str(said).replace("_", "-")
        self.right_to_left = said.text_direction == RIGHT_TO_LEFT
        self._name = str(self.locale)
        self._words = {**catalogue(language, REPORTS), **words}

    def say(self, key: str, **facts: Told) -> str:
        """Say the words under ``report.`` and a key."""
        written = {name: self._fact(value) for name, value in facts.items()}
        return one_line(self._words[f"report.{key}"].format_map(written))

    def _fact(self, value: Told) -> str:
        return value if isinstance(value, str) else writing.number(int(value), self._name)

    # What a report is about

    def title(self, report: OrderReport) -> str:
        """Say what a report is, and by what it is told apart."""
        title = self.say("title" if report.by is None else f"title.{report.by}")
        if report.group is None:
            return title
        return f"{title} · {self.say(f'by.{report.group}')}"

    def figure(self, figure: Figure, currency: str = "") -> str:
        """Name a figure, with its currency where several stand side by side."""
        name = self.say(f"figure.{figure.name}")
        return f"{name} ({currency})" if currency else name

    def group(self, dimension: str, name: str) -> str:
        """Name a group: a country and a reason in words; a reason of a host's own as it is."""
        if not name.strip():
            return self.say("unknown")
        if dimension in ("country", "marketplace"):
            return one_line(self.locale.territories.get(name, "")) or self.given(name)
        if dimension == "reason":
            known = self._words.get(f"report.reason.{name}")
            return one_line(known) if known else self.given(name.replace("_", " ").capitalize())
        return self.given(name)

    def given(self, name: str) -> str:
        """Give what is not ours on one line, with a reading direction of its own."""
        line = one_line(name)
        return f"{ISOLATE_AS_IT_IS}{line}{END}" if self.right_to_left else line

    # Days

    def span(self, first: dt.date, last: dt.date) -> str:
        """Say from which day to which."""
        if first == last:
            return self.day(first)
        return one_line(format_interval(first, last, "yMMMd", locale=self.locale))

    def day(self, day: dt.date) -> str:
        """Say a day."""
        return one_line(writing.day(day, "medium", self._name))

    def period(self, report: OrderReport, period: Period) -> str:
        """Name a period of a report."""
        match report.by:
            case "day":
                return self.day(period.begins)
            case "month":
                return one_line(format_skeleton("yMMM", period.begins, locale=self.locale))
            case _:
                return self.span(period.begins, period.ends)

    def short(self, day: dt.date, *, skeleton: str) -> str:
        """Name a day by some parts of it (CLDR's letters), short enough for an axis."""
        return one_line(format_skeleton(skeleton, day, locale=self.locale))

    # Values

    def value(
        self,
        figure: Figure,
        value: Fraction | None,
        currency: str = "",
        *,
        beside: Fraction | None = None,
    ) -> str:
        """Write a value of a figure, exactly but for shares and means, which are rounded.

        Times are in the unit of what stands ``beside`` them, so that they can be compared.
        """
        if value is None:
            return NOTHING
        match figure.kind:
            case FigureKind.COUNT:
                return writing.number(int(value), self._name)
            case FigureKind.AMOUNT | FigureKind.AVERAGE:
                return one_line(writing.amount(int(value), currency, self._name))
            case FigureKind.SHARE:
                return self.percent(value)
            case FigureKind.TIME:
                like = value if beside is None else beside
                return self.duration(value, in_days=like >= IN_DAYS_FROM)

    def percent(self, share: Fraction) -> str:
        """Write a share to a tenth of a percent."""
        tenths = Decimal(round(share * 1000)) / 1000
        pattern = self.locale.percent_formats[None].pattern.replace("0", "0.#", 1)
        return one_line(format_percent(tenths, pattern, locale=self.locale))

    def duration(self, seconds: Fraction, *, in_days: bool) -> str:
        """Write a number of seconds in hours or in days, to a tenth."""
        unit, length = ("duration-day", DAY) if in_days else ("duration-hour", HOUR)
        tenths = round(seconds * 10 / length)
        return one_line(format_unit(Decimal(tenths) / 10, unit, "short", locale=self.locale))

    def round_amount(self, value: Fraction, currency: str) -> str:
        """Write a round amount as short as may be, for the marks of an axis."""
        return one_line(
            format_compact_currency(
                _decimal(value), currency, locale=self.locale, fraction_digits=2
            )
        )

    def rough(self, value: Fraction) -> str:
        """Write a round number as short as may be, for the marks of an axis."""
        return one_line(
            format_compact_decimal(_decimal(value), locale=self.locale, fraction_digits=2)
        )


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
