"""What carriers tell of parcels on their way back."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.returned import (
    it_follows_what_it_needs,
    return_is_authorised,
    return_is_known,
    return_is_open,
    with_return,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import ReturnScan

# Commands


@attrs.frozen(kw_only=True)
class RecordReturnScan(OrderCommand):
    """Record what a carrier tells of a parcel on its way back; ``at`` is when that was."""

    return_id: ReturnId
    scan: ReturnScan = ReturnScan.IN_TRANSIT


# Events


@attrs.frozen(kw_only=True)
class ReturnScanned(OrderEvent):
    """A carrier has a parcel on its way back, or brought it."""

    return_id: ReturnId
    scan: ReturnScan
    corrects: bool = False
    """Whether a later scan of this kind was known before."""


# Rules

UNDERWAY_RULES = (
    return_is_known,
    return_is_authorised,
    return_is_open,
    it_follows_what_it_needs,
)


# Outcomes


def already_scanned(order: Order, command: RecordReturnScan) -> bool:
    """Tell whether as much is known, of then or earlier: so the order of arrival is all one."""
    known = _known(order, command)
    return known is not None and known <= command.at


def _known(order: Order, command: RecordReturnScan) -> Instant | None:
    rma = order.return_(command.return_id)
    if rma is None:
        return None
    return rma.posted_at if command.scan is ReturnScan.IN_TRANSIT else rma.arrived_at


def record_scan(order: Order, command: RecordReturnScan, _: World) -> tuple[OrderEvent, ...]:
    """Note what the carrier told, and whether it had told something later."""
    return happened(
        ReturnScanned,
        command,
        return_id=command.return_id,
        scan=command.scan,
        corrects=_known(order, command) is not None,
    )


# Offers


def offer_scans(order: Order, at: Instant, _: World) -> tuple[RecordReturnScan, ...]:
    """Offer both scans of every return of which nothing has come."""
    return tuple(
        [
            RecordReturnScan(
                order_id=order.id, at=at, by=Actor.CARRIER, return_id=rma.id, scan=scan
            )
            for rma in order.returns
            for scan in ReturnScan
            if not rma.received
        ]
    )


# Folds


def fold_scanned(order: Order, event: ReturnScanned) -> Order:
    """Note the earliest moment of each kind of scan."""
    name = "posted_at" if event.scan is ReturnScan.IN_TRANSIT else "arrived_at"
    return with_return(order, event.return_id, **{name: event.at})


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordReturnScan,
        settled=already_scanned,
        rules=(placing_comes_first, *UNDERWAY_RULES),
        outcome=record_scan,
        offers=offer_scans,
    ),
)

FOLDS: Folds = {
    ReturnScanned: fold_scanned,
}
