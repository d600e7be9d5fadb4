"""Notifiers made of others."""

import asyncio

import pytest

from ordercore.adapters.memory import AsyncMemoryNotifier, MemoryNotifier
from ordercore.adapters.notifiers import AsyncByChannel, ByChannel, InThreads
from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports.notifier import AsyncNotifier, Letter, Notifier, Unreachable

MAIL, SMS, CHAT = Channel.EMAIL, Channel.SMS, Channel.CHAT


def letter(channel: Channel, to: str = "ada") -> Letter:
    """Write one."""
    return Letter(
        key=f"k/{channel.value}", channel=channel, recipient="B-1", to=to, kind="delivered",
        language="en", text="It is there.",
    )  # fmt: skip


def test_each_letter_goes_by_its_channel() -> None:
    """Two channels may share one notifier."""
    mail, rest = MemoryNotifier([MAIL]), MemoryNotifier([SMS, CHAT])
    both: Notifier = ByChannel({MAIL: mail, SMS: rest, CHAT: rest})

    for channel in (SMS, MAIL, CHAT):
        both.send(letter(channel))

    assert both.channels == {MAIL, SMS, CHAT}
    assert mail.letters == (letter(MAIL),)
    assert rest.letters == (letter(SMS), letter(CHAT))


def test_each_letter_goes_by_its_channel_awaited() -> None:
    """The same with an event loop, whose notifiers may wait in threads."""
    mail, rest = MemoryNotifier([MAIL]), AsyncMemoryNotifier()
    both: AsyncNotifier = AsyncByChannel({MAIL: InThreads(mail), SMS: rest})

    for channel in (SMS, MAIL):
        asyncio.run(both.send(letter(channel)))

    assert both.channels == {MAIL, SMS}
    assert mail.letters == (letter(MAIL),)
    assert rest.inner.letters == (letter(SMS),)


def test_what_goes_wrong_is_told_as_it_is() -> None:
    """By the notifier that knows, in a thread or not."""
    mail = MemoryNotifier([MAIL])
    mail.refuse("ada")

    with pytest.raises(Unreachable):
        ByChannel({MAIL: mail}).send(letter(MAIL))
    with pytest.raises(Unreachable):
        asyncio.run(InThreads(mail).send(letter(MAIL)))


def test_a_channel_that_has_no_notifier_is_refused() -> None:
    """Though its notifier could send by it."""
    some = MemoryNotifier()

    with pytest.raises(InvalidValue, match="'chat' is not a channel of this notifier: sms"):
        ByChannel({SMS: some}).send(letter(CHAT))
    with pytest.raises(InvalidValue, match="none at all"):
        asyncio.run(AsyncByChannel({}).send(letter(CHAT)))


@pytest.mark.parametrize("combiner", [ByChannel, AsyncByChannel])
def test_a_notifier_has_the_channel_that_it_is_for(
    combiner: type[ByChannel] | type[AsyncByChannel],
) -> None:
    """Else it would be found out by the first letter."""
    with pytest.raises(InvalidValue, match="notifiers"):
        combiner({SMS: MemoryNotifier([MAIL])})  # type: ignore[dict-item]
