"""Lifts: what would make a refused wish acceptable, said in a language."""

import re
from collections.abc import Iterable, Mapping

from babel import Locale
from babel.lists import format_list

from ordercore.errors import Refusal
from ordercore.i18n.catalogue import catalogue, locale_of
from ordercore.i18n.sentences import NO_WORDS, fact_text

LIFT_KEYS = frozenset({"first", "instead", "until", "never", "rather", "one", "or"})
"""What a catalogue says under ``lift.``; commands and arguments have names of their own there."""


def lift_sentence(
    refusal: Refusal,
    language: str = "en",
    zone: str = "UTC",
    words: Mapping[str, str] = NO_WORDS,
) -> str:
    """Say what would lift a refusal, and what else would serve.

    ``words`` are a host's own, such as a name for ``command.ApproveProof``; a command or an
    argument without any is said by the words of its name.

    Raises:
        InvalidValue: when there is no such language or zone.
    """
    words, locale = {**catalogue(language), **words}, locale_of(language)
    ways = _ways(refusal, words, locale, zone)
    first, *others = ways or (words["lift.never"],)
    said = [words["lift.one"].format(way=first)]
    said += [words["lift.or"].format(way=way) for way in others]
    if refusal.lift.rather:
        commands = _one_of(refusal.lift.rather, "command", words, locale)
        way = words["lift.rather"].format(commands=commands)
        said.append(words["lift.one"].format(way=way))
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in said)


def _ways(refusal: Refusal, words: Mapping[str, str], locale: Locale, zone: str) -> tuple[str, ...]:
    lift, moment = refusal.lift, refusal.facts.get(refusal.lift.until)
    ways: list[str] = []
    if lift.commands:
        commands = _one_of(lift.commands, "command", words, locale)
        ways.append(words["lift.first"].format(commands=commands))
    if lift.arguments:
        arguments = _one_of(lift.arguments, "argument", words, locale)
        ways.append(words["lift.instead"].format(arguments=arguments))
    if moment is not None:
        until = fact_text(moment, locale, zone)
        ways.append(words["lift.until"].format(until=until))
    return tuple(ways)


def _one_of(names: Iterable[str], kind: str, words: Mapping[str, str], locale: Locale) -> str:
    said = [words.get(f"{kind}.{name}") or _in_words(name) for name in names]
    return format_list(said, style="or", locale=locale)


def _in_words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
