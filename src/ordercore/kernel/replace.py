"""Copy a frozen value with some fields changed."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Protocol, TypeVar

import attrs

T = TypeVar("T")


class Named(Protocol):
    """Something that is found by its id."""

    @property
    def id(self) -> str:
        """By which it is found."""
        ...


N = TypeVar("N", bound=Named)

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


def with_changed(values: tuple[N, ...], id: str, change: Callable[[N], N]) -> tuple[N, ...]:
    """Give values with the one of this ``id`` changed; the others stay as they are."""
    return tuple([change(value) if value.id == id else value for value in values])


def completed(value: T, **changes: Any) -> T:
    """Give ``value`` again with ``changes`` that need no checking, since they were made here.

    Neither converters nor checks are run again: what was valid stays so.

    Raises:
        AttributeError: when ``changes`` names a field that the class does not have.
    """
    cls: Any = type(value)
    copy: T = object.__new__(cls)
    fields, puts = _members(cls)
    for put, given in zip(puts, fields(value), strict=True):
        put(copy, given)
    for name, given in changes.items():
        object.__setattr__(copy, name, given)
    return copy


@cache
def _members(cls: Any) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[Callable[..., None], ...]]:
    """Give what reads all fields of a class, and what sets each, past its being frozen."""
    names = [field.name for field in attrs.fields(cls)]
    return attrgetter(*names), tuple([getattr(cls, name).__set__ for name in names])


def _write_copier(cls: type) -> Callable[..., Any]:
    names = [field.name for field in attrs.fields(cls) if field.init]
    parameters = "".join(f", {name}=same" for name in names)
    given = [f"value.{name} if {name} is same else {name}" for name in names]
    if _is_plain(cls):
        steps = "".join(f"    put_{n}(copy, {g})\n" for n, g in zip(names, given, strict=True))
        body = f"    copy = new(cls)\n{steps}    return copy\n"
    else:
        arguments = ", ".join(f"{n}={g}" for n, g in zip(names, given, strict=True))
        body = f"    return cls({arguments})\n"
    scope: dict[str, Any] = {"cls": cls, "same": object(), "new": object.__new__}
    if _is_plain(cls):
        scope |= {f"put_{name}": put for name, put in zip(names, _members(cls)[1], strict=True)}
    source = f"def copier(value, *{parameters}):\n{body}"
    exec(source, scope)  # noqa: S102 - our own source, from the names of declared fields
    written: Callable[..., Any] = scope["copier"]
    return written


def _is_plain(cls: type) -> bool:
    """Tell whether making a value of a class does nothing but set its fields."""
    checked = any(
        field.converter is not None or field.validator is not None or not field.init
        for field in attrs.fields(cls)
    )
    # One that keeps its hash has a slot for it beside its fields.
    more = ("__attrs_post_init__", "__attrs_init__", "_attrs_cached_hash")
    own_ways = any(hasattr(cls, name) for name in more)
    return not checked and not own_ways and "__slots__" in vars(cls)
