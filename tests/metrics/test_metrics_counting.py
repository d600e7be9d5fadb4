"""Facts and tallies: exact sums, however the facts are shuffled, split, merged or taken back."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.time import instant
from ordercore.metrics.counting import Fact, FactTable, Group, Tally
from ordercore.orders.derived import DerivedTable, Subject, numbers, words

AT = instant("2026-03-01T10:00:00Z")


def _none(_: Subject) -> Iterable[Fact]:
    return ()


TABLE = FactTable(name="some", words=("channel",), numbers=("orders", "units"), facts=_none)

FACTS = st.lists(
    st.builds(
        lambda day, channel, orders, units: Fact(AT, day, (channel,), (orders, units)),
        st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 5)),
        st.sampled_from(["fba", "mfn"]),
        st.integers(-2, 2),
        st.integers(-9, 9),
    ),
    max_size=12,
)


def _tally(facts: Iterable[Fact]) -> Tally:
    tally = Tally(TABLE)
    tally.add(facts)
    return tally


@given(FACTS, FACTS, st.randoms())
def test_law_6_merged_parts_are_the_whole_in_any_order(
    one: list[Fact], other: list[Fact], random: object
) -> None:
    """Splitting and merging, or shuffling, changes no sum."""
    merged = _tally(one)
    merged.merge(_tally(other))
    shuffled = [*one, *other]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert merged == _tally(shuffled)


@given(FACTS, FACTS)
def test_law_6_what_is_changed_is_as_if_it_had_always_been_so(
    before: list[Fact], after: list[Fact]
) -> None:
    """Facts in place of others leave nothing behind of those."""
    changed = _tally(before)
    changed.change(before, after)

    assert changed == _tally(after)


def test_a_group_without_anything_is_not_kept() -> None:
    """Memory is bounded by the groups that say something."""
    fact = Fact(AT, dt.date(2026, 1, 1), ("fba",), (1, 2))
    tally = _tally([fact])
    assert dict(tally.groups()) == {Group(dt.date(2026, 1, 1), ("fba",)): (1, 2)}

    tally.add([fact], -1)

    assert len(tally) == 0
    assert tally != "nothing"


def test_tallies_of_other_tables_are_not_merged() -> None:
    """Sums of other things never meet."""
    other = FactTable(name="other", words=(), numbers=(), facts=_none)
    with pytest.raises(InvalidValue, match="some"):
        Tally(TABLE).merge(Tally(other))


def test_a_fact_names_what_its_table_has() -> None:
    """What is not told is blank or 0; what the table does not have is refused."""
    fact = TABLE.fact(AT, dt.date(2026, 3, 1), {"channel": "fba"}, {"units": 3})
    assert fact == Fact(AT, dt.date(2026, 3, 1), ("fba",), (0, 3))
    with pytest.raises(InvalidValue, match="parcels"):
        TABLE.fact(AT, dt.date(2026, 3, 1), {}, {"parcels": 3})


@pytest.mark.parametrize(
    ("name", "columns", "indexes"),
    [
        ("Some table", words("sku"), {}),
        ("some", words("sku", "sku"), {}),
        ("some", words("sku", "order_id"), {}),
        ("some", words("seller"), {}),
        ("some", numbers("n"), {}),
        ("some", words("sku"), {"by_day": ("day",)}),
        ("some", words("sku"), {"by day": ("sku",)}),
    ],
)
def test_a_derived_table_that_means_nothing_cannot_be_made(
    name: str, columns: tuple[object, ...], indexes: dict[str, tuple[str, ...]]
) -> None:
    """Bad names, columns twice, and indexes over nothing are refused."""
    with pytest.raises(InvalidTable):
        DerivedTable(name=name, columns=columns, rows=lambda _: (), indexes=indexes)  # type: ignore[arg-type]


def test_facts_become_rows_of_a_derived_table() -> None:
    """A moment is microseconds, a day is counted from 1970, and the words and numbers follow."""
    fact = Fact(AT, dt.date(1970, 1, 3), ("fba",), (1, 2))
    table = FactTable(
        name="some", words=("channel",), numbers=("orders", "units"), facts=lambda _: (fact,)
    ).table
    assert table.columns == (*numbers("at", "day"), *words("channel"), *numbers("orders", "units"))
    (row,) = table.rows(Subject(order=None))  # type: ignore[arg-type]
    assert row == (1772359200000000, 2, "fba", 1, 2)
