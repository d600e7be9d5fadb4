"""The plan is a pure function of command, rows and world."""

import pytest
from desk_stories import waiting

from ordercore import ConfirmPayment, ConfirmShipment, Line, OrderStatus, PlaceOrder, Refused, World
from ordercore.errors import StoreError
from ordercore.kernel.time import instant
from ordercore.opening import OWN_POOLS
from ordercore.opening import open as open_desk
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.service.draft import Draft
from ordercore.service.keys import Missing
from ordercore.service.plan import plan, work_out

WORLD = World(pools=OWN_POOLS)
AT = instant("2026-03-02T09:00:00Z")
PLACE = PlaceOrder(
    order_id="1",
    at=AT,
    channel="MFN",
    lines=(Line("A", 1, price="5 EUR"), Line("B", 1, price="5 EUR")),
)
NO_ROW = Row(None, 0)


def test_a_plan_names_every_row_that_one_step_misses() -> None:
    """First the order, then the stock and reservations of all its lines at once."""
    with pytest.raises(Missing) as first:
        plan(PLACE, {}, WORLD)
    order = Key("order", "1")
    with pytest.raises(Missing) as second:
        plan(PLACE, {order: NO_ROW}, WORLD)

    assert first.value.keys == {order}
    assert second.value.keys == {
        Key("stock", "main/A"),
        Key("stock", "main/B"),
        Key("reservation", "main/A/1"),
        Key("reservation", "main/B/1"),
    }


def test_a_preview_is_what_the_command_then_does() -> None:
    """The commit that was shown is the commit that is written."""
    desk = open_desk()
    for sku in ("A", "B"):
        desk.receive(sku, 3, at=AT)

    shown = desk.preview(PLACE).commit
    before = desk.find()
    desk.handle(PLACE)

    assert before == ()
    assert shown.events[0] == desk.timeline("1")[0]
    assert {key: row for key, (row, _) in shown.writes.items()} == desk.store.load(shown.writes)
    assert shown.outbox == waiting(desk.store)


def test_a_preview_changes_nothing() -> None:
    """Not the order, not the stock, not the outbox."""
    desk = open_desk()
    desk.receive("A", 3, at=AT)
    desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="7", at=AT)
    before = waiting(desk.store)

    commit = desk.preview(ConfirmPayment(order_id="7", at=AT)).commit
    (paid, replaced) = commit.writes[Key("order", "7")]

    assert replaced == 1
    assert isinstance(paid.value, Order)
    assert paid.value.status is OrderStatus.UNSHIPPED
    assert desk.order("7").status is OrderStatus.PENDING
    assert waiting(desk.store) == before


def test_a_preview_is_refused_as_the_command_would_be() -> None:
    """With every reason."""
    desk = open_desk()
    desk.receive("A", 3, at=AT)
    desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="7", at=AT)

    with pytest.raises(Refused) as refused:
        desk.preview(ConfirmShipment(order_id="7", at=AT))

    assert refused.value.codes == ("not_paid",)


def test_a_store_that_does_not_answer_is_not_asked_for_ever() -> None:
    """A record that does not exist is a row without a value; none at all is a broken store."""
    draft = Draft(WORLD)

    with pytest.raises(StoreError, match="order/1"):
        work_out(lambda some: some.value(Key("order", "1")), draft, lambda _: {})
