"""Whatever is wrong with a payload, a reader reads it or refuses it by a code."""

import copy
import random
from collections.abc import Mapping
from typing import Any

from feeds_writing import GOOD, Reader, recorded
from hypothesis import given, settings
from hypothesis import strategies as st

from ordercore.adapters.feeds import FEED_CODES, FeedError
from ordercore.kernel.checking import is_text
from ordercore.shipping.tracking import reduce

WORDS = st.sampled_from(
    [
        *("", " ", "null", "2026-03-04", "2026-03-04T10:00:00", "2026-03-04T10:00:00+99:00"),
        *("0001-01-01", "9999-12-31T23:59:59Z", "2026-W10-3T10", "2026-13-01", "\ud800", "\0"),
        *("delivered", "Delivered", "DELIVERED", "EVENT_301", "RETURNS", "Tracker", "١٢٣"),
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**4000)
    | st.floats()
    | WORDS
    | st.text(max_size=12)
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)

ONE = st.sampled_from([(read, payload) for _, read, payload in GOOD])


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Give every place in a payload: what holds it, and its key there."""
    keys = value if isinstance(value, Mapping) else range(len(value))
    found: list[tuple[Any, Any]] = []
    for key in keys:
        found.append((value, key))
        if isinstance(value[key], dict | list):
            found += spots(value[key])
    return found


def answers(read: Reader, payload: object) -> None:
    """Read it, or see it refused; what was read reduces."""
    try:
        feeds = read(payload)
    except FeedError as error:
        assert error.code in FEED_CODES
        assert str(error)
        return
    for feed in feeds:
        assert {refused.code for refused in feed.refused} <= set(FEED_CODES)
        assert all(is_text(refused.value) for refused in feed.refused)
        reduce(feed.events)


@settings(max_examples=300)
@given(ONE, st.data())
def test_law_a_spoilt_payload_is_read_or_refused(
    one: tuple[Reader, Mapping[str, Any]], data: st.DataObject
) -> None:
    """Up to three things in it are replaced, left out, doubled or renamed."""
    read, good = one
    payload: Any = copy.deepcopy(dict(good))
    for _ in range(data.draw(st.integers(1, 3))):
        places = spots(payload)
        if not places:
            break
        holder, key = data.draw(st.sampled_from(places))
        what = data.draw(st.sampled_from(("replace", "replace", "leave out", "double", "rename")))
        if what == "replace":
            holder[key] = data.draw(JUNK)
        elif what == "double":
            holder[key] = [holder[key], holder[key]]
        elif what == "rename" and isinstance(holder, dict):
            holder[data.draw(st.text(max_size=4))] = holder.pop(key)
        else:
            del holder[key]

    answers(read, payload)


@given(ONE, JUNK)
def test_law_junk_is_refused(one: tuple[Reader, Mapping[str, Any]], junk: Any) -> None:
    """Anything that JSON can say."""
    answers(one[0], junk)


def test_recorded_payloads_are_spoilt_two_thousand_times() -> None:
    """Short answers of all sources, each time with another thing replaced; the seed is fixed."""
    chance = random.Random(9)  # noqa: S311 - the same spoiling each time
    junk: list[Any] = [None, [], {}, "", "soon", 7, 1.5, True, [None], {"a": 1}, "\ud800", "2026"]
    good = [some for some in recorded("carriers") if isinstance(some, dict)]
    short = [some for some in good if len(str(some)) < 12_000 and "track" in str(some)]
    readers = [read for _, read, _ in GOOD]
    for _ in range(2000):
        payload: Any = copy.deepcopy(chance.choice(short))
        holder, key = chance.choice(spots(payload))
        holder[key] = chance.choice(junk)
        for read in readers:
            answers(read, payload)
