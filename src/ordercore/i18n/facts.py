"""Facts: how units, parcels and money are written inside the sentence of an event."""

import string
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import attrs
from babel import Locale
from babel.lists import format_list

from ordercore.i18n.sentences import fact_text
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.money import Money
from ordercore.kernel.personal import personal_fields, personal_in
from ordercore.kernel.units import Units
from ordercore.orders.address import Address, AddressOutcome
from ordercore.orders.line import Line
from ordercore.orders.parts import Cancellation, RefundPart, ReplacementKind
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.sources import Source
from ordercore.returns import (
    Disposition,
    Found,
    Graded,
    Handover,
    Received,
    ReturnEnd,
    ReturnScan,
    ReturnUnits,
    SentBack,
)
from ordercore.shipping import CameBack, Trouble

TRANSLATED: tuple[type[Enum], ...] = (
    Actor,
    AddressOutcome,
    Disposition,
    Handover,
    PaymentStatus,
    ReplacementEnd,
    ReplacementKind,
    ReturnEnd,
    ReturnScan,
    SentWhen,
    Trouble,
)
"""Words of ours that a catalogue has, each under its class and value: ``Trouble.lost``."""


class Facts(string.Formatter):
    """Fills sentences with facts, each written as the locale has it.

    What nobody told is *unknown*, unless the sentence says otherwise: ``{added:nothing}``.
    ``event`` is the one whose fields are told, and ``erased`` says that what is personal in it was
    blanked since: blank, it is *erased*.
    """

    event: object = None
    erased: bool = False

    def __init__(
        self, words: Mapping[str, str], locale: Locale, zone: str, skus: Mapping[LineId, Sku]
    ) -> None:
        self._words = words
        self._locale = locale
        self._zone = zone
        self._skus = skus

    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[Any, int | str]:
        """Give a fact by the way to it from the event."""
        fact, first = super().get_field(field_name, args, kwargs)
        if not self.erased or fact != "":
            return fact, first
        way, _, name = field_name.rpartition(".")
        holder: Any = super().get_field(way, args, kwargs)[0] if way else self.event
        kind: Any = type(holder)
        personal = attrs.has(kind) and name in personal_fields(kind)
        return (self._words["erased"] if personal else fact), first

    def format_field(self, value: object, format_spec: str) -> str:
        """Write one fact."""
        match value:
            case None | "" | ():
                return self._words[format_spec or "unknown"]
            case Units() | ReturnUnits():
                return self._units(value.quantity, self._skus.get(value.line, value.line))
            case Received() | SentBack() | CameBack() | Cancellation():
                return self.format_field(value.units, "")
            case Graded():
                became = self.format_field(value.disposition, "")
                return f"{self.format_field(value.units, '')} ({value.grade}: {became})"
            case Found():
                return self._units(value.quantity, value.what)
            case Line():
                return self._units(value.quantity, value.sku)
            case Source():
                return f"{self._units(value.quantity, value.sku)} ({value.pool})"
            case Charges():
                return self.format_field(value.money, "")
            case (str() as line, Charges() as charges):
                return f"{self._skus.get(line, line)} {self.format_field(charges, '')}"
            case Address():
                told = [text for text in attrs.astuple(value) if text]
                blank = self.erased and not personal_in(value)
                return ", ".join([self._words["erased"], *told] if blank else told)
            case tuple():
                each = [self.format_field(some, "") for some in _summed(value)]
                return format_list(each, locale=self._locale)
            case bool():
                return self._words["yes" if value else "no"]
            case Enum():
                return self._words.get(f"{type(value).__name__}.{value.value}", str(value.value))
            case _:
                return fact_text(value, self._locale, self._zone)

    def _units(self, quantity: int, sku: Sku) -> str:
        number = fact_text(quantity, self._locale, self._zone)
        return self._words["units"].format(quantity=number, sku=sku)


def _summed(facts: tuple[object, ...]) -> Sequence[object]:
    """Give the parts of a refund as one amount, and anything else as it is."""
    parts = [some.charges for some in facts if isinstance(some, RefundPart)]
    return [Money(sum(some.total for some in parts), parts[0].currency)] if parts else facts
