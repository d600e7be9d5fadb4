"""Stock: what is short, what runs low, what is late to come in, and promises that have run out."""

from collections.abc import Iterator
from typing import Any

import attrs

from ordercore.inventory import (
    ChangeInbound,
    CloseInbound,
    CountStock,
    ExpectInbound,
    ExpireReserved,
    FillBackorder,
    InventoryCommand,
    MirrorSummary,
    ReceiveStock,
    Reservation,
    Shelf,
    Stock,
    Suggestion,
    explain,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant, last_instant
from ordercore.orders.world import World
from ordercore.queries.worklist.case import Found, those_allowed
from ordercore.queries.worklist.proposal import Proposal


@attrs.frozen(kw_only=True)
class StockCase:
    """Stock of a SKU in a pool as it is looked at, with what is suggested to be ordered of it."""

    stock: Stock
    at: Instant
    world: World
    suggestion: Suggestion | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """Of what, and where."""
        return {"sku": self.stock.sku, "pool": self.stock.pool}


def _proposed(
    case: StockCase, kind: type[InventoryCommand], missing: dict[str, Any], **known: Any
) -> Proposal | None:
    told = {"sku": case.stock.sku, "pool": case.stock.pool, "at": case.at, **known}
    probe = kind(**told, **missing)
    if explain(Shelf(case.stock), probe, case.world.adjustment_reasons):
        return None
    return Proposal(kind, told, tuple(missing))


def stock_that_is_short(case: StockCase) -> Iterator[Found]:
    """More is promised than is there: somebody counts, and finds the units or what to do without.

    Of a pool that somebody else keeps, its keeper is asked for a new summary.
    """
    if not case.stock.short:
        return
    yield Found(
        facts={**case.facts, "short": case.stock.short},
        ways=those_allowed(
            [
                _proposed(case, CountStock, {"counted": case.stock.on_hand}),
                _proposed(case, ReceiveStock, {"quantity": case.stock.short}),
                _summary(case),
            ]
        ),
    )


def _summary(case: StockCase) -> Proposal | None:
    if case.stock.details.mirrored is None:
        return None
    return _proposed(case, MirrorSummary, {"fulfillable": max(0, case.stock.on_hand)})


def backorders_to_fill(case: StockCase) -> Iterator[Found]:
    """What is there again is held for those who were promised units beyond stock."""
    stock = case.stock
    if stock.backordered and stock.available > 0:
        facts = {**case.facts, "available": stock.available, "backordered": stock.backordered}
        way = _proposed(case, FillBackorder, {"owner": "?"})
        yield Found(facts=facts, ways=those_allowed([way]))


def stock_to_reorder(case: StockCase) -> Iterator[Found]:
    """What runs low is ordered, by the day and in the quantity that are suggested, if any are."""
    some = case.suggestion
    wanted = some is not None and some.quantity > 0 and some.order_by is not None
    if not case.stock.low and not wanted:
        return
    missing: dict[str, Any] = {"inbound": "?"}
    known = {"quantity": some.quantity} if some is not None and wanted else {}
    if not wanted:
        missing["quantity"] = 1
    yield Found(
        by=_order_by(case),
        facts={**case.facts, "available": case.stock.available},
        ways=those_allowed([_proposed(case, ExpectInbound, missing, **known), _summary(case)]),
    )


def _order_by(case: StockCase) -> Instant | None:
    some = case.suggestion
    if some is None or some.order_by is None:
        return None
    return last_instant(some.order_by, case.world.calendar.zone)


def late_inbound(case: StockCase) -> Iterator[Found]:
    """What should have come in is asked about."""
    for some in case.stock.details.inbound:
        if some.expected is None or case.at <= some.expected:
            continue
        known = {"inbound": some.ref}
        yield Found(
            part=some.ref,
            by=some.expected,
            facts={**case.facts, "inbound": some.ref, "expected": some.expected},
            ways=those_allowed(
                [
                    _proposed(case, ReceiveStock, {"quantity": some.quantity}, **known),
                    _proposed(
                        case,
                        ChangeInbound,
                        {"expected": case.at},
                        **known,
                        quantity=some.quantity,
                    ),
                    _proposed(case, CloseInbound, {}, **known),
                    _summary(case),
                ]
            ),
        )


def expired_promises(some: Reservation, at: Instant) -> Iterator[Found]:
    """What was promised for a time, and was not bought in it, is given back."""
    if some.expired(at):
        known = {"sku": some.sku, "pool": some.pool, "owner": some.owner, "at": at}
        yield Found(
            part=some.owner,
            by=some.expires_at,
            who=Actor.SYSTEM,
            facts={"sku": some.sku, "pool": some.pool, "owner": some.owner},
            ways=(Proposal(ExpireReserved, known),),
        )
