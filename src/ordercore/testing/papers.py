"""Papers that renderers are tried with: of every kind, long ones, foreign and hostile ones."""

import datetime as dt
from decimal import Decimal

from ordercore.i18n import worded
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.bill import BilledLine, CreditNote, Invoice, TaxTotal
from ordercore.orders.slip import PackingSlip, SlipLine
from ordercore.ports.labels import ReturnedItem, ReturnLabel, ShippingLabel
from ordercore.ports.papers import Paper

AT = instant(dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC))

SELLER = Address("Mugs Ltd", "1 Kiln Lane", "Stoke-on-Trent", "", "ST4 1AA", "GB")

ADA = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US", line2="Apt 4")

LABEL_OF_ALL = ShippingLabel(
    sender=SELLER,
    to=ADA,
    carrier="Parcel Post",
    service="Two days",
    tracking="1Z 999 AA1 01 2345 6784",
    payload="https://example.test/1Z999AA10123456784",
    grams=1250,
    ship_date=dt.date(2026, 11, 22),
    references=("O-1", "PO 77"),
)

PLAIN_LABEL = ShippingLabel(sender=ADA, to=SELLER, carrier="Post", tracking="RR123456785GB")

RETURN = ReturnLabel(
    label=PLAIN_LABEL,
    order_id="O-1",
    return_id="R1",
    items=(ReturnedItem(sku="MUG", title="Mug, blue", quantity=2),),
    until=dt.date(2026, 12, 22),
    instructions=("Do not send batteries.",),
)


def slip(lines: int = 2) -> PackingSlip:
    """Give a packing slip of so many lines."""
    return PackingSlip(
        order_id="O-1",
        channel="MFN",
        marketplace="DE",
        placed_at=AT,
        parcel_id="P1",
        shipped_at=AT,
        carrier="Parcel Post",
        tracking="1Z999AA10123456784",
        seller=SELLER,
        ship_to=ADA,
        lines=tuple(
            SlipLine(
                line=f"{number}",
                sku=f"SKU-{number:04}",
                title=f"Mug number {number} with a handle and a saucer",
                quantity=1,
                ordered=3,
                elsewhere=1,
                to_follow=1,
                cancelled=0,
                gift_message="Many happy returns!" if number == 1 else "",
                charges=None,
            )
            for number in range(1, lines + 1)
        ),
    )


def bill(lines: int = 2) -> Invoice:
    """Give an invoice of so many lines at 19 percent."""
    each = Charges(currency="EUR", item=829, tax=158)
    whole = Charges(currency="EUR", item=829 * lines, tax=158 * lines)
    return Invoice(
        number="2026-17",
        issued_at=AT,
        order_id="O-1",
        channel="MFN",
        marketplace="DE",
        placed_at=AT,
        buyer="ada",
        seller=SELLER,
        bill_to=ADA,
        ship_to=ADA,
        lines=tuple(
            BilledLine(
                line=f"{number}",
                sku=f"SKU-{number:04}",
                title=f"Mug number {number}",
                quantity=1,
                unit_price=Money(829, "EUR"),
                tax_rate=Decimal(19),
                tax_included=True,
                charges=each,
            )
            for number in range(1, lines + 1)
        ),
        charges=whole,
        by_rate=(TaxTotal(Decimal(19), withheld=False, net=829 * lines, tax=158 * lines),),
    )


def credit() -> CreditNote:
    """Give a credit note."""
    whole = bill()
    names = ("number", "issued_at", "order_id", "channel", "marketplace", "placed_at", "buyer")
    more = ("seller", "bill_to", "ship_to", "lines", "charges", "by_rate")
    return CreditNote(
        **{name: getattr(whole, name) for name in (*names, *more)},
        refund_id="F1",
        refunded_at=AT,
        reason="defective",
        invoice_number="2026-17",
    )


def every_kind() -> tuple[Paper, ...]:
    """Give a paper of every kind, in letters that any renderer has."""
    return (
        worded(LABEL_OF_ALL),
        worded(PLAIN_LABEL, "de"),
        worded(RETURN, "de"),
        worded(slip()),
        worded(bill(), "de", "Europe/Berlin"),
        worded(credit(), "en-GB"),
    )


def long_ones() -> tuple[Paper, ...]:
    """Give papers that need several pages of any size."""
    return worded(slip(150)), worded(bill(150), "de")


FOREIGN = (
    "Zoë Müller-Łaska",
    "Ελένη Παπαδοπούλου",
    "Наталья Иванова",
    "阿田 花子",
    "김민수",
    "عائشة",
    "דוד",
    "अनिता",
    "สมชาย",
    "Ada 🏠",
)
"""Names in the scripts of most buyers; the first has one letter beyond Windows-1252."""

HOSTILE = (
    "^XZ^XA^FDgone^FS",
    "~JA~DGR:X",
    "_5EXZ \\& \\^",
    "</text></svg><script>alert(1)</script>",
    "]]> &amp; &#60; <!--",
    ") Tj ET (\\) %%EOF",
    "{page} {0} %s $HOME `id`",
    "'; DROP TABLE orders; --",
)
"""Names that are commands to somebody."""


def named(name: str) -> tuple[Paper, ...]:
    """Give a label and a packing slip for somebody of a name, that has ordered a thing of it."""
    to = replace(ADA, name=name)
    some = slip()
    lines = (replace(some.lines[0], title=name), *some.lines[1:])
    return (
        worded(replace(LABEL_OF_ALL, to=to)),
        worded(replace(some, ship_to=to, lines=lines)),
    )


def too_much() -> tuple[Paper, ...]:
    """Give labels that nobody can print: an address of a thousand words, and bars of a yard."""
    street = " ".join(["Longstreet"] * 1000)
    return (
        worded(replace(LABEL_OF_ALL, to=replace(ADA, line1=street))),
        worded(replace(LABEL_OF_ALL, tracking="aB" * 60)),
    )
