"""JSON as Amazon's API gives it, read so that no malformed shape can do harm.

A file holds one document, an array of documents, or JSON Lines.
Code of the ``SourceError``: ``bad_json``; of rejections: ``bad_json`` for a broken line of JSON
Lines, and ``bad_record`` for a value of another kind than expected.
"""

from collections.abc import Iterator
from itertools import count, repeat

import attrs

from ordercore.adapters.amazon.fields import BadField, required
from ordercore.adapters.amazon.files import Text
from ordercore.errors import SourceError
from ordercore.ports.source import Origin, Rejection

LONGEST_SHOWN = 80


@attrs.frozen
class Node:
    """A JSON value that should be an object, and the path to it.

    It may be anything; the first look inside refuses whatever is no object.
    """

    body: object
    path: str = ""

    def field(self, name: str) -> str:
        """Give the path of a member."""
        return f"{self.path}.{name}" if self.path else name

    def value(self, name: str) -> object:
        """Give a member as it is; ``None`` where it is absent."""
        if not isinstance(self.body, dict):
            raise _misshapen(self.path, self.body, "a JSON object")
        return self.body.get(name)

    def has(self, *names: str) -> bool:
        """Tell whether all of these members are there, neither null nor an empty object."""
        return all(self.value(name) not in (None, {}) for name in names)

    def node(self, name: str) -> "Node":
        """Give a member that is an object; an empty one where it is absent."""
        value = self.value(name)
        return Node({} if value is None else value, self.field(name))

    def nodes(self, name: str) -> tuple["Node", ...]:
        """Give a member that is a list of objects; an empty one where it is absent."""
        items = self.items(name)
        return tuple(Node(item, f"{self.field(name)}[{at}]") for at, item in enumerate(items))

    def items(self, name: str) -> list[object]:
        """Give a member that is a list; an empty one where it is absent."""
        items = self.value(name)
        if items is None:
            return []
        if not isinstance(items, list):
            raise _misshapen(self.field(name), items, "a JSON array")
        return items

    def text(self, name: str) -> str:
        """Give a member that is text, without the spaces around it; blank where it is absent."""
        value = self.value(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise _misshapen(self.field(name), value, "text")
        return value.strip()

    def required(self, name: str) -> str:
        """Give a member that is text and not blank."""
        return required(self.text(name), self.field(name))


def _misshapen(path: str, value: object, expected: str) -> BadField:
    return BadField(path, "bad_record", str(value)[:LONGEST_SHOWN], expected)


@attrs.frozen
class Document:
    """One answer of the API, and the numbers that its records get.

    In JSON Lines a record has the number of its line; elsewhere records are counted from 1.
    """

    file: str
    body: object
    numbers: Iterator[int]

    def origin(self) -> Origin:
        """Give the origin of the next record."""
        return Origin(self.file, next(self.numbers))


def documents(text: Text) -> Iterator[Document | Rejection]:
    """Give the documents of a file, and a rejection for each broken line of JSON Lines.

    Raises:
        SourceError: when nothing in it is JSON.
    """
    whole, problem = _decoded(text.content)
    if not problem:
        numbers = count(1)
        bodies = whole if isinstance(whole, list) else [whole]
        return (Document(text.file, body, numbers) for body in bodies)
    lines = list(_lines(text))
    # A broken document over many lines has lines that are JSON by themselves, but hardly a whole
    # object; a broken array of one object to a line has, and begins with its bracket.
    if not text.content.lstrip().startswith("[") and any(map(_is_object, lines)):
        return iter(lines)
    raise SourceError(text.file, "bad_json", f"the file is not JSON: {problem}")


def _lines(text: Text) -> Iterator[Document | Rejection]:
    for number, line in enumerate(text.content.split("\n"), 1):
        if line.strip():
            body, problem = _decoded(line)
            if problem:
                shown = line.strip()[:LONGEST_SHOWN]
                message = f"the line is not JSON: {problem}"
                yield Rejection(Origin(text.file, number), "", "bad_json", shown, message)
            else:
                yield Document(text.file, body, repeat(number))


def _is_object(line: Document | Rejection) -> bool:
    return isinstance(line, Document) and isinstance(line.body, dict) and bool(line.body)


def _decoded(text: str) -> tuple[object, str]:
    """Give the value of JSON text, or else what is wrong with it."""
    import msgspec

    try:
        return msgspec.json.decode(text), ""
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        return None, str(error) or type(error).__name__
