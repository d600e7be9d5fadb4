"""Packing slips in words."""

from ordercore.i18n.papers.addresses import address_lines
from ordercore.i18n.papers.wording import Wording, one_line
from ordercore.orders.address import Address
from ordercore.orders.slip import PackingSlip, SlipLine
from ordercore.ports.papers import Paper, PaperKind, TableRow, Worded


def slip_paper(slip: PackingSlip, wording: Wording) -> Paper:
    """Word a packing slip; there is a column of prices where any line shows one."""
    priced = any(line.charges is not None for line in slip.lines)
    keys = ("item", "ordered", "in_parcel", *(("amount",) if priced else ()))
    gifts = [wording.say("gift", message=one_line(text)) for text in slip.gift_messages]
    return Paper(
        kind=PaperKind.PACKING_SLIP,
        language=wording.language,
        title=wording.title(PaperKind.PACKING_SLIP),
        parties=parties(wording, seller=slip.seller, ship_to=slip.ship_to),
        facts=wording.facts(
            ("order", slip.order_id),
            ("placed", wording.day(slip.placed_at)),
            ("parcel", slip.parcel_id),
            ("shipped", wording.day(slip.shipped_at)),
            ("carrier", slip.carrier),
            ("tracking", slip.tracking),
        ),
        columns=tuple([wording.say(key) for key in keys]),
        rows=tuple([_row(line, wording, priced=priced) for line in slip.lines]),
        notes=tuple(gifts),
        page_of=wording.page_of(),
    )


def parties(wording: Wording, **addresses: Address | None) -> tuple[Worded, ...]:
    """Give addresses under their headings; those that nobody has told are left out."""
    named = {
        key: address_lines(address, wording.locale)
        for key, address in addresses.items()
        if address is not None
    }
    return tuple([wording.under(key, *lines) for key, lines in named.items() if lines])


def _row(line: SlipLine, wording: Wording, *, priced: bool) -> TableRow:
    elsewhere = (
        ("elsewhere", line.elsewhere), ("to_follow", line.to_follow), ("cancelled", line.cancelled)
    )  # fmt: skip
    notes = [wording.say(key, quantity=quantity) for key, quantity in elsewhere if quantity]
    cells = [wording.fact(line.ordered), wording.fact(line.quantity)]
    if priced:
        charges = line.charges
        cells.append("" if charges is None else wording.fact(charges.money))
    return TableRow(
        one_line(line.title) or line.sku,
        tuple(cells),
        (*([wording.say("sku", sku=line.sku)] if line.title.strip() else []), *notes),
    )
