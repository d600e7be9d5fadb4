"""Paying: which remedies are offered, and what the one that is wished for comes to."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money, money_of
from ordercore.returns.fees import RestockingFee, fee_for
from ordercore.returns.postage import Postage
from ordercore.returns.purchase import Purchase
from ordercore.returns.reasons import Fault
from ordercore.returns.refunds import Settlement, settle, unsettled
from ordercore.returns.remedies import REFUND_ONLY, RemedyOffer
from ordercore.returns.terms import Terms
from ordercore.returns.wish import Remedy, Wear, Wish

Paid = tuple[tuple[Remedy, ...], Remedy | None, Settlement | None]
"""What is offered, what it is worked out for, and where the money is then."""

SENT_BACK = Remedy.REFUND
"""For which the goods come back before the money does: fee and label may be deducted."""

KEPT = frozenset({Remedy.RETURNLESS, Remedy.KEEP_IT})
"""Remedies for which the buyer keeps the goods: of what comes back they say nothing."""


def paid_for(
    purchase: Purchase,
    wish: Wish,
    terms: Terms,
    fault: Fault,
    postage: Postage,
    late: int,
    because: list[Clause],
) -> Paid:
    """Work out what a return comes to, and add the clauses that say how."""
    offers = terms.offered(purchase)
    remedies = offers.remedies
    because.append(offers.told)
    if not remedies:
        return (), None, unsettled(purchase)
    offer = offers.of(wish.remedy)
    if offer.remedy is not wish.remedy:
        because.append(Clause("remedy_not_offered", {"remedy": wish.remedy.value}))
    if offer.remedy in KEPT and (wish.posted_at or wish.arrived_at):
        because.append(Clause("refunded_as_it_came_back", {"remedy": offer.remedy.value}))
        offer = REFUND_ONLY[0]
    remedy = offer.remedy
    if remedy in (Remedy.REPLACEMENT, Remedy.EXCHANGE):
        because.append(Clause("no_money_back", {"remedy": remedy.value}))
        return remedies, remedy, unsettled(purchase)
    fee, label = None, None
    if remedy is SENT_BACK:
        fee = _fee(wish, terms, fault, late, because)
        label = wish.label_cost if postage.label_paid_by is Actor.BUYER else None
    settlement = settle(
        purchase,
        wish.units,
        outbound=postage.outbound,
        fee=fee,
        label=label,
        offer=offer,
    )
    if settlement is not None:
        because += _told(settlement, wish, fee, label, offer)
    return remedies, remedy, settlement


def _fee(
    wish: Wish, terms: Terms, fault: Fault, late: int, because: list[Clause]
) -> RestockingFee | None:
    """Find the fee; none is taken but where the buyer changed his mind."""
    if wish.arrived_at is not None and wish.wear is None:
        because.append(Clause("not_graded", {}))
    fee = fee_for(terms.fees, wish.wear or Wear.ORIGINAL, late)
    if fee is None or fault is Fault.BUYER:
        return fee
    facts = {"situation": fee.situation, "rate": fee.share, "fault": fault.value}
    because.append(Clause("fee_waived", facts))
    return None


def _told(
    settlement: Settlement,
    wish: Wish,
    fee: RestockingFee | None,
    label: Money | None,
    offer: RemedyOffer,
) -> list[Clause]:
    told: list[Clause] = []
    if offer.share is not None:
        told.append(Clause("part_refunded", {"share": offer.fraction}))
    if fee is not None:
        back, taken = settlement.back, settlement.fee
        price = back.item + taken.item + settlement.label.item - back.discount
        facts = {
            "situation": fee.situation,
            "rate": fee.share,
            "price": money_of(max(0, price), back.currency),
            "fee": money_of(taken.item, back.currency),
            "photos": fee.photos,
        }
        told.append(Clause("fee_taken", facts))
    if label is not None:
        facts = {"cost": label, "deducted": settlement.label.money}
        told.append(Clause("label_deducted", facts))
    told.append(Clause("refund_comes_to", {"refund": settlement.back.money, "units": wish.units}))
    return told
