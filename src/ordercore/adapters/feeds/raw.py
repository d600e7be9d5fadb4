"""A plain shape of our own, for sources that nothing here knows: in our words, or not at all.

One object with ``number``, ``carrier``, ``source`` and a list of ``events``, each with

- ``status``: a value of :class:`~ordercore.shipping.tracking.TrackingStatus`; required
- ``at``: an ISO 8601 time, with an offset if it is known; a date alone will do; required
- ``exception``: a value of :class:`~ordercore.shipping.tracking.ExceptionCode`
- ``place``, ``code``, ``id``, ``text``: text
- ``estimated``: when delivery is expected, as ``at``
- ``correction``: true where it says that what was said before is wrong
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

from ordercore.adapters.feeds.feed import Gathering, TrackingFeed
from ordercore.adapters.feeds.reading import (
    FeedError,
    an_object,
    inside,
    maybe_time,
    required,
    text,
    time,
)
from ordercore.shipping.tracking import ExceptionCode, TrackingEvent, TrackingStatus

E = TypeVar("E", bound=Enum)


def read_raw(payload: object) -> tuple[TrackingFeed, ...]:
    """Read a feed in the plain shape.

    Raises:
        FeedError: when it is not of this shape; single events that cannot be read, words unknown
            to us among them, are told in the feed.
    """
    given = an_object(payload, "")
    if "events" not in given:
        raise FeedError("payload", "not_tracking", given, "an object with a list of events")
    number, carrier = required(given, "number"), text(given, "carrier")
    source = text(given, "source") or "raw"
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        correction = one.get("correction", False)
        if not isinstance(correction, bool):
            where = inside(way, "correction")
            raise FeedError(where, "unknown_word", correction, "true or false")
        return TrackingEvent(
            status=_word(TrackingStatus, required(one, "status", way), inside(way, "status")),
            exception=_exception(one, way),
            when=time(one, "at", way),
            place=text(one, "place", way),
            carrier=carrier,
            code=text(one, "code", way),
            estimated=maybe_time(one, "estimated", way),
            correction=correction,
            source=source,
            source_id=text(one, "id", way),
            text=text(one, "text", way),
        )

    gathering.read_all(given["events"], "events", scan)
    return (gathering.feed(source, number, carrier),)


def _word(words: type[E], word: str, where: str) -> E:
    try:
        return words(word)
    except ValueError:
        known = ", ".join(str(one.value) for one in words)
        raise FeedError(where, "unknown_word", word, f"one of {known}") from None


def _exception(one: Mapping[str, Any], way: str) -> ExceptionCode | None:
    word = text(one, "exception", way)
    return _word(ExceptionCode, word, inside(way, "exception")) if word else None
