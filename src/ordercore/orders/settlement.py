"""What a return comes to by the return policy: what goes back, what is kept of it, and why.

Nothing is given back here: a refund of these parts is.
"""

from collections.abc import Iterator

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, ParcelId, ReturnId
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.judging import purchase_of
from ordercore.orders.money import counted_refunds, unrefunded_units
from ordercore.orders.parts import RefundPart
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import payable
from ordercore.returns import (
    Override,
    Purchase,
    Return,
    ReturnUnits,
    Verdict,
    Wear,
    Wish,
    verdict,
)


@attrs.frozen(kw_only=True)
class SettledUnits:
    """Units of a return that are alike, and the verdict on them with its money."""

    units: ReturnUnits
    wear: Wear | None
    """``None`` where nobody has looked closely."""
    verdict: Verdict


@attrs.frozen(kw_only=True)
class ReturnSettlement:
    """What is to be paid back for a return, by line; with the verdicts that say why.

    ``parts`` are those of a refund: of no more than may still go back of the order's payments.
    """

    parts: tuple[RefundPart, ...]
    units: tuple[SettledUnits, ...]
    kept_as_fees: Money | None
    kept_for_labels: Money | None


def return_settlement(order: Order, return_id: ReturnId, world: World) -> ReturnSettlement:
    """Work out what a return comes to, of the units taken back that were not paid for yet.

    Each unit is judged as it came back: by its grade, by the days on which it was posted and
    arrived, and as of when the return was asked for; let in by staff where it was. What the
    labels cost that the buyer bears is deducted with the first refund of the return, where the
    policy has the buyer pay the way.
    """
    rma = order.return_(return_id)
    if rma is None:
        return ReturnSettlement(parts=(), units=(), kept_as_fees=None, kept_for_labels=None)
    label = _label_cost(order, rma)
    done: list[SettledUnits] = []
    back: dict[LineId, RefundPart] = {}
    for units, wear, arrived in _unpaid(order, rma, world):
        before = back.get(units.line)
        purchase = _as_left(purchase_of(order, units, world), before)
        wish = Wish(
            units=units.quantity,
            reason=rma.reason,
            wear=wear,
            posted_at=rma.posted_at,
            arrived_at=arrived,
            label_cost=label,
            authorised_at=rma.answer.at if rma.answer else None,
        )
        answer = verdict(
            purchase, world.returns, rma.requested_at, wish=wish, override=_override(rma)
        )
        done.append(SettledUnits(units=units, wear=wear, verdict=answer))
        settled = answer.settlement
        if settled is None:
            continue
        if label is not None and settled.label.total:
            label = Money(label.minor - settled.label.total, label.currency)
        charges = settled.back if before is None else before.charges + settled.back
        paid = units.quantity + (before.units if before else 0)
        back[units.line] = RefundPart(units.line, charges, paid)
    return ReturnSettlement(
        parts=_worth_paying(payable(order, back.values())),
        units=tuple(done),
        kept_as_fees=_sum([one.settlement.fee for one in _verdicts(done) if one.settlement]),
        kept_for_labels=_sum([one.settlement.label for one in _verdicts(done) if one.settlement]),
    )


def keeps_all(order: Order, return_id: ReturnId, world: World) -> bool:
    """Tell whether fees and labels keep all that a return comes to, so that nothing goes back."""
    settled = return_settlement(order, return_id, world)
    judged = [answer.eligible for answer in _verdicts(list(settled.units))]
    return bool(judged) and all(judged) and not settled.parts


def _worth_paying(parts: tuple[RefundPart, ...]) -> tuple[RefundPart, ...]:
    """Give parts of which something goes back; one that is kept whole is settled beside others."""
    return parts if any(part.charges.total for part in parts) else ()


def _verdicts(done: list[SettledUnits]) -> Iterator[Verdict]:
    return (one.verdict for one in done)


def _sum(charges: list[Charges]) -> Money | None:
    if not charges:
        return None
    return Money(sum([some.total for some in charges]), charges[0].currency)


Came = tuple[ReturnUnits, Wear | None, Instant | None]
"""Units, in which wear they are, and when they arrived."""


def _unpaid(order: Order, rma: Return, world: World) -> Iterator[Came]:
    """Give what came and was not paid for; of units that are alike to the books, the last ones."""
    came = tuple(_came(rma, world))
    paid: dict[LineId, int] = {}
    for some, _, _ in came:
        paid[some.line] = paid.get(some.line, 0) + some.quantity
    owed = unrefunded_units(order, rma.id, None)
    for parcel, line in rma.places:
        # Whatever is owed is owed for units that are still to be graded, too.
        owed[line] = owed.get(line, 0) - rma.ungraded(parcel, line)
    paid = {line: number - max(0, owed[line]) for line, number in paid.items()}
    for some, wear, arrived in came:
        gone = max(0, min(some.quantity, paid[some.line]))
        paid[some.line] -= gone
        if some.quantity > gone:
            yield ReturnUnits(some.parcel, some.line, some.quantity - gone), wear, arrived


def _came(rma: Return, world: World) -> Iterator[Came]:
    """Give the units that were taken back, those first whose state was known first.

    Units that have still to be graded are left out.
    """
    arrived: dict[tuple[ParcelId, LineId], Instant] = {}
    known: list[tuple[Instant, Came]] = []
    for received in rma.received:
        units = received.units
        place = units.parcel, units.line
        arrived[place] = min(arrived.get(place, received.at), received.at)
        if received.sellable is not None:
            known.append((received.at, (units, None, received.at)))
    for graded in rma.graded:
        if not graded.disposition.rejects:
            grade, units = world.return_grades.get(graded.grade), graded.units
            wear = grade.wear if grade else None
            known.append((graded.at, (units, wear, arrived.get((units.parcel, units.line)))))
    known.sort(key=_moment)
    yield from [came for _, came in known]
    for parcel, line in rma.places:
        if lost := rma.lost(parcel, line):
            yield ReturnUnits(parcel, line, lost), None, None


def _moment(known: tuple[Instant, Came]) -> Instant:
    return known[0]


def _as_left(purchase: Purchase, before: RefundPart | None) -> Purchase:
    """Give a purchase as it is once what this settlement gives back already has gone back."""
    if before is None:
        return purchase
    refunded = purchase.refunded
    return replace(
        purchase,
        refunded=before.charges if refunded is None else refunded + before.charges,
        refunded_units=min(purchase.quantity, purchase.refunded_units + before.units),
    )


def _override(rma: Return) -> Override | None:
    answer = rma.answer
    if answer is None or not answer.override.strip():
        return None
    return Override(by=answer.by.value, why=answer.override)


def _label_cost(order: Order, rma: Return) -> Money | None:
    """Give what the seller laid out for labels that the buyer bears, unless it was deducted.

    A label that was paid for in another currency is for somebody to settle by hand.
    """
    if any(refund.return_id == rma.id for refund in counted_refunds(order)):
        return None
    costs = [
        label.cost.minor
        for label in rma.live_labels
        if label.prepaid
        and label.payer is Actor.BUYER
        and label.cost is not None
        and label.cost.currency == order.currency
    ]
    return Money(sum(costs), order.currency) if costs and order.currency else None
