"""Snapshots in SQLite: one of an older shape, or a broken one, is folded again from its events."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordercore import Line, OrderDesk, OrderFilter, OrderStatus, StoreError, Units, World
from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.adapters.sql import SqlStore, open_sqlite, pages
from ordercore.adapters.sql.asking import Query
from ordercore.adapters.sql.sqlite import SqliteLink, connect
from ordercore.adapters.sql.store import walk
from ordercore.conversations.claims import Claim, Outcome
from ordercore.kernel.time import instant
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.queries import EVERY_ORDER
from ordercore.service import snapshots
from ordercore.service.asked import Asked
from ordercore.service.codec import encode
from ordercore.service.snapshots import STATE_VERSION, Snapshot
from ordercore.testing import live_equals_replay
from ordercore.testing.situations import Step
from ordercore.testing.store.samples import every
from ordercore.testing.strategies import walks

AT = instant("2026-03-02T09:30:00Z")

OLD_STORE = Path(__file__).parents[2] / "service" / "corpus" / "store_v1.sql"

BROKEN = (
    b"",
    b"{}",
    b"not JSON",
    b'{"id": "O-1", "lines": []}',
    b'{"state": 1, "order": {"id": "O-1"}}',
)
"""Bodies that are no order, or one of another shape."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a shop that is not there yet."""
    return tmp_path / "shop.db"


def desk_on(store: SqlStore) -> OrderDesk:
    """Open a desk over a store."""
    own = World(pools={"MFN": "main"})
    return OrderDesk(store, world=own, clock=FixedClock(AT), identity=CountingIdentity())


def trade(store: SqlStore, orders: int = 3) -> OrderDesk:
    """Place orders; pay the second, and ship the third in part."""
    desk = desk_on(store)
    desk.receive("A", 100)
    for number in range(1, orders + 1):
        id = f"O-{number}"
        desk.place(channel="MFN", lines=[Line("A", 2, price="5 EUR")], order_id=id)
        if number % 3 != 1:
            desk.confirm_payment(id)
        if number % 3 == 0:
            desk.confirm_shipment(id, units=[Units("1", 1)])
    return desk


def spoil(file: Path, body: bytes, where: str = "1") -> None:
    """Put other bytes in place of snapshots."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE ordercore_orders SET body = ? WHERE {where}", (body,))  # noqa: S608


def bodies(file: Path) -> list[bytes]:
    """Read the snapshots as they are stored."""
    with closing(sqlite3.connect(file)) as connection:
        return [
            body for (body,) in connection.execute("SELECT body FROM ordercore_orders ORDER BY id")
        ]


@pytest.fixture
def store(file: Path) -> Iterator[SqlStore]:
    """Open a store."""
    opened = open_sqlite(file)
    yield opened
    opened.close()


@pytest.mark.parametrize("body", BROKEN, ids=repr)
def test_a_snapshot_that_cannot_be_used_is_folded_again(
    body: bytes, file: Path, store: SqlStore
) -> None:
    """Loading and listing give the orders as they stood."""
    desk = trade(store)
    before = desk.find()
    spoil(file, body)

    assert desk.find() == before
    assert tuple(desk.order(order.id) for order in before) == before
    live_equals_replay(store, [Key("order", order.id) for order in before])


def test_a_snapshot_of_another_version_is_not_believed(file: Path, store: SqlStore) -> None:
    """Even if it could be read: what it says is as another release understood it."""
    desk = trade(store, 1)
    order = desk.order("O-1")
    for state in (STATE_VERSION - 1, STATE_VERSION + 1):
        spoil(file, encode(Snapshot(state, order)).replace(b"O-1", b"O-X"))

        assert desk.order("O-1") == order


def test_a_snapshot_of_the_present_version_is_read_at_once(file: Path, store: SqlStore) -> None:
    """No event is looked at."""
    desk = trade(store, 1)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM ordercore_events WHERE kind = 'order'")

    assert [order.id for order in desk.find()] == [desk.order("O-1").id] == ["O-1"]


def test_an_order_goes_on_from_an_old_snapshot_and_gets_a_new_one(
    file: Path, store: SqlStore
) -> None:
    """The next command is decided on the folded order, and written in the present shape."""
    desk = trade(store)
    spoil(file, b"{}")

    order = desk.confirm_shipment("O-2")

    assert order.status is OrderStatus.SHIPPED
    assert [body == b"{}" for body in bodies(file)] == [True, False, True]
    assert desk.order("O-2") == order


def test_an_old_snapshot_is_found_by_what_the_order_is_now(file: Path, store: SqlStore) -> None:
    """Its status column is as old as itself, so what does not hold any more is left out."""
    desk = trade(store)
    spoil(file, b"{}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE ordercore_orders SET status = 'pending'")

    pending = OrderFilter(statuses=frozenset({OrderStatus.PENDING}))

    assert [order.id for order in desk.find(pending)] == ["O-1"]


def test_snapshots_can_be_renewed_all_at_once(file: Path, store: SqlStore) -> None:
    """Bodies and columns are as they were written first, and the second time nothing is left."""
    desk = trade(store)
    before = bodies(file)
    spoil(file, b"{}", "id <> 'O-1'")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE ordercore_orders SET status = 'shipped'")

    assert [store.renew(), store.renew()] == [2, 0]
    assert bodies(file) == before
    unshipped = OrderFilter(statuses=frozenset({OrderStatus.UNSHIPPED}))
    assert [order.id for order in desk.find(unshipped)] == ["O-2"]


def test_renewing_leaves_alone_what_moved_on(file: Path, store: SqlStore) -> None:
    """An order that somebody writes meanwhile keeps what they wrote."""
    desk = trade(store)
    spoil(file, b"{}")
    moved: list[Order] = []

    class Slow(SqliteLink):
        """A connection that writes when somebody else has written."""

        def ask(self, queries: Sequence[Query]) -> list[Any]:
            if any(query.many for query in queries):
                moved.append(desk.confirm_shipment("O-2"))
            return super().ask(queries)

    renewed = walk(Slow(connect(file)), pages.renew(""))

    assert (renewed, len(moved)) == (2, 1)
    assert desk.order("O-2") == moved[0]


def test_an_order_without_its_events_is_an_error_that_says_so(file: Path, store: SqlStore) -> None:
    """Nothing is guessed: the store is damaged, and the order is named."""
    desk = trade(store)
    spoil(file, b"{}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM ordercore_events WHERE id = 'O-3' AND seq = 2")

    with pytest.raises(StoreError, match="only 2 of its 3 events are there") as caught:
        desk.order("O-3")

    assert caught.value.store == "order/O-3"
    with pytest.raises(StoreError):
        desk.find()
    assert desk.order("O-2").status is OrderStatus.UNSHIPPED


def test_many_old_snapshots_are_listed_page_by_page(
    file: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old and new ones stand side by side on every page."""
    monkeypatch.setattr("ordercore.adapters.sql.pages.ROWS_AT_ONCE", 2)
    desk = trade(store, 7)
    before = desk.find()
    spoil(file, b"{}", "id IN ('O-2', 'O-3', 'O-7')")

    assert tuple(every(store.orders, wanted=EVERY_ORDER, limit=2)) == before
    assert store.renew() == 3


def test_a_page_is_full_though_old_columns_were_wrong(file: Path, store: SqlStore) -> None:
    """What an old row's columns promise and its events do not is made up for by the next rows."""
    desk = trade(store, 7)
    pending = OrderFilter(statuses=frozenset({OrderStatus.PENDING}))
    before = desk.find(pending)
    spoilt = "id IN ('O-2', 'O-3', 'O-5')"
    spoil(file, b"{}", spoilt)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE ordercore_orders SET status = 'pending' WHERE {spoilt}")  # noqa: S608

    pages_of_two = every(store.orders, wanted=pending, limit=2)

    assert [order.id for order in before] == ["O-1", "O-4", "O-7"]
    assert tuple(pages_of_two) == before
    assert store.orders(pending, limit=2) == before[:2]


@given(walks(steps=12), st.sampled_from(BROKEN))
@settings(max_examples=20)
def test_a_refolded_order_is_the_live_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], body: bytes
) -> None:
    """Whatever life it had."""
    file = tmp_path_factory.mktemp("lives") / "shop.db"
    store = open_sqlite(file)
    desk = desk_on(store)
    for step in steps:
        desk.handle_many([Asked(step.command)])
    live = desk.find()
    spoil(file, body)

    assert desk.find() == live == tuple(store.orders(EVERY_ORDER))
    store.close()


def test_a_store_of_the_first_release_opens_and_goes_on(file: Path) -> None:
    """Its snapshots are folded from its events, and its orders and stock live on."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD_STORE.read_text("utf-8"))
    with closing(open_sqlite(file)) as store:
        desk = desk_on(store)
        told, own = sorted(desk.find(), key=lambda order: order.status.rank)

        assert (own.id, own.status, str(own.balance)) == ("own", OrderStatus.SHIPPED, "19.98 EUR")
        assert str(own.ship_by) == "2026-03-03 23:59:59.999999+00:00"
        assert (told.id, told.status) == ("told", OrderStatus.UNSHIPPED)
        assert (own.stations["1"].delivered, own.stations["1"].returned) == (1, 1)
        keys = [Key("order", "own"), Key("order", "told"), Key("stock", "main/A")]
        live_equals_replay(store, keys)
        assert desk.confirm_shipment("told").status is OrderStatus.SHIPPED
        assert store.renew() == 1
        assert desk.stock("A").on_hand == 9


def test_the_version_of_the_shape_is_written(file: Path, store: SqlStore) -> None:
    """Beside the order, where the next release looks for it."""
    trade(store, 1)

    assert bodies(file)[0].endswith(b'"state":%d}' % snapshots.STATE_VERSION)


def claimed(store: SqlStore) -> tuple[OrderDesk, Claim]:
    """Open a claim about an order that is paid, and answer it."""
    desk = trade(store)
    said = {"kind": "service_chargeback", "ground": "not_received", "claimed": "1 EUR"}
    desk.open_claim("O-2", "CB-1", **said)  # type: ignore[arg-type]
    return desk, desk.answer_claim("CB-1", evidence=["tracking"])


@pytest.mark.parametrize("body", BROKEN)
def test_a_claim_of_another_shape_is_folded_again(file: Path, store: SqlStore, body: bytes) -> None:
    """Looked at alone, in a list, and before the next thing that happens to it."""
    desk, claim = claimed(store)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE ordercore_claims SET body = ?", (body,))

    assert desk.claim("CB-1") == claim
    assert store.dossiers(Claim) == (claim,)
    closed = desk.decide_claim("CB-1", Outcome.DENIED)
    live_equals_replay(store, (Key("claim", "CB-1"), Key("order", "O-2")))
    assert desk.claim("CB-1") == closed
