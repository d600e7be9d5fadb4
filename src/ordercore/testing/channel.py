# ruff: noqa: S101 - a suite asserts
"""The conformance suite of a channel of your own, and of the rules that come with it.

::

    from ordercore.testing import ChannelConformance

    class TestClickAndCollect(ChannelConformance):
        rules = ((ConfirmShipment, ready_for_pickup),)

        def make_channel(self):
            return CLICK_AND_COLLECT

Each test is a sentence about what every channel must be, whoever wrote its row.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

import pytest

from ordercore.channels import (
    MARKETPLACES,
    Calendars,
    Channel,
    Promise,
    auto_cancel_at,
    free_until,
    promise,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.ids import checked
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, last_instant, local_date, start_of_day
from ordercore.orders.decider import explain
from ordercore.orders.message import OrderCommand
from ordercore.orders.permits import TASKS_OF
from ordercore.orders.policies import policy_at
from ordercore.orders.world import AddedRule, World
from ordercore.testing.dead_ends import no_dead_ends
from ordercore.testing.laws import LAWS_OF_AN_ORDER
from ordercore.testing.situations import START, placing, taken, walk
from ordercore.testing.sweep import check, one_channel
from ordercore.testing.sweep.moves.malformed import faults
from ordercore.testing.sweep.starts import placed

DAYS = tuple([dt.date(year, month, 1) for year in (1995, 2015, 2026, 2040) for month in (1, 7)])

MONDAYS = OperatingCalendar(zone="UTC", weekdays=frozenset({0}))
"""A calendar on which few days are worked."""

ZONE = "America/New_York"

PLAIN = Calendars.monday_to_friday(ZONE, "Europe/Berlin")

HOURS = (0, 7, 13, 18, 23)

CONTRADICTIONS = frozenset({"raised", "unexplained", "law_broken", "undeclared", "dead_end"})
"""What a sweep may not find, however small it is."""


class ChannelConformance(ABC):
    """Inherit from this, give ``make_channel``, and pytest runs the whole contract."""

    rules: tuple[AddedRule, ...] = ()
    """The rules that your world adds for it."""

    walks: int = 20
    """How many lives of orders are tried."""

    @abstractmethod
    def make_channel(self) -> Channel:
        """Make the row."""

    @pytest.fixture
    def channel(self) -> Channel:
        """Give the row."""
        return self.make_channel()

    @pytest.fixture
    def world(self, channel: Channel) -> World:
        """Give a world with this channel alone, and the rules."""
        return self.world_of(channel)

    def world_of(self, channel: Channel) -> World:
        """Make a world; a host whose channel needs more rows gives it another."""
        return World(channels={channel.code: channel}, rules=self.rules)

    def test_it_has_a_name(self, channel: Channel) -> None:
        """A code that can be stored and compared, and a name for people."""
        assert checked(channel.code, "code") == channel.code
        assert channel.name.strip()
        assert checked(channel.pool, "pool") == channel.pool

    def test_each_command_is_for_those_whose_task_it_is(
        self, channel: Channel, world: World
    ) -> None:
        """Of every actor and command there is an answer, and where it is no, a reason."""
        order = taken(None, placed(channel.code), world).after
        assert order is not None
        commands = {kind: wrong for _, kind, wrong in faults(order, START)}
        for kind, tasks in TASKS_OF.items():
            about = {"order_id": order.id, "at": START, **commands.get(kind, {}), "imported": False}
            for actor in Actor if kind in commands else ():
                command: OrderCommand = kind(**{**about, "by": actor})
                codes = {refusal.code for refusal in explain(order, command, world)}
                may = actor in channel.who.of(*tasks)
                assert may is ("actor_may_not" not in codes), (kind.__name__, actor, codes)

    def test_its_policies_hold_on_every_day(self, channel: Channel, world: World) -> None:
        """And on every marketplace: no order falls into a time without a row."""
        for day, marketplace in product(DAYS, ("", *MARKETPLACES)):
            at = start_of_day(day, "UTC")
            policy_at(marketplace, day, world)
            assert free_until(channel.cancelling_on(day, marketplace), at) >= at

    def test_nothing_is_cancelled_by_itself_before_it_had_to_ship(self, channel: Channel) -> None:
        """Where that happens at all."""
        for day, marketplace in product(DAYS, ("", *MARKETPLACES)):
            ship_by = last_instant(day, "UTC")
            until = auto_cancel_at(channel.cancelling_on(day, marketplace), ship_by, MONDAYS)
            assert until is None or until > ship_by

    def test_an_order_is_promised_no_earlier_than_it_can_be(self, channel: Channel) -> None:
        """It ships on a working day after its release, and arrives after that, or is not bound."""
        for at, released, marketplace in self.moments():
            told = self.promised(channel, at, released=released, marketplace=marketplace)
            if told.ship_by is None:
                assert told.deliver_by is None
                assert Actor.SELLER not in channel.who.ships
                continue
            row = channel.handling_on(local_date(at, ZONE), marketplace)
            assert row is not None
            works = PLAIN.seller.also_on(row.extra_weekdays)
            assert told.ship_by >= released
            assert works.is_operating(local_date(told.ship_by, ZONE))
            assert told.deliver_by is None or told.deliver_by >= told.ship_by

    def test_who_orders_later_is_not_promised_earlier(self, channel: Channel) -> None:
        """Under the same rows: nor is an order that waits longer, or is beyond the day's limit."""
        for at, released, marketplace in self.moments():
            one = self.promised(channel, at, marketplace=marketplace)
            waits = self.promised(channel, at, released=released, marketplace=marketplace)
            behind = self.promised(channel, at, ahead=10**6, marketplace=marketplace)
            for other in (waits, behind):
                if one.ship_by is None or other.ship_by is None:
                    assert other.ship_by is one.ship_by
                else:
                    assert other.ship_by >= one.ship_by

    def moments(self) -> Iterator[tuple[Instant, Instant, str]]:
        """Give moments of purchase and of release, and a marketplace."""
        for day, hour, marketplace in product(DAYS, HOURS, ("", *MARKETPLACES)):
            at = start_of_day(day, "UTC") + dt.timedelta(hours=hour)
            yield at, at + dt.timedelta(hours=3 * hour), marketplace

    def promised(self, channel: Channel, placed: Instant, **more: Any) -> Promise:
        """Ask the promise clock."""
        return promise(placed=placed, channel=channel, calendars=PLAIN, **more)

    def test_tables_and_code_agree(self, world: World) -> None:
        """Every command in every situation of small orders: nothing contradicts, nothing sticks.

        ``python -m ordercore check`` does the same with all sweeps.
        """
        report = check(world, sweeps=one_channel(world))

        assert [some for some in report.findings if some.code in CONTRADICTIONS] == []

    def test_every_life_keeps_the_laws(self, channel: Channel, world: World) -> None:
        """Orders that live at random keep units and money, and can all be ended."""
        for seed in range(self.walks):
            pick = Random(seed).randrange  # noqa: S311 - a walk that can be repeated
            place = replace(placing(pick), channel=channel.code)
            for step in walk(pick, 12, world=world, place=place):
                if step.after is not None:
                    for law in LAWS_OF_AN_ORDER:
                        law(step.after)
                    no_dead_ends(step.after, world)
