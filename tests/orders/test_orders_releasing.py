"""Pre-orders: released when what was ordered is to be had, or put off."""

import datetime as dt

import pytest
from order_stories import (
    AT,
    O1,
    accepts,
    authorise,
    cancel,
    given,
    hold,
    imported,
    later,
    nothing_happens,
    pay,
    place,
    put_off,
    refusals,
    release,
    report,
    then,
    when,
)

from ordercore.errors import InvalidValue
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Preorder
from ordercore.orders.releasing import (
    PreorderReleased,
    PreorderRescheduled,
    ReschedulePreorder,
)
from ordercore.orders.status import OrderStatus

MICROSECOND = dt.timedelta(microseconds=1)

SOON = given(place(available_at=later(10)))
"""A pre-order that is released in ten days."""


def test_a_preorder_waits_for_its_release() -> None:
    """Nothing is paid or promised before."""
    assert SOON.status is OrderStatus.PENDING_AVAILABILITY
    assert SOON.preorder == Preorder(available_at=later(10))
    for command in (pay(), authorise(), pay(days=99)):
        assert refusals(SOON, command) == {"not_available_yet": {"available_at": later(10)}}


def test_a_preorder_is_released_when_its_date_has_come() -> None:
    """At that very moment, and not a microsecond before."""
    assert refusals(SOON, release(at=later(10) - MICROSECOND)) == {
        "released_too_early": {"available_at": later(10)}
    }
    assert isinstance(when(SOON, release(days=10)), PreorderReleased)
    order = then(SOON, release(days=11))

    assert order.status is OrderStatus.PENDING
    assert order.preorder == Preorder(available_at=later(10), released_at=later(11))
    assert nothing_happens(order, release(days=12))


def test_a_released_preorder_goes_on_like_any_order() -> None:
    """Its deadline counts from its payment, not from its placement."""
    order = then(SOON, release(days=10), pay(days=11))

    assert order.status is OrderStatus.UNSHIPPED
    assert str(order.ship_by) == "2026-03-16 23:59:59.999999+00:00"


def test_a_release_date_slips() -> None:
    """As often as it must, and forward as well as back; the same date again is nothing new."""
    event = when(SOON, put_off(20, days=9))
    assert isinstance(event, PreorderRescheduled)
    assert event.available_at == later(20)
    order = then(SOON, put_off(20, days=9))

    assert nothing_happens(order, put_off(20, days=10))
    assert refusals(order, release(days=10)) == {"released_too_early": {"available_at": later(20)}}
    order = then(order, put_off(40, days=19), put_off(30, days=20))
    assert refusals(order, release(days=20))["released_too_early"] == {"available_at": later(30)}
    assert accepts(order, release(days=30))


def test_a_release_date_lies_ahead_of_the_placement() -> None:
    """By a microsecond at least."""
    assert refusals(SOON, put_off(0)) == {
        "rescheduled_before_placed": {"available_at": AT, "placed": AT}
    }
    soonest = ReschedulePreorder(order_id=O1, at=AT, available_at=AT + MICROSECOND)
    assert accepts(SOON, soonest)


def test_a_release_date_is_a_moment() -> None:
    """The field that is none is named."""
    with pytest.raises(InvalidValue) as caught:
        ReschedulePreorder(order_id=O1, at=AT, available_at="soon")

    assert caught.value.field == "available_at"


def test_a_release_that_was_brought_forward_may_come_at_once() -> None:
    """What was ordered is to be had today."""
    assert then(SOON, put_off(4, days=4), release(days=4)).status is OrderStatus.PENDING


@pytest.mark.parametrize(
    "command", [release(days=20), put_off(30, days=20)], ids=["release", "put off"]
)
def test_only_a_preorder_is_released_or_put_off(command: OrderCommand) -> None:
    """An order that was always to be had is neither."""
    assert refusals(given(place()), command) == {"not_a_preorder": {"order": "O-1"}}


def test_a_released_preorder_is_not_put_off() -> None:
    """It may be paid by now."""
    order = then(SOON, release(days=10))

    assert refusals(order, put_off(30, days=11)) == {"not_a_preorder": {"order": "O-1"}}


def test_a_preorder_can_be_cancelled_and_held() -> None:
    """Before its release as well as after."""
    assert then(SOON, cancel()).status is OrderStatus.CANCELLED
    assert then(SOON, cancel(("1", 1))).status is OrderStatus.PENDING_AVAILABILITY
    assert accepts(SOON, hold())


def test_a_preorder_lies_ahead() -> None:
    """What is available at placement is ordered, and not ordered ahead."""
    assert refusals(None, place(available_at=AT)) == {
        "available_before_placed": {"available_at": AT, "placed": AT}
    }
    assert accepts(None, place(available_at=AT + MICROSECOND))


def test_a_marketplaces_preorder_waits_for_its_word() -> None:
    """Without a date of ours, its report says when it is to be had."""
    order = given(imported(word=OrderStatus.PENDING_AVAILABILITY))

    assert order.status is OrderStatus.PENDING_AVAILABILITY
    assert refusals(order, pay()) == {"not_available_yet": {"available_at": None}}
    assert refusals(order, release())["not_a_preorder"] == {"order": "O-1"}
    order = then(order, report(OrderStatus.PENDING))
    assert order.status is OrderStatus.PENDING
    assert accepts(order, pay(days=1))


def test_a_marketplaces_word_releases_its_preorder() -> None:
    """It says that the order waits for its payment now, whatever the date was."""
    order = given(
        imported(word=OrderStatus.PENDING_AVAILABILITY, available_at=later(10)),
        report(OrderStatus.PENDING),
    )

    assert order.status is OrderStatus.PENDING
    assert accepts(order, pay(days=2))


def test_a_cancelled_preorder_is_not_released() -> None:
    """There is nothing left to release."""
    assert refusals(then(SOON, cancel()), release(days=10))


def test_a_preorder_is_not_put_off_to_before_it_was_placed() -> None:
    """As it could not have been placed so."""
    assert refusals(SOON, put_off(-5))
