"""Confirming shipments and recording deliveries."""

import datetime as dt

import pytest
from order_stories import (
    AT,
    accepts,
    authorise,
    cancel,
    deliver,
    given,
    hold,
    later,
    let_go,
    nothing_happens,
    pay,
    place,
    refusals,
    ship,
    some,
    then,
    track,
    when,
)

from ordercore.channels import MFN
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import replace
from ordercore.orders.axes import status
from ordercore.orders.decider import allowed
from ordercore.orders.delivering import (
    TrackingCorrected,
    offer_deliveries,
    offer_tracking,
)
from ordercore.orders.shipping import ConfirmShipment, ShipmentConfirmed
from ordercore.orders.stations import Stations, stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World
from ordercore.shipping import Parcel, ParcelStatus


def test_a_parcel_without_units_takes_all_that_await() -> None:
    """Units and number are filled in; confirmation is the moment of shipping."""
    event = when(given(place(), pay()), ship(carrier="UPS", tracking="1Z"))

    assert isinstance(event, ShipmentConfirmed)
    assert event.parcel == Parcel(
        id=ParcelId("P1"),
        units=some(("1", 2), ("2", 1)),
        shipped_at=later(1),
        carrier="UPS",
        tracking="1Z",
    )


def test_parcels_are_numbered_one_after_the_other() -> None:
    """A part leaves first, the rest later."""
    order = given(place(), pay(), ship(("1", 1)), ship(days=2))

    assert [parcel.id for parcel in order.parcels] == ["P1", "P2"]
    assert order.parcels[1].units == some(("1", 1), ("2", 1))


def test_a_parcel_may_have_an_id_of_its_own() -> None:
    """With units left open or named."""
    assert given(place(), pay(), ship(parcel_id=ParcelId("x"))).parcel("x")
    assert given(place(), pay(), ship(("1", 1), parcel_id=ParcelId("x"))).parcel("x")


def test_numbering_goes_around_parcels_that_were_named() -> None:
    """A parcel that somebody called P2 is no reason to refuse the second one."""
    order = given(place(), pay(), ship(("1", 1), parcel_id=ParcelId("P2")), ship(days=2))

    assert len({parcel.id for parcel in order.parcels}) == 2


def test_status_follows_what_was_shipped() -> None:
    """Part of it, all of it, and the rest cancelled."""
    paid = (place(), pay())

    assert status(given(*paid)) is OrderStatus.UNSHIPPED
    assert status(given(*paid, ship(("1", 1)))) is OrderStatus.PARTIALLY_SHIPPED
    assert status(given(*paid, ship(("1", 1)), ship())) is OrderStatus.SHIPPED


def test_r44_confirming_a_parcel_twice_is_once() -> None:
    """The same id, units and tracking are the same parcel."""
    first = ship(("1", 1), parcel_id=ParcelId("P1"), carrier="UPS", tracking="1Z")
    order = given(place(), pay(), first)

    assert nothing_happens(order, first)
    assert nothing_happens(order, ship(parcel_id=ParcelId("P1"), carrier="UPS", tracking="1Z"))


def test_another_parcel_of_a_known_id_is_refused() -> None:
    """An id belongs to one parcel."""
    order = given(place(), pay(), ship(("1", 1), tracking="1Z"))

    assert refusals(order, ship(("1", 1), parcel_id=ParcelId("P1"), tracking="other")) == {
        "parcel_already_exists": {"parcel": "P1"}
    }


def test_nothing_ships_unpaid() -> None:
    """Payment comes first."""
    assert refusals(given(place()), ship()) == {"not_paid": {"order": "O-1"}}


@pytest.mark.parametrize(
    ("channel", "by", "allowed"),
    [
        ("FBA", Actor.SELLER, ["marketplace"]),
        ("SFP", Actor.BUYER, ["marketplace", "seller", "system"]),
        ("MFN", Actor.CARRIER, ["marketplace", "seller", "system"]),
        ("MCF", Actor.SELLER, ["marketplace"]),
        ("SHOP", Actor.MARKETPLACE, ["seller", "system"]),
    ],
)
def test_the_channel_says_who_confirms(channel: str, by: Actor, allowed: list[str]) -> None:
    """Amazon confirms what it ships, and sellers what they ship."""
    order = given(place(channel=channel), pay())

    assert refusals(order, ship(by=by)) == {
        "actor_may_not": {
            "actor": by.value,
            "channel": channel,
            "tasks": ("confirms",),
            "allowed": allowed,
        }
    }


@pytest.mark.parametrize(
    ("channel", "by"),
    [
        ("FBA", Actor.MARKETPLACE),
        ("SFP", Actor.SELLER),
        ("SFP", Actor.MARKETPLACE),
        ("MFN", Actor.SELLER),
        ("MFN", Actor.MARKETPLACE),
    ],
)
def test_who_may_confirm_does(channel: str, by: Actor) -> None:
    """Buying a label through Amazon confirms the shipment too."""
    assert when(given(place(channel=channel), pay()), ship(by=by)).by is by


def test_no_more_than_awaits_can_be_shipped() -> None:
    """Over-shipping and shipping cancelled units are impossible."""
    order = given(place(), pay(), cancel(("1", 1)))

    assert refusals(order, ship(("1", 2))) == {
        "units_not_awaiting": {"line": "1", "asked": 2, "awaiting": 1}
    }


@pytest.mark.parametrize("last", [cancel(), ship()], ids=["cancelled", "shipped"])
def test_where_nothing_awaits_nothing_ships(last: ConfirmShipment) -> None:
    """A parcel of everything that is left is empty, and refused."""
    order = given(place(), pay(), last)

    assert refusals(order, ship(days=5)) == {"nothing_awaits_shipment": {"order": "O-1"}}


def test_nothing_ships_before_it_was_placed() -> None:
    """The moment of placement itself is allowed."""
    order = given(place(), pay())

    assert when(order, ship(days=0)).at == AT
    assert refusals(order, ship(days=-1)) == {"before_placed": {"at": later(-1), "placed": AT}}


def test_every_reason_against_a_shipment_is_given_at_once() -> None:
    """All five rules at once where all are broken."""
    order = given(place(), pay(), ship(("1", 1)))
    unpaid = given(place())

    assert list(
        refusals(order, ship(("1", 5), parcel_id=ParcelId("P1"), by=Actor.BUYER, days=-1))
    ) == [
        "before_placed",
        "units_not_awaiting",
        "parcel_already_exists",
        "actor_may_not",
    ]
    assert next(iter(refusals(unpaid, ship(("9", 1), by=Actor.BUYER)))) == "not_paid"


def test_a_delivered_parcel_knows_when() -> None:
    """Its units are with the buyer; those of other parcels are on the way."""
    order = given(place(), pay(), ship(("1", 2)), ship(), deliver("P2"))

    assert [parcel.status for parcel in order.parcels] == [
        ParcelStatus.SHIPPED,
        ParcelStatus.DELIVERED,
    ]
    assert order.parcels[1].delivered_at == later(3)
    assert stations(order) == {"1": Stations(shipped=2), "2": Stations(delivered=1)}


def test_the_same_delivery_told_twice_is_one() -> None:
    """A carrier may repeat itself."""
    order = given(place(), pay(), ship(), deliver())

    assert nothing_happens(order, deliver())


def test_of_two_deliveries_the_earlier_one_counts() -> None:
    """Whichever was told first; both are kept."""
    order = given(place(), pay(), ship())

    for days in ((3, 4), (4, 3)):
        twice = then(order, *(deliver(days=day) for day in days))
        assert twice.parcels[0].deliveries == (later(3), later(4))
        assert twice.parcels[0].delivered_at == later(3)
        assert nothing_happens(twice, deliver(days=4))


def test_an_unknown_parcel_cannot_be_delivered() -> None:
    """Only a parcel of this order."""
    order = given(place(), pay(), ship())

    assert refusals(order, deliver("P9")) == {"parcel_unknown": {"parcel": "P9"}}


def test_a_parcel_does_not_arrive_before_it_left() -> None:
    """The moment of leaving itself is allowed."""
    order = given(place(), pay(), ship())

    assert accepts(order, deliver(days=1))
    assert refusals(order, deliver(days=0.5)) == {
        "delivered_before_shipped": {
            "parcel": "P1",
            "shipped": later(1),
            "delivered": later(0.5),
        }
    }


def test_r30_shipping_two_of_three_leaves_no_order_stuck() -> None:
    """The third unit can be shipped, or cancelled."""
    order = given(place(), pay(), ship(("1", 2)))

    assert accepts(order, ship())
    assert accepts(order, cancel())


def test_r34_cancelling_a_line_confirms_no_shipment() -> None:
    """Cancelled units are in no parcel."""
    order = given(place(), pay(), cancel(("2", 1)))

    assert order.parcels == ()
    assert status(order) is OrderStatus.UNSHIPPED


def test_r41_a_late_shipping_notice_takes_no_delivery_back() -> None:
    """A repeated confirmation finds its parcel there, and delivery and tracking stay."""
    first = ship(parcel_id=ParcelId("P1"), tracking="1Z")
    order = given(place(), pay(), first, deliver())

    assert nothing_happens(order, first)
    assert "parcel_already_exists" in refusals(order, ship(parcel_id=ParcelId("P1")))


def test_a_parcel_gets_another_tracking_number() -> None:
    """Or its first one; the same one again is nothing new, and other parcels keep theirs."""
    order = given(place(), pay(), ship(("1", 1), carrier="UPS"), ship(days=2))

    event = when(order, track("P1", "DHL", "JD1"))
    assert isinstance(event, TrackingCorrected)
    assert (event.parcel_id, event.carrier, event.tracking) == ("P1", "DHL", "JD1")
    order = then(order, track("P1", "DHL", "JD1"))

    assert [(some.carrier, some.tracking) for some in order.parcels] == [("DHL", "JD1"), ("", "")]
    assert nothing_happens(order, track("P1", "DHL", "JD1"))
    assert accepts(order, track("P1", "DHL", "JD2"))
    assert refusals(order, track("P9", "DHL", "JD1")) == {"parcel_unknown": {"parcel": "P9"}}


def test_nothing_ships_while_a_hold_stands() -> None:
    """Every hold is named, with who has to look into it."""
    order = given(place(), pay(), hold("fraud"), hold("manual", owner="bob"))

    assert refusals(order, ship()) == {
        "held": {"holds": ("H1", "H2"), "kinds": ("fraud", "manual"), "owners": ("ann", "bob")}
    }
    half = then(order, let_go("H1"))
    assert refusals(half, ship())["held"]["holds"] == ("H2",)
    assert accepts(then(half, let_go()), ship())


def test_nothing_ships_before_all_that_is_due_is_secured() -> None:
    """A part is not enough, and several parts may be."""
    order = given(place(), authorise("24.99 EUR"))

    assert refusals(order, ship()) == {"not_paid": {"order": "O-1"}}
    assert accepts(then(order, authorise()), ship())
    assert accepts(then(order, pay()), ship())


def test_nothing_ships_on_an_authorisation_that_has_run_out() -> None:
    """The status does not know the time; shipping does, to the microsecond."""
    order = given(place(), authorise(expires_at=later(3)))

    assert accepts(order, ship(at=later(3) - dt.timedelta(microseconds=1)))
    assert refusals(order, ship(days=3)) == {"not_paid": {"order": "O-1"}}
    assert order.status is OrderStatus.UNSHIPPED
    assert accepts(then(order, pay(days=3)), ship(days=3))


def test_what_was_taken_of_it_outlives_an_authorisation() -> None:
    """The rest has run out, so the rest of the order cannot ship."""
    order = given(place(), authorise(expires_at=later(3)), ship(("1", 1)))

    assert refusals(order, ship(days=3)) == {"not_paid": {"order": "O-1"}}


def test_a_preorder_does_not_ship_before_its_release() -> None:
    """It is not paid either."""
    order = given(place(available_at=later(9)))

    assert list(refusals(order, ship())) == ["not_available_yet", "not_paid"]


def test_a_shipment_is_offered_in_the_name_of_who_confirms() -> None:
    """Of several the first; of a dropped channel nobody."""
    for channel, by in (("FBA", Actor.MARKETPLACE), ("MFN", Actor.SELLER)):
        order = given(place(channel=channel), pay())

        offered = [some for some in allowed(order, AT) if isinstance(some, ConfirmShipment)]
        assert [some.by for some in offered] == [by]
        dropped = allowed(order, AT, World(channels={}))
        assert not any(isinstance(some, ConfirmShipment) for some in dropped)


def test_a_seller_chooses_its_carrier_where_the_channel_lets_it() -> None:
    """What Amazon ships goes with whom Amazon likes; a host may name the carriers of a channel."""
    fba = given(place(channel="FBA"), pay())
    assert refusals(fba, ship(carrier="UPS"))["carrier_not_allowed"] == {
        "carrier": "UPS",
        "allowed": [],
    }
    assert accepts(fba, ship(carrier="AMZL", by=Actor.MARKETPLACE))
    named = World(channels={"MFN": replace(MFN, carriers=frozenset({"DHL", "UPS"}))})
    mfn = given(place(), pay(), world=named)
    assert accepts(mfn, ship(carrier="UPS"), named)
    assert accepts(mfn, ship(), named)
    assert refusals(mfn, ship(carrier="FedEx"), named) == {
        "carrier_not_allowed": {"carrier": "FedEx", "allowed": ["DHL", "UPS"]}
    }


def test_what_may_befall_a_parcel_is_offered() -> None:
    """The delivery of those that are not with their buyer, and a number for those without."""
    order = given(
        place(), pay(), ship(("1", 1), tracking="1Z"), ship(("1", 1)), deliver("P1"), ship(days=4)
    )

    assert offer_deliveries(order, later(5), WORLD) == (
        deliver("P2", days=5),
        deliver("P3", days=5),
    )
    assert offer_tracking(order, later(5), WORLD) == (
        track("P2", "other", "1", days=5),
        track("P3", "other", "1", days=5),
    )
