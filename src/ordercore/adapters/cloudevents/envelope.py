"""The envelope: an event as a CloudEvent in structured mode, and back.

The rules are those of CloudEvents 1.0.2 (github.com/cloudevents/spec): the context attributes and
the JSON event format; the extensions are those that the project documents as Sequence,
Partitioning and Correlation.
"""

import json
import re
from typing import Any
from urllib.parse import quote, unquote

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.ports.publisher import Published
from ordercore.ports.records import Key

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
"""What a request or a message that carries one says of itself (JSON event format §3)."""

URI_REFERENCE = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
"""RFC 3986: the signs of which a reference is made up."""

URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:{URI_REFERENCE.pattern}")

NO_ATTRIBUTE = re.compile(
    "[%\x00-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
"""Control characters and noncharacters, which no attribute may hold (type system: String), and
the sign by which they are written instead."""


@attrs.frozen(kw_only=True)
class Envelope:
    """What every event of a host is wrapped in.

    ``source`` says where events come from, as a URI reference: ``https://shop.example/orders``, or
    ``/sellers/A1`` where a system has several sellers; with the id it names an event in the world.
    ``prefix`` begins the type (``ordercore.OrderPlaced.v2``): the spec asks for a reversed domain
    name of whoever defines the events.
    ``schemas`` is where schemas of events are found, if anywhere; the name and version follow it.
    """

    source: str
    prefix: str = "ordercore"
    schemas: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what the spec does not allow."""
        if not _fits(URI_REFERENCE, self.source):
            raise InvalidValue("source", self.source, "a URI reference such as /sellers/A1")
        if not _fits(re.compile(r"[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)*"), self.prefix):
            raise InvalidValue("prefix", self.prefix, "a domain name reversed, as com.example")
        if self.schemas != "" and not _fits(URI, self.schemas):
            raise InvalidValue("schemas", self.schemas, "an absolute URI")

    def write(self, event: Published) -> bytes:
        """Give an event as JSON."""
        version = f"v{event.version}"
        attributes = {
            "specversion": "1.0",
            "id": _attribute(event.key),
            "source": self.source,
            "type": f"{self.prefix}.{event.kind}.{version}",
            "subject": _attribute(str(event.stream)),
            "time": event.at.isoformat(),
            "datacontenttype": "application/json",
            "sequence": f"{event.seq:010}",
            "partitionkey": _attribute(str(event.stream)),
        }
        if self.schemas:
            attributes["dataschema"] = f"{self.schemas.rstrip('/')}/{event.kind}/{version}"
        if event.cause is not None:
            stream, seq = event.cause
            attributes["causationid"] = _attribute(f"{stream}/{seq}/event")
        if event.command_id is not None:
            attributes["commandid"] = _attribute(event.command_id)
        head = json.dumps(attributes, ensure_ascii=False, separators=(",", ":")).encode()
        return b'%s,"data":%s}' % (head[:-1], event.data)


def read(body: bytes | str) -> Published:
    """Read an event that was written by :meth:`Envelope.write`.

    Raises:
        InvalidValue: when it is none.
    """
    try:
        found: dict[str, Any] = json.loads(body)
        kind, version = found["type"].rsplit(".", 2)[1:]
        caused, command_id = found.get("causationid"), found.get("commandid")
        return Published(
            key=unquote(found["id"]),
            stream=_stream(found["subject"]),
            seq=int(found["sequence"]),
            name=kind if version == "v1" else f"{kind}/{int(version[1:])}",
            at=instant(found["time"]),
            data=json.dumps(found["data"], ensure_ascii=False, separators=(",", ":")).encode(),
            cause=None if caused is None else _cause(caused),
            command_id=None if command_id is None else unquote(command_id),
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        raise InvalidValue("event", body, "a CloudEvent of ordercore's in JSON") from None


def _fits(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def _attribute(text: str) -> str:
    return NO_ATTRIBUTE.sub(lambda found: quote(found[0], safe=""), text)


def _stream(subject: str) -> Key:
    kind, id = unquote(subject).split("/", 1)
    return Key(kind, id)


def _cause(key: str) -> tuple[Key, int]:
    stream, seq, _ = key.rsplit("/", 2)
    return _stream(stream), int(seq)
