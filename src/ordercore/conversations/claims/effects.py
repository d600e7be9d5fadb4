"""What a claim does to money, and to the order defect rate."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from ordercore.conversations.claims.claim import Claim, Closing
from ordercore.conversations.claims.parties import Party
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.ids import OrderId
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant

# Money


@attrs.frozen
class Posting:
    """Money that came to the seller, or went from it where the amount is negative."""

    at: Instant
    amount: Money


@attrs.frozen(kw_only=True)
class MoneyEffect:
    """What a claim has moved so far.

    Attributes:
        moved_by: who takes the money and gives it: the marketplace, a bank, or a carrier.
        postings: what was taken from the seller and given to it, in order.
        to_buyer: what the buyer has got by it, whoever paid.
        held: what was taken from the seller and is kept until the claim is decided.
    """

    moved_by: Party
    postings: tuple[Posting, ...]
    to_buyer: Money
    held: Money

    @property
    def net(self) -> Money:
        """What all of it comes to for the seller; negative where it costs money."""
        minor = sum(posting.amount.minor for posting in self.postings)
        return Money(minor, self.to_buyer.currency)


def effect_on_money(claim: Claim) -> MoneyEffect:
    """Tell what a claim has moved so far.

    A claim that is granted against the seller takes what was granted; a chargeback takes what is
    claimed when it is opened, and gives back what is not granted. What the seller claims is given
    to it. An appeal moves the difference.

    Raises:
        InvalidValue: when it is no claim.
    """
    of_type(claim, Claim, "claim")
    postings: list[Posting] = []
    so_far = 0
    for at, target in _balances(claim):
        if target != so_far:
            postings.append(Posting(at, _money(claim, target - so_far)))
            so_far = target
    held = claim.claimed.minor if claim.takes_at_once and claim.closing is None else 0
    return MoneyEffect(
        moved_by=claim.decided_by,
        postings=tuple(postings),
        to_buyer=_money(claim, _to_buyer(claim)),
        held=_money(claim, held),
    )


def _money(claim: Claim, minor: int) -> Money:
    return Money(minor, claim.claimed.currency)


def _closings(claim: Claim) -> Iterator[Closing]:
    return (some for some in (claim.closing, claim.second) if some is not None)


def _balances(claim: Claim) -> Iterator[tuple[Instant, int]]:
    """Give what all has come to for the seller, from each moment on at which that changes."""
    if claim.takes_at_once:
        yield claim.opened_at, -claim.claimed.minor
    for closing in _closings(claim):
        granted = closing.granted.minor
        if not claim.against_seller:
            yield closing.at, granted
        else:
            yield closing.at, -granted if closing.at_cost_of is Party.SELLER else 0


def _to_buyer(claim: Claim) -> int:
    """Give what the buyer has: a bank takes it back when an appeal is won, a marketplace does not.

    Of the marketplace it is only said that it credits the seller (Seller Central 27951).
    """
    if not claim.against_seller:
        return 0
    granted = [closing.granted.minor for closing in _closings(claim)]
    if claim.decided_by is Party.BANK:
        return granted[-1] if granted else 0
    return max(granted, default=0)


# The order defect rate


def is_defect(claim: Claim) -> bool:
    """Tell whether a claim counts in the order defect rate as it stands.

    What was last said about that in a decision comes first; then whether such claims count at
    all, circumstances that spare the seller, and outcomes that clear it.

    Raises:
        InvalidValue: when it is no claim.
    """
    of_type(claim, Claim, "claim")
    said = [closing.counts for closing in _closings(claim) if closing.counts is not None]
    if said:
        return said[-1]
    if not claim.defect or claim.spared:
        return False
    return claim.standing is None or claim.standing.outcome not in claim.cleared_by


def defective_orders(claims: Iterable[Claim]) -> Mapping[OrderId, Instant]:
    """Give the orders that claims make defective, each once, with when it was *ordered*.

    The rate counts orders, and by the day of the order: a claim of today may change a window that
    ended weeks ago.

    Raises:
        InvalidValue: when one is no claim, or two say of one order that it was placed at different
            moments.
    """
    found: dict[OrderId, Instant] = {}
    for claim in several(claims, "claims"):
        if is_defect(claim):
            known = found.setdefault(claim.order_id, claim.ordered_at)
            if known != claim.ordered_at:
                raise InvalidValue("ordered_at", claim.ordered_at, f"the moment {known}")
    return found
