"""The money of an order beside the claims about it: what buyers got by these, and what is left.

An order's own refunds and its claims must not pay twice. A claim that was granted gave the buyer
money that no refund knows of, and a chargeback that is not decided yet holds some; neither may be
given back once more.
"""

from collections.abc import Iterable

import attrs

from ordercore.conversations.claims import Claim
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import LineId
from ordercore.kernel.money import Money
from ordercore.orders.claim_note import ClaimNote, note_of
from ordercore.orders.money import captured, carried, due_for_units, refunded
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class ClaimedMoney:
    """The money of an order and of the claims about it.

    Attributes:
        captured: what was taken from the buyer.
        refunded: what the order itself gave back, or is on its way.
        carried: what pays for goods that were sent in an exchange.
        replaced: what goods were charged for that others stand for, sent or promised.
        by_claims: what the buyer got by claims, beside those refunds and whoever paid.
        held: what a bank took from the seller and keeps until it has decided.
        net: what all claims have come to for the seller; negative where they cost money.
    """

    captured: Money
    refunded: Money
    carried: Money
    replaced: Money
    by_claims: Money
    held: Money
    net: Money

    @property
    def left(self) -> Money:
        """What may still go back: neither given nor held already, and paying for nothing else."""
        return Money(max(0, self.captured.minor - self._gone), self.captured.currency)

    @property
    def is_touched(self) -> bool:
        """Whether claims gave the buyer anything, or hold anything."""
        return bool(self.by_claims.minor or self.held.minor)

    @property
    def beyond(self) -> Money:
        """What was given or is held, or goods stand for, beyond what was taken."""
        return Money(max(0, self._gone - self.captured.minor), self.captured.currency)

    @property
    def _gone(self) -> int:
        goods = self.carried.minor + self.replaced.minor
        return self.refunded.minor + goods + self.by_claims.minor + self.held.minor

    @property
    def twice(self) -> Money:
        """What the buyer has got beyond what was taken: by a refund and by a claim."""
        given = self.refunded.minor + self.by_claims.minor
        return Money(max(0, given - self.captured.minor), self.captured.currency)


@attrs.frozen(kw_only=True)
class RefundBesideClaims:
    """May a sum go back beside the claims about an order, how much at most, and why."""

    may: bool
    at_most: Money
    because: tuple[Clause, ...]


CLAIMED_CLAUSES = {
    "refund_beside_claims": ("wanted", "left"),
    "refund_beyond_claims": ("wanted", "left", "by_claims", "refunded"),
    "refund_while_held": ("held",),
}
"""Code → the facts that a clause has."""


def claimed_money(order: Order) -> ClaimedMoney | None:
    """Tell the money of an order beside the claims that it has heard of.

    ``None`` while no price is known. A claim in another currency than a price that became known
    late moves nothing here.
    """
    return _beside(order, order.claims)


def _beside(order: Order, notes: Iterable[ClaimNote]) -> ClaimedMoney | None:
    if order.currency is None:
        return None
    by_claims = held = net = 0
    for note in notes:
        if note.claimed.currency == order.currency:
            by_claims += note.to_buyer
            held += note.held
            net += note.net
    return ClaimedMoney(
        captured=Money(captured(order), order.currency),
        refunded=Money(refunded(order), order.currency),
        carried=Money(carried(order), order.currency),
        replaced=Money(due_for_units(order, _replaced(order)), order.currency),
        by_claims=Money(by_claims, order.currency),
        held=Money(held, order.currency),
        net=Money(net, order.currency),
    )


def _replaced(order: Order) -> dict[LineId, int]:
    same = [some for some in order.replacements if some.kind is ReplacementKind.REPLACEMENT]
    counts: dict[LineId, int] = {}
    for some in same:
        for line, number in some.standing.items():
            counts[line] = counts.get(line, 0) + number
    return counts


def makes_defective(order: Order) -> bool:
    """Tell whether a claim that the order has heard of makes it one of the order defect rate."""
    return any(note.defect for note in order.claims)


def money_of_claims(order: Order, claims: Iterable[Claim]) -> ClaimedMoney | None:
    """Tell what claims add to the money of an order; ``None`` while no price is known.

    For hosts that keep claims elsewhere: of those that a desk keeps the order has heard, and
    :func:`claimed_money` tells the same.

    Raises:
        InvalidValue: when an argument is of another type, or a claim is about another order, comes
            twice, or is in another currency.
    """
    of_type(order, Order, "order")
    given = [of_type(claim, Claim, "claims") for claim in several(claims, "claims")]
    if order.currency is None:
        return None
    notes: dict[str, ClaimNote] = {}
    for claim in given:
        if claim.order_id != order.id or claim.id in notes:
            raise InvalidValue("claims", claim.id, f"a claim about order {order.id}, once")
        if claim.claimed.currency != order.currency:
            raise InvalidValue("claims", str(claim.claimed), f"an amount in {order.currency}")
        notes[claim.id] = note_of(claim)
    return _beside(order, notes.values())


def refund_beside_claims(
    order: Order, claims: Iterable[Claim], wanted: Money
) -> RefundBesideClaims:
    """Judge a refund that is wanted beside the claims about an order.

    A claim of the buyer at the marketplace that is still open holds nothing: a refund settles it.

    Raises:
        InvalidValue: as :func:`money_of_claims`; or when the order has no prices yet, or another
            currency.
    """
    of_type(wanted, Money, "wanted")
    money = money_of_claims(order, claims)
    if money is None or wanted.currency != money.captured.currency:
        raise InvalidValue("wanted", str(wanted), "an amount in the currency of the order")
    facts = {"wanted": wanted, "left": money.left}
    may = 0 < wanted.minor <= money.left.minor
    if may:
        because = [Clause("refund_beside_claims", facts)]
    else:
        more = {"by_claims": money.by_claims, "refunded": money.refunded}
        because = [Clause("refund_beyond_claims", {**facts, **more})]
    if money.held.minor:
        because.append(Clause("refund_while_held", {"held": money.held}))
    return RefundBesideClaims(may=may, at_most=money.left, because=tuple(because))
