"""The publisher that remembers, and fails when it is told to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from ordercore.adapters.memory import MemoryPublisher
from ordercore.ports.publisher import Published, Publisher
from ordercore.testing import PublisherConformance
from ordercore.testing.publisher import published


class TestMemoryPublisher(PublisherConformance):
    """The whole contract."""

    def make_publisher(self) -> MemoryPublisher:
        """Make an empty one."""
        return MemoryPublisher()

    def received(self, publisher: Publisher) -> Sequence[Published]:
        """Ask it."""
        assert isinstance(publisher, MemoryPublisher)
        return publisher.events

    @contextmanager
    def out_of_reach(self, publisher: Publisher) -> Iterator[None]:
        """Tell it to fail, without end until it is told otherwise."""
        assert isinstance(publisher, MemoryPublisher)
        publisher.fail(1000)
        yield
        publisher.fail(0)


def test_it_fails_as_often_as_it_was_told() -> None:
    """Nothing is kept of what failed; what was tried is told."""
    publisher = MemoryPublisher()
    publisher.fail(2)

    for _ in range(2):
        with pytest.raises(ConnectionError):
            publisher.publish(published())
    assert not publisher.events
    publisher.publish(published())

    assert publisher.events == (published(),)
    assert publisher.tried == (published().key,) * 3


def test_an_answer_that_is_lost_is_an_event_that_arrived() -> None:
    """Told again, it is the same one."""
    publisher = MemoryPublisher()
    publisher.lose_answers()

    with pytest.raises(ConnectionError, match="lose its answer"):
        publisher.publish(published())
    publisher.publish(published())

    assert publisher.events == (published(),)
