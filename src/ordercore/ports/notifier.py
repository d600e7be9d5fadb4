"""The notifier port: sending what was put into words to one person, by mail, SMS, push or chat."""

from typing import Protocol

import attrs

from ordercore.errors import OrdercoreError
from ordercore.notices import Channel


@attrs.frozen(kw_only=True)
class Letter:
    """One notice in words, to one person by one channel.

    ``key`` is the same however often it is tried: the cause, the kind, the channel and the
    recipient. ``to`` is the person's address on that channel and is never shown. ``text`` is all
    there is of an SMS; mail, push and chat have a ``subject`` too, and mail may have ``html``.
    """

    key: str
    channel: Channel
    recipient: str
    to: str = attrs.field(repr=False)
    kind: str
    language: str
    text: str = attrs.field(repr=False)
    subject: str = attrs.field(default="", repr=False)
    html: str = attrs.field(default="", repr=False)


class Unreachable(OrdercoreError):
    """An address takes nothing, now or ever: trying again would not help.

    ``reason`` is what was said of it, without the address.
    """

    def __init__(self, channel: Channel, reason: str) -> None:
        super().__init__(channel, reason)
        self.channel = channel
        self.reason = reason

    def __str__(self) -> str:
        """Say why."""
        return f"{self.channel.value}: {self.reason}"


class Notifier(Protocol):
    """Sends letters by one channel or several."""

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that it can send by."""
        ...

    def send(self, letter: Letter) -> None:
        """Send a letter, and come back when somebody else has taken charge of it.

        The same key may come twice, when a process died between sending and saying so: where the
        other side knows such keys it is given this one, and where it does not, twice is possible.

        Raises:
            Unreachable: when this address takes nothing, so that trying again is of no use.
            InvalidValue: when it is of a channel that this notifier does not have.
            Exception: any other is taken for a trouble that passes; it is tried again later.
        """
        ...


class AsyncNotifier(Protocol):
    """:class:`Notifier`, awaited."""

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that it can send by."""
        ...

    async def send(self, letter: Letter) -> None:
        """Send a letter, as :meth:`Notifier.send` says."""
        ...
