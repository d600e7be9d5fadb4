"""Giving money back: never more than was charged, paid, or came back."""

import pytest
from order_stories import (
    ask_back,
    cancel,
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
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import balance, refund_for, refunded
from ordercore.orders.parts import Refund
from ordercore.orders.refunding import IssueRefund, RefundIssued
from ordercore.orders.state import Order
from ordercore.testing import conservation_of_money

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
        parts=(part("1", units=1, item=1000),),
        reason="returned",
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
    order = given(*PAID, refund(part("1", item=300), reason="late"))

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

    assert refund_for(order, order.returns[0]) == (
        part("1", units=2, item=1001, tax=191, discount=101),
    )


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
    from ordercore.orders.decider import evolve

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
    order = given(*BACK, refund(part("1", item=300), reason="late"))

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
            "refunded_units_not_received",
            {"line": "1", "units": 2, "unrefunded": 1},
        ),
        (
            refund(part("1", units=1, item=1), part("1", units=1, item=1), return_id="R1"),
            "refunded_units_not_received",
            {"line": "1", "units": 1, "unrefunded": 0},
        ),
        (
            refund(part("1", units=1, item=300)),
            "refunded_units_not_received",
            {"line": "1", "units": 1, "unrefunded": 0},
        ),
        (
            refund(part("1", units=-1, item=300), return_id="R1"),
            "refunded_units_not_received",
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

    assert refund_for(order, order.returns[0]) == ()
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

    assert "refund_exceeds_charges" in refusals(order, refund(part("1", item=1000)))


def test_r26_a_return_after_a_remedy_is_worth_the_rest() -> None:
    """3.00 were given for lateness, so the return of the unit gives back the other 7.00."""
    order = given(
        place(Line("A", 1, price="10 EUR")), pay(), ship(), deliver(),
        refund(part("1", item=300), reason="late"), ask_back(("P1", "1", 1)),
        receive(("P1", "1", 1)),
    )  # fmt: skip

    assert _parts(order, refund(return_id="R1")) == (part("1", units=1, item=700),)


def test_r22_units_cancelled_before_payment_are_not_refunded() -> None:
    """Of two units one was cancelled unpaid, so the line gives back what one unit cost."""
    order = given(place(Line("A", 2, price="10 EUR"), Line("B", 1, price="50 EUR")))
    order = given_more(order, cancel(("1", 1)))
    order = given_more(order, pay())

    assert "refund_exceeds_charges" in refusals(order, refund(part("1", item=2000)))


def test_no_part_of_a_refund_takes_money() -> None:
    """A part that holds a discount alone takes money from the buyer, and is refused."""
    discounted = Line("A", 1, charges=Charges("EUR", item=1000, discount=400))
    order = given(place(discounted, Line("B", 1, price="50 EUR")), pay())

    assert refusals(order, refund(part("1", discount=400), part("2", item=1000)))


def test_numbering_goes_around_refunds_that_were_named() -> None:
    """A refund that somebody called F2 is no reason to refuse the second one."""
    order = given(*PAID, refund(part("1", item=1), refund_id="F2"), refund(part("1", item=2)))

    conservation_of_money(order)
    assert len({refund.id for refund in order.refunds}) == 2
