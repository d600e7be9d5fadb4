"""Slim shapes: values as they are written when fields at their defaults are left out.

Most fields of most events are at their defaults, and reading fills those in. So a default is part
of the stored shape: one that changes needs an upcaster, as a field that changes does.
"""

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs


@cache
def slimmed(kind: Any, without: str = "") -> Callable[[object], object]:
    """Give what turns a value of a kind into its slim shape, without one of its fields."""
    import msgspec

    shape = _shape_of(kind, without)
    return lambda value: msgspec.convert(value, shape, from_attributes=True)


@cache
def _shape_of(kind: type, without: str = "") -> Any:
    import msgspec

    attrs.resolve_types(kind)
    kept = [field for field in attrs.fields(kind) if field.name != without]
    fields = [(field.name, _part(field.type), *_default(field)) for field in kept]
    return msgspec.defstruct(kind.__name__, fields, omit_defaults=True, kw_only=True)


def _default(field: "attrs.Attribute[Any]") -> tuple[Any, ...]:
    import msgspec

    if field.default is attrs.NOTHING:
        return ()
    default: Any = field.default
    made = isinstance(default, attrs.Factory)  # type: ignore[arg-type]
    return (msgspec.field(default_factory=default.factory),) if made else (default,)


def _part(kind: Any) -> Any:
    """Give the slim shape of a field; of anything but a value of ours, whatever it is."""
    if isinstance(kind, type) and attrs.has(kind):
        return _shape_of(kind)
    inner = [some for some in get_args(kind) if some not in (type(None), Ellipsis)]
    part: Any = _part(inner[0]) if len(inner) == 1 else Any
    if part is Any:
        return Any
    if get_origin(kind) is tuple:
        return tuple.__class_getitem__((part, ...))
    return part | None if get_origin(kind) in (UnionType, Union) else Any
