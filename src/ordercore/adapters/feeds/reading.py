"""Single values out of a feed: read as they are, or refused by a code.

Codes: ``not_an_object``, ``not_a_list``, ``not_text``, ``missing_value``, ``bad_text``,
``bad_time``, ``unknown_word``, ``not_tracking`` (an answer about something else) and
``error_answer`` (the source says itself that it failed).
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text
from ordercore.kernel.time import instant
from ordercore.shipping.tracking import Interval, When

FEED_CODES = (
    "not_an_object",
    "not_a_list",
    "not_text",
    "missing_value",
    "bad_text",
    "bad_time",
    "unknown_word",
    "not_tracking",
    "error_answer",
)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

SHOWN = 80
"""Characters of a refused value that an error repeats."""


class FeedError(InvalidValue):
    """A payload, or one scan in it, cannot be read.

    ``field`` is its way in the payload (``tracking_details[3].datetime``), ``code`` one of
    :data:`FEED_CODES`, and ``value`` what stood there: the beginning of a text, else its kind.
    """

    def __init__(self, field: str, code: str, value: object, expected: str) -> None:
        shown = type(value).__name__
        if isinstance(value, str):
            shown = (value if is_text(value) else ascii(value))[:SHOWN]
        super().__init__(field, shown, expected)
        self.args = (field, code, shown, expected)
        self.code = code


def inside(path: str, key: str | int) -> str:
    """Give the way to something inside of what stands at ``path``."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def an_object(value: object, path: str) -> Mapping[str, Any]:
    """Take a JSON object, or refuse it."""
    if not isinstance(value, Mapping):
        raise FeedError(path or "payload", "not_an_object", value, "a JSON object")
    return value


def a_list(value: object, path: str) -> list[Any]:
    """Take a JSON list, or refuse it."""
    if not isinstance(value, list):
        raise FeedError(path, "not_a_list", value, "a JSON list")
    return value


def text(of: Mapping[str, Any], key: str, path: str = "") -> str:
    """Take a text without the spaces around it, blank where there is none; or refuse it."""
    value = of.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FeedError(inside(path, key), "not_text", value, "text or null")
    if not is_text(value):
        raise FeedError(inside(path, key), "bad_text", value, "text in Unicode")
    return value.strip()


def required(of: Mapping[str, Any], key: str, path: str = "") -> str:
    """Take a text that must not be blank."""
    value = text(of, key, path)
    if not value:
        raise FeedError(inside(path, key), "missing_value", value, "a value, and one is required")
    return value


def place(of: object, path: str, *keys: str) -> str:
    """Put a place together from its parts, the smallest first; blank where there is none."""
    if of is None:
        return ""
    parts = an_object(of, path)
    return ", ".join(filter(None, (text(parts, key, path) for key in keys)))


def time(of: Mapping[str, Any], key: str, path: str = "", *, zones_hold: bool = True) -> When:
    """Take an ISO 8601 time: an instant with its offset, an interval without, or of a day.

    With ``zones_hold=False`` an offset is taken for what some carriers make of it, a ``Z`` behind
    a local time, and left out.
    """
    value = required(of, key, path)
    try:
        if _DAY.fullmatch(value):
            return Interval.of_day(dt.date.fromisoformat(value))
        moment = dt.datetime.fromisoformat(value)
        if moment.tzinfo is not None and zones_hold:
            return instant(moment, key)
        return Interval.of_wall_time(moment.replace(tzinfo=None))
    except (ValueError, OverflowError):
        expected = "an ISO 8601 time such as 2026-01-31T09:30:00Z"
        raise FeedError(inside(path, key), "bad_time", value, expected) from None


def maybe_time(
    of: Mapping[str, Any], key: str, path: str = "", *, zones_hold: bool = True
) -> When | None:
    """Take a time where there is one."""
    if of.get(key) in (None, ""):
        return None
    return time(of, key, path, zones_hold=zones_hold)
