"""Laws of stock: a model with time, expiry, retries and owners that come in between each other."""

# ruff: noqa: S311 - walks that can be repeated

from collections import Counter
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from shelves import AT, EMPTY, Shelves, ask

from ordercore import inventory as i
from ordercore.errors import Refused
from ordercore.inventory import (
    ALWAYS_TOLD,
    RESERVATION_LIFECYCLE,
    ExpireReserved,
    FillBackorder,
    InventoryCommand,
    Reservation,
    Shelf,
)
from ordercore.inventory.ledger import Entry
from ordercore.testing import stock_is_never_promised_twice
from ordercore.testing.laws import _shelves
from ordercore.testing.stocking import next_command
from ordercore.testing.strategies import inventory_commands

OWNERS = ("O-1", "O-2", "basket-7")

UNITS = st.integers(1, 6)

FIGURES = ("held", "backordered", "committed", "consumed", "released")


def figures(hold: Reservation | None) -> tuple[int, ...]:
    """Give the figures of a reservation; of none, nothing."""
    return tuple([getattr(hold, name) for name in FIGURES]) if hold else (0, 0, 0, 0, 0)


class Naive:
    """What an owner has, as anybody would note it on paper."""

    def __init__(self) -> None:
        self.held = self.committed = self.consumed = self.released = 0
        self.ends: int | None = None


class StockMachine(RuleBasedStateMachine):
    """Stock against a naive model that keeps a slip of paper per owner; minutes are whole."""

    def __init__(self) -> None:
        super().__init__()
        self.shelves = Shelves()
        self.paper = {owner: Naive() for owner in OWNERS}
        self.on_hand = self.safety = self.minute = 0
        self.damaged = False

    def _ask(self, kind: Any, quantity: int | None = None, **said: Any) -> bool:
        accepted = self.shelves.tried(ask(kind, quantity, at=AT.add(minutes=self.minute), **said))
        if accepted:
            for owner in OWNERS:
                slip = self.paper[owner]
                if slip.held == slip.committed:
                    slip.ends = None
        return accepted

    def _free(self) -> int:
        return self.on_hand - self.safety - sum(slip.held for slip in self.paper.values())

    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes: int) -> None:
        """Nothing happens by itself."""
        before = self.shelves.rows
        self.minute += minutes
        assert self.shelves.rows == before

    @rule(units=UNITS)
    def receive(self, units: int) -> None:
        """More is on hand."""
        assert self._ask(i.ReceiveStock, units)
        self.on_hand += units

    @rule(owner=st.sampled_from(OWNERS), units=UNITS, lasts=st.none() | st.integers(1, 40))
    def reserve(self, owner: str, units: int, lasts: int | None) -> None:
        """Only what is free is promised; the later end counts, and none is the latest."""
        slip = self.paper[owner]
        ends = None if lasts is None else self.minute + lasts
        at = None if ends is None else AT.add(minutes=ends)
        free = self._free()
        accepted = self._ask(i.ReserveUnits, units, owner=owner, expires_at=at)
        assert accepted is (units <= free)
        if accepted:
            open_ = slip.held - slip.committed
            slip.held += units
            never = open_ and slip.ends is None
            slip.ends = None if never or ends is None else max(ends, slip.ends or 0)

    @rule(units=UNITS)
    def take_over(self, units: int) -> None:
        """What a basket may yet lose counts for the order, and nothing is held for both."""
        basket, order = self.paper["basket-7"], self.paper["O-1"]
        moved = min(units, basket.held - basket.committed)
        accepted = units - moved <= max(0, self._free())
        assert self._ask(i.ReserveUnits, units, owner="O-1", using="basket-7") is accepted
        if accepted:
            basket.held, order.held = basket.held - moved, order.held + units
            order.ends = None
            basket.ends = basket.ends if basket.held > basket.committed else None

    @rule(owner=st.sampled_from(OWNERS), units=UNITS)
    def commit(self, owner: str, units: int) -> None:
        """So many no longer expire."""
        slip = self.paper[owner]
        accepted = units <= slip.held
        if accepted:
            slip.committed = max(slip.committed, units)
        assert self._ask(i.CommitReserved, units, owner=owner) is accepted

    @rule(owner=st.sampled_from(OWNERS), minutes=st.integers(1, 30))
    def uncommit(self, owner: str, minutes: int) -> None:
        """All of it may expire from then on."""
        slip = self.paper[owner]
        if slip.committed:
            slip.committed, slip.ends = 0, self.minute + minutes
        ends = AT.add(minutes=self.minute + minutes)
        assert self._ask(i.UncommitReserved, owner=owner, expires_at=ends)

    @rule(owner=st.sampled_from(OWNERS), units=UNITS, up_to=st.booleans())
    def release(self, owner: str, units: int, up_to: bool) -> None:
        """Given back once; with ``up_to`` no more than there is."""
        slip = self.paper[owner]
        accepted = up_to or units <= slip.held
        gone = min(units, slip.held) if accepted else 0
        slip.committed -= max(0, gone - (slip.held - slip.committed))
        slip.held, slip.released = slip.held - gone, slip.released + gone
        assert self._ask(i.ReleaseReserved, units, owner=owner, up_to=up_to) is accepted

    @rule(owner=st.sampled_from(OWNERS), times=st.integers(1, 3))
    def sweep(self, owner: str, times: int) -> None:
        """Expiry equals release of what is not committed, however often it is swept."""
        slip = self.paper[owner]
        if slip.ends is not None and self.minute >= slip.ends:
            gone = slip.held - slip.committed
            slip.held, slip.released = slip.committed, slip.released + gone
        for _ in range(times):
            assert self._ask(i.ExpireReserved, owner=owner)

    @rule(owner=st.sampled_from(OWNERS), units=UNITS)
    def ship(self, owner: str, units: int) -> None:
        """What is promised leaves; what is missing on hand is the books' fault."""
        slip = self.paper[owner]
        accepted = units <= slip.held
        if accepted:
            slip.held, slip.consumed = slip.held - units, slip.consumed + units
            slip.committed -= min(units, slip.committed)
            self.on_hand = max(0, self.on_hand - units)
        assert self._ask(i.ConsumeReserved, units, owner=owner) is accepted

    @rule(counted=st.integers(0, 20), number=st.integers(1, 3), again=st.booleans())
    def count(self, counted: int, number: int, again: bool) -> None:
        """A count is never refused, and by its cause happens once."""
        cause = f"count-{self.minute}-{number}"
        known = self.shelves.causes.get(cause)
        if known is None:
            assert self._ask(i.CountStock, counted=counted, cause=cause)
            self.on_hand, self.damaged = counted, self.damaged or counted < self.on_hand
        if again and self.shelves.causes[cause].asked == f"counted={counted}":
            before = self.shelves.rows
            assert self._ask(i.CountStock, counted=counted, cause=cause)
            assert self.shelves.rows == before

    @precondition(lambda self: self._free() > 0)
    @rule(data=st.data())
    def set_safety(self, data: st.DataObject) -> None:
        """Units that are never promised."""
        self.safety = data.draw(st.integers(0, self.safety + self._free()))
        assert self._ask(i.SetStockTerms, safety=self.safety)

    @invariant()
    def agrees_with_the_paper(self) -> None:
        """Every figure is the one noted."""
        stock = self.shelves.stock
        assert (stock.on_hand, stock.available) == (self.on_hand, self._free())
        for owner, slip in self.paper.items():
            hold = self.shelves.holds.get(owner)
            noted = (slip.held, 0, slip.committed, slip.consumed, slip.released)
            assert figures(hold) == noted
            ends = None if slip.ends is None else AT.add(minutes=slip.ends)
            assert hold is None or hold.expires_at == ends

    @invariant()
    def never_promised_twice(self) -> None:
        """Only a count may take away what is promised."""
        overdrawn = max(0, -self.shelves.stock.available) if self.damaged else 0
        stock_is_never_promised_twice(
            self.shelves.stock, self.shelves.promised, overdrawn=overdrawn
        )

    @invariant()
    def replayed_the_same(self) -> None:
        """Folding the log gives what is kept."""
        rows = _shelves("A", "main", self.shelves.log).values()
        holds = {row.owner: row for row in rows if isinstance(row, Reservation)}
        assert [row for row in rows if isinstance(row, i.Stock)] == [self.shelves.stock]
        assert holds == self.shelves.holds


TestStockMachine = StockMachine.TestCase
TestStockMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


COMMANDS = st.lists(inventory_commands(), max_size=40)


def walked(commands: list[InventoryCommand]) -> Shelves:
    """Give the shelves after commands, some of which are refused."""
    shelves = Shelves()
    for command in commands:
        shelves.tried(command)
    return shelves


@given(COMMANDS)
def test_law_7_stock_is_never_promised_twice(commands: list[InventoryCommand]) -> None:
    """No promise of units on hand goes beyond those that are free, and the totals agree."""
    shelves = Shelves()
    for command in commands:
        before = shelves.stock
        accepted = shelves.tried(command)

        stock = shelves.stock
        overdrawn = max(0, -stock.available)
        stock_is_never_promised_twice(stock, shelves.promised, overdrawn=overdrawn)
        if stock.reserved > before.reserved:
            assert stock.available >= 0
        assert accepted or shelves.stock == before


@given(COMMANDS)
def test_law_the_ledger_adds_up(commands: list[InventoryCommand]) -> None:
    """The sums of all entries are the figures, of stock and of every owner."""
    shelves = walked(commands)

    sums: Counter[str] = Counter()
    owned: Counter[tuple[str, str]] = Counter()
    for event in shelves.log:
        for account, change, owner in event.entries:
            sums[account] += change
            owned[account, owner] += change
    stock = shelves.stock
    assert (stock.on_hand, stock.reserved) == (sums["on_hand"], sums["reserved"])
    assert stock.backordered == sums["backordered"]
    unsellable = {f"unsellable/{what.value}": n for what, n in stock.details.unsellable.items()}
    assert unsellable == {a: n for a, n in sums.items() if n and a.startswith("unsellable/")}
    for name, hold in shelves.holds.items():
        accounts = ("reserved", *FIGURES[1:])
        assert figures(hold) == tuple(owned[account, name] for account in accounts)


@given(COMMANDS)
def test_law_6_live_equals_replay(commands: list[InventoryCommand]) -> None:
    """The log alone gives every row."""
    shelves = walked(commands)

    replayed = _shelves("A", "main", shelves.log).values()

    holds = {row.owner: row for row in replayed if isinstance(row, Reservation)}
    assert [row for row in replayed if isinstance(row, i.Stock)] == [shelves.stock]
    assert holds == shelves.holds


@given(COMMANDS)
def test_law_8_reservations_keep_to_their_lifecycle(commands: list[InventoryCommand]) -> None:
    """One promise of an owner ends once; a further promise of the same begins a new one."""
    shelves = Shelves()
    for command in commands:
        before = dict(shelves.holds)
        shelves.tried(command)
        for owner, after in shelves.holds.items():
            was = before.get(owner)
            if was is None or was.status is not after.status:
                begun = None if was is None else was.status
                assert RESERVATION_LIFECYCLE.permits(begun, after.status)


@given(COMMANDS, inventory_commands(), st.integers(1, 4))
def test_law_4_a_cause_brings_about_one_thing_once(
    before: list[InventoryCommand], command: InventoryCommand, times: int
) -> None:
    """The same again changes nothing, whatever happened in between; anything else is refused."""
    shelves = walked(before)
    named = attrs.evolve(command, cause="RMA-7", at=AT.add(days=1))
    try:
        shelves.handle(named)
    except Refused:
        assert shelves.causes == {}
        return
    if not shelves.causes:
        assert isinstance(command, ExpireReserved | FillBackorder)
        return
    shelves.tried(before[0] if before else command)
    kept = shelves.rows
    for _ in range(times):
        assert shelves.handle(attrs.evolve(named, at=AT.add(days=2))) == ()
    assert shelves.rows == kept

    other = ask(i.ReceiveStock, 77, cause="RMA-7")
    code, facts = shelves.refused(other)
    assert (code, facts["cause"]) == ("cause_used_otherwise", "RMA-7")


@given(COMMANDS, inventory_commands())
def test_law_a_cause_is_told_by_an_event_where_its_command_always_leaves_one(
    before: list[InventoryCommand], command: InventoryCommand
) -> None:
    """A cause that an event names is kept, and those of such commands are never kept without."""
    shelves = walked(before)
    shelves.tried(attrs.evolve(command, cause="RMA-7", at=AT.add(days=1)))

    told = {event.cause for event in shelves.log if event.cause}
    silent = shelves.causes.keys() - told
    assert told <= shelves.causes.keys()
    assert not silent or type(command) not in ALWAYS_TOLD


@given(COMMANDS)
def test_law_expiry_equals_release(commands: list[InventoryCommand]) -> None:
    """What expires is given back just as if its owner had released it."""
    expired, released = walked(commands), walked(commands)
    late = AT.add(years=1)
    for owner, hold in list(expired.holds.items()):
        if not hold.expired(late):
            continue
        expired.handle(ask(i.ExpireReserved, owner=owner, at=late))
        released.handle(ask(i.ReleaseReserved, hold.uncommitted, owner=owner, at=late))

    assert expired.rows[:2] == released.rows[:2]


def test_entries_name_what_they_change() -> None:
    """One signed number, in one account, of one owner where it is an owner's."""
    (reserved,) = Shelves(ask(i.ReceiveStock, 5)).handle(ask(i.ReserveUnits, 2))

    assert reserved.entries == (Entry("reserved", 2, "O-1"),)
    assert i.StockRanOut(at=AT).entries == ()


@pytest.mark.long
def test_soak_stock() -> None:
    """A hundred thousand random commands: the totals always agree with the promises."""
    pick = Random(5).randrange
    shelves = Shelves()
    for _ in range(100_000):
        shelves.tried(next_command(pick, AT, orders=40))
        overdrawn = max(0, -shelves.stock.available)
        stock_is_never_promised_twice(shelves.stock, shelves.promised, overdrawn=overdrawn)
    assert Shelf(shelves.stock) != EMPTY
