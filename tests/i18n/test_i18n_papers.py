"""Labels, packing slips and invoices in words: every fact there, in the reader's language."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.i18n import worded
from ordercore.i18n.catalogue import PAPERS, catalogue, languages
from ordercore.i18n.papers import PAPER_KEYS
from ordercore.i18n.papers.addresses import address_lines
from ordercore.i18n.papers.wording import one_line
from ordercore.kernel.charges import COMPONENTS, Charges, charges_of
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.orders.bill import Invoice
from ordercore.orders.invoice import invoice
from ordercore.orders.slip import packing_slip
from ordercore.orders.state import Order
from ordercore.ports import Paper, PaperKind, ReturnedItem, ReturnLabel, TableRow, Worded
from ordercore.testing.papers import (
    ADA,
    AT,
    LABEL_OF_ALL,
    PLAIN_LABEL,
    RETURN,
    SELLER,
    bill,
    credit,
    slip,
)
from ordercore.testing.strategies import orders

EN = Locale("en")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (ADA, ("Ada Byron", "12 Pine St", "Apt 4", "Austin, TX 78701", "UNITED STATES")),
        (SELLER, ("Mugs Ltd", "1 Kiln Lane", "Stoke-on-Trent", "ST4 1AA", "UNITED KINGDOM")),
        (
            Address("Ada", "Am Weiher 12", "Köln", "", "50667", "de"),
            ("Ada", "Am Weiher 12", "50667 Köln", "GERMANY"),
        ),
        (
            Address("Ada", "Calle 1", "Alcoy", "Alicante", "03801", "ES"),
            ("Ada", "Calle 1", "03801 Alcoy", "Alicante", "SPAIN"),
        ),
        (Address("Ada", country="Elsewhere"), ("Ada", "ELSEWHERE")),
        (Address(city="Austin", country="US"), ("Austin", "UNITED STATES")),
        (Address(postal_code="50667", country="DE"), ("50667", "GERMANY")),
        (Address("Ada\r\n Byron", " \t", "A\0ustin"), ("Ada Byron", "A ustin")),
    ],
)
def test_addresses_are_written_as_their_country_does(
    address: Address, lines: tuple[str, ...]
) -> None:
    """The postal code before or after the city, or below it."""
    assert address_lines(address, EN) == lines


def test_a_country_is_named_in_the_language_of_the_paper() -> None:
    """In capitals."""
    assert address_lines(ADA, Locale("de"))[-1] == "VEREINIGTE STAATEN"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ada Byron", "Ada Byron"),
        ("  Ada \t\n Byron ", "Ada Byron"),
        ("Ada\u2028Byron\x85!", "Ada Byron !"),
        ("\u202eAda\u200f", "Ada"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),  # noqa: RUF001
        ("1\u202f234", "1\u202f234"),
        ("", ""),
    ],
)
def test_texts_are_put_on_one_line(text: str, line: str) -> None:
    """Without what breaks lines or turns the direction of reading; spelling is left alone."""
    assert one_line(text) == line


def test_a_label_says_its_facts() -> None:
    """Whose it is, and what the codes hold."""
    paper = worded(LABEL_OF_ALL)
    face = paper.face

    assert paper.kind is PaperKind.SHIPPING_LABEL
    assert not paper.has_body
    assert face is not None
    assert (face.carrier, face.service) == ("Parcel Post", "Two days")
    assert face.to == Worded("Ship to", address_lines(ADA, EN))
    assert face.sender == Worded("From", address_lines(SELLER, EN))
    assert face.facts == (
        Worded("Weight", ("1.25 kg",)),
        Worded("Ship date", ("November 22, 2026",)),
        Worded("Reference", ("O-1, PO 77",)),
    )
    assert face.tracking == Worded("Tracking number", ("1Z 999 AA1 01 2345 6784",))
    assert face.barcode == "1Z999AA10123456784"
    assert face.payload == LABEL_OF_ALL.payload


@pytest.mark.parametrize(
    ("grams", "country", "language", "said"),
    [
        (1250, "DE", "de", "1,25 kg"),
        (1, "GB", "en", "0.001 kg"),
        (30_000, "FR", "en", "30 kg"),
        (454, "US", "en", "1.01 lb (0.454 kg)"),
        (453, "us", "en", "1 lb (0.453 kg)"),
    ],
)
def test_weights_are_said_as_the_sender_weighs(
    grams: int, country: str, language: str, said: str
) -> None:
    """A pound is 453.59237 g; a parcel is never said to be lighter than it is."""
    label = replace(LABEL_OF_ALL, grams=grams, sender=replace(SELLER, country=country))
    face = worded(label, language).face

    assert face is not None
    assert face.facts[0].lines[0].replace("\xa0", " ") == said


def test_what_a_label_does_not_know_is_left_out() -> None:
    """No heading stands over nothing."""
    face = worded(PLAIN_LABEL).face

    assert face is not None
    assert (face.facts, face.service, face.payload) == ((), "", "")


def test_a_return_has_instructions_in_the_buyers_language() -> None:
    """Ours, the last day, and the host's own, numbered; and what is to be put in."""
    paper = worded(RETURN, "de")

    assert paper.title == "Rücksendeetikett"
    assert paper.facts == (Worded("Rücksendung", ("R1",)), Worded("Bestellung", ("O-1",)))
    assert paper.columns == ("Artikel", "Menge")
    assert paper.rows == (TableRow("Mug, blue", ("2",)),)
    assert [note[:2] for note in paper.notes] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert paper.notes[4] == "5. Geben Sie es spätestens am 22. Dezember 2026 ab."
    assert paper.notes[5] == "6. Do not send batteries."
    assert paper.face is not None


def test_a_return_says_how_the_parcel_is_handed_over() -> None:
    """Anywhere of the carrier's, at a place that is named, or to a driver in the zone's hours."""
    at = replace(RETURN, place="Kiosk am Eck\nKöln")
    fetched = replace(RETURN, place="PU-7", pickup=(AT, AT.add(hours=3)))

    assert worded(RETURN).notes[2].startswith("3. Hand the parcel in at the carrier")
    assert (
        worded(at).notes[2] == "3. Hand the parcel in at Kiosk am Eck Köln, and ask for a receipt."
    )
    assert worded(fetched, "de", "Europe/Berlin").notes[2] == (
        "3. Halten Sie das Paket bereit: Der Versanddienst holt es zwischen 22.11.26, 13:00 und"
        " 22.11.26, 16:00 ab. Lassen Sie sich einen Beleg geben."
    )


def test_a_return_of_nothing_named_has_no_table() -> None:
    """And one without a last day names none."""
    paper = worded(ReturnLabel(label=PLAIN_LABEL, order_id="O-1", return_id="R1"))

    assert (paper.columns, paper.rows, len(paper.notes)) == ((), (), 4)


def test_an_item_without_a_title_is_called_by_its_sku() -> None:
    """On returns, slips and invoices alike, and the SKU is not said twice."""
    untitled = replace(slip(1), lines=(replace(slip(1).lines[0], title=" "),))
    back = replace(RETURN, items=(ReturnedItem(sku="MUG", title="", quantity=1),))

    assert worded(back).rows[0].description == "MUG"
    assert worded(untitled).rows[0].description == "SKU-0001"
    assert worded(untitled).rows[0].notes == ("In other parcels: 1", "To follow: 1")
    one = bill(1)
    assert worded(replace(one, lines=(replace(one.lines[0], title=""),))).rows[0].notes == ()


def test_a_slip_says_where_the_other_units_are() -> None:
    """Beside what is in this parcel, the gift message, and no price."""
    paper = worded(slip(1))

    assert paper.columns == ("Item", "Ordered", "In this parcel")
    assert paper.rows[0].cells == ("3", "1")
    assert paper.rows[0].notes == ("SKU: SKU-0001", "In other parcels: 1", "To follow: 1")
    assert paper.notes == ("A message for you: Many happy returns!",)
    assert [party.heading for party in paper.parties] == ["Seller", "Ship to"]


def test_a_slip_with_prices_has_a_column_for_them() -> None:
    """Blank where a line has none."""
    first, second = slip(2).lines
    priced = replace(first, charges=Charges(currency="EUR", item=900, tax=171))

    paper = worded(replace(slip(2), lines=(priced, second), seller=None, ship_to=Address()), "de")

    assert paper.columns == ("Artikel", "Bestellt", "In diesem Paket", "Betrag")
    assert [row.cells[-1] for row in paper.rows] == ["10,71\xa0€", ""]
    assert paper.parties == ()


def test_a_day_is_that_of_the_zone() -> None:
    """An hour before midnight in London it is the next day in Berlin."""
    late = replace(bill(), issued_at=AT.set(hour=23))

    assert worded(late, "de", "Europe/Berlin").facts[1].lines == ("23. November 2026",)
    assert worded(late, "de", "UTC").facts[1].lines == ("22. November 2026",)


def test_an_invoice_has_every_component_and_rate() -> None:
    """Goods, shipping, wrapping, discounts, the net, the tax of each rate, and the total."""
    one = bill(1)
    whole = Charges(
        currency="EUR", item=1000, tax=171, shipping=500, shipping_tax=95, gift_wrap=100,
        gift_wrap_tax=19, discount=200, shipping_discount=100,
    )  # fmt: skip
    (rate,) = one.by_rate
    rates = (
        replace(rate, net=900, tax=171 + 19, withheld=True),
        replace(rate, rate=Decimal("8.875"), net=400, tax=95),
        replace(rate, rate=None, net=0, tax=0),
    )

    paper = worded(replace(one, charges=whole, by_rate=rates, ship_to=SELLER))

    assert paper.totals == (
        ("Items", "€10.00"),
        ("Shipping", "€5.00"),
        ("Gift wrapping", "€1.00"),
        ("Discount", "-€2.00"),
        ("Discount on shipping", "-€1.00"),
        ("Total without tax", "€13.00"),
        ("Tax 19% on €9.00", "€1.90"),
        ("Tax 8.875% on €4.00", "€0.95"),
        ("Total", "€15.85"),
    )
    assert paper.notes == ("Of the tax, €1.90 is collected and remitted by the marketplace.",)
    assert [party.heading for party in paper.parties] == ["Seller", "Bill to", "Ship to"]


def test_tax_of_an_unknown_rate_is_said_without_one() -> None:
    """A marketplace has told the tax, and not the rate."""
    one = bill(1)
    (line,), (rate,) = one.lines, one.by_rate
    unknown = replace(line, tax_rate=None, unit_price=None, quantity=0)

    paper = worded(replace(one, lines=(unknown,), by_rate=(replace(rate, rate=None),)))

    assert paper.totals[1] == ("Tax on €8.29", "€1.58")
    assert paper.rows[0].cells == ("", "", "", "€8.29")


def test_a_credit_note_says_what_it_corrects() -> None:
    """And why, and when the money was given back."""
    paper = worded(credit())

    assert paper.kind is PaperKind.CREDIT_NOTE
    assert paper.title == "Credit note"
    assert paper.facts[-3:] == (
        Worded("Corrects invoice", ("2026-17",)),
        Worded("Refunded on", ("November 22, 2026",)),
        Worded("Reason", ("defective",)),
    )


def test_a_host_has_words_of_its_own() -> None:
    """In place of ours, by their keys."""
    assert worded(bill(), words={"paper.invoice": "Tax invoice"}).title == "Tax invoice"


def test_the_catalogue_has_the_words_of_papers_and_no_others() -> None:
    """A missing or an unused key fails; that every language has the same is seen elsewhere."""
    assert catalogue("en", PAPERS).keys() == {f"paper.{key}" for key in PAPER_KEYS}


@pytest.mark.parametrize(
    ("language", "invoice_is", "until"),
    [
        ("de", "Rechnung", "Geben Sie es spätestens am 20. Dezember 2026 ab."),
        ("fr-CA", "Facture", "À déposer au plus tard le 20 décembre 2026."),
        ("es", "Factura", "Entréguelo a más tardar el 20 de diciembre de 2026."),
        ("it", "Fattura", "Ultimo giorno utile per la consegna: 20 dicembre 2026."),
        ("pt-BR", "Fatura", "Entregue até 20 de dezembro de 2026."),
        ("pt", "Fatura", "Entregue até 20 de dezembro de 2026."),
        ("nl", "Factuur", "Lever het uiterlijk 20 december 2026 in."),
        ("pl", "Faktura", "Paczkę należy nadać najpóźniej 20 grudnia 2026."),
        ("ja", "請求書", "2026年12月20日までにお出しください。"),
        ("hi", "इनवॉइस", "इसे ज़्यादा से ज़्यादा 20 दिसंबर 2026 तक सौंप दें।"),
        ("ar", "فاتورة", "آخر موعد للتسليم: 20 ديسمبر 2026."),
        ("sw", "Invoice", "Hand it in on 20 Desemba 2026 at the latest."),
    ],
)
def test_papers_speak_the_language_of_their_reader(
    language: str, invoice_is: str, until: str
) -> None:
    """Or one near to it; where there is none, they are in English with days of that language."""
    sent_back = worded(replace(RETURN, until=dt.date(2026, 12, 20)), language)

    assert worded(bill(), language).title == invoice_is
    assert until in [note.partition(". ")[2] for note in sent_back.notes]


def test_every_key_is_said_by_some_paper() -> None:
    """No word is translated in vain."""
    marked = {f"paper.{key}": f"[{key}]" for key in PAPER_KEYS if key != "page"}
    whole = charges_of("EUR", [1] * len(COMPONENTS))
    (rate,) = bill(1).by_rate
    rates = (rate, replace(rate, rate=None, withheld=True))
    cancelled = replace(slip(1).lines[0], cancelled=1, charges=whole)
    values: list[Any] = [
        LABEL_OF_ALL,
        RETURN,
        replace(RETURN, place="Kiosk"),
        replace(RETURN, pickup=(AT, AT)),
        replace(slip(1), lines=(cancelled,)),
        replace(bill(1), charges=whole, by_rate=rates, ship_to=SELLER),
        credit(),
    ]
    said = [text for value in values for text in worded(value, words=marked).texts()]
    found = {key for text in said for key in re.findall(r"\[([a-z._]+)\]", text)}

    assert found | {"page", "shipping_label"} == PAPER_KEYS


@pytest.mark.parametrize("value", [None, "label", ADA])
def test_what_is_no_paper_is_refused(value: Any) -> None:
    """So is a language or a zone that does not exist."""
    with pytest.raises(InvalidValue, match="value"):
        worded(value)
    with pytest.raises(InvalidValue, match="language"):
        worded(LABEL_OF_ALL, "xx-yy-zz")
    with pytest.raises(InvalidValue, match="zone"):
        worded(LABEL_OF_ALL, zone="Mars/Olympus")


def bills(order: Order) -> Iterator[Invoice]:
    """Bill an order, where it can be billed."""
    try:
        yield invoice(order, seller=SELLER, number="2026-1", issued_at=AT)
    except InvalidValue:
        return


def amount(text: str, digits: int) -> int:
    """Read an amount in English back as minor units."""
    figures = re.sub(r"[^\d.-]", "", text)
    return int(Decimal(figures).scaleb(digits))


@given(orders())
def test_law_2_what_is_printed_adds_up(order: Order) -> None:
    """The amounts of the rows to the goods, the net and the taxes to the total."""
    from ordercore.kernel.money import digits

    for made in bills(order):
        paper: Paper = worded(made)
        places = digits(made.charges.currency)
        said = {key: amount(text, places) for key, text in paper.totals}
        taxes = sum(value for key, value in said.items() if key.startswith("Tax "))
        keys = ("Items", "Shipping", "Gift wrapping", "Discount", "Discount on shipping")
        parts = sum(said.get(key, 0) for key in keys)

        assert sum(amount(row.cells[-1], places) for row in paper.rows) == said.get("Items", 0)
        assert said.get("Total without tax", parts) == parts
        assert parts + taxes == said["Total"] == made.total.minor


@given(orders(), st.sampled_from(sorted({*languages(PAPERS), "sw"})))
def test_law_every_slip_can_be_worded(order: Order, language: str) -> None:
    """Whatever is in the parcel, there is a row for each line."""
    for parcel in order.parcels:
        slip_of_it = packing_slip(order, parcel.id, prices=True)
        paper = worded(slip_of_it, language)

        assert len(paper.rows) == len(slip_of_it.lines)
