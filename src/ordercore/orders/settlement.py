"""What a return comes to by the return policy: what goes back, what is kept of it, and why.

Nothing is given back here: a refund of these parts is.
"""

from collections.abc import Iterator

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, ReturnId
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.judging import as_left, purchase_of, with_money_of
from ordercore.orders.money import counted_refunds, refundable_charges
from ordercore.orders.parts import RefundPart
from ordercore.orders.state import Order
from ordercore.orders.unsettled import refunds_due, unsettled, wish_of
from ordercore.orders.world import World
from ordercore.orders.worth import payable
from ordercore.returns import (
    Due,
    Override,
    Purchase,
    Return,
    ReturnUnits,
    Settlement,
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
    ``due`` says by when, as the policy has it.
    """

    parts: tuple[RefundPart, ...]
    units: tuple[SettledUnits, ...]
    kept_as_fees: Money | None
    kept_for_labels: Money | None
    due: tuple[Due, ...] = ()

    @property
    def nothing(self) -> tuple[RefundPart, ...]:
        """Parts that give nothing back for the units that may come back, but settle them."""
        counts: dict[LineId, int] = {}
        judged = [(some.units, some.verdict.refund) for some in self.units]
        may = [(units, back.currency) for units, back in judged if back is not None]
        for units, _ in may:
            counts[units.line] = counts.get(units.line, 0) + units.quantity
        return tuple([RefundPart(line, Charges(may[0][1]), n) for line, n in counts.items()])


def return_settlement(order: Order, return_id: ReturnId, world: World) -> ReturnSettlement:
    """Work out what a return comes to, of the units taken back that were not paid for yet.

    Each unit is judged as it came back: by its grade, by the days on which it was posted and
    arrived, and as of when the return was asked for; let in by staff where it was. A fee is of
    what may go back alone. What the labels cost that the buyer bears is deducted with the first
    refund of the return, where the policy has the buyer pay the way.
    """
    rma = order.return_(return_id)
    if rma is None:
        return ReturnSettlement(parts=(), units=(), kept_as_fees=None, kept_for_labels=None)
    label = label_cost(order, rma)
    done: list[SettledUnits] = []
    left: dict[LineId, Purchase] = {}
    back: dict[LineId, RefundPart] = {}
    most = _payable(order, rma)
    for some in unsettled(order, rma, world, override_of(rma)):
        line, number = some.units.line, some.units.quantity
        purchase = purchase_of(order, some.units, world)
        if line in left:
            purchase = with_money_of(purchase, left[line])
        wish = replace(wish_of(rma, some, number), label_cost=label)
        answer = _judged(purchase, world, rma, wish, most)
        done.append(SettledUnits(units=some.units, wear=some.wear, verdict=answer))
        settled = answer.settlement
        if settled is None:
            continue
        if label is not None and settled.label.total:
            label = Money(label.minor - settled.label.total, label.currency)
        most -= _of(settled).total
        left[line] = as_left(purchase, number, settled)
        before = back.get(line)
        charges = settled.back if before is None else before.charges + settled.back
        back[line] = RefundPart(line, charges, number + (before.units if before else 0))
    parts = payable(order, back.values())
    return ReturnSettlement(
        parts=_worth_paying(parts),
        units=tuple(done),
        kept_as_fees=_sum([one.settlement.fee for one in _verdicts(done) if one.settlement]),
        kept_for_labels=_sum([one.settlement.label for one in _verdicts(done) if one.settlement]),
        due=refunds_due(order, rma, world),
    )


def keeps_all(order: Order, return_id: ReturnId, world: World) -> bool:
    """Tell whether fees and labels keep all that a return comes to, so that nothing goes back."""
    settled = return_settlement(order, return_id, world)
    judged = [answer.settlement for answer in _verdicts(list(settled.units))]
    return bool(judged) and all(some is not None and _is_kept(some) for some in judged)


def _is_kept(settled: Settlement) -> bool:
    free = not settled.charged.total
    return not settled.back.total and bool(free or settled.fee.total or settled.label.total)


def _worth_paying(parts: tuple[RefundPart, ...]) -> tuple[RefundPart, ...]:
    """Give parts of which something goes back; one that is kept whole is settled beside others."""
    return parts if any(part.charges.total for part in parts) else ()


def _judged(purchase: Purchase, world: World, rma: Return, wish: Wish, most: int) -> Verdict:
    """Judge units of which no more than ``most`` was paid, and not given back: of that is a fee."""
    policy, override = world.returns, override_of(rma)
    answer = verdict(purchase, policy, rma.requested_at, wish=wish, override=override)
    settled = answer.settlement
    if settled is None or _of(settled).total <= most:
        return answer
    paid = _of(settled).cut_to(max(0, most))
    short = replace(purchase, withheld=(settled.charged - settled.earlier - paid).floored())
    return verdict(short, policy, rma.requested_at, wish=wish, override=override)


def _of(settled: Settlement) -> Charges:
    """Give what units come to before anything is kept of it."""
    return settled.back + settled.fee + settled.label


def _payable(order: Order, rma: Return) -> int:
    """Give how much may go back for units of a return at all, of what was paid."""
    limits = refundable_charges(order, {line for _, line in rma.places})
    parts = payable(order, [RefundPart(line, charges) for line, charges in limits.items()])
    return sum([part.charges.total for part in parts])


def _verdicts(done: list[SettledUnits]) -> Iterator[Verdict]:
    return (one.verdict for one in done)


def _sum(charges: list[Charges]) -> Money | None:
    if not charges:
        return None
    return Money(sum([some.total for some in charges]), charges[0].currency)


def override_of(rma: Return) -> Override | None:
    """Give why it counts though the policy may refuse it: staff said so, or a marketplace did."""
    answer = rma.answer
    if answer is None or not answer.authorised:
        return None
    if answer.override.strip():
        return Override(by=answer.by.value, why=answer.override)
    return Override(by=answer.by.value, why="imported") if answer.by is Actor.MARKETPLACE else None


def label_cost(order: Order, rma: Return) -> Money | None:
    """Give what the seller laid out for labels that the buyer bears, unless it was deducted.

    A label that was paid for in another currency is for somebody to settle by hand.
    """
    paid = [some for some in counted_refunds(order) if some.return_id == rma.id]
    if any(part.units for refund in paid for part in refund.parts):
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
