"""Writing values: amounts, days, moments and numbers, as a locale has them.

CLDR's forms, through Babel. What is written once is kept, since writing an amount takes longer than
all else in a letter; a moment is put together of its day and its minute, as CLDR puts them.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from ordercore.kernel.money import decimal_text

Length = Literal["long", "medium"]
"""How a day is written: with the name of its month, or short."""

KEPT = 1 << 16
"""Texts of each sort that are kept: the amounts and days of the letters of some hours."""

DAYS_FROM = dt.timedelta(days=2)
"""Spans from this one on are told in days, and shorter ones in hours."""

AN_HOUR = dt.timedelta(hours=1)

A_DAY = dt.timedelta(days=1)

A_MICROSECOND = 0.000_001
"""In seconds: a time in this century as a number of seconds is that exact."""


@lru_cache(maxsize=KEPT)
def amount(minor: int, currency: str, locale: str) -> str:
    """Write an amount with the digits of its currency."""
    value = Decimal(decimal_text(minor, currency))
    text = format_currency(value, currency, locale=_locale(locale))
    return _with_minus(text, _locale(locale)) if minor < 0 else text


def _with_minus(text: str, locale: Locale) -> str:
    """Write the minus as CLDR has it for the locale, which Babel does not where a pattern has one.

    Among words from right to left it brings a mark with it that keeps it before its number.
    """
    minus = locale.number_symbols[locale.default_numbering_system].get("minusSign", "-")
    return text if minus in text else text.replace("-", minus, 1)


@lru_cache(maxsize=KEPT)
def number(value: int | Decimal, locale: str) -> str:
    """Write a number."""
    return format_decimal(value, locale=_locale(locale), decimal_quantization=False)


@lru_cache(maxsize=KEPT)
def day(date: dt.date, length: Length, locale: str) -> str:
    """Write a day."""
    return format_date(date, length, locale=_locale(locale))


@lru_cache(maxsize=KEPT)
def minute(time: dt.time, locale: str) -> str:
    """Write a time of day without its seconds."""
    return format_time(time, "short", locale=_locale(locale))


def moment(local: dt.datetime, length: Length, locale: str) -> str:
    """Write a day and a time of it, as the clocks there show it."""
    time = minute(dt.time(local.hour, local.minute), locale)
    pattern = _locale(locale).datetime_formats["medium"]
    return str(pattern).format(time, day(local.date(), length, locale))


def span(value: dt.timedelta, locale: str) -> str:
    """Write how long something took: in hours, or in days from two of them on, to a tenth."""
    unit, one = ("duration-day", A_DAY) if value >= DAYS_FROM else ("duration-hour", AN_HOUR)
    tenths = round(value * 10 / one)
    many = tenths // 10 if tenths % 10 == 0 else Decimal(tenths) / 10
    text = format_unit(many, unit, locale=_locale(locale))
    # Babel has no long form where CLDR takes the short one for it, as in Dutch and Japanese.
    return text if unit not in text else format_unit(many, unit, "short", locale=_locale(locale))


def listed(texts: list[str], locale: str) -> str:
    """Join texts by the language's *and*."""
    return format_list(texts, locale=_locale(locale))


def local(at: dt.datetime, zone: dt.tzinfo, *, before: bool = False) -> dt.datetime:
    """Give a moment as the clocks of a zone show it, or the last one ``before`` it.

    In the standard library's own type, which is several times as fast.
    """
    seconds = at.timestamp()
    return dt.datetime.fromtimestamp(seconds - A_MICROSECOND if before else seconds, zone)


@lru_cache(maxsize=1024)
def _locale(name: str) -> Locale:
    return Locale.parse(name)
