"""Labels bought once through Shippo, whatever becomes of the answers."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import attrs
import pytest
from shippo_world import World, served

from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import CarrierError, StoreError
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.ports.carriage import CarrierDocumentKind, Label
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.service.buying import buy_once
from ordercore.shipping.choosing import Quote
from ordercore.testing.carrier import carriage

PURCHASE = "POST /transactions"

world = pytest.fixture(served)


def quoted(carrier: Carrier) -> Quote:
    """Give a fresh quote."""
    return carrier.quote(carriage()).quotes[0]


@contextmanager
def dying(what: object, where: str) -> Iterator[None]:
    """Let the process die there."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(what, where, die)
        yield


def test_a_label_is_a_transaction(world: World) -> None:
    """Its papers by their URLs, in the format that was asked for."""
    carrier = world.carrier(label_type="PDF_4x6")
    quote = quoted(carrier)
    label = carrier.buy(quote, "O-1/P1")

    assert (label.carrier, label.service, label.cost) == (
        "USPS",
        "usps_priority",
        Money(785, "USD"),
    )
    assert label.tracking.startswith("92055")
    assert label.bought_at == instant("2026-03-02T09:00:00Z")
    (paper,) = label.documents
    assert (paper.kind, paper.media_type) == (CarrierDocumentKind.LABEL, "application/pdf")
    (asked,) = world.asked("POST", "/transactions")
    assert (asked["rate"], asked["label_file_type"], asked["async"]) == (
        quote.id,
        "PDF_4x6",
        False,
    )


@pytest.mark.parametrize(
    ("changes", "papers"),
    [
        ({"label_file_type": "ZPLII"}, [("label", "application/zpl")]),
        ({"label_file_type": "PNG_2.3x7.5"}, [("label", "image/png")]),
        ({"label_url": "https://a.example/l.png?e=1"}, [("label", "image/png")]),
        ({"label_url": "https://a.example/label"}, [("label", "application/pdf")]),
        (
            {"commercial_invoice_url": "https://a.example/c.pdf"},
            [("label", "application/pdf"), ("customs", "application/pdf")],
        ),
        (
            {"qr_code_url": "https://a.example/q.png"},
            [("label", "application/pdf"), ("other", "image/png")],
        ),
        ({"label_url": None}, []),
    ],
)
def test_papers_are_what_shippo_says(
    world: World, changes: dict[str, Any], papers: list[tuple[str, str]]
) -> None:
    """By the label's format, or by the end of its URL."""
    world.account.twist = lambda name, answer: {
        **answer,
        **(changes if name == "POST transactions" else {}),
    }
    carrier = world.carrier()
    label = carrier.buy(quoted(carrier), "key-1")

    assert [(paper.kind.value, paper.media_type) for paper in label.documents] == papers


def test_r44_a_lost_answer_buys_no_second_label(world: World) -> None:
    """Shippo may sell the rate again; the purchase is looked for, by the mark of its key."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError) as caught:
        buy_once(carrier, quote, "key-1", attempts=1)
    world.account.losing = ""

    assert remedy_of(caught.value) is Remedy.ASK_AGAIN
    label = buy_once(world.carrier(), quote, "key-1")
    assert [one["object_id"] for one in world.account.bought] == [label.id]


def test_a_rate_that_somebody_else_bought_is_taken(world: World) -> None:
    """Who does not share the book; once that was seen, no key buys there any more."""
    carrier = world.carrier(polls=1)
    quote = quoted(carrier)
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.losing = ""
    world.account.bought[0]["metadata"] = "of somebody else"
    for key in ("key-1", "key-1", "key-2"):
        with pytest.raises(CarrierError, match="quote_taken"):
            carrier.buy(quote, key)

    assert len(world.account.bought) == 1
    assert carrier.buy(quoted(carrier), "key-1").key == "key-1"


def test_a_slow_purchase_is_found_once_it_is_done(world: World) -> None:
    """The client gives up before Shippo does."""
    carrier = world.carrier(timeout=1)
    quote = quoted(carrier)
    world.account.slow = {"POST /transactions": 1.5}
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")

    assert world.carrier().buy(quote, "key-1").quote == quote.id
    assert len(world.account.bought) == 1


def test_while_a_purchase_may_be_under_way_nothing_is_bought(world: World) -> None:
    """Whoever asks for it may still do so a minute later; then its key buys."""
    carrier = world.carrier(polls=2)
    quote = quoted(carrier)
    lost = world.account.kept["transactions"]
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.losing = ""
    lost.clear()  # It never came to anything.

    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.pass_time(seconds=61)
    assert carrier.buy(quote, "key-1").quote == quote.id
    assert len(world.account.bought) == 1


def test_what_died_in_the_middle_holds_its_key_for_longer(world: World) -> None:
    """Nobody says that it has given up; a client may take its time."""
    carrier = world.carrier(polls=1)
    quote = quoted(carrier)

    with dying(carrier._purchases, "_buy"), pytest.raises(KeyboardInterrupt):
        carrier.buy(quote, "key-1")
    other = world.carrier(polls=1)
    for seconds, code in ((61, "answer_lost"), (38, "answer_lost"), (2, "")):
        world.pass_time(seconds=seconds)
        if code:
            with pytest.raises(CarrierError, match=code):
                other.buy(quote, "key-1")
    assert other.buy(quote, "key-1").quote == quote.id


def test_what_died_over_a_quote_that_is_none_frees_its_key(world: World) -> None:
    """Nothing can have been bought, and Shippo is not asked what was."""
    carrier = world.carrier()
    quote = quoted(carrier)
    strange = attrs.evolve(quote, id="no such thing")
    with dying(carrier._purchases, "_rate"), pytest.raises(KeyboardInterrupt):
        carrier.buy(strange, "key-1")
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(strange, "key-1")

    assert carrier.buy(quote, "key-1").quote == quote.id


def test_several_at_once_buy_one_label(world: World) -> None:
    """Though the server would sell each of them one."""
    quote = quoted(world.carrier())
    together = threading.Barrier(4)

    def buy(carrier: Carrier) -> Label:
        together.wait()
        return buy_once(carrier, quote, "key-1", attempts=20)

    with ThreadPoolExecutor(4) as pool:
        labels = set(pool.map(buy, [world.carrier() for _ in range(4)]))
    assert len(labels) == len(world.account.bought) == 1


def test_a_purchase_that_is_not_worked_off_is_waited_for(world: World) -> None:
    """So often as it was told; after that nobody knows, and asking again tells."""
    carrier = world.carrier(polls=3)
    quote, other = quoted(carrier), quoted(carrier)
    world.account.queued = 2
    assert carrier.buy(quote, "key-1").tracking

    world.account.queued = 5
    with pytest.raises(CarrierError, match="answer_lost") as caught:
        carrier.buy(other, "key-2")
    assert "QUEUED" in caught.value.detail
    assert carrier.buy(other, "key-2").quote == other.id
    assert len(world.account.bought) == 2


@pytest.mark.parametrize(
    ("message", "code"), [("carrier_timeout", "unreachable"), ("", "call_refused")]
)
def test_a_purchase_that_ends_in_an_error_bought_nothing(
    world: World, message: str, code: str
) -> None:
    """It says why, and frees the key and the quote."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.account.status = "ERROR"
    world.account.messages = [{"source": "UPS", "code": message, "text": "try again"}]
    with pytest.raises(CarrierError, match=code) as caught:
        carrier.buy(quote, "key-1")
    assert caught.value.detail == "try again"

    world.account.status = "SUCCESS"
    assert carrier.buy(quote, "key-2").quote == quote.id


def test_errors_of_before_are_not_what_was_bought(world: World) -> None:
    """Neither one of long ago, nor one that was still under way when it was found."""
    carrier = world.carrier(polls=2)
    quote = quoted(carrier)
    world.account.status, world.account.queued = "ERROR", 3
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.status, world.account.queued = "SUCCESS", 0
    for _ in range(2):
        with pytest.raises(CarrierError, match="answer_lost"):
            carrier.buy(quote, "key-1")
    world.pass_time(minutes=2)

    assert carrier.buy(quote, "key-1").tracking
    assert len(world.account.bought) == 1


def test_a_rate_that_is_a_week_old_is_over(world: World) -> None:
    """Shippo sells none (docs.goshippo.com, Transactions), and is not asked."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.pass_time(days=7)
    with pytest.raises(CarrierError, match="quote_expired"):
        carrier.buy(quote, "key-1")

    assert world.asked("POST", "/transactions") == []


def test_a_rate_that_nobody_gave_is_unknown(world: World) -> None:
    """By Shippo's word, also at the purchase; the key is free then."""
    carrier = world.carrier()
    quote = quoted(carrier)
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(attrs.evolve(quote, id="0" * 32), "key-1")
    rate = world.account.kept["rates"].pop(quote.id)
    world.account.failing = [(200, rate, {})]
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(quote, "key-1")
    world.account.kept["rates"][quote.id] = rate

    assert carrier.buy(quote, "key-1").quote == quote.id


def test_a_question_before_the_purchase_that_fails_frees_the_key(world: World) -> None:
    """Nothing was bought, whatever its answer would have been."""
    carrier = world.carrier()
    quote, other = quoted(carrier), quoted(carrier)
    world.fail(500)
    with pytest.raises(CarrierError, match="carrier_failed"):
        carrier.buy(quote, "key-1")

    assert carrier.buy(other, "key-1").quote == other.id


@pytest.mark.parametrize(
    ("status", "code"), [(400, "answer_lost"), (500, "carrier_failed"), (429, "answer_lost")]
)
def test_an_open_question_stays_open_until_shippo_is_heard(
    world: World, status: int, code: str
) -> None:
    """After a lost purchase nothing but what Shippo lists settles it."""
    carrier = world.carrier(polls=1)
    quote, other = quoted(carrier), quoted(carrier)
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.losing = ""
    for later in (0, 90):
        world.pass_time(seconds=later)
        world.fail(status)
        with pytest.raises(CarrierError, match=code):
            carrier.buy(quote, "key-1")
        with pytest.raises(CarrierError, match="key_reused"):
            carrier.buy(other, "key-1")

    assert carrier.buy(quote, "key-1").quote == quote.id
    assert len(world.account.bought) == 1


def test_what_is_listed_of_other_rates_does_not_count(world: World) -> None:
    """Should Shippo list more than it was asked for; a rate may stand there as a whole."""
    carrier = world.carrier()
    quote, other = quoted(carrier), quoted(carrier)
    carrier.buy(other, "key-2")
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.losing = ""
    strange, mine = world.account.bought
    whole = {**mine, "rate": {"object_id": quote.id}}
    world.account.failing = [(200, {"results": [strange, whole]}, {})]

    assert carrier.buy(quote, "key-1").id == mine["object_id"]


def test_a_label_that_was_refunded_elsewhere_is_void(world: World) -> None:
    """Its answer was lost, and somebody gave it back; its key gives it to nobody."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.losing = ""
    world.account.bought[0]["status"] = "REFUNDPENDING"
    for _ in range(2):
        with pytest.raises(CarrierError, match="label_void"):
            carrier.buy(quote, "key-1")

    assert len(world.account.bought) == 1


def test_an_answer_that_makes_no_sense_is_had_again(world: World) -> None:
    """The label was bought by it."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.account.twist = lambda name, answer: (
        {"status": "SUCCESS"} if name == "POST transactions" else answer
    )
    with pytest.raises(CarrierError, match="answer_unreadable"):
        carrier.buy(quote, "key-1")

    assert carrier.buy(quote, "key-1").tracking
    assert len(world.account.bought) == 1


def test_an_error_that_has_a_label_is_no_refusal(world: World) -> None:
    """It was bought, whatever the status says; asking again tells, once Shippo makes sense."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.account.twist = lambda name, answer: {
        **answer,
        **({"status": "ERROR"} if name == "POST transactions" else {}),
    }
    with pytest.raises(CarrierError, match="answer_unreadable"):
        carrier.buy(quote, "key-1")

    assert carrier.buy(quote, "key-1").tracking
    assert len(world.account.bought) == 1


def test_words_that_the_client_does_not_know_spoil_nothing(world: World) -> None:
    """Its classes would refuse the whole answer for one of them."""
    world.account.twist = lambda _, answer: {
        **answer,
        "tracking_status": "TELEPORTED",
        "label_file_type": "PDF_A7",
        "object_state": "NEW",
    }
    carrier = world.carrier()

    assert carrier.buy(quoted(carrier), "key-1").documents[0].media_type == "application/pdf"


def test_a_label_without_a_number_is_bought_too(world: World) -> None:
    """Some services have none."""
    world.account.twist = lambda _, answer: {**answer, "tracking_number": ""}
    carrier = world.carrier()

    assert carrier.buy(quoted(carrier), "key-1").tracking == ""


def test_a_key_is_not_told_to_shippo(world: World) -> None:
    """Only its mark, which is of one length, and in plain letters."""
    carrier = world.carrier()
    carrier.buy(quoted(carrier), "O-1/P1 \N{HOUSE BUILDING}" * 50)
    (asked,) = world.asked("POST", "/transactions")

    assert len(asked["metadata"]) == 64
    assert asked["metadata"].isalnum()


def test_a_book_that_fails_leaves_it_open(world: World) -> None:
    """The purchase was made, and could not be noted: asking again tells."""
    quote = quoted(world.carrier())

    class Failing(MemoryLabelBook):
        full = True

        def write(self, shelf: str, key: str, data: bytes) -> None:
            if self.full and shelf == "sold":
                raise StoreError("book", "the disk is full")
            super().write(shelf, key, data)

    world.book = book = Failing()
    with pytest.raises(CarrierError, match="carrier_failed"):
        world.carrier().buy(quote, "key-1")
    book.full = False

    assert world.carrier().buy(quote, "key-1").quote == quote.id
    assert len(world.account.bought) == 1


def test_a_rate_that_is_gone_when_its_purchase_is_found_frees_the_key(world: World) -> None:
    """What the label costs is not known then; it stands at Shippo."""
    carrier = world.carrier()
    quote = quoted(carrier)
    world.account.losing = PURCHASE
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")
    world.account.losing = ""
    world.account.kept["rates"].clear()
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(quote, "key-1")

    assert len(world.account.bought) == 1
