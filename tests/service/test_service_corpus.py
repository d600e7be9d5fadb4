"""The frozen corpus: whatever a release stored can be read, and means what it meant."""

import copy
import json
from typing import Any

import pytest
from stored_corpus import (
    Stored,
    expected,
    facts_of_order,
    facts_of_stock,
    stored_events,
    streams,
)
from stored_shapes import COMING, DEFAULTS, RELEASED, coming, defaults, noted, present

from ordercore.errors import OrdercoreError
from ordercore.inventory import StockEvent
from ordercore.orders.decider import fold
from ordercore.orders.message import OrderEvent
from ordercore.service.codec import EVENTS, VERSIONS, encode
from ordercore.testing import LAWS_OF_AN_ORDER

CORPUS = stored_events()

KINDS = sorted({stored.stored_name for stored in CORPUS})

STREAMS = streams()

PAGE = "docs/howto/change-an-event.md"


def of_kind(name: str) -> list[Stored]:
    """Give the stored events of a name."""
    return [stored for stored in CORPUS if stored.stored_name == name]


@pytest.mark.parametrize("name", KINDS)
def test_every_stored_event_can_be_read(name: str) -> None:
    """And it is of the kind whose name it bears."""
    for stored in of_kind(name):
        try:
            event = stored.read()
        except OrdercoreError as error:
            newest = VERSIONS.current(stored.name) if stored.name in EVENTS else stored.version
            raise AssertionError(
                f"{name} as it is stored can no longer be read ({error}). Its upcasters end at "
                f"version {newest}: write UPCASTERS[({stored.name!r}, {newest})], or mend the "
                f"last one; see {PAGE}"
            ) from error

        assert type(event) is EVENTS[stored.name]


@pytest.mark.parametrize("name", KINDS)
def test_nothing_of_a_stored_event_is_lost(name: str) -> None:
    """What an event says, brought up to date, is there when it is written again."""
    for stored in of_kind(name):
        body = VERSIONS.upcast(stored.name, stored.version, copy.deepcopy(stored.body))
        written = json.loads(encode(stored.read()))

        assert missing(written, body) == [], f"{name}: a field got another name; see {PAGE}"


def missing(written: Any, body: Any, path: str = "") -> list[str]:
    """Name what is in a body and not in what was written of it."""
    if isinstance(body, dict) and isinstance(written, dict):
        return [
            lost
            for name, value in body.items()
            for lost in (
                missing(written[name], value, f"{path}.{name}")
                if name in written
                else [f"{path}.{name}"]
            )
        ]
    if isinstance(body, list) and isinstance(written, list) and len(body) == len(written):
        pairs = enumerate(zip(written, body, strict=True))
        return [lost for n, (new, old) in pairs for lost in missing(new, old, f"{path}[{n}]")]
    return [] if written == body else [f"{path}: {body!r} became {written!r}"]


@pytest.mark.parametrize("name", KINDS)
def test_upcasters_leave_alone_what_they_are_given(name: str) -> None:
    """They are pure: the stored body is as it was, and twice gives the same."""
    for stored in of_kind(name):
        before = copy.deepcopy(stored.body)
        once = VERSIONS.upcast(stored.name, stored.version, stored.body)

        assert stored.body == before
        assert VERSIONS.upcast(stored.name, stored.version, stored.body) == once


@pytest.mark.parametrize("stream", [name for name in STREAMS if name.startswith("order/")])
def test_orders_mean_what_they_meant(stream: str) -> None:
    """Folded, the events give the facts that were noted when they were stored."""
    events = [stored.read() for stored in STREAMS[stream]]
    order = fold(event for event in events if isinstance(event, OrderEvent))
    assert order is not None

    assert facts_of_order(order) == expected()[stream]
    for law in LAWS_OF_AN_ORDER:
        law(order)


@pytest.mark.parametrize("stream", [name for name in STREAMS if name.startswith("stock/")])
def test_stock_means_what_it_meant(stream: str) -> None:
    """On hand, reserved, and what each order was promised."""
    events = [stored.read() for stored in STREAMS[stream]]
    of_stock = [event for event in events if isinstance(event, StockEvent)]

    assert facts_of_stock(stream, of_stock) == expected()[stream]


def test_the_corpus_is_whole() -> None:
    """Every stream counts from 1, has its facts, and tells of events whose shape was noted."""
    for stream, stored in STREAMS.items():
        assert [some.seq for some in stored] == list(range(1, len(stored) + 1)), stream
    assert {name for name in STREAMS if not name.startswith("single/")} == set(expected())
    assert set(KINDS) <= set(noted(RELEASED))


def test_what_a_release_has_stored_keeps_its_shape() -> None:
    """A change of shape has a new version, or somebody's store is read wrongly one day."""
    released = noted(RELEASED)
    changed = {name for name, fields in present().items() if released.get(name, fields) != fields}

    assert changed == set(), (
        "these changed their shape: write an upcaster for each event, and raise STATE_VERSION "
        f"for the order; see {PAGE}"
    )


def test_what_the_next_release_will_store_is_noted() -> None:
    """So that a change of it is seen, and meant."""
    assert coming() == noted(COMING), (
        f"python tests/service/note_stored.py notes it, if it was meant; see {PAGE}"
    )


def test_a_default_never_changes() -> None:
    """Fields at their defaults are not written, so what is stored says them; a new one is noted."""
    assert defaults().items() <= noted(DEFAULTS).items(), f"an upcaster is needed; see {PAGE}"
