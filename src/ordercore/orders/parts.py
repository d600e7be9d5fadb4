"""The parts of an order: lines, terms, payments, cancellations and refunds.

What leaves and comes back is kept by the engines that stand alone: parcels by
:mod:`ordercore.shipping`, returns by :mod:`ordercore.returns`.
"""

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import LineId, RefundId, ReturnId, Sku, checked
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, checked_quantity
from ordercore.orders.status import OrderStatus


@attrs.frozen
class Address:
    """Where an order goes. Marketplaces may withhold any of it."""

    name: str = ""
    line1: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    line2: str = ""
    line3: str = ""
    phone: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse anything that is no text."""
        check_types(self)


@attrs.frozen(init=False)
class Line:
    """A product times a quantity.

    ``charges`` are for the whole line; ``None`` says that they are not known yet, which is not
    the same as zero (a marketplace withholds them while an order is pending).
    ``ref`` is the marketplace's own id of the line.
    """

    sku: Sku
    quantity: int
    charges: Charges | None
    id: LineId
    title: str
    ref: str | None

    def __init__(
        self,
        sku: str,
        quantity: int,
        *,
        price: str | Money | None = None,
        charges: Charges | None = None,
        id: str = "",
        title: str = "",
        ref: str | None = None,
    ) -> None:
        """Take either the ``price`` of one unit or the ``charges`` of the whole line.

        Raises:
            InvalidValue: when the SKU is blank, the quantity is no whole number from 0 on, the
                price cannot be read or a charge is negative.
        """
        checked(sku, "sku")
        checked_quantity(quantity, least=0)
        if price is not None:
            unit = Money.parse(price, "price") if isinstance(price, str) else price
            charges = Charges(currency=unit.currency, item=unit.minor * quantity)
        if charges is not None and (below := charges.negative()):
            raise InvalidValue(below[0], getattr(charges, below[0]), "an amount of at least 0")
        self.__attrs_init__(sku, quantity, charges, id, title, ref)  # pyright: ignore[reportAttributeAccessIssue]

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def with_id(self, id: str) -> "Line":
        """Give the same line under another id; what was valid is not checked again."""
        line = object.__new__(Line)
        line.__attrs_init__(self.sku, self.quantity, self.charges, id, self.title, self.ref)  # pyright: ignore[reportAttributeAccessIssue]
        return line


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
