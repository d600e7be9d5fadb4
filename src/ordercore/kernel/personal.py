"""Personal data: which fields hold it, how they are shown, and how they are blanked.

A field says of itself that it is personal: ``attrs.field(repr=unshown, metadata=PERSONAL)``.
Whatever has to find, hide or blank what is personal asks the fields, so that a new kind of value
needs no code of its own for it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_args

import attrs

from ordercore.errors import Unshown
from ordercore.kernel.replace import completed

T = TypeVar("T")

PERSONAL: Mapping[object, bool] = MappingProxyType({"ordercore.personal": True})
"""The metadata of a field that may tell who somebody is, or what somebody said."""


def unshown(value: object) -> str:
    """Show that there is something personal, and not what; the ``repr`` of a personal field."""
    return "…" if value else repr(value)


def is_personal(field: "attrs.Attribute[Any]") -> bool:
    """Tell whether a field of an attrs class holds personal data."""
    return bool(field.metadata.get("ordercore.personal", False))


@cache
def personal_fields(kind: Any) -> frozenset[str]:
    """Give the names of the fields of an attrs class that hold personal data."""
    return frozenset([field.name for field in attrs.fields(kind) if is_personal(field)])


def holds_personal(kind: Any) -> bool:
    """Tell whether a type is a value with personal fields, or may have one in it."""
    if isinstance(kind, type) and attrs.has(kind) and personal_fields(kind):
        return True
    return any(map(holds_personal, get_args(kind)))


def hidden(value: object) -> object:
    """Give what an error shows of something personal: of which type it is, or that it is none."""
    return value if value is None else Unshown(type(value).__name__)


def personal_in(value: object) -> Counter[str]:
    """Count what is personal in a value, however deep: ``Address.name`` → how many are not blank.

    It tells which fields there are, and not what they hold.
    """
    return Counter(_named(value))


def blanked(value: T) -> T:
    """Give a value with everything personal in it blank; itself where nothing is.

    Blank is what the field has where nobody told it: an empty text, an empty tuple. Whatever else
    there is stays equal, and blanking twice is blanking once.

    Raises:
        TypeError: when a personal field holds something that cannot be blank.
    """
    blank: T = _blanked(value)
    return blank


def _named(value: object) -> Iterator[str]:
    kind: Any = type(value)
    if attrs.has(kind):
        personal = personal_fields(kind)
        for name in _names(kind):
            part = getattr(value, name)
            if name not in personal:
                yield from _named(part)
            elif part:
                yield f"{kind.__name__}.{name}"
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _named(part)
    elif isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _named(part)


def _blanked(value: Any) -> Any:
    kind: Any = type(value)
    if attrs.has(kind):
        return _blank_value(value)
    if kind is tuple:
        parts = [_blanked(part) for part in value]
        same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if same else tuple(parts)
    if isinstance(value, Mapping):
        changed = {key: _blanked(part) for key, part in value.items()}
        return value if all(changed[key] is value[key] for key in changed) else changed
    return value


def _blank_value(value: Any) -> Any:
    kind: Any = type(value)
    personal, changes = personal_fields(kind), dict[str, Any]()
    for name in _names(kind):
        old = getattr(value, name)
        new = _blank(old) if name in personal else _blanked(old)
        if new is not old:
            changes[name] = new
    # Unchecked, since what was valid when it was stored may be asked for more by now.
    return completed(value, **changes) if changes else value


def _blank(value: Any) -> Any:
    """Give what stands for nothing of the same type."""
    if not value:
        return value
    if isinstance(value, str | bytes | tuple | frozenset):
        return value[:0] if isinstance(value, str | bytes | tuple) else frozenset()
    raise TypeError(f"a {type(value).__name__} cannot be blank")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple([field.name for field in attrs.fields(kind)])
