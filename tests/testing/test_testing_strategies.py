"""The shipped strategies give values of every kind that matters."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ordercore.inventory import InventoryCommand
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant, zone
from ordercore.orders.decider import decide
from ordercore.orders.line import Line
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.testing import LAWS_OF_AN_ORDER
from ordercore.testing.ending import latest
from ordercore.testing.strategies import (
    charges,
    currencies,
    instants,
    inventory_commands,
    lines,
    money,
    order_commands,
    orders,
    placings,
    zones,
)


@given(instants(), zones(), money(5, 9), currencies())
def test_plain_values(at: Instant, name: str, amount: Money, currency: str) -> None:
    """Instants are instants, zones exist, and bounds hold."""
    assert instant(at) is at
    assert zone(name).name == name
    assert 5 <= amount.minor <= 9
    assert currency in ("JPY", "EUR", "KWD")


@given(charges("EUR"), lines(), lines(imported=True))
def test_charges_and_lines(some: Charges, own: Line, foreign: Line) -> None:
    """Nothing is negative, and lines of the own shop are complete."""
    assert some.negative() == ()
    assert some.total >= 0
    assert own.quantity >= 1
    assert own.charges is not None
    assert foreign.quantity >= 0


@given(placings())
def test_placings_are_accepted(command: PlaceOrder) -> None:
    """Every one of them."""
    assert len(decide(None, command)) == 1


@given(orders(), st.data())
def test_orders_keep_the_laws_and_commands_come_later(order: Order, data: st.DataObject) -> None:
    """Commands are about the order, and not before its last event."""
    for law in LAWS_OF_AN_ORDER:
        law(order)

    command = data.draw(order_commands(order))
    assert command.order_id == order.id
    assert command.at >= latest(order)


@given(inventory_commands())
def test_inventory_commands(command: InventoryCommand) -> None:
    """Of one SKU in one pool, and of few units."""
    assert (command.sku, command.pool) == ("A", "main")
    assert 1 <= abs(getattr(command, "quantity", None) or 1) <= 5


QUICK = settings(max_examples=3_000, phases=(Phase.generate,), database=None)


KINDS: dict[str, Callable[[Order], bool]] = {
    "shipped": lambda order: order.status is OrderStatus.SHIPPED,
    "returned": lambda order: bool(order.returns),
    "pre-order": lambda order: order.preorder is not None,
    "released": lambda order: order.preorder is not None and bool(order.preorder.released_at),
    "paid twice": lambda order: len(order.payments) > 1,
    "cash on delivery": lambda order: any(payment.on_delivery for payment in order.payments),
    "declined": lambda order: any(p.status is PaymentStatus.FAILED for p in order.payments),
    "held for a while": lambda order: any(hold.expires_at for hold in order.holds),
    "address questioned": lambda order: order.verification is not None,
    "edited": lambda order: any(c.reason == "order_amended" for c in order.cancellations),
    "asked to cancel": lambda order: bool(order.cancel_requests),
    "undelivered": lambda order: any(parcel.undelivered for parcel in order.parcels),
    "back": lambda order: any(parcel.came_back for parcel in order.parcels),
    "refunded": lambda order: bool(order.refunds),
    "refund failed": lambda order: any(not refund.counts for refund in order.refunds),
    "own shop": lambda order: order.terms.channel == "SHOP",
}


@pytest.mark.parametrize("kind", KINDS)
def test_orders_of_every_interesting_kind_are_found(kind: str) -> None:
    """Whatever may become of an order is among them, without luck."""
    assert KINDS[kind](find(orders(steps=30), KINDS[kind], settings=QUICK))
