"""What is kept of orders so that many can be searched: rows that the fields themselves decide.

A field of :data:`ordercore.queries.filtering.FIELDS` is kept as a column of :data:`SEARCH`, or as
rows of :data:`SEARCH_WORDS` or :data:`SEARCH_NUMBERS` where an order has several of it. What it
reads of an order, it alone says.
"""

from collections.abc import Iterable
from typing import Any

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.derived import Cells, DerivedTable, Subject, numbers, words
from ordercore.orders.state import Order
from ordercore.queries.filtering import FIELDS, Viewpoint
from ordercore.queries.filtering.fields import IS
from ordercore.queries.filtering.kinds import code_signs
from ordercore.queries.searching.keeping import folded, kept, number_kept, ticks
from ordercore.queries.searching.kept_fields import (
    AMOUNT_COLUMNS,
    CODE_COLUMNS,
    ENDING,
    FOR_GOOD,
    LASTING,
    MOMENT_COLUMNS,
    NUMBER_COLUMNS,
    SEVERAL_MOMENTS,
    SEVERAL_NUMBERS,
    SEVERAL_WORDS,
    WORD_COLUMNS,
    is_ending,
)

EARLY, LATE = Viewpoint("1900-01-01T00:00:00Z"), Viewpoint("8999-12-31T23:59:59.999999Z")
"""Moments before and after all others: what ends by itself, such as a hold, stands at most so long.
"""

# Rows


def _values(name: str, order: Order, view: Viewpoint = EARLY) -> list[Any]:
    return list(FIELDS[name].read(order, view))


def _only(name: str, order: Order) -> Any:
    return next(iter(_values(name, order)), None)


def _word(name: str, order: Order) -> str | None:
    word: str | None = _only(name, order)
    return None if word is None else kept(word)


def _code(name: str, order: Order) -> str | None:
    code: str | None = _only(name, order)
    return None if code is None else kept(code_signs(code))


def _number(name: str, order: Order) -> int:
    number: int = _only(name, order)
    return number_kept(number)


def _moment(name: str, order: Order) -> int | None:
    at: Instant | None = _only(name, order)
    return None if at is None else ticks(at)


def _amount(name: str, order: Order) -> tuple[str | None, int | None]:
    amount: Money | None = _only(name, order)
    return (None, None) if amount is None else (amount.currency, number_kept(amount.minor))


def _row(subject: Subject) -> Iterable[Cells]:
    order = subject.order
    yield (
        *(_moment(name, order) for name in MOMENT_COLUMNS),
        *(_word(name, order) for name in WORD_COLUMNS),
        *(_code(name, order) for name in CODE_COLUMNS),
        *(_number(name, order) for name in NUMBER_COLUMNS),
        *(cell for name in AMOUNT_COLUMNS for cell in _amount(name, order)),
        folded(_values("text", order)),
    )


def _rows_of_words(subject: Subject) -> Iterable[Cells]:
    order = subject.order
    placed_at = _moment("placed", order)
    for name in SEVERAL_WORDS:
        found = _words(name, order, EARLY)
        yield from ((name, word, placed_at) for word in _kept_once(found))
        ending = [word for word in found if is_ending(name, word)]
        if ending:
            lasting = set(_words(name, order, LATE)).intersection(ending)
            yield from ((name + FOR_GOOD, word, placed_at) for word in _kept_once(lasting))


def _words(name: str, order: Order, view: Viewpoint) -> list[str]:
    if name == "is":
        return [word for word in _KEPT_OF_IS if IS[word](order, view)]
    return _values(name, order, view)


_KEPT_OF_IS = sorted({*LASTING, *(word for name, word in ENDING if name == "is" and word)})


def _kept_once(found: Iterable[str]) -> list[str]:
    return sorted({kept(word) for word in found})


def _rows_of_numbers(subject: Subject) -> Iterable[Cells]:
    order = subject.order
    placed_at = _moment("placed", order)
    for name in SEVERAL_MOMENTS:
        moments = {ticks(at) for at in _values(name, order)}
        yield from ((name, at, placed_at) for at in sorted(moments))
    for name in SEVERAL_NUMBERS:
        found = {number_kept(number) for number in _values(name, order)}
        yield from ((name, number, placed_at) for number in sorted(found))


PLACE = ("placed_at", "order_id")
"""Where an order stands. It ends every index, so that pages are found there alone."""

SEARCH = DerivedTable(
    name="search",
    columns=(
        *numbers(*MOMENT_COLUMNS.values()),
        *words(*WORD_COLUMNS, *CODE_COLUMNS),
        *numbers(*NUMBER_COLUMNS),
        *(
            column
            for currency, minor in AMOUNT_COLUMNS.values()
            for column in (*words(currency), *numbers(minor))
        ),
        *words("folded"),
    ),
    rows=_row,
    indexes={
        "placed": PLACE,
        **{
            name: (name, *PLACE)
            for name in (*WORD_COLUMNS, "ship_by", "deliver_by", "units", *CODE_COLUMNS)
        },
        "total": (*AMOUNT_COLUMNS["total"], *PLACE),
    },
)
"""One row for each order: what it has one of, and its texts, folded to be compared."""

SEARCH_WORDS = DerivedTable(
    name="search_words",
    columns=(*words("field", "word"), *numbers("placed_at")),
    rows=_rows_of_words,
    indexes={"word": ("field", "word", *PLACE)},
)
"""A row for each word of a field of which an order has several."""

SEARCH_NUMBERS = DerivedTable(
    name="search_numbers",
    columns=(*words("field"), *numbers("number", "placed_at")),
    rows=_rows_of_numbers,
    indexes={"number": ("field", "number", *PLACE)},
)
"""A row for each number or moment of a field of which an order has several."""

SEARCHED = (SEARCH, SEARCH_WORDS, SEARCH_NUMBERS)
"""The tables of a search."""
