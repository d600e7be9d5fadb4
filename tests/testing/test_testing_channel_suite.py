"""The conformance suite of channels: ours keep to it, and it notices rows that do not."""

import datetime as dt
from inspect import signature
from itertools import cycle

import attrs
import pytest

from ordercore.channels import MCF, SHOP, Cancelling, CaptureMoment, Channel, Handling
from ordercore.errors import OrdercoreError
from ordercore.kernel.actors import Actor
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.orders.message import OrderCommand
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.testing import ChannelConformance

LATE = dt.date(2020, 1, 1)

WHOLESALE = replace(
    SHOP,
    code="WHOLESALE",
    name="Resellers",
    handling=(Handling(effective_from=dt.date.min, days=5),),
    capture=CaptureMoment.AT_CONFIRMATION,
)

COLLECT = replace(
    SHOP,
    code="COLLECT",
    name="Click and collect",
    who=replace(SHOP.who, confirms={Actor.BUYER, Actor.SELLER}, carries={Actor.BUYER}),
)


@pytest.mark.long
class TestMultiChannel(ChannelConformance):
    """Of our own rows the one in which most parties have a say."""

    def make_channel(self) -> Channel:
        """Make the row."""
        return MCF


class TestWholesale(ChannelConformance):
    """Resellers wait longer, and pay when their goods leave."""

    def make_channel(self) -> Channel:
        """Make the row."""
        return WHOLESALE


@rule("nobody_came", instead=("carrier",))
def somebody_came(_: Order, command: ConfirmShipment, __: World) -> Facts | None:
    """What is collected goes with no carrier."""
    return {"carrier": command.carrier} if command.carrier else None


class TestCollect(ChannelConformance):
    """Buyers fetch what they bought; a rule of its own comes with the row."""

    rules = ((ConfirmShipment, somebody_came),)

    def make_channel(self) -> Channel:
        """Make the row."""
        return COLLECT


# Rows and rules that break the contract


class IsNameless(ChannelConformance):
    """Nobody knows what it is."""

    def make_channel(self) -> Channel:
        """Forget the name."""
        return replace(SHOP, name=" ")


class HoldsOnlyLately(ChannelConformance):
    """Of orders placed before there is no rule."""

    def make_channel(self) -> Channel:
        """Begin late."""
        rows = (Cancelling(effective_from=LATE, free_minutes=30, auto_days=None),)
        return replace(SHOP, cancelling=rows)


class SaysTwoTimes(ChannelConformance):
    """Which of its handling times holds, nothing tells."""

    def make_channel(self) -> Channel:
        """Make two rows of one day."""
        return replace(SHOP, handling=(Handling(days=1), Handling(days=2)))


@attrs.frozen(kw_only=True)
class Backwards(Cancelling):
    """A row of a host's own, which takes days of any number."""

    def __attrs_post_init__(self) -> None:
        """Refuse nothing."""


class CancelsInAdvance(ChannelConformance):
    """Gives no time to ship."""

    def make_channel(self) -> Channel:
        """Count backwards."""
        row = Backwards(
            effective_from=dt.date.min, free_minutes=0, auto_days=-3, calendar_days=True
        )
        return replace(SHOP, cancelling=(row,))


@rule("received_elsewhere")
def returns_are_received_elsewhere(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """Returns are taken back by somebody else."""
    return {"order": order.id}


class TakesNothingBack(ChannelConformance):
    """A return never ends."""

    rules = ((ReceiveReturn, returns_are_received_elsewhere),)

    def make_channel(self) -> Channel:
        """Make an ordinary row."""
        return SHOP


@rule("raises")
def stumbles(order: Order, command: ConfirmShipment, _: World) -> Facts | None:
    """A parcel of nothing has no first unit."""
    return None if command.units[0].line else {"order": order.id}


class Stumbles(ChannelConformance):
    """Its rule does not answer whatever it is asked."""

    rules = ((ConfirmShipment, stumbles),)

    def make_channel(self) -> Channel:
        """Make an ordinary row."""
        return SHOP


class BindsNobody(ChannelConformance):
    """The seller has the goods, and all the time in the world."""

    def make_channel(self) -> Channel:
        """Make a row without handling."""
        return replace(SHOP, handling=())


class Unsteady(Handling):
    """A cut-off that is another one each time it is asked for."""

    cutoffs = cycle((dt.time(0, 1), None, dt.time(23, 59)))

    def cutoff_for(self, days: int) -> dt.time | None:
        """Give the next."""
        return next(self.cutoffs)


class PromisesBackwards(ChannelConformance):
    """Who comes later may be served earlier."""

    def make_channel(self) -> Channel:
        """Make a row with the unsteady cut-off."""
        return replace(SHOP, handling=(Unsteady(days=0),))


@rule("for_carriers")
def carriers_confirm(_: Order, command: ConfirmShipment, __: World) -> Facts | None:
    """A rule that says what the row says otherwise, under its code."""
    return None if command.by is Actor.CARRIER else {"actor": command.by.value}


class SaysTwoThings(ChannelConformance):
    """A rule refuses under the code of the permits."""

    rules = ((ConfirmShipment, Rule("actor_may_not", carriers_confirm.check)),)

    def make_channel(self) -> Channel:
        """Make an ordinary row."""
        return SHOP


@rule("gives_too_much", instead=("amount",))
def nothing_is_paid_back(order: Order, _: IssueRefund, __: World) -> Facts | None:
    """Whatever is owed stays with the seller."""
    return {"order": order.id}


class KeepsTheMoney(ChannelConformance):
    """What is owed is never given back."""

    rules = ((IssueRefund, nothing_is_paid_back),)
    walks = 10

    def make_channel(self) -> Channel:
        """Make an ordinary row."""
        return SHOP


BROKEN: list[tuple[type[ChannelConformance], str]] = [
    (IsNameless, "test_it_has_a_name"),
    (SaysTwoThings, "test_each_command_is_for_those_whose_task_it_is"),
    (HoldsOnlyLately, "test_its_policies_hold_on_every_day"),
    (SaysTwoTimes, "test_its_policies_hold_on_every_day"),
    (CancelsInAdvance, "test_nothing_is_cancelled_by_itself_before_it_had_to_ship"),
    (BindsNobody, "test_an_order_is_promised_no_earlier_than_it_can_be"),
    (PromisesBackwards, "test_who_orders_later_is_not_promised_earlier"),
    (TakesNothingBack, "test_tables_and_code_agree"),
    (Stumbles, "test_tables_and_code_agree"),
    (KeepsTheMoney, "test_every_life_keeps_the_laws"),
]


def _asked(suite: ChannelConformance, name: str) -> None:
    """Ask one sentence of a suite."""
    channel = suite.make_channel()
    given = {"channel": channel, "world": suite.world_of(channel)}
    test = getattr(suite, name)
    test(**{name: given[name] for name in signature(test).parameters})


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_channel_is_noticed(kind: type[ChannelConformance], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    with pytest.raises((AssertionError, OrdercoreError)):
        _asked(kind(), sentence)


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken channel for each."""
    sentences = {name for name in dir(ChannelConformance) if name.startswith("test_")}

    assert sentences == {sentence for _, sentence in BROKEN}


def test_a_suite_needs_a_channel() -> None:
    """Without ``make_channel`` there is nothing to test."""
    with pytest.raises(TypeError, match="make_channel"):
        ChannelConformance()  # type: ignore[abstract]
