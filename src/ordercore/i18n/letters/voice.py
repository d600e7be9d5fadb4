"""The voice of one letter: whose words, in which language, with days of which zone.

Everything that comes from outside is on one line here: no title and no SKU breaks out of a header,
a line of text, or the reading direction of its sentence.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from ordercore.errors import InvalidValue
from ordercore.i18n.letters import writing
from ordercore.i18n.letters.content import NO_FACTS, Facts, Item, Until, Word
from ordercore.i18n.letters.writing import Length
from ordercore.i18n.papers.wording import one_line
from ordercore.i18n.speaking import Form, spoken
from ordercore.i18n.wording import Wording
from ordercore.kernel.money import Money
from ordercore.kernel.time import zone as zone_named

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"

ISOLATE, END = "\u2066", "\u2069"
"""Around numbers of orders and parcels among words that run from right to left: without them, some
would be shown with their parts in another order."""

ISOLATE_AS_IT_IS = "\u2068"
"""Around a title, which has a direction of its own."""

DAYS = frozenset({"day", "deliver_by", "pickup_by", "return_by"})
"""Facts of which the day counts, and not the time of it."""

IDS = frozenset({"order", "replacement", "rma", "refund", "tracking", "sku", "recipient"})
"""Facts that are numbers of something."""


class Voice:
    """Says sentences, and writes facts among them."""

    def __init__(self, language: str, zone: str, wording: Wording) -> None:
        """Take the reader's language and zone.

        Raises:
            InvalidValue: when there is no such language or zone.
        """
        self.wording = wording
        self._zone = zone_named(zone)
        self._spoken = spoken(language, wording)
        self.language = self._spoken.language
        self.locale = str(self._spoken.locale)
        turned = self._spoken.locale.text_direction == RIGHT_TO_LEFT
        self.direction = RIGHT_TO_LEFT if turned else LEFT_TO_RIGHT
        self._still: dict[str, str] = {}
        self.brand = self._text("brand", wording.brand)

    def say(self, key: str, facts: Facts = NO_FACTS, length: Length = "long") -> str:
        """Say a sentence with the facts that it names.

        Raises:
            InvalidValue: when there are no words for it, or nobody knows a fact that it names.
        """
        said = self._still.get(key)
        if said is not None:
            return said
        try:
            form = self._spoken.sentence(key)
        except KeyError:
            raise InvalidValue("words", key, "something that there are words for") from None
        if not form.names:
            self._still[key] = said = self._filled(form, key, NO_FACTS, length)
            return said
        return self._filled(form, key, facts, length)

    def count(self, key: str, number: int, facts: Facts = NO_FACTS, length: Length = "long") -> str:
        """Say a sentence in the form that fits a number.

        Raises:
            InvalidValue: when nobody knows a fact that it names.
        """
        form = self._spoken.counted(key, number)
        return self._filled(form, key, {**facts, "count": number}, length)

    def has(self, key: str) -> bool:
        """Tell whether there is such a sentence."""
        return self._spoken.has(key)

    def _filled(self, form: Form, key: str, facts: Facts, length: Length) -> str:
        written: dict[str, str] = {}
        for name in form.names:
            text = self.fact(name, facts.get(name), length)
            if not text:
                raise InvalidValue(f"facts.{name}", facts.get(name), f"what {key} says of it")
            written[name] = text
        return form.pattern.format_map(written)

    # Facts

    def fact(self, name: str, value: object, length: Length = "long") -> str:
        """Write one fact; blank when nobody knows it."""
        match value:
            case None | "":
                return ""
            case str():
                return self._text(name, value)
            case Money():
                return writing.amount(value.minor, value.currency, self.locale)
            case Word():
                key = f"{value.group}.{value.code}"
                return self.say(key) if self.has(key) else ""
            case Until():
                return self._until(name, value.at, length)
            case dt.datetime():
                return self._moment(name, value, length)
            case dt.date():
                return writing.day(value, length, self.locale)
            case dt.timedelta():
                return writing.span(value, self.locale)
            case Item():
                return self.counted(value)
            case int() | Decimal() if not isinstance(value, bool):
                return writing.number(value, self.locale)
            case Iterable():
                several = [text for some in value if (text := self.fact(name, some, length))]
                return writing.listed(several, self.locale)
            case _:
                raise InvalidValue(f"facts.{name}", value, "a fact that can be written")

    def labelled(self, label: str, value: str) -> str:
        """Put a label before a value, both of which are written."""
        return self._pattern("labelled").format(label=label, value=value)

    def branded(self, brand: str, text: str) -> str:
        """Say whose an SMS is before its sentence."""
        return self._pattern("branded").format(brand=self._text("brand", brand), text=text)

    def _pattern(self, key: str) -> str:
        return self._spoken.sentence(key).pattern

    def counted(self, item: Item) -> str:
        """Write so many of a product."""
        return self.say("counted", {"count": item.quantity, "item": item.name})

    def joined(self, texts: list[str]) -> str:
        """Join texts by the language's *and*."""
        return writing.listed(texts, self.locale)

    def money(self, value: Money) -> str:
        """Write an amount."""
        return writing.amount(value.minor, value.currency, self.locale)

    def _moment(self, name: str, at: dt.datetime, length: Length) -> str:
        local = writing.local(at, self._zone)
        if name in DAYS:
            return writing.day(local.date(), length, self.locale)
        return writing.moment(local, length, self.locale)

    def _until(self, name: str, at: dt.datetime, length: Length) -> str:
        """Write the last day for something, or the moment at which it is too late."""
        if name not in DAYS:
            return self._moment(name, at, length)
        last = writing.local(at, self._zone, before=True)
        return writing.day(last.date(), length, self.locale)

    def line(self, text: str) -> str:
        """Write what comes from outside on one line."""
        return text if text.isprintable() and "  " not in text else one_line(text)

    def paragraphs(self, name: str, text: str) -> str:
        """Write what somebody wrote with its own lines, and one blank one between paragraphs."""
        lines = [self._text(name, line.strip()) for line in text.strip().splitlines()]
        kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
        return "\n".join(kept)

    def _text(self, name: str, text: str) -> str:
        line = self.line(text)
        if self.direction == LEFT_TO_RIGHT or not line:
            return line
        return f"{ISOLATE if name in IDS else ISOLATE_AS_IT_IS}{line}{END}"


@lru_cache(maxsize=4096)
def voice(language: str, zone: str, wording: Wording) -> Voice:
    """Give the voice for a language and a zone, the same one each time.

    Raises:
        InvalidValue: when there is no such language or zone.
    """
    return Voice(language, zone, wording)
