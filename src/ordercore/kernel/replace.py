"""Copy a frozen value with some fields changed."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import attrs

T = TypeVar("T")

_COPIERS: dict[type, Callable[..., Any]] = {}


def replace(value: T, **changes: Any) -> T:
    """Give ``value`` again with ``changes``.

    Does what ``attrs.evolve`` does, but through one function written per class, since folds do
    little else.

    Raises:
        TypeError: when ``changes`` names a field that the class does not have.
    """
    cls = type(value)
    copier = _COPIERS.get(cls)
    if copier is None:
        copier = _COPIERS[cls] = _write_copier(cls)
    copy: T = copier(value, **changes)
    return copy


def completed(value: T, **changes: Any) -> T:
    """Give ``value`` again with ``changes`` that need no checking, since they were made here.

    Neither converters nor checks are run again: what was valid stays so.

    Raises:
        AttributeError: when ``changes`` names a field that the class does not have.
    """
    cls: Any = type(value)
    copy: T = object.__new__(cls)
    put = object.__setattr__
    for name in _names(cls):
        put(copy, name, getattr(value, name))
    for name, given in changes.items():
        put(copy, name, given)
    return copy


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cls))


def _write_copier(cls: type) -> Callable[..., Any]:
    names = [field.name for field in attrs.fields(cls) if field.init]
    parameters = "".join(f", {name}=same" for name in names)
    arguments = ", ".join(f"{name}=value.{name} if {name} is same else {name}" for name in names)
    source = f"def copier(value, *{parameters}):\n    return cls({arguments})\n"
    scope: dict[str, Any] = {"cls": cls, "same": object()}
    exec(source, scope)  # noqa: S102 - our own source, from the names of declared fields
    written: Callable[..., Any] = scope["copier"]
    return written
