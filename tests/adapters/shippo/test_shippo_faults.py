"""Failures of Shippo, and on the way there, as codes of the port."""

from typing import Any

import pytest
from shippo_server import NOT_FOUND
from shippo_world import TEST_MODE, World, served

from ordercore.adapters.memory import MemoryLabelBook
from ordercore.adapters.shippo import PickupPlace, ShippoCarrier
from ordercore.errors import CarrierError, InvalidValue
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.service.buying import buy_once
from ordercore.testing.carrier import carriage

world = pytest.fixture(served)

FAULTS = [
    (301, NOT_FOUND, "call_refused"),
    (400, {"parcels": ["This field is required."]}, "call_refused"),
    (400, {"address_to": ["This field is required."]}, "address_refused"),
    (400, {"detail": "Carrier is not supported."}, "call_refused"),
    (400, "[7]", "call_refused"),
    (401, {"detail": "Invalid token"}, "account_refused"),
    (402, {}, "account_refused"),
    (403, {}, "account_refused"),
    (404, NOT_FOUND, "call_refused"),
    (408, {}, "answer_lost"),
    (409, {}, "too_busy"),
    (422, {"zip": ["It is none."]}, "address_refused"),
    (429, "<h1>Too many</h1>", "too_busy"),
    (500, "<h1>Server Error</h1>", "carrier_failed"),
    (503, {}, "carrier_failed"),
]


@pytest.mark.parametrize(("status", "body", "code"), FAULTS)
def test_errors_are_faults_of_the_port(world: World, status: int, body: Any, code: str) -> None:
    """By HTTP status, and by the field that is named (docs.goshippo.com, HTTP status codes)."""
    carrier = world.carrier()
    carrier.quote(carriage())
    world.fail(status, body)
    with pytest.raises(CarrierError) as caught:
        carrier.quote(carriage())

    named = {"fields": tuple(body)} if isinstance(body, dict) and body else {}
    assert (caught.value.code, caught.value.facts) == (code, {"status": status, **named})


@pytest.mark.parametrize(
    ("after", "facts"),
    [
        ("30", {"status": 429, "retry_after": 30}),
        ("Mon, 02 Mar 2026 09:00:00 GMT", {"status": 429}),
    ],
)
def test_how_long_to_wait_is_told(world: World, after: str, facts: dict[str, int]) -> None:
    """In seconds, where Shippo says so."""
    world.account.failing = [(429, {}, {"Retry-After": after})]
    with pytest.raises(CarrierError, match="too_busy") as caught:
        world.carrier().quote(carriage())

    assert caught.value.facts == facts
    assert remedy_of(caught.value) is Remedy.RETRY


@pytest.mark.parametrize(
    ("status", "code"), [(429, "too_busy"), (400, "call_refused"), (401, "account_refused")]
)
def test_a_refused_purchase_frees_its_key(world: World, status: int, code: str) -> None:
    """Nothing was bought; the key buys another quote."""
    carrier = world.carrier()
    quote, other = (carrier.quote(carriage()).quotes[0] for _ in range(2))
    rate = world.account.kept["rates"][quote.id]
    world.account.failing = [(200, rate, {}), (status, {}, {})]
    with pytest.raises(CarrierError, match=code):
        carrier.buy(quote, "key-1")

    assert carrier.buy(other, "key-1").quote == other.id


def test_a_purchase_at_which_shippo_failed_is_had_by_asking_again(world: World) -> None:
    """Once it cannot come to anything any more; nobody knows until then."""
    carrier = world.carrier(polls=1)
    quote = carrier.quote(carriage()).quotes[0]
    rate = world.account.kept["rates"][quote.id]
    world.account.failing = [(200, rate, {}), (502, "<h1>Bad Gateway</h1>", {})]
    with pytest.raises(CarrierError) as caught:
        buy_once(carrier, quote, "key-1")
    assert remedy_of(caught.value) is Remedy.ASK_AGAIN
    world.pass_time(minutes=2)

    assert buy_once(carrier, quote, "key-1").quote == quote.id
    assert len(world.account.bought) == 1


def test_a_carrier_out_of_reach_did_nothing(world: World) -> None:
    """No connection came about; the key is free for another quote."""
    carrier = world.carrier()
    quote, other = (carrier.quote(carriage()).quotes[0] for _ in range(2))
    with pytest.raises(CarrierError, match="unreachable") as caught:
        world.carrier(api_base="http://127.0.0.1:9").buy(quote, "key-1")

    assert remedy_of(caught.value) is Remedy.RETRY
    assert carrier.buy(other, "key-1").quote == other.id


def test_a_line_that_takes_too_long_leaves_it_open(world: World) -> None:
    """It was asked, and nobody heard the answer."""
    carrier = world.carrier(timeout=1)
    world.account.slow = {"POST /addresses": 1.5}
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.quote(carriage())


@pytest.mark.parametrize(
    "answer",
    [
        "no json",
        "[]",
        "[" * 100_000,
        "\N{REPLACEMENT CHARACTER}",
        {"object_id": "x"},
        {"object_id": "0" * 32, "status": "SUCCESS", "rates": [7]},
        {"object_id": "0" * 32, "status": "SUCCESS", "rates": [{"object_id": "0" * 32}]},
        {"object_id": "0" * 32, "status": "SUCCESS", "messages": "no"},
    ],
)
def test_an_answer_without_sense_is_said_to_be_one(world: World, answer: Any) -> None:
    """Nothing else is raised."""
    carrier = world.carrier()
    carrier.quote(carriage())
    world.fail(201, answer)
    with pytest.raises(CarrierError, match="answer_unreadable"):
        carrier.quote(carriage())


def test_a_client_that_asks_nobody_is_not_believed(world: World) -> None:
    """Whatever it gives by itself is no answer."""
    with pytest.raises(CarrierError, match="answer_unreadable"):
        world.carrier()._line.ask(lambda _: {"status": "SUCCESS"})


@pytest.mark.parametrize("token", ["", "two words", "a\nb", None, "\N{HOUSE BUILDING}"])
def test_a_token_is_one_word(token: Any) -> None:
    """And is not told to anybody in the error."""
    pytest.importorskip("shippo", reason="the extra shippo is not installed")
    with pytest.raises(InvalidValue, match="token"):
        ShippoCarrier(token, MemoryLabelBook())


@pytest.mark.parametrize(
    "words", [{"label_type": "A4"}, {"pickup_place": PickupPlace(spot="on the roof")}]
)
def test_words_are_shippos(words: dict[str, Any]) -> None:
    """Or they are refused at once, with those that there are."""
    pytest.importorskip("shippo", reason="the extra shippo is not installed")
    with pytest.raises(InvalidValue, match=r"PDF_4x6|Front Door"):
        ShippoCarrier(TEST_MODE, MemoryLabelBook(), **words)


def test_a_pause_grows_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a quarter of a second to four."""
    from ordercore.adapters.shippo import carrier

    waited: list[float] = []
    monkeypatch.setattr(carrier, "sleep", waited.append)
    for number in range(1, 8):
        carrier.pause(number)

    assert waited == [0.25, 0.5, 1, 2, 4, 4, 4]
