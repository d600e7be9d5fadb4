"""The listener port: who hears of notices as they are, to do with them what he likes.

Those who want them put into words and sent to people ask for
:class:`ordercore.ports.notifier.Notifier`.
"""

from typing import Protocol

import attrs

from ordercore.inventory import Stock, StockEvent
from ordercore.kernel.time import Instant
from ordercore.metrics import Digest
from ordercore.notices import Notice
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier, DossierEvent


@attrs.frozen(kw_only=True)
class Announcement:
    """One notice to be told: its event as it was, and its order as it is.

    Attributes:
        key: the same however often it is tried: who hears it keeps the keys that arrived.
        notice: of what kind it is, and for whom.
        order: which it is about; ``None`` where it is about no order, as of stock.
        event: what happened; ``None`` where only time went by.
        subject: the record that it happened to, as it is: the order, a stock, or a dossier; or
            what was added up of a day.
        happened_at: when it happened.
    """

    key: str
    notice: Notice
    order: Order | None
    event: OrderEvent | StockEvent | DossierEvent | None
    subject: Order | Stock | Dossier | Digest | None
    happened_at: Instant


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
