"""The conformance suite notices notifiers that break the contract, each by the right test."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import attrs
import pytest

from ordercore.adapters.memory import MemoryNotifier
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Notifier, Unreachable, sendable
from ordercore.testing import NotifierConformance
from ordercore.testing.notifier import Arrived


class Naive:
    """Sends whatever it is given wherever it goes, and what it cannot send it drops."""

    channels = frozenset({Channel.EMAIL, Channel.PUSH})

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.up = True

    def send(self, letter: Letter) -> None:
        """Send, if it is up."""
        if self.up:
            self.sent.append(letter)


class Careful(Naive):
    """One that keeps the contract: what the broken ones below are made from."""

    def send(self, letter: Letter) -> None:
        """Send it once per key, or say why not."""
        sendable(letter, self.channels)
        if not self.up:
            raise ConnectionError("down")
        if letter.to.startswith("nobody"):
            raise Unreachable(letter.channel, "nobody there")
        if letter.key not in [some.key for some in list(self.sent)]:
            self.sent.append(letter)


class HasNoChannels(Careful):
    """Sends nothing, and never fails at it."""

    channels: frozenset[Channel] = frozenset()


class SwallowsErrors(Careful):
    """Logs what goes wrong, and goes on."""

    def send(self, letter: Letter) -> None:
        """Come back as if it had arrived."""
        with suppress(ConnectionError):
            super().send(letter)


class BlamesTheAddress(Careful):
    """Takes every trouble for the reader's."""

    def send(self, letter: Letter) -> None:
        """Give the address up."""
        try:
            super().send(letter)
        except ConnectionError:
            raise Unreachable(letter.channel, "down") from None


class TriesTheDeadAgain(Careful):
    """Takes a dead address for a trouble that passes."""

    def send(self, letter: Letter) -> None:
        """Say that it may be tried again."""
        try:
            super().send(letter)
        except Unreachable:
            raise ConnectionError("nobody there") from None


class ShowsTheAddress(Careful):
    """Says whom it could not reach."""

    def send(self, letter: Letter) -> None:
        """Name the reader in the error."""
        try:
            super().send(letter)
        except ConnectionError:
            raise ConnectionError(f"cannot reach {letter.to}") from None


class ShowsTheCause(Careful):
    """Hides the words, and keeps what they were in."""

    def send(self, letter: Letter) -> None:
        """Leave an error as the cause."""
        try:
            super().send(letter)
        except ConnectionError:
            raise ConnectionError("down") from ValueError(letter.text)


class ShowsWhatItSent(Careful):
    """Has a fine summary of itself."""

    def __repr__(self) -> str:
        """Say all."""
        return f"sent: {[(some.to, some.text) for some in self.sent]}"


class TakesKeysByContent(Careful):
    """Tells letters apart by what they say."""

    def send(self, letter: Letter) -> None:
        """Send what says something new."""
        if (letter.to, letter.text) not in [(some.to, some.text) for some in self.sent]:
            super().send(letter)


class RemembersBeforeSending(Careful):
    """Remembers the key first, and is not told that sending failed."""

    def __init__(self) -> None:
        super().__init__()
        self.known: set[str] = set()

    def send(self, letter: Letter) -> None:
        """Skip what it believes to have sent."""
        if letter.key not in self.known:
            self.known.add(letter.key)
            super().send(letter)


class SpeaksAscii(Careful):
    """Cannot write anything else."""

    def send(self, letter: Letter) -> None:
        """Replace what it cannot write."""
        plain = letter.text.encode("ascii", "replace").decode()
        super().send(attrs.evolve(letter, text=plain))


class CutsShort(Careful):
    """Has room for one SMS."""

    def send(self, letter: Letter) -> None:
        """Keep the beginning."""
        super().send(attrs.evolve(letter, text=letter.text[:160]))


class WritesToTheFirst(Careful):
    """Is given an address once."""

    def send(self, letter: Letter) -> None:
        """Write to whom it wrote before."""
        known = [some.to for some in self.sent if some.channel is letter.channel]
        super().send(attrs.evolve(letter, to=known[0] if known else letter.to))


class SharesItsDesk(Careful):
    """Puts down what it is about to send, where another may put down something else."""

    lying: Letter

    def send(self, letter: Letter) -> None:
        """Send what lies there."""
        self.lying = letter
        time.sleep(0.002)
        super().send(self.lying)


BROKEN: list[tuple[type[Naive], str]] = [
    (Naive, "test_the_same_key_twice"),
    (Naive, "test_an_error_that_passes_is_raised"),
    (Naive, "test_an_address_that_takes_nothing_is_told"),
    (Naive, "test_a_letter_of_another_channel_is_refused"),
    (Naive, "test_no_error_shows_the_address_or_the_words"),
    (HasNoChannels, "test_it_has_channels"),
    (SwallowsErrors, "test_an_error_that_passes_is_raised"),
    (BlamesTheAddress, "test_an_error_that_passes_is_raised"),
    (TriesTheDeadAgain, "test_an_address_that_takes_nothing_is_told"),
    (ShowsTheAddress, "test_no_error_shows_the_address_or_the_words"),
    (ShowsTheCause, "test_no_error_shows_the_address_or_the_words"),
    (ShowsWhatItSent, "test_a_notifier_shows_no_secret_of_a_letter"),
    (TakesKeysByContent, "test_another_key_is_another_letter"),
    (RemembersBeforeSending, "test_what_failed_is_sent_later"),
    (SpeaksAscii, "test_every_letter_arrives_as_it_was"),
    (CutsShort, "test_a_long_text_arrives_whole"),
    (WritesToTheFirst, "test_each_letter_goes_to_its_own_person"),
    (SharesItsDesk, "test_several_threads_may_send_at_once"),
]


def _failed(kind: type[Naive]) -> set[str]:
    """Run every test of the suite on a fresh notifier, and name those that fail."""

    class Suite(NotifierConformance):
        knows_keys = True

        def make_notifier(self) -> Notifier:
            return kind()

        def address(self, channel: Channel, name: str) -> str:
            return f"{name}@{channel.value}"

        def arrived(self, notifier: Notifier) -> Sequence[Arrived]:
            assert isinstance(notifier, Naive)
            return [
                Arrived(channel=some.channel, to=some.to, text=some.text, subject=some.subject)
                for some in notifier.sent
            ]

        @contextmanager
        def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
            assert isinstance(notifier, Naive)
            notifier.up = False
            yield
            notifier.up = True

        def refused(self, notifier: Notifier, channel: Channel) -> str | None:
            return f"nobody@{channel.value}"

    suite = Suite()
    failed = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make_notifier())
            except (Exception, pytest.fail.Exception):  # noqa: BLE001 - any will do
                failed.add(name)
    return failed


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_notifier_is_noticed(kind: type[Naive], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert sentence in _failed(kind)


def test_a_careful_notifier_is_not_blamed() -> None:
    """What the broken ones are made from keeps the whole contract."""
    assert _failed(Careful) == set()


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken notifier for each."""
    sentences = {name for name in dir(NotifierConformance) if name.startswith("test_")}

    assert sentences == {sentence for _, sentence in BROKEN}


def test_a_suite_needs_its_hooks() -> None:
    """Without them there is nothing to test."""
    with pytest.raises(TypeError, match=r"address.*arrived.*make_notifier.*out_of_reach.*refused"):
        NotifierConformance()  # type: ignore[abstract]


class Unsure(NotifierConformance):
    """A notifier of one thread's, which knows no keys and no dead addresses."""

    threads = False

    def make_notifier(self) -> Notifier:
        """Make one that writes everything down."""
        return MemoryNotifier([Channel.SMS])

    def address(self, channel: Channel, name: str) -> str:
        """Any text will do."""
        return f"to {name}"

    def arrived(self, notifier: Notifier) -> Sequence[Arrived]:
        """Ask it."""
        assert isinstance(notifier, MemoryNotifier)
        return [
            Arrived(channel=some.channel, to=some.to, text=some.text) for some in notifier.letters
        ]

    @contextmanager
    def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
        """Let it fail."""
        assert isinstance(notifier, MemoryNotifier)
        notifier.fail(100)
        yield
        notifier.fail(0)

    def refused(self, notifier: Notifier, channel: Channel) -> str | None:
        """Nobody could know."""
        return None


class TestUnsure(Unsure):
    """Nothing is asked of it that it does not claim."""
