"""The composition root: wires adapters into a desk."""

from collections.abc import Mapping
from pathlib import Path

from ordercore.adapters.memory import AsyncMemoryStore, MemoryStore
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.channels import CHANNELS
from ordercore.errors import InvalidValue, StoreError
from ordercore.metrics.reporting import OrderReport, Presenter
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity
from ordercore.ports.store import Store
from ordercore.service.async_desk import AsyncOrderDesk
from ordercore.service.desk import OrderDesk

OWN_POOLS: Mapping[str, str] = {
    code: row.pool for code, row in CHANNELS.items() if row.is_sellers_stock
}
"""What a seller ships alone comes out of one pool of its own; FBA stock is Amazon's truth."""

SQLITE_PREFIX = "sqlite:///"

POSTGRES_PREFIXES = ("postgresql://", "postgres://")


class InWords:
    """Shows reports in words, which are loaded when the first one is shown."""

    def show(self, report: OrderReport) -> None:
        """Show it: as a table on a terminal, as a page in a notebook.

        Raises:
            ExtraMissing: in a notebook, when matplotlib is not installed.
        """
        self._presenter().show(report)

    def html(self, report: OrderReport) -> str:
        """Give a whole page, which needs nothing else.

        Raises:
            ExtraMissing: when matplotlib is not installed.
        """
        return self._presenter().html(report)

    def part(self, report: OrderReport) -> str:
        """Give it as a part of another page, such as a notebook's.

        Raises:
            ExtraMissing: when matplotlib is not installed.
        """
        return self._presenter().part(report)

    def _presenter(self) -> Presenter:
        from ordercore.adapters.reports import ReportPresenter
        from ordercore.i18n.reports import report_grid, report_sheet

        return ReportPresenter(report_sheet, report_grid)


def open(
    url: str | None = None,
    *,
    world: World | None = None,
    clock: Clock | None = None,
    identity: Identity | None = None,
    must_exist: bool = False,
    seller: str = "",
    migrate: bool = True,
) -> OrderDesk:
    """Open a desk on a store.

    ``url`` is ``sqlite:///file.db`` (a file, made if it is not there; four slashes for an
    absolute path), ``postgresql://user@host/database``, or left out (in memory).
    Several sellers may share a database: each sees what is its own.
    ``migrate`` makes the tables, or brings those of an older version up to date; without it they
    must be as they should.
    The world left out keeps stock for what the seller ships itself in the pool ``main``.
    ``must_exist`` refuses to make a new file.

    Raises:
        InvalidValue: when the URL is of no known kind.
        StoreError: when the file or database cannot be used as a store.
        ExtraMissing: when it is on PostgreSQL, and psycopg is not installed.
    """
    desk = OrderDesk(
        open_store(url, must_exist=must_exist, seller=seller, migrate=migrate),
        world=world or World(pools=OWN_POOLS),
        clock=clock or SystemClock(),
        identity=identity or UuidIdentity(),
    )
    desk.presenter = InWords()
    return desk


async def open_async(
    url: str | None = None,
    *,
    world: World | None = None,
    clock: Clock | None = None,
    identity: Identity | None = None,
    seller: str = "",
    migrate: bool = True,
) -> AsyncOrderDesk:
    """Open a desk for a host with an event loop, on PostgreSQL or, left out, in memory.

    Everything else is as for :func:`open`.

    Raises:
        InvalidValue: when the URL is of no kind that can be awaited.
        StoreError: when the database cannot be used as a store.
        ExtraMissing: when psycopg is not installed.
    """
    desk = AsyncOrderDesk(
        await _async_store(url, seller=seller, migrate=migrate),
        world=world or World(pools=OWN_POOLS),
        clock=clock or SystemClock(),
        identity=identity or UuidIdentity(),
    )
    desk.presenter = InWords()
    return desk


async def _async_store(url: str | None, *, seller: str, migrate: bool) -> AsyncStore:
    if url is None:
        return AsyncMemoryStore()
    if url.startswith(POSTGRES_PREFIXES):
        from ordercore.adapters.sql import open_postgres_async

        return await open_postgres_async(url, seller=seller, migrate=migrate)
    expected = "the URL of a store that is awaited, such as postgresql://user@host/database"
    raise _unknown(url, expected)


def open_store(
    url: str | None, *, must_exist: bool = False, seller: str = "", migrate: bool = True
) -> Store:
    """Open the store that a URL names.

    Raises:
        InvalidValue: when the URL is of no known kind.
        StoreError: when the file or database cannot be used as a store, or must exist and does
            not.
        ExtraMissing: when it is on PostgreSQL, and psycopg is not installed.
    """
    if url is None:
        return MemoryStore()
    if url.startswith(POSTGRES_PREFIXES):
        from ordercore.adapters.sql import open_postgres

        return open_postgres(url, seller=seller, migrate=migrate and not must_exist)
    if url.startswith(SQLITE_PREFIX) and len(url) > len(SQLITE_PREFIX):
        from ordercore.adapters.sql import open_sqlite

        name = url.removeprefix(SQLITE_PREFIX)
        if name == ":memory:" or "?" in name:
            raise InvalidValue("store", url, "a store URL that names a file and nothing else")
        path = Path(name)
        if must_exist and not path.is_file():
            raise StoreError(str(path), "there is no such file")
        return open_sqlite(path, seller=seller, migrate=migrate)
    expected = "a store URL such as sqlite:///shop.db or postgresql://user@host/database"
    raise _unknown(url, expected)


def _unknown(url: str, expected: str) -> InvalidValue:
    from ordercore.adapters.sql.urls import without_password

    return InvalidValue("store", without_password(url), expected)
