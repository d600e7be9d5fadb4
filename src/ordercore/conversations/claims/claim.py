"""The claim: what was claimed and said, its status, and its life."""

import attrs

from ordercore.conversations.claims.parties import ClaimStatus, Outcome, Party
from ordercore.conversations.claims.terms import Term
from ordercore.kernel.ids import OrderId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class ClaimAnswer:
    """What the seller answered: whether the claim is accepted, and by what evidence if not."""

    at: Instant
    accepts: bool = False
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Closing:
    """How a claim was closed, and at whose cost.

    ``granted`` is 0 unless the outcome is that it was granted, and then somebody bears the cost.
    ``counts`` is what whoever decided says of the order defect rate, where anything is said.
    """

    at: Instant
    outcome: Outcome
    granted: Money
    at_cost_of: Party | None = None
    counts: bool | None = None

    @property
    def rank(self) -> tuple[Instant, str, int, str, str]:
        """By which of two closings the first is told; of one moment, the one named first."""
        payer = self.at_cost_of.value if self.at_cost_of else ""
        return (self.at, self.outcome.value, self.granted.minor, payer, str(self.counts))


@attrs.frozen(kw_only=True)
class Appeal:
    """Who appealed against a decision, and by what evidence."""

    at: Instant
    by: Party
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Claim:
    """A claim about an order, as it was opened and with all that was said since.

    ``at_most`` is what may be granted of what was ``claimed``; ``answer_due`` is the last instant
    at which the seller may answer, where anybody asks.
    ``defect``, ``cleared_by``, ``takes_at_once`` and ``appeal_within`` are of the terms under
    which it was opened; ``spared`` are the circumstances in which it is no defect.
    """

    id: str
    order_id: OrderId
    kind: str
    ground: str
    marketplace: str
    zone: str
    provider: str
    opened_by: Party
    decided_by: Party
    ordered_at: Instant
    opened_at: Instant
    claimed: Money
    at_most: Money
    answer_due: Instant | None = None
    appeal_within: Term | None = None
    takes_at_once: bool = False
    defect: bool = False
    cleared_by: frozenset[Outcome] = frozenset()
    spared: tuple[str, ...] = ()
    imported: bool = False
    answer: ClaimAnswer | None = None
    closing: Closing | None = None
    appeal_due: Instant | None = None
    appeal: Appeal | None = None
    second: Closing | None = None

    @property
    def against_seller(self) -> bool:
        """Whether it costs the seller money, and does not bring any."""
        return self.opened_by is not Party.SELLER

    @property
    def standing(self) -> Closing | None:
        """The closing that holds: that of the appeal, once it was decided."""
        return self.second or self.closing

    @property
    def is_closed(self) -> bool:
        """Whether nobody has to decide anything."""
        return self.closing is not None and (self.appeal is None or self.second is not None)

    @property
    def status(self) -> ClaimStatus:
        """How far it has come, derived from what was said."""
        if self.second is not None:
            granted = self.second.outcome is Outcome.GRANTED
            return ClaimStatus.GRANTED_ON_APPEAL if granted else ClaimStatus.DENIED_ON_APPEAL
        if self.appeal is not None:
            return ClaimStatus.APPEALED
        if self.closing is not None:
            return ClaimStatus(self.closing.outcome.value)
        return ClaimStatus.OPEN if self.answer is None else ClaimStatus.ANSWERED

    @property
    def losers(self) -> frozenset[Party]:
        """Who got less by the decision than was wanted, and so may appeal against it."""
        closing = self.closing
        if closing is None or closing.outcome not in (Outcome.GRANTED, Outcome.DENIED):
            return frozenset()
        lost = {self.opened_by} if closing.granted.minor < self.claimed.minor else set[Party]()
        if self.against_seller and closing.granted.minor:
            lost.add(Party.SELLER)
        return frozenset(lost)


def answer_due(claim: Claim) -> Instant | None:
    """Give the last instant at which the seller may answer; ``None`` where nobody waits for that.

    Nobody does where nobody asked, the seller has answered, or the claim is closed.
    """
    if claim.answer is not None or claim.closing is not None:
        return None
    return claim.answer_due


def is_overdue(claim: Claim, at: Instant) -> bool:
    """Tell whether an answer is waited for that no longer can come in time."""
    due = answer_due(claim)
    return due is not None and due < at


def answered_late(claim: Claim) -> bool:
    """Tell whether the seller answered after the last instant for that."""
    if claim.answer is None or claim.answer_due is None:
        return False
    return claim.answer_due < claim.answer.at


_CLOSED = {
    ClaimStatus.GRANTED: ("DecideClaim",),
    ClaimStatus.DENIED: ("DecideClaim",),
    ClaimStatus.REFUNDED: ("DecideClaim",),
    ClaimStatus.WITHDRAWN: ("WithdrawClaim",),
}

_APPEALED = {ClaimStatus.APPEALED: ("AppealClaim",)}


def _told_since(status: ClaimStatus) -> dict[ClaimStatus, tuple[str, ...]]:
    """Give the other closings: one that is told late takes the place of one that came after it."""
    return {other: commands for other, commands in _CLOSED.items() if other is not status}


CLAIM_LIFECYCLE = Lifecycle(
    name="claim",
    starts=frozenset({ClaimStatus.OPEN}),
    edges={
        ClaimStatus.OPEN: {ClaimStatus.ANSWERED: ("AnswerClaim",), **_CLOSED},
        ClaimStatus.ANSWERED: _CLOSED,
        ClaimStatus.GRANTED: {**_told_since(ClaimStatus.GRANTED), **_APPEALED},
        ClaimStatus.DENIED: {**_told_since(ClaimStatus.DENIED), **_APPEALED},
        ClaimStatus.REFUNDED: _told_since(ClaimStatus.REFUNDED),
        ClaimStatus.WITHDRAWN: _told_since(ClaimStatus.WITHDRAWN),
        ClaimStatus.APPEALED: {
            ClaimStatus.GRANTED_ON_APPEAL: ("DecideAppeal",),
            ClaimStatus.DENIED_ON_APPEAL: ("DecideAppeal",),
        },
        ClaimStatus.GRANTED_ON_APPEAL: {},
        ClaimStatus.DENIED_ON_APPEAL: {},
    },
    rests=frozenset(_CLOSED),
)
