"""Packing slips, invoices and credit notes: what is on them, and that they add up."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_stories import (
    AT,
    ask_back,
    authorise,
    cancel,
    capture,
    deliver,
    imported,
    later,
    part,
    pay,
    place,
    receive,
    refund,
    ship,
    stranded,
)
from order_stories import given as given_order

from ordercore.errors import InvalidValue, NotFound
from ordercore.kernel.charges import COMPONENTS, Charges, charges_of
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.orders.bill import CreditNote, Invoice, TaxTotal
from ordercore.orders.invoice import credit_note, invoice
from ordercore.orders.line import Line
from ordercore.orders.money import counted_refunds, due
from ordercore.orders.pricing import promoted, with_shipping
from ordercore.orders.settling import FailRefund
from ordercore.orders.slip import PackingSlip, packing_slip
from ordercore.orders.state import Order
from ordercore.orders.stations import shipped_units
from ordercore.shipping import Trouble
from ordercore.testing.strategies import orders

SELLER = Address("Mugs Ltd", "1 Kiln Lane", "Stoke", country="GB")
HOME = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")

MUG = Line("MUG", 3, price="9.87 EUR", title="Mug", tax_rate=19)
TEA = Line("TEA", 1, price="5.00 EUR", title="Tea", tax_rate=7)


def billed(order: Order, **asked: Any) -> Invoice:
    """Bill an order."""
    return invoice(order, **{"seller": SELLER, "number": "2026-1", "issued_at": later(2), **asked})


def credited(order: Order, refund_id: str = "F1", **asked: Any) -> CreditNote:
    """Credit a refund."""
    given_by_all = {"seller": SELLER, "number": "C-1", "issued_at": later(20)}
    return credit_note(order, refund_id, **{**given_by_all, **asked})


# Packing slips


def test_a_slip_says_what_is_in_the_parcel_and_where_the_rest_is() -> None:
    """Of three mugs one is here, one in another parcel, and one cancelled; the tea follows."""
    order = given_order(
        place(MUG, TEA, ship_to=HOME, marketplace="DE"), pay(), cancel(("1", 1)),
        ship(("1", 1)), ship(("1", 1), days=2, carrier="DHL", tracking="JJD0001"),
    )  # fmt: skip

    slip = packing_slip(order, "P2", seller=SELLER)

    assert (slip.order_id, slip.channel, slip.marketplace) == ("O-1", "MFN", "DE")
    assert (slip.placed_at, slip.shipped_at) == (AT, later(2))
    assert (slip.parcel_id, slip.carrier, slip.tracking) == ("P2", "DHL", "JJD0001")
    assert (slip.seller, slip.ship_to) == (SELLER, HOME)
    (line,) = slip.lines
    assert (line.line, line.sku, line.title) == ("1", "MUG", "Mug")
    assert (line.quantity, line.ordered) == (1, 3)
    assert (line.elsewhere, line.to_follow, line.cancelled) == (1, 0, 1)
    assert packing_slip(order, "P1").lines[0].to_follow == 0


def test_units_that_wait_are_to_follow() -> None:
    """Two of three mugs are still to come."""
    order = given_order(place(MUG, TEA), pay(), ship(("1", 1), ("2", 1)))

    mug, tea = packing_slip(order, "P1").lines

    assert (mug.quantity, mug.elsewhere, mug.to_follow) == (1, 0, 2)
    assert (tea.quantity, tea.elsewhere, tea.to_follow) == (1, 0, 0)


def test_a_slip_needs_a_parcel() -> None:
    """Of an order that exists, a parcel that does."""
    with pytest.raises(NotFound, match="parcel 'P9'"):
        packing_slip(given_order(place()), "P9")


def test_a_slip_without_prices_shows_none() -> None:
    """Neither an amount nor a currency is anywhere in it."""
    slip = packing_slip(given_order(place(MUG, TEA), pay(), ship()), "P1")

    assert no_money(slip)
    assert {line.charges for line in slip.lines} == {None}


def test_a_slip_with_prices_shows_those_of_its_units() -> None:
    """The first parcel carries the first units, so that all slips add up."""
    charged = Charges("EUR", item=1000, tax=190)
    order = given_order(
        place(Line("A", 3, charges=charged)), pay(), ship(("1", 1)), ship(("1", 2), days=2)
    )

    first, second = (packing_slip(order, id, prices=True).lines[0].charges for id in ("P1", "P2"))

    assert first == Charges("EUR", item=333, tax=63)
    assert second == Charges("EUR", item=667, tax=127)


def test_a_gift_never_shows_a_price() -> None:
    """Not even of the other lines in its parcel, and those of other parcels are free to."""
    gift = Line("A", 1, price="9.87 EUR", gift_message="For you")
    order = given_order(
        place(gift, MUG, TEA), pay(), ship(("1", 1), ("2", 1)), ship(("2", 2), ("3", 1), days=2)
    )

    slip = packing_slip(order, "P1", prices=True)

    assert no_money(slip)
    assert slip.gift_messages == ("For you",)
    assert not no_money(packing_slip(order, "P2", prices=True))


def test_each_gift_message_is_there_once() -> None:
    """In the order of the lines, and with its line."""
    messages = ("For you", "", "And you", "For you")
    lines = [Line("A", 1, price="1 EUR", gift_message=message) for message in messages]

    slip = packing_slip(given_order(place(*lines), pay(), ship()), "P1")

    assert slip.gift_messages == ("For you", "And you")
    assert tuple(line.gift_message for line in slip.lines) == messages


def test_a_line_without_a_price_shows_none() -> None:
    """The marketplace has not told it."""
    order = given_order(imported(Line("A", 1)), pay(), ship())

    assert no_money(packing_slip(order, "P1", prices=True))


def no_money(slip: PackingSlip) -> bool:
    """Tell whether nothing in a slip is an amount of money."""
    written = repr(slip)
    return not any(word in written for word in ("Charges(", "Money(", "EUR", "987"))


# Invoices


def test_an_invoice_bills_what_is_kept() -> None:
    """Of three mugs two, at 9.87: 19.74 and 3.75 of tax; the tea at 5.00 and 0.35."""
    order = given_order(place(MUG, TEA, ship_to=HOME, buyer="ada"), cancel(("1", 1)))

    bill = billed(order)

    assert (bill.number, bill.issued_at) == ("2026-1", later(2))
    assert (bill.order_id, bill.channel, bill.marketplace) == ("O-1", "MFN", "")
    assert (bill.placed_at, bill.buyer) == (AT, "ada")
    assert (bill.seller, bill.bill_to, bill.ship_to) == (SELLER, HOME, HOME)
    mug, tea = bill.lines
    assert (mug.sku, mug.title, mug.quantity) == ("MUG", "Mug", 2)
    assert mug.charges == Charges("EUR", item=1974, tax=375)
    assert mug.unit_price == Money(987, "EUR")
    assert (tea.quantity, tea.charges) == (1, Charges("EUR", item=500, tax=35))
    assert bill.charges == Charges("EUR", item=2474, tax=410)
    assert bill.total == Money(2884, "EUR")
    assert bill.by_rate == (
        TaxTotal(Decimal(7), False, 500, 35),
        TaxTotal(Decimal(19), False, 1974, 375),
    )


def test_a_price_that_does_not_divide_is_only_there_as_a_whole() -> None:
    """10.00 for three has no price per unit."""
    order = given_order(place(Line("A", 3, charges=Charges("EUR", item=1000))))

    assert billed(order).lines[0].unit_price is None


def test_lines_of_which_nothing_is_kept_are_not_billed() -> None:
    """Cancelled ones, and those that came without units."""
    order = given_order(imported(MUG, TEA, Line("C", 0)), pay(), cancel(("1", 3)))

    assert [line.sku for line in billed(order).lines] == ["TEA"]


def test_an_invoice_goes_to_another_address_where_one_is_given() -> None:
    """What is shipped still goes home."""
    bill = billed(given_order(place(ship_to=HOME)), bill_to=SELLER)

    assert (bill.bill_to, bill.ship_to) == (SELLER, HOME)


def test_totals_go_by_rate_and_what_is_withheld_stands_apart() -> None:
    """Goods and wrapping by one rate, shipping by another, and what nobody told by none."""
    lines = (
        Line(
            "A", 1, tax_rate=19, shipping_tax_rate=7,
            charges=Charges("EUR", item=1000, tax=171, gift_wrap=100, gift_wrap_tax=19,
                            discount=100, shipping=500, shipping_tax=28, shipping_discount=100),
        ),
        Line("B", 1, tax_rate=19, charges=Charges("EUR", item=100, tax=19), tax_withheld=True),
        Line("C", 1, tax_rate=0, charges=Charges("EUR", item=70)),
        Line("D", 1, charges=Charges("EUR", item=50, tax=4, shipping=30)),
        Line("E", 1, tax_rate=19, shipping_tax_rate=19, charges=Charges("EUR", item=10, tax=2)),
    )  # fmt: skip

    bill = billed(given_order(place(*lines)))

    assert bill.by_rate == (
        TaxTotal(Decimal(0), False, 70, 0),
        TaxTotal(Decimal(7), False, 400, 28),
        TaxTotal(Decimal(19), False, 1010, 192),
        TaxTotal(Decimal(19), True, 100, 19),
        TaxTotal(None, False, 80, 4),
    )
    assert bill.tax_withheld == Money(19, "EUR")
    assert bill.total == Money(70 + 428 + 1202 + 119 + 84, "EUR")


def test_a_promoted_and_shipped_order_is_billed_as_it_was_priced() -> None:
    """40.00 with 19 % inside, 4.00 off and 5.95 for shipping: 41.95, of which 6.70 are tax."""
    lines = with_shipping(
        promoted([Line("A", 4, price="10 EUR", tax_rate=19, tax_included=True)], Money(400, "EUR")),
        Money(595, "EUR"),
    )

    bill = billed(given_order(place(*lines)))

    # 36.00 x 19/119 = 5.74789...; 5.95 x 19/119 = 0.95.
    assert bill.total == Money(4195, "EUR")
    assert bill.by_rate == (TaxTotal(Decimal(19), False, 3525, 575 + 95),)


@pytest.mark.parametrize("number", ["", " ", " 1"])
def test_an_invoice_has_a_number(number: str) -> None:
    """The seller's own."""
    with pytest.raises(InvalidValue, match="number"):
        billed(given_order(place()), number=number)


def test_an_invoice_has_a_moment_that_is_one() -> None:
    """Naive times are refused."""
    with pytest.raises(InvalidValue, match="issued_at"):
        billed(given_order(place()), issued_at="2026-03-02T09:30:00")


def test_nothing_kept_is_not_billed() -> None:
    """An invoice of nothing is none."""
    with pytest.raises(InvalidValue, match="some unit is kept"):
        billed(given_order(place(), cancel()))


def test_what_has_no_price_is_not_billed() -> None:
    """Missing is not zero."""
    with pytest.raises(InvalidValue, match="price is known"):
        billed(given_order(imported(TEA, Line("A", 1))))


# Credit notes


def test_a_credit_note_credits_one_refund() -> None:
    """One of two units that came back, with its tax."""
    order = given_order(
        place(Line("A", 2, price="10 EUR", tax_rate=19), ship_to=HOME), pay(), ship(), deliver(),
        ask_back(("P1", "1", 1)), receive(("P1", "1", 1)), refund(return_id="R1"),
    )  # fmt: skip

    note = credited(order, invoice_number="2026-1")

    assert (note.refund_id, note.refunded_at, note.reason) == ("F1", later(10), "customer_return")
    assert (note.number, note.invoice_number) == ("C-1", "2026-1")
    assert (note.bill_to, note.ship_to) == (HOME, HOME)
    (line,) = note.lines
    assert (line.quantity, line.unit_price) == (1, Money(1000, "EUR"))
    assert note.charges == Charges("EUR", item=1000, tax=190)
    assert note.total == Money(1190, "EUR")


def test_a_remedy_is_credited_for_no_unit() -> None:
    """So there is no price of one."""
    order = given_order(place(), pay(), refund(part("1", item=300), reason="late_delivery"))

    (line,) = credited(order).lines
    assert (line.quantity, line.unit_price) == (0, None)


def test_what_was_let_off_is_billed_all_the_same() -> None:
    """Of units that were lost before they were paid in full, less is due, and as much was sold."""
    order = given_order(
        imported(Line("A", 1, price="10.00 EUR")), authorise("4.00 EUR"), capture("4.00 EUR"),
        ship(("1", 1)), stranded(Trouble.LOST), refund(parcel_id="P1"),
    )  # fmt: skip

    assert (order.refunds[0].waived, due(order)) == (600, 400)
    assert billed(order).total == Money(1_000, "EUR")


def test_a_credit_note_needs_a_refund() -> None:
    """Of an order that exists, a refund that does."""
    with pytest.raises(NotFound, match="refund 'F9'"):
        credited(given_order(place()), "F9")


def test_a_refund_that_failed_is_not_credited() -> None:
    """The money never left."""
    order = given_order(
        place(), pay(), refund(part("1", item=300), reason="late_delivery"),
        FailRefund(order_id="O-1", at=later(11), refund_id="F1", reason="card_closed"),
    )  # fmt: skip

    with pytest.raises(InvalidValue, match="refund: 'F1'"):
        credited(order)


# Laws


@given(orders())
def test_law_1_the_slips_hold_what_was_shipped(order: Order) -> None:
    """Over all parcels, and each says where the other units of its lines are."""
    held: Counter[str] = Counter()
    for parcel in order.parcels:
        for line in packing_slip(order, parcel.id).lines:
            held[line.line] += line.quantity
            elsewhere = (line.elsewhere, line.to_follow, line.cancelled)
            assert line.quantity + sum(elsewhere) == line.ordered
            assert min(elsewhere) >= 0

    assert dict(held) == shipped_units(order)


@given(orders())
def test_a_slip_that_was_not_asked_for_prices_holds_none(order: Order) -> None:
    """Whatever the order costs."""
    for parcel in order.parcels:
        written = repr(packing_slip(order, parcel.id, seller=SELLER))
        assert not any(word in written for word in ("Charges(", "Money(", "JPY", "EUR", "KWD"))


@given(orders())
def test_law_2_the_slips_of_what_was_shipped_add_up(order: Order) -> None:
    """To what the units that left cost, component by component."""
    shipped = shipped_units(order)
    for line in order.lines:
        if line.charges is None or line.id not in shipped:
            continue
        dealt = charges_of(line.charges.currency, [0] * len(COMPONENTS))
        for parcel in order.parcels:
            for some in packing_slip(order, parcel.id, prices=True).lines:
                if some.line == line.id and some.charges is not None:
                    dealt = dealt + some.charges
        assert dealt == line.charges.portion(line.quantity, 0, shipped[line.id])


def told(order: Order, pick: st.DataObject) -> Order:
    """Give the order with rates on its lines, and taxes that are withheld."""
    rates = st.sampled_from((None, "0", "7", "19"))
    lines = [
        Line(
            line.sku, line.quantity, charges=line.charges, id=line.id,
            tax_rate=pick.draw(rates), shipping_tax_rate=pick.draw(rates),
            tax_withheld=pick.draw(st.booleans()),
        )
        for line in order.lines
    ]  # fmt: skip
    return replace(order, lines=tuple(lines))


@given(orders(), st.data())
def test_law_2_an_invoice_adds_up(order: Order, data: st.DataObject) -> None:
    """Its lines, its components and its rates each come to what is due for what is kept.

    What was let off, because it was not paid when its units came to nothing, is billed all the
    same: no invoice is written anew for it.
    """
    order = told(order, data)
    try:
        bill = billed(order)
    except InvalidValue:
        cancelled = order.stations
        kept = [line for line in order.lines if line.quantity > cancelled[line.id].cancelled]
        assert not kept or any(line.charges is None for line in kept)
        return

    owed = due(order) + sum(refund.waived for refund in counted_refunds(order))
    assert bill.total.minor == owed
    assert sum(line.charges.total for line in bill.lines) == owed
    assert sum(row.net + row.tax for row in bill.by_rate) == owed
    taxes = bill.charges.tax + bill.charges.shipping_tax + bill.charges.gift_wrap_tax
    assert sum(row.tax for row in bill.by_rate) == taxes
    assert 0 <= bill.tax_withheld.minor <= taxes
    assert len({(row.rate, row.withheld) for row in bill.by_rate}) == len(bill.by_rate)


@given(orders(steps=20), st.data())
def test_law_2_credit_notes_add_up_to_what_was_refunded(order: Order, data: st.DataObject) -> None:
    """Each to its refund, and by rate to the same."""
    order = told(order, data)
    for some in counted_refunds(order):
        note = credited(order, some.id)
        assert note.total.minor == sum(piece.charges.total for piece in some.parts)
        assert sum(row.net + row.tax for row in note.by_rate) == note.total.minor


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
def test_law_2_the_credit_notes_of_a_fully_refunded_order_are_its_invoice(currency: str) -> None:
    """Three units back one by one, and then the shipping: nothing is left over, at any rate."""
    charged = Charges(
        currency, item=1000, tax=77, discount=100, shipping=301, shipping_tax=23, gift_wrap=50,
        gift_wrap_tax=4, shipping_discount=30,
    )  # fmt: skip
    order = given_order(
        place(Line("A", 3, charges=charged, tax_rate="8.5", shipping_tax_rate=8)),
        pay(), ship(), deliver(), ask_back(("P1", "1", 3)),
        *[
            command
            for day in range(3)
            for command in (
                receive(("P1", "1", 1), days=6 + day), refund(return_id="R1", days=6 + day),
            )
        ],
        refund(
            part("1", currency=currency, shipping=301, shipping_tax=23, gift_wrap=50,
                 gift_wrap_tax=4, shipping_discount=30),
            reason="goodwill", days=12,
        ),
    )  # fmt: skip

    notes = [credited(order, some.id) for some in order.refunds]

    whole = notes[0].charges
    by_rate = Counter({row.rate: row.net + row.tax for row in notes[0].by_rate})
    for note in notes[1:]:
        whole = whole + note.charges
        by_rate.update({row.rate: row.net + row.tax for row in note.by_rate})
    assert whole == charged == billed(order).charges
    assert dict(by_rate) == {row.rate: row.net + row.tax for row in billed(order).by_rate}
