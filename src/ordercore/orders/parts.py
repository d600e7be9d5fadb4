"""The parts of an order: terms, payments, cancellations and refunds.

What leaves and comes back is kept by the engines that stand alone: parcels by
:mod:`ordercore.shipping`, returns by :mod:`ordercore.returns`.
"""

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import LineId, RefundId, ReturnId
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.address import Address
from ordercore.orders.status import OrderStatus


@attrs.frozen(kw_only=True)
class Terms:
    """What never changes after placement.

    ``pool`` is the pool that we keep for the channel and ship from; without one, the stock is
    somebody else's truth and the order never touches it.
    """

    channel: str
    marketplace: str
    placed_at: Instant
    imported: bool
    ship_to: Address | None
    buyer: str
    service: str
    pool: str | None = None


@attrs.frozen
class Report:
    """What the marketplace said last: its own word, how we read it, and when it was updated."""

    word: str
    status: OrderStatus
    updated_at: Instant

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen
class Payment:
    """Money that the buyer paid."""

    reference: str
    amount: Money | None
    """``None``: the marketplace took it and does not tell how much yet."""
    at: Instant


@attrs.frozen
class Cancellation:
    """Units that will not be shipped, and why.

    ``paid`` says that the order was paid by then, so that there is money to give back.
    """

    units: tuple[Units, ...]
    reason: str
    at: Instant
    paid: bool


@attrs.frozen
class RefundPart:
    """What is given back of one line, component by component.

    ``units`` says for how many returned units it pays; 0 for money given for another reason.
    """

    line: LineId
    charges: Charges
    units: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen
class Refund:
    """Money given back, for a return or as a remedy of its own."""

    id: RefundId
    parts: tuple[RefundPart, ...]
    reason: str
    return_id: ReturnId | None
    at: Instant
