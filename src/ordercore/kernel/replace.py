"""Copy a frozen value with some fields changed."""

from collections.abc import Callable
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

_COMPLETERS: dict[type, Callable[..., Any]] = {}


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
        TypeError: when ``changes`` names a field that the class does not have.
    """
    cls = type(value)
    completer = _COMPLETERS.get(cls)
    if completer is None:
        completer = _COMPLETERS[cls] = _written(cls, _all_fields(cls), plain=True)
    copy: T = completer(value, **changes)
    return copy


def _write_copier(cls: type) -> Callable[..., Any]:
    given = [field.name for field in attrs.fields(cls) if field.init]
    return _written(cls, given, plain=_is_plain(cls))


def _all_fields(cls: type) -> list[str]:
    return [field.name for field in attrs.fields(cls)]


def _written(cls: type, names: list[str], *, plain: bool) -> Callable[..., Any]:
    """Write the function that copies a class: field by field where that is all there is to it."""
    parameters = "".join(f", {name}=same" for name in names)
    given = [f"value.{name} if {name} is same else {name}" for name in names]
    scope: dict[str, Any] = {"cls": cls, "same": object(), "new": object.__new__}
    if plain:
        steps = "".join(f"    put_{n}(copy, {g})\n" for n, g in zip(names, given, strict=True))
        body = f"    copy = new(cls)\n{steps}    return copy\n"
        kind: Any = cls
        scope |= {f"put_{name}": getattr(kind, name).__set__ for name in names}
    else:
        arguments = ", ".join(f"{n}={g}" for n, g in zip(names, given, strict=True))
        body = f"    return cls({arguments})\n"
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
