"""What stores keep: keys, events as they are recorded, and answered command ids."""

from typing import NamedTuple

import attrs

from ordercore.inventory import Stock, StockEvent
from ordercore.orders.message import OrderEvent
from ordercore.ports.dossiers import DossierEvent


class Key(NamedTuple):
    """Which record is meant: its kind and its id.

    Kinds are ``order``, ``stock``, ``reservation``, ``cause``, ``answer``, and the names of the
    kinds of dossiers, such as ``claim``.
    """

    kind: str
    id: str

    def __str__(self) -> str:
        """Write it as the name of an event stream."""
        return f"{self.kind}/{self.id}"


@attrs.frozen(kw_only=True)
class Recorded:
    """An event as it is kept: its stream, its place there, and what caused it.

    ``cause`` is the stream and place of the event that this one reacts to.
    """

    stream: Key
    seq: int
    event: OrderEvent | StockEvent | DossierEvent
    cause: tuple[Key, int] | None = None
    command_id: str | None = None


@attrs.frozen
class Answered:
    """A command id that was answered: what was asked, and which version was the answer.

    The answer about an order or a dossier is folded from its events again; that of stock, whose
    stream is long and whose value is small, is kept.
    """

    command_id: str
    digest: bytes
    stream: Key
    version: int
    stock: Stock | None = None
