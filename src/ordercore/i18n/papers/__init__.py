"""Papers: labels, packing slips and invoices in the reader's language, ready to be laid out.

The catalogues of papers have their words under ``paper.``, in eleven languages.
"""

from collections.abc import Mapping
from typing import TypeAlias

from ordercore.errors import InvalidValue
from ordercore.i18n.papers.bills import bill_paper
from ordercore.i18n.papers.labels import label_paper, return_paper
from ordercore.i18n.papers.slips import slip_paper
from ordercore.i18n.papers.wording import Wording
from ordercore.i18n.sentences import NO_WORDS
from ordercore.orders.bill import Bill, CreditNote, Invoice
from ordercore.orders.slip import PackingSlip
from ordercore.ports.labels import ReturnLabel, ShippingLabel
from ordercore.ports.papers import Paper

__all__ = ["PAPER_KEYS", "Printable", "worded"]

Printable: TypeAlias = ShippingLabel | ReturnLabel | PackingSlip | Invoice | CreditNote

PAPER_KEYS = frozenset(
    {
        "amount", "bill_to", "cancelled", "carrier", "corrects", "credit_note", "discount",
        "elsewhere", "from", "gift", "gift_wrap", "goods", "in_parcel", "invoice", "issued", "item",
        "net", "number", "order", "ordered", "packing_slip", "page", "parcel", "placed", "quantity",
        "reason", "reference", "refunded", "return", "return.hand_in",
        "return.hand_in_at", "return.keep", "return.pickup",
        "return.pack", "return.stick", "return.until", "return_label", "seller", "ship_date",
        "ship_to", "shipped", "shipping", "shipping_discount", "shipping_label", "sku", "tax",
        "tax_of_unknown_rate", "tax_rate", "to_follow", "total", "tracking", "unit_price",
        "weight", "withheld",
    }
)  # fmt: skip
"""What a catalogue says under ``paper.``."""


def worded(
    value: Printable,
    language: str = "en",
    zone: str = "UTC",
    words: Mapping[str, str] = NO_WORDS,
) -> Paper:
    """Put a label, a packing slip, an invoice or a credit note into words.

    Days are those of the zone.
    ``words`` are a host's own by key, in place of ours: ``{"paper.invoice": "Tax invoice"}``.

    Raises:
        InvalidValue: when there is no such language or zone, or the value is none of these.
    """
    wording = Wording(language, zone, words)
    match value:
        case ShippingLabel():
            return label_paper(value, wording)
        case ReturnLabel():
            return return_paper(value, wording)
        case PackingSlip():
            return slip_paper(value, wording)
        case Bill():
            return bill_paper(value, wording)
        case _:
            raise InvalidValue("value", value, "a label, a packing slip, an invoice or credit note")
