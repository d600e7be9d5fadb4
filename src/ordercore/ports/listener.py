"""The listener port: who hears of notices as they are, to do with them what he likes.

Those who want them put into words and sent to people ask for
:class:`ordercore.ports.notifier.Notifier`.
"""

from typing import Protocol

import attrs

from ordercore.notices import Notice
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order


@attrs.frozen
class Announcement:
    """One notice to be told: its event as it was, and its order as it is.

    ``key`` is the same however often it is tried: who hears it keeps the keys that arrived.
    """

    key: str
    notice: Notice
    order: Order
    event: OrderEvent


class Listener(Protocol):
    """Hears of notices, and passes them on by whatever the host has."""

    def tell(self, announcement: Announcement) -> None:
        """Take charge of an announcement, once per key.

        May be called again with the same key, and must then do nothing.
        An exception leaves it in the outbox, to be tried again, and is told.
        """
        ...


class AsyncListener(Protocol):
    """:class:`Listener`, awaited."""

    async def tell(self, announcement: Announcement) -> None:
        """Take charge of an announcement, as :meth:`Listener.tell` says."""
        ...
