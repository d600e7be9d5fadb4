"""Telling: the sentences of one notice in one voice, and what stands below them."""

from collections.abc import Mapping
from types import MappingProxyType

from ordercore.i18n.letters.clipping import clipped
from ordercore.i18n.letters.content import Content, Facts
from ordercore.i18n.letters.page import Row
from ordercore.i18n.letters.table import LINES, ROWS, SUMMARY, VARIANTS
from ordercore.i18n.letters.voice import Voice
from ordercore.i18n.letters.writing import Length
from ordercore.kernel.charges import COMPONENTS

DIGEST = "digest"

MESSAGE = "message"

SEVERAL = 2

LABELS = {name: f"label.{name}" for name in ROWS}

PARTS = {name: f"part.{name}" for name in COMPONENTS}

NO_VARIANTS: Mapping[str, frozenset[str]] = MappingProxyType({})

SHORT_NAMES = 40
"""Characters of a product's name in a subject, of which no more is shown anyway."""


class Telling:
    """What one notice says in one voice, in each of its forms."""

    def __init__(self, kind: str, content: Content, voice: Voice) -> None:
        """Take the kind, what it tells, and the voice."""
        self.kind = kind
        self.content = content
        self.voice = voice

    def subject(self) -> str:
        """The subject of a mail, and the title of a push."""
        return self._said("subject", self._named(SHORT_NAMES), "long")

    def text(self) -> str:
        """The paragraph of a mail."""
        return self._said("text", self.content.facts, "long")

    def short(self, longest_name: int = SHORT_NAMES) -> str:
        """Say it in one sentence, with days and names as short as they can be written."""
        facts = self._named(longest_name)
        if self.kind == DIGEST:
            summary = self.voice.joined(self._lines(self._summary()))
            facts = {**facts, "summary": summary}
        return self._said("short", facts, "medium")

    @property
    def names_something(self) -> bool:
        """Tell whether a product is named in it, which can be said shorter."""
        return "item" in self.content.facts

    def _named(self, longest: int) -> Facts:
        name = self.content.facts.get("item")
        if not isinstance(name, str) or len(name) <= longest:
            return self.content.facts
        return {**self.content.facts, "item": clipped(name, longest)}

    def _said(self, form: str, facts: Facts, length: Length) -> str:
        """Say a form of the kind, in its variant where that has words of its own."""
        variant = self.content.variant
        own = variant and form in VARIANTS.get(self.kind, NO_VARIANTS).get(variant, ())
        key = f"{self.kind}.{variant}.{form}" if own else f"{self.kind}.{form}"
        count = facts.get("count")
        if isinstance(count, int):
            return self.voice.count(key, count, facts, length)
        return self.voice.say(key, facts, length)

    # What stands below

    def lines(self) -> list[str]:
        """The lines of a digest."""
        return self._lines(LINES) if self.kind == DIGEST else []

    def _lines(self, names: tuple[str, ...]) -> list[str]:
        told = [(name, self.content.facts.get(name)) for name in names]
        return [
            self.voice.count(f"line.{name}", number)
            for name, number in told
            if isinstance(number, int)
        ]

    def _summary(self) -> tuple[str, ...]:
        """Name the numbers of the shortest form: what is none is left out, but not new orders."""
        first, *others = SUMMARY
        return (first, *[name for name in others if self.content.facts.get(name)])

    def listed(self, most: int) -> list[str]:
        """The units that it is about, a line for each product, and how many are left out."""
        voice = self.voice
        lines = [
            voice.counted(item)
            if item.amount is None
            else voice.labelled(voice.counted(item), voice.money(item.amount))
            for item in self.content.items[:most]
        ]
        more = self.more(most)
        return [*lines, more] if more else lines

    def more(self, most: int) -> str:
        """Say how many units are not listed; blank where all are."""
        left = sum([item.quantity for item in self.content.items[most:]])
        return self.voice.count("more", left) if left else ""

    def notes(self) -> list[str]:
        """What is to be done."""
        voice, facts = self.voice, self.content.facts
        return [voice.say(f"instruction.{key}", facts) for key in self.content.notes]

    def rows(self) -> list[Row]:
        """The facts that have a label."""
        facts, voice = self.content.facts, self.voice
        told = [(name, self._written(name, facts[name])) for name in ROWS if facts.get(name)]
        return [Row(voice.say(LABELS[name]), text) for name, text in told if text]

    def _written(self, name: str, value: object) -> str:
        """Write a fact on one line; a message alone on as many as it has."""
        if name == MESSAGE and isinstance(value, str):
            return self.voice.paragraphs(name, value)
        return self.voice.fact(name, value)

    def parts(self) -> list[Row]:
        """What an amount is made of, where that is more than one thing."""
        told, voice = self.content.parts, self.voice
        if len(told) < SEVERAL:
            return []
        return [Row(voice.say(PARTS[name]), voice.money(some)) for name, some in told]

    def total(self) -> Row | None:
        """That amount."""
        total = self.content.total
        return None if total is None else Row(self.voice.say("part.total"), self.voice.money(total))
