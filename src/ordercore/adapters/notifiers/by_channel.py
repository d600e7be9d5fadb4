"""Every channel by the notifier that is for it."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports.notifier import AsyncNotifier, Letter, Notifier, sendable


class _HasChannels(Protocol):
    @property
    def channels(self) -> frozenset[Channel]: ...


N = TypeVar("N", bound=_HasChannels)


class ByChannel:
    """Sends each letter by the notifier of its channel, which says what becomes of it.

    ::

        ByChannel({Channel.EMAIL: smtp, Channel.SMS: apprise, Channel.PUSH: apprise})
    """

    def __init__(self, notifiers: Mapping[Channel, Notifier]) -> None:
        """Take the notifiers.

        Raises:
            InvalidValue: when a notifier does not have the channel that it is for.
        """
        self._notifiers = _fitting(notifiers)

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that have a notifier."""
        return frozenset(self._notifiers)

    def send(self, letter: Letter) -> None:
        """Send a letter by the notifier of its channel.

        Raises:
            InvalidValue: when its channel has none.
        """
        self._notifiers[sendable(letter, self._notifiers).channel].send(letter)


class AsyncByChannel:
    """The same over notifiers that are awaited."""

    def __init__(self, notifiers: Mapping[Channel, AsyncNotifier]) -> None:
        """Take the notifiers.

        Raises:
            InvalidValue: when a notifier does not have the channel that it is for.
        """
        self._notifiers = _fitting(notifiers)

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that have a notifier."""
        return frozenset(self._notifiers)

    async def send(self, letter: Letter) -> None:
        """Send a letter by the notifier of its channel.

        Raises:
            InvalidValue: when its channel has none.
        """
        await self._notifiers[sendable(letter, self._notifiers).channel].send(letter)


def _fitting(notifiers: Mapping[Channel, N]) -> dict[Channel, N]:
    for channel, notifier in notifiers.items():
        if channel not in notifier.channels:
            raise InvalidValue("notifiers", channel, "a channel that its notifier can send by")
    return dict(notifiers)
