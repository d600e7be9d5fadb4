"""Making the tables of a store that has none, and bringing older ones up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ordercore.adapters.sql.asking import Ask, Query, Statement, same
from ordercore.adapters.sql.derived_schema import remade
from ordercore.adapters.sql.migrations import FIRST
from ordercore.adapters.sql.schema import VERSION, statements
from ordercore.errors import StoreError
from ordercore.service import derived

_IS_THERE = Statement(
    sqlite="""SELECT coalesce(sum(name = 'ordercore_schema'), 0), count(*)
    FROM sqlite_master WHERE type = 'table'""",
    # Without a table in it the server would answer from what it knew before it waited.
    postgresql="SELECT count(*), 0 FROM pg_class WHERE oid = to_regclass('ordercore_schema')",
)
"""Whether tables of ours are there, and how many there are at all in a file."""

_ALONE = Statement(
    sqlite=_IS_THERE.sqlite,
    postgresql="SELECT pg_advisory_xact_lock(7305808869231653986)",
)
"""Nobody else makes tables meanwhile; a writer of SQLite is alone anyway."""

FOREIGN = (
    "it holds the tables of another program; one that wants ours beside them makes them from what"
    " `python -m ordercore schema --dialect sqlite` prints"
)

_VERSION = same("SELECT max(version) FROM ordercore_schema")

NOTED = same("SELECT derived FROM ordercore_schema")
"""Which derived tables there are, and of which shape."""


def prepare(store: str, dialect: str, *, migrate: bool) -> Ask[None]:
    """See whether the tables are there in the right version, and make them so where asked to.

    Raises:
        StoreError: when they are not, and shall or can not be made so.
    """

    def seen(version: int | None) -> Ask[None] | None:
        if version == VERSION:
            return _noted(lambda note: anew(note, migrate=migrate))
        check(store, dialect, version, migrate=migrate)
        return alone()

    def anew(note: str, *, migrate: bool) -> Ask[None] | None:
        if note == derived.note_of(derived.DERIVED):
            return None
        if not migrate:
            how = f"run what `python -m ordercore schema --dialect {dialect} --derived` prints"
            raise StoreError(store, f"its derived tables are others: {how}, or migrate=True")
        return alone()

    def alone() -> Ask[None]:
        return _version_in(store, Query(_ALONE), read=made, whole=True)

    def made(version: int | None) -> Ask[None] | None:
        # Somebody else may have made them since we looked.
        if version == VERSION:
            return _noted(derived_anew)
        return _all_of(statements(dialect, version or 0))

    def derived_anew(note: str) -> Ask[None] | None:
        is_noted = note == derived.note_of(derived.DERIVED)
        return None if is_noted else _all_of(remade(dialect, note))

    return _version_in(store, read=seen)


def _noted(read: Callable[[str], Ask[None] | None]) -> Ask[None]:
    return Ask([Query(NOTED)], lambda found: read(found[0][0][0]))


def _all_of(texts: Sequence[str]) -> Ask[None]:
    return Ask([Query(same_in_each(text)) for text in texts], lambda _: None)


def same_in_each(text: str) -> Statement:
    """Make a statement of a text that is of one dialect anyway."""
    return Statement(sqlite=text, postgresql=text)


def check(store: str, dialect: str, version: int | None, *, migrate: bool) -> None:
    """Refuse tables that cannot or shall not be brought up to date.

    Raises:
        StoreError: saying what to do.
    """
    if version is not None and not FIRST[dialect] <= version <= VERSION:
        detail = f"its schema has version {version}, and this ordercore knows {VERSION}"
        raise StoreError(store, detail)
    if not migrate:
        since = f" --since {version}" if version else ""
        what = f"has version {version}, not {VERSION}" if version else "is not there"
        how = f"run what `python -m ordercore schema --dialect {dialect}{since}` prints"
        raise StoreError(store, f"its schema {what}: {how}, or open it with migrate=True")


def _version_in(store: str, *first: Query, read: Any, whole: bool = False) -> Ask[None]:
    def there(answers: Sequence[Any]) -> Ask[None] | None:
        ours, any_ = answers[-1][0]
        if any_ and not ours:
            raise StoreError(store, FOREIGN)
        if not ours:
            result: Ask[None] | None = read(None)
            return result
        return Ask([Query(_VERSION)], lambda found: read(found[0][0][0]))

    return Ask([*first, Query(_IS_THERE)], there, whole=whole)
