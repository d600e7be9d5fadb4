"""History: any past state of an order, by moment or by number of events."""

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest
from desk_stories import AT, later, order_events, stocked, stores, units
from hypothesis import given
from hypothesis import strategies as st

from ordercore import InvalidValue, Line, NotFound, Order, OrderDesk, OrderStatus
from ordercore.kernel.time import instant
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import decide, fold
from ordercore.orders.message import OrderEvent
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.reporting import AdoptLines
from ordercore.ports.records import Key, Recorded
from ordercore.service.history import as_of
from ordercore.testing.situations import Step
from ordercore.testing.strategies import walks

TICK = dt.timedelta(microseconds=1)


def life(desk: OrderDesk) -> OrderDesk:
    """Place an order of three, ship two on the next day, cancel the third, deliver."""
    desk.place(channel="MFN", lines=[Line("A", 3, price="10 EUR")], order_id="O-1", at=AT)
    desk.confirm_payment("O-1", at=later(0.5))
    desk.confirm_shipment("O-1", units=units(("1", 2)), at=later(1))
    desk.cancel("O-1", reason="no_inventory", at=later(2))
    desk.record_delivery("O-1", "P1", at=later(4))
    return desk


def happened(steps: list[Step]) -> list[OrderEvent]:
    """Give the events of a walk."""
    return [event for step in steps for event in step.events]


def status_of(order: Order | None) -> OrderStatus | None:
    """Give the status, if there is an order."""
    return order.status if order else None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (later(-1), None),
        (AT - TICK, None),
        (AT, OrderStatus.PENDING),
        (later(0.5) - TICK, OrderStatus.PENDING),
        (later(0.5), OrderStatus.UNSHIPPED),
        (later(1), OrderStatus.PARTIALLY_SHIPPED),
        (later(2), OrderStatus.SHIPPED),
        (later(999), OrderStatus.SHIPPED),
        ("2026-03-02T09:30:00+00:00", OrderStatus.PENDING),
        ("2026-03-02T09:29:59+00:00", None),
    ],
)
def test_an_order_at_a_moment(at: Any, expected: OrderStatus | None, tmp_path: Path) -> None:
    """What happened by then counts, the moment itself included."""
    for store in stores(tmp_path):
        desk = life(stocked(("A", 5), store=store))

        assert status_of(desk.as_of("O-1", at=at)) is expected
        desk.close()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (0, None),
        (1, OrderStatus.PENDING),
        (2, OrderStatus.UNSHIPPED),
        (3, OrderStatus.PARTIALLY_SHIPPED),
        (4, OrderStatus.SHIPPED),
        (5, OrderStatus.SHIPPED),
        (99, OrderStatus.SHIPPED),
    ],
)
def test_an_order_at_a_version(version: int, expected: OrderStatus | None, tmp_path: Path) -> None:
    """As we knew it after so many events."""
    for store in stores(tmp_path):
        desk = life(stocked(("A", 5), store=store))

        assert status_of(desk.as_of("O-1", version=version)) is expected
        desk.close()


def test_now_is_the_order_as_it_stands() -> None:
    """The newest version, and any moment after the last event, give what the desk gives."""
    desk = life(stocked(("A", 5)))

    assert desk.as_of("O-1", version=5) == desk.order("O-1") == desk.as_of("O-1", at=later(5))


def test_what_was_recorded_late_had_happened_all_the_same() -> None:
    """By moment it counts from when it happened, by number from when we heard of it."""
    desk = stocked(("A", 5))
    desk.place(channel="MFN", lines=[Line("A", 1, price="10 EUR")], order_id="O-1", at=AT)
    desk.confirm_payment("O-1", at=later(3))
    desk.confirm_shipment("O-1", at=later(1))

    had_happened = desk.as_of("O-1", at=later(2))
    knew = desk.as_of("O-1", version=2)

    assert had_happened is not None
    assert (len(had_happened.parcels), len(had_happened.payments)) == (1, 0)
    assert knew is not None
    assert (len(knew.parcels), len(knew.payments)) == (0, 1)


def test_what_is_about_something_later_counts_from_then() -> None:
    """A line that became known on day 9 cannot have been cancelled on day 5."""
    place = PlaceOrder(
        order_id="O-1", at=AT, channel="MFN", imported=True, lines=(Line("A", 1, price="1 EUR"),)
    )
    adopt = AdoptLines(
        order_id="O-1", at=later(9), imported=True, lines=(Line("B", 2, price="1 EUR", id="2"),)
    )
    cancel = CancelUnits(
        order_id="O-1", at=later(5), imported=True, reason="no_inventory", units=units(("2", 2))
    )
    events: tuple[OrderEvent, ...] = ()
    for command in (place, adopt, cancel):
        events += decide(fold(events), command)

    before, after = as_of(events, at=later(7)), as_of(events, at=later(9))

    assert before is not None
    assert before.cancellations == ()
    assert after == fold(events)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "at or seq"),
        ({"at": AT, "seq": 1}, "at or seq"),
        ({"seq": -1}, "seq"),
        ({"seq": 1.0}, "seq"),
        ({"seq": True}, "seq"),
        ({"at": "yesterday"}, "at"),
        ({"at": dt.datetime(2026, 3, 2)}, "at"),  # noqa: DTZ001 - a naive time is the point
    ],
)
def test_exactly_one_of_moment_and_number_is_asked_for(asked: dict[str, Any], field: str) -> None:
    """And it is a moment or a number."""
    with pytest.raises(InvalidValue) as caught:
        as_of((), **asked)

    assert caught.value.field == field


def test_of_no_events_there_is_no_order() -> None:
    """Neither at a moment nor after a number of them."""
    assert as_of((), at=AT) is as_of((), seq=3) is None


def test_the_desk_knows_no_history_of_what_it_does_not_know() -> None:
    """As with any other question about an order."""
    with pytest.raises(NotFound):
        stocked().as_of("nobody", version=0)


def test_the_desk_takes_exactly_one_of_the_two() -> None:
    """Its version is the number of events."""
    desk = life(stocked(("A", 5)))

    with pytest.raises(InvalidValue):
        desk.as_of("O-1")
    with pytest.raises(InvalidValue):
        desk.as_of("O-1", at=AT, version=1)


@given(walks(), st.integers(0, 20))
def test_the_first_so_many_events_are_what_we_knew(steps: list[Step], number: int) -> None:
    """``as_of(seq=n)`` is the fold of the first n, of plain and of recorded events alike."""
    events = happened(steps)
    key = Key("order", "O-1")
    recorded = [Recorded(stream=key, seq=n, event=event) for n, event in enumerate(events, 1)]

    assert as_of(events, seq=number) == fold(events[:number]) == as_of(recorded, seq=number)


@given(walks())
def test_where_events_are_in_order_both_questions_have_one_answer(steps: list[Step]) -> None:
    """At the moment of the last of several events at once, it is as after that event."""
    events = sorted(happened(steps)[1:], key=lambda event: event.at)
    if events == happened(steps)[1:]:
        story = [happened(steps)[0], *events]
        for number, event in enumerate(story, 1):
            if number == len(story) or story[number].at > event.at:
                assert as_of(story, at=event.at) == as_of(story, seq=number)


@given(walks(), st.lists(st.integers(0, 9), min_size=200, max_size=200))
def test_at_any_moment_of_any_order_of_arrival_there_is_a_sound_order(
    steps: list[Step], days: list[int]
) -> None:
    """However wild the moments are that were told, no unit is lost and none is made.

    Which station it is in cannot be asked: moments so wild contradict each other.
    """
    events = happened(steps)
    told = [attrs.evolve(e, at=later(day)) for e, day in zip(events, days, strict=False)]
    told[:1] = [attrs.evolve(event, at=AT) for event in told[:1]]

    for day in range(10):
        order = as_of(told, at=later(day))

        assert (order is None) is (not told)
        if order is not None:
            parted = order.stations
            assert {line.id: line.quantity for line in order.lines} == {
                id: where.total for id, where in parted.items()
            }
            assert order.status in OrderStatus


@given(walks())
def test_in_the_end_all_of_it_has_happened(steps: list[Step]) -> None:
    """After the last moment nothing is left out."""
    events = happened(steps)

    assert as_of(events, at=instant("2999-01-01T00:00:00Z")) == fold(events)


@given(walks())
def test_the_desk_tells_the_past_of_a_stored_order(steps: list[Step]) -> None:
    """An order's timeline up to now gives the order as it stands."""
    desk = stocked(("A", 50), ("B", 50), ("C", 50))
    for step in steps:
        desk.handle_many([step_asked(step)])
    for order in desk.find():
        events = order_events(desk, order.id)

        assert desk.as_of(order.id, version=len(events)) == order
        assert desk.as_of(order.id, at=instant("2999-01-01T00:00:00Z")) == order


def step_asked(step: Step) -> Any:
    """Ask for what a step asked for; refusals stand for themselves."""
    from ordercore.service.asked import Asked

    return Asked(step.command)
