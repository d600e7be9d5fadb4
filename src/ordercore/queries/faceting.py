"""Facets: how many of some orders have which words of a field, beside a list of them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import several
from ordercore.orders.state import Order
from ordercore.queries.filtering import FIELDS, Field, Viewpoint
from ordercore.queries.filtering.kinds import Words

Facets = Mapping[str, Mapping[str, int]]
"""Field → word → orders that have it, most first; those with none of a field are in none of it."""


def countable(by: Iterable[str]) -> tuple[Field, ...]:
    """Give the fields that orders shall be counted by, each once.

    Raises:
        InvalidValue: when one is no field of words, or no several names are given.
    """
    known = [name for name, field in FIELDS.items() if isinstance(field.kind, Words)]
    names = several(by, "by")
    for name in names:
        if name not in known:
            raise InvalidValue("by", name, f"one of {', '.join(known)}")
    return tuple([FIELDS[name] for name in dict.fromkeys(names)])


class Counting:
    """Counts orders by the words that they have, seen at a moment: of each order each word once."""

    def __init__(self, by: Iterable[Field], view: Viewpoint) -> None:
        self.by = tuple(by)
        self.view = view
        self._counts: dict[str, Counter[str]] = {field.name: Counter() for field in self.by}

    def add(self, order: Order) -> None:
        """Count an order."""
        for field in self.by:
            self._counts[field.name].update({str(word) for word in field.read(order, self.view)})

    def add_counted(self, field: str, word: str, orders: int) -> None:
        """Count orders that somebody else has counted."""
        self._counts[field][word] += orders

    @property
    def facets(self) -> Facets:
        """What was counted."""
        return {
            name: dict(sorted(counts.items(), key=lambda some: (-some[1], some[0])))
            for name, counts in self._counts.items()
        }
