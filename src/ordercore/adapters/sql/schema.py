"""The tables of a store: what makes them, and brings those of an older version up to date."""

from ordercore.adapters.sql.derived_schema import remade
from ordercore.adapters.sql.migrations import FIRST, STEPS
from ordercore.adapters.sql.tables import TABLES, VERSION_TABLE
from ordercore.errors import InvalidValue

VERSION = 3


def statements(dialect: str, since: int = 0) -> tuple[str, ...]:
    """Give what makes the tables, or brings those of an older version up to date.

    New tables are those of version 2, and then go the way of all others.

    Raises:
        InvalidValue: when there is no such dialect or version.
    """
    checked_dialect(dialect)
    if since == VERSION:
        return ()
    if since == 0:
        made = [getattr(some, dialect) for some in (VERSION_TABLE, *TABLES)]
        made.append(f"INSERT INTO ordercore_schema (version) VALUES ({VERSION})")  # noqa: S608
        begun = 2
    elif type(since) is not int or not FIRST[dialect] <= since < VERSION:
        known = f"0, for no tables yet, or a version from {FIRST[dialect]} to {VERSION}"
        raise InvalidValue("since", since, known)
    else:
        made, begun = [], since
    for version in range(begun + 1, VERSION + 1):
        made += STEPS[version][dialect]
    if since:
        made.append(f"UPDATE ordercore_schema SET version = {VERSION}")  # noqa: S608
    return (*made, *remade(dialect))


def ddl(dialect: str, since: int = 0) -> str:
    """Give the same as one text, for hosts that keep their own migrations.

    ``since`` is the version of the tables that are there; 0 when there are none.

    Raises:
        InvalidValue: when there is no such dialect or version.
    """
    return _text(statements(dialect, since))


def derived_ddl(dialect: str) -> str:
    """Give what makes the derived tables anew and empty, and has every order counted again.

    Raises:
        InvalidValue: when there is no such dialect.
    """
    return _text(remade(checked_dialect(dialect)))


def checked_dialect(dialect: str) -> str:
    """Give a dialect that there is.

    Raises:
        InvalidValue: when there is none of that name.
    """
    if dialect not in FIRST:
        raise InvalidValue("dialect", dialect, f"one of {', '.join(FIRST)}")
    return dialect


def _text(statements: tuple[str, ...]) -> str:
    return "".join(f"{text};\n" for text in statements)
