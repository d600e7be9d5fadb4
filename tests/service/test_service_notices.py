"""Telling: every notice at least once, and each by a key that makes twice harmless."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from desk_stories import desk_over, later, of_order, report, stores
from desk_stories import waiting as entries_waiting

from ordercore import Line, Money, OrderDesk, OrderStatus, Refused
from ordercore.adapters.memory import MemoryListener
from ordercore.orders.paying import PaymentConfirmed
from ordercore.ports.listener import Announcement, Listener


@attrs.define
class Unreliable:
    """A listener that keeps what it is told, and fails on the messages of some numbers."""

    fails_on: frozenset[int]
    after_telling: bool = False
    tried: list[str] = attrs.field(factory=list[str])
    kept: MemoryListener = attrs.field(factory=MemoryListener)

    def tell(self, announcement: Announcement) -> None:
        """Deliver, or fail: before delivering, or when it is delivered already."""
        self.tried.append(announcement.key)
        fails = len(self.tried) in self.fails_on
        if self.after_telling or not fails:
            self.kept.tell(announcement)
        if fails:
            raise ConnectionError(announcement.key)


KEYS = [
    "order/O-1/1/buyer/order_received",
    "order/O-1/2/seller/order_to_ship",
    "order/O-1/3/buyer/parcel_shipped",
]


@pytest.fixture(params=[0, 1], ids=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with three notices to be told, over each store."""
    some = desk_over(stores(tmp_path)[request.param])
    some.receive("A", 9)
    some.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")])
    some.confirm_payment("O-1", payment_id="PAY")
    some.confirm_shipment("O-1", at=later(1))
    yield some
    some.close()


def told(
    desk: OrderDesk, listener: Listener, *, limit: int = 100, at: object = None
) -> tuple[int, int]:
    """Deliver, and give how many were taken and how many failed."""
    delivery = desk.deliver_notices(listener, limit=limit, at=at)
    return len(delivery.delivered), len(delivery.failed)


def waiting(desk: OrderDesk) -> list[str]:
    """Give the keys of what is still to be told."""
    return [entry.key for entry in entries_waiting(desk.store)]


def test_notices_are_told_oldest_first(desk: OrderDesk) -> None:
    """Each once, by key, with its event as it was and its order as it is."""
    listener = MemoryListener()

    assert told(desk, listener) == (3, 0)
    announcements = listener.announcements
    assert [announcement.key for announcement in announcements] == KEYS
    assert {of_order(announcement).status for announcement in announcements} == {
        OrderStatus.SHIPPED
    }
    paid = announcements[1].event
    assert isinstance(paid, PaymentConfirmed)
    assert (paid.payment.id, paid.payment.amount) == ("PAY", Money(100, "EUR"))
    assert [(some.minor, some.at) for some in paid.payment.captures] == [(100, paid.at)]
    assert waiting(desk) == []


def test_told_notices_are_not_told_again(desk: OrderDesk) -> None:
    """R45: a message goes out once, however often somebody delivers."""
    listener = Unreliable(frozenset())

    assert [told(desk, listener) for _ in range(3)] == [(3, 0), (0, 0), (0, 0)]
    assert listener.tried == KEYS


def test_a_failure_keeps_those_behind_it_back(desk: OrderDesk) -> None:
    """The second fails with an error that is told; it and what follows it are told later."""
    listener = Unreliable(frozenset({2}))

    first = desk.deliver_notices(listener)

    ((entry, error),) = first.failed
    assert (entry.key, str(error)) == (KEYS[1], KEYS[1])
    assert [entry.key for entry in first.delivered] == KEYS[:1]
    assert waiting(desk) == KEYS[1:]
    assert told(desk, listener) == (0, 0)
    assert told(desk, listener, at=later(2)) == (2, 0)
    assert [announcement.key for announcement in listener.kept.announcements] == KEYS
    assert waiting(desk) == []


def test_a_failure_stops_no_other_order(desk: OrderDesk) -> None:
    """Only what belongs to the same order waits for it."""
    desk.place(channel="FBA", lines=[Line("A", 1, price="1 EUR")], order_id="O-2")
    listener = Unreliable(frozenset({1}))

    delivery = desk.deliver_notices(listener)

    assert [entry.key for entry, _ in delivery.failed] == KEYS[:1]
    assert {entry.stream.id for entry in delivery.delivered} == {"O-2"}


def test_a_failure_after_the_message_went_out_is_harmless(desk: OrderDesk) -> None:
    """At least once: it is told again with the same key, and whoever keeps keys keeps one."""
    listener = Unreliable(frozenset({1, 3}), after_telling=True)

    moments = (None, later(2), later(4))
    assert [told(desk, listener, at=at) for at in moments] == [(0, 1), (1, 1), (2, 0)]
    assert len(listener.tried) == 5
    assert [announcement.key for announcement in listener.kept.announcements] == KEYS


def test_no_more_than_the_limit_is_told(desk: OrderDesk) -> None:
    """The rest waits for the next call."""
    listener = Unreliable(frozenset())

    assert [told(desk, listener, limit=2) for _ in range(3)] == [(2, 0), (1, 0), (0, 0)]
    assert listener.tried == KEYS


def test_a_refused_command_tells_nobody(desk: OrderDesk) -> None:
    """Nothing happened, so there is nothing to tell."""
    before = waiting(desk)

    with pytest.raises(Refused):
        desk.cancel("O-1", reason="no_inventory")
    desk.adopt_all([report(OrderStatus.SHIPPED)])

    assert waiting(desk) == before
