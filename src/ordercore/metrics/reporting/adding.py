"""Sums of facts become totals: each number column under the name that a report has for it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ordercore.metrics.reporting.facts import SALES, placed_fact
from ordercore.metrics.reporting.figures import CARRIER, REASON
from ordercore.metrics.reporting.totals import Totals
from ordercore.metrics.reporting.words import CURRENCY, KIND, NUMBERS, SALE
from ordercore.orders.state import Order

Cell = tuple[str, str, str, Sequence[int]]
"""Currency, kind and reason, and the numbers in the order of their table."""

_PLACED = {
    "item_value": "item",
    "tax": "tax",
    "shipping_value": "shipping",
    "gift_wrap_value": "gift_wrap",
    "discounts": "discount",
}

_OF_ALL = {
    "cancelled": "cancelled",
    "cancelled_by_buyer": "cancelled_by_buyer",
    "cancelled_by_seller": "cancelled_by_seller",
    "cancelled_units": "cancelled_units",
    "parcels": "parcels",
    "shipped_units": "shipped_units",
    "shipping_seconds": "shipping_seconds",
    "costed_parcels": "costed",
    "delivered": "delivered",
    "delivery_seconds": "delivery_seconds",
    "transit_seconds": "transit_seconds",
    "returns": "returns",
    "returned_units": "returned_units",
    "received_units": "received_units",
    "refunds": "refunds",
}
"""Count of totals → number of facts, of sales and replacements alike."""

_OF_PARCELS = (
    "parcels",
    "shipped_units",
    "shipping_seconds",
    "costed",
    "cost",
    "earned",
    "delivered",
    "delivery_seconds",
    "transit_seconds",
)
_OF_RETURNS = (
    "returns",
    "returned_units",
    "received_units",
    "return_cost",
    "refunds",
    "refunded",
    "refunded_tax",
)

TOLD_BY: Mapping[str, frozenset[str]] = {
    CARRIER: frozenset(_OF_PARCELS),
    REASON: frozenset(_OF_RETURNS),
}
"""Dimension → the numbers that it tells apart, where those are not all."""


class _Adding:
    """Totals while they are made."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.amounts: dict[str, dict[str, int]] = {}

    def add(self, currency: str, kind: str, reason: str, numbers: Mapping[str, int]) -> None:
        """Add one cell."""
        for name, number in _OF_ALL.items():
            self.count(name, numbers[number])
        orders, units, item = numbers["orders"], numbers["units"], numbers["item"]
        if kind == SALE:
            self.count("orders", orders)
            self.count("units", units)
            for name, number in _PLACED.items():
                self.amount(name, currency, numbers[number], named=bool(orders))
            if orders:
                self.under("orders_by_currency", currency, orders)
        else:
            self.count("replacements", orders)
            self.count("replacement_units", units)
            self.amount("replacement_value", currency, item, named=bool(orders))
        costed, refunds = bool(numbers["costed"]), bool(numbers["refunds"])
        self.amount("shipping_cost", currency, numbers["cost"], named=costed)
        self.amount("shipping_earned", currency, numbers["earned"], named=costed)
        self.amount("return_cost", currency, numbers["return_cost"], named=False)
        self.amount("refunded", currency, numbers["refunded"], named=refunds)
        self.amount("refunded_tax", currency, numbers["refunded_tax"], named=refunds)
        if numbers["returns"]:
            self.under("returns_by_reason", reason, numbers["returns"])

    def count(self, name: str, number: int) -> None:
        """Add to a count."""
        self.counts[name] = self.counts.get(name, 0) + number

    def amount(self, name: str, currency: str, minor: int, *, named: bool) -> None:
        """Add to an amount; where something was counted in its currency, if only nothing."""
        if minor or (named and currency):
            self.under(name, currency, minor)

    def under(self, name: str, word: str, number: int) -> None:
        """Add to a number under a word."""
        by_word = self.amounts.setdefault(name, {})
        by_word[word] = by_word.get(word, 0) + number

    def totals(self) -> Totals:
        """Give what was added."""
        sorted_amounts = {
            name: {word: by_word[word] for word in sorted(by_word)}
            for name, by_word in self.amounts.items()
        }
        fields: dict[str, Any] = {**self.counts, **sorted_amounts}
        return Totals(**fields)


def totals_of_cells(cells: Iterable[Cell]) -> Totals:
    """Add cells up."""
    adding = _Adding()
    for currency, kind, reason, numbers in cells:
        adding.add(currency, kind, reason, dict(zip(NUMBERS, numbers, strict=True)))
    return adding.totals()


def totals_placed_with(order: Order) -> Totals:
    """Give what counts by the day on which an order was placed, and nothing else of it."""
    fact = placed_fact(order)
    words = dict(zip(SALES.words, fact.words, strict=True))
    return totals_of_cells([(words[CURRENCY], words[KIND], "", fact.numbers)])
