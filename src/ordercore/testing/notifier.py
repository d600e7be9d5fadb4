# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the notifier port.

::

    from ordercore.testing import NotifierConformance

    class TestMyNotifier(NotifierConformance):
        def make_notifier(self):
            return MyNotifier(...)

        def arrived(self, notifier):
            return what people have, as Arrived(...), in order

        def address(self, channel, name):
            return an address of that channel, another for each name

        def out_of_reach(self, notifier):
            return a context manager in which nothing can be sent

        def refused(self, notifier, channel):
            return an address that takes nothing

Each test is a sentence of the contract in :mod:`ordercore.ports.notifier`.
A notifier that is awaited is tried by one that waits for it.
"""

import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from typing import Any

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Notifier, Unreachable
from ordercore.testing.hard_words import LONG, TITLED, WORDS


@attrs.frozen(kw_only=True)
class Arrived:
    """One letter as the person has it. ``subject`` is blank where the channel has none."""

    channel: Channel
    to: str
    text: str
    subject: str = ""


class NotifierConformance(ABC):
    """Inherit from this, give the five hooks, and pytest runs the whole contract."""

    knows_keys: bool = False
    """Whether a letter of a key that was sent arrives once."""

    threads: bool = True
    """Whether several threads may use one notifier."""

    most: int = 800
    """Characters of the longest text that arrives in one piece."""

    @abstractmethod
    def make_notifier(self) -> Notifier:
        """Make a notifier to people who have nothing yet."""

    @abstractmethod
    def arrived(self, notifier: Notifier) -> Sequence[Arrived]:
        """Give what people have, in order."""

    @abstractmethod
    def address(self, channel: Channel, name: str) -> str:
        """Give an address of a channel, another for each name, which is of small letters."""

    @abstractmethod
    def out_of_reach(self, notifier: Notifier) -> AbstractContextManager[object]:
        """Make it impossible to send for a while, for a reason that passes."""

    @abstractmethod
    def refused(self, notifier: Notifier, channel: Channel) -> str | None:
        """Give an address that takes nothing, or ``None`` where no notifier could know that."""

    @pytest.fixture
    def notifier(self) -> Notifier:
        """Give a fresh notifier."""
        return self.make_notifier()

    def letter(self, channel: Channel, name: str = "ada", **changes: Any) -> Letter:
        """Write a letter to a person."""
        titled = channel in TITLED
        plain: dict[str, Any] = {
            "key": f"order/O-1/3/parcel_shipped/{channel.value}/{name}",
            "channel": channel,
            "recipient": name,
            "to": self.address(channel, name),
            "kind": "parcel_shipped",
            "language": "en",
            "text": "Your parcel has left.",
            "subject": "On its way" if titled else "",
            "html": "<p>Your parcel has left.</p>" if channel is Channel.EMAIL else "",
        }
        return Letter(**{**plain, **changes})

    def test_it_has_channels(self, notifier: Notifier) -> None:
        """At least one, and the same whenever it is asked."""
        assert notifier.channels
        assert notifier.channels == notifier.channels == self.make_notifier().channels

    def test_every_letter_arrives_as_it_was(self, notifier: Notifier) -> None:
        """Whatever script it is in, and whatever else its signs may mean."""
        sent = [
            self.letter(
                channel, key=f"{channel.value}/{what}", text=text, html="",
                subject=subject if channel in TITLED else "",
            )
            for channel in _channels(notifier)
            for what, (subject, text) in WORDS.items()
        ]  # fmt: skip
        for letter in sent:
            notifier.send(letter)

        assert self._found(notifier) == [_plain(_as_arrived(letter)) for letter in sent]

    def test_a_long_text_arrives_whole(self, notifier: Notifier) -> None:
        """Lines have no end that a person would see."""
        sent = [self.letter(c, text=LONG[: self.most], html="") for c in _channels(notifier)]
        for letter in sent:
            notifier.send(letter)

        assert self._found(notifier) == [_plain(_as_arrived(letter)) for letter in sent]

    def test_each_letter_goes_to_its_own_person(self, notifier: Notifier) -> None:
        """However many they are, and in the order in which they were sent."""
        names = [f"person{number}" for number in range(12)]
        for name in names:
            for channel in _channels(notifier):
                notifier.send(self.letter(channel, name, text=f"For {name}.", html=""))

        expected = [
            (c, self.address(c, n), f"For {n}.") for n in names for c in _channels(notifier)
        ]
        found = self.arrived(notifier)
        assert [(some.channel, some.to, some.text.strip()) for some in found] == expected

    def test_another_key_is_another_letter(self, notifier: Notifier) -> None:
        """However alike they are: two parcels that left are two."""
        channel = _channels(notifier)[0]
        for number in range(3):
            notifier.send(self.letter(channel, key=f"order/O-1/{number}/parcel_shipped"))

        assert len(self.arrived(notifier)) == 3

    def test_the_same_key_twice(self, notifier: Notifier) -> None:
        """It arrives at least once, and no more than once where keys are known."""
        for channel in _channels(notifier):
            for _ in range(2):
                notifier.send(self.letter(channel))

        counts = Counter(some.channel for some in self.arrived(notifier))
        allowed = {1} if self.knows_keys else {1, 2}
        assert set(counts) == set(notifier.channels)
        assert set(counts.values()) <= allowed

    def test_an_error_that_passes_is_raised(self, notifier: Notifier) -> None:
        """Or the letter would be taken for sent; and it is not the address that is blamed."""
        for channel in _channels(notifier):
            with self.out_of_reach(notifier), pytest.raises(Exception) as told:  # noqa: PT011 - any
                notifier.send(self.letter(channel))
            assert not isinstance(told.value, Unreachable | InvalidValue)

        assert self.arrived(notifier) == []

    def test_what_failed_is_sent_later(self, notifier: Notifier) -> None:
        """Nothing is left of the failure that would keep it, or others, from being sent."""
        channel = _channels(notifier)[0]
        first, failing, last = (self.letter(channel, name) for name in ("ada", "bob", "cleo"))
        notifier.send(first)
        with self.out_of_reach(notifier), suppress(Exception):
            notifier.send(failing)
        for letter in (failing, last):
            notifier.send(letter)

        assert self._found(notifier) == [_plain(_as_arrived(x)) for x in (first, failing, last)]

    def test_an_address_that_takes_nothing_is_told(self, notifier: Notifier) -> None:
        """As unreachable, by its channel; others are none the worse for it."""
        known = {c: self.refused(notifier, c) for c in _channels(notifier)}
        for channel, to in known.items():
            if to is not None:
                with pytest.raises(Unreachable) as told:
                    notifier.send(self.letter(channel, to=to))
                assert told.value.channel is channel
            notifier.send(self.letter(channel, "bob"))

        assert [some.to for some in self.arrived(notifier)] == [
            self.address(channel, "bob") for channel in known
        ]

    def test_no_error_shows_the_address_or_the_words(self, notifier: Notifier) -> None:
        """It is kept with what waits, and shown to whoever looks after that."""
        for channel in _channels(notifier):
            letter = self.letter(channel, text="Secret words.", subject="Secret title", html="")
            with self.out_of_reach(notifier):
                _hides(notifier, letter)
            to = self.refused(notifier, channel)
            if to is not None:
                _hides(notifier, attrs.evolve(letter, to=to))

    def test_a_letter_of_another_channel_is_refused(self, notifier: Notifier) -> None:
        """By the name of the field, and nothing is sent."""
        for channel in set(Channel) - notifier.channels:
            with pytest.raises(InvalidValue, match="channel"):
                notifier.send(self.letter(channel, to="ada", html=""))

        assert self.arrived(notifier) == []

    def test_a_notifier_shows_no_secret_of_a_letter(self, notifier: Notifier) -> None:
        """Neither it nor the letter says to whom and what when it is printed."""
        letter = self.letter(_channels(notifier)[0], text="Secret words.", html="<i>Secret</i>")
        notifier.send(letter)

        shown = f"{letter!r} {letter} {notifier!r} {notifier}"
        assert letter.to not in shown
        assert "Secret" not in shown

    def test_several_threads_may_send_at_once(self, notifier: Notifier) -> None:
        """Two relays may share one notifier; each letter is its own."""
        channel = _channels(notifier)[0]
        names = [f"person{number}" for number in range(24)] if self.threads else []
        with ThreadPoolExecutor(4) as pool:
            for _ in pool.map(lambda name: notifier.send(self.letter(channel, name)), names):
                pass

        expected = sorted(self.address(channel, name) for name in names)
        assert sorted(some.to for some in self.arrived(notifier)) == expected

    def _found(self, notifier: Notifier) -> list[Arrived]:
        return [_plain(some) for some in self.arrived(notifier)]


def _channels(notifier: Notifier) -> list[Channel]:
    return [channel for channel in Channel if channel in notifier.channels]


def _as_arrived(letter: Letter) -> Arrived:
    return Arrived(channel=letter.channel, to=letter.to, text=letter.text, subject=letter.subject)


def _plain(arrived: Arrived) -> Arrived:
    """Give it without what a way may change: how lines end, and what is after the last."""
    text = "\n".join(arrived.text.splitlines()).rstrip()
    return attrs.evolve(arrived, text=text, subject=arrived.subject.rstrip())


def _hides(notifier: Notifier, letter: Letter) -> None:
    """Check that an error says neither to whom nor what, as it is logged with all its causes."""
    with pytest.raises(Exception) as told:  # noqa: PT011 - any
        notifier.send(letter)
    shown = f"{told.value!r} {''.join(traceback.format_exception(told.value))}"
    assert letter.to not in shown
    assert "Secret" not in shown
