"""Publishers that hand CloudEvents to a function of the host's."""

from collections.abc import Awaitable, Callable

from ordercore.adapters.cloudevents.envelope import Envelope
from ordercore.ports.publisher import Published


class CloudEventsPublisher:
    """Hands each event to ``send`` as JSON, with the attributes of CloudEvents 1.0.

    ``send`` comes back when the event is safe with its receiver, and raises when it may not be.
    Readers tell by ``source`` and ``id`` that two are the same, as the spec has it.
    """

    def __init__(self, send: Callable[[bytes], object], *, envelope: Envelope) -> None:
        self._send = send
        self._envelope = envelope

    def publish(self, event: Published) -> None:
        """Write an event, and send it."""
        self._send(self._envelope.write(event))


class AsyncCloudEventsPublisher:
    """The same over a function that is awaited."""

    def __init__(self, send: Callable[[bytes], Awaitable[object]], *, envelope: Envelope) -> None:
        self._send = send
        self._envelope = envelope

    async def publish(self, event: Published) -> None:
        """Write an event, and send it."""
        await self._send(self._envelope.write(event))
