"""The conformance suite notices publishers that break the contract, each by the right test."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import attrs
import pytest

from ordercore.adapters.memory import MemoryPublisher
from ordercore.ports.publisher import Published, Publisher
from ordercore.testing import PublisherConformance


class Naive:
    """Appends whatever it is given, and what it cannot send it drops."""

    def __init__(self) -> None:
        self.kept: list[Published] = []
        self.up = True

    def publish(self, event: Published) -> None:
        """Append, if it is up."""
        if self.up:
            self.kept.append(event)


class Careful(Naive):
    """One that keeps the contract: what the broken ones below are made from."""

    def publish(self, event: Published) -> None:
        """Keep it once per key, or say that it is down."""
        if not self.up:
            raise ConnectionError(event.key)
        if event.key not in [some.key for some in list(self.kept)]:
            self.kept.append(event)


class SwallowsErrors(Careful):
    """Logs what goes wrong, and goes on."""

    def publish(self, event: Published) -> None:
        """Come back as if it had arrived."""
        with suppress(ConnectionError):
            super().publish(event)


class ForgetsAcrossRelays(Careful):
    """Knows the keys that it published itself, and no others."""

    def publish(self, event: Published) -> None:
        """Tell the same from another by who asks."""
        if not self.up:
            raise ConnectionError(event.key)
        self.kept.append(event)


class TakesKeysByContent(Careful):
    """Tells events apart by what they say."""

    def publish(self, event: Published) -> None:
        """Keep what says something new."""
        said = [(some.stream, some.data) for some in self.kept]
        if (event.stream, event.data) not in said:
            super().publish(event)


class RemembersBeforeAdding(Careful):
    """Remembers the key first, and is not told that adding failed."""

    def __init__(self) -> None:
        super().__init__()
        self.known: set[str] = set()

    def publish(self, event: Published) -> None:
        """Skip what it believes to have."""
        if event.key not in self.known:
            self.known.add(event.key)
            super().publish(event)


class PutsTheNewestFirst(Careful):
    """Is a stack and no queue."""

    def publish(self, event: Published) -> None:
        """Put it on top."""
        if not self.up:
            raise ConnectionError(event.key)
        if event.key not in [some.key for some in self.kept]:
            self.kept.insert(0, event)


class SpeaksAscii(Careful):
    """Cannot write anything else."""

    def publish(self, event: Published) -> None:
        """Replace what it cannot write."""
        said = json.dumps(json.loads(event.data), ensure_ascii=False).encode("ascii", "replace")
        super().publish(attrs.evolve(event, data=said))


class DropsTheCause(Careful):
    """Has no field for it."""

    def publish(self, event: Published) -> None:
        """Leave it out."""
        super().publish(attrs.evolve(event, cause=None))


BROKEN: list[tuple[type[Naive], str]] = [
    (Naive, "test_the_same_key_is_one_event_to_readers"),
    (Naive, "test_an_error_is_raised"),
    (Naive, "test_two_relays_at_once_are_one_to_readers"),
    (Naive, "test_a_stream_arrives_in_order"),
    (SwallowsErrors, "test_an_error_is_raised"),
    (ForgetsAcrossRelays, "test_the_same_key_is_one_event_to_readers"),
    (ForgetsAcrossRelays, "test_two_relays_at_once_are_one_to_readers"),
    (TakesKeysByContent, "test_another_key_is_another_event"),
    (RemembersBeforeAdding, "test_nothing_is_half_there_after_an_error"),
    (PutsTheNewestFirst, "test_a_stream_arrives_in_order"),
    (SpeaksAscii, "test_every_event_arrives_as_it_was"),
    (DropsTheCause, "test_every_event_arrives_as_it_was"),
]


def _failed(kind: type[Naive]) -> set[str]:
    """Run every test of the suite on a fresh publisher, and name those that fail."""

    class Suite(PublisherConformance):
        def make_publisher(self) -> Publisher:
            return kind()

        def received(self, publisher: Publisher) -> Sequence[Published]:
            assert isinstance(publisher, Naive)
            return publisher.kept

        @contextmanager
        def out_of_reach(self, publisher: Publisher) -> Iterator[None]:
            assert isinstance(publisher, Naive)
            publisher.up = False
            yield
            publisher.up = True

    suite = Suite()
    failed = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make_publisher())
            except (Exception, pytest.fail.Exception):  # noqa: BLE001 - any will do
                failed.add(name)
    return failed


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_publisher_is_noticed(kind: type[Naive], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert sentence in _failed(kind)


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken publisher for each."""
    sentences = {name for name in dir(PublisherConformance) if name.startswith("test_")}

    assert sentences == {sentence for _, sentence in BROKEN}


def test_a_suite_needs_its_hooks() -> None:
    """Without them there is nothing to test."""
    with pytest.raises(TypeError, match=r"make_publisher.*out_of_reach.*received"):
        PublisherConformance()  # type: ignore[abstract]


def test_threads_may_be_left_out() -> None:
    """Where a publisher is one thread's, nothing is said of several."""

    class Alone(PublisherConformance):
        threads = False

        def make_publisher(self) -> Publisher:
            return MemoryPublisher()

        def received(self, publisher: Publisher) -> Sequence[Published]:
            assert isinstance(publisher, MemoryPublisher)
            return publisher.events

        @contextmanager
        def out_of_reach(self, publisher: Publisher) -> Iterator[None]:
            yield

    suite = Alone()
    publisher = suite.make_publisher()
    suite.test_two_relays_at_once_are_one_to_readers(publisher)

    assert suite.received(publisher) == ()
