"""The words of one paper: its language, its zone, and texts that fit on lines."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_percent

from ordercore.i18n.catalogue import PAPERS, catalogue, locale_of
from ordercore.i18n.sentences import fact_text
from ordercore.kernel.money import Money
from ordercore.kernel.time import zone as zone_named
from ordercore.ports.papers import PaperKind, Worded

BREAKS = ("Cc", "Zl", "Zp")
"""The categories of Unicode that break lines or control a device."""

JOINERS = "\u200c\u200d"
"""Invisible, and part of the spelling of Persian and Hindi."""


def one_line(text: str) -> str:
    """Give a text on one line: control characters and runs of white space are one space each.

    Characters that only direct how others are shown are left out, since one that turns the
    reading direction would show an address other than it is.
    """
    kept = (char for char in text if unicodedata.category(char) != "Cf" or char in JOINERS)
    return _tidy("".join(" " if unicodedata.category(c) in BREAKS else c for c in kept))


def _tidy(text: str) -> str:
    return " ".join(part for part in text.split(" ") if part)


class Wording:
    """Says what stands on a paper, in one language."""

    def __init__(self, language: str, zone: str, words: Mapping[str, str]) -> None:
        """Take the language, the zone of days, and a host's own words.

        Raises:
            InvalidValue: when there is no such language or zone.
        """
        self.language = language
        self.locale = locale_of(language)
        self._zone = zone_named(zone)
        self._words = {**catalogue(language, PAPERS), **words}

    def say(self, key: str, **facts: object) -> str:
        """Say the words under ``paper.`` and a key, with facts written as the locale has them."""
        written = {name: self.fact(value) for name, value in facts.items()}
        return one_line(self._words[f"paper.{key}"].format_map(written))

    def fact(self, value: object) -> str:
        """Write one fact."""
        return one_line(fact_text(value, self.locale, "UTC"))

    def day(self, at: dt.date) -> str:
        """Write a day; of an instant, the one that it falls on in the zone."""
        day = at.astimezone(self._zone).date() if isinstance(at, dt.datetime) else at
        return one_line(format_date(day, "long", locale=self.locale))

    def moment(self, at: dt.datetime) -> str:
        """Write a day and a time of it, as clocks in the zone have it."""
        return one_line(format_datetime(at, "short", tzinfo=self._zone, locale=self.locale))

    def money(self, minor: int, currency: str) -> str:
        """Write an amount."""
        return self.fact(Money(minor, currency))

    def rate(self, percentage: Decimal) -> str:
        """Write a rate of tax: 8.875 as ``8.875%``."""
        return one_line(
            format_percent(percentage / 100, locale=self.locale, decimal_quantization=False)
        )

    def facts(self, *named: tuple[str, str]) -> tuple[Worded, ...]:
        """Give facts under their headings, and leave out those that are blank."""
        return tuple([self.under(key, text) for key, text in named if text.strip()])

    def under(self, key: str, *lines: str) -> Worded:
        """Give lines under the heading of a key."""
        return Worded(self.say(key), tuple([one_line(line) for line in lines]))

    def page_of(self) -> str:
        """Give the pattern of a page number."""
        return one_line(self._words["paper.page"])

    def title(self, kind: PaperKind) -> str:
        """Say what a paper is."""
        return self.say(kind.value)
