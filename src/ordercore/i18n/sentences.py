"""Sentences: a code and its facts, said in a language."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from babel import Locale
from babel.dates import format_datetime
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from ordercore.errors import Refusal
from ordercore.i18n.catalogue import catalogue, locale_of
from ordercore.kernel.money import Money, decimal_text
from ordercore.kernel.time import zone as zone_named
from ordercore.ports.notifier import Message


def refusal_sentence(refusal: Refusal, language: str = "en", zone: str = "UTC") -> str:
    """Say why a command was refused.

    A code without a sentence, as a host's own rule may have, is said as the code itself.
    """
    return _said(refusal.code, dict(refusal.facts), language, zone) or str(refusal)


def subject(message: Message, language: str = "en", zone: str = "UTC") -> str:
    """Give the subject line of a notice."""
    facts: dict[str, object] = {"order": message.order.id, "at": message.event.at}
    return _said(message.notice.kind, facts, language, zone) or message.notice.kind


def _said(code: str, facts: dict[str, object], language: str, zone: str) -> str | None:
    pattern = catalogue(language).get(code)
    if pattern is None:
        return None
    locale = locale_of(language)
    return pattern.format_map({name: fact_text(v, locale, zone) for name, v in facts.items()})


def fact_text(value: object, locale: Locale, zone: str) -> str:
    """Write one fact: money, times, numbers and lists as the locale has them."""
    match value:
        case Money():
            amount = Decimal(decimal_text(value.minor, value.currency))
            return format_currency(amount, value.currency, locale=locale)
        case dt.datetime():
            return format_datetime(value, "medium", tzinfo=zone_named(zone), locale=locale)
        case int():
            return format_decimal(value, locale=locale)
        case str():
            return value
        case Collection():
            return format_list([fact_text(some, locale, zone) for some in value], locale=locale)
        case _:
            return "-" if value is None else str(value)
