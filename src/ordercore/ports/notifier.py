"""The notifier port: sending what was put into words to one person, by mail, SMS, push or chat."""

import unicodedata
from collections.abc import Collection
from typing import Protocol

import attrs

from ordercore.errors import InvalidValue, OrdercoreError
from ordercore.kernel.checking import check_types
from ordercore.notices import Channel

BREAKING = frozenset({"Cc", "Zl", "Zp"})
"""Unicode's categories of signs that end a line or steer a terminal."""

ONE_LINE = ("key", "recipient", "to", "kind", "language", "subject")

NEVER_BLANK = ("key", "recipient", "to", "text")


@attrs.frozen(kw_only=True)
class Letter:
    """One notice in words, to one person by one channel.

    ``key`` is the same however often it is tried: the cause, the kind, the channel and the
    recipient. ``to`` is the person's address on that channel and is never shown. ``text`` is all
    there is of an SMS; mail, push and chat have a ``subject`` too, and mail may have ``html``.

    Raises:
        InvalidValue: when the key, the recipient, the address or the text is blank, or when
            anything but the text and the HTML has a line break or another control character: what
            stands in the head of a mail must not begin a line of its own. The error does not show
            what was given.
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

    def __attrs_post_init__(self) -> None:
        """Refuse what no notifier could send, or what would be more than it seems."""
        check_types(self)
        for name in NEVER_BLANK:
            if not getattr(self, name).strip():
                raise InvalidValue(name, "", "something that is not blank")
        for name in ONE_LINE:
            if not is_one_line(getattr(self, name)):
                raise InvalidValue(name, "…", "a single line without control characters")


def is_one_line(text: str) -> bool:
    """Tell whether a text has no sign that ends a line, in any way of counting lines."""
    if text.isascii():
        return text.isprintable()
    return not any(unicodedata.category(sign) in BREAKING for sign in text)


def sendable(letter: Letter, channels: Collection[Channel]) -> Letter:
    """Give a letter back that is of one of these channels.

    Raises:
        InvalidValue: when it is of another.
    """
    if letter.channel not in channels:
        names = " or ".join(sorted(channel.value for channel in channels)) or "none at all"
        raise InvalidValue("channel", letter.channel.value, f"a channel of this notifier: {names}")
    return letter


class Unreachable(OrdercoreError):
    """An address takes nothing, now or ever, or is none: trying again would not help.

    ``reason`` is what was said of it, without the address, which no error shows.
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
                It shows neither the address nor the words, since what failed is kept and shown.
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
