"""On the way: parcels that are late or silent, lost ones, and those that come back undelivered."""

from collections.abc import Iterator
from typing import Any

from ordercore.conversations.claims import OpenClaim, explain, may_open
from ordercore.conversations.claims.terms import ANYBODY
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.claim_occasion import occasion_of
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.queries.worklist.case import Case, Found, before, proposed, those_allowed
from ordercore.queries.worklist.paying_back import refund
from ordercore.queries.worklist.proposal import Proposal
from ordercore.shipping import Parcel, Trouble
from ordercore.shipping.exceptions import OpenException, Watched, exceptions_of
from ordercore.shipping.measures.dimensional import ANY_SERVICE
from ordercore.shipping.numbers.couriers import courier_code
from ordercore.shipping.tracking.times import latest

CARRIER_CLAIM, LOST = "carrier", "lost"

REFUND_REASONS = {
    Trouble.LOST: "lost",
    Trouble.REFUSED: "refused_delivery",
    Trouble.UNDELIVERABLE: "undeliverable",
}
"""Trouble → the reason of its refund."""


def parcels_to_chase(case: Case) -> Iterator[Found]:
    """A parcel with which something is wrong is asked about, since the day that it is."""
    for parcel in case.order.parcels:
        wrong = _gravest(case, parcel) if parcel.is_underway else None
        if wrong is None:
            continue
        told = [each.arguments for each in wrong.suggests if each.command == "RecordUndelivered"]
        trouble = told[0]["trouble"] if told else None
        undelivered = (
            proposed(case, RecordUndelivered, {"trouble": Trouble.LOST}, parcel_id=parcel.id)
            if trouble is None
            else proposed(case, RecordUndelivered, parcel_id=parcel.id, trouble=trouble)
        )
        yield Found(
            part=parcel.id,
            by=latest(wrong.since),
            who=case.whose("ships"),
            why=wrong.clause,
            ways=those_allowed([undelivered, proposed(case, RecordDelivery, parcel_id=parcel.id)]),
        )


def _gravest(case: Case, parcel: Parcel) -> OpenException | None:
    terms = case.order.terms
    watched = Watched(
        parcel=parcel,
        tracking=case.heard(case.order, parcel),
        deliver_by=case.order.deliver_by,
        service=terms.service or ANY_SERVICE,
        marketplace=terms.marketplace or EVERYWHERE,
        zone=case.zone,
    )
    return next(iter(exceptions_of(watched, case.at)), None)


def parcels_to_pay_for(case: Case) -> Iterator[Found]:
    """What did not reach its buyer is paid back for."""
    for parcel in case.order.parcels:
        if parcel.is_stranded:
            trouble = parcel.undelivered.trouble if parcel.undelivered else Trouble.UNDELIVERABLE
            way = refund(case, REFUND_REASONS[trouble], parcel_id=parcel.id)
            facts = {"order": case.order.id, "parcel": parcel.id}
            yield Found(part=parcel.id, facts=facts, ways=those_allowed([way]))


def parcels_coming_back(case: Case) -> Iterator[Found]:
    """What was refused, or could not be delivered, is taken back when it comes."""
    for parcel in case.order.parcels:
        if not parcel.is_stranded or _is_lost(parcel):
            continue
        if any(parcel.missing(some.line) for some in parcel.units):
            way = proposed(case, ReceiveUndelivered, {"sellable": True}, parcel_id=parcel.id)
            facts = {"order": case.order.id, "parcel": parcel.id}
            yield Found(part=parcel.id, facts=facts, ways=those_allowed([way]))


def _is_lost(parcel: Parcel) -> bool:
    trouble = parcel.undelivered
    return parcel.is_stranded and trouble is not None and trouble.trouble is Trouble.LOST


def carrier_claims(case: Case) -> Iterator[Found]:
    """What a carrier has lost is claimed from it while that may be."""
    lost = [some for some in case.order.parcels if _is_lost(some)]
    filed = [note for note in case.order.claims if note.kind == CARRIER_CLAIM]
    for parcel in lost[len(filed) :]:
        yield from _claim(case, parcel)


def _claim(case: Case, parcel: Parcel) -> Iterator[Found]:
    order = case.order
    if order.currency is None:
        return
    # Of several parcels an order tells the last one's moments; here they are those of this one.
    occasion = replace(
        occasion_of(order, case.zone, provider=courier_code(parcel.carrier) or ANYBODY),
        shipped=parcel.shipped_at,
        delivered=None,
    )
    may = may_open(CARRIER_CLAIM, LOST, occasion, case.at, rows=case.world.claims.terms)
    claimed = Money(1, order.currency)
    known: dict[str, Any] = {
        "order_id": order.id,
        "at": case.at,
        "kind": CARRIER_CLAIM,
        "ground": LOST,
        "occasion": occasion,
    }
    probe = OpenClaim(claim_id="?", claimed=claimed, **known)
    if may.may and not explain(None, probe, case.world.claims):
        facts = {"order": order.id, "parcel": parcel.id, "carrier": parcel.carrier}
        yield Found(
            part=parcel.id,
            by=before(may.until),
            who=case.whose("ships"),
            facts=facts,
            ways=(Proposal(OpenClaim, known, ("claim_id", "claimed")),),
        )
