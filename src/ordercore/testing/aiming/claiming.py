"""Claims: heard of, holding money or none, and decided."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claimed import claimed_money
from ordercore.orders.claiming import HearClaim
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, one_of

KINDS = ("guarantee", "service_chargeback", "fraud_chargeback", "reimbursement")


def _note(pick: Pick, at: Instant, id: str, claimed: Money) -> ClaimNote:
    is_open = bool(pick(2))
    moved = one_of(pick, (0, claimed.minor))
    return ClaimNote(
        id=id,
        kind=one_of(pick, KINDS),
        claimed=claimed,
        opened_at=at,
        is_open=is_open,
        to_buyer=0 if is_open else moved,
        held=moved if is_open else 0,
        net=-moved,
        defect=bool(pick(2)),
        answer_due=at if is_open and pick(2) else None,
    )


def _hear(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    """Hear of a claim for some of what is left, or how one goes on that is open."""
    money = claimed_money(order)
    if money is None or pick(6):
        return None
    going = [note for note in order.claims if note.is_open]
    if going and pick(2):
        old = one_of(pick, going)
        note = _note(pick, old.opened_at, old.id, old.claimed)
        if note.gone - old.gone > money.left.minor:
            return None
    elif money.left.minor:
        claimed = Money(1 + pick(money.left.minor), money.left.currency)
        note = _note(pick, at, f"CL{len(order.claims) + 1}", claimed)
    else:
        return None
    return HearClaim(order_id=order.id, at=at, by=Actor.SYSTEM, claim=note)


MAKERS: tuple[Maker, ...] = (_hear,)


def _any_note(order: Order, pick: Pick, at: Instant) -> dict[str, ClaimNote]:
    currency = order.currency or "EUR" if pick(5) else "USD"
    return {"claim": _note(pick, at, "CL1", Money(1 + pick(9_000), currency))}


WILDEST: tuple[Wild, ...] = ((HearClaim, _any_note),)
