"""Disks that fill up while orders are placed: small ones in memory, mounted for the test."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sql_steps import place

from ordercore import OrderDesk
from ordercore.adapters.sql import open_postgres, open_sqlite
from ordercore.errors import StoreError
from ordercore.ports.store import Store
from ordercore.service.auditing import audit
from ordercore.testing.crowds import desk_on
from ordercore.testing.postgres import find_binaries, postgres
from ordercore.testing.postgres.account import account_to_drop_to, make_folder

MOST = 3_000
"""Orders that fit on none of the disks."""


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give an empty disk of so many kilobytes, which a PostgreSQL may use too."""
    account = account_to_drop_to() if os.geteuid() == 0 else None
    if account is None or shutil.which("mount") is None:
        pytest.skip("only root may mount a disk")
    folder = make_folder(account)
    options = f"size={request.param}k,uid={account.uid},gid={account.gid},mode=0700"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
    folder.rmdir()


ASKED = 3
"""How often an order is tried: PostgreSQL keeps what a try had got of a disk, for the next one."""


def fill(store: Store) -> int:
    """Place orders until there is no room, and give the number of the one that found none."""
    desk = desk_on(store)
    for sku in ("A", "B", "C"):
        desk.receive(sku, 100_000)
    for number in range(MOST):
        if not any(finds_room(desk, f"O-{number}") for _ in range(ASKED)):
            return number
    raise AssertionError("the disk is too large")


def finds_room(desk: OrderDesk, order_id: str) -> bool:
    """Place an order; where that fails, it is because the disk is full."""
    try:
        place(desk, order_id)
    except StoreError as error:
        assert any(word in str(error) for word in ("full", "No space"))
        return False
    return True


def go_on(store: Store, number: int) -> None:
    """See that all orders before one are there and nothing of it, and that it can be placed now."""
    desk = desk_on(store)
    assert {order.id for order in desk.find()} == {f"O-{some}" for some in range(number)}
    assert desk.stock("A").reserved == 4 * number
    assert audit(store).differences == ()

    for again in range(number - 2, number + 3):
        place(desk, f"O-{again}")

    assert len(desk.find()) == number + 3
    assert desk.stock("A").reserved == 4 * (number + 3)
    assert audit(store).differences == ()


@pytest.mark.parametrize("disk", [1500], indirect=True)
def test_a_full_disk_loses_nothing_on_sqlite(disk: Path) -> None:
    """The order that found no room is not there at all; once there is room, it is placed."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    store = open_sqlite(disk / "shop.db")

    number = fill(store)

    assert number > 5
    with pytest.raises(StoreError):
        place(desk_on(store), f"O-{number}")
    ballast.unlink()
    go_on(store, number)
    store.close()


@pytest.mark.long
@pytest.mark.parametrize("disk", [14_000], indirect=True)
def test_a_full_disk_loses_nothing_on_postgres(disk: Path) -> None:
    """The tables lie on a disk of their own; it fills up, and the server runs on."""
    psycopg = pytest.importorskip("psycopg")
    try:
        programs = find_binaries()
    except StoreError as error:
        pytest.skip(str(error))
    with (
        postgres(binaries=programs) as server,
        psycopg.connect(server, autocommit=True) as connection,
    ):
        connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        connection.execute("CREATE DATABASE shop TABLESPACE small")
        url = server.replace("/postgres?", "/shop?")
        store = open_postgres(url, connections=2)
        with psycopg.connect(url, autocommit=True) as inside:
            inside.execute("CREATE TABLE ballast (words text)")
            while shutil.disk_usage(disk).free > 1_500_000:
                inside.execute(
                    "INSERT INTO ballast SELECT repeat(md5(n::text), 30)"
                    " FROM generate_series(1, 200) AS n"
                )

            number = fill(store)

            assert number > 5
            inside.execute("DROP TABLE ballast")
        go_on(store, number)
        store.close()
