"""Reading JSON answers, whose fields may be missing or something else than they should be."""

from collections.abc import Callable, Mapping
from typing import Any

from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant

Answer = Mapping[str, Any]
"""A JSON object."""

Promise = Callable[[Answer], Instant | None]
"""Reads by when a rate promises to deliver."""


def text_of(given: Answer, field: str) -> str:
    """Give a text that has to be there.

    Raises:
        InvalidValue: when it is missing, blank or something else.
    """
    value = given.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(field, value, "text")
    return value.strip()


def object_of(given: Answer, field: str) -> Answer:
    """Give an object that has to be there.

    Raises:
        InvalidValue: when it is missing or something else.
    """
    value = given.get(field)
    if not isinstance(value, Mapping):
        raise InvalidValue(field, value, "an object")
    return value


def objects(given: Answer, field: str) -> list[Answer]:
    """Give the objects of a list, or none where there is no list.

    Raises:
        InvalidValue: when it is something else.
    """
    value = given.get(field) or []
    if not isinstance(value, list) or not all(isinstance(some, Mapping) for some in value):
        raise InvalidValue(field, value, "a list of objects")
    return value
