"""Entries of a Redis stream: how an event becomes one, once, and how it is read back."""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.ids import checked
from ordercore.kernel.time import read_back
from ordercore.ports.publisher import Published
from ordercore.ports.records import Key

SCRIPT = """
if redis.call('EXISTS', KEYS[2]) == 1 then
    return false
end
local id = redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
redis.call('SET', KEYS[2], id, 'PX', ARGV[1])
return id
"""
"""Add an entry unless its key is remembered.

A script runs alone, so that two relays cannot both add it. What it has done when a command fails
stays done: the key is remembered last, since an entry that comes twice is better than none.
"""

A_WEEK = 7 * 86_400

LONGEST_WINDOW = 10 * 366 * 86_400


@attrs.frozen(kw_only=True)
class Target:
    """Where events go: a stream of Redis, and for how many seconds their keys are remembered.

    The window has to be longer than a relay tries, which is about a day; an event that is revived
    after it comes again, with the same key.
    Braces in a name keep the stream and its keys on one node of a cluster.
    """

    stream: str = "{ordercore}"
    window: float = A_WEEK

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be."""
        checked(self.stream, "stream")
        window: object = self.window
        if not isinstance(window, int | float) or not 1 <= window <= LONGEST_WINDOW:
            raise InvalidValue("window", window, "seconds, from 1 to ten years")

    def keys(self, event: Published) -> tuple[str, str]:
        """Give the keys that the script works on."""
        return self.stream, f"{self.stream}:seen:{event.key}"

    def arguments(self, event: Published) -> tuple[str | bytes, ...]:
        """Give the arguments of the script: the window, and the fields of the entry."""
        fields: dict[str, str | bytes] = {
            "key": event.key,
            "stream": str(event.stream),
            "seq": str(event.seq),
            "name": event.name,
            "at": event.at.isoformat(),
            "data": event.data,
        }
        if event.cause is not None:
            fields["cause"] = f"{event.cause[0]}/{event.cause[1]}"
        if event.command_id is not None:
            fields["command_id"] = event.command_id
        window = str(int(self.window * 1000))
        return (window, *(part for pair in fields.items() for part in pair))


def read(fields: Mapping[bytes, bytes] | Mapping[str, str]) -> Published:
    """Read an event from the fields of an entry, as a client of Redis gives them.

    Raises:
        InvalidValue: when they are no event.
    """
    try:
        found = {_text(name): _text(value) for name, value in fields.items()}
        stream, cause = found["stream"], found.get("cause")
        return Published(
            key=found["key"],
            stream=Key(*stream.split("/", 1)),
            seq=int(found["seq"]),
            name=found["name"],
            at=read_back(found["at"]),
            data=found["data"].encode(),
            cause=None if cause is None else _cause(cause),
            command_id=found.get("command_id"),
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        raise InvalidValue("fields", fields, "an event of ordercore's") from None


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()


def _cause(text: str) -> tuple[Key, int]:
    stream, seq = text.rsplit("/", 1)
    return Key(*stream.split("/", 1)), int(seq)
