"""Promises: how the promise clock came to its deadlines, step by step, in the reader's language.

A catalogue has a sentence for each step under ``step.`` and its code.
"""

from collections.abc import Mapping

from ordercore.channels import Promise
from ordercore.i18n.catalogue import locale_of
from ordercore.i18n.sentences import NO_WORDS, said


def promise_sentences(
    promise: Promise, language: str = "en", words: Mapping[str, str] = NO_WORDS
) -> tuple[str, ...]:
    """Say every step by which a promise was found; times are those of the ship-from zone.

    ``words`` are a host's own sentences by code, in place of ours.

    Raises:
        InvalidValue: when there is no such language.
    """
    weekdays = locale_of(language).days["format"]["wide"]
    zone = promise.calendars.seller.zone
    sentences: list[str] = []
    for step in promise.steps:
        facts = dict(step.facts)
        if "weekdays" in facts:
            facts["weekdays"] = [weekdays[day] for day in facts["weekdays"]]
        sentences.append(said(f"step.{step.code}", facts, language, zone, words) or str(step))
    return tuple(sentences)
