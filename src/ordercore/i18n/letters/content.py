"""Content: what a letter has to tell, before any words.

Least personal data: an order number, items, amounts, carriers and dates. No letter has a street, a
phone number or a mail address in it, and only a mail has a name, that of who reads it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import attrs

from ordercore.kernel.charges import ADDED, COMPONENTS
from ordercore.kernel.money import Money, money_of
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Counted
from ordercore.orders.line import Line
from ordercore.orders.parts import RefundPart
from ordercore.orders.state import Order

Facts = Mapping[str, object]
"""Name → value: what sentences name, and what stands below them under a label."""

NO_FACTS: Facts = MappingProxyType({})


class Word(NamedTuple):
    """A word of ours: the group under which catalogues have it, and its code.

    One that no catalogue has is left out.
    """

    group: str
    code: str


class Until(NamedTuple):
    """An instant before which something is to be done, told as the last day for it."""

    at: Instant | dt.datetime


@attrs.frozen
class Item:
    """So many of one product, by its title, its SKU, and what they cost where that is told."""

    quantity: int
    name: str
    sku: str = ""
    amount: Money | None = None


@attrs.frozen(kw_only=True)
class Content:
    """What a letter tells.

    Attributes:
        facts: what its sentences name, and what is listed below them.
        variant: which of several ways to say its kind; blank for the usual one.
        items: the units that it is about.
        parts: what an amount is made of, by component.
        total: that amount.
        notes: what is to be done, by the keys of catalogues.
    """

    facts: Facts = attrs.field(factory=dict)
    variant: str = ""
    items: tuple[Item, ...] = ()
    parts: tuple[tuple[str, Money], ...] = ()
    total: Money | None = None
    notes: tuple[str, ...] = ()


def items_of(order: Order, units: Iterable[Counted]) -> tuple[Item, ...]:
    """Name units of an order's lines, each line once, in the order's own order."""
    counts: dict[str, int] = {}
    for some in units:
        counts[some.line] = counts.get(some.line, 0) + some.quantity
    return items_by_line(order, counts)


def items_by_line(order: Order, counts: Mapping[str, int]) -> tuple[Item, ...]:
    """Name so many units of each line."""
    told = ((line, counts.get(line.id, 0)) for line in order.lines)
    return tuple([Item(count, line.title or line.sku, line.sku) for line, count in told if count])


def priced_items(lines: Iterable[Line]) -> tuple[Item, ...]:
    """Name whole lines, with what each costs."""
    return tuple(
        [
            Item(
                line.quantity,
                line.title or line.sku,
                line.sku,
                line.charges.money if line.charges else None,
            )
            for line in lines
            if line.quantity
        ]
    )


def total_of(items: Iterable[Item]) -> Money | None:
    """Add up what items cost; ``None`` where that of any is not known."""
    amounts = [item.amount for item in items]
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    return Money(sum(amount.minor for amount in known), known[0].currency)


def sum_of(parts: Iterable[RefundPart]) -> tuple[tuple[tuple[str, Money], ...], Money | None]:
    """Add up parts of a refund by component, what was spared as less than nothing; and in all."""
    several = [part.charges for part in parts]
    if not several:
        return (), None
    currency = several[0].currency
    sums = [sum(column) for column in zip(*[some.amounts() for some in several], strict=True)]
    signed = [
        (name, minor if name in ADDED else -minor)
        for name, minor in zip(COMPONENTS, sums, strict=True)
    ]
    listed = tuple([(name, money_of(minor, currency)) for name, minor in signed if minor])
    return listed, money_of(sum(minor for _, minor in signed), currency)
