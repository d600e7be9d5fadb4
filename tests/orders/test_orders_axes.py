"""The axes of an order: how far its money, its parcels, and what comes back have come."""

# ruff: noqa: S311 - walks that can be repeated

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from order_stories import (
    amend,
    ask_back,
    ask_to_cancel,
    authorise,
    bounced,
    came_back,
    cancel,
    capture,
    deliver,
    expire,
    fail,
    given,
    hold,
    imported,
    later,
    pay,
    place,
    price,
    receive,
    refund,
    release,
    ship,
    stranded,
    then,
    void,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.money import Money
from ordercore.orders.axes import (
    DeliveryAxis,
    PaymentAxis,
    ReturnsAxis,
    delivery,
    payment,
    returns,
    status,
)
from ordercore.orders.lifecycles import (
    DELIVERY_LIFECYCLE,
    PAYMENT_AXIS_LIFECYCLE,
    RETURNS_LIFECYCLE,
)
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.shipping import Trouble
from ordercore.testing import walk

SHOP = place(channel="SHOP")

FIVE = refund(amount=Money(500, "EUR"), reason="goodwill")
ALL = refund(amount=Money(2500, "EUR"), reason="goodwill")


@pytest.mark.parametrize(
    ("commands", "word"),
    [
        ((place(),), "unpaid"),
        ((place(), cancel()), "unpaid"),
        ((place(), fail()), "failed"),
        ((place(), authorise(), fail(payment_id="PAY1")), "failed"),
        ((place(), authorise(expires_at=later(1)), expire(days=1)), "failed"),
        ((place(), authorise(), void()), "failed"),
        ((place(), fail(), authorise()), "authorised"),
        ((place(), authorise()), "authorised"),
        ((place(), authorise("1 EUR")), "authorised"),
        ((place(), authorise(on_delivery=True)), "authorised"),
        ((place(), pay(amount=Money(1, "EUR"))), "captured"),
        ((place(), pay(amount=Money(1, "EUR")), authorise()), "partially_captured"),
        ((SHOP, authorise(), capture("1 EUR")), "partially_captured"),
        ((place(), authorise(), ship(("1", 1))), "partially_captured"),
        ((SHOP, authorise(), capture("1 EUR"), void()), "captured"),
        ((place(), authorise(), ship()), "captured"),
        ((place(), pay()), "captured"),
        ((place(Line("A", 1, price="0 EUR")), pay()), "free"),
        ((imported(Line("A", 1)), pay()), "captured"),
        ((place(), pay(), FIVE), "partially_refunded"),
        ((place(), pay(), FIVE, bounced()), "captured"),
        ((SHOP, authorise(), capture("5 EUR"), FIVE), "refunded"),
        ((place(), pay(), ALL), "refunded"),
        ((place(), pay(), FIVE, refund(amount=Money(2000, "EUR"), reason="lost")), "refunded"),
    ],
)
def test_how_far_the_money_is(commands: tuple[OrderCommand, ...], word: str) -> None:
    """Every word is reached by somebody."""
    order = given(*commands)

    assert payment(order) is order.payment_axis is PaymentAxis(word)


TWO_PARCELS = (place(), pay(), ship(("1", 2)), ship(days=2))


@pytest.mark.parametrize(
    ("commands", "word"),
    [
        ((place(), pay()), "none"),
        (TWO_PARCELS, "underway"),
        ((*TWO_PARCELS, deliver("P1")), "partially_delivered"),
        ((*TWO_PARCELS, deliver("P1"), stranded(Trouble.LOST, "P2")), "partially_delivered"),
        ((*TWO_PARCELS, deliver("P1"), deliver("P2")), "delivered"),
        ((*TWO_PARCELS, stranded(Trouble.LOST, "P1")), "underway"),
        (
            (*TWO_PARCELS, stranded(Trouble.LOST, "P1"), stranded(Trouble.REFUSED, "P2")),
            "undelivered",
        ),
        ((*TWO_PARCELS, came_back(), came_back(parcel="P2")), "undelivered"),
        ((*TWO_PARCELS[:3], deliver("P1")), "delivered"),
        ((*TWO_PARCELS[:3], deliver("P1"), stranded(Trouble.REFUSED, days=4)), "undelivered"),
    ],
)
def test_how_far_the_parcels_are(commands: tuple[OrderCommand, ...], word: str) -> None:
    """Of those that there are; what has still to be shipped is another axis."""
    order = given(*commands)

    assert delivery(order) is order.delivery is DeliveryAxis(word)


DELIVERED = (place(), pay(), ship(), deliver())


@pytest.mark.parametrize(
    ("commands", "word"),
    [
        (DELIVERED, "none"),
        ((*DELIVERED, ask_back(("P1", "1", 2))), "open"),
        ((*DELIVERED, ask_back(("P1", "1", 2)), receive(("P1", "1", 1))), "open"),
        ((*DELIVERED, ask_back(("P1", "1", 2)), receive(("P1", "1", 2))), "received"),
        (
            (
                *DELIVERED,
                ask_back(("P1", "1", 2)),
                receive(("P1", "1", 2)),
                ask_back(("P1", "2", 1)),
            ),
            "open",
        ),
        ((place(), pay(), ship(), came_back()), "none"),
    ],
)
def test_how_far_what_comes_back_is(commands: tuple[OrderCommand, ...], word: str) -> None:
    """All returns together; what never arrived is none."""
    order = given(*commands)

    assert returns(order) is order.returns_axis is ReturnsAxis(word)


@pytest.mark.parametrize(
    ("commands", "word"),
    [
        ((place(available_at=later(1)),), "pending_availability"),
        ((place(available_at=later(1)), release(days=1)), "pending"),
        ((place(), authorise("24.99 EUR")), "pending"),
        ((place(), authorise("24.99 EUR"), authorise()), "unshipped"),
        ((place(), authorise(on_delivery=True)), "unshipped"),
        ((place(), authorise(), fail(payment_id="PAY1")), "pending"),
        ((place(), pay(), ask_to_cancel()), "unshipped"),
        ((place(), pay(), hold()), "unshipped"),
        ((place(), pay(), ship(), stranded(Trouble.LOST)), "shipped"),
        ((place(), pay(), ship(), came_back()), "shipped"),
    ],
)
def test_what_the_status_hangs_on(commands: tuple[OrderCommand, ...], word: str) -> None:
    """Release, money and units; neither requests, nor holds, nor what befalls a parcel."""
    order = given(*commands)

    assert status(order).value == word


# Which word may follow which


@pytest.mark.parametrize(
    ("lifecycle", "before", "after", "permitted"),
    [
        (PAYMENT_AXIS_LIFECYCLE, "unpaid", "captured", True),
        (PAYMENT_AXIS_LIFECYCLE, "unpaid", "refunded", False),
        (PAYMENT_AXIS_LIFECYCLE, "failed", "authorised", True),
        (PAYMENT_AXIS_LIFECYCLE, "authorised", "failed", True),
        (PAYMENT_AXIS_LIFECYCLE, "authorised", "unpaid", False),
        (PAYMENT_AXIS_LIFECYCLE, "captured", "unpaid", False),
        (PAYMENT_AXIS_LIFECYCLE, "captured", "failed", False),
        (PAYMENT_AXIS_LIFECYCLE, "refunded", "captured", True),
        (DELIVERY_LIFECYCLE, "none", "underway", True),
        (DELIVERY_LIFECYCLE, "none", "delivered", False),
        (DELIVERY_LIFECYCLE, "delivered", "undelivered", True),
        (DELIVERY_LIFECYCLE, "delivered", "none", False),
        (DELIVERY_LIFECYCLE, "undelivered", "underway", True),
        (RETURNS_LIFECYCLE, "none", "open", True),
        (RETURNS_LIFECYCLE, "open", "none", True),
        (RETURNS_LIFECYCLE, "received", "none", False),
        (RETURNS_LIFECYCLE, "received", "open", True),
    ],
)
def test_which_word_may_follow_which(
    lifecycle: Lifecycle[Any], before: str, after: str, permitted: bool
) -> None:
    """What was taken, sent or asked for cannot be undone; only answered."""
    words = {word.value: word for word in lifecycle.edges}

    assert lifecycle.permits(words[before], words[after]) is permitted


def test_lives_keep_to_the_lifecycles_of_the_axes() -> None:
    """In random lives no axis makes a move that its table has not, or by another command."""
    axes: tuple[tuple[Lifecycle[Any], Callable[[Order], Any]], ...] = (
        (PAYMENT_AXIS_LIFECYCLE, payment),
        (DELIVERY_LIFECYCLE, delivery),
        (RETURNS_LIFECYCLE, returns),
    )
    for seed in range(250):
        for step in walk(Random(seed).randrange, 16):
            if step.before is None or step.after is None or not step.events:
                continue
            for lifecycle, axis in axes:
                before, after = axis(step.before), axis(step.after)
                if before is not after:
                    named = lifecycle.edges[before].get(after, ())
                    assert type(step.command).__name__ in named, (before, after)


def test_a_payment_that_was_declined_took_nothing() -> None:
    """Not even where nobody knew yet how much it was to take."""
    order = given(imported(Line("A", 1)), fail(by=Actor.MARKETPLACE, imported=True))
    priced = then(order, price(("1", Charges("EUR", item=1))), authorise(by=Actor.MARKETPLACE))

    assert (order.payment_axis, priced.payment_axis) == (
        PaymentAxis.FAILED,
        PaymentAxis.AUTHORISED,
    )


def test_what_was_free_may_cost_something_later() -> None:
    """Nothing was to be taken; then a line is added, and its price promised."""
    order = given(place(Line("A", 1, price="0 EUR")), pay())
    after = then(order, amend(Line("B", 1, price="1 EUR")), authorise())

    assert (order.payment_axis, after.payment_axis) == (
        PaymentAxis.FREE,
        PaymentAxis.AUTHORISED,
    )
    assert PAYMENT_AXIS_LIFECYCLE.permits(PaymentAxis.FREE, PaymentAxis.AUTHORISED)


def test_holds_depend_on_the_moment() -> None:
    """The fifth axis is asked about a time."""
    order = given(place(), hold("fraud", expires_at=later(2)), hold("manual"))

    assert [some.kind for some in order.open_holds(later(1))] == ["fraud", "manual"]
    assert [some.kind for some in order.open_holds(later(2))] == ["manual"]
    assert given(place()).open_holds(later(1)) == ()


def test_a_part_is_found_by_its_id() -> None:
    """Or is not there."""
    order = given(place(), pay(), hold(), ask_to_cancel())

    assert order.payment("PAY1") is order.payments[0]
    assert order.hold("H1") is order.holds[0]
    assert order.cancel_request("C1") is order.cancel_requests[0]
    assert (order.payment("x"), order.hold("x"), order.cancel_request("x")) == (None, None, None)
