"""The story of an order, told in the reader's language."""

import string
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from babel.messages.pofile import read_po

from ordercore import (
    Actor,
    Address,
    Charges,
    InvalidValue,
    Line,
    Money,
    OrderDesk,
    ReturnUnits,
    Units,
)
from ordercore.i18n import StoryLine, story
from ordercore.i18n.catalogue import FOLDER, catalogue
from ordercore.i18n.telling import in_words
from ordercore.inventory import StockReceived
from ordercore.kernel.time import instant
from ordercore.opening import open as open_desk
from ordercore.orders.addressing import AddressAmended
from ordercore.orders.asking import CancellationAnswered
from ordercore.orders.capturing import PaymentCaptured
from ordercore.orders.decider import EVENTS
from ordercore.orders.editing import OrderAmended
from ordercore.orders.ending import PaymentEnded
from ordercore.orders.message import OrderEvent
from ordercore.orders.paying import PaymentAuthorised
from ordercore.orders.payment import Payment, PaymentStatus
from ordercore.orders.reporting import LinesPriced
from ordercore.orders.stranding import ParcelUndelivered, UndeliveredReceived
from ordercore.ports.records import Key, Recorded
from ordercore.shipping import CameBack, Trouble
from ordercore.testing.store.happenings import every_order_event

LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.po"))

TIMES = "\N{MULTIPLICATION SIGN}"

AT = instant("2026-03-10T08:00:00Z")

CUP = ReturnUnits("P1", "1", 2)


@pytest.fixture
def desk() -> OrderDesk:
    """Give a desk with an order that lived."""
    desk = open_desk()
    desk.receive("MUG", 2_000)
    desk.place(
        channel="MFN",
        lines=[Line("MUG", 1_500, price="9.00 EUR"), Line("MUG", 2, price="1 EUR")],
        order_id="O-7",
        at="2026-03-02T08:00:00Z",
    )
    desk.confirm_payment("O-7", at="2026-03-02T09:00:00Z")
    desk.confirm_shipment("O-7", carrier="DHL", at="2026-03-03T09:00:00Z")
    desk.record_delivery("O-7", "P1", at="2026-03-04T23:30:00Z")
    desk.request_return("O-7", units=[CUP], reason="too_small", at="2026-03-05T09:00:00Z")
    desk.receive_return("O-7", "R1", units=[CUP], at="2026-03-09T09:00:00Z")
    desk.refund("O-7", return_id="R1", reason="customer_return", at="2026-03-09T10:00:00Z")
    return desk


def sentences(desk: OrderDesk, language: str) -> list[str]:
    """Give the sentences of the order's story."""
    return [line.sentence for line in story(desk.timeline("O-7"), language)]


def test_a_story_is_told_in_english(desk: OrderDesk) -> None:
    """Every event is a sentence with its facts; what nobody said is unknown."""
    assert [line.replace("unknown", "?") for line in sentences(desk, "en")] == [
        f"Ordered: 1,500 {TIMES} MUG and 2 {TIMES} MUG.",
        "Paid: €13,502.00.",
        f"Parcel P1 left: 1,500 {TIMES} MUG and 2 {TIMES} MUG. Carrier: DHL. Tracking number: ?.",
        "Parcel P1 was delivered.",
        f"Return R1 was authorised: 2 {TIMES} MUG. Reason: too_small.",
        f"Return R1 came back: 2 {TIMES} MUG.",
        "Refund F1 was issued: €18.00. Reason: customer_return.",
    ]


def test_a_story_is_told_in_german(desk: OrderDesk) -> None:
    """With its dots and commas, and its own words for who did it."""
    lines = story(desk.timeline("O-7"), "de", "Europe/Berlin")

    assert lines[0].sentence == f"Bestellt: 1.500 {TIMES} MUG und 2 {TIMES} MUG."
    assert lines[6].sentence == (
        "Die Erstattung F1 wurde veranlasst: 18,00\xa0€. Grund: customer_return."
    )
    assert [line.who for line in lines[:4]] == ["Käufer", "Händler", "Händler", "Zusteller"]


def test_a_line_says_when_who_and_what(desk: OrderDesk) -> None:
    """The moment is told in the reader's zone, and what happened by the name of the event too."""
    line = story(desk.timeline("O-7"), "en", "Europe/Berlin")[3]

    assert line == StoryLine(
        "Mar 5, 2026, 12:30:00\u202fAM", "carrier", "ParcelDelivered", "Parcel P1 was delivered."
    )


def test_plain_events_are_told_as_well(desk: OrderDesk) -> None:
    """And events of stock are no part of the story."""
    recorded = desk.timeline("O-7")
    stock = Recorded(
        stream=Key("stock", "main/A"),
        seq=1,
        event=StockReceived(quantity=1, at=instant("2026-03-02T08:00:00Z")),
    )
    plain = [some.event for some in recorded if isinstance(some.event, OrderEvent)]

    assert story(plain) == story(recorded) == story((stock, *recorded))


@attrs.frozen(kw_only=True)
class BuyerSangAloud(OrderEvent):
    """An event that no catalogue knows."""


def test_an_event_without_a_sentence_is_told_by_its_name() -> None:
    """Its words are in the name already."""
    sang = BuyerSangAloud(at=instant("2026-03-02T08:00:00Z"), by=Actor.BUYER)

    assert [line.sentence for line in story([sang])] == ["Buyer sang aloud."]
    assert in_words("RefundIssued") == "Refund issued."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_a_sentence_in_every_catalogue(language: str) -> None:
    """Its own one, not the English one."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        own = {str(message.id) for message in read_po(file) if message.string}

    assert {f"event.{kind.__name__}" for kind in EVENTS} - own == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_fact_of_a_sentence_is_one_that_the_event_has(
    kind: type[OrderEvent], language: str
) -> None:
    """The way to it leads from field to field."""
    sentence = catalogue(language)[f"event.{kind.__name__}"]
    for _, way, word, _ in string.Formatter().parse(sentence):
        holder: Any = kind
        for step in way.split(".") if way else ():
            names = {field.name for field in attrs.fields(holder)}

            assert step in names, f"{kind.__name__} has no {way}"
            hint = get_type_hints(holder)[step]
            holder = next((part for part in (hint, *get_args(hint)) if attrs.has(part)), None)
        assert not word or word in catalogue(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_of_every_kind_can_be_told(language: str) -> None:
    """Whatever of them is left out."""
    events = every_order_event()

    lines = story(events, language)

    assert {line.what for line in lines} == {kind.__name__ for kind in EVENTS}
    assert all(line.sentence and "{" not in line.sentence for line in lines)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            PaymentAuthorised(
                at=AT,
                by=Actor.BUYER,
                payment=Payment(id="PAY1", amount=Money(1350, "EUR"), at=AT),
                ship_by=None,
            ),
            "Payment PAY1 was authorised: €13.50.",
        ),
        (
            PaymentCaptured(
                at=AT, by=Actor.SYSTEM, payment_id="PAY1", capture_id="CAP1", minor=1350
            ),
            "Of payment PAY1, €13.50 was taken.",
        ),
        (
            PaymentEnded(
                at=AT,
                by=Actor.SYSTEM,
                payment_id="PAY1",
                status=PaymentStatus.VOIDED,
                reason="",
            ),
            "What was left of payment PAY1: given back untaken. Reason: unknown.",
        ),
        (
            AddressAmended(
                at=AT, by=Actor.BUYER, ship_to=Address("Ada Byron", "12 Pine St", country="US")
            ),
            "The order goes to another address: Ada Byron, 12 Pine St, US.",
        ),
        (
            OrderAmended(
                at=AT, by=Actor.BUYER, added=(Line("POT", 1, price="3 EUR"),), cancellation=None
            ),
            f"The order was amended. Added: 1 {TIMES} POT. Taken out: nothing.",
        ),
        (
            CancellationAnswered(at=AT, by=Actor.SELLER, request_id="C1", accepted=False),
            "Request C1 to cancel was answered. Accepted: no.",
        ),
        (
            ParcelUndelivered(at=AT, by=Actor.CARRIER, parcel_id="P1", trouble=Trouble.LOST),
            "Parcel P1 does not reach the buyer: lost.",
        ),
        (
            UndeliveredReceived(
                at=AT,
                by=Actor.SELLER,
                parcel_id="P1",
                came_back=(CameBack(Units("1", 2), sellable=True, at=AT),),
            ),
            f"Parcel P1 came back: 2 {TIMES} MUG.",
        ),
        (
            LinesPriced(at=AT, by=Actor.MARKETPLACE, charges=(("1", Charges("EUR", item=900)),)),
            "Prices became known: MUG €9.00.",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, OrderEvent) else "",
)
def test_facts_are_written_for_people(event: OrderEvent, expected: str, desk: OrderDesk) -> None:
    """Units by SKU, money with its currency, addresses in one line, yes and no, and nothing."""
    assert story((*desk.timeline("O-7"), event))[-1].sentence == expected


@pytest.mark.parametrize(("language", "zone"), [("xx-yy-zz", "UTC"), ("en", "Nowhere")])
def test_an_unknown_language_or_zone_is_refused(language: str, zone: str) -> None:
    """As with every other sentence."""
    with pytest.raises(InvalidValue):
        story(every_order_event(), language, zone)
