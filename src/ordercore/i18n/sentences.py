"""Sentences: a code and its facts, said in a language."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from babel import Locale
from babel.dates import format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from ordercore.errors import Refusal
from ordercore.i18n.catalogue import catalogue, locale_of
from ordercore.i18n.measuring import measure_text
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money, decimal_text
from ordercore.kernel.time import zone as zone_named
from ordercore.shipping.measures import Dimensions, Length, Weight

WORDED: Mapping[str, tuple[str, ...]] = {
    "actor": ("Actor",),
    "allowed": ("Actor",),
    "anchor": ("Anchor",),
    "comparison": ("Comparison",),
    "components": ("Component",),
    "counted": ("Counted",),
    "fault": ("Fault",),
    "instead": ("Anchor",),
    "judged_by": ("Judged",),
    "kind": ("HoldKind",),
    "kinds": ("HoldKind",),
    "membership": ("Membership",),
    "metric": ("Metric",),
    "payer": ("Actor",),
    "circumstances": ("Circumstance", "ClaimKind"),
    "claim": ("ClaimKind",),
    "evidence": ("Evidence",),
    "ground": ("Ground",),
    "losers": ("Party",),
    "moments": ("ClaimMoment", "ReviewMoment"),
    "links": ("LinkPurpose",),
    "message": ("MessageKind",),
    "outcome": ("ClaimStatus",),
    "party": ("Party",),
    "ranking": ("Ranking",),
    "removal_ground": ("RemovalGround",),
    "remedies": ("Remedy",),
    "remedy": ("Remedy",),
    "situation": ("Situation",),
    "sourcing": ("Sourcing",),
    "destination": ("Place",),
    "marketplace": ("Place",),
    "origin": ("Place",),
    "places": ("DestinationKind",),
    "fill": ("FillPolicy",),
    "offered": ("FillPolicy", "MessageKind"),
    "reported": ("OrderStatus",),
    "stage": ("Stage",),
    "stage_now": ("OrderStage",),
    "stages": ("OrderStage",),
    "step": ("ReturnStep",),
    "status": ("OrderStatus", "RefundStatus", "ClaimStatus", "FeedbackStatus"),
    "subject": ("Subject",),
    "tier": ("SizeTier",),
    "venue": ("Venue",),
    "what": ("Trait",),
}
"""Facts that are words of ours, each with where a catalogue has them: ``OrderStatus.shipped``."""

NO_WORDS: Mapping[str, str] = MappingProxyType({})


def refusal_sentence(
    refusal: Refusal,
    language: str = "en",
    zone: str = "UTC",
    words: Mapping[str, str] = NO_WORDS,
) -> str:
    """Say why a command was refused.

    ``words`` are a host's own sentences by code, for rules of its own or in place of ours.
    A code without a sentence is said as the code itself.
    """
    return said(refusal.code, refusal.facts, language, zone, words) or str(refusal)


def clause_sentence(
    clause: Clause,
    language: str = "en",
    zone: str = "UTC",
    words: Mapping[str, str] = NO_WORDS,
) -> str:
    """Say one thing that decided, such as a target that a seller missed.

    ``words`` are a host's own sentences under ``clause.`` and the code.
    A code without a sentence is said as the code itself.
    """
    return said(f"clause.{clause.code}", clause.facts, language, zone, words) or str(clause)


def said(
    code: str, facts: Mapping[str, object], language: str, zone: str, own: Mapping[str, str]
) -> str | None:
    """Say a code with its facts; ``None`` where no catalogue and no word of the host has it."""
    words, locale = {**catalogue(language), **own}, locale_of(language)
    if code not in words:
        return None
    written = {
        name: fact_text(_worded(name, value, words), locale, zone) for name, value in facts.items()
    }
    return words[code].format_map(written)


def _worded(name: str, value: object, words: Mapping[str, str]) -> object:
    """Give a fact in words of the reader's language, where it is a word of ours, or yes or no."""
    kinds = WORDED.get(name, ())
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, str):
        return next((words[key] for kind in kinds if (key := f"{kind}.{value}") in words), value)
    if kinds and isinstance(value, list | tuple):
        return [_worded(name, some, words) for some in value]
    return value


def fact_text(value: object, locale: Locale, zone: str) -> str:
    """Write one fact as the locale has it: money, times, numbers and lists; nothing as ``-``."""
    match value:
        case Money():
            amount = Decimal(decimal_text(value.minor, value.currency))
            return format_currency(amount, value.currency, locale=locale)
        case Weight() | Length() | Dimensions():
            return measure_text(value, locale)
        case dt.datetime():
            return format_datetime(value, "medium", tzinfo=zone_named(zone), locale=locale)
        case dt.date():
            return format_skeleton("yMMMEd", value, locale=locale)
        case dt.time():
            return format_time(value, "short", locale=locale)
        case int():
            return format_decimal(value, locale=locale)
        case Decimal():
            return format_decimal(value, locale=locale, decimal_quantization=False)
        case Fraction():
            return _share_text(value, locale)
        case None | "" | () | []:
            return "-"
        case str():
            return value
        case Collection():
            return format_list([fact_text(some, locale, zone) for some in value], locale=locale)
        case _:
            return str(value)


def _share_text(share: Fraction, locale: Locale) -> str:
    """Write a share as a percentage where that is exact, and as a fraction where it is not."""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    if Fraction(exact) == share:
        return format_percent(exact, locale=locale, decimal_quantization=False)
    return f"{fact_text(share.numerator, locale, '')}/{fact_text(share.denominator, locale, '')}"
