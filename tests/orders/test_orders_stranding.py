"""Parcels that do not reach their buyer: lost, refused, undeliverable, and come back."""

from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    accepts,
    ask_back,
    came_back,
    deliver,
    events,
    given,
    later,
    nothing_happens,
    pay,
    place,
    receive,
    refund,
    refusals,
    ship,
    some,
    stranded,
    then,
    when,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.axes import DeliveryAxis, PaymentAxis
from ordercore.orders.decider import decide, fold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import balance, refunded
from ordercore.orders.parts import RefundPart
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import (
    ParcelUndelivered,
    UndeliveredReceived,
    offer_receipts,
    offer_troubles,
)
from ordercore.orders.world import WORLD
from ordercore.orders.worth import refund_for
from ordercore.shipping import CameBack, ParcelStatus, Trouble, Undelivered
from ordercore.testing import conservation_of_units

LOST, REFUSED, UNDELIVERABLE = Trouble

SENT = given(place(), pay(), ship())
"""Two A and one B left in a parcel on the first day."""


def status(order: Order) -> ParcelStatus:
    """Give the status of the one parcel."""
    return order.parcels[0].status


@pytest.mark.parametrize("trouble", Trouble, ids=lambda some: some.value)
def test_a_parcel_fails_to_arrive(trouble: Trouble) -> None:
    """Its units are nowhere that can be shipped from or returned, and the order stays shipped."""
    event = when(SENT, stranded(trouble))
    assert isinstance(event, ParcelUndelivered)
    assert (event.parcel_id, event.trouble, event.by) == ("P1", trouble, Actor.CARRIER)

    order = then(SENT, stranded(trouble))

    assert order.parcels[0].undelivered == Undelivered(trouble, later(3))
    assert status(order).value == trouble.value
    assert order.stations == {"1": Stations(undelivered=2), "2": Stations(undelivered=1)}
    assert (order.status, order.delivery) == (OrderStatus.SHIPPED, DeliveryAxis.UNDELIVERED)


@pytest.mark.parametrize(
    ("told", "is_now"),
    [
        # Found again, or taken at a second try.
        ((stranded(LOST), deliver(days=5)), "delivered"),
        ((stranded(REFUSED), deliver(days=5)), "delivered"),
        # Handed over, and given back.
        ((deliver(), stranded(REFUSED, days=4)), "refused"),
        # A third word, after the second.
        ((deliver(), stranded(REFUSED, days=4), deliver(days=5)), "delivered"),
        # One trouble after the other; an older one says nothing any more.
        ((stranded(REFUSED), stranded(LOST, days=4)), "lost"),
        ((stranded(LOST, days=4), deliver(days=3)), "lost"),
        ((stranded(REFUSED), came_back(("1", 1))), "partially_back"),
        ((stranded(REFUSED), came_back()), "back"),
        ((stranded(LOST), came_back()), "back"),
        ((came_back(),), "back"),
    ],
)
def test_the_last_word_says_where_a_parcel_is(told: tuple[OrderCommand, ...], is_now: str) -> None:
    """By when it happened, not by when it was told; what came back is back."""
    order = then(SENT, *told)

    assert status(order) is ParcelStatus(is_now)
    conservation_of_units(order)


def test_an_older_or_a_repeated_trouble_is_nothing_new() -> None:
    """Of two at one moment the same one wins, whichever comes first: a refusal says the most."""
    order = then(SENT, stranded(REFUSED, days=4))

    assert nothing_happens(order, stranded(REFUSED, days=4))
    assert nothing_happens(order, stranded(LOST, days=3.5))
    assert nothing_happens(order, stranded(LOST, days=4))
    assert nothing_happens(order, stranded(UNDELIVERABLE, days=4))
    assert accepts(then(SENT, stranded(UNDELIVERABLE, days=4)), stranded(REFUSED, days=4))
    assert accepts(order, stranded(LOST, days=4.5))


FEED = (
    deliver(days=3),
    stranded(REFUSED, days=4),
    deliver(days=5),
    stranded(LOST, days=5),
)


@pytest.mark.parametrize("sequence", list(permutations(range(4))))
def test_law_5_the_order_of_arrival_is_all_one(sequence: tuple[int, ...]) -> None:
    """Deliveries and troubles of one parcel end in one state, however they come and repeat."""
    straight = _told(SENT, FEED)
    mixed = tuple(FEED[n] for n in sequence)

    assert _told(SENT, mixed) == _told(SENT, mixed + FEED) == straight
    assert status(straight) is ParcelStatus.LOST


@for_all(st.lists(st.tuples(st.sampled_from([None, *Trouble]), st.integers(1, 4)), max_size=5))
def test_law_5_any_feed_in_any_order(told: list[tuple[Trouble | None, int]]) -> None:
    """Forward and backward, the same facts are the same parcel."""
    feed = tuple(
        deliver(days=day) if trouble is None else stranded(trouble, days=day)
        for trouble, day in told
    )

    assert _told(SENT, feed) == _told(SENT, feed[::-1])


def _told(order: Order, feed: tuple[OrderCommand, ...]) -> Order:
    for command in feed:
        order = fold(decide(order, command), order) or order
    return order


@pytest.mark.parametrize(
    ("order", "command", "code", "facts"),
    [
        (SENT, stranded(LOST, "P9"), "parcel_unknown", {"parcel": "P9"}),
        (
            SENT,
            stranded(LOST, days=0.5),
            "undelivered_before_shipped",
            {"parcel": "P1", "shipped": later(1), "at": later(0.5)},
        ),
        (
            then(SENT, came_back(("1", 1))),
            stranded(LOST, days=7),
            "parcel_is_back",
            {"parcel": "P1"},
        ),
        (
            then(SENT, deliver(), ask_back(("P1", "1", 1))),
            stranded(REFUSED, days=6),
            "parcel_in_a_return",
            {"parcel": "P1"},
        ),
        (
            then(SENT, came_back(("1", 1))),
            deliver(days=7),
            "parcel_came_back",
            {"parcel": "P1"},
        ),
        (SENT, came_back(parcel="P9"), "parcel_unknown", {"parcel": "P9"}),
        (then(SENT, deliver()), came_back(), "parcel_with_buyer", {"parcel": "P1"}),
        (
            SENT,
            came_back(("1", 3)),
            "units_not_missing",
            {"parcel": "P1", "line": "1", "asked": 3, "missing": 2},
        ),
        (
            SENT,
            came_back(("2", 1), ("2", 1)),
            "units_not_missing",
            {"parcel": "P1", "line": "2", "asked": 2, "missing": 1},
        ),
        (
            SENT,
            came_back(("9", 1)),
            "units_not_missing",
            {"parcel": "P1", "line": "9", "asked": 1, "missing": 0},
        ),
        (
            then(SENT, came_back()),
            came_back(days=7),
            "units_not_missing",
            {"parcel": "P1", "line": None, "asked": 0, "missing": 0},
        ),
        (
            SENT,
            came_back(days=0.5),
            "back_before_shipped",
            {"parcel": "P1", "shipped": later(1), "at": later(0.5)},
        ),
    ],
)
def test_what_cannot_be_is_refused(
    order: Order, command: OrderCommand, code: str, facts: dict[str, object]
) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(order, command) == {code: facts}


def test_a_trouble_before_the_delivery_is_no_contradiction_to_a_return() -> None:
    """It was refused first and taken later, and the first word comes late."""
    order = then(SENT, deliver(days=4), ask_back(("P1", "1", 1)))

    assert accepts(order, stranded(REFUSED, days=3))
    assert status(then(order, stranded(REFUSED, days=3))) is ParcelStatus.DELIVERED


def test_the_moment_of_leaving_itself_is_allowed() -> None:
    """Lost at the counter, and back at the counter."""
    assert accepts(SENT, stranded(LOST, days=1))
    assert accepts(SENT, came_back(days=1))


# Coming back


def test_a_parcel_comes_back_in_parts() -> None:
    """Until all of it is back; each part with its condition and its moment."""
    order = then(SENT, stranded(REFUSED))
    event = when(order, came_back(("1", 1), sellable=False))
    assert isinstance(event, UndeliveredReceived)
    assert event.came_back == (CameBack(some(("1", 1))[0], sellable=False, at=later(6)),)

    order = then(order, came_back(("1", 1), sellable=False))
    assert status(order) is ParcelStatus.PARTIALLY_BACK
    assert order.stations == {
        "1": Stations(undelivered=1, returned=1),
        "2": Stations(undelivered=1),
    }
    rest = when(order, came_back(days=7))
    assert isinstance(rest, UndeliveredReceived)
    assert [one.units for one in rest.came_back] == list(some(("1", 1), ("2", 1)))
    order = then(order, came_back(days=7))
    assert (status(order), order.delivery) == (ParcelStatus.BACK, DeliveryAxis.UNDELIVERED)
    assert order.stations == {"1": Stations(returned=2), "2": Stations(returned=1)}


def test_other_parcels_go_their_own_way() -> None:
    """One is refused and back, the other with the buyer."""
    order = given(place(), pay(), ship(("1", 2)), ship(days=2))

    order = then(order, stranded(REFUSED), came_back(), deliver("P2"))

    assert [one.status.value for one in order.parcels] == ["back", "delivered"]
    assert order.delivery is DeliveryAxis.PARTIALLY_DELIVERED
    assert order.stations == {"1": Stations(returned=2), "2": Stations(delivered=1)}


# Money


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ((stranded(LOST),), "lost"),
        ((stranded(REFUSED),), "refused_delivery"),
        ((stranded(REFUSED), came_back(("1", 1))), "refused_delivery"),
        ((stranded(UNDELIVERABLE), came_back()), "undeliverable"),
    ],
)
def test_what_did_not_arrive_is_paid_back_whole(
    told: tuple[OrderCommand, ...], reason: str
) -> None:
    """Back or not, once."""
    order = then(SENT, *told)

    order = then(order, refund(parcel_id="P1", reason=reason))

    assert (balance(order), order.payment_axis) == (Money(0, "EUR"), PaymentAxis.REFUNDED)
    assert order.refunds[0].parcel_id == "P1"
    assert list(refusals(order, refund(parcel_id="P1", reason=reason, days=11))) == [
        "nothing_to_refund"
    ]


def test_what_is_underway_or_has_arrived_is_not_paid_back() -> None:
    """Not as a parcel that did not arrive."""
    for order in (SENT, then(SENT, deliver()), then(SENT, stranded(LOST), deliver(days=4))):
        assert refund_for(order, parcel_id="P1") == ()
        assert list(refusals(order, refund(parcel_id="P1", reason="lost"))) == ["nothing_to_refund"]
    assert refund_for(SENT, parcel_id="P9") == ()


def test_found_again_after_it_was_paid_back() -> None:
    """The buyer has the goods and the money; sent back, they are not paid for twice."""
    order = then(
        SENT,
        stranded(LOST),
        refund(parcel_id="P1", reason="lost"),
        deliver(days=12),
        ask_back(("P1", "1", 2), days=13),
        receive(("P1", "1", 2), days=14),
    )

    assert order.delivery is DeliveryAxis.DELIVERED
    assert refunded(order) == 2500
    assert list(refusals(order, refund(return_id="R1", days=15))) == ["nothing_to_refund"]


def test_shipping_is_paid_back_with_what_did_not_arrive() -> None:
    """All that was charged for those units, where a return gives back the goods alone."""
    charged = Charges("EUR", item=1000, tax=190, shipping=500, shipping_tax=95, discount=100)
    order = given(place(Line("A", 1, charges=charged)), pay(), ship(), stranded(LOST))

    assert refund_for(order, parcel_id="P1") == (RefundPart("1", charged, 1),)


# Told late


def test_what_is_told_after_the_receipt_is_taken_too() -> None:
    """Why it came back, and that it had been delivered before: both before it came back."""
    straight = then(SENT, deliver(days=3), stranded(REFUSED, days=4), came_back())

    late = then(SENT, came_back())

    assert _told(late, (stranded(REFUSED, days=4), deliver(days=3))) == straight


def test_of_one_moment_the_return_and_the_receipt_count() -> None:
    """Trouble at the very delivery of what a buyer sends back is none; with a receipt it is."""
    returning = then(SENT, deliver(days=3), ask_back(("P1", "1", 1)))

    assert refusals(returning, stranded(REFUSED, days=3)) == {
        "parcel_in_a_return": {"parcel": "P1"}
    }
    assert accepts(returning, stranded(REFUSED, days=2.9))
    back_again = then(SENT, came_back(days=6))
    assert accepts(back_again, stranded(REFUSED, days=6))
    assert accepts(back_again, deliver(days=6))


# Offers


def test_every_trouble_and_receipt_is_offered() -> None:
    """Of parcels that are not wholly back."""
    order = then(SENT, stranded(REFUSED), came_back(("1", 1)))

    assert offer_troubles(SENT, later(2), WORLD) == tuple(
        stranded(trouble, days=2) for trouble in Trouble
    )
    assert [one.parcel_id for one in offer_receipts(order, later(7), WORLD)] == ["P1"]
    assert offer_receipts(then(order, came_back(days=7)), later(8), WORLD) == ()


def test_a_fact_brings_one_event() -> None:
    """Neither notices nor refunds come by themselves."""
    assert len(events(SENT, stranded(LOST))) == len(events(SENT, came_back())) == 1
