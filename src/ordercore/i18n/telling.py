"""Telling: the story of an order, one line per event, in the reader's language.

A catalogue has a sentence for each kind of event under ``event.`` and its name.
A sentence names its facts by the way to them from the event: ``{parcel.tracking}``.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from ordercore.i18n.catalogue import catalogue, locale_of
from ordercore.i18n.facts import Facts
from ordercore.i18n.sentences import fact_text
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.money import Money
from ordercore.orders.erasing import BuyerErased
from ordercore.orders.line import Line
from ordercore.orders.message import OrderEvent
from ordercore.ports.records import Recorded


class StoryLine(NamedTuple):
    """One thing that happened: when, through whom, what (the name of the event), and in words."""

    when: str
    who: str
    what: str
    sentence: str


def story(
    events: Iterable[Recorded | OrderEvent], language: str = "en", zone: str = "UTC"
) -> tuple[StoryLine, ...]:
    """Tell what happened to an order, in the order in which it became known.

    A kind of event without a sentence is told as the words of its name. What is personal is told,
    addresses too, as it is for those who send the goods; once it was blanked, it is *erased*.

    Raises:
        InvalidValue: when there is no such language or zone.
    """
    told = [some.event if isinstance(some, Recorded) else some for some in events]
    happened = [event for event in told if isinstance(event, OrderEvent)]
    words, locale = catalogue(language), locale_of(language)
    facts = Facts(words, locale, zone, skus_of(happened))
    currency = currency_of(happened)
    lines: list[StoryLine] = []
    left = sum(isinstance(event, BuyerErased) for event in happened)
    for event in happened:
        left -= isinstance(event, BuyerErased)
        facts.event, facts.erased = event, left > 0
        what = type(event).__name__
        pattern = words.get(f"event.{what}", in_words(what))
        fields = {field.name: getattr(event, field.name) for field in attrs.fields(type(event))}
        if "minor" in fields and currency is not None:
            fields["minor"] = Money(fields["minor"], currency)
        who = facts.format_field(event.by, "")
        when = fact_text(event.at, locale, zone)
        lines.append(StoryLine(when, who, what, facts.vformat(pattern, (), fields)))
    return tuple(lines)


def in_words(name: str) -> str:
    """Write the name of an event as words: ``HoldPlaced`` as *Hold placed*."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize() + "."


def skus_of(events: Iterable[OrderEvent]) -> dict[LineId, Sku]:
    """Give the SKU of every line that events tell of."""
    return {line.id: line.sku for line in _lines(events)}


def currency_of(events: Iterable[OrderEvent]) -> str | None:
    """Give the currency of the first line that has a price."""
    return next((line.charges.currency for line in _lines(events) if line.charges), None)


def _lines(events: Iterable[OrderEvent]) -> Iterator[Line]:
    for event in events:
        told = (*getattr(event, "lines", ()), *getattr(event, "added", ()))
        yield from (line for line in told if isinstance(line, Line))
