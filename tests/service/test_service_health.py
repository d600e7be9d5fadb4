"""Account health at the desk: the same figures over every store, waited for or awaited."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later

from ordercore import Line, OrderDesk, Units
from ordercore.adapters.memory import AsyncMemoryStore, MemoryStore
from ordercore.adapters.sql import open_sqlite
from ordercore.channels import Boundary, Metric
from ordercore.errors import InvalidValue
from ordercore.kernel.ids import OrderId
from ordercore.metrics.counting import tally_of
from ordercore.metrics.health import (
    AccountHealth,
    HealthStatus,
    HealthValue,
    OrderNotes,
    ParcelNotes,
    counts_as,
    health_table,
)
from ordercore.orders.derived import Subject
from ordercore.orders.reasons import CancelReason
from ordercore.orders.state import Order
from ordercore.ports.store import Store
from ordercore.service import async_health, health
from ordercore.service.health import counted, orders_asked_about, talked_about


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Open a desk over each store."""
    if request.param == "sqlite":
        store: Store = open_sqlite(tmp_path / "shop.db")
        yield desk_over(store)
        store.close()
    else:
        kept = MemoryStore(promises_unseen=True)
        yield faced(kept) if request.param == "awaited" else desk_over(kept)


def sold(desk: OrderDesk, id: str, *, day: float = 0, left: float | None = 1) -> None:
    """Sell two of something on Amazon's market in the US, to be sent within two days."""
    desk.place(
        channel="MFN",
        marketplace="US",
        lines=[Line("A", 2, price="10.00 USD")],
        order_id=id,
        at=later(day),
        ship_by=later(day + 2),
    )
    desk.confirm_payment(id, at=later(day))
    if left is not None:
        desk.confirm_shipment(id, carrier="ups", tracking=f"1Z{id}", at=later(day + left))


def figure(report: AccountHealth, metric: Metric) -> HealthValue:
    """Give the first figure of a metric of what the seller ships."""
    return next(
        some
        for some in report.values
        if some.measure.metric is metric and some.measure.fulfilment.value == "seller"
    )


def told(desk: OrderDesk, metric: Metric, day: float = 20) -> tuple[int, int]:
    """Give a figure as of so many days later."""
    value = figure(desk.health(at=later(day), marketplace="US"), metric)
    return value.count, value.of


@pytest.fixture
def shop(desk: OrderDesk) -> OrderDesk:
    """Give a shop of five orders: one late, one cancelled, one claimed, one asked about."""
    desk.receive("A", 50, at=AT)
    for number in range(5):
        sold(desk, f"O-{number}", left={1: 3, 2: None}.get(number, 1))
    desk.cancel("O-2", reason="no_inventory", at=later(1))
    desk.record_delivery("O-0", "P1", at=later(4))
    desk.open_claim(
        "O-3",
        "C-1",
        kind="guarantee",
        ground="not_received",
        claimed="20.00 USD",
        imported=True,
        at=later(9),
    )
    desk.record_feedback("O-3", 1, imported=True, at=later(9))
    desk.record_feedback("O-4", 5, imported=True, at=later(9))
    desk.receive_message("O-0", "B-1", "Where is it?", at=later(2))
    desk.send_message("O-0", "S-1", "On its way.", at=later(2.5))
    desk.receive_message("O-4", "B-2", "Where is it?", at=later(2))
    return desk


def test_every_record_of_an_order_counts(shop: OrderDesk) -> None:
    """Orders with their claims, feedback and conversations."""
    assert told(shop, Metric.ORDER_DEFECTS) == (1, 5)
    assert told(shop, Metric.CANCELLATIONS, 8) == (1, 5)
    assert told(shop, Metric.LATE_SHIPMENTS, 10) == (1, 4)
    assert told(shop, Metric.VALID_TRACKING) == (1, 4)
    assert told(shop, Metric.CONTACT_RESPONSE, 5) == (1, 2)
    assert told(shop, Metric.FEEDBACK_SCORE) == (1, 2)


def test_the_orders_behind_a_figure_are_found(shop: OrderDesk) -> None:
    """Each once: of a claim and a rating, and of a conversation."""
    report = shop.health(at=later(20), marketplace="US")
    early = shop.health(at=later(5), marketplace="US")
    then = shop.health(at=later(10), marketplace="US")

    def behind(value: HealthValue) -> list[OrderId]:
        return list(shop.orders_behind(value))

    assert behind(figure(report, Metric.ORDER_DEFECTS)) == ["O-3"]
    assert behind(figure(then, Metric.LATE_SHIPMENTS)) == ["O-1"]
    assert behind(figure(report, Metric.VALID_TRACKING)) == ["O-1", "O-3", "O-4"]
    assert behind(figure(early, Metric.CONTACT_RESPONSE)) == ["O-4"]
    # Defects are of the order itself, which a conversation about it repeats.
    assert behind(figure(shop.health(at=later(8), marketplace="US"), Metric.CANCELLATIONS)) == [
        "O-2"
    ]


def test_parts_of_an_order_are_one_cancelled_order(desk: OrderDesk) -> None:
    """And as many cancelled units as there were."""
    desk.receive("A", 50, at=AT)
    sold(desk, "O-1", left=None)
    desk.cancel("O-1", units=[Units("1", 1)], reason="no_inventory", at=later(1))

    assert told(desk, Metric.CANCELLATIONS, 8) == (1, 1)


def test_without_a_moment_it_is_as_of_now(shop: OrderDesk) -> None:
    """As the clock of the desk says; of all marketplaces and channels."""
    report = shop.health()

    assert (report.at, report.marketplace, report.channel) == (AT, "", None)
    assert not any(value.of for value in report.values)


def test_a_host_notes_what_orders_do_not_keep(shop: OrderDesk) -> None:
    """Scans by the carrier make tracking valid; without them nobody knows."""

    def noting(order: Order) -> OrderNotes:
        scans = {some.id: ParcelNotes(scanned_at=later(1)) for some in order.parcels}
        return OrderNotes(parcels=scans)

    report = shop.health(at=later(20), marketplace="US", noting=noting)
    value = figure(report, Metric.VALID_TRACKING)

    assert (value.count, value.of) == (4, 4)
    assert list(shop.orders_behind(value, noting=noting)) == []


def test_a_marketplace_goes_by_any_of_its_names(shop: OrderDesk) -> None:
    """And one that there is not is said, and not told to be without a fault."""
    named = shop.health(at=later(20), marketplace="US")

    assert named.values[1].of == 5
    for name in ("us", "ATVPDKIKX0DER", "Amazon.com"):
        assert shop.health(at=later(20), marketplace=name) == named
    assert shop.health(marketplace="UK").marketplace == "GB"
    for strange in ("XX", "USA", None, 3):
        with pytest.raises(InvalidValue, match="marketplace"):
            shop.health(marketplace=strange)  # type: ignore[arg-type]


def test_rows_of_the_host_hold(shop: OrderDesk) -> None:
    """Boundaries, definitions, and one channel alone."""
    strict = shop.health(at=later(20), marketplace="US", channel="MFN")
    own = {Metric.VALID_TRACKING: Boundary.IN}

    assert figure(strict, Metric.ORDER_DEFECTS).status is HealthStatus.BAD
    assert shop.health(at=later(20), boundaries=own).values
    assert shop.health(at=later(20), definitions=()).values == ()
    with pytest.raises(InvalidValue, match="channel"):
        shop.health(channel="EBAY")
    with pytest.raises(InvalidValue, match="channel"):
        shop.health(channel=["MFN"])  # type: ignore[arg-type]


def test_rows_that_a_store_keeps_say_what_all_orders_say(shop: OrderDesk) -> None:
    """Asked of the store, and of every order: the same figures, and the same orders behind them."""

    def nothing(_: Order) -> OrderNotes:
        return OrderNotes()

    for day in (5, 8, 10, 20, 40):
        kept = shop.health(at=later(day), marketplace="US")
        gone_through = shop.health(at=later(day), marketplace="US", noting=nothing)
        assert kept == gone_through
        for value in kept.values:
            behind = list(shop.orders_behind(value))
            assert sorted(behind) == sorted(shop.orders_behind(value, noting=nothing))
            assert len(set(behind)) == len(behind)


def test_a_world_with_reasons_of_its_own_has_all_orders_gone_through() -> None:
    """The rows of a store are made by the rows that come with the package."""
    world = attrs.evolve(OWN, cancel_reasons={"mine": CancelReason(code="mine", counts=True)})
    desk = desk_over(MemoryStore(promises_unseen=True), world)
    desk.receive("A", 5, at=AT)
    sold(desk, "O-1", left=None)
    desk.cancel("O-1", reason="mine", at=later(1))

    assert told(desk, Metric.CANCELLATIONS, 8) == (1, 1)
    assert counts_as(OWN)
    assert not counts_as(world)


def test_an_order_with_two_faults_is_told_once(desk: OrderDesk) -> None:
    """Both of its parcels are without a scan, and it was in the same window."""
    desk.receive("A", 50, at=AT)
    sold(desk, "O-1", left=None)
    for day in (1, 2):
        desk.confirm_shipment("O-1", units=[Units("1", 1)], at=later(day))
    value = figure(desk.health(at=later(20), marketplace="US"), Metric.VALID_TRACKING)

    assert (value.count, value.of) == (0, 2)
    assert list(desk.orders_behind(value)) == ["O-1"]


def test_a_store_that_is_awaited_is_caught_up_with_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """As often as there is anything left."""
    left = [2, 1, 0]

    async def catch_up(_: AsyncMemoryStore, *, limit: int = 200) -> int:
        assert limit
        return left.pop(0)

    desk = faced(MemoryStore(promises_unseen=True))
    value = figure(desk.health(marketplace="US"), Metric.CANCELLATIONS)
    monkeypatch.setattr(AsyncMemoryStore, "catch_up", catch_up)

    assert list(desk.orders_behind(value)) == []
    assert left == []


def test_what_has_changed_since_is_behind_a_figure_too(shop: OrderDesk) -> None:
    """Rows are caught up with before they are read."""
    value = figure(shop.health(at=later(8), marketplace="US"), Metric.CANCELLATIONS)
    sold(shop, "O-9", left=None)
    shop.cancel("O-9", reason="no_inventory", at=later(1))

    assert list(shop.orders_behind(value)) == ["O-2", "O-9"]


@pytest.mark.parametrize("at_once", [1, 2, 200])
def test_pages_of_any_size_add_up_to_the_same(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Order by order, or many of them together; and as if all were there at once."""
    monkeypatch.setattr(health, "AT_ONCE", at_once)
    monkeypatch.setattr(async_health, "AT_ONCE", at_once)
    store = MemoryStore(promises_unseen=True)
    desk = desk_over(store)
    desk.receive("A", 50, at=AT)
    for number in range(5):
        sold(desk, f"O-{number}", day=number)
        desk.record_feedback(f"O-{number}", 1, imported=True, at=later(9))
    for n in (1, 2):
        desk.receive_message("O-1", f"B-{n}", "Hello?", at=later(n))
    table = health_table(OWN)
    subjects = [
        Subject(
            order=desk.order(id),
            feedback=(desk.feedback_of(id),),
            conversations=(desk.conversation(id),) if id == "O-1" else (),
        )
        for id in (f"O-{number}" for number in range(5))
    ]

    assert counted(store, table) == tally_of(table, subjects)


def test_a_conversation_about_no_order_counts_nowhere() -> None:
    """Nobody knows of which channel it is."""
    from ordercore.conversations.messages import Conversation, Venue

    talk = Conversation(
        id="T", order_id=None, venue=Venue.MARKETPLACE, marketplace="US", zone="UTC"
    )

    assert orders_asked_about((talk,)) == ()
    assert list(talked_about((talk,), {})) == []
