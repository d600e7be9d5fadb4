"""Plain types at the edge: what is kept must be what its annotation says.

A store writes a value as it is and reads it as it should be, so a wrong type that got in would
be found too late.
"""

import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs

from ordercore.errors import InvalidValue

Check = Callable[[object], bool]


def check_types(value: object) -> None:
    """Check the fields of an attrs value against their annotations.

    Raises:
        InvalidValue: for the first field that is of another type, or text that is no Unicode.
    """
    cls: Any = type(value)
    for name, expected, fits in _checks(cls):
        given = getattr(value, name)
        if not fits(given):
            raise InvalidValue(name, given, expected)


@cache
def _checks(cls: Any) -> tuple[tuple[str, str, Check], ...]:
    hints = typing.get_type_hints(cls)
    fields = attrs.fields(cls)
    return tuple((f.name, _named(hints[f.name]), _check(hints[f.name])) for f in fields)


def _named(hint: Any) -> str:
    return f"of type {hint.__name__ if isinstance(hint, type) else hint}"


def _check(hint: Any) -> Check:
    """Make the check for an annotation: plain classes, unions of them, and tuples."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        options = tuple(_check(option) for option in typing.get_args(hint))
        return lambda value: any(fits(value) for fits in options)
    if origin is tuple:
        inner = typing.get_args(hint)
        if inner[-1] is not Ellipsis:
            parts = tuple(_check(part) for part in inner)
            return lambda value: (
                isinstance(value, tuple)
                and len(value) == len(parts)
                and all(fits(part) for fits, part in zip(parts, value, strict=True))
            )
        fits_each = _check(inner[0])
        return lambda value: isinstance(value, tuple) and all(map(fits_each, value))
    if hint is str:
        return is_text
    if hint is int:
        return lambda value: type(value) is int
    kind: type = hint
    return lambda value: isinstance(value, kind)


def is_text(value: object) -> bool:
    """Tell whether this is text that can be written down."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
