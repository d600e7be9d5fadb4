"""Django and SQLAlchemy: an order is placed inside their transactions, on both databases."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ordercore import Line, OrderDesk, World
from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.adapters.sql import ddl, open_on, open_postgres, open_sqlite
from ordercore.ports.store import Store
from ordercore.queries import EVERY_ORDER

MISSING = "is not installed; the extra 'dev' brings it"

LINES = (Line("A", 1, price="5 EUR"),)


class Interrupted(Exception):
    """Something of the host's went wrong."""


def desk_on(connection: Any, dialect: str) -> OrderDesk:
    """Open a desk on a connection of the host's."""
    return OrderDesk(
        open_on(connection, dialect),
        world=World(pools={"MFN": "main"}),
        clock=FixedClock("2026-03-02T09:30:00Z"),
        identity=CountingIdentity(),
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a database with our tables: the path of a file, or a URL."""
    if request.param == "sqlite":
        file = tmp_path / "host.db"
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(ddl("sqlite"))
        return str(file)
    url: str = request.getfixturevalue("empty_postgres")
    open_postgres(url).close()
    return url


def opened(place: str) -> Store:
    """Open the same store by itself, to see what was committed."""
    return open_postgres(place) if place.startswith("postgres") else open_sqlite(place)


def ids(place: str) -> list[str]:
    """Name the orders that were committed."""
    with closing(opened(place)) as store:
        return [order.id for order in store.orders(EVERY_ORDER)]


@pytest.fixture
def django_connection(place: str) -> Iterator[Any]:
    """Give Django's connection to the database."""
    django = pytest.importorskip(
        "django", reason="Django is not installed; the extra 'dev' brings it"
    )
    from django.conf import settings
    from django.db import connections

    if not settings.configured:
        settings.configure(DATABASES={}, USE_TZ=True)
        django.setup()
    if place.startswith("postgres"):
        parts = urlsplit(place)
        entry: dict[str, Any] = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username or "",
            "PASSWORD": parts.password or "",
            "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
            "PORT": parts.port or "",
        }
    else:
        entry = {"ENGINE": "django.db.backends.sqlite3", "NAME": place}
    connections.databases["default"] = connections.configure_settings({"default": entry})["default"]
    connection = connections["default"]
    connection.ensure_connection()
    yield connection
    connection.close()
    del connections["default"]


def test_django_commits_or_rolls_back_ours_with_its_own(place: str, django_connection: Any) -> None:
    """``transaction.atomic`` around a row of its own and an order of ours."""
    from django.db import transaction

    with django_connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS carts")
        cursor.execute("CREATE TABLE carts (id TEXT PRIMARY KEY)")
    dialect = django_connection.vendor

    def buy(id: str, *, fails: bool) -> None:
        with transaction.atomic():
            with django_connection.cursor() as cursor:
                cursor.execute("INSERT INTO carts VALUES (%s)", [id])
            desk = desk_on(django_connection.connection, dialect)
            desk.receive("A", 1)
            desk.place(channel="MFN", lines=LINES, order_id=id)
            if fails:
                raise Interrupted

    with pytest.raises(Interrupted):
        buy("lost", fails=True)
    buy("kept", fails=False)

    with django_connection.cursor() as cursor:
        cursor.execute("SELECT id FROM carts")
        assert cursor.fetchall() == [("kept",)]
        cursor.execute("DROP TABLE carts")
    assert ids(place) == ["kept"]


def test_django_inside_a_block_inside_a_block(place: str, django_connection: Any) -> None:
    """Django's own savepoints and ours nest: the inner block alone is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        desk = desk_on(django_connection.connection, django_connection.vendor)
        desk.receive("A", 2)
        with pytest.raises(Interrupted), transaction.atomic():  # noqa: PT012 - the block counts
            desk.place(channel="MFN", lines=LINES, order_id="lost")
            raise Interrupted
        desk.place(channel="MFN", lines=LINES, order_id="kept")

    assert ids(place) == ["kept"]


@pytest.fixture
def session_maker(place: str) -> Iterator[Callable[[], Any]]:
    """Give what makes sessions of SQLAlchemy on the database."""
    sqlalchemy = pytest.importorskip("sqlalchemy", reason=f"SQLAlchemy {MISSING}")
    from sqlalchemy.orm import sessionmaker

    on_postgres = place.startswith("postgres")
    url = (
        f"postgresql+psycopg://{place.partition('://')[2]}" if on_postgres else f"sqlite:///{place}"
    )
    engine = sqlalchemy.create_engine(url)
    yield sessionmaker(engine)
    engine.dispose()


def test_sqlalchemy_commits_or_rolls_back_ours_with_its_own(
    place: str, session_maker: Callable[[], Any]
) -> None:
    """A session with a row of its own and an order of ours."""
    from sqlalchemy import text

    with session_maker() as session:
        session.execute(text("DROP TABLE IF EXISTS carts"))
        session.execute(text("CREATE TABLE carts (id TEXT PRIMARY KEY)"))
        session.commit()

    def buy(id: str, *, fails: bool) -> None:
        with session_maker() as session, session.begin():
            connection = session.connection()
            desk = desk_on(connection.connection.dbapi_connection, connection.dialect.name)
            desk.receive("A", 1)
            desk.place(channel="MFN", lines=LINES, order_id=id)
            session.execute(text("INSERT INTO carts VALUES (:id)"), {"id": id})
            if fails:
                raise Interrupted

    with pytest.raises(Interrupted):
        buy("lost", fails=True)
    buy("kept", fails=False)

    with session_maker() as session:
        assert session.execute(text("SELECT id FROM carts")).all() == [("kept",)]
        session.execute(text("DROP TABLE carts"))
        session.commit()
    assert ids(place) == ["kept"]
