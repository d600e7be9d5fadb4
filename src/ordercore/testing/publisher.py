# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the publisher port.

::

    from ordercore.testing import PublisherConformance

    class TestMyPublisher(PublisherConformance):
        def make_publisher(self):
            return MyPublisher(...)

        def received(self, publisher):
            return what a reader has, who keeps one event of each key

        def out_of_reach(self, publisher):
            return a context manager in which nothing can be published

Each test is a sentence of the contract in :mod:`ordercore.ports.publisher`.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from typing import Any

import attrs
import pytest

from ordercore.kernel.time import instant
from ordercore.ports.publisher import Published, Publisher
from ordercore.ports.records import Key

AT = instant("2026-03-29T01:30:00.000001+00:00")

HARD = "Zoë/😀 «'\"\\;--%25 %_?{}\n\t\x00\x1b\ufffe 注文"
"""Signs that JSON, URLs, shells and brokers give a meaning, control characters, all planes."""


def published(id: str = "O-1", seq: int = 1, **changes: Any) -> Published:
    """Make an event of an order."""
    stream = Key("order", id)
    plain: dict[str, Any] = {
        "key": f"{stream}/{seq}/event",
        "stream": stream,
        "seq": seq,
        "name": "OrderPlaced",
        "at": AT,
        "data": b'{"lines":[{"sku":"A","quantity":2}],"at":"2026-03-29T01:30:00.000001+00:00"}',
    }
    return Published(**{**plain, **changes})


SAMPLES = (
    published("O-1", 1),
    published("O-1", 2, name="ShipmentConfirmed/2", command_id="c-1"),
    published("O-2", 1, cause=(Key("order", "O-1"), 2), data=b"{}"),
    published(
        "A/B", 12_345_678, stream=Key("stock", "main/A/B"), key="stock/main/A/B/12345678/event"
    ),
    published(HARD, 1, command_id=HARD, data=json.dumps({"text": HARD}).encode()),
    published(HARD, 2, cause=(Key("stock", f"main/{HARD}"), 7), command_id="0"),
    published("O-3", 1, data=json.dumps({"text": HARD * 3000}, ensure_ascii=False).encode()),
    published("O-4", 1, at=instant("2026-03-29T01:30:00Z"), data=b'{"none":null,"n":0,"list":[]}'),
)


class PublisherConformance(ABC):
    """Inherit from this, give the three hooks, and pytest runs the whole contract."""

    threads: bool = True
    """Whether several threads may use one publisher."""

    @abstractmethod
    def make_publisher(self) -> Publisher:
        """Make a publisher to readers who have nothing yet."""

    @abstractmethod
    def received(self, publisher: Publisher) -> Sequence[Published]:
        """Give what a reader has, in order, who keeps the first event of each key."""

    @abstractmethod
    def out_of_reach(self, publisher: Publisher) -> AbstractContextManager[object]:
        """Make it impossible to publish for a while."""

    def another(self, publisher: Publisher) -> Publisher:
        """Make another publisher to the same readers, as a second relay has one."""
        return publisher

    @pytest.fixture
    def publisher(self) -> Publisher:
        """Give a fresh publisher."""
        return self.make_publisher()

    def test_every_event_arrives_as_it_was(self, publisher: Publisher) -> None:
        """Whatever text and however much of it is in it."""
        for event in SAMPLES:
            publisher.publish(event)

        assert self._plain(publisher) == [_plain(event) for event in SAMPLES]

    def test_the_same_key_is_one_event_to_readers(self, publisher: Publisher) -> None:
        """Told again at once or later, by this relay or another."""
        one, two = published("O-1", 1), published("O-2", 1)
        other = self.another(publisher)

        for event, via in ((one, publisher), (one, publisher), (two, other), (one, other)):
            via.publish(event)

        assert self._keys(publisher) == [one.key, two.key]

    def test_another_key_is_another_event(self, publisher: Publisher) -> None:
        """However alike they are: paying twice is not paying once."""
        events = [published("O-1", seq) for seq in (1, 2, 11, 12)]
        events += [attrs.evolve(events[0], key=f"{events[0].key} ")]

        for event in events:
            publisher.publish(event)

        assert self._keys(publisher) == [event.key for event in events]

    def test_a_stream_arrives_in_order(self, publisher: Publisher) -> None:
        """Also where several are told in turns, and some of it again."""
        order = [(id, seq) for seq in range(1, 12) for id in ("O-1", "O-2", "O-3")]
        for number, (id, seq) in enumerate(order):
            publisher.publish(published(id, seq))
            if number % 4 == 3:
                publisher.publish(published(*order[number - 3]))

        found = self.received(publisher)
        for id in ("O-1", "O-2", "O-3"):
            assert [some.seq for some in found if some.stream.id == id] == list(range(1, 12))

    def test_an_error_is_raised(self, publisher: Publisher) -> None:
        """Or the relay would believe that it arrived."""
        with self.out_of_reach(publisher), pytest.raises(Exception):  # noqa: B017, PT011 - any
            publisher.publish(published())

    def test_nothing_is_half_there_after_an_error(self, publisher: Publisher) -> None:
        """What failed arrives whole when it is told again, and once."""
        first, failing, last = (published(id, 1) for id in ("O-1", "O-2", "O-3"))
        publisher.publish(first)
        with self.out_of_reach(publisher), suppress(Exception):
            publisher.publish(failing)

        assert self._keys(publisher) in ([first.key], [first.key, failing.key])
        for event in (failing, last):
            publisher.publish(event)
        assert self._plain(publisher) == [_plain(event) for event in (first, failing, last)]

    def test_two_relays_at_once_are_one_to_readers(self, publisher: Publisher) -> None:
        """Where a lease ran out, two may publish the same event in the same moment."""
        relays = [publisher, *(self.another(publisher) for _ in range(3))] if self.threads else []
        events = [published(f"O-{number}", 1) for number in range(40)]

        with ThreadPoolExecutor(4) as pool:
            for _ in pool.map(lambda relay: [relay.publish(event) for event in events], relays):
                pass

        assert sorted(self._keys(publisher)) == sorted(e.key for e in events if self.threads)

    def _keys(self, publisher: Publisher) -> list[str]:
        return [event.key for event in self.received(publisher)]

    def _plain(self, publisher: Publisher) -> list[object]:
        return [_plain(event) for event in self.received(publisher)]


def _plain(event: Published) -> object:
    """Give an event so that it is compared by what its JSON says."""
    return attrs.evolve(event, data=b""), json.loads(event.data)
