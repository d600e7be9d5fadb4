"""Opening a desk: which store a URL names, and the defaults around it."""

import datetime as dt
import uuid
from pathlib import Path

import pendulum
import pytest

import ordercore
from ordercore import InvalidValue, Line, OrderStatus, StoreError, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.adapters.sql import SqlStore
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.kernel.time import Instant
from ordercore.opening import OWN_POOLS, open_store

AT = "2026-03-02T09:30:00Z"


def test_without_a_url_the_desk_forgets() -> None:
    """Each call opens a store of its own in memory."""
    first, second = ordercore.open(), ordercore.open()
    first.receive("A", 5)

    assert isinstance(first.store, MemoryStore)
    assert (first.stock("A").on_hand, second.stock("A").on_hand) == (5, 0)


def test_a_url_with_three_slashes_is_a_path_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is made in the folder in which we are."""
    monkeypatch.chdir(tmp_path)

    desk = ordercore.open("sqlite:///shop.db")

    assert isinstance(desk.store, SqlStore)
    assert (tmp_path / "shop.db").is_file()
    desk.close()


def test_a_url_with_four_slashes_is_an_absolute_path(tmp_path: Path) -> None:
    """What one desk kept, another finds."""
    url = f"sqlite:///{tmp_path}/shop.db"
    assert url.startswith("sqlite:////")
    desk = ordercore.open(url)
    desk.receive("A", 5)
    order = desk.place(channel="MFN", lines=[Line("A", 2, price="1 EUR")], at=AT)
    desk.close()

    again = ordercore.open(url, must_exist=True)
    assert again.order(order.id) == order
    assert again.stock("A").reserved == 2
    again.close()


@pytest.mark.parametrize(
    "url",
    ["", " ", "shop.db", "sqlite:", "sqlite://", "sqlite:///", "sqlite://shop.db",
     "SQLITE:///shop.db", "mysql://localhost/shop", "memory"],
)  # fmt: skip
def test_what_is_no_url_of_a_store_is_refused(url: str) -> None:
    """The error repeats it, with an example of one that is."""
    with pytest.raises(InvalidValue, match=r"sqlite:///shop\.db") as caught:
        open_store(url)

    assert (caught.value.field, caught.value.value) == ("store", url)


@pytest.mark.parametrize("must_exist", [True, False])
def test_a_file_that_must_exist_is_not_made(must_exist: bool, tmp_path: Path) -> None:
    """Where it need not exist, the same URL makes it."""
    url = f"sqlite:///{tmp_path}/shop.db"
    if must_exist:
        with pytest.raises(StoreError, match="there is no such file"):
            open_store(url, must_exist=True)
    else:
        open_store(url).close()

    assert (tmp_path / "shop.db").exists() is not must_exist


def test_a_folder_is_no_file_that_exists(tmp_path: Path) -> None:
    """A store is a file."""
    with pytest.raises(StoreError, match="there is no such file"):
        open_store(f"sqlite:///{tmp_path}", must_exist=True)


def test_the_world_left_out_keeps_the_stock_that_we_ship() -> None:
    """MFN and SFP reserve out of one pool of our own; FBA stock is Amazon's truth."""
    desk = ordercore.open()
    desk.receive("A", 5)
    for channel in ("MFN", "SFP", "FBA"):
        desk.place(channel=channel, lines=[Line("A", 2, price="1 EUR")])

    assert desk.world.pools == OWN_POOLS
    assert desk.stock("A").reserved == 4


def test_a_world_of_ones_own_is_taken() -> None:
    """Also one that keeps no stock at all."""
    desk = ordercore.open(world=World())

    desk.place(channel="MFN", lines=[Line("A", 2, price="1 EUR")])

    assert desk.stock("A").reserved == 0


def test_clock_and_identity_of_ones_own_are_taken() -> None:
    """So that examples and tests read the same every time."""
    desk = ordercore.open(clock=FixedClock(AT), identity=CountingIdentity(), world=World())

    order = desk.place(channel="MFN", lines=[Line("A", 2, price="1 EUR")])

    assert order.id == "O-1"
    assert order.terms.placed_at == pendulum.parse(AT)
    assert order.status is OrderStatus.PENDING


def test_the_clock_left_out_is_the_machines() -> None:
    """It goes on, and tells instants in UTC."""
    before = dt.datetime.now(dt.UTC)
    told = [SystemClock().now() for _ in range(3)]

    assert [before, *told] == sorted([before, *told])
    assert {type(moment) for moment in told} == {Instant}
    assert {moment.tzinfo for moment in told} == {pendulum.UTC}
    order = ordercore.open(world=World()).place(channel="FBA", lines=[Line("A", 1, price="1 EUR")])
    assert order.terms.placed_at >= before


def test_the_identity_left_out_makes_ids_that_nobody_else_makes() -> None:
    """Random ones, and from a seed always the one that the seed gives."""
    first, second = UuidIdentity(), UuidIdentity()
    made = {some.order_id() for some in (first, second) for _ in range(50)}

    assert len(made) == 100
    assert {uuid.UUID(id).version for id in made} == {4}
    assert first.order_id("cart-7") == second.order_id("cart-7")
    assert first.order_id("cart-7") != first.order_id("cart-8")
    assert first.order_id("") == second.order_id("")


def test_a_seed_keeps_its_id_from_release_to_release() -> None:
    """A retry may come after an update, and must name the same order."""
    assert UuidIdentity().order_id("cart-7") == "7f55740b-afc1-5081-a6d6-88a0032a1361"
