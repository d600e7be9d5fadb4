"""Reactions between orders: what replaces units is placed, and what ends there ends here."""

from typing import Any

import pytest

from ordercore.flows import ORDER_REACTIONS, Attempt, reactions_to
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import decide, evolve
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.editing import AmendOrder
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.returning import RequestReturn
from ordercore.orders.sending import ReplacementSent, SendReplacement
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.world import WORLD
from ordercore.returns import ReturnUnits
from ordercore.shipping import Trouble

AT = instant("2026-03-02T09:30:00Z")


def said(kind: type[OrderCommand], id: str = "O-1", **content: Any) -> OrderCommand:
    """Make a command about an order; everything happens at one moment."""
    return kind(**{"order_id": id, "at": AT, **content})


def two(id: str = "O-1", **content: Any) -> tuple[OrderCommand, ...]:
    """Place, pay and ship two A."""
    lines = (Line("A", 2, price="10 EUR"),)
    placed = said(PlaceOrder, id, channel="SHOP", lines=lines, **content)
    return placed, said(ConfirmPayment, id), said(ConfirmShipment, id)


def back(count: int) -> tuple[ReturnUnits, ...]:
    """Give units out of the first parcel."""
    return (ReturnUnits("P1", "1", count),)


HERE = (
    *two(),
    said(RecordDelivery, parcel_id="P1"),
    said(RequestReturn, by=Actor.BUYER, units=back(2), reason="BAD"),
)
REPLACE = {"return_id": "R1", "reason": "BAD"}

LINK: dict[str, Any] = {"replaces": "O-0", "replacement": ReplacementKind.REPLACEMENT}
EXCHANGED: dict[str, Any] = {"replaces": "O-0", "replacement": ReplacementKind.EXCHANGE}


def last(*commands: OrderCommand) -> tuple[Order, OrderEvent]:
    """Give the order after commands, and the last event."""
    order: Order | None = None
    event: OrderEvent | None = None
    for command in commands:
        for event in decide(order, command):
            order = evolve(order, event)
    assert order is not None
    assert event is not None
    return order, event


def attempts(*commands: OrderCommand) -> tuple[Attempt, ...]:
    """Give what the last event calls for."""
    return reactions_to(*last(*commands), WORLD)


def test_what_is_sent_for_nothing_is_placed_and_paid_for() -> None:
    """Or neither, and then nothing is sent."""
    (attempt,) = attempts(*HERE, said(ReplaceUnits, **REPLACE))

    placed, paid = attempt.all_of
    assert isinstance(placed, PlaceOrder)
    assert isinstance(paid, ConfirmPayment)
    assert (placed.order_id, placed.replaces, paid.order_id) == ("O-1-X1", "O-1", "O-1-X1")
    assert attempt.otherwise is None


def test_what_costs_more_is_placed_and_left_to_the_buyer_to_pay() -> None:
    """Nobody has paid the difference."""
    dearer = (Line("C", 1, price="30 EUR"),)

    (attempt,) = attempts(*HERE, said(ReplaceUnits, **REPLACE, lines=dearer))

    (placed,) = attempt.all_of
    assert isinstance(placed, PlaceOrder)


def test_what_is_not_there_is_not_placed() -> None:
    """An event of nothing brings nothing about."""
    order, _ = last(*HERE)

    event = ReplacementSent(at=AT, by=Actor.SELLER, replacement_id="O-9")

    assert reactions_to(order, event, WORLD) == ()


def test_what_was_waited_for_is_sent_when_all_is_back() -> None:
    """The receipt stands, whether it can be sent or not."""
    waits = said(ReplaceUnits, **REPLACE, when=SentWhen.ON_RECEIPT)
    one = said(ReceiveReturn, return_id="R1", units=back(1))
    assert attempts(*HERE, waits, one) == ()

    (attempt,) = attempts(*HERE, waits, one, one)

    assert attempt.all_of == (
        SendReplacement(order_id="O-1", at=AT, by=Actor.SYSTEM, replacement_id="O-1-X1"),
    )
    assert attempt.otherwise == ()
    over = said(EndReplacement, replacement_id="O-1-X1", because=ReplacementEnd.WITHDRAWN)
    assert attempts(*HERE, waits, over, one, one) == ()
    assert attempts(*HERE, said(ReplaceUnits, **REPLACE), one, one) == ()


def ended(units: int, because: ReplacementEnd) -> Attempt:
    """Expect that the original hears that units are replaced no longer; all of them for 0."""
    told = (Units("1", units),) if units else ()
    end = EndReplacement(
        order_id="O-0",
        at=AT,
        by=Actor.SYSTEM,
        replacement_id="O-1",
        units=told,
        because=because,
        up_to=True,
    )
    return Attempt(all_of=(end,), otherwise=())


SHIPPED = two(**LINK)
HOME = (
    *SHIPPED,
    said(RecordDelivery, parcel_id="P1"),
    said(RequestReturn, by=Actor.BUYER, units=back(2), reason="BAD"),
)
CANCEL = said(CancelUnits, reason="no_inventory", units=(Units("1", 1),))
STRANDED = said(RecordUndelivered, by=Actor.CARRIER, parcel_id="P1", trouble=Trouble.REFUSED)


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ((SHIPPED[0], CANCEL), ended(1, ReplacementEnd.CANCELLED)),
        (
            (*HOME, said(ReceiveReturn, return_id="R1", units=back(1))),
            ended(1, ReplacementEnd.RETURNED),
        ),
        (
            (*SHIPPED, STRANDED, said(ReceiveUndelivered, parcel_id="P1")),
            ended(2, ReplacementEnd.UNDELIVERED),
        ),
    ],
)
def test_what_was_sent_and_is_gone_replaces_nothing(
    commands: tuple[OrderCommand, ...], expected: Attempt
) -> None:
    """Unit by unit the original hears of it; what it does not know of is left alone."""
    assert attempts(*commands) == (expected,)


def test_an_exchange_ends_unit_by_unit_of_what_was_sent() -> None:
    """So what had paid for a unit that never came can go back before the last of them is gone."""
    placed = two(**EXCHANGED)[0]

    assert attempts(placed, CANCEL) == (ended(1, ReplacementEnd.CANCELLED),)
    assert attempts(placed, CANCEL, CANCEL) == (ended(1, ReplacementEnd.CANCELLED),)


def test_an_order_of_a_marketplace_ends_with_its_last_unit() -> None:
    """Its lines are its own; the original may know nothing of it, and then nothing happens."""
    placed = two(**LINK, imported=True)[0]
    one = said(CancelUnits, reason="no_inventory", imported=True, units=(Units("1", 1),))

    assert attempts(placed, one) == ()
    assert attempts(placed, one, one) == (ended(0, ReplacementEnd.CANCELLED),)


def test_what_is_taken_out_of_a_replacement_replaces_nothing() -> None:
    """As if it had been cancelled; what is put in replaces nothing either."""
    placed, more = two(**LINK)[0], (Line("B", 1, price="0 EUR"),)

    taken_out = attempts(placed, said(AmendOrder, units=(Units("1", 1),), add=more))

    assert taken_out == (ended(1, ReplacementEnd.CANCELLED),)
    assert attempts(placed, said(AmendOrder, add=more)) == ()


def test_other_orders_tell_nobody() -> None:
    """They replace nothing."""
    assert attempts(two()[0], CANCEL) == ()


def test_what_a_marketplace_has_sent_is_not_placed_again() -> None:
    """It reports that order too."""
    sent = said(ReplaceUnits, **REPLACE, imported=True, replacement_id="902-1")

    assert attempts(*HERE, sent) == ()


def test_every_reaction_says_what_it_does() -> None:
    """The reference is made of their first lines."""
    assert all(react.__doc__ for react in ORDER_REACTIONS.values())
