"""What invoices and credit notes are made of.

Pure values, with everything that a renderer needs and no words.
Amounts are without tax, the tax beside them, as in :class:`~ordercore.kernel.charges.Charges`.
"""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, OrderId, RefundId, Sku
from ordercore.kernel.money import Money
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.orders.line import Line


@attrs.frozen(kw_only=True)
class BilledLine:
    """Units of a line, and what was charged or is given back for them."""

    line: LineId
    sku: Sku
    title: str
    quantity: int
    """0 where money is given back for no unit in particular."""
    unit_price: Money | None
    """Without tax and before discounts; ``None`` where the price of the units does not divide."""
    tax_rate: Decimal | None
    tax_included: bool
    """The buyer was shown prices with the tax inside."""
    charges: Charges


@attrs.frozen
class TaxTotal:
    """What is taxed at one rate, and the tax on it, in minor units.

    ``rate`` is ``None`` where nobody has told it; ``withheld`` says that the marketplace collects
    this tax and remits it.
    """

    rate: Decimal | None
    withheld: bool
    net: int
    tax: int


@attrs.frozen(kw_only=True)
class Bill:
    """What an invoice and a credit note have in common."""

    number: str
    issued_at: Instant
    order_id: OrderId
    channel: str
    marketplace: str
    placed_at: Instant
    buyer: str = attrs.field(repr=unshown, metadata=PERSONAL)
    seller: Address
    bill_to: Address | None
    ship_to: Address | None
    lines: tuple[BilledLine, ...]
    charges: Charges
    """All lines together, component by component."""
    by_rate: tuple[TaxTotal, ...]
    """By rising rate, the unknown one last, withheld tax after the seller's own."""

    @property
    def total(self) -> Money:
        """What the buyer pays, or gets back."""
        return self.charges.money

    @property
    def tax_withheld(self) -> Money:
        """What of it is tax that never reaches the seller."""
        return Money(sum([row.tax for row in self.by_rate if row.withheld]), self.charges.currency)


@attrs.frozen(kw_only=True)
class Invoice(Bill):
    """What is charged for the units that are kept: ordered and not cancelled."""


@attrs.frozen(kw_only=True)
class CreditNote(Bill):
    """What is given back by one refund; its amounts are positive."""

    refund_id: RefundId
    refunded_at: Instant
    reason: str
    invoice_number: str


def tax_totals(billed: Iterable[tuple[Line, Charges]]) -> tuple[TaxTotal, ...]:
    """Part charges by the rate they are taxed at: goods and wrapping by one, shipping by another.

    All net and all tax together are what the buyer pays.
    """
    totals: dict[tuple[Decimal | None, bool], tuple[int, int]] = {}
    for line, some in billed:
        goods = some.item + some.gift_wrap - some.discount
        for rate, net, tax in (
            (line.tax_rate, goods, some.tax + some.gift_wrap_tax),
            (line.shipping_tax_rate, some.shipping - some.shipping_discount, some.shipping_tax),
        ):
            if net or tax:
                before = totals.get((rate, line.tax_withheld), (0, 0))
                totals[rate, line.tax_withheld] = (before[0] + net, before[1] + tax)
    rows = [TaxTotal(rate, held, net, tax) for (rate, held), (net, tax) in totals.items()]
    return tuple(sorted(rows, key=lambda row: (row.rate is None, row.rate or 0, row.withheld)))
