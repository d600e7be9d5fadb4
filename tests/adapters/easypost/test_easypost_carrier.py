"""EasyPost through its own client, against its recorded answers, by a server of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import attrs
import pytest
from easypost_world import World, opened

from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import CarrierError, StoreError
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.ports.carriage import Label, VoidStatus
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.service.buying import buy_once
from ordercore.shipping.choosing import Quote
from ordercore.shipping.tracking import TrackingStatus, reduce
from ordercore.testing import CarrierConformance
from ordercore.testing.carrier import carriage

pytest.importorskip("easypost", reason="the extra carriers is not installed")


@pytest.fixture
def world() -> Iterator[World]:
    """Serve the recorded answers."""
    with opened() as found:
        yield found


class TestEasyPostCarrier(CarrierConformance):
    """The whole contract, as far as answers were recorded."""

    @pytest.fixture(autouse=True)
    def _world(self, world: World) -> None:
        self.world = world

    def make(self) -> Carrier:
        """Make a carrier."""
        return self.world.carrier()

    def another(self, carrier: Carrier) -> Carrier:
        """Make another of the account."""
        return self.world.carrier()

    def quotes(self, carrier: Carrier, number: int = 0) -> tuple[Quote, ...]:
        """Give those first whose purchase was recorded."""
        quotes = super().quotes(carrier, number)
        return tuple(sorted(quotes, key=lambda quote: quote.id not in self.world.replay.rates()))

    @contextmanager
    def losing_answers(self, carrier: Carrier) -> Iterator[None]:
        """Let the purchase happen, and break the line."""
        self.world.replay.losing = True
        yield
        self.world.replay.losing = False


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


def test_a_recorded_shipment_is_quoted_and_bought(world: World) -> None:
    """Rates as quotes, without promise, since nothing of it is guaranteed; a label by its URL."""
    carrier = world.carrier()
    offers = carrier.quote(carriage())

    assert {(quote.carrier, quote.service, str(quote.price)) for quote in offers.quotes} == {
        ("USPS", "Express", "34.15 USD"),
        ("USPS", "Priority", "7.42 USD"),
        ("USPS", "GroundAdvantage", "6.07 USD"),
    }
    assert {quote.deliver_by for quote in offers.quotes} == {None}
    best = next(quote for quote in offers.quotes if quote.id in world.replay.rates())
    label = carrier.buy(best, "O-1/P1")
    assert (label.id, label.tracking) == (
        "shp_0ea044af2a4a491e953233cd7867bb6a",
        "9400100208303109500683",
    )
    assert (label.service, label.cost) == ("GroundAdvantage", Money(607, "USD"))
    assert label.bought_at == instant("2025-03-06T19:48:02Z")
    assert [paper.media_type for paper in label.documents] == ["image/png"]
    assert label.documents[0].url.endswith(".png")


def test_weights_and_sizes_are_told_in_ounces_and_inches(world: World) -> None:
    """A tenth rounded up, the longest side first."""
    world.carrier().quote(carriage("701 g", "10 x 25.4 x 8 cm", residential=True))
    (_, _, body) = world.replay.asked[0]

    assert body["shipment"]["parcel"] == {
        "length": 10.0,
        "width": 4.0,
        "height": 3.2,
        "weight": float(Decimal("24.8")),
    }
    assert body["shipment"]["to_address"] == {
        "name": "Ada Byron",
        "street1": "34 Maple Ave",
        "street2": None,
        "city": "Denver",
        "state": "CO",
        "zip": "80202",
        "country": "US",
        "phone": "3035550100",
        "residential": True,
    }
    assert body["shipment"]["reference"] == "O-1"


def test_what_a_carrier_behind_it_says_is_declined(world: World) -> None:
    """Recorded messages of carriers that gave no rate, in their words."""
    world.replay.fresh = [id for id in world.replay.fresh if world.replay.made[id]["messages"]]
    declined = world.carrier().quote(carriage()).declined

    assert declined[0].code == "call_refused"
    assert declined[0].carrier
    assert declined[0].detail


def test_r44_a_lost_answer_buys_no_second_label(world: World) -> None:
    """The shipment tells that it was bought; it is bought once (solidus_easypost#42, #113)."""
    carrier = world.carrier()
    quote = world.quote(carrier)
    world.replay.losing = True
    with pytest.raises(CarrierError) as caught:
        buy_once(carrier, quote, "key-1", attempts=2)
    world.replay.losing = False

    assert remedy_of(caught.value) is Remedy.ASK_AGAIN
    label = buy_once(world.carrier(), quote, "key-1")
    assert label.quote == quote.id
    assert world.replay.purchases == [label.id]


def test_an_open_question_stays_open_until_the_shipment_is_seen(world: World) -> None:
    """After a lost purchase a carrier out of reach frees no key: that might buy twice."""
    carrier = world.carrier()
    quote, other = world.quote(carrier), world.quote(carrier)
    real, calls = carrier._client.shipment.buy, []

    def lose(*args: Any, **named: Any) -> Any:
        calls.append(real(*args, **named))
        world.replay.losing = True
        return carrier._client.shipment.retrieve(args[0])

    carrier._client.shipment.buy = lose
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.replay.losing = False
    away = world.carrier(api_base="http://127.0.0.1:9/v2")
    with pytest.raises(CarrierError, match="answer_lost"):
        away.buy(quote, "key-1")
    with pytest.raises(CarrierError, match="key_reused"):
        away.buy(other, "key-1")

    assert world.carrier().buy(quote, "key-1").quote == quote.id
    assert len(world.replay.purchases) == len(calls) == 1


def test_a_refused_purchase_frees_its_key(world: World) -> None:
    """A rate that nobody knows; the other rate of the shipment can be bought then."""
    carrier = world.carrier()
    quote = world.quote(carrier)
    shipment = quote.id.partition("/")[0]
    wrong = attrs.evolve(quote, id=f"{shipment}/rate_00000000000000000000000000000000")
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(wrong, "key-1")

    label = carrier.buy(quote, "key-1")
    with pytest.raises(CarrierError, match="quote_taken"):
        carrier.buy(wrong, "key-2")
    assert label.quote == quote.id


def test_a_shipment_that_was_bought_elsewhere_is_taken(world: World) -> None:
    """At another rate, by somebody who does not share the book; at this one it is found."""
    carrier = world.carrier()
    quote = world.quote(carrier)
    world.book = MemoryLabelBook()
    label = world.carrier().buy(quote, "key-1")
    other = f"{label.id}/rate_00000000000000000000000000000000"
    with pytest.raises(CarrierError, match="quote_taken"):
        carrier.buy(attrs.evolve(quote, id=other), "key-2")

    assert carrier.buy(quote, "key-2") == attrs.evolve(label, key="key-2")


def test_who_is_quicker_with_the_same_key_buys_for_both(world: World) -> None:
    """The second purchase is refused, and the shipment seen to be bought."""
    carrier, other = world.carrier(), world.carrier()
    quote = world.quote(carrier)
    real, labels = carrier._client.shipment.buy, list[Label]()

    def overtaken(*args: Any, **named: Any) -> Any:
        labels.append(other.buy(quote, "key-1"))
        return real(*args, **named)

    carrier._client.shipment.buy = overtaken
    assert carrier.buy(quote, "key-1") == labels[0]
    assert len(world.replay.purchases) == 1


def test_a_recorded_refund_is_requested(world: World) -> None:
    """Its money comes later, or never; so it is not said."""
    id = next(id for id in world.replay.refunds if world.replay.made[id]["postage_label"])
    voided = world.carrier().void(id)

    assert (voided.status, voided.refund) == (VoidStatus.REQUESTED, None)
    assert world.carrier().void(id) == voided


@pytest.mark.parametrize(
    ("word", "expected"),
    [("refunded", VoidStatus.VOIDED), ("submitted", VoidStatus.REQUESTED), ("rejected", None)],
)
def test_a_refund_is_what_its_word_says(
    world: World, word: str, expected: VoidStatus | None
) -> None:
    """Also where it was asked for before, and the answer was lost."""
    carrier = world.carrier()
    label = carrier.buy(world.quote(carrier), "key-1")
    world.replay.bought[label.id] = {**world.replay.bought[label.id], "refund_status": word}
    refused = {"error": {"code": "SHIPMENT.REFUND", "message": "made up", "errors": []}}
    world.replay.failing = [(422, refused)]
    if expected is None:
        with pytest.raises(CarrierError, match="not_voidable"):
            carrier.void(label.id)
    else:
        voided = carrier.void(label.id)
        refund = label.cost if expected is VoidStatus.VOIDED else None
        assert (voided.status, voided.refund) == (expected, refund)


def test_a_refund_without_sense_is_said_to_be_one(world: World) -> None:
    """Given back, and nobody knows how much."""
    label = world.label()
    found = {**world.replay.bought[label.id], "refund_status": "refunded", "selected_rate": 7}
    world.replay.failing = [(200, found)]
    with pytest.raises(CarrierError, match="answer_unreadable"):
        world.carrier().void(label.id)


def test_recorded_trackers_are_read(world: World) -> None:
    """As the reader of EasyPost's feeds reads them."""
    events = world.carrier().track("EZ1000000001")

    assert events
    assert reduce(events).status is TrackingStatus.PRE_TRANSIT


FAULTS = [
    (400, "BAD_REQUEST", "call_refused"),
    (401, "APIKEY.INACTIVE", "account_refused"),
    (402, "PAYMENT_REQUIRED", "account_refused"),
    (403, "FORBIDDEN", "account_refused"),
    (408, "TIMEOUT", "answer_lost"),
    (422, "ADDRESS.VERIFY.FAILURE", "address_refused"),
    (422, "SHIPMENT.INVALID_PARAMS", "call_refused"),
    (429, "RATE_LIMITED", "too_busy"),
    (500, "INTERNAL_SERVER_ERROR", "carrier_failed"),
    (503, "SERVICE_UNAVAILABLE", "carrier_failed"),
]


@pytest.mark.parametrize(("status", "word", "code"), FAULTS)
def test_errors_are_faults_of_the_port(world: World, status: int, word: str, code: str) -> None:
    """In the recorded shape, by HTTP status and EasyPost's own code."""
    body = {"error": {"code": word, "message": "as it says", "errors": []}}
    world.replay.failing = [(status, body)]
    with pytest.raises(CarrierError) as caught:
        world.carrier().quote(carriage())

    assert caught.value.code == code
    assert (caught.value.detail, caught.value.facts["code"]) == ("as it says", word)


@pytest.mark.parametrize(
    "answer", ["no json", "[]", {"rates": [7]}, {"rates": [{"id": "rate_1"}]}, {"messages": [7]}]
)
def test_an_answer_without_sense_is_said_to_be_one(world: World, answer: Any) -> None:
    """Nothing else is raised."""
    world.replay.failing = [(201, answer)]
    with pytest.raises(CarrierError, match="answer_unreadable"):
        world.carrier().quote(carriage())


def test_a_purchase_without_sense_leaves_it_open(world: World) -> None:
    """Asking again tells."""
    carrier = world.carrier()
    quote = world.quote(carrier)
    id = quote.id.partition("/")[0]
    world.replay.buys[id], kept = {"id": id, "selected_rate": None}, world.replay.buys[id]
    unread = {**world.replay.made[id], "postage_label": {"created_at": None}}
    world.replay.failing = [(200, unread)]
    with pytest.raises(CarrierError, match="answer_unreadable"):
        carrier.buy(quote, "key-1")
    world.replay.buys[id] = kept

    assert carrier.buy(quote, "key-1").quote == quote.id


def test_a_tracker_without_sense_is_said_to_be_one(world: World) -> None:
    """By the reader of feeds."""
    bare = {"trackers": [{"object": "Tracker", "tracking_code": "EZ1"}], "has_more": False}
    world.replay.failing = [(200, bare)]
    with pytest.raises(CarrierError, match="answer_unreadable"):
        world.carrier().track("EZ1")


def test_a_carrier_out_of_reach_did_nothing(world: World) -> None:
    """No connection came about; the key is free for another quote."""
    carrier = world.carrier()
    quote, other = world.quote(carrier), world.quote(carrier)
    with pytest.raises(CarrierError, match="unreachable") as caught:
        world.carrier(api_base="http://127.0.0.1:9/v2").buy(quote, "key-1")

    assert remedy_of(caught.value) is Remedy.RETRY
    assert carrier.buy(other, "key-1").quote == other.id


def test_a_line_that_takes_too_long_to_open_did_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is refused; what takes too long afterwards leaves it open."""
    import requests

    for error, code in (
        (requests.exceptions.ConnectTimeout("slow"), "unreachable"),
        (requests.exceptions.ReadTimeout("slow"), "answer_lost"),
        (ValueError(), "answer_lost"),
    ):

        def slow(*_: Any, error: Exception = error, **__: Any) -> None:
            raise error

        monkeypatch.setattr(requests.Session, "request", slow)
        with pytest.raises(CarrierError, match=code):
            world.carrier().quote(carriage())


def test_a_refund_that_is_not_answered_is_no_refusal(world: World) -> None:
    """It is told as what it is."""
    carrier = world.carrier()
    label = carrier.buy(world.quote(carrier), "key-1")
    world.replay.failing = [(429, {"error": {"code": "RATE_LIMITED", "message": "", "errors": []}})]
    with pytest.raises(CarrierError, match="too_busy"):
        carrier.void(label.id)

    assert carrier.void(label.id).status is VoidStatus.REQUESTED


def test_a_label_may_come_in_several_formats(world: World) -> None:
    """Or as one of them alone; each once."""
    carrier = world.carrier()
    quote = world.quote(carrier)
    postage = world.replay.buys[quote.id.partition("/")[0]]["postage_label"]
    postage |= {"label_url": None, "label_pdf_url": "https://a.example/1.pdf"}
    postage |= {"label_zpl_url": "https://a.example/1.zpl"}

    label = carrier.buy(quote, "key-1")
    assert [paper.media_type for paper in label.documents] == [
        "application/pdf",
        "application/zpl",
    ]


def test_a_key_that_was_settled_meanwhile_is_not_freed(world: World) -> None:
    """Another process had the label by then."""
    carrier, other = world.carrier(), world.carrier()
    quote = world.quote(carrier)
    real = carrier._client.shipment.retrieve

    def late(id: str) -> Any:
        other.buy(quote, "key-1")
        world.replay.failing = [
            (404, {"error": {"code": "NOT_FOUND", "message": "", "errors": []}})
        ]
        return real(id)

    carrier._client.shipment.retrieve = late
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(quote, "key-1")

    assert other.buy(quote, "key-1").quote == quote.id


def test_a_book_that_fails_leaves_it_open(world: World) -> None:
    """The purchase was made, and could not be noted: asking again tells."""
    carrier = world.carrier()
    quote = world.quote(carrier)

    class Failing(MemoryLabelBook):
        full = True

        def write(self, shelf: str, key: str, data: bytes) -> None:
            if self.full and self.read("taken", key) is not None:
                raise StoreError("book", "the disk is full")
            super().write(shelf, key, data)

    world.book = book = Failing()
    with pytest.raises(CarrierError, match="carrier_failed"):
        world.carrier().buy(quote, "key-1")
    book.full = False

    assert world.carrier().buy(quote, "key-1").quote == quote.id
    assert len(world.replay.purchases) == 1


def test_a_host_may_trust_estimates(world: World) -> None:
    """By a function of its own; a guaranteed date is a promise without one."""
    made = world.replay.made[world.replay.fresh[0]]
    for rate in made["rates"]:
        rate |= {"delivery_date": "2025-03-08T23:00:00Z", "delivery_date_guaranteed": True}
    guaranteed = world.carrier().quote(carriage()).quotes
    trusting = world.carrier(
        promise=lambda rate: instant("2025-03-06T00:00:00Z").add(days=rate["delivery_days"])
    )

    assert {quote.deliver_by for quote in guaranteed} == {instant("2025-03-08T23:00:00Z")}
    assert len({quote.deliver_by for quote in trusting.quote(carriage()).quotes}) > 1
