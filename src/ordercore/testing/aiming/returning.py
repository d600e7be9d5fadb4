"""Returns: asked for, and received in parts."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returned import Counts
from ordercore.orders.returning import RequestReturn
from ordercore.orders.state import Order
from ordercore.orders.stations import returning_units
from ordercore.returns import Return, ReturnUnits
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_line, one_of


def _ask(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    in_returns = returning_units(order)
    units: list[ReturnUnits] = []
    for parcel in order.parcels:
        for line in {some.line: None for some in parcel.units} if parcel.is_with_buyer else ():
            free = parcel.holds(line) - in_returns.get((parcel.id, line), 0)
            if free and (wanted := pick(free + 1)):
                units.append(ReturnUnits(parcel.id, line, wanted))
    if not units:
        return None
    return RequestReturn(
        order_id=order.id,
        at=at,
        by=Actor.BUYER,
        units=units,
        reason="too_small",
        ask_first=not pick(3),
    )


def _receive(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        units = _some(rma, Return.outstanding, pick) if rma.is_authorised else []
        if units:
            return ReceiveReturn(
                order_id=order.id,
                at=at,
                return_id=rma.id,
                units=units,
                sellable=one_of(pick, (True, False, None, None)),
            )
    return None


def _some(rma: Return, counts: Counts, pick: Pick) -> list[ReturnUnits]:
    return [
        ReturnUnits(parcel, line, 1 + pick(left))
        for parcel, line in rma.places
        if (left := counts(rma, parcel, line))
    ]


MAKERS: tuple[Maker, ...] = (_ask, _receive)


def _any_return_units(order: Order, pick: Pick) -> tuple[ReturnUnits, ...]:
    if not pick(4):
        return ()
    return (ReturnUnits(f"P{pick(4)}", any_line(order, pick), 1 + pick(4)),)


WILDEST: tuple[Wild, ...] = (
    (
        RequestReturn,
        lambda order, pick, _: {
            "units": _any_return_units(order, pick),
            "reason": "",
            "return_id": one_of(pick, ("", "R1")),
        },
    ),
    (
        ReceiveReturn,
        lambda order, pick, _: {
            "return_id": f"R{pick(3)}",
            "units": _any_return_units(order, pick),
        },
    ),
)
