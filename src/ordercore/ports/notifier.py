"""The notifier port: telling people."""

from typing import Protocol

import attrs

from ordercore.notices import Notice
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order


@attrs.frozen
class Message:
    """One notice to be delivered.

    ``key`` is the same however often it is tried: who delivers it keeps the keys that arrived.
    """

    key: str
    notice: Notice
    order: Order
    event: OrderEvent


class Notifier(Protocol):
    """Delivers messages by e-mail, SMS, push, or whatever the host has."""

    def tell(self, message: Message) -> None:
        """Deliver a message, once per key.

        May be called again with the same key, and must then do nothing.
        An exception leaves the message in the outbox, to be tried again, and is told.
        """
        ...


class AsyncNotifier(Protocol):
    """:class:`Notifier`, awaited."""

    async def tell(self, message: Message) -> None:
        """Deliver a message, as :meth:`Notifier.tell` says."""
        ...
