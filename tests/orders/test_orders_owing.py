"""Owing: which refunds are due, and by when; and what is wrong with parcels."""

import pytest
from hypothesis import given as for_all
from order_stories import (
    ask_back,
    came_back,
    cancel,
    deliver,
    given,
    later,
    pay,
    place,
    receive,
    refund,
    ship,
    stranded,
    then,
)

from ordercore.kernel.actors import Actor
from ordercore.orders.decider import decide, evolve
from ordercore.orders.noting import NoteTracking
from ordercore.orders.owing import refund_by, refunds_owed
from ordercore.orders.permits import by_whom_may
from ordercore.orders.reasons import REFUND_REASONS
from ordercore.orders.state import Order
from ordercore.orders.watching import exceptions_known, tracking_known
from ordercore.orders.world import WORLD, World
from ordercore.shipping import Trouble, WayStatus
from ordercore.testing.strategies import orders

PLACED = given(place(deliver_by=later(6), ship_by=later(2)))

SENT = then(PLACED, pay(), ship(days=1))

WITH_BUYER = then(SENT, deliver(days=3))

COMING = then(WITH_BUYER, ask_back(("P1", "1", 2)))

BACK = then(COMING, receive(("P1", "1", 2)))

LOST = then(SENT, stranded(Trouble.LOST))


@pytest.mark.parametrize(
    ("order", "owed"),
    [
        (PLACED, []),
        (WITH_BUYER, []),
        (COMING, []),
        (BACK, ["customer_return"]),
        (then(BACK, refund(return_id="R1", reason="customer_return")), []),
        (LOST, ["undeliverable"]),
        (then(LOST, refund(parcel_id="P1", reason="lost")), []),
        (then(SENT, stranded(Trouble.REFUSED), came_back()), ["undeliverable"]),
        (given(place(), cancel(("1", 1))), []),
        (given(place(), pay(), cancel(("1", 1), days=1)), ["units_cancelled"]),
    ],
)
def test_what_is_owed_is_due(order: Order, owed: list[str]) -> None:
    """For what came back, was lost or cancelled after it was paid; once, and no remedy."""
    found = refunds_owed(order, later(20), WORLD)

    assert [some.reason for some in found] == owed
    for some in found:
        assert decide(order, some)


def test_what_is_owed_hangs_on_no_name() -> None:
    """A host without such a reason, and a marketplace that pays by itself, owe it all the same."""
    reason = REFUND_REASONS["goodwill"]
    fba = given(
        place(channel="FBA", imported=True),
        pay(by=Actor.MARKETPLACE),
        ship(days=1, by=Actor.MARKETPLACE),
        stranded(Trouble.LOST),
    )

    assert refunds_owed(LOST, later(20), World(refund_reasons={"goodwill": reason}))
    assert refunds_owed(fba, later(20), WORLD)


def test_by_when_a_return_is_paid_for_says_the_policy() -> None:
    """The last instant in time; none where the policy sets none, or nothing is owed."""
    (rma,) = BACK.returns
    (before,) = COMING.returns

    by = refund_by(BACK, rma, WORLD)
    assert by is not None
    assert by > later(9)
    assert by.microsecond == 999_999
    assert refund_by(COMING, before, WORLD) is None


def word(days: float, status: WayStatus) -> NoteTracking:
    """Say something of the parcel on its way."""
    return NoteTracking(
        order_id="O-1", at=later(days), by=Actor.CARRIER, parcel_id="P1", status=status
    )


@pytest.mark.parametrize(
    ("order", "days", "codes"),
    [
        (PLACED, 50, []),
        (SENT, 2, []),
        (SENT, 6, []),
        (SENT, 6.1, ["parcel_late"]),
        (SENT, 8, ["parcel_stalled", "parcel_late"]),
        (then(SENT, word(5, WayStatus.DELAYED)), 8, ["parcel_late"]),
        (SENT, 40, ["parcel_lost", "parcel_late"]),
        (WITH_BUYER, 50, []),
        (LOST, 4, ["parcel_lost"]),
        (then(SENT, stranded(Trouble.REFUSED)), 4, ["parcel_refused"]),
        (then(SENT, stranded(Trouble.UNDELIVERABLE)), 4, ["parcel_going_back"]),
        (then(SENT, stranded(Trouble.REFUSED), came_back()), 50, []),
    ],
)
def test_what_is_wrong_with_parcels_an_order_knows(
    order: Order, days: float, codes: list[str]
) -> None:
    """By its troubles, its deliver-by, and the silence since the last word that it keeps."""
    assert [some.code for some in exceptions_known(order, later(days), WORLD)] == codes


def test_an_order_keeps_one_word_of_a_way() -> None:
    """Or none; of a way that began anew, that it moves."""
    (parcel,) = SENT.parcels
    (told,) = then(SENT, word(2, WayStatus.ATTEMPTED)).parcels
    assert told.way is not None

    assert tracking_known(parcel).events == ()
    assert [some.when for some in tracking_known(told).events] == [later(2)]


@for_all(orders())
def test_what_is_owed_is_owed_once(order: Order) -> None:
    """Each that is owed can be given; and once all of it is, nothing is owed any more."""
    at = order.terms.placed_at.add(years=2)
    for _ in range(20):
        owed = refunds_owed(order, at, WORLD)
        if not owed:
            break
        for event in decide(order, by_whom_may(owed[0], order, WORLD)):
            order = evolve(order, event)
    else:
        raise AssertionError("something is owed again and again")
