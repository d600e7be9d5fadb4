"""Taking back what was said of a parcel: where units are then, and what stands in the way."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    O1,
    accepts,
    ask_back,
    authorise,
    bounced,
    came_back,
    capture,
    deliver,
    found,
    given,
    later,
    not_delivered,
    nothing_happens,
    pay,
    place,
    refund,
    refusals,
    ship,
    stranded,
    then,
    when,
)

from ordercore.channels import CHANNELS
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.axes import DeliveryAxis
from ordercore.orders.decider import allowed, decide, evolve
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import RefundPart
from ordercore.orders.recovering import RetractUndelivered, UndeliveredRetracted
from ordercore.orders.retracting import DeliveryRetracted, RetractDelivery
from ordercore.orders.state import Order
from ordercore.shipping import Parcel, ParcelStatus, Retraction, Trouble
from ordercore.testing import LAWS_OF_AN_ORDER, no_dead_ends

SENT = given(place(), pay(), ship(days=1))
"""All of it left in one parcel."""

LOST, REFUSED = Trouble.LOST, Trouble.REFUSED


def parcel_of(order: Order) -> Parcel:
    """Give the first parcel."""
    return order.parcels[0]


def test_a_delivery_that_was_none_is_taken_back() -> None:
    """The units are on their way again, and the buyer cannot return what he has not."""
    delivered = then(SENT, deliver(days=3))
    event = when(delivered, not_delivered())
    order = then(delivered, not_delivered())

    assert event == DeliveryRetracted(
        at=later(4), by=Actor.CARRIER, parcel_id="P1", deliveries=(later(3),)
    )
    assert parcel_of(order).status is ParcelStatus.SHIPPED
    assert order.delivery is DeliveryAxis.UNDERWAY
    assert (order.stations["1"].shipped, order.stations["1"].delivered) == (2, 0)
    assert "units_not_delivered" in refusals(order, ask_back(("P1", "1", 1)))
    assert parcel_of(order).retractions == (Retraction(None, later(3), later(4)),)


def test_a_trouble_that_was_none_is_taken_back() -> None:
    """A parcel that was lost is on its way again, and nothing is owed for it."""
    lost = then(SENT, stranded(LOST, days=3))
    order = then(lost, found())

    assert when(lost, found()) == UndeliveredRetracted(
        at=later(4), by=Actor.CARRIER, parcel_id="P1", trouble=LOST, said=later(3)
    )
    assert parcel_of(order).status is ParcelStatus.SHIPPED
    assert order.stations["1"].undelivered == 0
    owed = refund(RefundPart("1", Charges("EUR", item=1), 1), parcel_id="P1", reason="lost")
    assert "refunded_units_not_due" in refusals(order, owed)
    assert parcel_of(order).retractions == (Retraction(LOST, later(3), later(4)),)


@pytest.mark.parametrize(
    ("told", "taken_back", "status", "since"),
    [
        # Of several deliveries one is wrong, and another counts.
        ([deliver(days=3), deliver(days=5)], not_delivered(3), ParcelStatus.DELIVERED, 5),
        ([deliver(days=3), deliver(days=5)], not_delivered(5), ParcelStatus.DELIVERED, 3),
        ([deliver(days=3), deliver(days=5)], not_delivered(), ParcelStatus.SHIPPED, None),
        ([deliver(days=3), deliver(days=5)], not_delivered(3, 9), ParcelStatus.DELIVERED, 5),
        # What went before counts again.
        ([stranded(LOST, days=2), deliver(days=3)], not_delivered(), ParcelStatus.LOST, None),
        ([deliver(days=2), stranded(LOST, days=3)], found(), ParcelStatus.DELIVERED, 2),
        ([deliver(days=2), stranded(REFUSED, days=3)], not_delivered(), ParcelStatus.REFUSED, None),
        ([stranded(LOST, days=2), deliver(days=3)], found(), ParcelStatus.DELIVERED, 3),
    ],
)
def test_what_is_left_says_where_the_parcel_is(
    told: list[OrderCommand],
    taken_back: OrderCommand,
    status: ParcelStatus,
    since: float | None,
) -> None:
    """Facts stand side by side, and taking one back leaves the others."""
    parcel = parcel_of(then(SENT, *told, taken_back))

    assert parcel.status is status
    assert parcel.delivered_at == (later(since) if since else None)


def test_what_was_never_said_needs_no_taking_back() -> None:
    """Nothing happens, however often it is asked for."""
    delivered = then(SENT, deliver(days=3))

    assert nothing_happens(SENT, not_delivered())
    assert nothing_happens(SENT, found())
    assert nothing_happens(delivered, not_delivered(2))
    assert nothing_happens(then(delivered, not_delivered()), not_delivered(3))
    assert nothing_happens(then(SENT, stranded(LOST), found()), found(days=9))


def test_what_was_taken_back_can_be_said_anew() -> None:
    """A delivery of the same moment, or a trouble; then it is taken back no more."""
    order = then(SENT, deliver(days=3), not_delivered(), deliver(days=3))
    assert parcel_of(order).delivered_at == later(3)
    assert parcel_of(order).retractions == ()

    lost = then(SENT, stranded(LOST, days=3), found(days=5), stranded(REFUSED, days=4))
    assert parcel_of(lost).status is ParcelStatus.REFUSED
    assert parcel_of(lost).retractions == (Retraction(LOST, later(3), later(5)),)
    again = then(SENT, stranded(LOST, days=3), found(days=5), stranded(LOST, days=3))
    assert parcel_of(again).retractions == ()


def test_other_parcels_stay_where_they_are() -> None:
    """An order is partly delivered when one of its parcels is not."""
    two = given(place(), pay(), ship(("1", 2)), ship(("2", 1)), deliver("P1"), deliver("P2"))
    order = then(two, not_delivered(parcel="P2"))

    assert order.delivery is DeliveryAxis.PARTIALLY_DELIVERED
    assert [parcel.is_with_buyer for parcel in order.parcels] == [True, False]
    assert order.parcels[0] is two.parcels[0]


def test_what_the_buyer_sends_back_did_arrive() -> None:
    """Nor may it have arrived later than he asked; a later scan of it may go."""
    order = then(SENT, deliver(days=3), deliver(days=6), ask_back(("P1", "1", 1), days=5))

    assert refusals(order, not_delivered()) == {
        "delivery_in_a_return": {"parcel": "P1", "delivered": later(3)}
    }
    assert "delivery_in_a_return" in refusals(order, not_delivered(3))
    assert accepts(order, not_delivered(6))


@pytest.mark.parametrize("taken_back", [not_delivered(), found()])
def test_what_came_back_is_settled(taken_back: OrderCommand) -> None:
    """Its way is over, whatever was said of it."""
    order = then(SENT, deliver(days=2), stranded(REFUSED, days=3), came_back(days=6))

    assert refusals(order, taken_back) == {"parcel_received_back": {"parcel": "P1"}}


@pytest.mark.parametrize("kind", [RetractDelivery, RetractUndelivered])
def test_only_parcels_of_the_order_are_spoken_of(kind: type[OrderCommand]) -> None:
    """And not before it was placed."""
    asked: dict[str, Any] = {"order_id": O1, "by": Actor.CARRIER, "parcel_id": "P9"}

    assert set(refusals(SENT, kind(at=later(4), **asked))) == {"parcel_unknown"}
    assert set(refusals(SENT, kind(at=later(-1), **asked))) == {"parcel_unknown", "before_placed"}


def test_a_trouble_that_was_refunded_stays_until_the_refund_fails() -> None:
    """The buyer has his money for a parcel that did not come; it may be delivered all the same."""
    lost = then(SENT, stranded(LOST, days=3), refund(parcel_id="P1", reason="lost"))

    assert refusals(lost, found(days=12)) == {
        "trouble_was_refunded": {"parcel": "P1", "refund": "F1"}
    }
    assert accepts(lost, deliver(days=12))
    assert accepts(then(lost, bounced()), found(days=12))


def test_money_given_back_for_something_else_stands_in_nobodys_way() -> None:
    """A remedy says nothing of where the parcel is."""
    kind = refund(amount=Money(100, "EUR"), reason="goodwill")

    assert accepts(then(SENT, stranded(LOST, days=3), kind), found(days=12))


def at_the_door(*days: float) -> Order:
    """Give an order of two parcels, of which so many arrived and were paid for at the door."""
    sent = given(
        place(), authorise(on_delivery=True), ship(("1", 2), days=1), ship(("2", 1), days=1)
    )
    for number, day in enumerate(days, 1):
        sent = then(sent, deliver(f"P{number}", days=day), capture(days=day))
    return sent


def test_what_was_paid_for_at_the_door_arrived() -> None:
    """Unless the money went back."""
    paid = at_the_door(3)

    assert refusals(paid, not_delivered()) == {
        "paid_at_the_door": {"parcel": "P1", "delivered": later(3)}
    }
    unpaid = then(paid, refund(amount=Money(2000, "EUR"), reason="goodwill"))
    assert accepts(unpaid, not_delivered())


def test_what_others_account_for_is_no_proof() -> None:
    """A second scan, and a parcel for which nothing was taken at the door, may be wrong."""
    paid = at_the_door(3)
    later_scan = then(paid, deliver("P1", days=5))
    assert accepts(later_scan, not_delivered(3))

    second = then(paid, deliver("P2", days=4))
    assert accepts(second, not_delivered(parcel="P2"))
    assert "paid_at_the_door" in refusals(at_the_door(3, 4), not_delivered(parcel="P2"))
    strayed = then(paid, stranded(REFUSED, days=4))
    assert accepts(strayed, not_delivered())


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_carriers_and_marketplaces_take_back_on_every_channel(channel: str) -> None:
    """As they record; what a marketplace reports to be so is a fact, whoever says it."""
    ours: dict[str, Any] = {"by": Actor.MARKETPLACE, "imported": True}
    order = given(place(channel=channel, **ours), pay(**ours), ship(days=1, **ours), deliver())
    for actor in (Actor.CARRIER, Actor.MARKETPLACE, Actor.SELLER):
        asked: dict[str, Any] = {"order_id": O1, "at": later(4), "by": actor, "parcel_id": "P1"}
        assert accepts(order, RetractDelivery(**asked))
    told: dict[str, Any] = {"order_id": O1, "at": later(4), "by": Actor.BUYER, "parcel_id": "P1"}
    assert set(refusals(order, RetractDelivery(**told))) == {"actor_may_not"}
    assert accepts(order, RetractDelivery(**told, imported=True))


def test_what_may_be_taken_back_is_offered() -> None:
    """Where there is anything to take back, all of it."""
    offered = allowed(then(SENT, deliver(days=2), stranded(LOST, days=3)), later(4))
    mine = [some for some in offered if isinstance(some, RetractDelivery | RetractUndelivered)]

    assert [type(some).__name__ for some in mine] == ["RetractDelivery", "RetractUndelivered"]
    kinds = {type(some) for some in allowed(SENT, later(4))}
    assert not kinds & {RetractDelivery, RetractUndelivered}


@pytest.mark.parametrize("wrong", ["2026-03-05T09:30:00", 5, None])
def test_moments_are_moments(wrong: Any) -> None:
    """What is taken back is named by when it was said to be, with a zone."""
    for deliveries in ([wrong], wrong):
        with pytest.raises(InvalidValue, match="deliveries"):
            RetractDelivery(order_id=O1, at=later(4), parcel_id="P1", deliveries=deliveries)


# Laws

NEWS = st.lists(
    st.one_of(
        st.builds(deliver, days=st.integers(1, 6)),
        st.builds(stranded, st.sampled_from(Trouble), days=st.integers(1, 6)),
    ),
    max_size=4,
)


def after(order: Order, *commands: OrderCommand) -> Order:
    """Give the order after commands of which some may be settled."""
    for command in commands:
        for event in decide(order, command):
            order = evolve(order, event)
    return order


@for_all(NEWS)
def test_law_taking_everything_back_leaves_a_parcel_on_its_way(news: list[OrderCommand]) -> None:
    """As if nothing had been said of it, whatever was; and then everything can still happen."""
    told = after(SENT, *news)
    order = after(told, not_delivered(days=9), found(days=9))

    assert order.stations == SENT.stations
    assert (parcel_of(order).deliveries, parcel_of(order).undelivered) == ((), None)
    assert after(order, not_delivered(days=9), found(days=9)) == order
    for law in LAWS_OF_AN_ORDER:
        law(order)
    no_dead_ends(order)


@for_all(NEWS, st.integers(1, 6))
def test_law_what_is_said_anew_is_as_if_it_was_never_taken_back(
    news: list[OrderCommand], days: int
) -> None:
    """A delivery taken back and recorded again leaves the parcel as it was."""
    told = after(SENT, *news, deliver(days=days))
    order = after(told, not_delivered(days), deliver(days=days))

    assert order == told
