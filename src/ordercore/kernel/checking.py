"""Plain types at the edge: what is kept must be what its annotation says.

A store writes a value as it is and reads it as it should be, so a wrong type that got in would
be found too late.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.personal import hidden, holds_personal, is_personal

Check = Callable[[object], bool]

T = TypeVar("T")


def check_types(value: object) -> None:
    """Check the fields of an attrs value against their annotations.

    Raises:
        InvalidValue: for the first field that is of another type, or text that is no Unicode; of a
            personal field it names the field, and does not show the value.
    """
    cls: Any = type(value)
    fields, checks = _checks(cls)
    for given, (name, kinds, expected, fits, personal) in zip(fields(value), checks, strict=True):
        # Most values are of a very class that is asked for, and need no closer look; text does,
        # unless it is plain.
        if type(given) in kinds and (type(given) is not str or given.isascii()):
            continue
        if not fits(given):
            raise InvalidValue(name, hidden(given) if personal else given, expected)


Field = tuple[str, frozenset[type], str, Check, bool]


@cache
def _checks(cls: Any) -> tuple[Callable[[object], tuple[object, ...]], tuple[Field, ...]]:
    hints = typing.get_type_hints(cls)
    personal = {
        field.name: is_personal(field) or holds_personal(hints[field.name])
        for field in attrs.fields(cls)
    }
    names = list(personal)
    checks = tuple(
        (n, _kinds(hints[n]), _named(hints[n]), _check(hints[n]), personal[n]) for n in names
    )
    # A getter of one name gives its value, and of several a tuple of them.
    fields = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return fields, checks


def _kinds(hint: Any) -> frozenset[type]:
    """Give the classes that settle it by themselves, but for text that is not plain."""
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return frozenset(kind for kind in options if isinstance(kind, type))


def _named(hint: Any) -> str:
    return f"of type {hint.__name__ if isinstance(hint, type) else hint}"


def _check(hint: Any) -> Check:
    """Make the check for an annotation: plain classes, unions of them, tuples, sets, mappings."""
    origin = typing.get_origin(hint)
    if origin is frozenset:
        (fits_any,) = map(_check, typing.get_args(hint))
        return lambda value: isinstance(value, frozenset) and all(map(fits_any, value))
    if origin is Mapping:
        fits_key, fits_value = map(_check, typing.get_args(hint))
        return lambda value: (
            isinstance(value, Mapping)
            and all(map(fits_key, value))
            and all(map(fits_value, value.values()))
        )
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


def of_type(value: object, kind: type[T], field: str) -> T:
    """Give an argument back as it is.

    Raises:
        InvalidValue: when it is of another type.
    """
    if not isinstance(value, kind):
        raise InvalidValue(field, hidden(value) if holds_personal(kind) else value, _named(kind))
    return value


def several(values: Iterable[T], field: str) -> tuple[T, ...]:
    """Give several values as a tuple.

    Raises:
        InvalidValue: when it is one value, or text, where several are asked for.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidValue(field, values, "several, in a list or a tuple")
    return tuple(values)


def plain_date(value: object, field: str) -> dt.date:
    """Give a day as a plain date.

    Raises:
        InvalidValue: when it is none, or has a time of day, which in another zone is another day.
    """
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise InvalidValue(field, value, "a date without a time")
    return dt.date(value.year, value.month, value.day)


def plain_dates(values: Iterable[object], field: str) -> frozenset[dt.date]:
    """Give days as a set of plain dates.

    Raises:
        InvalidValue: when they are not several, or one of them is no :func:`plain_date`.
    """
    return frozenset([plain_date(value, field) for value in several(values, field)])


def weekdays_of(values: Iterable[object], field: str) -> frozenset[int]:
    """Give weekdays as a set of numbers from 0, a Monday, to 6.

    Raises:
        InvalidValue: when they are not several, or one of them is no such number.
    """
    given = several(values, field)
    days = [day for day in given if type(day) is int and 0 <= day <= 6]
    if len(days) < len(given):
        raise InvalidValue(field, values, "weekdays from 0, a Monday, to 6")
    return frozenset(days)


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
