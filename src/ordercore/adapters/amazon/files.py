"""Files as text: whatever can go wrong before the first word is read.

Codes of the ``SourceError``: ``file_missing``, ``file_unreadable``, ``file_empty``,
``unknown_format``.
"""

import codecs
from pathlib import Path

import attrs

from ordercore.errors import SourceError
from ordercore.ports.source import Origin, Remark


@attrs.frozen
class Text:
    """What stands in a file, and what had to be assumed to read it."""

    file: str
    content: str
    remarks: tuple[Remark, ...] = ()


def read_text(path: str | Path) -> Text:
    """Read a file as UTF-8, as UTF-16 with a byte order mark, or else as Latin-1 with a remark.

    Raises:
        SourceError: when the file is missing, unreadable, empty or binary.
    """
    file = str(path)
    text = _decoded(file, _bytes(file))
    if "\0" in text.content:
        raise SourceError(file, "unknown_format", "the file is binary, not text")
    if not text.content.strip():
        raise SourceError(file, "file_empty", "the file is empty")
    return text


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise SourceError(file, "file_missing", "there is no such file") from None
    except (OSError, ValueError) as error:
        raise SourceError(file, "file_unreadable", f"the file cannot be read: {error}") from None


def _decoded(file: str, data: bytes) -> Text:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Text(file, _utf_16(file, data))
    try:
        return Text(file, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    message = f"line {line} is not UTF-8; the file was read as Latin-1 (Windows-1252)"
    return Text(file, _latin_1(data), (Remark(Origin(file, line), "", "assumed_latin_1", message),))


def _utf_16(file: str, data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        detail = "the file begins like UTF-16 text and does not go on so"
        raise SourceError(file, "unknown_format", detail) from None


def _latin_1(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
