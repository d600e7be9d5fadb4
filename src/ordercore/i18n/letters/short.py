"""Short letters: an SMS, a push, and a message in a chat."""

from ordercore.i18n.letters.clipping import clipped
from ordercore.i18n.letters.gsm import plain, segments
from ordercore.i18n.letters.table import TRACKED
from ordercore.i18n.letters.telling import SHORT_NAMES, Telling

LONGEST_BRAND = 30
"""Characters of a brand in an SMS."""

MOST_IN_CHAT = 10
"""Lines of items in a chat."""

SHORTEST_NAME = 12
"""Characters of a product's name that are left of it, however long an SMS becomes."""

SHORTER_BY = 4
"""Characters that are given up at a time until an SMS fits."""


def sms_text(telling: Telling) -> str:
    """Write an SMS, in one part where that can be done by saying a product's name shorter.

    A number, an amount or a date is never cut: rather it takes a part more.
    """
    longest = SHORT_NAMES
    text = _sms(telling, longest)
    while telling.names_something and segments(text) > 1 and longest > SHORTEST_NAME:
        longest -= SHORTER_BY
        text = _sms(telling, longest)
    return text


def _sms(telling: Telling, longest_name: int) -> str:
    voice = telling.voice
    text = telling.short(longest_name)
    facts = telling.content.facts
    if telling.kind in TRACKED and facts.get("tracking"):
        label = voice.fact("carrier", facts.get("carrier")) or voice.say("label.tracking")
        text = f"{text} {voice.labelled(label, voice.fact('tracking', facts['tracking']))}"
    if voice.brand:
        text = voice.branded(clipped(voice.wording.brand, LONGEST_BRAND), text)
    return plain(text)


def push_text(telling: Telling) -> str:
    """Write the body of a push; its title is the subject."""
    return telling.short()


def chat_text(telling: Telling) -> str:
    """Write a message in a chat: the paragraph, what it is about, and the facts below it."""
    voice = telling.voice
    rows = [voice.labelled(*row) for row in telling.rows()]
    return "\n".join([telling.text(), *telling.lines(), *telling.listed(MOST_IN_CHAT), *rows])
