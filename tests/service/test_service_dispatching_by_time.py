"""What is told by time alone: orders that must ship soon, and the digest of a day."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from awaiting import faced
from desk_stories import AT, desk_over, later, stores
from posting_stories import ANN, Known, PostOffice, outcomes, send, write

from ordercore import InvalidValue, Line, NotFound, OrderDesk
from ordercore.kernel.time import instant
from ordercore.metrics import Digest
from ordercore.notices import Audience, Channel, ShipByLead
from ordercore.ports import Announcement, Letter, Recipient
from ordercore.service.auditing import audit

DAY = dt.date(2026, 3, 2)


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk of each kind, with one order that is to ship a day after it was placed."""
    memory, sqlite = stores(tmp_path)
    store = sqlite if request.param == "sqlite" else memory
    some = faced(store) if request.param == "awaited" else desk_over(store)
    some.receive("A", 5)
    some.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id="O-1", ship_by=later(1))
    some.confirm_payment("O-1", payment_id="PAY")
    send(some, PostOffice())
    yield some
    sqlite.close()


def hours(number: float) -> dt.datetime:
    """Give a moment so many hours after the order was placed."""
    return instant(AT + dt.timedelta(hours=number))


def test_a_seller_is_reminded_once_for_a_deadline(desk: OrderDesk) -> None:
    """Four hours before, however often somebody looks."""
    office = PostOffice()

    assert desk.remind(Known(), at=hours(19.9)) == ()
    assert [desk.remind(Known(), at=hours(at)) for at in (20, 21)] == [("O-1",)] * 2
    send(desk, office, at=hours(21))
    send(desk, office, at=hours(22))

    assert [letter.key for letter in office.sent] == [
        "order/O-1/ship_by@2026-03-03T093000+0000/seller/ship_by_soon/email/sam"
    ]
    assert office.sent[0].text == "ship_by_soon O-1"
    assert desk.remind(Known(), at=hours(24.1)) == ()


def test_nobody_is_reminded_of_what_has_left(desk: OrderDesk) -> None:
    """Nor of what left since, nor of what is held."""
    desk.place_hold("O-1", kind="manual", owner="ann", at=hours(19))
    assert desk.remind(Known(), at=hours(21)) == ()
    desk.release_hold("O-1", at=hours(21))
    assert desk.remind(Known(), at=hours(21)) == ("O-1",)
    desk.confirm_shipment("O-1", at=hours(22))
    office = PostOffice()

    send(desk, office, at=hours(22))

    assert office.kinds == ["parcel_shipped"]
    assert ("ship_by_soon", "expired") in outcomes(desk)
    assert desk.remind(Known(), at=hours(22)) == ()


def test_a_lead_is_a_row(desk: OrderDesk) -> None:
    """A seller who needs a day has one."""
    leads = (ShipByLead(lead=dt.timedelta(hours=24)),)

    assert desk.remind(Known(), at=hours(1), leads=leads) == ("O-1",)
    with pytest.raises(InvalidValue):
        ShipByLead(lead=dt.timedelta())


def test_a_digest_is_told_once_when_its_day_is_over(desk: OrderDesk) -> None:
    """With its figures as they are when it is sent."""
    told: list[Announcement] = []

    def note(some: Announcement, to: Recipient, channel: Channel) -> Letter:
        told.append(some)
        return write(some, to, channel)

    with pytest.raises(InvalidValue):
        desk.tell_digest(Known(), DAY, "Europe/Berlin", at=hours(13))
    for _ in range(2):
        desk.tell_digest(Known(), DAY, "Europe/Berlin", at=hours(14))
    office = PostOffice()
    for _ in range(2):
        send(desk, office, at=hours(14), writer=note)

    assert [letter.key for letter in office.sent] == [
        "digest/2026-03-02/Europe@Berlin@/seller/digest/email/sam"
    ]
    (digest,) = [some.subject for some in told]
    assert digest == desk.digest(DAY, "Europe/Berlin")
    assert isinstance(digest, Digest)
    assert (digest.placed.orders, dict(digest.value), digest.to_ship) == (1, {"EUR": 100}, 1)
    assert audit(desk.store).differences == ()


def test_a_digest_counts_what_waits_for_an_answer(desk: OrderDesk) -> None:
    """As the worklist has it when the day is over: not what comes later, nor what was answered."""
    desk.receive_message("O-1", "B-1", "Where is it?", at=hours(1))
    desk.receive_message("O-1", "B-2", "Hello?", at=hours(2))
    desk.receive_message("O-1", "B-3", "Thank you!", at=hours(30))
    desk.open_claim(
        "O-1",
        "G-1",
        kind="guarantee",
        ground="not_received",
        claimed="1.00 EUR",
        imported=True,
        at=hours(3),
    )

    digest = desk.digest(DAY, "Europe/Berlin")
    assert (digest.messages, digest.requests, digest.claims) == (2, 0, 1)
    desk.send_message("O-1", "S-1", "It leaves today.", in_reply_to="B-1", at=hours(4))
    assert desk.digest(DAY, "Europe/Berlin").messages == 0


def test_where_nobody_is_told_nothing_is_planned(desk: OrderDesk) -> None:
    """A host without sellers to tell has none of it."""
    desk.remind(Known({}), at=hours(21))
    desk.tell_digest(Known({}), DAY, "UTC", at=later(1))

    assert not send(desk, PostOffice(), at=later(1))


def test_a_buyer_hears_once_that_an_order_is_being_packed(desk: OrderDesk) -> None:
    """However often it is said; and not after it has left."""
    office = PostOffice()
    people = Known({Audience.BUYER: (ANN,)})

    assert [desk.tell_preparing(people, "O-1", at=hours(number)) for number in (1, 2)] == [True] * 2
    send(desk, office, people, at=hours(2))
    send(desk, office, people, at=hours(3))

    assert [letter.key for letter in office.sent if letter.kind == "order_preparing"] == [
        "order/O-1/preparing@/buyer/order_preparing/email/ann"
    ]


def test_nobody_hears_that_something_is_packed_that_may_not_leave(desk: OrderDesk) -> None:
    """Unpaid, held, all sent, or not there at all; or sent before the letter left."""
    people = Known({Audience.BUYER: (ANN,)})
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id="O-2")
    assert not desk.tell_preparing(people, "O-2", at=hours(1))
    desk.place_hold("O-1", kind="manual", owner="ann", at=hours(1))
    assert not desk.tell_preparing(people, "O-1", at=hours(1))
    desk.release_hold("O-1", at=hours(2))
    assert desk.tell_preparing(people, "O-1", at=hours(2))
    desk.confirm_shipment("O-1", at=hours(2))
    office = PostOffice()

    send(desk, office, people, at=hours(3))

    assert "order_preparing" not in office.kinds
    assert ("order_preparing", "expired") in outcomes(desk)
    assert not desk.tell_preparing(people, "O-1", at=hours(3))
    with pytest.raises(NotFound):
        desk.tell_preparing(people, "O-9")
