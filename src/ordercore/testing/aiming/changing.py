"""Changes before anything has left: the address, and what was ordered."""

from ordercore.kernel.charges import Charges
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.editing import AmendOrder
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_units, one_of, some_units

ADDRESSES = tuple(
    Address(name="Ada", line1=f"{number} High Street", city="London", country="GB")
    for number in range(1, 4)
)

OUTCOMES = tuple(AddressOutcome)


def _answer(pick: Pick) -> Verification:
    return Verification(outcome=one_of(pick, OUTCOMES), suggestion=one_of(pick, ADDRESSES))


def _verify(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if order.ship_to is None or pick(4):
        return None
    return VerifyAddress(
        order_id=order.id, at=at, address=order.ship_to, verification=_answer(pick)
    )


def _changeable(order: Order) -> bool:
    return not order.parcels and not order.status.is_over


def _send_elsewhere(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if pick(3) or not _changeable(order):
        return None
    foreign = order.terms.imported
    where = one_of(pick, ADDRESSES)
    return AmendAddress(order_id=order.id, at=at, imported=foreign, ship_to=where)


def _amend(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if pick(2) or len(order.lines) > 5 or order.currency is None or not _changeable(order):
        return None
    awaiting = awaiting_units(order)
    added: tuple[Line, ...] = ()
    if sum(awaiting.values()) < 2 or pick(2):
        price = Charges(order.currency, item=1 + pick(3_000), tax=pick(300))
        added = (Line(one_of(pick, "ABC"), 1 + pick(3), charges=price),)
    units = some_units(pick, awaiting) if not added or pick(2) else ()
    if not added and sum(some.quantity for some in units) == sum(awaiting.values()):
        units = ()
    if not units and not added:
        return None
    foreign = order.terms.imported
    return AmendOrder(order_id=order.id, at=at, imported=foreign, units=units, add=added)


MAKERS: tuple[Maker, ...] = (_verify, _send_elsewhere, _amend)

WILDEST: tuple[Wild, ...] = (
    (
        VerifyAddress,
        lambda _, pick, __: {"address": one_of(pick, ADDRESSES), "verification": _answer(pick)},
    ),
    (AmendAddress, lambda _, pick, __: {"ship_to": one_of(pick, (Address(), *ADDRESSES))}),
    (
        AmendOrder,
        lambda order, pick, __: {
            "units": any_units(order, pick) if pick(2) else (),
            "add": (Line("A", pick(3), price="1 EUR", id=one_of(pick, ("", "1"))),) * pick(2),
        },
    ),
)
