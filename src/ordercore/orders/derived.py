"""Derived tables: flat rows that are made of orders, so that questions about many read no orders.

What a row says, a function of the core decides, of one order and of what stands beside it. Rows
can be thrown away and made again at any time; nothing is true because a row says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import Enum

import attrs

from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import Conversation
from ordercore.errors import InvalidTable
from ordercore.orders.state import Order

Cells = tuple[str | int | None, ...]
"""What stands in the columns of a row, one after the other."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)

OF_THE_STORE = ("seller", "order_id", "n")
"""Columns that stores add: whose order it is, which, and which row of it, from 0 on."""


@attrs.frozen(kw_only=True)
class Subject:
    """An order, with the claims, the feedback and the conversations about it."""

    order: Order
    claims: tuple[Claim, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    conversations: tuple[Conversation, ...] = ()


class Holding(Enum):
    """What a column holds."""

    WORD = "word"
    NUMBER = "number"


@attrs.frozen
class Column:
    """A column: words that sort by code points, or whole numbers; moments are microseconds."""

    name: str
    holds: Holding


def words(*names: str) -> tuple[Column, ...]:
    """Give columns of words."""
    return tuple([Column(name, Holding.WORD) for name in names])


def numbers(*names: str) -> tuple[Column, ...]:
    """Give columns of whole numbers."""
    return tuple([Column(name, Holding.NUMBER) for name in names])


@attrs.frozen(kw_only=True, eq=False)
class DerivedTable:
    """A table of rows that are made of orders, any number of each.

    Beside its own columns a store keeps of which seller and order a row is, and which of several.

    Attributes:
        name: what it is called; a store puts its own prefix before it.
        columns: what a row says.
        rows: what the rows of an order are, decided of that order alone.
        indexes: name of an index → its columns, in order; all begin with the seller.
        shape: counted up when rows come to mean something else, so that they are made anew.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Subject], Iterable[Cells]]
    indexes: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    shape: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse names that are none, stand twice, are a store's, or are used by an index alone.

        Raises:
            InvalidTable: when there are any.
        """
        known = [column.name for column in self.columns]
        given = [self.name, *known, *self.indexes]
        wrong = [f"{name!r} is no name" for name in given if _NAME.fullmatch(name) is None]
        wrong += [f"{name} stands twice" for name in sorted({*known}) if known.count(name) > 1]
        wrong += [f"{name} is a column that stores add" for name in OF_THE_STORE if name in known]
        wrong += [
            f"{index} is about {name}, which is no column"
            for index, columns in self.indexes.items()
            for name in columns
            if name not in {*known, "order_id"}
        ]
        if wrong:
            raise InvalidTable(f"derived table {self.name}", tuple(wrong))
