"""Cancelling units that have not been shipped."""

import datetime as dt
from typing import Any

import pytest
from order_stories import (
    AT,
    O1,
    accepts,
    amend,
    authorise,
    cancel,
    events,
    expire,
    given,
    hold,
    imported,
    later,
    let_go,
    nothing_happens,
    overdue,
    pay,
    place,
    refusals,
    ship,
    some,
    then,
    when,
)

from ordercore.channels import MCF, MFN
from ordercore.kernel.actors import Actor
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.dated import ALWAYS
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.asking import counts_against_seller
from ordercore.orders.axes import status
from ordercore.orders.cancelling import (
    CancelUnits,
    UnitsCancelled,
    overdue_at,
)
from ordercore.orders.line import Line
from ordercore.orders.message import (
    OrderCommand,
    offered,
)
from ordercore.orders.money import due
from ordercore.orders.reasons import CANCEL_REASONS
from ordercore.orders.stations import Stations, stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World

MICROSECOND = dt.timedelta(microseconds=1)


def _cancelled(event: object) -> tuple[Units, ...]:
    assert isinstance(event, UnitsCancelled)
    return event.cancellation.units


def test_cancelling_without_units_takes_all_that_await() -> None:
    """What is left open is filled in, and shipped units are left alone."""
    order = given(place(), pay(), ship(("1", 1)))

    assert _cancelled(when(order, cancel(days=2))) == some(("1", 1), ("2", 1))


def test_the_units_named_are_cancelled() -> None:
    """The rest still awaits shipment."""
    order = given(place(), cancel(("1", 1)))

    assert stations(order)["1"] == Stations(awaiting=1, cancelled=1)
    assert status(order) is OrderStatus.PENDING


def test_cancelling_everything_cancels_the_order() -> None:
    """An order of which nothing is left is cancelled, paid or not."""
    assert status(given(place(), cancel())) is OrderStatus.CANCELLED
    assert status(given(place(), pay(), cancel())) is OrderStatus.CANCELLED


def test_cancelling_the_rest_of_a_shipped_order_makes_it_shipped() -> None:
    """Nothing awaits any more, and something was shipped."""
    order = given(place(), pay(), ship(("1", 1)), cancel(days=2))

    assert status(order) is OrderStatus.SHIPPED


def test_cancelling_twice_is_once() -> None:
    """There is nothing left to cancel."""
    assert nothing_happens(given(place(), cancel()), cancel(days=1))


def test_more_than_awaits_cannot_be_cancelled() -> None:
    """Units that were shipped or cancelled stay so; the first line that lacks is named."""
    order = given(place(), pay(), ship(("1", 1)))

    assert refusals(order, cancel(("1", 2))) == {
        "units_not_awaiting": {"line": "1", "asked": 2, "awaiting": 1}
    }


def test_units_named_twice_are_added_up() -> None:
    """A line cannot be taken twice by naming it twice."""
    assert refusals(given(place()), cancel(("1", 1), ("1", 2))) == {
        "units_not_awaiting": {"line": "1", "asked": 3, "awaiting": 2}
    }


def test_a_line_of_another_order_cannot_be_cancelled() -> None:
    """An unknown line has nothing awaiting."""
    assert refusals(given(place()), cancel(("9", 1))) == {
        "units_not_awaiting": {"line": "9", "asked": 1, "awaiting": 0}
    }


def test_a_cancellation_says_why() -> None:
    """By a code that the host has settled; both reasons to refuse are given at once."""
    order = given(place())

    for reason in ("", " ", "the cat sat on it"):
        assert refusals(order, cancel(reason=reason)) == {
            "cancel_reason_unknown": {"reason": reason, "known": sorted(CANCEL_REASONS)}
        }
    assert list(refusals(order, cancel(("1", 9), reason=""))) == [
        "units_not_awaiting",
        "cancel_reason_unknown",
    ]


def test_r30_cancelling_takes_waiting_units_never_shipped_ones() -> None:
    """After two of three are shipped, one can be cancelled and the order is done."""
    order = given(place(), pay(), ship(("1", 2)), cancel(("2", 1), days=2))

    assert status(order) is OrderStatus.SHIPPED
    assert stations(order) == {
        "1": Stations(shipped=2),
        "2": Stations(cancelled=1),
    }


def test_r33_a_loop_of_cancellations_ends_at_nothing() -> None:
    """Cancelling again and again never goes below zero: the wish is true, or it is refused."""
    order = given(place(), cancel(("1", 2)))

    for _ in range(50):
        assert "units_not_awaiting" in refusals(order, cancel(("1", 2)))

    assert stations(order)["1"] == Stations(cancelled=2)


def test_who_cancelled_is_kept() -> None:
    """The event names the actor."""
    assert when(given(place()), cancel(by=Actor.BUYER)).by is Actor.BUYER


@pytest.mark.parametrize("reason", sorted(CANCEL_REASONS))
def test_every_reason_of_the_table_is_one(reason: str) -> None:
    """And is kept with the cancellation."""
    order = given(place(), cancel(reason=reason))

    assert order.cancellations[0].reason == reason


def test_a_marketplace_has_reasons_of_its_own() -> None:
    """Whatever it says, but not nothing."""
    order = given(imported())

    assert accepts(order, cancel(reason="Felt like it", imported=True))
    assert "cancel_reason_unknown" in refusals(order, cancel(reason=" ", imported=True))
    assert "cancel_reason_unknown" in refusals(
        order, cancel(reason="Felt like it", by=Actor.MARKETPLACE)
    )


# Who may


def alone(**changes: Any) -> OrderCommand:
    """Cancel as the buyer."""
    return cancel(by=Actor.BUYER, reason="buyer_cancelled", **changes)


def test_a_buyer_cancels_alone_for_thirty_minutes() -> None:
    """To the microsecond; from then on the buyer has to ask."""
    order = given(place(), pay())
    ends = AT + dt.timedelta(minutes=30)

    assert accepts(order, alone(at=ends - MICROSECOND))
    assert refusals(order, alone(at=ends)) == {"buyer_must_ask": {"at": ends, "until": ends}}


@pytest.mark.parametrize(
    ("minutes", "at", "free"),
    [(0, AT, False), (1, AT + dt.timedelta(seconds=59), True), (60, later(0.04), True)],
)
def test_how_long_is_the_channels_affair(minutes: int, at: dt.datetime, free: bool) -> None:
    """A host settles it; nothing at all where buyers always ask."""
    rows = tuple(replace(row, free_minutes=minutes) for row in MFN.cancelling)
    world = World(channels={"MFN": replace(MFN, cancelling=rows)})
    order = given(place())

    if free:
        assert accepts(order, alone(at=at), world)
    else:
        assert "buyer_must_ask" in refusals(order, alone(at=at), world)


def test_on_a_dropped_channel_buyers_ask() -> None:
    """Nobody knows for how long they would be free."""
    assert refusals(given(place()), alone(), World(channels={})) == {
        "buyer_must_ask": {"at": AT, "until": None}
    }


@pytest.mark.parametrize(
    ("by", "imported_", "paid", "code"),
    [
        (Actor.SELLER, False, False, "pending_is_not_the_sellers"),
        (Actor.SELLER, False, True, None),
        (Actor.SELLER, True, False, None),
        (Actor.MARKETPLACE, False, False, None),
        (Actor.SYSTEM, False, False, "pending_is_not_the_sellers"),
    ],
)
def test_a_marketplaces_pending_order_is_not_the_sellers(
    by: Actor, imported_: bool, paid: bool, code: str | None
) -> None:
    """Once it is released, the seller may cancel; what the marketplace reports has happened."""
    order = given(imported(), *([pay()] if paid else []))
    command = cancel(by=by, imported=imported_, days=1)

    if code is None:
        assert accepts(order, command)
    else:
        assert refusals(order, command) == {code: {"order": "O-1"}}


def test_an_own_shops_pending_order_is_the_sellers() -> None:
    """It was never anybody else's."""
    assert accepts(given(place(channel="SHOP")), cancel())


# Money


def test_a_cancellation_says_whether_money_was_taken_for_it() -> None:
    """Of promised money nothing is owed back; of taken money what goes beyond the rest is."""
    promised = given(place(), authorise(), cancel(("1", 1)))
    taken = given(place(), pay(), cancel(("1", 1)))
    charged = given(place(), authorise(), ship(("1", 1)), cancel(("2", 1), days=2))
    unknown = given(imported(), pay(), cancel(("1", 1)))

    assert [o.cancellations[0].paid for o in (promised, taken, charged, unknown)] == [
        False, True, False, True,
    ]  # fmt: skip


def test_an_order_that_owes_less_may_be_secured_by_that() -> None:
    """15.00 were promised of 25.00; without one A that is enough, and the clock starts."""
    order = given(place(), authorise("15 EUR"))
    assert (order.status, order.ship_by) == (OrderStatus.PENDING, None)

    event = when(order, cancel(("1", 1), days=1))
    assert isinstance(event, UnitsCancelled)
    assert str(event.ship_by) == "2026-03-04 23:59:59.999999+00:00"

    order = then(order, cancel(("1", 1), days=1))
    assert (order.status, due(order)) == (OrderStatus.UNSHIPPED, 1500)
    assert order.ship_by == event.ship_by


# By itself


LAST = instant("2026-03-12T23:59:59.999999Z")
"""Ship-by is Tuesday, 3 March; the seventh working day after it is Thursday, 12 March."""


def test_what_nobody_shipped_is_cancelled_after_seven_working_days() -> None:
    """The last instant of the seventh still belongs to the seller."""
    order = given(place(), pay())
    assert str(order.ship_by) == "2026-03-03 23:59:59.999999+00:00"
    until = LAST + MICROSECOND
    assert overdue_at(order, WORLD) == until

    assert refusals(order, overdue(at=LAST)) == {
        "not_overdue": {"ship_by": order.ship_by, "until": until}
    }
    event = when(order, overdue(at=LAST + MICROSECOND))
    assert isinstance(event, UnitsCancelled)
    assert event.cancellation.reason == "not_shipped_in_time"
    assert _cancelled(event) == some(("1", 2), ("2", 1))
    order = then(order, overdue(at=LAST + MICROSECOND))
    assert order.status is OrderStatus.CANCELLED
    assert nothing_happens(order, overdue(days=30))


@pytest.mark.parametrize(
    ("calendar", "until"),
    [
        (OperatingCalendar(zone="UTC"), "2026-03-13T00:00:00Z"),
        (
            OperatingCalendar(zone="UTC", closed=frozenset({dt.date(2026, 3, 5)})),
            "2026-03-14T00:00:00Z",
        ),
        (
            OperatingCalendar(zone="UTC", closed=frozenset({dt.date(2026, 3, 12)})),
            "2026-03-14T00:00:00Z",
        ),
        (
            OperatingCalendar(
                zone="UTC", closed=frozenset({dt.date(2026, 3, 12), dt.date(2026, 3, 13)})
            ),
            "2026-03-17T00:00:00Z",
        ),
        (
            OperatingCalendar(zone="UTC", open=frozenset({dt.date(2026, 3, 7)})),
            "2026-03-12T00:00:00Z",
        ),
        # The last instant of 3 March in UTC is 4 March in Berlin, a day later from the start.
        (OperatingCalendar(zone="Europe/Berlin"), "2026-03-13T23:00:00Z"),
        (OperatingCalendar(zone="America/New_York"), "2026-03-13T04:00:00Z"),
    ],
    ids=["plain", "holiday", "last day", "last two", "saturday", "berlin", "new york"],
)
def test_working_days_are_those_of_the_seller(calendar: OperatingCalendar, until: str) -> None:
    """Weekends and holidays do not count, and days are those of the seller's zone."""
    order = given(place(), pay())

    assert overdue_at(order, World(calendar=calendar)) == instant(until)


@pytest.mark.parametrize(
    ("placed", "ship_by", "until"),
    [
        ("2020-09-29T12:00:00Z", "2020-09-30T23:59:59Z", "2020-10-31T00:00:00Z"),
        ("2020-09-30T12:00:00Z", "2020-09-30T23:59:59Z", "2020-10-10T00:00:00Z"),
        ("2020-01-01T00:00:00Z", "2020-02-28T12:00:00Z", "2020-03-30T00:00:00Z"),
        # Placed under the old rule, however late it ships.
        ("2020-09-29T12:00:00Z", "2020-12-01T12:00:00Z", "2021-01-01T00:00:00Z"),
    ],
)
def test_until_september_2020_it_took_thirty_days(placed: str, ship_by: str, until: str) -> None:
    """All days, weekends too; the row in force when it was placed holds."""
    order = given(place(at=placed, ship_by=ship_by), pay())

    assert overdue_at(order, WORLD) == instant(until)


@pytest.mark.parametrize(
    ("channel", "world"),
    [("FBA", WORLD), ("SHOP", WORLD), ("MFN", World(channels={}))],
    ids=["FBA", "SHOP", "dropped"],
)
def test_elsewhere_nothing_is_cancelled_by_itself(channel: str, world: World) -> None:
    """What Amazon ships, and what a shop has promised itself."""
    order = given(place(channel=channel), pay())

    assert refusals(order, overdue(days=999), world) == {
        "not_overdue": {"ship_by": order.ship_by, "until": None}
    }


def test_only_what_was_never_shipped_is_cancelled_by_itself() -> None:
    """What has left stays; where all has left there is nothing to cancel."""
    half = given(place(), pay(), ship(("1", 1)))
    whole = given(place(), pay(), ship())

    assert _cancelled(when(half, overdue(days=30))) == some(("1", 1), ("2", 1))
    assert refusals(whole, overdue(days=30))["everything_left"] == {"order": "O-1"}
    assert then(half, overdue(days=30)).status is OrderStatus.SHIPPED


HELD = given(place(channel="MCF"), pay(), hold())
"""A multi-channel order that was held on Monday at 9:30 in UTC."""


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        # An order on hold is cancelled after 14 days (MCF API model): day 14 is Monday, 16 March,
        # and counts whole, as after a ship-by.
        ("UTC", "2026-03-17T00:00:00Z"),
        ("Asia/Tokyo", "2026-03-16T15:00:00Z"),
        ("America/New_York", "2026-03-17T04:00:00Z"),
        # There it is still Sunday when the hold is placed.
        ("Pacific/Pago_Pago", "2026-03-16T11:00:00Z"),
    ],
)
def test_an_order_that_is_held_for_too_long_is_cancelled(zone: str, until: str) -> None:
    """By whole days of the seller's zone; it has no ship-by, and needs none."""
    world, at = World(calendar=OperatingCalendar(zone=zone)), instant(until)
    assert HELD.ship_by is None

    assert refusals(HELD, overdue(at=at - MICROSECOND), world) == {
        "not_overdue": {"ship_by": None, "until": at}
    }
    event = when(HELD, overdue(at=at), world)

    assert isinstance(event, UnitsCancelled)
    assert event.cancellation.reason == "held_too_long"
    assert not counts_against_seller(HELD, event.cancellation, world)
    assert _cancelled(event) == some(("1", 2), ("2", 1))
    assert nothing_happens(then(HELD, overdue(at=at), world=world), overdue(days=30), world)


@pytest.mark.parametrize(
    ("holds", "until"),
    [
        ((), None),
        # It was let go, or has run out.
        ((hold(), let_go(days=20)), None),
        ((hold(expires_at=later(20)),), None),
        # The first of those that stand.
        ((hold(expires_at=later(40)),), "2026-03-17T00:00:00Z"),
        ((hold(), hold(days=3), let_go("H1", days=5)), "2026-03-20T00:00:00Z"),
        ((hold(days=3), hold(days=1)), "2026-03-18T00:00:00Z"),
    ],
)
def test_only_a_hold_that_still_stands_has_stood_too_long(
    holds: tuple[OrderCommand, ...], until: str | None
) -> None:
    """Asked on day 30, of holds that were placed since the first day."""
    order = given(place(channel="MCF"), pay(), *holds)
    command = overdue(days=30)

    if until is None:
        assert refusals(order, command) == {"not_overdue": {"ship_by": None, "until": None}}
    else:
        assert accepts(order, command)
        early = overdue(at=instant(until) - MICROSECOND)
        assert refusals(order, early) == {"not_overdue": {"ship_by": None, "until": instant(until)}}


@pytest.mark.parametrize(
    ("expires", "until"),
    [
        ("2026-03-17T00:00:00Z", None),
        ("2026-03-17T00:00:00.000001Z", "2026-03-17T00:00:00Z"),
    ],
)
def test_a_hold_that_runs_out_before_never_stands_too_long(expires: str, until: str | None) -> None:
    """So there is nothing to wait for."""
    order = given(place(channel="MCF"), pay(), hold(expires_at=expires))
    told = {"ship_by": None, "until": instant(until) if until else None}

    assert refusals(order, overdue(days=10)) == {"not_overdue": told}


def test_of_a_ship_by_and_a_hold_the_earlier_counts() -> None:
    """And gives the reason."""
    row = replace(MFN.cancelling[1], effective_from=ALWAYS, held_days=2)
    world = World(channels={"MFN": replace(MFN, cancelling=(row,))})
    both = given(place(), pay(), hold(days=1))

    assert refusals(both, overdue(days=3), world)["not_overdue"]["until"] == later(4).start_of(
        "day"
    )
    soon, late = when(both, overdue(days=4), world), when(both, overdue(days=30), world)
    assert isinstance(soon, UnitsCancelled)
    assert isinstance(late, UnitsCancelled)
    assert soon.cancellation.reason == "held_too_long"
    assert late.cancellation.reason == "not_shipped_in_time"


def test_how_long_a_hold_may_stand_is_the_marketplaces_affair() -> None:
    """A row of its own comes before the one for all; the day on which it was placed says which."""
    rows = (
        *MCF.cancelling,
        replace(MCF.cancelling[0], effective_from=dt.date(2026, 3, 2), held_days=3),
        replace(MCF.cancelling[0], marketplace="JP", held_days=None),
    )
    world = World(channels={"MCF": replace(MCF, cancelling=rows)})
    japan = given(place(channel="MCF", marketplace="JP"), pay(), hold())
    before = given(place(channel="MCF", at=later(-1)), pay(), hold(days=-1))

    assert accepts(HELD, overdue(at="2026-03-06T00:00:00Z"), world)
    assert refusals(japan, overdue(days=30), world) == {
        "not_overdue": {"ship_by": None, "until": None}
    }
    assert refusals(before, overdue(days=9), world)["not_overdue"]["until"] == instant(
        "2026-03-16T00:00:00Z"
    )
    assert "not_overdue" in refusals(HELD, overdue(days=30), World(channels={}))


def test_a_hold_does_not_stop_the_clock_of_a_promise() -> None:
    """An order that was to ship, and is held since, is overdue all the same."""
    assert accepts(given(place(), pay(), hold(days=0.5)), overdue(days=30))


@pytest.mark.parametrize(
    "before",
    [
        (place(), authorise(expires_at=later(3)), expire(days=3)),
        (imported(ship_by=later(1)),),
        (place(), pay(), amend(Line("C", 1, price="3 EUR"))),
    ],
    ids=["ran out", "pending", "more is due"],
)
def test_an_order_that_is_not_paid_is_never_overdue(before: tuple[OrderCommand, ...]) -> None:
    """Who could not ship did not ship late."""
    assert refusals(given(*before), overdue(days=40))["not_paid"] == {"order": "O-1"}


def test_a_preorder_is_not_overdue_before_its_release() -> None:
    """Even where somebody promised a day for it."""
    order = given(place(available_at=later(60), ship_by=later(1)))

    assert "not_available_yet" in refusals(order, overdue(days=40))


def test_cancelling_by_itself_brings_one_event() -> None:
    """For all lines at once."""
    assert len(events(given(place(), pay()), overdue(days=30))) == 1


def test_a_command_that_names_nothing_is_offered_as_it_is() -> None:
    """With the order, the moment, and what it says of itself."""
    offers = offered(CancelUnits, reason="no_inventory")

    assert offers(given(place()), later(1), WORLD) == (
        CancelUnits(order_id=O1, at=later(1), reason="no_inventory"),
    )


@pytest.mark.parametrize(
    ("before", "paid"),
    [
        ((place(),), False),
        ((place(), authorise()), False),
        ((place(), pay(amount=Money(1500, "EUR"))), False),
        ((place(), pay(amount=Money(1501, "EUR"))), True),
        ((place(), pay()), True),
        ((imported(Line("A", 2)), pay()), True),
    ],
    ids=["new", "promised", "the rest", "a cent more", "all", "unknown"],
)
def test_a_cancellation_knows_whether_there_is_money_to_give_back(
    before: tuple[OrderCommand, ...], paid: bool
) -> None:
    """Where more was taken than the rest costs; or it was paid, and nobody tells how much."""
    event = when(given(*before), cancel(("1", 1)))

    assert isinstance(event, UnitsCancelled)
    assert event.cancellation.paid is paid


@pytest.mark.parametrize(
    "before",
    [
        (place(), pay()),
        (place(ship_by=later(5)), authorise("15 EUR")),
        (place(), authorise("5 EUR")),
        (place(), authorise("25 EUR", expires_at=later(9))),
    ],
    ids=["paid", "promised deadline", "too little", "promised money"],
)
def test_a_cancellation_sets_no_clock_going(before: tuple[OrderCommand, ...]) -> None:
    """But where it secures the order, and nobody has promised a day."""
    event = when(given(*before), cancel(("1", 1), days=1))

    assert isinstance(event, UnitsCancelled)
    assert event.ship_by is None


def test_what_is_cancelled_whole_has_no_deadline() -> None:
    """Although what was promised is enough for nothing."""
    event = when(given(place(), authorise("15 EUR")), cancel())

    assert isinstance(event, UnitsCancelled)
    assert event.ship_by is None
