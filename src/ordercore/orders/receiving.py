"""Receiving returned units, and whether they can be sold again."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.replace import replace
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
from ordercore.orders.returned import (
    ReturnCommand,
    beyond,
    counted,
    it_follows_what_it_needs,
    return_is_authorised,
    return_is_known,
    return_names_units,
    with_return,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Received, Return, ReturnStep

# Commands


@attrs.frozen(kw_only=True)
class ReceiveReturn(ReturnCommand):
    """Record that returned units arrived, and whether they can be sold again.

    ``sellable`` is ``None`` where somebody has still to look at them: see ``GradeReturn``.
    ``pool`` is where they arrived; left empty, where their parcel left.
    """

    return_id: ReturnId
    sellable: bool | None = True
    pool: str = ""

    def follows(self, rma: Return) -> Iterable[tuple[ReturnStep, Instant]]:
        """Tell when it was let in; a marketplace tells of receipts whatever we had let in."""
        return () if rma.answer is None or self.imported else ((ReturnStep.LET_IN, rma.answer.at),)


# Events


@attrs.frozen(kw_only=True)
class ReturnReceived(OrderEvent):
    """Returned units arrived."""

    return_id: ReturnId
    received: tuple[Received, ...]
    pool: str = ""
    """Where they arrived; blank for where their parcel left."""


# Rules


@rule("units_not_outstanding", instead=("units",), rather=("RequestReturn",))
def units_are_outstanding(order: Order, command: ReceiveReturn, _: World) -> Facts | None:
    """No more comes back than was authorised and has not come yet; what was lost may turn up."""
    rma = order.return_(command.return_id)
    return beyond(rma, command.units, Return.may_arrive, "outstanding") if rma else None


RECEIPT_RULES = (
    return_names_units,
    return_is_known,
    return_is_authorised,
    units_are_outstanding,
    it_follows_what_it_needs,
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
    return tuple(
        [
            ReceiveReturn(order_id=order.id, at=at, return_id=rma.id, units=units)
            for rma in order.returns
            if (units := counted(rma, Return.outstanding))
        ]
    )


# Folds


def fold_received(order: Order, event: ReturnReceived) -> Order:
    """Note on its return what arrived, and where."""
    rma = order.return_(event.return_id)
    before = rma.received if rma else ()
    arrived = [replace(some, pool=event.pool) for some in event.received]
    return with_return(order, event.return_id, received=(*before, *arrived))


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
