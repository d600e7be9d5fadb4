"""What one may do about a claim."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.claims.occasion import Occasion
from ordercore.conversations.claims.parties import Outcome, Party
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant


def _evidence(values: Iterable[str]) -> tuple[str, ...]:
    return several(values, "evidence")


@attrs.frozen(kw_only=True)
class ClaimCommand:
    """Something to do about one claim, at a moment."""

    claim_id: str
    at: Instant = attrs.field(converter=instant)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and a blank claim."""
        check_types(self)
        checked(self.claim_id, "claim_id")


@attrs.frozen(kw_only=True)
class OpenClaim(ClaimCommand):
    """Open a claim about an order.

    ``imported`` marks one that was opened elsewhere, and let in there: no window and no limit is
    asked, but for the order's total.

    Raises:
        InvalidValue: when an id is blank, or what is claimed is not above 0.
    """

    order_id: OrderId
    kind: str
    ground: str
    claimed: Money
    occasion: Occasion
    imported: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a claim of nothing."""
        super().__attrs_post_init__()
        checked(self.order_id, "order_id")
        if self.claimed.minor <= 0:
            raise InvalidValue("claimed", str(self.claimed), "an amount above 0")


@attrs.frozen(kw_only=True)
class AnswerClaim(ClaimCommand):
    """Answer a claim as the seller, once: accept it, or give evidence against it, by code."""

    accepts: bool = False
    evidence: tuple[str, ...] = attrs.field(default=(), converter=_evidence)


@attrs.frozen(kw_only=True)
class _Deciding(ClaimCommand):
    """What every decision says.

    ``amount`` is what is granted: without one, all that may be. ``at_cost_of`` is who pays it.
    ``counts`` is what is said of the order defect rate, where anything is.
    ``imported`` marks a decision from elsewhere, which may grant a larger share than the terms do.
    """

    outcome: Outcome
    amount: Money | None = None
    at_cost_of: Party | None = None
    counts: bool | None = None
    imported: bool = False


DECISIONS_MADE = (Outcome.GRANTED, Outcome.DENIED)


@attrs.frozen(kw_only=True)
class DecideClaim(_Deciding):
    """Record how a claim was decided, or that the seller refunded before it was.

    Raises:
        InvalidValue: when it was withdrawn; that is :class:`WithdrawClaim`.
    """

    def __attrs_post_init__(self) -> None:
        """Refuse what is no decision."""
        super().__attrs_post_init__()
        if self.outcome is Outcome.WITHDRAWN:
            raise InvalidValue("outcome", self.outcome.value, "granted, denied or refunded")


@attrs.frozen(kw_only=True)
class WithdrawClaim(ClaimCommand):
    """Record that whoever opened a claim has withdrawn it."""


@attrs.frozen(kw_only=True)
class AppealClaim(ClaimCommand):
    """Appeal against a decision, with further evidence, by code."""

    by: Party = Party.SELLER
    evidence: tuple[str, ...] = attrs.field(default=(), converter=_evidence)


@attrs.frozen(kw_only=True)
class DecideAppeal(_Deciding):
    """Record how an appeal was decided: what holds from now on.

    Raises:
        InvalidValue: when the outcome is neither that it is granted nor that it is denied.
    """

    def __attrs_post_init__(self) -> None:
        """Refuse what is no decision."""
        super().__attrs_post_init__()
        if self.outcome not in DECISIONS_MADE:
            raise InvalidValue("outcome", self.outcome.value, "granted or denied")


Deciding = DecideClaim | DecideAppeal
