"""Stock and what comes in, as plain values: what every figure here is made from."""

from collections.abc import Iterable
from typing import Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory.replenishing.estimate import whole
from ordercore.kernel.checking import is_text
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import checked_quantity


@attrs.frozen(kw_only=True)
class StockLevel:
    """Units of one SKU in one pool.

    Attributes:
        on_hand: units that are there and may be sold.
        reserved: of these, units held for orders.
        backordered: units promised to orders beyond what is there.
        safety: units that are never promised.

    Raises:
        InvalidValue: when one is no whole number; only ``on_hand`` may be negative, when the books
            were wrong.
    """

    on_hand: int = 0
    reserved: int = 0
    backordered: int = 0
    safety: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse what is no number of units."""
        whole(self.on_hand, "on_hand", None)
        whole(self.reserved, "reserved")
        whole(self.backordered, "backordered")
        whole(self.safety, "safety")

    @property
    def available(self) -> int:
        """What may be promised of what is there; negative when too much has been."""
        return self.on_hand - self.safety - self.reserved


class Receipt(Protocol):
    """Units on their way in; the inbound of a stock record is one, and so is :class:`Incoming`."""

    @property
    def ref(self) -> str:
        """By which it is known: a purchase order, a shipment."""
        ...

    @property
    def quantity(self) -> int:
        """How many units are still to come."""
        ...

    @property
    def expected(self) -> Instant | None:
        """When they can be shipped on from here, ``None`` where nobody knows."""
        ...


def _expected(given: object) -> Instant | None:
    return None if given is None else instant(given, "expected")


@attrs.frozen
class Incoming:
    """Units on their way in: how many under which reference, and when they can be sold from.

    Raises:
        InvalidValue: when the quantity is no whole number of 1 or more, or the time is naive.
    """

    ref: str
    quantity: int
    expected: Instant | None = attrs.field(default=None, converter=_expected)

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot come in."""
        checked_quantity(self.quantity)
        if not is_text(self.ref):
            raise InvalidValue("ref", self.ref, "a reference")


def _due(given: object) -> Instant:
    return instant(given, "due")


@attrs.frozen
class PromisedUnits:
    """Units promised from what is yet to come, such as a pre-order: by when they are due.

    They are neither among the reserved nor among the backordered.

    Raises:
        InvalidValue: when the quantity is no whole number of 1 or more, or the time is naive.
    """

    ref: str
    quantity: int
    due: Instant = attrs.field(converter=_due)

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be promised."""
        checked_quantity(self.quantity)
        if not is_text(self.ref):
            raise InvalidValue("ref", self.ref, "a reference")


def dated(inbound: Iterable[Receipt], at: Instant) -> list[tuple[Instant, Receipt]]:
    """Give the receipts that are still ahead, the earliest first.

    Not those that nobody knows the day of, nor those that should have been here by ``at``.
    """
    ahead = [(some.expected, some) for some in inbound if some.expected is not None]
    return sorted(
        [(expected, some) for expected, some in ahead if expected > at],
        key=lambda item: (item[0], item[1].ref, item[1].quantity),
    )
