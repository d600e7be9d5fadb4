"""Dispatching on the way of a parcel: from a carrier's feed to the buyer's letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from awaiting import faced
from desk_stories import desk_over, later, placing, stores
from posting_stories import PostOffice, buyer, outcomes, send

from ordercore import NotFound, OrderDesk, WayStatus
from ordercore.i18n import LetterWriter
from ordercore.shipping.tracking import TrackingEvent, TrackingStatus

S = TrackingStatus


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk of each kind, whose order left in one parcel and is promised for the ninth."""
    memory, sqlite = stores(tmp_path)
    store = sqlite if request.param == "sqlite" else memory
    some = faced(store) if request.param == "awaited" else desk_over(store)
    some.receive("A", 2)
    some.handle(placing(deliver_by=later(7)))
    some.confirm_payment("O-1", payment_id="PAY")
    some.confirm_shipment("O-1", parcel_id="P1", carrier="UPS", tracking="1Z", at=later(1))
    send(some, PostOffice(), buyer(), at=later(1))
    yield some
    sqlite.close()


def scan(status: TrackingStatus, days: float, expected: float | None = None) -> TrackingEvent:
    """Make a scan, in days after the first moment."""
    estimated = None if expected is None else later(expected)
    return TrackingEvent(status=status, when=later(days), estimated=estimated)


def test_each_word_is_told_once_however_often_it_is_heard(desk: OrderDesk) -> None:
    """Webhooks repeat themselves, and overtake each other."""
    office = PostOffice()
    late, out = scan(S.DELAYED, 2, 9), scan(S.OUT_FOR_DELIVERY, 3)
    for feed, days in (([late], 2.1), ([late], 2.2), ([out, late], 3), ([late], 3.1), ([out], 3.2)):
        desk.hear("O-1", "P1", feed)
        send(desk, office, buyer(), at=later(days))

    assert office.kinds == ["parcel_delayed", "out_for_delivery"]
    assert {key.rpartition("/buyer/")[0] for key in office.tried} == {"order/O-1/4", "order/O-1/5"}


def test_what_came_too_late_is_not_sent(desk: OrderDesk) -> None:
    """The parcel arrived before anybody could be told that it is out for delivery."""
    office = PostOffice()
    desk.hear("O-1", "P1", [scan(S.OUT_FOR_DELIVERY, 3)])
    desk.record_delivery("O-1", "P1", at=later(3.1))

    send(desk, office, buyer(), at=later(3.2))

    assert office.kinds == ["parcel_delivered"]
    assert ("out_for_delivery", "expired") in outcomes(desk)


LETTERS = [
    ("en", "March 12, 2026", "March 11, 2026"),
    ("de", "12. März 2026", "11. März 2026"),
    ("fr", "12 mars 2026", "11 mars 2026"),
    ("ja", "2026年3月12日", "2026年3月11日"),
]


@pytest.mark.parametrize(("language", "arrives", "waits"), LETTERS)
def test_letters_say_the_new_day_and_until_when_it_waits(
    desk: OrderDesk, language: str, arrives: str, waits: str
) -> None:
    """In the language of the reader."""
    office, reader = PostOffice(), buyer(language=language)
    desk.hear("O-1", "P1", [scan(S.IN_TRANSIT, 2, 10)])
    send(desk, office, reader, writer=LetterWriter(), at=later(2.1))
    desk.note_tracking("O-1", "P1", WayStatus.AVAILABLE_FOR_PICKUP, at=later(4), pickup_by=later(9))
    send(desk, office, reader, writer=LetterWriter(), at=later(4.1))

    moved, waiting = office.sent
    assert (moved.kind, moved.language) == ("delivery_estimate_changed", language)
    assert arrives in moved.text
    assert waiting.kind == "ready_for_pickup"
    assert waits in waiting.text


def test_words_are_about_parcels_that_there_are(desk: OrderDesk) -> None:
    """Of others nothing is heard."""
    with pytest.raises(NotFound):
        desk.hear("O-1", "P9", [scan(S.DELAYED, 2)])
    assert desk.order("O-1").parcels[0].way is None
