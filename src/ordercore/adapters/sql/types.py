"""What columns hold, in the words of each dialect."""

from collections.abc import Mapping

from ordercore.orders.derived import Column, Holding

_TYPES = {
    "sqlite": {"{text}": "TEXT", "{number}": "INTEGER", "{bytes}": "BLOB"},
    "postgresql": {"{text}": 'text COLLATE "C"', "{number}": "bigint", "{bytes}": "bytea"},
}

_HOLDING: Mapping[Holding, str] = {Holding.WORD: "{text}", Holding.NUMBER: "{number}"}


def typed(text: str, dialect: str) -> str:
    """Say in a dialect what columns hold: ``{text}``, ``{number}`` or ``{bytes}``."""
    for mark, type in _TYPES[dialect].items():
        text = text.replace(mark, type)
    return text


def declared(column: Column) -> str:
    """Declare a column of a derived table, as of no dialect yet."""
    return f"{column.name} {_HOLDING[column.holds]}"
