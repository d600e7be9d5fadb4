"""Bytes: how values, events and command ids are written and read.

JSON by msgspec, straight from and to the attrs classes; msgspec is loaded when first used.
Instants are written as ISO 8601 in UTC.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from ordercore.errors import InvalidValue, StoreError
from ordercore.inventory import InventoryCommand, StockEvent
from ordercore.inventory import events as stock_events
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant, read_back
from ordercore.orders.decider import EVENTS as ORDER_EVENTS
from ordercore.orders.message import OrderCommand, OrderEvent

T = TypeVar("T")

_KINDS: tuple[type[OrderEvent] | type[StockEvent], ...] = (*ORDER_EVENTS, *stock_events.EVENTS)

EVENTS = {kind.__name__: kind for kind in _KINDS}
"""Stored name → class. A released name never changes."""


def encode(value: object) -> bytes:
    """Write a value as JSON."""
    return _encoder()(value)


def decode(kind: type[T], data: bytes) -> T:
    """Read a value back.

    Raises:
        StoreError: when the bytes are not such a value.
    """
    import msgspec

    try:
        value: T = _decoder(kind)(data)  # type: ignore[arg-type]
    except msgspec.DecodeError as error:
        raise StoreError(kind.__name__, f"a stored value cannot be read: {error}") from error
    return value


def decode_event(name: str, data: bytes) -> OrderEvent | StockEvent:
    """Read an event by its stored name.

    Raises:
        InvalidValue: when no event has this name.
    """
    kind = EVENTS.get(name)
    if kind is None:
        raise InvalidValue("event", name, "an event of this version of ordercore")
    return decode(kind, data)


def digest(command: OrderCommand | InventoryCommand) -> bytes:
    """Give a fingerprint of what a command asks, whenever it was asked."""
    asked = replace(command, at=_ANY_TIME)
    name = type(command).__name__.encode()
    return hashlib.blake2b(encode(asked), person=name[:16], digest_size=16).digest()


_ANY_TIME = instant("1970-01-01T00:00:00+00:00")


def _write_instant(value: object) -> str:
    if isinstance(value, Instant):
        return value.isoformat()
    raise TypeError(f"no way to write a {type(value).__name__}")


def _read_instant(kind: type, text: object) -> object:
    if kind is Instant and isinstance(text, str):
        return read_back(text)
    raise TypeError(f"no way to read a {kind.__name__}")


@cache
def _encoder() -> Callable[[object], bytes]:
    import msgspec

    return msgspec.json.Encoder(enc_hook=_write_instant).encode


@cache
def _decoder(kind: Any) -> Callable[[bytes], Any]:
    import msgspec

    return msgspec.json.Decoder(kind, dec_hook=_read_instant).decode
