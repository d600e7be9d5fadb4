"""Cancelling units that have not been shipped."""

from order_stories import cancel, given, nothing_happens, pay, place, refusals, ship, some, when

from ordercore.kernel.actors import Actor
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.stations import Stations, stations, status
from ordercore.orders.status import OrderStatus


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
    """A blank reason is none, and both reasons to refuse are given at once."""
    order = given(place())

    assert refusals(order, cancel(reason=" ")) == {"reason_missing": {}}
    assert list(refusals(order, cancel(("1", 9), reason=""))) == [
        "units_not_awaiting",
        "reason_missing",
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
