"""Refunds: of what came back, did not arrive or was cancelled, as a remedy, and their end."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import ADDED, COMPONENTS, charges_of
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.ahead import as_if_received, is_undecided, overpaid
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import refundable, refundable_charges
from ordercore.orders.parts import Refund, RefundPart, RefundStatus
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.settlement import return_settlement
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.orders.worth import refund_for
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_line, one_of


def part_worth(order: Order, line: Line, amount: int) -> RefundPart | None:
    """Make a refund of at most an amount of what is left of a line, out of what was added."""
    left = refundable_charges(order, {line.id}).get(line.id)
    if left is None:
        return None
    amount = min(amount, left.total)
    given = dict.fromkeys(COMPONENTS, 0)
    for name in ADDED:
        given[name] = max(0, min(amount, getattr(left, name)))
        amount -= given[name]
    made = charges_of(left.currency, given.values())
    return RefundPart(line.id, made) if made.total > 0 else None


def _for_return(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for rma in order.returns:
        if _worth_something(order, return_settlement(order, rma.id, WORLD).parts):
            return IssueRefund(order_id=order.id, at=at, reason="customer_return", return_id=rma.id)
    return None


def _for_parcel(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for parcel in order.parcels:
        if parcel.is_stranded and _worth_something(order, refund_for(order, parcel_id=parcel.id)):
            return IssueRefund(
                order_id=order.id, at=at, reason="undeliverable", parcel_id=parcel.id
            )
    return None


def _for_cancelled(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    if not order.cancellations or not _worth_something(order, refund_for(order)):
        return None
    return IssueRefund(order_id=order.id, at=at, reason="units_cancelled")


def _worth_something(order: Order, parts: tuple[RefundPart, ...]) -> bool:
    return 0 < sum(part.charges.total for part in parts) <= refundable(order)


def _remedy(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    left = refundable(order)
    if left <= 0 or pick(2):
        return None
    part = part_worth(order, one_of(pick, order.lines), 1 + pick(left))
    if part is None:
        return None
    imported = order.terms.imported and bool(pick(2))
    return IssueRefund(
        order_id=order.id, at=at, imported=imported, reason="late_delivery", parts=(part,)
    )


def _sum(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    all_left = refundable_charges(order, {line.id for line in order.lines})
    owed = sum(max(0, charges.total) for charges in all_left.values())
    left = min(refundable(order), owed)
    if left <= 0 or order.currency is None or pick(2):
        return None
    amount = Money(1 + pick(left), order.currency)
    return IssueRefund(order_id=order.id, at=at, reason="goodwill", amount=amount)


def _ahead(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    """Report what a marketplace paid before the goods came, once for a return."""
    paid = {refund.return_id for refund in order.refunds if refund.ahead and refund.counts}
    for rma in order.returns if order.terms.imported else ():
        came = as_if_received(order, rma.id, at)
        worth = return_settlement(came, rma.id, WORLD).parts
        if rma.id not in paid and _worth_something(order, worth):
            return IssueRefund(
                order_id=order.id,
                at=at,
                by=Actor.MARKETPLACE,
                imported=True,
                reason="customer_return",
                return_id=rma.id,
                ahead=True,
            )
    return None


def _recharge(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    for refund in order.refunds:
        rma = refund.return_id if refund.ahead and refund.counts else None
        if rma is not None and not is_undecided(order, rma) and overpaid(order, rma, WORLD):
            return RechargeRefund(order_id=order.id, at=at, refund_id=refund.id)
    return None


def _in_flight(order: Order) -> list[Refund]:
    return [refund for refund in order.refunds if refund.status is RefundStatus.IN_FLIGHT]


def _confirm(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    underway = _in_flight(order)
    if not underway:
        return None
    return ConfirmRefund(order_id=order.id, at=at, refund_id=one_of(pick, underway).id)


def _fail(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    underway = _in_flight(order)
    if not underway:
        return None
    id = one_of(pick, underway).id
    return FailRefund(order_id=order.id, at=at, refund_id=id, reason="account closed")


MAKERS: tuple[Maker, ...] = (
    _for_return,
    _for_parcel,
    _for_cancelled,
    _remedy,
    _sum,
    _ahead,
    _recharge,
    _confirm,
    _fail,
)


def _any_part(order: Order, pick: Pick) -> RefundPart:
    currency = order.currency or "EUR" if pick(5) else "USD"
    amounts = [pick(3_000) - 200 if not pick(3) else 0 for _ in COMPONENTS]
    return RefundPart(any_line(order, pick), charges_of(currency, amounts), pick(4))


def _any_sum(order: Order, pick: Pick) -> Money | None:
    currency = order.currency or "EUR" if pick(5) else "USD"
    return Money(pick(3_000) - 200, currency) if not pick(3) else None


def _any_refund(_: Order, pick: Pick, __: Instant) -> dict[str, str]:
    return {"refund_id": one_of(pick, ("F1", "F2", "F9"))}


WILDEST: tuple[Wild, ...] = (
    (
        IssueRefund,
        lambda order, pick, _: {
            "reason": one_of(pick, ("", "goodwill", "goodwill", "goodwill")),
            "parts": (_any_part(order, pick),) if pick(3) else (),
            "amount": _any_sum(order, pick),
            "return_id": one_of(pick, (None, None, "R1")),
            "parcel_id": one_of(pick, (None, None, "P1")),
            "refund_id": one_of(pick, ("", "F1")),
            "ahead": not pick(8),
        },
    ),
    (RechargeRefund, _any_refund),
    (ConfirmRefund, _any_refund),
    (FailRefund, _any_refund),
)
