"""The composition root: wires adapters into a desk."""

from collections.abc import Mapping
from pathlib import Path

from ordercore.adapters.memory import MemoryStore
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.channels import CHANNELS
from ordercore.errors import InvalidValue, StoreError
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity
from ordercore.ports.store import Store
from ordercore.service.desk import OrderDesk

OWN_POOLS: Mapping[str, str] = {
    code: row.pool for code, row in CHANNELS.items() if row.is_sellers_stock
}
"""What a seller ships alone comes out of one pool of its own; FBA stock is Amazon's truth."""

SQLITE_PREFIX = "sqlite:///"


def open(
    url: str | None = None,
    *,
    world: World | None = None,
    clock: Clock | None = None,
    identity: Identity | None = None,
    must_exist: bool = False,
) -> OrderDesk:
    """Open a desk on a store.

    ``url`` is ``sqlite:///file.db`` (a file, made if it is not there; four slashes for an
    absolute path) or left out (in memory).
    The world left out keeps stock for what the seller ships itself in the pool ``main``.
    ``must_exist`` refuses to make a new file.

    Raises:
        InvalidValue: when the URL is of no known kind.
        StoreError: when the file cannot be used as a store.
    """
    return OrderDesk(
        open_store(url, must_exist=must_exist),
        world=world or World(pools=OWN_POOLS),
        clock=clock or SystemClock(),
        identity=identity or UuidIdentity(),
    )


def open_store(url: str | None, *, must_exist: bool = False) -> Store:
    """Open the store that a URL names.

    Raises:
        InvalidValue: when the URL is of no known kind.
        StoreError: when the file cannot be used as a store, or must exist and does not.
    """
    if url is None:
        return MemoryStore()
    if url.startswith(SQLITE_PREFIX) and len(url) > len(SQLITE_PREFIX):
        from ordercore.adapters.sql import open_sqlite

        name = url.removeprefix(SQLITE_PREFIX)
        if name == ":memory:" or "?" in name:
            raise InvalidValue("store", url, "a store URL that names a file and nothing else")
        path = Path(name)
        if must_exist and not path.is_file():
            raise StoreError(str(path), "there is no such file")
        return open_sqlite(path)
    raise InvalidValue("store", url, "a store URL such as sqlite:///shop.db")
