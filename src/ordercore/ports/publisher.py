"""The publisher port: telling other systems what happened."""

from typing import Protocol

import attrs

from ordercore.kernel.time import Instant
from ordercore.ports.records import Key


@attrs.frozen(kw_only=True)
class Published:
    """An event as other systems are told of it.

    ``key`` is the same however often it is published, and no other event has it.
    ``stream`` and ``seq`` are its place in the story of one order, or of the stock of one SKU;
    ``at`` is when it happened.
    ``name`` is the one that it is stored under, with the version of its shape where that is not
    the first (``OrderPlaced/2``); ``data`` is it as JSON in that shape, every field said.
    ``cause`` is the stream and place of the event that it reacts to, ``command_id`` what the
    command was called that brought it about.
    """

    key: str
    stream: Key
    seq: int
    name: str
    at: Instant
    data: bytes
    cause: tuple[Key, int] | None = None
    command_id: str | None = None

    @property
    def kind(self) -> str:
        """What happened: ``OrderPlaced``."""
        return self.name.partition("/")[0]

    @property
    def version(self) -> int:
        """The version of its shape, from 1 on."""
        return int(self.name.partition("/")[2] or 1)


class Publisher(Protocol):
    """Hands events to a broker, a queue, a webhook, or whatever the host has."""

    def publish(self, event: Published) -> None:
        """Publish an event, and come back when it is safe with whoever passes it on.

        May be called again with the same key, when nobody knows whether it arrived: readers must
        see it once, or be able to tell by the key that it is the same.
        Events of one stream are given in order, the next only after this call came back, and
        must reach readers in that order.

        An exception means that it may not have arrived: the event stays in the outbox, those of
        its stream behind it, and it is tried again later. Nothing of it may be half there.
        A receiver that does not answer has to end in an exception (``TimeoutError``) before the
        lease of the relay does.
        """
        ...


class AsyncPublisher(Protocol):
    """:class:`Publisher`, awaited."""

    async def publish(self, event: Published) -> None:
        """Publish an event, as :meth:`Publisher.publish` says."""
        ...
