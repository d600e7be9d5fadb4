"""Invoices and credit notes: what was charged for what is kept, and what was given back of it."""

from typing import TYPE_CHECKING, Any

from ordercore.errors import InvalidValue, NotFound
from ordercore.kernel.charges import COMPONENTS, Charges, charges_of
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money
from ordercore.kernel.personal import hidden
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.bill import BilledLine, CreditNote, Invoice, tax_totals
from ordercore.orders.line import Line
from ordercore.orders.money import kept_charges
from ordercore.orders.stations import cancelled_units

if TYPE_CHECKING:
    from ordercore.orders.state import Order


def invoice(
    order: "Order",
    *,
    seller: Address,
    number: str,
    issued_at: object,
    bill_to: Address | None = None,
) -> Invoice:
    """Bill the units that are kept; to the address it is shipped to, unless another is given.

    Payments and refunds are not on it; it says what is owed for the goods, whoever has paid.

    Raises:
        InvalidValue: when the number is blank, nothing is kept, or its price is not known.
    """
    cancelled = cancelled_units(order)
    billed: list[tuple[Line, int, Charges]] = []
    for line in order.lines:
        kept = line.quantity - cancelled.get(line.id, 0)
        if not kept:
            continue
        charges = kept_charges(line, line.quantity - kept)
        if charges is None:
            raise InvalidValue("line", line.id, "a line whose price is known, to be billed")
        billed.append((line, kept, charges))
    if not billed:
        raise InvalidValue("order", order.id, "an order of which some unit is kept, to be billed")
    return Invoice(**_bill(order, billed, seller, number, issued_at, bill_to))


def credit_note(
    order: "Order",
    refund_id: str,
    *,
    seller: Address,
    number: str,
    issued_at: object,
    invoice_number: str = "",
    bill_to: Address | None = None,
) -> CreditNote:
    """Credit one refund of an order.

    It corrects an invoice that had charged for it: units that were cancelled before the invoice
    was written are not on that, and their refund needs no credit note.

    Raises:
        InvalidValue: when the number is blank, or the refund has failed.
        NotFound: when the order has no such refund.
    """
    refund = order.refund(refund_id)
    if refund is None:
        raise NotFound("refund", refund_id)
    if not refund.counts:
        raise InvalidValue("refund", refund_id, "a refund whose money is gone or on its way")
    billed = [(order.line(part.line), part.units, part.charges) for part in refund.parts]
    return CreditNote(
        **_bill(order, billed, seller, number, issued_at, bill_to),
        refund_id=refund.id,
        refunded_at=refund.at,
        reason=refund.reason,
        invoice_number=invoice_number,
    )


def _bill(
    order: "Order",
    billed: list[tuple[Line, int, Charges]],
    seller: Address,
    number: str,
    issued_at: object,
    bill_to: Address | None,
) -> dict[str, Any]:
    for field, address in (("seller", seller), ("bill_to", bill_to or seller)):
        if not isinstance(address, Address):
            raise InvalidValue(field, hidden(address), "an address")
    whole = charges_of(billed[0][2].currency, [0] * len(COMPONENTS))
    for _, _, charges in billed:
        whole = whole + charges
    ship_to = order.ship_to
    return {
        "number": checked(number, "number"),
        "issued_at": instant(issued_at, "issued_at"),
        "order_id": order.id,
        "channel": order.terms.channel,
        "marketplace": order.terms.marketplace,
        "placed_at": order.terms.placed_at,
        "buyer": order.terms.buyer,
        "seller": seller,
        "bill_to": ship_to if bill_to is None else bill_to,
        "ship_to": ship_to,
        "lines": tuple([_billed(*some) for some in billed]),
        "charges": whole,
        "by_rate": tax_totals([(line, charges) for line, _, charges in billed]),
    }


def _billed(line: Line, quantity: int, charges: Charges) -> BilledLine:
    divides = quantity and charges.item % quantity == 0
    return BilledLine(
        line=line.id,
        sku=line.sku,
        title=line.title,
        quantity=quantity,
        unit_price=Money(charges.item // quantity, charges.currency) if divides else None,
        tax_rate=line.tax_rate,
        tax_included=line.tax_included,
        charges=charges,
    )
