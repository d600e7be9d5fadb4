"""Shippo through its own client: the contract, quotes, refunds and tracks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from shippo_server import AT
from shippo_world import World, served

from ordercore.adapters.label_books import SqliteLabelBook
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.adapters.shippo import VoidWindow
from ordercore.errors import CarrierError
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.ports.carriage import CarrierFeature, Declined, VoidStatus
from ordercore.ports.carrier import Carrier
from ordercore.shipping.tracking import TrackingStatus, reduce
from ordercore.testing import CarrierConformance
from ordercore.testing.carrier import SELLER, carriage

world = pytest.fixture(served)


class TestShippoCarrier(CarrierConformance):
    """The whole contract."""

    @pytest.fixture(autouse=True)
    def _world(self, world: World) -> None:
        self.world = world

    def make(self) -> Carrier:
        """Make a carrier."""
        return self.world.carrier()

    def another(self, carrier: Carrier) -> Carrier:
        """Make another of the account."""
        return self.world.carrier()

    @contextmanager
    def losing_answers(self, carrier: Carrier) -> Iterator[None]:
        """Let the purchase happen, and break the line."""
        self.world.account.losing = "POST /transactions"
        yield
        self.world.account.losing = ""


class TestShippoCarrierWithAFile(TestShippoCarrier):
    """With a book as the processes of one machine share it."""

    @pytest.fixture(autouse=True)
    def _file(self, world: World, tmp_path: Path) -> None:
        world.book = SqliteLabelBook(tmp_path / "shippo.db")


@pytest.mark.parametrize(
    ("terms", "code"),
    [({"dangerous": ["lithium"]}, "goods_refused"), ({"signed": True}, "not_offered")],
)
def test_a_parcel_on_terms_that_it_is_not_told_is_not_quoted(
    world: World, terms: dict[str, Any], code: str
) -> None:
    """Dangerous goods would travel undeclared, and nobody would sign."""
    parcel = attrs.evolve(carriage().parcel, **terms)

    with pytest.raises(CarrierError) as caught:
        world.carrier().quote(carriage(parcel=parcel))

    assert caught.value.code == code


def test_a_shipment_is_quoted_by_its_rates(world: World) -> None:
    """In Shippo's words, for seven days, without promise, since its days are estimates."""
    quotes = world.carrier().quote(carriage()).quotes

    assert [(quote.carrier, quote.service, str(quote.price)) for quote in quotes] == [
        ("USPS", "usps_priority", "7.85 USD"),
        ("USPS", "usps_ground_advantage", "6.10 USD"),
        ("UPS", "ups_ground", "9.40 USD"),
    ]
    assert {quote.deliver_by for quote in quotes} == {None}
    assert {quote.valid_until for quote in quotes} == {instant("2026-03-09T09:00:00Z")}


def test_a_host_may_trust_estimates(world: World) -> None:
    """By a function of its own."""
    carrier = world.carrier(promise=lambda rate: instant(AT).add(days=rate["estimated_days"]))

    assert {quote.deliver_by for quote in carrier.quote(carriage()).quotes} == {
        instant("2026-03-04T09:00:00Z")
    }


def test_weights_and_sizes_are_told_in_ounces_and_inches(world: World) -> None:
    """A tenth rounded up, the longest side first; the seller's word for it goes along, cut."""
    wanted = carriage("701 g", "10 x 25.4 x 8 cm", residential=True, reference="O-1" * 40)
    world.carrier().quote(wanted)
    (body,) = world.asked("POST", "/shipments")

    assert body["parcels"] == [
        {
            "length": "10.0",
            "width": "4.0",
            "height": "3.2",
            "weight": "24.8",
            "distance_unit": "in",
            "mass_unit": "oz",
        }
    ]
    assert body["address_to"] == {
        "name": "Ada Byron",
        "street1": "34 Maple Ave",
        "city": "Denver",
        "state": "CO",
        "zip": "80202",
        "country": "US",
        "phone": "3035550100",
        "is_residential": True,
    }
    assert (body["metadata"], body["async"]) == (("O-1" * 40)[:100], False)


def test_a_sender_is_one_address(world: World) -> None:
    """Of all its parcels, as manifests ask for; another sender is another."""
    for _ in range(2):
        world.carrier().quote(carriage())
    world.carrier().quote(carriage(sender=carriage().to))
    senders = [body["address_from"] for body in world.asked("POST", "/shipments")]

    assert len(world.asked("POST", "/addresses")) == 2
    assert senders[0] == senders[1] != senders[2]


def test_a_sender_that_shippo_forgot_is_told_again(world: World) -> None:
    """With the question after the one that it refused."""
    world.carrier().quote(carriage())
    world.account.kept["addresses"].clear()
    with pytest.raises(CarrierError, match="address_refused"):
        world.carrier().quote(carriage())

    assert world.carrier().quote(carriage()).quotes


@pytest.mark.parametrize("field", ["address_to", "parcels"])
def test_a_refusal_for_another_reason_keeps_the_sender(world: World, field: str) -> None:
    """It is not told again, or its parcels would be of two senders."""
    world.carrier().quote(carriage())
    world.fail(400, {field: ["This field is required."]})
    with pytest.raises(CarrierError, match="refused"):
        world.carrier().quote(carriage())
    world.carrier().quote(carriage())

    assert len(world.asked("POST", "/addresses")) == 1


def test_messages_of_carriers_without_a_rate_are_reasons(world: World) -> None:
    """In their words, each once; a carrier that gave rates only warns."""
    world.account.messages = [
        {"source": "DHLExpress", "code": "", "text": "not inside of the US"},
        {"source": "DHLExpress", "code": "", "text": "not inside of the US"},
        {"source": "FedEx", "code": "carrier_timeout", "text": "no answer"},
        {"source": "ups", "code": "", "text": "these are retail rates"},
    ]
    assert world.carrier().quote(carriage()).declined == (
        Declined(
            carrier="DHLExpress", service="", code="call_refused", detail="not inside of the US"
        ),
        Declined(carrier="FedEx", service="", code="unreachable", detail="no answer"),
    )


def test_rates_that_are_not_there_yet_are_waited_for(world: World) -> None:
    """So often as it was told, and no longer; then later may do."""
    world.account.queued = 2
    assert world.carrier(polls=3).quote(carriage()).quotes

    with pytest.raises(CarrierError, match="too_busy"):
        world.carrier(polls=1).quote(carriage())


def test_a_shipment_that_ends_in_an_error_says_why(world: World) -> None:
    """By the code and the words of its messages."""
    world.account.twist = lambda name, answer: (
        {
            **answer,
            "status": "ERROR",
            "messages": [{"source": "USPS", "code": "", "text": "too long"}],
        }
        if name == "POST shipments"
        else answer
    )
    with pytest.raises(CarrierError, match="call_refused") as caught:
        world.carrier().quote(carriage())

    assert caught.value.detail == "too long"


def test_whose_labels_are_samples_is_told_by_the_token(world: World) -> None:
    """Those of test mode must not go onto parcels."""
    from ordercore.adapters.shippo import ShippoCarrier

    live = ShippoCarrier("shippo_live_0", world.book, api_base=world.base)
    assert (world.carrier().test, live.test) == (True, False)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("QUEUED", VoidStatus.REQUESTED),
        ("PENDING", VoidStatus.REQUESTED),
        ("SUCCESS", VoidStatus.VOIDED),
    ],
)
def test_a_refund_is_what_its_word_says(world: World, word: str, expected: VoidStatus) -> None:
    """What it gives back is said once it is given."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.account.refund = word
    voided = carrier.void(label.id)

    given = label.cost if expected is VoidStatus.VOIDED else None
    assert (voided.status, voided.refund) == (expected, given)
    assert world.carrier().void(label.id) == voided
    assert len(world.asked("POST", "/refunds")) == 1


@pytest.mark.parametrize(("word", "code"), [("ERROR", "not_voidable"), ("?", "answer_unreadable")])
def test_a_refund_that_is_none_is_said_to_be_none(world: World, word: str, code: str) -> None:
    """A word that nobody knows is no refusal."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.account.refund = word
    with pytest.raises(CarrierError, match=code):
        carrier.void(label.id)


@pytest.mark.parametrize(
    ("refund", "expected"), [("PENDING", VoidStatus.REQUESTED), ("SUCCESS", VoidStatus.VOIDED)]
)
def test_a_refund_whose_answer_was_lost_is_found(
    world: World, refund: str, expected: VoidStatus
) -> None:
    """Asked again, Shippo refuses, and the label tells what became of it."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.account.refund, world.account.losing = refund, "POST /refunds"
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.void(label.id)
    world.account.losing = ""

    assert carrier.void(label.id).status is expected
    assert len(world.account.kept["refunds"]) == 1


def test_a_refusal_to_refund_is_told_in_shippos_words(world: World) -> None:
    """Where the label was not refunded before either."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.fail(400, {"__all__": ["The label was scanned."]})
    with pytest.raises(CarrierError, match="not_voidable") as caught:
        carrier.void(label.id)

    assert "The label was scanned." in caught.value.detail


def test_a_refund_that_is_not_answered_is_no_refusal(world: World) -> None:
    """It is told as what it is."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.fail(429)
    with pytest.raises(CarrierError, match="too_busy"):
        carrier.void(label.id)

    assert carrier.void(label.id).status is VoidStatus.REQUESTED


def test_labels_that_were_bought_elsewhere_are_voided_too(world: World) -> None:
    """What they cost is not known then."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.book = MemoryLabelBook()
    world.account.refund = "SUCCESS"
    voided = world.carrier().void(label.id)

    assert (voided.status, voided.refund) == (VoidStatus.VOIDED, None)


@pytest.mark.parametrize(("number", "days"), [(0, 30), (2, 90)])
def test_until_when_labels_can_be_voided_is_a_row(world: World, number: int, days: int) -> None:
    """Of the carrier's own, or of all others (support.goshippo.com 201772785)."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[number], "key-1")

    assert label.void_until == instant(AT).add(days=days)


def test_a_host_has_windows_of_its_own(world: World) -> None:
    """A carrier without a row has none."""
    carrier = world.carrier(windows=[VoidWindow(carrier="UPS", days=28)])
    usps, _, ups = carrier.quote(carriage()).quotes

    assert carrier.buy(usps, "key-1").void_until is None
    assert carrier.buy(ups, "key-2").void_until == instant("2026-03-30T09:00:00Z")


def test_tracks_are_read_as_feeds_are(world: World) -> None:
    """For a number that was bought, whose carrier is that of its account, asked once."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    for _ in range(2):
        events = carrier.track(label.tracking)

    assert reduce(events).status is TrackingStatus.OUT_FOR_DELIVERY
    accounts = [path for _, path, _ in world.account.asked if "carrier_accounts" in path]
    assert len(accounts) == 1


def test_a_number_that_was_bought_may_have_no_scans_yet(world: World) -> None:
    """Shippo does not know it, and the book does."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[2], "key-1")

    assert carrier.track(label.tracking) == ()


def test_of_other_numbers_the_host_names_the_carrier(world: World) -> None:
    """Without it they are unknown, and so is what Shippo does not know."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.book = MemoryLabelBook()

    assert world.carrier(carrier_of=lambda _: "usps").track(label.tracking)
    for other in (
        world.carrier(),
        world.carrier(carrier_of=lambda _: None),
        world.carrier(carrier_of=lambda _: "../usps"),
        world.carrier(carrier_of=lambda _: "ups"),
    ):
        with pytest.raises(CarrierError, match="number_unknown"):
            other.track(label.tracking)


@pytest.mark.parametrize("number", ["", "../accounts", "1 2", "\N{HOUSE BUILDING}", "1" * 65])
def test_what_cannot_be_a_number_is_asked_of_nobody(world: World, number: str) -> None:
    """It would stand in a URL."""
    with pytest.raises(CarrierError, match="number_unknown"):
        world.carrier(carrier_of=lambda _: "usps").track(number)

    assert world.account.asked == []


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("GET tracks/", {"tracking_number": "another"}),
        ("GET tracks/", {"tracking_history": 7}),
        ("GET carrier_accounts/", {"carrier": None}),
        ("GET carrier_accounts/", {"carrier": "../.."}),
    ],
)
def test_a_track_without_sense_is_said_to_be_one(
    world: World, name: str, changes: dict[str, Any]
) -> None:
    """Also by the reader of feeds."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    world.account.twist = lambda asked, answer: {**answer, **(changes if asked == name else {})}
    with pytest.raises(CarrierError, match="answer_unreadable"):
        carrier.track(label.tracking)


def test_a_track_that_is_not_answered_is_not_empty(world: World) -> None:
    """Of a number that was bought too."""
    carrier = world.carrier()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    carrier.track(label.tracking)
    world.fail(500)
    with pytest.raises(CarrierError, match="carrier_failed"):
        carrier.track(label.tracking)


def test_drop_off_points_are_not_offered(world: World) -> None:
    """Shippo has none."""
    carrier = world.carrier()
    with pytest.raises(CarrierError, match="not_offered"):
        carrier.drop_off_points(SELLER)

    assert CarrierFeature.DROP_OFF not in carrier.features
    assert Money(785, "USD") in {quote.price for quote in carrier.quote(carriage()).quotes}
