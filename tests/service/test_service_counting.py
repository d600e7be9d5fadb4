"""Catching up at the desk, in memory and awaited, and what rows can be kept."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from awaiting import async_desk_over
from desk_stories import desk_over, placing

from ordercore import InvalidValue
from ordercore.adapters.memory import MemoryStore
from ordercore.adapters.sql import SqlStore, open_sqlite
from ordercore.metrics.counting import FactTable, Question, Sum
from ordercore.metrics.standing import STANDING
from ordercore.orders.derived import Cells, DerivedTable, Subject, numbers, words
from ordercore.service import counting, derived
from ordercore.service.derived import known_table, note_of, rows_of, subject_of
from ordercore.service.subjects import every_derived, every_subject, rows_made
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.feedback_happenings import some_feedback
from ordercore.testing.store.message_happenings import some_conversation
from ordercore.testing.store.samples import commit, placed, write

UNITS = Question(table=STANDING, sums=[Sum(number="count")], by=["about"])


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """Give a store that keeps derived rows."""
    opened = open_sqlite(tmp_path / "shop.db")
    yield opened
    opened.close()


def test_a_desk_catches_up_whole_or_with_so_many(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page, and no further than was asked for."""
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    desk = desk_over(store)
    write(store, *[commit(placed(f"O-{number}")) for number in range(8)])

    assert [desk.catch_up(limit=1), desk.catch_up(limit=3)] == [1, 3]
    assert [desk.catch_up(), desk.catch_up()] == [4, 0]
    assert desk.ask(UNITS) == {("units",): (16,)}


@pytest.mark.parametrize("limit", [0, -1, "2", True])
def test_a_limit_is_a_number_from_one_on(limit: Any) -> None:
    """Anything else is refused, by name, whether waited for or awaited."""
    with pytest.raises(InvalidValue) as caught:
        desk_over().catch_up(limit=limit)
    assert caught.value.field == "limit"
    with pytest.raises(InvalidValue):
        asyncio.run(async_desk_over().catch_up(limit=limit))


@pytest.mark.parametrize("question", [None, 3, "units"])
def test_what_is_no_question_is_refused(question: Any) -> None:
    """By name, whether waited for or awaited."""
    with pytest.raises(InvalidValue, match="question"):
        desk_over().ask(question)
    with pytest.raises(InvalidValue, match="question"):
        asyncio.run(async_desk_over().ask(question))


def test_a_desk_that_is_awaited_does_the_same() -> None:
    """It answers what the other one answers; in memory there is nothing to catch up with."""
    kept = MemoryStore()
    desk, other = desk_over(kept), async_desk_over(kept)
    desk.receive("A", 2)
    desk.handle(placing())

    assert asyncio.run(other.catch_up()) == desk.catch_up() == 0
    assert asyncio.run(other.ask(UNITS)) == desk.ask(UNITS) != {}
    assert asyncio.run(other.store.uncounted()) == ()
    assert asyncio.run(other.store.derived(STANDING.table)) == kept.derived(STANDING.table)


class Counted(MemoryStore):
    """A store in memory of which some orders are left to be counted."""

    left = 7

    def catch_up(self, *, limit: int = 200) -> int:
        """Count down."""
        found = min(self.left, limit)
        self.left -= found
        return found


def test_a_desk_that_is_awaited_goes_on_to_the_end_or_the_limit() -> None:
    """As the other one does."""
    desk = async_desk_over(Counted())

    assert asyncio.run(desk.catch_up(limit=3)) == 3
    assert asyncio.run(desk.catch_up()) == 4
    assert asyncio.run(desk.catch_up()) == 0


def test_rows_are_given_once_they_are_made(store: SqlStore) -> None:
    """Of all orders, however many pages that takes; they are those that orders make."""
    write(store, commit(placed("O-1"), placed("O-2"), some_claim("C-1")))

    found = list(every_derived(store, STANDING.table))

    made = [row for some in every_subject(store) for row in rows_made(STANDING.table, some)]
    assert found == made
    assert [(row.order_id, row.n) for row in found] == [("O-1", 0), ("O-1", 1), ("O-2", 0)]


def test_facts_that_no_store_keeps_are_not_counted() -> None:
    """The tables that there are, are named."""
    other = FactTable(name="others", words=(), numbers=("many",), facts=lambda _: ())

    with pytest.raises(InvalidValue, match="standing"):
        desk_over().ask(Question(table=other, sums=[Sum(number="many")]))
    assert known_table(STANDING.table) is STANDING.table


# Rows


def table_of(*rows: Cells) -> DerivedTable:
    """Give a table of which an order makes these rows."""
    columns = (*words("word"), *numbers("number"))
    return DerivedTable(name="some", columns=columns, rows=lambda _: rows)


SUBJECT = subject_of(placed("O-1"), ())


def test_rows_are_made_such_that_every_database_can_keep_them() -> None:
    """A NUL is kept as another sign, the largest number as it is, and nothing as nothing."""
    rows = rows_of(table_of(("a\0b", 2**63 - 1), (None, None), ("", -(2**63) + 1)), SUBJECT)

    assert list(rows) == [("a\N{REPLACEMENT CHARACTER}b", 2**63 - 1), (None, None), ("", 1 - 2**63)]


@pytest.mark.parametrize("cells", [("a", 2**63), ("a", -(2**63)), ("a",), ("a", 1, 2)], ids=str)
def test_a_row_that_no_database_could_keep_is_an_error(cells: Cells) -> None:
    """It names the table and the order, so that nobody looks for them."""
    with pytest.raises(InvalidValue) as caught:
        rows_of(table_of(cells), SUBJECT)

    assert caught.value.field == "some of O-1"


def test_what_stands_beside_an_order_is_told_apart() -> None:
    """By kind, and in the order of the ids, however it was found."""
    talk, said = some_conversation("O-1"), some_feedback("O-1")
    claims = some_claim("C-1"), some_claim("C-2")

    subject = subject_of(placed("O-1"), [claims[1], talk, said, claims[0]])

    order = placed("O-1")
    expected = Subject(order=order, claims=claims, feedback=(said,), conversations=(talk,))
    assert subject == expected


def test_a_note_tells_shapes_apart() -> None:
    """Name, shape, columns and indexes of every table, whatever their order; one line each."""
    plain = table_of()
    indexed = DerivedTable(
        name="some", columns=plain.columns, rows=plain.rows, indexes={"i": ("word",)}
    )
    shaped = DerivedTable(name="some", columns=plain.columns, rows=plain.rows, shape=2)
    renamed = DerivedTable(name="else", columns=plain.columns, rows=plain.rows)
    notes = {note_of([some]) for some in (plain, indexed, shaped, renamed)}

    assert len(notes) == 4
    assert note_of([plain, renamed]) == note_of([renamed, plain])
    assert note_of([plain]) == "some 1 word:word number:number"


def test_every_table_and_its_columns_have_names_of_their_own() -> None:
    """A table is found by its name, and no kept row has more columns than its own."""
    names = [table.name for table in derived.DERIVED]

    assert len({*names}) == len(names)
