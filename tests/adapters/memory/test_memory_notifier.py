"""The notifiers that remember, and fail when they are told to."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from ordercore.adapters.memory import AsyncMemoryNotifier, MemoryNotifier
from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Notifier, Unreachable
from ordercore.testing import NotifierConformance
from ordercore.testing.notifier import Arrived


class TestMemoryNotifier(NotifierConformance):
    """The whole contract."""

    knows_keys = True

    def make_notifier(self) -> Notifier:
        """Make an empty one of every channel."""
        return MemoryNotifier()

    def inner(self, notifier: Notifier) -> MemoryNotifier:
        """Give the one that remembers."""
        assert isinstance(notifier, MemoryNotifier)
        return notifier

    def address(self, channel: Channel, name: str) -> str:
        """Any text will do."""
        return f"{channel.value}:{name}"

    def arrived(self, notifier: Notifier) -> Sequence[Arrived]:
        """Ask it."""
        return [
            Arrived(channel=x.channel, to=x.to, text=x.text, subject=x.subject)
            for x in self.inner(notifier).letters
        ]

    @contextmanager
    def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
        """Tell it to fail, without end until it is told otherwise."""
        self.inner(notifier).fail(1000)
        yield
        self.inner(notifier).fail(0)

    def refused(self, notifier: Notifier, channel: Channel) -> str | None:
        """Tell it which."""
        self.inner(notifier).refuse(f"{channel.value}:nobody")
        return f"{channel.value}:nobody"


class Awaited:
    """A notifier that is awaited, as one that waits."""

    def __init__(self) -> None:
        self.notifier = AsyncMemoryNotifier()

    @property
    def channels(self) -> frozenset[Channel]:
        """Give its channels."""
        return self.notifier.channels

    def send(self, letter: Letter) -> None:
        """Send, in a loop of its own."""
        asyncio.run(self.notifier.send(letter))


class TestAsyncMemoryNotifier(TestMemoryNotifier):
    """The whole contract, awaited."""

    def make_notifier(self) -> Notifier:
        """Make one that is waited for."""
        return Awaited()

    def inner(self, notifier: Notifier) -> MemoryNotifier:
        """Give the one inside."""
        assert isinstance(notifier, Awaited)
        return notifier.notifier.inner


class TestMemoryNotifierOfMail(TestMemoryNotifier):
    """The whole contract, where it has one channel."""

    def make_notifier(self) -> Notifier:
        """Make one of mail alone."""
        return MemoryNotifier([Channel.EMAIL])


def letter(to: str = "ada", key: str = "k") -> Letter:
    """Write one."""
    return Letter(
        key=key, channel=Channel.CHAT, recipient="B-1", to=to, kind="delivered", language="en",
        text="It is there.",
    )  # fmt: skip


def test_it_fails_as_often_as_it_was_told() -> None:
    """Nothing is kept of what failed; what was tried is told."""
    notifier = MemoryNotifier()
    notifier.fail(2)

    for _ in range(2):
        with pytest.raises(ConnectionError):
            notifier.send(letter())
    assert not notifier.letters
    notifier.send(letter())

    assert notifier.letters == (letter(),)
    assert notifier.tried == ("k",) * 3


def test_an_answer_that_is_lost_is_a_letter_that_arrived() -> None:
    """Sent again, it is the same one."""
    notifier = MemoryNotifier()
    notifier.lose_answers()

    with pytest.raises(ConnectionError, match="lose its answer"):
        notifier.send(letter())
    notifier.send(letter())

    assert notifier.letters == (letter(),)


def test_an_address_that_was_refused_may_be_good_again() -> None:
    """A mailbox that was closed is opened again."""
    notifier = MemoryNotifier()
    notifier.refuse("ada", "bob")
    with pytest.raises(Unreachable, match="chat: "):
        notifier.send(letter())

    notifier.accept("ada")
    notifier.send(letter())

    assert notifier.letters == (letter(),)
    with pytest.raises(Unreachable):
        notifier.send(letter("bob", "k2"))


def test_a_foreign_channel_was_not_even_tried() -> None:
    """It is the caller's mistake."""
    notifier = MemoryNotifier([Channel.EMAIL, Channel.SMS])

    with pytest.raises(
        InvalidValue, match="'chat' is not a channel of this notifier: email or sms"
    ):
        notifier.send(letter())

    assert notifier.tried == ()
