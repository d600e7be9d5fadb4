"""Invoices and credit notes in words: every amount as the bill has it, none worked out anew."""

from ordercore.i18n.papers.slips import parties
from ordercore.i18n.papers.wording import Wording, one_line
from ordercore.orders.bill import Bill, BilledLine, CreditNote, TaxTotal
from ordercore.ports.papers import Paper, PaperKind, TableRow, Worded


def bill_paper(bill: Bill, wording: Wording) -> Paper:
    """Word an invoice or a credit note.

    The column of amounts is what the goods cost without tax, before discounts; beneath it stand
    shipping, wrapping and discounts, the tax by rate, and the total.
    """
    kind = PaperKind.CREDIT_NOTE if isinstance(bill, CreditNote) else PaperKind.INVOICE
    keys = ("item", "quantity", "unit_price", "tax_rate", "amount")
    withheld = bill.tax_withheld
    ship_to = None if bill.ship_to == bill.bill_to else bill.ship_to
    return Paper(
        kind=kind,
        language=wording.language,
        title=wording.title(kind),
        parties=parties(wording, seller=bill.seller, bill_to=bill.bill_to, ship_to=ship_to),
        facts=_facts(bill, wording),
        columns=tuple([wording.say(key) for key in keys]),
        rows=tuple([_row(line, wording) for line in bill.lines]),
        totals=_totals(bill, wording),
        notes=(wording.say("withheld", amount=withheld),) if withheld.minor else (),
        page_of=wording.page_of(),
    )


def _facts(bill: Bill, wording: Wording) -> tuple[Worded, ...]:
    credited: tuple[tuple[str, str], ...] = ()
    if isinstance(bill, CreditNote):
        credited = (
            ("corrects", bill.invoice_number),
            ("refunded", wording.day(bill.refunded_at)),
            ("reason", bill.reason),
        )
    return wording.facts(
        ("number", bill.number),
        ("issued", wording.day(bill.issued_at)),
        ("order", bill.order_id),
        ("placed", wording.day(bill.placed_at)),
        *credited,
    )


def _row(line: BilledLine, wording: Wording) -> TableRow:
    rate = "" if line.tax_rate is None else wording.rate(line.tax_rate)
    return TableRow(
        one_line(line.title) or line.sku,
        (
            wording.fact(line.quantity) if line.quantity else "",
            "" if line.unit_price is None else wording.fact(line.unit_price),
            rate,
            wording.money(line.charges.item, line.charges.currency),
        ),
        (wording.say("sku", sku=line.sku),) if line.title.strip() else (),
    )


def _totals(bill: Bill, wording: Wording) -> tuple[tuple[str, str], ...]:
    whole, currency = bill.charges, bill.charges.currency
    net = sum([row.net for row in bill.by_rate])
    parts = [
        ("goods", whole.item),
        ("shipping", whole.shipping),
        ("gift_wrap", whole.gift_wrap),
        ("discount", -whole.discount),
        ("shipping_discount", -whole.shipping_discount),
    ]
    said = [(wording.say(key), wording.money(minor, currency)) for key, minor in parts if minor]
    if len(said) > 1:
        said.append((wording.say("net"), wording.money(net, currency)))
    said += [
        _tax(row, wording, currency) for row in bill.by_rate if row.tax or row.rate is not None
    ]
    return (*said, (wording.say("total"), wording.fact(bill.total)))


def _tax(row: TaxTotal, wording: Wording, currency: str) -> tuple[str, str]:
    net = wording.money(row.net, currency)
    if row.rate is None:
        said = wording.say("tax_of_unknown_rate", net=net)
    else:
        said = wording.say("tax", rate=wording.rate(row.rate), net=net)
    return said, wording.money(row.tax, currency)
