"""Which orders made a figure: what to look into."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from ordercore.kernel.ids import OrderId
from ordercore.metrics.counting import Fact, FactTable
from ordercore.metrics.counting.facts import FIRST_DAY
from ordercore.metrics.health.table import HEALTH
from ordercore.metrics.health.values import HealthValue
from ordercore.orders.derived import Cells, Subject


def made_by(
    value: HealthValue, subjects: Iterable[Subject], table: FactTable = HEALTH
) -> Iterator[OrderId]:
    """Give the orders that made the faults of a value, each once.

    Those are the orders with something that went wrong: late orders of a late shipment rate,
    orders with a parcel without valid tracking of a valid tracking rate.
    """
    for subject in subjects:
        if any(_went_wrong(value, fact, table) for fact in table.facts(subject)):
            yield subject.order.id


def made_by_rows(
    value: HealthValue, rows: Iterable[tuple[OrderId, Cells]], table: FactTable = HEALTH
) -> Iterator[OrderId]:
    """Give the same, of rows that a store keeps of ``table``, in the order of their orders."""
    last: OrderId | None = None
    for order_id, cells in rows:
        if order_id != last and _went_wrong(value, _fact(cells, table), table):
            last = order_id
            yield order_id


def _fact(cells: Cells, table: FactTable) -> "_Row":
    _, day, *told = cells
    words = len(table.words)
    return _Row(
        FIRST_DAY + dt.timedelta(days=int(day or 0)),
        [str(word) for word in told[:words]],
        [int(number or 0) for number in told[words:]],
    )


class _Row:
    """A fact as a store keeps it."""

    def __init__(self, day: dt.date, words: Sequence[str], numbers: Sequence[int]) -> None:
        self.day, self.words, self.numbers = day, words, numbers


def _went_wrong(value: HealthValue, fact: "Fact | _Row", table: FactTable) -> bool:
    measure, row = value.measure, value.measure.definition
    count, of = (fact.numbers[table.numbers.index(name)] for name in (row.count, row.of))
    if (count if row.faults else of - count) <= 0:
        return False
    told = dict(zip(table.words, fact.words, strict=True))
    return (
        measure.window.covers(fact.day)
        and told["channel"] in measure.channels
        and measure.marketplace in ("", told["marketplace"])
        and value.category in ("", told["category"])
    )
