"""Moves of claims: one that is open, and holds money or none, and what may come of it."""

import datetime as dt
from collections.abc import Iterator

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import captured
from ordercore.orders.state import Order
from ordercore.testing.sweep.moves.money import UNIT
from ordercore.testing.sweep.moves.scope import Scope

ANSWER_WITHIN = dt.timedelta(days=7)


def disputes(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Hear of one claim: opened, with its sum held, and decided for a unit, all, and nothing."""
    if order.currency is None:
        return
    opened = order.claims[0].opened_at if order.claims else at
    claimed = Money(max(UNIT, captured(order)), order.currency)
    for is_open, to_buyer, held in (
        (True, 0, 0),
        (True, 0, UNIT),
        (True, 0, claimed.minor),
        (False, 0, 0),
        (False, UNIT, 0),
        (False, claimed.minor, 0),
    ):
        note = ClaimNote(
            id="CB1",
            kind="service_chargeback",
            claimed=claimed,
            opened_at=opened,
            is_open=is_open,
            to_buyer=to_buyer,
            held=held,
            net=-(to_buyer + held),
            defect=True,
            answer_due=opened + ANSWER_WITHIN if is_open else None,
        )
        yield HearClaim(order_id=order.id, at=at, by=Actor.SYSTEM, claim=note)


def decided(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Hear of a claim that was decided elsewhere: the buyer got all that was taken."""
    if order.currency is not None and not order.claims:
        gone = Money(captured(order), order.currency)
        note = ClaimNote(
            id="AZ1",
            kind="guarantee",
            claimed=gone,
            opened_at=at,
            is_open=False,
            to_buyer=gone.minor,
            defect=True,
        )
        yield HearClaim(order_id=order.id, at=at, by=Actor.SYSTEM, imported=True, claim=note)
