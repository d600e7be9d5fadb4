"""Databases that live as long as a block does."""

from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

from ordercore.errors import ExtraMissing, InvalidValue


@contextmanager
def database(server: str, *, template: str = "template1") -> Generator[str]:
    """Make a database on a server, give its URL, and drop it with whoever is still connected.

    Its name is like no other's, so that several test runs may share one server.
    ``template`` names a database to copy, which takes some 30 ms.

    Raises:
        ExtraMissing: when the extra ``postgres`` is not installed.
        InvalidValue: when ``server`` is no URL of PostgreSQL.
    """
    try:
        import psycopg
        from psycopg import sql
    except ImportError:
        raise ExtraMissing("postgres", "psycopg") from None
    name = f"ordercore_{uuid4().hex[:16]}"
    url = _naming(server, name)
    made, source = sql.Identifier(name), sql.Identifier(template)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, source))
    try:
        yield url
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))


def _naming(server: str, name: str) -> str:
    """Give the URL of another database on the same server."""
    parts = urlsplit(server)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise InvalidValue("server", server, "a URL such as postgresql://user@host/database")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{name}{query}"
