"""Receiving returned units, and whether they can be sold again."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.replace import replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    happened,
    placing_comes_first,
    pool_is_known,
)
from ordercore.orders.returning import ReturnCommand, asked_units, return_names_units
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Received, ReturnUnits

# Commands


@attrs.frozen(kw_only=True)
class ReceiveReturn(ReturnCommand):
    """Record that returned units arrived, and whether they can be sold again.

    ``pool`` is where they arrived; left empty, where their parcel left.
    """

    return_id: ReturnId
    sellable: bool = True
    pool: str = ""


# Events


@attrs.frozen(kw_only=True)
class ReturnReceived(OrderEvent):
    """Returned units arrived."""

    return_id: ReturnId
    received: tuple[Received, ...]
    pool: str = ""
    """Where they arrived; blank for where their parcel left."""


# Rules


@rule("return_unknown", first=("RequestReturn",), instead=("return_id",))
def return_is_known(order: Order, command: ReceiveReturn, _: World) -> Facts | None:
    """Only an authorised return can be received."""
    return None if order.return_(command.return_id) else {"return": command.return_id}


@rule("units_not_outstanding", instead=("units",), rather=("RequestReturn",))
def units_are_outstanding(order: Order, command: ReceiveReturn, _: World) -> Facts | None:
    """No more comes back than was authorised and has not come yet."""
    rma = order.return_(command.return_id)
    if rma is None:
        return None
    for (parcel, line), asked in asked_units(command.units).items():
        outstanding = rma.outstanding(parcel, line)
        if asked > outstanding:
            return {"parcel": parcel, "line": line, "asked": asked, "outstanding": outstanding}
    return None


@rule("received_before_asked", instead=("at",))
def receipt_follows_request(order: Order, command: ReceiveReturn, _: World) -> Facts | None:
    """Nothing comes back before it was asked for."""
    rma = order.return_(command.return_id)
    if rma is None or command.at >= rma.requested_at:
        return None
    return {"return": rma.id, "received": command.at, "asked": rma.requested_at}


RECEIPT_RULES = (
    return_names_units,
    return_is_known,
    units_are_outstanding,
    receipt_follows_request,
    pool_is_known,
)


# Outcomes


def receive_return(_: Order, command: ReceiveReturn, __: World) -> tuple[OrderEvent, ...]:
    """Note what arrived."""
    received = tuple(Received(some, command.sellable, command.at) for some in command.units)
    return happened(
        ReturnReceived,
        command,
        return_id=command.return_id,
        received=received,
        pool=command.pool,
    )


# Offers


def offer_receipts(order: Order, at: Instant, _: World) -> tuple[ReceiveReturn, ...]:
    """Offer to receive all that is outstanding of each return."""
    offers: list[ReceiveReturn] = []
    for rma in order.returns:
        places = dict.fromkeys((some.parcel, some.line) for some in rma.units)
        units = [
            ReturnUnits(parcel, line, left)
            for parcel, line in places
            if (left := rma.outstanding(parcel, line))
        ]
        if units:
            offers.append(ReceiveReturn(order_id=order.id, at=at, return_id=rma.id, units=units))
    return tuple(offers)


# Folds


def fold_received(order: Order, event: ReturnReceived) -> Order:
    """Note what arrived on its return."""
    returns = with_changed(
        order.returns,
        event.return_id,
        lambda rma: replace(rma, received=(*rma.received, *event.received)),
    )
    return replace(order, returns=returns)


# The table

DECISIONS: Decisions = (
    Decision(
        command=ReceiveReturn,
        rules=(placing_comes_first, *RECEIPT_RULES),
        outcome=receive_return,
        offers=offer_receipts,
    ),
)

FOLDS: Folds = {
    ReturnReceived: fold_received,
}
