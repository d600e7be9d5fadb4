# ruff: noqa: S101, S311 - a suite asserts; a walk that can be repeated
"""Derived rows: they say what is kept, whatever has happened and however it was caught up with."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from pathlib import Path
from random import Random

import pytest

from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.conversations.claims import ClaimAnswer
from ordercore.errors import InvalidValue, Refused
from ordercore.kernel.replace import replace
from ordercore.metrics.counting import Question, Sum, answer, tally_of
from ordercore.metrics.standing import STANDING
from ordercore.orders.address import Address
from ordercore.orders.derived import DerivedTable, Subject, words
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.world import World
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import Dossier
from ordercore.ports.store import Store
from ordercore.queries import EVERY_ORDER
from ordercore.service.derived import BESIDE, DERIVED, subject_of
from ordercore.service.desk import OrderDesk
from ordercore.service.subjects import rows_made
from ordercore.testing.situations import SKUS, START, next_command, placing
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.feedback_happenings import some_feedback
from ordercore.testing.store.message_happenings import some_conversation
from ordercore.testing.store.samples import AT, commit, every, placed, write

WORLD = World(pools={"MFN": "main", "SFP": "main", "FBA": "main"})

HOW_MANY = Question(
    table=STANDING, sums=[Sum(number="count")], by=["about", "name", "state", "day"]
)

FOREVER = 1000
"""So many times nobody has to catch up with a few orders."""


def rows_are_those_of_what_is_kept(store: Store) -> None:
    """See that the rows of every table are those that the orders make which are kept."""
    answered = store.ask(HOW_MANY)
    _ = list(caught_up(store))
    subjects = subjects_of(store)
    for table in DERIVED:
        made = [row for subject in subjects for row in rows_made(table, subject)]
        kept = every(partial(store.derived, table))
        assert _first_apart(kept, sorted(made, key=_place)) is None
    assert answered == answer(HOW_MANY, tally_of(STANDING, subjects))


def subjects_of(store: Store) -> list[Subject]:
    """Give the orders that are kept, with what stands beside each."""
    beside: dict[str | None, list[Dossier]] = {}
    for kind in BESIDE:
        dossiers: list[Dossier] = every(partial(store.dossiers, kind.value))
        for some in dossiers:
            beside.setdefault(kind.order_of(some), []).append(some)
    orders = every(store.orders, wanted=EVERY_ORDER)
    return [subject_of(order, beside.get(order.id, ())) for order in orders]


def _first_apart(
    kept: Sequence[DerivedRow], made: Sequence[DerivedRow]
) -> tuple[DerivedRow | None, DerivedRow | None] | None:
    """Give the first row that is another one; of all of them nobody could read a difference."""
    return next((pair for pair in zip_longest(kept, made) if pair[0] != pair[1]), None)


def _place(row: DerivedRow) -> tuple[str, int]:
    return row.order_id, row.n


def caught_up(store: Store, *, limit: int = 200) -> Iterator[int]:
    """Catch up page by page, and tell of how many."""
    for _ in range(FOREVER):
        count = store.catch_up(limit=limit)
        assert 0 <= count <= limit
        if not count:
            return
        yield count
    raise AssertionError("it never comes to an end")


def _desk(store: Store) -> OrderDesk:
    return OrderDesk(store, world=WORLD, clock=FixedClock(START), identity=CountingIdentity())


def _lives(desk: OrderDesk, names: range, steps: int, seed: int) -> Iterator[None]:
    """Let orders live, a command at a time."""
    pick = Random(seed).randrange
    for number in names:
        command: OrderCommand = placing(pick, order_id=f"O-{number}")
        for _ in range(steps):
            try:
                order = desk.handle(command)
            except Refused:
                yield
                continue
            command = next_command(order, pick, command.at.add(hours=pick(50)))
            yield


class Deriving(Contract):
    """What is derived of orders is true whenever somebody asks."""

    def test_a_fresh_store_has_no_derived_rows(self, store: Store) -> None:
        """There is nothing to catch up with, and nothing to count."""
        assert store.catch_up() == 0
        assert [store.derived(table) for table in DERIVED] == [()] * len(DERIVED)
        assert store.ask(HOW_MANY) == {}

    def test_rows_are_those_of_what_is_kept_after_whatever_happened(self, store: Store) -> None:
        """Caught up with now and then, in pages of any length, or only when somebody asks."""
        desk, pick = _desk(store), Random(5).randrange
        for sku in SKUS:
            desk.receive(sku, 60)
        for _ in _lives(desk, range(8), 20, seed=3):
            if pick(4) == 0:
                store.catch_up(limit=1 + pick(3))
            if pick(20) == 0:
                rows_are_those_of_what_is_kept(store)
        rows_are_those_of_what_is_kept(store)
        assert store.ask(HOW_MANY)

    def test_an_order_that_changes_is_counted_anew(self, store: Store) -> None:
        """Its old rows are gone, whether it now makes more of them or fewer."""
        for was, lines in enumerate((2, 3, 1, 1)):
            line = placed().lines[0]
            several = tuple([replace(line, id=f"{n}", sku=f"S-{n}") for n in range(lines)])
            write(store, commit(replace(placed(), lines=several), was=was))
            rows_are_those_of_what_is_kept(store)

            assert store.ask(HOW_MANY)
            assert store.catch_up() == 0
            rows_are_those_of_what_is_kept(store)

    def test_what_stands_beside_an_order_is_counted_with_it(self, store: Store) -> None:
        """Whether it comes before the order, with it or later, and whenever it changes."""
        write(store, commit(some_claim("C-1", order_id="O-2"), some_conversation("O-2")))
        assert sum(caught_up(store)) <= 1
        rows_are_those_of_what_is_kept(store)
        write(store, commit(placed("O-1"), some_claim("C-2"), placed("O-2")))
        rows_are_those_of_what_is_kept(store)
        write(store, commit(some_feedback("O-1", stars=2)))
        rows_are_those_of_what_is_kept(store)
        write(store, commit(some_feedback("O-1", stars=5), was=1))
        rows_are_those_of_what_is_kept(store)
        talk = some_conversation("O-2", messages=())
        write(store, commit(talk, some_claim("C-2", answer=ClaimAnswer(at=AT)), was=1))
        rows_are_those_of_what_is_kept(store)

        about = Question(table=STANDING, sums=[Sum(number="count")], by=["about"])
        expected = {"claim": 2, "conversation": 1, "feedback": 1, "units": 4}
        assert store.ask(about) == {(name,): (count,) for name, count in expected.items()}

    def test_what_is_about_no_order_is_not_waited_for(self, store: Store) -> None:
        """There is nothing to catch up with, for ever."""
        write(store, commit(some_conversation("T-1", order_id=None)))

        assert store.catch_up() == 0
        rows_are_those_of_what_is_kept(store)

    def test_many_orders_are_caught_up_with_page_by_page(self, store: Store) -> None:
        """No page is longer than was asked for, and none is met twice."""
        write(store, *[commit(placed(f"O-{number}")) for number in range(25)])
        counts = list(caught_up(store, limit=4))

        assert sum(counts) in (0, 25)
        assert store.catch_up() == 0
        rows_are_those_of_what_is_kept(store)
        for table in DERIVED:
            whole = every(partial(store.derived, table))
            for length in (1, 7):
                assert every(partial(store.derived, table), limit=length) == whole

    def test_a_table_that_is_not_kept_is_refused(self, store: Store) -> None:
        """Nobody takes it for one without rows."""
        for name in ("others", STANDING.name):
            other = DerivedTable(name=name, columns=words("word"), rows=lambda _: ())
            with pytest.raises(InvalidValue):
                store.derived(other)

    def test_nothing_personal_stays_in_rows_when_a_buyer_is_erased(self, store: Store) -> None:
        """Neither of the order nor of what stands beside it, whoever looks next."""
        desk = _desk(store)
        ada = Address(name="Adalbert", line1="Adalbert 1", country="GB", phone="Adalbert")
        line = Line("A", 1, price="5 EUR", gift_message="Adalbert")
        desk.receive("A", 5)
        desk.place(channel="MFN", lines=[line], order_id="O-1", ship_to=ada, buyer="Adalbert")
        desk.confirm_payment("O-1")
        desk.receive_message("O-1", "M-1", "Adalbert")
        rows_are_those_of_what_is_kept(store)

        desk.erase(order_ids=["O-1"], force=True)

        rows_are_those_of_what_is_kept(store)
        rows = [row for table in DERIVED for row in every(partial(store.derived, table))]
        assert rows
        assert not [row for row in rows if "adalbert" in str(row).lower()]

    def test_several_catch_up_while_others_write(self, tmp_path: Path) -> None:
        """Rows never go back to what an order once was, and none stands twice."""
        if not self.threads:
            pytest.skip("this store may only be used from one thread")
        store = self.make_store(tmp_path)
        desk = _desk(store)
        for sku in SKUS:
            desk.receive(sku, 60)

        def live(worker: int) -> None:
            for _ in _lives(desk, range(worker * 3, worker * 3 + 3), 12, seed=worker):
                pass

        def count(worker: int) -> None:
            for _ in range(15):
                store.catch_up(limit=3 + worker)

        with ThreadPoolExecutor(6) as pool:
            jobs = [pool.submit(some, n) for n in range(3) for some in (live, count)]
        _ = [job.result() for job in jobs]

        rows_are_those_of_what_is_kept(store)
        store.close()

    def test_rows_of_one_seller_are_not_those_of_another(self, tmp_path: Path) -> None:
        """Though their orders and claims have the same ids."""
        one, other = self.make_store_of("one", tmp_path), self.make_store_of("other", tmp_path)
        if one is None or other is None:
            pytest.skip("this store knows nothing of sellers")
        write(one, commit(placed(), some_claim()))
        rows_are_those_of_what_is_kept(one)
        assert other.ask(HOW_MANY) == {}
        write(other, commit(placed(), some_feedback()))
        for store in (one, other):
            rows_are_those_of_what_is_kept(store)
        assert one.ask(HOW_MANY) != other.ask(HOW_MANY)
        for store in (one, other):
            store.close()

    def test_rows_are_there_when_opened_again(self, tmp_path: Path) -> None:
        """And what was not caught up with is so then."""
        if not self.durable:
            pytest.skip("this store keeps nothing beyond its object")
        with_claim = commit(placed("O-1"), placed("O-2"), some_claim())
        first = self.make_store(tmp_path)
        write(first, with_claim)
        rows_are_those_of_what_is_kept(first)
        write(first, commit(some_feedback()), commit(placed("O-2", channel="SFP"), was=1))
        first.close()

        again = self.make_store(tmp_path)
        rows_are_those_of_what_is_kept(again)
        again.close()
