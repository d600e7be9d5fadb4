"""Messages to buyers in words: templates filled with the facts of an order."""

import datetime as dt
from collections.abc import Mapping
from string import Formatter

from babel import Locale
from babel.dates import format_date

from ordercore.errors import InvalidValue
from ordercore.i18n.catalogue import FALLBACK, MESSAGES, catalogue, languages, locale_of, nearest
from ordercore.i18n.sentences import NO_WORDS, fact_text


def message_text(
    template: str,
    facts: Mapping[str, object],
    language: str = "en",
    *,
    words: Mapping[str, str] = NO_WORDS,
) -> str:
    """Say a template with the facts of an order, in the buyer's language.

    ``words`` are a host's own texts by key: new ones, or in place of ours. Dates are written in
    full, and amounts as the language has them; a language that nobody has words in is English.

    Raises:
        InvalidValue: when there is no such template or language, or the text names a fact that is
            not given.
    """
    texts = {**catalogue(language, MESSAGES), **words}
    spoken = template in words or nearest(language, languages(MESSAGES))
    locale = locale_of(language if spoken else FALLBACK)
    pattern = texts.get(template)
    if pattern is None:
        raise InvalidValue("template", template, f"one of {', '.join(sorted(texts))}")
    lacking = {name for _, name, _, _ in Formatter().parse(pattern) if name} - facts.keys()
    if lacking:
        raise InvalidValue("facts", tuple(facts), f"facts with {', '.join(sorted(lacking))}")
    return pattern.format_map({name: _written(value, locale) for name, value in facts.items()})


def _written(value: object, locale: Locale) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return format_date(value, "long", locale=locale)
    return fact_text(value, locale, "UTC")
