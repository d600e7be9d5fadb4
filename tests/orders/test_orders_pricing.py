"""Prices across lines: promotions, shipping, further units, and what the seller is owed."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from order_stories import (
    ask_back,
    cancel,
    deliver,
    imported,
    part,
    pay,
    place,
    receive,
    refund,
    refusals,
    ship,
)
from order_stories import given as given_order

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.decider import decide, evolve
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import refunded
from ordercore.orders.pricing import more_of, proceeds, promoted, with_shipping
from ordercore.orders.state import Order
from ordercore.testing.strategies import charges, currencies


def more(order: Order, *commands: OrderCommand) -> Order:
    """Give the order after further commands."""
    for command in commands:
        for event in decide(order, command):
            order = evolve(order, event)
    return order


def eur(minor: int) -> Money:
    """Give cents."""
    return Money(minor, "EUR")


def known(line: Line) -> Charges:
    """Give the charges of a line that has some."""
    assert line.charges is not None
    return line.charges


def total(lines: Sequence[Line]) -> int:
    """Give what the buyer pays for some lines."""
    return sum(known(line).total for line in lines)


def three(price: str, **asked: object) -> tuple[Line, ...]:
    """Make three lines of one price."""
    return tuple(Line(sku, 1, price=price, **asked) for sku in "ABC")  # type: ignore[arg-type]


# Promotions


def test_a_promotion_over_three_lines_with_the_tax_beside() -> None:
    """10.00 off 3 x 10.00: 3.34, 3.33 and 3.33; 19 % of 6.66 is 1.2654 and of 6.67 is 1.2673."""
    lines = promoted(three("10.00 EUR", tax_rate=19), eur(1000))

    assert [known(line) for line in lines] == [
        Charges("EUR", item=1000, tax=127, discount=334),
        Charges("EUR", item=1000, tax=127, discount=333),
        Charges("EUR", item=1000, tax=127, discount=333),
    ]
    assert total(lines) == 3 * 1190 - 1000 - 3 * (190 - 127)


def test_a_promotion_over_three_lines_with_the_tax_inside() -> None:
    """10.00 off 3 x 11.90: of 8.56 are 1.36672 tax, of 8.57 are 1.36832, and 10.00 are spared."""
    lines = promoted(three("11.90 EUR", tax_rate=19, tax_included=True), eur(1000))

    assert [known(line) for line in lines] == [
        Charges("EUR", item=1000, tax=137, discount=281),
        Charges("EUR", item=1000, tax=137, discount=280),
        Charges("EUR", item=1000, tax=137, discount=280),
    ]
    assert total(lines) == 3 * 1190 - 1000


def test_a_promotion_in_yen() -> None:
    """100 off 333, 333 and 334: exactly 33.3, 33.3 and 33.4, so the last one bears the rest."""
    lines = [Line("A", 1, price=f"{price} JPY") for price in (333, 333, 334)]

    off = [known(line).discount for line in promoted(lines, Money(100, "JPY"))]

    assert off == [33, 33, 34]


def test_a_promotion_in_dinar() -> None:
    """0.100 off 1.250 and 3.000 with 5 %: 0.029 and 0.071; 5 % of 1.221 and 2.929."""
    lines = [Line("A", 1, price=f"{price} KWD", tax_rate=5) for price in ("1.250", "3.000")]

    assert [known(line) for line in promoted(lines, Money(100, "KWD"))] == [
        Charges("KWD", item=1250, tax=61, discount=29),
        Charges("KWD", item=3000, tax=146, discount=71),
    ]


def test_a_promotion_comes_on_top_of_what_a_line_is_discounted_by() -> None:
    """A line of 10.00 with 4.00 off bears 6 parts of 16; a line of 10.00 bears 10."""
    lines = (Line("A", 1, price="10 EUR", discount="4 EUR"), Line("B", 1, price="10 EUR"))

    assert [known(line).discount for line in promoted(lines, eur(160))] == [460, 100]


def test_a_promotion_may_be_of_everything() -> None:
    """Then nothing is paid, and no tax."""
    lines = promoted(three("11.90 EUR", tax_rate=19, tax_included=True), eur(3 * 1190))

    assert [known(line).total for line in lines] == [0, 0, 0]


def test_free_lines_and_lines_of_no_units_bear_nothing() -> None:
    """They are given back as they are."""
    free = Line("A", 1, price="0 EUR")
    none = Line("B", 0, charges=Charges("EUR", item=500))

    lines = promoted((free, none, Line("C", 1, price="5 EUR")), eur(100))

    assert lines[:2] == (free, none)
    assert known(lines[2]).discount == 100


def test_a_promotion_of_nothing_changes_nothing() -> None:
    """Not even where all lines are free."""
    lines = three("0 EUR")

    assert promoted(lines, eur(0)) == lines
    assert promoted((), eur(0)) == ()


def test_a_line_that_bears_nothing_keeps_its_tax() -> None:
    """Although the tax that was told for it is not what its rate gives."""
    odd = Line("B", 1, charges=Charges("EUR", item=1, tax=1), tax_rate=19)

    assert promoted((Line("A", 1, price="10 EUR"), odd), eur(1))[1] is odd


@pytest.mark.parametrize("tax_included", [False, True])
def test_without_a_rate_the_tax_stays(tax_included: bool) -> None:
    """A marketplace told 1.90 of tax and no rate: nobody can tell what it was on."""
    charged = Charges("EUR", item=1000, tax=190)
    line = Line("A", 1, charges=charged, tax_included=tax_included)

    assert known(promoted([line], eur(1000))[0]) == Charges(
        "EUR", item=1000, tax=190, discount=1000
    )


@pytest.mark.parametrize(
    ("line", "discount"),
    [
        (Line("A", 1, price="10 EUR"), eur(1001)),
        (Line("A", 1, price="10 EUR", tax_rate=19), eur(1001)),
        (Line("A", 1, price="11.90 EUR", tax_rate=19, tax_included=True), eur(1191)),
        (Line("A", 1, price="10 EUR", discount="4 EUR"), eur(601)),
        (Line("A", 1, charges=Charges("EUR", item=100, tax=19), tax_included=True), eur(101)),
        (Line("A", 1, price="10 EUR"), eur(-1)),
        (Line("A", 1), eur(1)),
        (Line("A", 1, price="10 USD"), eur(1)),
    ],
    ids=["above", "above net", "above gross", "above the rest", "no rate", "negative", "unpriced",
         "foreign"],
)  # fmt: skip
def test_a_promotion_is_never_above_the_price(line: Line, discount: Money) -> None:
    """Nor negative, nor taken off what nobody knows."""
    with pytest.raises(InvalidValue):
        promoted([line], discount)


# Shipping


def test_shipping_follows_the_goods() -> None:
    """4.90 over 10.00 at 7 % and 30.00 at 19 %: 1.225 and 3.675, so 1.22 and 3.68 with tax."""
    lines = with_shipping(
        (
            Line("A", 1, price="10 EUR", tax_rate=7, tax_included=True),
            Line("B", 2, price="15 EUR", tax_rate=19, tax_included=True),
        ),
        eur(490),
    )

    # Of equal remainders the earlier is served first: 1.23 and 3.67.
    # Of 1.23 are 0.0805 tax at 7 %, of 3.67 are 0.586 at 19 %.
    assert [(known(line).shipping, known(line).shipping_tax) for line in lines] == [
        (115, 8),
        (308, 59),
    ]
    assert [line.shipping_tax_rate for line in lines] == [line.tax_rate for line in lines]


def test_shipping_is_taxed_once_and_not_line_by_line() -> None:
    """8.875 % of 5.00 is 0.44375; line by line it would be three times 0.15."""
    lines = with_shipping(three("10 USD"), Money(500, "USD"), tax_rate="8.875")

    assert [known(line).shipping for line in lines] == [167, 167, 166]
    assert [known(line).shipping_tax for line in lines] == [15, 15, 14]


def test_shipping_may_be_untaxed() -> None:
    """Where the goods are taxed and their carriage is not."""
    (line,) = with_shipping(
        [Line("A", 1, price="10 USD", tax_rate="8.875")], Money(500, "USD"), tax_rate=0
    )

    assert known(line) == Charges("USD", item=1000, tax=89, shipping=500)
    assert str(line.shipping_tax_rate) == "0"


def test_shipping_of_free_lines_goes_by_units() -> None:
    """One unit and three: 1.00 and 3.00."""
    lines = (Line("A", 1, price="0 EUR"), Line("B", 3, price="0 EUR"), Line("C", 0, price="1 EUR"))

    assert [known(line).shipping for line in with_shipping(lines, eur(400))] == [100, 300, 0]


def test_a_shipping_discount_is_dealt_out_like_the_charge() -> None:
    """5.95 with 19 % inside, less 2.38: 3.57 are paid, 3.00 and 0.57; of 5.00 are 2.00 spared."""
    (line,) = with_shipping(
        [Line("A", 1, price="10 EUR", tax_rate=19, tax_included=True)],
        eur(595),
        discount=eur(238),
    )

    charged = known(line)
    assert (charged.shipping, charged.shipping_tax, charged.shipping_discount) == (500, 57, 200)


def test_shipping_is_set_and_not_added() -> None:
    """Whoever asks twice does not pay twice."""
    once = with_shipping(three("10 EUR"), eur(500), discount=eur(100), tax_rate=19)

    assert with_shipping(once, eur(500), discount=eur(100), tax_rate=19) == once
    assert total(with_shipping(once, eur(0))) == 3000


@pytest.mark.parametrize(
    ("lines", "charge", "discount", "rate"),
    [
        (three("1 EUR"), eur(-1), None, None),
        (three("1 EUR"), eur(5), eur(6), None),
        (three("1 EUR"), eur(5), eur(-1), None),
        (three("1 EUR"), eur(5), Money(1, "USD"), None),
        (three("1 USD"), eur(5), None, None),
        (three("1 EUR"), eur(5), None, "abc"),
        ((Line("A", 1),), eur(5), None, None),
        ((Line("A", 0, price="1 EUR"),), eur(5), None, None),
        ((), eur(5), None, None),
    ],
)
def test_shipping_that_cannot_be_is_refused(
    lines: tuple[Line, ...], charge: Money, discount: Money | None, rate: str | None
) -> None:
    """Negative, above the charge, of other money, or for nothing."""
    with pytest.raises(InvalidValue):
        with_shipping(lines, charge, discount=discount, tax_rate=rate)


# Further units

OF_THREE = Line(
    "A", 3,
    charges=Charges(
        "EUR", item=1000, tax=190, shipping=500, shipping_tax=95, gift_wrap=100, gift_wrap_tax=19,
        discount=100, shipping_discount=50,
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("extra", "amounts"),
    [
        (0, (0, 0, 0, 0, 0)),
        (1, (333, 70, 33, 6, 0)),
        (2, (666, 140, 66, 12, 0)),
        (3, (1000, 211, 100, 19, 0)),
        (4, (1333, 281, 133, 25, 0)),
        (6, (2000, 422, 200, 38, 0)),
    ],
)
def test_further_units_cost_what_the_first_ones_do(extra: int, amounts: tuple[int, ...]) -> None:
    """Item, tax and wrapping with its tax; no shipping, and no discount, which was given once."""
    item, tax, wrap, wrap_tax, discount = amounts

    assert more_of(OF_THREE, extra) == Charges(
        "EUR", item=item, tax=tax, gift_wrap=wrap, gift_wrap_tax=wrap_tax, discount=discount
    )


@pytest.mark.parametrize("line", [Line("A", 1), Line("A", 0, price="1 EUR")])
def test_what_nobody_knows_the_price_of_has_no_further_units(line: Line) -> None:
    """Unpriced lines, and lines of no units."""
    with pytest.raises(InvalidValue):
        more_of(line, 1)


@given(charges(), st.integers(1, 9), st.integers(0, 4), st.data())
def test_law_2_further_units_are_whole_copies_and_a_portion(
    charged: Charges, quantity: int, copies: int, data: st.DataObject
) -> None:
    """As many again cost as much again, exactly, and a further unit never costs less."""
    line = Line("A", quantity, charges=charged)
    rest = data.draw(st.integers(0, quantity))

    whole = more_of(line, quantity)
    expected = more_of(line, rest)
    for _ in range(copies):
        expected = expected + whole

    assert more_of(line, copies * quantity + rest) == expected
    assert not (more_of(line, rest + 1) - more_of(line, rest)).negative()


@pytest.mark.parametrize(
    ("line", "extra", "expected"),
    [
        # Three at 3.33 with 19 % inside; four more are 13.32, as four would be by themselves.
        (
            Line("A", 3, price="3.33 EUR", tax_rate=19, tax_included=True),
            4,
            Line("A", 4, price="3.33 EUR", tax_rate=19, tax_included=True),
        ),
        (
            Line("A", 3, price="9.99 USD", tax_rate="8.875"),
            7,
            Line("A", 7, price="9.99 USD", tax_rate="8.875"),
        ),
        # What was taken off the line once is not taken off again.
        (
            Line("A", 2, price="10.00 EUR", discount="2.00 EUR", tax_rate=19),
            2,
            Line("A", 2, price="10.00 EUR", tax_rate=19),
        ),
    ],
)
def test_further_units_cost_what_they_would_by_themselves(
    line: Line, extra: int, expected: Line
) -> None:
    """Tax is computed once, on all of them."""
    assert more_of(line, extra) == expected.charges


# What the seller is owed


def test_the_seller_is_owed_what_was_charged_without_withheld_tax() -> None:
    """Of 20.00 with 1.78 withheld and 5.00 with 0.95 of one's own: 20.00 and 5.95."""
    lines = (
        Line("A", 2, price="10 EUR", tax_rate="8.875", tax_withheld=True),
        Line("B", 1, price="5 EUR", tax_rate=19),
    )

    assert proceeds(given_order(place(*lines))) == eur(2000 + 595)


def test_the_tax_on_shipping_and_wrapping_is_withheld_too() -> None:
    """20.00, 5.00 and 1.00 are the seller's; 1.78, 0.44 and 0.09 are not."""
    charged = Charges(
        "USD", item=2000, tax=178, shipping=500, shipping_tax=44, gift_wrap=100, gift_wrap_tax=9
    )

    order = given_order(place(Line("A", 2, charges=charged, tax_withheld=True)))

    assert proceeds(order) == Money(2600, "USD")


def test_the_seller_is_not_owed_what_was_refunded() -> None:
    """Of the withheld line 10.00 and 0.89 go back; 10.00 are left of it."""
    line = Line("A", 2, price="10 EUR", tax_rate="8.9", tax_withheld=True)
    order = given_order(
        place(line), pay(), refund(part("1", item=1000, tax=89), reason="late_delivery")
    )

    assert proceeds(order) == eur(1000)


def test_units_cancelled_unpaid_were_never_charged() -> None:
    """One of two units is left."""
    order = given_order(place(Line("A", 2, price="10 EUR")), cancel(("1", 1)))

    assert proceeds(order) == eur(1000)


def test_without_prices_nobody_knows_what_is_owed() -> None:
    """And of two lines, of which one has a price, it is that one's."""
    assert proceeds(given_order(imported(Line("A", 1)))) is None
    assert proceeds(given_order(imported(Line("A", 1), Line("B", 1, price="5 EUR")))) == eur(500)


# Faults seen elsewhere


def test_r23_a_taxed_and_promoted_line_is_refunded_to_the_last_cent() -> None:
    """A refund could not be made, for a tax of many decimals differed from the one charged.

    3 x 3.33 less 1.00 is 8.99, and 8.875 % of that 0.7978625.
    """
    lines = promoted((Line("A", 3, price="3.33 EUR", tax_rate="8.875"),), eur(100))
    order = given_order(place(*lines), pay(), ship(), deliver(), ask_back(("P1", "1", 3)))
    for day in range(3):
        again = (receive(("P1", "1", 1), days=6 + day), refund(return_id="R1", days=6 + day))
        order = more(order, *again)

    assert refunded(order) == total(lines) == 979


def test_r24_no_discount_is_taxed() -> None:
    """Tax was on the full price, so that the discount was taxed as well in what was refundable."""
    (line,) = promoted([Line("A", 1, price="100 EUR", tax_rate=19)], eur(5000))

    assert known(line) == Charges("EUR", item=10000, tax=950, discount=5000)
    assert total(promoted([line], eur(5000))) == 0


def test_r25_a_refund_minds_the_promotion_of_the_whole_order() -> None:
    """A refund gave back the price of a line, although a coupon had been taken off the order."""
    lines = promoted((Line("A", 1, price="30 EUR"), Line("B", 1, price="10 EUR")), eur(2000))
    order = given_order(place(*lines), pay(), ship(), deliver(), ask_back(("P1", "1", 1)))
    order = more(order, receive(("P1", "1", 1)))

    assert "refund_exceeds_charges" in refusals(order, refund(part("1", item=3000)))
    assert refunded(more(order, refund(return_id="R1"))) == 1500


def test_r29_every_cent_of_a_promotion_is_borne_by_some_line() -> None:
    """Shares were rounded one by one, so that they missed the whole by a cent."""
    lines = tuple(Line("A", 1, price="0.05 EUR", tax_rate=19) for _ in range(7))

    for minor in range(36):
        dealt = [known(line).discount for line in promoted(lines, eur(minor))]
        assert (sum(dealt), max(dealt) - min(dealt) <= 1) == (minor, True)


# Laws

RATES = st.sampled_from((None, "0", "5", "7.8", "8.875", "10", "19", "100"))


@st.composite
def priced_lines(draw: st.DrawFn, currency: str) -> tuple[Line, ...]:
    """Lines with prices, discounts, and taxes of all kinds, some of them at odds with the rate."""
    lines: list[Line] = []
    for _ in range(draw(st.integers(1, 5))):
        quantity = draw(st.integers(0, 4))
        asked = {"tax_rate": draw(RATES), "tax_included": draw(st.booleans())}
        if draw(st.integers(0, 3)):
            unit = draw(st.integers(0, 5_000))
            off = draw(st.integers(0, unit * quantity))
            price, discount = Money(unit, currency), Money(off, currency)
            line = Line("A", quantity, price=price, discount=discount, **asked)  # type: ignore[arg-type]
        else:
            line = Line("A", quantity, charges=draw(charges(currency)), **asked)  # type: ignore[arg-type]
        lines.append(line)
    return tuple(lines)


def price_of(line: Line) -> int:
    """Give what a promotion can take of a line."""
    charged = known(line)
    inside = charged.tax if line.tax_included and line.tax_rate is not None else 0
    return charged.item - charged.discount + inside if line.quantity else 0


@given(currencies(), st.data())
def test_law_2_lines_fall_by_exactly_the_promotion(currency: str, data: st.DataObject) -> None:
    """With the tax inside by just that, with the tax beside by the tax saved as well."""
    lines = data.draw(priced_lines(currency))
    room = sum(price_of(line) for line in lines)
    minor = data.draw(st.integers(0, room))

    done = promoted(lines, Money(minor, currency))

    shares = []
    for before, after in zip(lines, done, strict=True):
        old, new = known(before), known(after)
        assert not new.negative()
        assert (new.item, new.shipping, new.gift_wrap) == (old.item, old.shipping, old.gift_wrap)
        assert (new.discount >= old.discount, new.tax <= old.tax) == (True, True)
        shown_with_tax = before.tax_included and before.tax_rate is not None
        share = old.total - new.total - (0 if shown_with_tax else old.tax - new.tax)
        assert 0 <= share <= price_of(before)
        assert abs(share * room - minor * price_of(before)) < room or not room
        shares.append(share)
    assert sum(shares) == minor


@given(currencies(), st.data())
def test_law_2_lines_rise_by_exactly_the_shipping(currency: str, data: st.DataObject) -> None:
    """With the tax inside by the charge less its discount, with the tax beside by its tax too."""
    lines = data.draw(priced_lines(currency))
    assume(any(line.quantity for line in lines))
    charge = data.draw(st.integers(0, 10_000))
    off = data.draw(st.integers(0, charge))
    rate = data.draw(RATES)

    done = with_shipping(
        lines, Money(charge, currency), discount=Money(off, currency), tax_rate=rate
    )

    net = with_shipping(lines, Money(0, currency))
    added = total(done) - total(net)
    beside = sum(known(line).shipping_tax for line in done if not line.tax_included)
    assert added == charge - off + beside
    for before, after in zip(lines, done, strict=True):
        old, new = known(before), known(after)
        assert not new.negative()
        assert new.shipping_discount <= new.shipping
        assert (new.item, new.tax, new.discount) == (old.item, old.tax, old.discount)
        assert before.quantity or not new.shipping
