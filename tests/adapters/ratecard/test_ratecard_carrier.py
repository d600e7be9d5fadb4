"""The rate-card carrier: the contract, on books in memory and in a file, and its own terms."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import pytest
from card_writing import card
from ratecard_buying import bought_in, carrier_of

from ordercore.adapters.label_books import SqliteLabelBook
from ordercore.adapters.memory import FixedClock, MemoryLabelBook
from ordercore.adapters.ratecard import RateCardCarrier
from ordercore.errors import CarrierError, InvalidValue, StoreError
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage, CarrierDocument, CarrierDocumentKind, Label
from ordercore.ports.carrier import Carrier
from ordercore.ports.label_book import LabelPage
from ordercore.shipping.choosing import choose_service
from ordercore.shipping.tracking import (
    ExceptionCode,
    Interval,
    TrackingEvent,
    TrackingStatus,
    reduce,
)
from ordercore.testing import CarrierConformance
from ordercore.testing.carrier import AT, BUYER, carriage


class Unsure(MemoryLabelBook):
    """Keeps what is written, and cannot say so when it is told."""

    lost = False

    @contextmanager
    def page(self) -> Iterator["Unsure"]:
        """Close it, and lose the answer."""
        with super().page():
            yield self
        if self.lost:
            raise StoreError("book", "the disk went away")


class TestRateCardCarrier(CarrierConformance):
    """The whole contract, on a book in memory whose answers can be lost."""

    def make(self) -> Carrier:
        """Make one."""
        self.book = Unsure()
        return RateCardCarrier(card(), self.book, clock=FixedClock(AT))

    def another(self, carrier: Carrier) -> Carrier:
        """Give another of the same book."""
        return RateCardCarrier(card(), self.book, clock=FixedClock(AT))

    @contextmanager
    def losing_answers(self, carrier: Carrier) -> Iterator[None]:
        """Let the book lose them."""
        self.book.lost = True
        yield
        self.book.lost = False


class TestRateCardCarrierInAFile(CarrierConformance):
    """The whole contract, on a file that each adapter opens for itself."""

    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> None:
        self.path = str(tmp_path / "labels.db")

    def make(self) -> Carrier:
        """Make one."""
        return carrier_of(self.path)

    def another(self, carrier: Carrier) -> Carrier:
        """Open the file once more."""
        return carrier_of(self.path)


def fresh(**changes: object) -> RateCardCarrier:
    """Make a carrier in memory."""
    return RateCardCarrier(card(), **{"clock": FixedClock(AT), **changes})  # type: ignore[arg-type]


def test_its_quotes_are_promised_to_the_end_of_a_local_day() -> None:
    """Three days and one after 2 March in Chicago, where the clocks go forward on the 8th."""
    offers = fresh().quote(carriage())

    assert [(quote.service, str(quote.price)) for quote in offers.quotes] == [
        ("ground", "15.40 USD"),
        ("express", "38.00 USD"),
    ]
    ends = [quote.deliver_by.isoformat() for quote in offers.quotes if quote.deliver_by]
    assert ends == ["2026-03-06T05:59:59.999999+00:00", "2026-03-04T05:59:59.999999+00:00"]
    assert {quote.valid_until for quote in offers.quotes} == {instant("2026-03-03T06:00:00Z")}


def test_a_service_without_days_promises_nothing() -> None:
    """So it is not chosen where something is due."""
    services = tuple(attrs.evolve(row, days=None) for row in card().services)
    carrier = RateCardCarrier(attrs.evolve(card(), services=services), clock=FixedClock(AT))

    assert [quote.deliver_by for quote in carrier.quote(carriage()).quotes] == [None, None]


def test_what_it_does_not_carry_is_declined_with_a_code() -> None:
    """Service by service, or as a whole where it does not go there at all."""
    heavy = fresh().quote(carriage("30 lb"))
    assert [(some.service, some.code) for some in heavy.declined] == [
        ("express", "parcel_too_heavy")
    ]
    abroad = Address("Ada Byron", "Am Weiher 12", "Berlin", "", "10115", "DE")
    assert [some.code for some in fresh().quote(carriage(to=abroad)).declined] == [
        "place_not_served",
        "place_not_served",
    ]
    with pytest.raises(CarrierError, match="address_refused"):
        fresh().quote(carriage(to=attrs.evolve(BUYER, line1=" ")))


def test_a_place_of_no_zone_is_not_served() -> None:
    """As a whole, by a code."""
    local = attrs.evolve(card(), zones=card().zones[:1])
    with pytest.raises(CarrierError, match="place_not_served"):
        RateCardCarrier(local).quote(carriage())


def test_the_best_quote_is_bought_with_its_papers() -> None:
    """A label as text, its number with a check digit."""
    carrier, wanted = fresh(), carriage()
    best = choose_service(carrier.quote(wanted).quotes, wanted.parcel).best
    assert best is not None
    label = carrier.buy(best, "O-1/P1")

    assert label.tracking == "PV0000000017"
    assert label.documents[0].content.decode().splitlines() == [
        "vans ground",
        "PV0000000017",
        "O-1",
        "Ada Byron",
        "34 Maple Ave",
        "Denver CO 80202",
        "US",
    ]


def test_papers_are_drawn_by_whoever_the_host_gives() -> None:
    """Anything callable; without its papers a label is not sold, and the key stays free."""
    broken = True

    def papers(label: Label, carriage: Carriage) -> list[CarrierDocument]:
        if broken:
            raise OSError("no printer")
        text = f"^XA^FD{label.tracking}^FS^XZ"
        return [
            CarrierDocument(
                kind=CarrierDocumentKind.LABEL, media_type="application/zpl", content=text.encode()
            )
        ]

    carrier = fresh(papers=papers)
    quote = carrier.quote(carriage()).quotes[0]
    with pytest.raises(CarrierError, match="no printer"):
        carrier.buy(quote, "key-1")
    broken = False

    label = carrier.buy(quote, "key-1")
    assert label.tracking == "PV0000000017"
    assert label.documents[0].content == b"^XA^FDPV0000000017^FS^XZ"


def test_a_label_is_voided_in_its_hours_alone() -> None:
    """Two for express; and not once it is on a list, or was scanned."""
    clock = FixedClock(AT)
    carrier = fresh(clock=clock)
    ground, express = carrier.quote(carriage()).quotes
    late = carrier.buy(express, "late")
    listed = carrier.buy(ground, "listed")
    scanned = carrier.buy(carrier.quote(carriage()).quotes[0], "scanned")
    carrier.manifest([listed.id], "today")
    carrier.scan(scanned.tracking, TrackingEvent(status=TrackingStatus.IN_TRANSIT, when=AT))
    clock.set(AT + timedelta(hours=2))

    assert late.void_until == AT + timedelta(hours=2)
    for label in (late, listed, scanned):
        with pytest.raises(CarrierError, match="not_voidable"):
            carrier.void(label.id)


def test_a_void_label_is_listed_nowhere() -> None:
    """And its tracking says that it was cancelled."""
    carrier = fresh()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    carrier.void(label.id)

    assert reduce(carrier.track(label.tracking)).status is TrackingStatus.CANCELLED
    with pytest.raises(CarrierError, match="label_void"):
        carrier.manifest([label.id], "today")


def test_scans_are_told_by_the_host() -> None:
    """The drivers' own; of a number that nobody sold none is kept."""
    carrier = fresh()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    arrived = TrackingEvent(status=TrackingStatus.DELIVERED, when=AT + timedelta(hours=9))
    left = TrackingEvent(
        status=TrackingStatus.DELAYED,
        exception=ExceptionCode.WEATHER,
        when=Interval(AT, AT + timedelta(hours=2)),
        estimated=Interval(AT + timedelta(hours=5), AT + timedelta(hours=7)),
        place="Austin",
        text="a storm",
    )
    expected = TrackingEvent(
        status=TrackingStatus.UNKNOWN, when=AT, estimated=AT + timedelta(hours=8)
    )
    carrier.scan(label.tracking, left, expected)
    carrier.scan(label.tracking, arrived)

    assert carrier.track(label.tracking)[1:] == (left, expected, arrived)
    assert reduce(carrier.track(label.tracking)).delivered_at == arrived.when
    with pytest.raises(CarrierError, match="number_unknown"):
        carrier.scan("PV1", arrived)


@pytest.mark.parametrize("wrong", [None, 5, card().code])
def test_what_is_no_card_sells_nothing(wrong: Any) -> None:
    """It is refused when the carrier is made."""
    with pytest.raises(InvalidValue, match="card"):
        RateCardCarrier(wrong)


def test_a_scan_of_another_type_is_refused_by_name() -> None:
    """A number that is none, or an event that is none: nothing of it is kept."""
    carrier = fresh()
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    known = carrier.track(label.tracking)
    wrong: Any = {}
    with pytest.raises(InvalidValue, match="number"):
        carrier.scan(wrong)
    with pytest.raises(InvalidValue, match="events"):
        carrier.scan(label.tracking, known[0], wrong)

    assert carrier.track(label.tracking) == known


def test_a_quote_ends_with_its_day_and_is_forgotten_later() -> None:
    """It is expired first, and unknown when two more days have gone."""
    clock = FixedClock(AT)
    carrier = fresh(clock=clock)
    quote = carrier.quote(carriage()).quotes[0]
    clock.set(instant("2026-03-03T06:00:00Z"))
    with pytest.raises(CarrierError, match="quote_expired"):
        carrier.buy(quote, "key-1")

    clock.set(AT + timedelta(days=4))
    carrier.quote(carriage())
    with pytest.raises(CarrierError, match="quote_unknown"):
        carrier.buy(quote, "key-1")


def test_a_quote_for_a_later_day_takes_no_other_away() -> None:
    """It is priced by its own day, and what was quoted for today can still be bought."""
    carrier = fresh()
    today = carrier.quote(carriage()).quotes[0]
    later = attrs.evolve(carriage().parcel, at=AT + timedelta(days=60))
    then = carrier.quote(carriage(parcel=later)).quotes[0]

    # Fuel is 10 % of 14.00 now, and 12.5 % from 1 April on.
    assert (str(today.price), str(then.price)) == ("15.40 USD", "15.75 USD")
    assert carrier.buy(today, "key-1").cost == today.price
    assert carrier.buy(then, "key-2").cost == then.price


def test_a_code_may_have_any_sign() -> None:
    """Its quotes are known all the same."""
    carrier = RateCardCarrier(attrs.evolve(card(), code="a/b/c"), clock=FixedClock(AT))
    quote = carrier.quote(carriage()).quotes[0]

    assert carrier.buy(quote, "key-1").carrier == "a/b/c"


def test_a_book_that_is_locked_leaves_it_open_whether_it_was_bought(tmp_path: Path) -> None:
    """Asking again with the key tells."""
    path = str(tmp_path / "labels.db")
    quote = carrier_of(path).quote(carriage()).quotes[0]
    hasty = RateCardCarrier(card(), SqliteLabelBook(path, busy_seconds=0), clock=FixedClock(AT))
    with SqliteLabelBook(path).page(), pytest.raises(CarrierError, match="carrier_failed"):
        hasty.buy(quote, "key-1")

    assert hasty.buy(quote, "key-1").quote == quote.id


def test_r44_processes_with_one_key_buy_one_label(tmp_path: Path) -> None:
    """All at once, each with a book of the same file (solidus_easypost#42, #113)."""
    path = str(tmp_path / "labels.db")
    quote = carrier_of(path).quote(carriage()).quotes[0]
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        bought = set(pool.map(bought_in, [(path, quote, "key-1")] * 6))
    with SqliteLabelBook(path).page() as page:
        sold = page.count("labels") - 1

    assert (len(bought), sold) == (1, 1)


def test_a_page_is_what_the_port_says() -> None:
    """The book in memory is its own page."""
    with MemoryLabelBook().page() as page:
        told: LabelPage = page
        assert told.read("labels", "none") is None
