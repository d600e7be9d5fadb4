"""Laws of linked orders: however they live, each keeps the laws, and so do both together."""

# ruff: noqa: S311 - walks that can be repeated

from random import Random

import pytest
from desk_stories import desk_over, later, placing

from ordercore import Line, OrderDesk, ReturnUnits
from ordercore.errors import OrdercoreError
from ordercore.kernel.actors import Actor
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.money import captured, refunded
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.returning import RequestReturn
from ordercore.orders.settled import refunded_units
from ordercore.orders.state import Order
from ordercore.orders.stations import stations
from ordercore.ports.store import Store
from ordercore.service.auditing.audit import audit
from ordercore.service.looking import every_order
from ordercore.testing.aiming import aimed
from ordercore.testing.laws import LAWS_OF_AN_ORDER

WALKS = 40

STEPS = 60


def unseen(order: Order, line: str) -> int:
    """Count the units of a line that came back and are still to be looked at, or rejected."""
    return sum(
        rma.ungraded(*place) + rma.to_send_back(*place)
        for rma in order.returns
        for place in rma.places
        if place[1] == line
    )


def begun(store: Store | None = None) -> OrderDesk:
    """Give a desk with an order of three A that are with their buyer, who returns some."""
    desk = desk_over(store)
    for sku in ("A", "B"):
        desk.receive(sku, 500)
    desk.handle(placing("O-1", Line("A", 3, price="9.99 EUR", tax_rate="19")))
    desk.confirm_payment("O-1", at=later())
    desk.confirm_shipment("O-1", at=later(1))
    desk.handle(
        RecordDelivery(order_id="O-1", at=later(2), by=Actor.CARRIER, parcel_id="P1"),
    )
    units = (ReturnUnits("P1", "1", 3),)
    desk.handle(
        RequestReturn(order_id="O-1", at=later(3), by=Actor.BUYER, units=units, reason="BAD")
    )
    return desk


def nothing_is_given_twice(orders: dict[str, Order]) -> None:
    """Of a unit that the buyer has again, in the order that replaces it, no money went back."""
    for order in orders.values():
        assert refunded(order) <= captured(order)
        for some in order.replacements:
            sent = orders.get(some.id)
            assert (sent is None) is (some.sent_at is None)
            if sent is None or some.kind is ReplacementKind.EXCHANGE:
                continue
            gone = {
                line: where.cancelled + where.returned - unseen(sent, line)
                for line, where in stations(sent).items()
            }
            for line, standing in some.standing.items():
                of_line = sum(u.quantity for u in some.units if u.line == line)
                # What is gone replaces nothing; what replaces something is not gone.
                assert of_line - standing >= gone.get(line, 0)
                back = refunded_units(order, some.return_id, some.parcel_id).get(line, 0)
                assert back + standing <= order.line(line).quantity


@pytest.mark.parametrize("seed", range(WALKS))
def test_law_linked_orders_keep_the_laws_however_they_live(seed: int) -> None:
    """Commands at random on all of them; what is refused has changed nothing in any."""
    desk, random = begun(), Random(seed)
    for step in range(STEPS):
        orders = {order.id: order for order in every_order(desk.store)}
        order = random.choice(list(orders.values()))
        command = aimed(order, random.randrange, later(4 + step / 4))
        try:
            desk.handle(command)
        except OrdercoreError:
            assert {order.id: order for order in every_order(desk.store)} == orders
        after = {order.id: order for order in every_order(desk.store)}
        nothing_is_given_twice(after)
        for one in after.values():
            for law in LAWS_OF_AN_ORDER:
                law(one)
    assert audit(desk.store).differences == ()


def test_the_walks_come_across_replacements() -> None:
    """Else they would prove nothing: some are sent, exchanged, ended, and paid back for."""
    wanted = {"replacement", "exchange", "ended", "paid back"}
    for seed in range(WALKS):
        desk, random = begun(), Random(seed)
        for step in range(STEPS):
            order = random.choice(list(every_order(desk.store)))
            try:
                desk.handle(aimed(order, random.randrange, later(4 + step / 4)))
            except OrdercoreError:
                continue
        for order in every_order(desk.store):
            wanted -= {some.kind.value for some in order.replacements if some.sent_at}
            wanted -= {"ended" for some in order.replacements if some.ended}
            wanted -= {"paid back" for some in order.refunds if some.replaced_by}
        if not wanted:
            break

    assert wanted == set()
