"""Answers with something odd in one place."""

import copy
from collections.abc import Iterator
from typing import Any


def places(value: object, way: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value inside of a value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    for name, some in inner:
        yield (*way, name)
        yield from places(some, (*way, name))


def changed(value: Any, way: tuple[Any, ...], odd: object) -> Any:
    """Give a copy with something odd in one place."""
    whole = copy.deepcopy(value)
    inner = whole
    for name in way[:-1]:
        inner = inner[name]
    inner[way[-1]] = odd
    return whole
