"""Facts: what happened to an order on a day, as whole numbers that add up."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant
from ordercore.orders.derived import Cells, DerivedTable, Subject, numbers, words

FIRST_DAY = dt.date(1970, 1, 1)
"""The day from which days are counted in a table: day 0."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

MICROSECOND = dt.timedelta(microseconds=1)


@attrs.frozen
class Fact:
    """What happened to an order at a moment.

    ``day`` is that of the moment on the calendar that the table counts by. ``words`` and
    ``numbers`` are those that the table names, in its order.
    """

    at: Instant
    day: dt.date
    words: tuple[str, ...]
    numbers: tuple[int, ...]


@attrs.frozen(kw_only=True, eq=False)
class FactTable:
    """Facts of one kind: by which words they are told apart, and which numbers add up.

    Attributes:
        name: what it is called, also as a table of a store.
        words: names of what facts are told apart by, such as ``channel``.
        numbers: names of what is added up, such as ``orders``.
        facts: the facts of an order, decided of it alone.
        shape: counted up when facts come to mean something else.
        table: the table in which a store keeps them.
    """

    name: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    facts: Callable[[Subject], Iterable[Fact]]
    shape: int = 1
    table: DerivedTable = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Make the table.

        Raises:
            InvalidTable: when a name is none, or stands twice.
        """
        table = DerivedTable(
            name=self.name,
            columns=(*numbers("at", "day"), *words(*self.words), *numbers(*self.numbers)),
            rows=self._rows,
            indexes={"by_day": ("day",)},
            shape=self.shape,
        )
        object.__setattr__(self, "table", table)

    def fact(
        self, at: Instant, day: dt.date, told: Mapping[str, str], counted: Mapping[str, int]
    ) -> Fact:
        """Make a fact; words that are not told are blank, and numbers not counted are 0.

        Raises:
            InvalidValue: when a name is none of the table's.
        """
        for name in (*told, *counted):
            if name not in self.words and name not in self.numbers:
                known = ", ".join((*self.words, *self.numbers))
                raise InvalidValue(self.name, name, f"one of {known}")
        return Fact(
            at,
            day,
            tuple([told.get(name, "") for name in self.words]),
            tuple([counted.get(name, 0) for name in self.numbers]),
        )

    def _rows(self, subject: Subject) -> Iterable[Cells]:
        for fact in self.facts(subject):
            at = dt.datetime.__sub__(fact.at, EPOCH) // MICROSECOND
            yield (at, (fact.day - FIRST_DAY).days, *fact.words, *fact.numbers)
