"""The order-source port: orders arriving from a marketplace.

A report tells where an order *is*, not how it got there.
"""

from collections.abc import Iterator
from typing import Protocol

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.status import OrderStatus


@attrs.frozen
class Origin:
    """Where something was read: the file, and the line of text or the number of the record."""

    file: str
    line: int


@attrs.frozen
class Rejection:
    """Something that could not be taken over, and why.

    ``value`` is what stood in ``field``.
    """

    origin: Origin
    field: str
    code: str
    value: str
    message: str


@attrs.frozen
class Remark:
    """Something that was taken over, but that a person should know of."""

    origin: Origin
    field: str
    code: str
    message: str


@attrs.frozen(kw_only=True)
class ReportedLine:
    """A line as the marketplace reports it.

    ``ref`` is its own id of the line, where it gives one; lines without are told apart by SKU and
    order of appearance.
    ``quantity`` is what was ordered; reports may give 0 for a cancelled line.
    ``shipped`` is how much of it has left; ``None`` says what the order's status says.
    """

    sku: Sku
    quantity: int
    charges: Charges | None
    origin: Origin
    ref: str | None = None
    title: str = ""
    shipped: int | None = None
    cancelled: bool = False


@attrs.frozen(kw_only=True)
class ReportedParcel:
    """A parcel as the marketplace reports it; units are named by the ``ref`` of their line."""

    id: str
    units: tuple[tuple[str, int], ...]
    carrier: str
    tracking: str
    shipped_at: Instant | None
    delivered: bool


@attrs.frozen(kw_only=True)
class ReportedOrder:
    """An order as the marketplace reports it at an instant.

    ``word`` is the status in the marketplace's own spelling, ``status`` how we read it.
    ``delivered`` says that the report tells of all shipped units as delivered.
    ``replacement`` says that it was sent in place of units of another order, and ``replaces`` of
    which, where the report tells.
    """

    id: OrderId
    channel: str
    marketplace: str
    status: OrderStatus
    word: str
    placed_at: Instant
    updated_at: Instant
    lines: tuple[ReportedLine, ...]
    origin: Origin
    parcels: tuple[ReportedParcel, ...] = ()
    delivered: bool = False
    ship_to: Address | None = None
    ship_by: Instant | None = None
    deliver_by: Instant | None = None
    service: str = ""
    buyer: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    replacement: ReplacementKind | None = None
    replaces: OrderId | None = None


class OrderSource(Protocol):
    """Something that orders can be read from, more than once."""

    def read(self) -> Iterator[ReportedOrder | Rejection | Remark]:
        """Give every order that can be read, and a rejection for everything that cannot.

        Raises:
            SourceError: when nothing can be read at all.
        """
        ...
