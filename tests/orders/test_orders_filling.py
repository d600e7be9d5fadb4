"""Filling: what becomes of an order of which its fulfiller has only a part."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    AT,
    ONE_B,
    TWO_A,
    accepts,
    amend,
    authorise,
    cancel,
    deliver,
    events,
    given,
    hold,
    imported,
    later,
    missed,
    nothing_happens,
    pay,
    place,
    put_off,
    refund,
    refusals,
    release,
    report,
    ship,
    some,
    then,
)

from ordercore.channels import CHANNELS, MCF, FillPolicy
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.replace import replace
from ordercore.orders.asking import counts_against_seller
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.decider import allowed
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.finding import path_to
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import surplus
from ordercore.orders.parts import Report
from ordercore.orders.reporting import OrderReported
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World
from ordercore.testing import conservation_of_money, conservation_of_units, taken

KILL, ALL, AVAILABLE = FillPolicy.FILL_OR_KILL, FillPolicy.FILL_ALL, FillPolicy.FILL_ALL_AVAILABLE

MICROSECOND = dt.timedelta(microseconds=1)


def mcf(fill: FillPolicy | None = None, *lines: Line, **changes: Any) -> OrderCommand:
    """Place a multi-channel order of two A and one B, unless other lines are given."""
    return place(*lines, channel="MCF", fill=fill, **changes)


def sent(*units: tuple[str, int], days: float = 1) -> OrderCommand:
    """Let the fulfiller ship the units named, or all."""
    return ship(*units, days=days, by=Actor.MARKETPLACE)


def lost(order: Order) -> dict[str, int]:
    """Give the units of each line that were given up."""
    return {
        units.line: units.quantity
        for gone in order.cancellations
        if gone.reason == "unfillable"
        for units in gone.units
    }


# Placing


@pytest.mark.parametrize(
    ("channel", "named", "kept"),
    [
        ("MCF", None, KILL),
        ("MCF", KILL, KILL),
        ("MCF", ALL, ALL),
        ("MCF", AVAILABLE, AVAILABLE),
        ("FBA", None, None),
        ("SFP", None, None),
        ("MFN", None, None),
        ("SHOP", None, None),
    ],
)
def test_an_order_keeps_the_policy_on_which_it_was_placed(
    channel: str, named: FillPolicy | None, kept: FillPolicy | None
) -> None:
    """The channel's first where it names none; none where the channel has none."""
    order = given(place(channel=channel, fill=named))

    assert order.terms.fill is kept


@pytest.mark.parametrize("channel", ["FBA", "SFP", "MFN", "SHOP"])
@pytest.mark.parametrize("fill", FillPolicy)
def test_a_policy_is_one_of_the_channels(channel: str, fill: FillPolicy) -> None:
    """Elsewhere whoever cancels decides."""
    assert refusals(None, place(channel=channel, fill=fill)) == {
        "fill_not_offered": {"fill": fill.value, "channel": channel, "offered": []}
    }


def test_a_host_may_offer_fewer_policies() -> None:
    """The first of its row holds, and what it left out is refused."""
    world = World(channels={"MCF": replace(MCF, fill=(AVAILABLE, ALL))})

    assert given(mcf(), world=world).terms.fill is AVAILABLE
    assert refusals(None, mcf(KILL), world) == {
        "fill_not_offered": {
            "fill": "fill_or_kill",
            "channel": "MCF",
            "offered": ["fill_all_available", "fill_all"],
        }
    }


def test_a_channel_that_there_is_not_is_told_before_its_policies() -> None:
    """Nobody knows what it offers."""
    assert set(refusals(None, place(channel="X", fill=ALL))) == {"channel_unknown"}


def test_a_policy_is_one_of_ours() -> None:
    """Its name alone is a mistake."""
    with pytest.raises(InvalidValue, match="fill"):
        place(channel="MCF", fill="fill_all")


@pytest.mark.parametrize(
    ("first", "again", "same"),
    [
        (None, None, True),
        (None, KILL, True),
        (ALL, ALL, True),
        (ALL, None, True),
        (None, ALL, False),
        (ALL, KILL, False),
    ],
)
def test_the_same_order_is_recognised_by_its_policy(
    first: FillPolicy | None,
    again: FillPolicy | None,
    same: bool,
) -> None:
    """A policy left out is the one that it was placed on; another one is another order."""
    order = given(mcf(first))

    if same:
        assert nothing_happens(order, mcf(again))
    else:
        assert refusals(order, mcf(again)) == {"already_exists": {"subject": "order"}}


# How large an order may be


def of(*quantities: int) -> tuple[Line, ...]:
    """Make lines of so many units each."""
    return tuple(Line("A", number, price="1.00 EUR") for number in quantities)


@pytest.mark.parametrize(
    ("quantities", "lines", "units"),
    [
        # 100 lines and 250 units (Fulfillment Outbound API, as stated for the preview).
        ((1,) * 100, 100, None),
        ((1,) * 101, 101, 101),
        ((250,), 1, None),
        ((251,), 1, 251),
        ((2,) * 99 + (52,), 100, None),
        ((2,) * 99 + (53,), 100, 251),
    ],
)
def test_an_order_is_as_large_as_the_channel_takes(
    quantities: tuple[int, ...], lines: int, units: int | None
) -> None:
    """One line or unit more is refused; elsewhere any number is taken."""
    if units is None:
        assert accepts(None, mcf(None, *of(*quantities)))
    else:
        assert refusals(None, mcf(None, *of(*quantities))) == {
            "order_too_large": {
                "channel": "MCF",
                "lines": lines,
                "most_lines": 100,
                "units": units,
                "most_units": 250,
            }
        }
    assert accepts(None, place(*of(*quantities), channel="SHOP"))


def test_what_a_marketplace_has_taken_is_not_too_large() -> None:
    """It is a fact."""
    assert accepts(None, imported(*of(251), channel="MCF"))


FULL = given(mcf(None, *of(*(1,) * 99)))
"""Of 99 lines of a unit each, which leaves room for one."""


@pytest.mark.parametrize(
    ("before", "take", "add", "lines", "units"),
    [
        ((), (), (1,), 0, 0),
        ((), (), (151,), 0, 0),
        ((), (), (152,), 100, 251),
        ((), (), (1, 1), 101, 101),
        # What is taken out makes room, and so did what was cancelled before.
        ((), (("1", 1),), (1, 1), 0, 0),
        ((), (("1", 1),), (152,), 0, 0),
        ((cancel(("1", 1)),), (), (1, 1), 0, 0),
        ((cancel(("1", 1)),), (), (1, 1, 1), 101, 101),
    ],
)
def test_an_order_becomes_as_large_as_the_channel_takes(
    before: tuple[OrderCommand, ...],
    take: tuple[tuple[str, int], ...],
    add: tuple[int, ...],
    lines: int,
    units: int,
) -> None:
    """Counted are the lines and units that the fulfiller would have to ship."""
    order, command = then(FULL, *before), amend(*of(*add), take=take)

    if not lines:
        assert accepts(order, command)
    else:
        assert refusals(order, command) == {
            "order_would_be_too_large": {
                "channel": "MCF",
                "lines": lines,
                "most_lines": 100,
                "units": units,
                "most_units": 250,
            }
        }


def test_an_order_that_is_too_large_may_become_smaller() -> None:
    """Whatever the channel takes by now; on one that the host has dropped there is no limit."""
    order = given(mcf(None, *of(9, 9)))
    small = World(channels={"MCF": replace(MCF, most_lines=None, most_units=5)})

    assert accepts(order, amend(take=(("1", 9),)), small)
    assert set(refusals(order, amend(*of(1)), small)) == {"order_would_be_too_large"}
    assert accepts(order, amend(*of(400)), World(channels={}))


def test_a_change_that_a_marketplace_reports_is_not_too_large() -> None:
    """It is a fact."""
    order = given(imported(*of(9), channel="MCF"))

    assert accepts(order, amend(*of(251), imported=True))


def test_too_much_taken_out_is_told_beside_what_is_too_large() -> None:
    """Every rule answers, whatever the command asks for."""
    asked = amend(*of(300), take=(("1", 9), ("9", 1)))

    assert set(refusals(FULL, asked)) == {"units_not_awaiting", "order_would_be_too_large"}


# What is given up


@pytest.mark.parametrize("days", [1, 2])
@pytest.mark.parametrize(
    ("fill", "missing", "shipped", "gone", "status"),
    [
        # Nothing has left. All or nothing: Unfulfillable (MCF API model, order status of 2020).
        (KILL, (("1", 1),), (), {"1": 2, "2": 1}, OrderStatus.UNFULFILLABLE),
        (KILL, (("1", 2),), (), {"1": 2, "2": 1}, OrderStatus.UNFULFILLABLE),
        (KILL, (), (), {"1": 2, "2": 1}, OrderStatus.UNFULFILLABLE),
        (ALL, (("1", 1),), (), {"1": 1}, OrderStatus.UNSHIPPED),
        (ALL, (("1", 2),), (), {"1": 2}, OrderStatus.UNSHIPPED),
        (ALL, (), (), {"1": 2, "2": 1}, OrderStatus.UNFULFILLABLE),
        (AVAILABLE, (("1", 1),), (), {"1": 1}, OrderStatus.UNSHIPPED),
        (AVAILABLE, (("1", 2),), (), {"1": 2}, OrderStatus.UNSHIPPED),
        (AVAILABLE, (), (), {"1": 2, "2": 1}, OrderStatus.UNFULFILLABLE),
        # One A has left: what is missing is given up, and the rest is shipped; where all of the
        # rest is missing, the order is CompletePartialled (same source), which is shipped.
        (KILL, (("1", 1),), (("1", 1),), {"1": 1}, OrderStatus.PARTIALLY_SHIPPED),
        (KILL, (), (("1", 1),), {"1": 1, "2": 1}, OrderStatus.SHIPPED),
        (ALL, (("2", 1),), (("1", 1),), {"2": 1}, OrderStatus.PARTIALLY_SHIPPED),
        (ALL, (), (("1", 1),), {"1": 1, "2": 1}, OrderStatus.SHIPPED),
        (AVAILABLE, (("2", 1),), (("1", 1),), {"2": 1}, OrderStatus.PARTIALLY_SHIPPED),
        (AVAILABLE, (), (("1", 1),), {"1": 1, "2": 1}, OrderStatus.SHIPPED),
    ],
)
def test_what_is_given_up_and_what_becomes_of_the_order(
    fill: FillPolicy,
    missing: tuple[tuple[str, int], ...],
    shipped: tuple[tuple[str, int], ...],
    gone: dict[str, int],
    status: OrderStatus,
    days: float,
) -> None:
    """Each policy, with some and all of it missing, before and after something has left."""
    order = given(mcf(fill), pay(), *([sent(*shipped)] if shipped else []))

    order = then(order, missed(*missing, days=days))

    assert (lost(order), order.status) == (gone, status)
    conservation_of_units(order)
    conservation_of_money(order)


@pytest.mark.parametrize("fill", FillPolicy)
@pytest.mark.parametrize("shipped", [(), (("1", 1),)], ids=["none left", "some left"])
def test_where_nothing_is_missing_everything_is_shipped(
    fill: FillPolicy, shipped: tuple[tuple[str, int], ...]
) -> None:
    """No policy keeps anything back."""
    order = given(mcf(fill), pay(), *([sent(*shipped)] if shipped else []), sent(days=2))

    assert (order.status, order.cancellations) == (OrderStatus.SHIPPED, ())


def test_the_end_is_told_in_the_fulfillers_word() -> None:
    """First the word, then what it means for the units, so that no moment says otherwise."""
    order = given(mcf(), pay())
    told, gone = events(order, missed(("2", 1), days=0.5))

    assert isinstance(told, OrderReported)
    assert told.report == Report("Unfulfillable", OrderStatus.UNFULFILLABLE, later(0.5))
    assert isinstance(gone, UnitsCancelled)
    assert gone.cancellation.units == some(("1", 2), ("2", 1))
    assert (gone.cancellation.reason, gone.cancellation.by) == ("unfillable", Actor.MARKETPLACE)


def test_a_part_is_given_up_by_one_event() -> None:
    """The order goes on, and nothing else is said of it."""
    (gone,) = events(given(mcf(AVAILABLE), pay()), missed(("2", 1)))

    assert isinstance(gone, UnitsCancelled)


def test_an_order_may_become_unfulfillable_bit_by_bit() -> None:
    """By what was cancelled before, and by what is given up at last."""
    order = given(mcf(AVAILABLE), cancel(("1", 1)), missed(("1", 1)))
    assert order.status is OrderStatus.PENDING

    order = then(order, missed(("2", 1)))

    assert order.status is OrderStatus.UNFULFILLABLE
    assert refusals(order, amend(ONE_B)) == {"order_is_over": {"status": "unfulfillable"}}


def test_an_order_that_is_not_paid_may_be_unfulfillable() -> None:
    """Pending becomes Unfulfillable where fulfilment is impossible (Orders API v0)."""
    assert given(mcf(), missed()).status is OrderStatus.UNFULFILLABLE


def test_giving_up_may_secure_the_rest() -> None:
    """15.00 were promised of 25.00; without one A that is enough."""
    order = given(mcf(AVAILABLE), authorise("15 EUR"))
    assert order.status is OrderStatus.PENDING

    assert then(order, missed(("1", 1))).status is OrderStatus.UNSHIPPED


# When


@pytest.mark.parametrize(
    ("fill", "before", "until"),
    [
        (KILL, (), AT),
        (AVAILABLE, (), AT),
        # 24 hours from when it was placed (MCF API model), or could be filled at all.
        (ALL, (), later(1)),
        (KILL, (put_off(30),), later(30)),
        (AVAILABLE, (put_off(30),), later(30)),
        (ALL, (put_off(30),), later(31)),
        (KILL, (release(10),), later(10)),
        (ALL, (release(12),), later(13)),
    ],
)
def test_nothing_is_given_up_while_goods_may_still_come(
    fill: FillPolicy, before: tuple[OrderCommand, ...], until: dt.datetime
) -> None:
    """Not a microsecond earlier; a pre-order waits for its release, or for the day of it."""
    soon = {"available_at": later(10)} if before else {}
    order = given(mcf(fill, **soon), *before)

    assert accepts(order, missed(at=until))
    early = refusals(order, missed(at=until - MICROSECOND))
    if until == AT:
        assert set(early) == {"before_placed", "goods_may_still_come"}
    else:
        assert early == {"goods_may_still_come": {"fill": fill.value, "until": until}}


# What is refused, and what is settled


@pytest.mark.parametrize("channel", ["FBA", "SFP", "MFN", "SHOP"])
def test_without_a_policy_somebody_cancels(channel: str) -> None:
    """Nobody but who decides so gives anything up."""
    order = given(place(channel=channel), pay())

    assert refusals(order, missed()) == {
        "not_filled_by_policy": {"order": "O-1", "channel": channel}
    }


def test_only_what_awaits_can_be_missing() -> None:
    """Not what has left, and not more than there is."""
    order = given(mcf(), pay(), sent(("1", 2)))

    assert refusals(order, missed(("1", 1), days=2)) == {
        "units_not_awaiting": {"line": "1", "asked": 1, "awaiting": 0}
    }
    assert refusals(order, missed(("2", 2), days=2)) == {
        "units_not_awaiting": {"line": "2", "asked": 2, "awaiting": 1}
    }
    shipped = then(order, sent(("2", 1), days=2))
    assert refusals(shipped, missed(days=3)) == {"nothing_awaits_shipment": {"order": "O-1"}}


def test_giving_up_twice_is_once() -> None:
    """Where nothing awaits since it was given up, or cancelled, the wish is true."""
    assert nothing_happens(given(mcf(), missed()), missed(days=1))
    assert nothing_happens(given(mcf(), cancel()), missed(days=1))
    half = given(mcf(), pay(), sent(("1", 2)), missed(days=2))
    assert nothing_happens(half, missed(days=3))


@pytest.mark.parametrize("by", Actor)
def test_the_fulfiller_says_so_or_whoever_reports(by: Actor) -> None:
    """Neither the buyer nor the carrier knows what is in stock."""
    told = missed(by=by)

    if by in {Actor.MARKETPLACE, Actor.SELLER, Actor.SYSTEM}:
        assert accepts(given(mcf()), told)
    else:
        assert set(refusals(given(mcf()), told)) == {"actor_may_not"}


def test_it_is_offered_for_all_that_awaits_once_nothing_more_may_come() -> None:
    """By whoever ships; the way to an unfulfillable order is found."""
    order = given(mcf(ALL), pay())

    def offered(days: float) -> list[RecordUnfillable]:
        now = allowed(order, later(days))
        return [command for command in now if isinstance(command, RecordUnfillable)]

    assert offered(0.5) == []
    (command,) = offered(1)
    assert command.units == some(("1", 2), ("2", 1))
    assert path_to(order, OrderStatus.UNFULFILLABLE, later(1)) == (command,)
    assert path_to(order, OrderStatus.UNFULFILLABLE, later(0.5)) is None


# Money and metrics


def test_what_was_paid_for_given_up_units_is_owed_back() -> None:
    """15.00 of 25.00 are for one A and the B; the refund gives just that."""
    order = given(mcf(AVAILABLE), pay(), sent(("1", 1)), missed(days=2))
    assert surplus(order) == 1500
    assert [gone.paid for gone in order.cancellations] == [True]

    order = then(order, refund(reason="units_cancelled", days=3))

    assert str(order.balance) == "10.00 EUR"
    assert surplus(order) == 0


def test_an_order_that_is_given_up_unpaid_owes_nothing() -> None:
    """Nothing was taken for it."""
    order = given(mcf(), missed())

    assert ([gone.paid for gone in order.cancellations], surplus(order)) == ([False], 0)


def test_what_the_fulfiller_lacks_does_not_count_against_the_seller() -> None:
    """Orders that Amazon ships are in no cancellation rate."""
    order = given(mcf(), missed())

    assert not counts_against_seller(order, order.cancellations[0], WORLD)


def test_what_was_reported_of_the_order_does_not_keep_it_from_its_end() -> None:
    """An imported order is given up like any other, and later words are of the past."""
    order = given(imported(TWO_A, channel="MCF"), pay(by=Actor.SELLER), missed(days=1))

    assert order.status is OrderStatus.UNFULFILLABLE
    assert set(refusals(order, report(OrderStatus.SHIPPED, days=2))) == {"report_is_behind"}


def test_a_hold_does_not_keep_the_fulfiller_from_saying_so() -> None:
    """It keeps the order from shipping, and nothing else."""
    assert accepts(given(mcf(), pay(), hold()), missed())


# Laws

MISSED = st.dictionaries(st.sampled_from("12"), st.integers(1, 3)).map(
    lambda units: missed(*units.items(), days=2)
)


@for_all(
    st.sampled_from(FillPolicy),
    st.lists(st.one_of(MISSED, st.just(sent(("1", 1))), st.just(deliver())), max_size=5),
)
def test_an_order_of_which_all_is_given_up_is_unfulfillable(
    fill: FillPolicy, commands: list[OrderCommand]
) -> None:
    """All or nothing is never a part before something has left; the end is always the right one."""
    order = given(mcf(fill, replace(TWO_A, quantity=3), ONE_B), pay())
    for command in commands:
        order = taken(order, command).after or order
    conservation_of_units(order)
    conservation_of_money(order)
    awaiting = sum(where.awaiting for where in order.stations.values())
    if order.parcels or not order.cancellations:
        assert order.status is not OrderStatus.UNFULFILLABLE
    else:
        assert (order.status is OrderStatus.UNFULFILLABLE) is (awaiting == 0)
        assert fill is not KILL or not awaiting


def test_the_limits_are_those_of_one_channel() -> None:
    """No other row of ours has any."""
    limited = {code for code, row in CHANNELS.items() if row.most_lines or row.most_units}

    assert limited == {"MCF"}
