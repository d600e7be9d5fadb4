"""Bytes: how values, events and command ids are written and read.

JSON by msgspec, straight from and to the attrs classes; msgspec is loaded when first used.
Instants are written as ISO 8601 in UTC.
"""

import hashlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import Any, TypeVar

from pendulum import UTC

from ordercore.errors import StoreError
from ordercore.inventory import StockEvent
from ordercore.inventory import events as stock_events
from ordercore.kernel.time import Instant, read_back
from ordercore.orders.decider import EVENTS as ORDER_EVENTS
from ordercore.orders.message import OrderEvent
from ordercore.ports.dossiers import DossierEvent
from ordercore.service.dossiers import KINDS
from ordercore.service.slim import slimmed
from ordercore.service.upcasting import Versions

T = TypeVar("T")

Event = OrderEvent | StockEvent | DossierEvent

_KINDS: tuple[type[Event], ...] = (
    *ORDER_EVENTS,
    *stock_events.EVENTS,
    *(event for kind in KINDS for event in kind.events),
)

EVENTS = {kind.__name__: kind for kind in _KINDS}
"""Name → class. A released name never changes."""

VERSIONS = Versions(EVENTS)

_STORED_NAMES = {kind: VERSIONS.stored_name(name) for name, kind in EVENTS.items()}

_CURRENT = {stored: kind for kind, stored in _STORED_NAMES.items()}


def encode(value: object) -> bytes:
    """Write a value as JSON."""
    return _encoder()(value)


def encode_event(event: Event) -> bytes:
    """Write an event as JSON, without the fields that are at their defaults."""
    kind: Any = type(event)
    return _encoder()(slimmed(kind)(event))


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


def stored_name(event: Event) -> str:
    """Give the name under which an event is stored, with its version where it is not the first."""
    return _STORED_NAMES[type(event)]


def decode_event(name: str, data: bytes) -> Event:
    """Read an event by its stored name, whatever version it was stored in.

    Raises:
        InvalidValue: when no event has this name, or not yet this version.
        StoreError: when the bytes are no such event.
    """
    kind = _CURRENT.get(name)
    return _decode_older(name, data) if kind is None else decode(kind, data)


def _decode_older(name: str, data: bytes) -> Event:
    kind, version = VERSIONS.parted(name)
    body = decode(dict, data)
    try:
        newest = VERSIONS.upcast(kind, version, body)
    except (LookupError, TypeError, AttributeError) as error:
        raise StoreError(name, f"a stored value cannot be brought up to date: {error!r}") from error
    return decode(EVENTS[kind], encode(newest))


def digest(command: object) -> bytes:
    """Give a fingerprint of what a command asks, whenever it was asked.

    What a command leaves at its default is left out, so that a version that adds a field still
    knows what was asked before. In which order a mapping or a set was written does not count.
    """
    kind: Any = type(command)
    slim: Any = slimmed(kind, without="at")(command)
    _put_in_order(slim)
    asked = _encoder()(slim)
    return hashlib.blake2b(asked, person=kind.__name__.encode()[:16], digest_size=16).digest()


_WITHOUT_ORDER = frozenset({str, int, bool, type(None), tuple, Instant})
"""What most fields are. Whether it is a mapping or a set need not be asked, which costs more than
all else that a fingerprint takes."""


def _put_in_order(slim: Any) -> None:
    """Give the mappings and sets of a slim value, and of its own parts, one order."""
    for name in slim.__struct_fields__:
        value: Any = getattr(slim, name)
        if type(value) in _WITHOUT_ORDER:
            continue
        if isinstance(value, Mapping):
            setattr(slim, name, dict(sorted(value.items(), key=lambda item: encode(item[0]))))
        elif isinstance(value, AbstractSet):
            setattr(slim, name, sorted(value, key=encode))
        elif hasattr(value, "__struct_fields__"):
            _put_in_order(value)


def _write_instant(value: object) -> str:
    if isinstance(value, Instant):
        return _iso(value) if value.tzinfo is UTC else value.isoformat()
    if isinstance(value, str):
        # A text of a kind of its own, as template engines and XML libraries give it.
        return str.__str__(value)
    raise TypeError(f"no way to write a {type(value).__name__}")


@lru_cache(maxsize=64)
def _iso(at: Instant) -> str:
    """Write an instant in UTC; all that a command brings about has happened at the same one."""
    return at.isoformat()


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
