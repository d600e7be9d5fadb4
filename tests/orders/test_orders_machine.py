"""Orders in three currencies under any mixture of commands, retries and refusals.

All laws hold after every step; and in fixed walks every command is accepted, and refused.
"""

# ruff: noqa: S311 - walks that can be repeated

import datetime as dt
from collections import Counter
from random import Random
from typing import Protocol

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ordercore.kernel.time import Instant
from ordercore.orders.decider import DECISIONS, allowed, decide, fold
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import captured, refunded
from ordercore.orders.state import Order
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    Step,
    explain_agrees_with_decide,
    next_command,
    no_dead_ends,
    status_keeps_to_lifecycle,
    taken,
    walk,
)
from ordercore.testing.aiming import THEMES, Maker, aimed, wild
from ordercore.testing.situations import CURRENCIES, START, placing

WHICH = st.sampled_from(CURRENCIES)

SEEDS = st.integers(0, 2**16)
"""Contents are made from a number, so that a step costs one draw."""


class Theme(Protocol):
    """A module of makers."""

    MAKERS: tuple[Maker, ...]


class OrderMachine(RuleBasedStateMachine):
    """Three orders that live side by side, one in each currency."""

    def __init__(self) -> None:
        super().__init__()
        self.at: Instant = START
        self.orders: dict[str, Order] = {}
        self.told: dict[str, list[OrderEvent]] = {currency: [] for currency in CURRENCIES}
        self.steps: dict[str, list[Step]] = {currency: [] for currency in CURRENCIES}
        self.fresh: list[Step] = []

    @initialize(seed=SEEDS, far=st.integers(0, 12))
    def place_three(self, seed: int, far: int) -> None:
        """One order is placed in each currency, and goes some way."""
        for currency in CURRENCIES:
            pick = Random(f"{currency} {seed}").randrange
            self._give(currency, placing(pick, order_id=currency, currency=currency))
            for _ in range(far):
                self.at = self.at + dt.timedelta(hours=pick(60))
                self._give(currency, aimed(self.orders[currency], pick, self.at))

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        """Holds, authorisations, windows and deadlines run out."""
        self.at = self.at + dt.timedelta(hours=hours)

    @rule(which=WHICH, theme=st.sampled_from(THEMES), seed=SEEDS)
    def go_on(self, which: str, theme: Theme, seed: int) -> None:
        """A command of a theme that the order permits, or else of any theme."""
        pick, order = Random(seed).randrange, self.orders[which]
        made = (maker(order, pick, self.at) for maker in theme.MAKERS)
        command = next((some for some in made if some is not None), None)
        self._give(which, command or aimed(order, pick, self.at))

    @rule(which=WHICH, seed=SEEDS)
    def go_wild(self, which: str, seed: int) -> None:
        """Any command with any content, which is mostly refused."""
        self._give(which, wild(self.orders[which], Random(seed).randrange, self.at))

    @rule(which=WHICH, seed=SEEDS)
    def do_what_is_offered(self, which: str, seed: int) -> None:
        """Whatever the order offers is accepted, and brings something about."""
        offers = allowed(self.orders[which], self.at)
        if offers:
            step = self._give(which, offers[seed % len(offers)])
            assert step.events

    @rule(which=WHICH, seed=SEEDS)
    def retry(self, which: str, seed: int) -> None:
        """An earlier command comes again: it is settled, refused, or asks for more of the same."""
        earlier = self.steps[which]
        self._give(which, earlier[seed % len(earlier)].command)

    @invariant()
    def the_laws_hold(self) -> None:
        """After every step: units, money, lifecycles, and nothing changed by what was refused."""
        for step in self.fresh:
            assert step.after is not None
            for law in LAWS_OF_AN_ORDER:
                law(step.after)
            status_keeps_to_lifecycle(step.before, step.after)
            explain_agrees_with_decide(step.before, step.command)
            if step.refused:
                assert step.after is step.before
                assert all(step.refused.codes)
        self.fresh.clear()

    def teardown(self) -> None:
        """What is live is what its events tell, and everything can be brought to an end."""
        for currency, order in self.orders.items():
            assert fold(self.told[currency]) == order
            no_dead_ends(order)

    def _give(self, which: str, command: OrderCommand) -> Step:
        before = self.orders.get(which)
        shown = repr(before)
        step = taken(before, command)
        assert repr(before) == shown
        assert step.after is not None
        self.orders[which] = step.after
        self.told[which] += step.events
        self.steps[which].append(step)
        self.fresh.append(step)
        return step


TestOrderMachine = OrderMachine.TestCase
TestOrderMachine.settings = settings(max_examples=50, stateful_step_count=40)


def test_every_command_is_accepted_and_refused_in_every_currency() -> None:
    """In fixed walks: no row of the table is idle, with 0, 2 and 3 digits; here is no pool."""
    for currency in CURRENCIES:
        accepted: Counter[type] = Counter()
        refused: Counter[type] = Counter()
        repeated: Counter[bool] = Counter()
        for seed in range(320):
            pick = Random(f"{currency} {seed}").randrange
            for step in walk(pick, 30, place=placing(pick, currency=currency)):
                (refused if step.refused else accepted)[type(step.command)] += bool(
                    step.events or step.refused
                )
                if step.events and step.after:
                    again = taken(step.after, step.command)
                    repeated[again.after == step.after] += 1

        never = {command.__name__ for command in DECISIONS.rows if not accepted[command]}
        assert never == {"ReallocateUnits", "FillShortage"}, currency
        assert {c.__name__ for c in DECISIONS.rows if not refused[c]} == set(), currency
        assert repeated[True] > repeated[False] > 0, "most repeated commands change nothing"


def test_money_moves_in_every_currency() -> None:
    """In fixed walks money is taken and given back, to the last minor unit, in each."""
    for currency in CURRENCIES:
        moved = Counter[str]()
        for seed in range(60):
            pick = Random(f"{currency} {seed}").randrange
            *_, last = walk(pick, 30, place=placing(pick, currency=currency, imported=False))
            assert last.after is not None
            moved["taken"] += captured(last.after)
            moved["given back"] += refunded(last.after)
            no_dead_ends(last.after)

        assert moved["taken"] > moved["given back"] > 0


def test_the_same_commands_lead_to_the_same_orders() -> None:
    """Deciding again, from the start, gives event by event the same."""
    for seed in range(40):
        order: Order | None = None
        for step in walk(Random(seed).randrange, 20):
            assert decide(order, step.command) == step.events if not step.refused else True
            order = step.after


def test_next_commands_are_about_their_order() -> None:
    """Whatever is made, it names the order, and not a moment before it was placed."""
    *_, last = walk(Random(2).randrange, 10)
    assert last.after is not None
    for seed in range(200):
        command = next_command(last.after, Random(seed).randrange, START)
        assert (command.order_id, command.at) == (last.after.id, START)
