"""Rows of a rate card as they are written: TOML tables or lines of CSV, each with its line."""

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from ordercore.errors import SourceError

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z_]+)\s*\]\]?\s*(?:#.*)?$")

KIND = "row"
"""The column of CSV that says what a line is about."""


@attrs.frozen(kw_only=True)
class WrittenRow:
    """What is written about one thing: its kind, its line, and fields that are not blank."""

    kind: str
    line: int
    fields: Mapping[str, str]


def written_rows(text: str, file: str) -> tuple[WrittenRow, ...]:
    """Give the rows of a card: of CSV where ``file`` ends so, else of TOML.

    Raises:
        SourceError: when it is neither.
    """
    return tuple(_csv(text, file) if file.lower().endswith(".csv") else _toml(text, file))


def _csv(text: str, file: str) -> Iterator[WrittenRow]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        if KIND not in (reader.fieldnames or ()):
            raise SourceError(file, "no_header", f"the first line names no column {KIND!r}")
        for given in reader:
            # Under None stands what goes beyond the header, as a list.
            beyond = given.pop(None, None)
            fields = {name: (value or "").strip() for name, value in given.items()}
            kind = fields.pop(KIND)
            told = {name: value for name, value in fields.items() if value}
            if beyond:
                told["beyond the header"] = " ".join(beyond)
            if kind or told:
                yield WrittenRow(kind=kind, line=reader.line_num, fields=told)
    except csv.Error as error:
        raise SourceError(file, "not_csv", f"line {reader.line_num}: {error}") from error


def _toml(text: str, file: str) -> Iterator[WrittenRow]:
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(file, "not_toml", str(error)) from error
    lines: dict[str, list[int]] = {}
    for number, written in enumerate(text.splitlines(), start=1):
        found = _HEADER.match(written)
        if found:
            lines.setdefault(found[1], []).append(number)
    for kind, value in document.items():
        tables = value if isinstance(value, list) else [value]
        known = lines.get(kind, [])
        for number, table in enumerate(tables):
            line = known[number] if len(known) == len(tables) else 0
            given = table if isinstance(table, dict) else {"value": table}
            fields = {name: _text(some) for name, some in given.items()}
            yield WrittenRow(
                kind=kind, line=line, fields={name: some for name, some in fields.items() if some}
            )


def _text(value: object) -> str:
    """Write a value of TOML as it would stand in CSV: of a list, each value without its spaces.

    There, spaces stand between values, and a postal code may have one in it.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join("".join(_text(some).split()) for some in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()
