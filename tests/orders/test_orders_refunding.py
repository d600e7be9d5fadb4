"""Giving money back: never more than was charged, paid, or came back."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    ask_back,
    authorise,
    cancel,
    comes_to,
    deliver,
    given,
    imported,
    later,
    nothing_happens,
    part,
    pay,
    place,
    receive,
    refund,
    refusals,
    ship,
    when,
)

from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.decider import evolve
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import balance, refundable, refunded
from ordercore.orders.parts import Refund, RefundShare, RefundStatus
from ordercore.orders.reasons import REFUND_REASONS
from ordercore.orders.refunding import IssueRefund, RefundIssued, offer_refunds
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.orders.worth import refund_for
from ordercore.testing import conservation_of_money
from ordercore.testing.strategies import lines

EUR_25 = Money(2500, "EUR")

PAID: tuple[OrderCommand, ...] = (place(), pay())

BACK: tuple[OrderCommand, ...] = (
    *PAID,
    ship(),
    deliver(),
    ask_back(("P1", "1", 2)),
    receive(("P1", "1", 1)),
)
"""Two A were let back, one has arrived."""


def _parts(order: Order, command: IssueRefund) -> object:
    event = when(order, command)
    assert isinstance(event, RefundIssued)
    return event.refund.parts


def test_a_refund_for_a_return_is_what_came_back() -> None:
    """Parts and number are filled in; only received units count."""
    event = when(given(*BACK), refund(return_id="R1"))

    assert isinstance(event, RefundIssued)
    assert event.refund == Refund(
        id="F1",
        key="O-1/F1",
        parts=(part("1", units=1, item=1000),),
        shares=(RefundShare("PAY1", 1000),),
        reason="customer_return",
        return_id="R1",
        at=later(10),
    )


def test_what_was_refunded_is_not_refunded_again() -> None:
    """The next refund of the same return is for what arrived since."""
    first = (*BACK, refund(return_id="R1"))
    assert refusals(given(*first), refund(return_id="R1")) == {
        "nothing_to_refund": {"negative_lines": []}
    }

    order = given(*first, receive(("P1", "1", 1), days=11))

    assert _parts(order, refund(return_id="R1")) == (part("1", units=1, item=1000),)


def test_a_refund_for_another_reason_names_its_parts() -> None:
    """Money as a remedy, for no unit at all."""
    order = given(*PAID, refund(part("1", item=300), reason="late_delivery"))

    assert (refunded(order), balance(order)) == (300, Money(2200, "EUR"))
    assert order.refunds[0].return_id is None


def test_goods_tax_and_discount_come_back_and_shipping_does_not() -> None:
    """What the goods cost, less what they were discounted by."""
    charged = Charges(
        "EUR", item=1001, tax=191, shipping=500, gift_wrap=100, discount=101, shipping_discount=50
    )
    order = given(
        place(Line("A", 2, charges=charged)),
        pay(),
        ship(),
        deliver(),
        ask_back(("P1", "1", 2)),
        receive(("P1", "1", 2)),
    )

    assert comes_to(order) == (part("1", units=2, item=1001, tax=191, discount=101),)


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
def test_r23_refunds_unit_by_unit_add_up(currency: str) -> None:
    """However a line is taken apart, its refunds add up to what it was charged."""
    charged = Charges(currency, item=1000, tax=77, discount=100)
    order = given(
        place(Line("A", 3, charges=charged)), pay(), ship(), deliver(), ask_back(("P1", "1", 3))
    )
    for day in range(3):
        for command in (
            receive(("P1", "1", 1), days=6 + day),
            refund(return_id="R1", days=6 + day),
        ):
            order = given_more(order, command)

    assert refunded(order) == charged.total
    assert [refund.parts[0].charges.item for refund in order.refunds] == [333, 333, 334]


def given_more(order: Order, command: OrderCommand) -> Order:
    """Give the order after one more command."""
    return evolve(order, when(order, command))


def test_r22_the_same_refund_twice_is_one() -> None:
    """A refund of its own id is issued once, its parts named or left open."""
    first = refund(return_id="R1", refund_id="f-1")
    order = given(*BACK, first)

    assert nothing_happens(order, first)
    assert nothing_happens(
        order, refund(part("1", units=1, item=1000), return_id="R1", refund_id="f-1")
    )


@pytest.mark.parametrize(
    "other",
    [
        refund(part("1", item=1), refund_id="F1"),
        refund(part("1", item=300), refund_id="F1", return_id="R1"),
        refund(part("1", item=300), refund_id="F1"),
    ],
    ids=["other parts", "other return", "other reason"],
)
def test_another_refund_of_a_known_id_is_refused(other: IssueRefund) -> None:
    """An id belongs to one refund."""
    order = given(*BACK, refund(part("1", item=300), reason="late_delivery"))

    assert refusals(order, other)["refund_already_exists"] == {"refund": "F1"}


def test_a_refund_under_an_id_with_parts_is_taken_as_given() -> None:
    """Nothing is left open, so nothing is filled in."""
    order = given(*PAID, refund(part("1", item=300), refund_id="mine"))

    assert order.refunds[0].id == "mine"


@pytest.mark.parametrize(
    ("command", "code", "facts"),
    [
        (
            refund(part("1", item=300), return_id="R9"),
            "refunded_return_unknown",
            {"return": "R9"},
        ),
        (refund(), "nothing_to_refund", {"negative_lines": []}),
        (refund(part("1", item=0)), "nothing_to_refund", {"negative_lines": []}),
        (
            refund(part("1", item=-5), part("2", item=10)),
            "nothing_to_refund",
            {"negative_lines": ["1"]},
        ),
        (
            refund(part("1", item=2001)),
            "refund_exceeds_charges",
            {"line": "1", "components": ("item",)},
        ),
        (
            refund(part("1", tax=1)),
            "refund_exceeds_charges",
            {"line": "1", "components": ("tax",)},
        ),
        (
            refund(part("1", item=1500), part("1", item=501)),
            "refund_exceeds_charges",
            {"line": "1", "components": ("item",)},
        ),
        (
            refund(part("9", item=1)),
            "refund_exceeds_charges",
            {"line": "9", "components": ("currency",)},
        ),
        (
            refund(part("1", currency="USD", item=1)),
            "refund_exceeds_charges",
            {"line": "1", "components": ("currency",)},
        ),
        (
            refund(part("1", units=2, item=2000), return_id="R1"),
            "refunded_units_not_due",
            {"line": "1", "units": 2, "unrefunded": 1},
        ),
        (
            refund(part("1", units=1, item=1), part("1", units=1, item=1), return_id="R1"),
            "refunded_units_not_due",
            {"line": "1", "units": 1, "unrefunded": 0},
        ),
        (
            refund(part("1", units=1, item=300)),
            "refunded_units_not_due",
            {"line": "1", "units": 1, "unrefunded": 0},
        ),
        (
            refund(part("1", units=-1, item=300), return_id="R1"),
            "refunded_units_not_due",
            {"line": "1", "units": -1, "unrefunded": 1},
        ),
    ],
)
def test_refunds_are_refused(command: IssueRefund, code: str, facts: dict[str, object]) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(given(*BACK), command)[code] == facts


def test_r21_no_more_is_given_back_than_was_paid() -> None:
    """A second refund cannot go beyond the payment that the first one left."""
    order = given(place(), cancel(("2", 1)), pay(), refund(part("1", item=1800)))

    assert refusals(order, refund(part("2", item=300))) == {
        "refund_exceeds_charges": {"line": "2", "components": ("item",)},
        "refund_exceeds_payment": {"amount": Money(300, "EUR"), "refundable": Money(200, "EUR")},
    }


def test_r21_nothing_is_given_back_unpaid() -> None:
    """Before payment there is nothing to give back."""
    assert refusals(given(place()), refund(part("1", item=1))) == {
        "refund_exceeds_payment": {"amount": Money(1, "EUR"), "refundable": Money(0, "EUR")}
    }


def test_r21_a_negative_refund_is_refused() -> None:
    """Money is given, never taken."""
    assert "nothing_to_refund" in refusals(given(*PAID), refund(part("1", item=-1)))


def test_a_line_without_known_charges_cannot_be_refunded() -> None:
    """Nobody knows what it cost, so a return of it is worth nothing yet."""
    order = given(
        imported(Line("A", 1)), pay(), ship(), deliver(), ask_back(("P1", "1", 1)),
        receive(("P1", "1", 1)),
    )  # fmt: skip

    assert comes_to(order) == ()
    assert list(refusals(order, refund(return_id="R1"))) == ["nothing_to_refund"]


def test_a_return_that_is_unknown_is_worth_nothing() -> None:
    """Both reasons are given."""
    assert list(refusals(given(*PAID), refund(return_id="R9"))) == [
        "refunded_return_unknown",
        "nothing_to_refund",
    ]


def test_r25_a_refund_minds_the_discount() -> None:
    """Of a line at 10.00 with 4.00 off no more than 6.00 comes back, whatever else was paid."""
    discounted = Line("A", 1, charges=Charges("EUR", item=1000, discount=400))
    order = given(place(discounted, Line("B", 1, price="50 EUR")), pay())

    assert refusals(order, refund(part("1", item=1000))) == {
        "refund_exceeds_charges": {"line": "1", "components": ("discount",)}
    }


def test_r26_a_return_after_a_remedy_is_worth_the_rest() -> None:
    """3.00 were given for lateness, so the return of the unit gives back the other 7.00."""
    order = given(
        place(Line("A", 1, price="10 EUR")), pay(), ship(), deliver(),
        refund(part("1", item=300), reason="late_delivery"), ask_back(("P1", "1", 1)),
        receive(("P1", "1", 1)),
    )  # fmt: skip

    assert _parts(order, refund(return_id="R1")) == (part("1", units=1, item=700),)


def test_r22_units_cancelled_before_payment_are_not_refunded() -> None:
    """Of two units one was cancelled unpaid, so the line gives back what one unit cost."""
    order = given(place(Line("A", 2, price="10 EUR"), Line("B", 1, price="50 EUR")))
    order = given_more(order, cancel(("1", 1)))
    order = given_more(order, pay())

    assert refusals(order, refund(part("1", item=2000))) == {
        "refund_exceeds_charges": {"line": "1", "components": ("item",)}
    }


def test_no_part_of_a_refund_takes_money() -> None:
    """A part that holds a discount alone takes money from the buyer, and is refused."""
    discounted = Line("A", 1, charges=Charges("EUR", item=1000, discount=400))
    order = given(place(discounted, Line("B", 1, price="50 EUR")), pay())

    assert refusals(order, refund(part("1", discount=400), part("2", item=1000)))


# Sums of money


@pytest.mark.parametrize(
    ("amount", "dealt"),
    [
        (1, {"1": 1}),
        (1000, {"1": 800, "2": 200}),
        (1001, {"1": 801, "2": 200}),
        (1003, {"1": 802, "2": 201}),
        (2499, {"1": 1999, "2": 500}),
        (2500, {"1": 2000, "2": 500}),
    ],
)
def test_a_sum_is_spread_over_the_lines(amount: int, dealt: dict[str, int]) -> None:
    """By what is left of each, with the largest remainders first; for no units."""
    event = when(given(*PAID), goodwill(amount))

    assert isinstance(event, RefundIssued)
    assert {some.line: some.charges.total for some in event.refund.parts} == dealt
    assert {some.units for some in event.refund.parts} == {0}


def test_a_sum_is_spread_over_what_is_left() -> None:
    """A line of which all was given back bears nothing more."""
    order = given(*PAID, refund(part("2", item=500), reason="late_delivery"))

    event = when(order, goodwill(1000))

    assert isinstance(event, RefundIssued)
    assert [some.line for some in event.refund.parts] == ["1"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            refund(amount=Money(2501, "EUR"), reason="goodwill"),
            {"refund_misses_amount": {"amount": Money(2501, "EUR"), "refundable": EUR_25}},
        ),
        (
            refund(amount=Money(0, "EUR"), reason="goodwill"),
            {"nothing_to_refund": {"negative_lines": []}},
        ),
        (
            refund(amount=Money(-1, "EUR"), reason="goodwill"),
            {
                "nothing_to_refund": {"negative_lines": []},
                "refund_misses_amount": {"amount": Money(-1, "EUR"), "refundable": EUR_25},
            },
        ),
        (
            refund(amount=Money(100, "USD"), reason="goodwill"),
            {"refund_misses_amount": {"amount": Money(100, "USD"), "refundable": EUR_25}},
        ),
        (
            refund(part("1", item=5), amount=Money(6, "EUR"), reason="goodwill"),
            {"refund_misses_amount": {"amount": Money(6, "EUR"), "refundable": EUR_25}},
        ),
        (
            refund(amount=Money(1, "EUR"), reason="whim"),
            {"refund_reason_unknown": {"reason": "whim", "known": sorted(REFUND_REASONS)}},
        ),
        (refund(reason="units_cancelled"), {"nothing_to_refund": {"negative_lines": []}}),
        (
            refund(reason="lost", parcel_id="P9"),
            {
                "refunded_parcel_unknown": {"parcel": "P9", "return": None},
                "nothing_to_refund": {"negative_lines": []},
            },
        ),
    ],
)
def test_sums_that_cannot_be_given_are_refused(
    command: IssueRefund, expected: dict[str, dict[str, object]]
) -> None:
    """Beyond, nothing, less, other money, other parts, no reason, nothing cancelled, no parcel."""
    assert refusals(given(*PAID), command) == expected


def test_a_refund_is_for_a_return_or_for_a_parcel() -> None:
    """Not for both at once."""
    order = given(*BACK)

    assert refusals(order, refund(return_id="R1", parcel_id="P1"))["refunded_parcel_unknown"] == {
        "parcel": "P1",
        "return": "R1",
    }


def test_nothing_is_spread_where_no_price_is_known() -> None:
    """Nobody knows in which currency."""
    order = given(imported(Line("A", 1)), pay())

    assert refusals(order, goodwill(1))["refund_misses_amount"] == {
        "amount": Money(1, "EUR"),
        "refundable": None,
    }


def goodwill(minor: int, days: float = 10, **changes: object) -> IssueRefund:
    """Give a sum back as a remedy."""
    return refund(amount=Money(minor, "EUR"), reason="goodwill", days=days, **changes)


@pytest.mark.parametrize(
    ("payments", "amount", "shares"),
    [
        (("25",), 2500, {"PAY1": 2500}),
        (("10", "15"), 999, {"PAY1": 999}),
        (("10", "15"), 1001, {"PAY1": 1000, "PAY2": 1}),
        (("10", "10", "5"), 2100, {"PAY1": 1000, "PAY2": 1000, "PAY3": 100}),
    ],
)
def test_money_goes_back_by_the_payments_that_it_came_by(
    payments: tuple[str, ...], amount: int, shares: dict[str, int]
) -> None:
    """The earliest first, each as far as it goes."""
    order = given(place(), *(pay(amount=Money.parse(f"{p} EUR", "amount")) for p in payments))

    event = when(order, goodwill(amount))

    assert isinstance(event, RefundIssued)
    assert {some.payment: some.minor for some in event.refund.shares} == shares


def test_the_next_refund_goes_on_where_the_last_one_stopped() -> None:
    """And a payment of which nothing was taken gives nothing back."""
    order = given(place(), pay(amount=Money(1000, "EUR")), authorise("5 EUR"), pay(), goodwill(900))

    event = when(order, goodwill(300))

    assert isinstance(event, RefundIssued)
    assert event.refund.shares == (RefundShare("PAY1", 100), RefundShare("PAY3", 200))


def test_another_currency_is_another_refund() -> None:
    """10.00 in another currency is not the 10.00 that were given back."""
    order = given(*PAID, goodwill(1000, refund_id="f"))

    assert nothing_happens(order, goodwill(1000, refund_id="f"))
    other = refund(amount=Money(1000, "USD"), reason="goodwill", refund_id="f")
    assert "refund_already_exists" in refusals(order, other)


def test_what_a_marketplace_gave_back_is_gone() -> None:
    """It needs no answer, and gives reasons of its own."""
    order = given(imported(), pay(), refund(part("1", item=5), reason="Odd", imported=True))

    assert order.refunds[0].status is RefundStatus.SUCCEEDED
    assert given(*PAID, goodwill(1)).refunds[0].status is RefundStatus.IN_FLIGHT


def test_a_refund_of_the_first_release_went_back_by_what_was_paid() -> None:
    """It did not keep by which payments; the earliest first, like any."""
    order = given(place(), pay(amount=Money(1000, "EUR")), pay())
    event = when(order, goodwill(1200))
    assert isinstance(event, RefundIssued)
    old = replace(event, refund=replace(event.refund, shares=()))

    assert evolve(order, old) == evolve(order, event)


# What was cancelled


def test_cancelled_units_are_paid_back_whole() -> None:
    """With their share of shipping and tax, cancellation by cancellation, to the last unit."""
    charged = Charges("EUR", item=1000, tax=190, shipping=301, discount=100)
    order = given(place(Line("A", 3, charges=charged)), pay())

    for number in range(3):
        order = given_more(order, cancel(("1", 1), days=number))
        order = given_more(order, refund(reason="units_cancelled"))

    assert refunded(order) == charged.total
    assert [some.parts[0].units for some in order.refunds] == [1, 1, 1]
    conservation_of_money(order)


def test_a_remedy_is_no_second_refund_of_cancelled_units() -> None:
    """10.00 of 25.00 were given as a remedy; the cancelled order gives back the other 15.00."""
    order = given(*PAID, goodwill(1000, days=0), cancel(days=1))

    order = given_more(order, refund(reason="units_cancelled"))

    assert balance(order) == Money(0, "EUR")


@pytest.mark.parametrize("goodwill_first", [1, 100, 499, 500])
def test_what_is_owed_for_cancelled_units_is_what_is_left(goodwill_first: int) -> None:
    """Paid in part, remedied in part, and cancelled: all that was taken goes back, and no more."""
    order = given(
        place(Line("A", 1, price="10 EUR")),
        pay(amount=Money(500, "EUR")),
        goodwill(goodwill_first, days=0),
        cancel(days=1),
    )

    if goodwill_first < 500:
        order = given_more(order, refund(reason="units_cancelled"))

    assert balance(order) == Money(0, "EUR")
    assert "nothing_to_refund" in refusals(order, refund(reason="units_cancelled"))


# Whatever happens


@for_all(
    st.lists(lines("EUR"), min_size=1, max_size=3),
    st.lists(st.tuples(st.sampled_from(["cancel", "goodwill", "owed"]), st.integers(1, 900))),
)
def test_law_8_all_that_was_taken_can_go_back(
    ordered: list[Line], steps: list[tuple[str, int]]
) -> None:
    """After any cancellations and remedies, what is owed and what is left can be given back."""
    order = given(place(*ordered), pay())
    for kind, number in steps:
        waiting = [line for line in order.lines if order.stations[line.id].awaiting]
        if kind == "cancel" and waiting:
            order = given_more(order, cancel((waiting[number % len(waiting)].id, 1)))
        elif kind == "goodwill" and (left := refundable(order)):
            order = given_more(order, goodwill(min(left, number)))
        elif kind == "owed" and any(some.charges.total for some in refund_for(order)):
            order = given_more(order, refund(reason="units_cancelled"))
        conservation_of_money(order)
    if left := refundable(order):
        order = given_more(order, goodwill(left))

    assert balance(order) in (Money(0, "EUR"), None)


# Offers


def test_what_is_owed_is_offered_and_all_that_is_left() -> None:
    """Per return, per parcel, for cancelled units, and as a remedy."""
    offers = offer_refunds(given(*BACK), later(10), WORLD)

    assert offers == (
        refund(reason="customer_return", return_id="R1"),
        refund(reason="undeliverable", parcel_id="P1"),
        refund(reason="units_cancelled"),
        refund(reason="goodwill", amount=Money(2500, "EUR")),
    )
    assert len(offer_refunds(given(place()), later(1), WORLD)) == 1
    a_cent = given(place(Line("A", 1, price="0.01 EUR")), pay())
    assert offer_refunds(a_cent, later(10), WORLD)[-1].amount == Money(1, "EUR")


def test_numbering_goes_around_refunds_that_were_named() -> None:
    """A refund that somebody called F2 is no reason to refuse the second one."""
    order = given(*PAID, refund(part("1", item=1), refund_id="F2"), refund(part("1", item=2)))

    conservation_of_money(order)
    assert len({refund.id for refund in order.refunds}) == 2
