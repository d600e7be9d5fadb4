"""The conditions of opening a claim.

Each is a function that gives the facts against, or ``None``; the verdict and the rules of the
command ask the same ones.
"""

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from ordercore.conversations.claims.occasion import Occasion
from ordercore.conversations.claims.terms import ClaimTerms, Ground
from ordercore.kernel.money import Money
from ordercore.kernel.rules import Facts
from ordercore.kernel.time import Instant, window_end


@attrs.frozen(kw_only=True)
class Asked:
    """What is asked: a claim of a kind, on a ground and an occasion, at a moment."""

    kind: str
    ground: str
    occasion: Occasion
    at: Instant
    claimed: Money | None = None


@attrs.frozen(kw_only=True)
class Case:
    """What is asked, under the terms that hold, with the window that comes of them.

    ``opens_at`` is the first instant of the window, and ``until`` the first after it; ``None``
    where a moment that it hangs on is not known.
    """

    terms: ClaimTerms
    ground: Ground
    occasion: Occasion
    at: Instant
    claimed: Money | None
    opens_at: Instant | None
    until: Instant | None


def case_under(terms: ClaimTerms, ground: Ground, asked: Asked) -> Case:
    """Give what is asked as a case under its terms."""
    occasion, window = asked.occasion, ground.window
    since = occasion.latest(window.closes_from)
    return Case(
        terms=terms,
        ground=ground,
        occasion=occasion,
        at=asked.at,
        claimed=asked.claimed,
        opens_at=_opens_at(ground, occasion),
        until=None if since is None else window_end(since, window.days, occasion.zone),
    )


def _opens_at(ground: Ground, occasion: Occasion) -> Instant | None:
    begins = occasion.latest(ground.window.opens_from)
    if begins is not None and ground.window.wait is not None:
        begins = window_end(begins, ground.window.wait, occasion.zone)
    if begins is None or ground.contact_hours is None:
        return begins
    if occasion.contacted is None:
        return None
    return max(begins, occasion.contacted + dt.timedelta(hours=ground.contact_hours))


# The conditions


def moment_unknown(case: Case) -> Facts | None:
    """A window is counted from moments that are known."""
    window = case.ground.window
    for moments in (window.opens_from, window.closes_from):
        if case.occasion.latest(moments) is None:
            return {"moments": [moment.value for moment in moments]}
    return None


def not_contacted(case: Case) -> Facts | None:
    """Where the buyer writes to the seller first, that has happened."""
    if case.ground.contact_hours is None or case.occasion.contacted is not None:
        return None
    return {"hours": case.ground.contact_hours}


def too_early(case: Case) -> Facts | None:
    """A claim is opened once its window has begun."""
    begins = case.opens_at
    if begins is None or begins <= case.at:
        return None
    return {"ground": case.ground.code, "opens_at": begins}


def too_late(case: Case) -> Facts | None:
    """A claim is opened before its window has ended."""
    ends = case.until
    if ends is None or case.at < ends:
        return None
    return {"ground": case.ground.code, "days": case.ground.window.days, "until": ends}


def excluded(case: Case) -> Facts | None:
    """Some circumstances, and other claims about the order, exclude a claim."""
    others = {earlier.kind for earlier in case.occasion.earlier}
    found = case.terms.excluded & (case.occasion.circumstances | others) - case.ground.despite
    return {"circumstances": sorted(found)} if found else None


def made_before(case: Case) -> Facts | None:
    """An order has no more claims of a kind than it may have."""
    made = sum(earlier.kind == case.terms.kind for earlier in case.occasion.earlier)
    if case.terms.per_order is None or made < case.terms.per_order:
        return None
    return {"claim": case.terms.kind, "made": made, "limit": case.terms.per_order}


def in_other_currency(case: Case) -> Facts | None:
    """A claim is in the currency of the order, of the limit, and of earlier ones that it limits."""
    limits = [case.occasion.total, case.terms.most]
    if case.terms.most is not None:
        limits += [some.claimed for some in case.occasion.earlier if some.kind == case.terms.kind]
    for limit in limits:
        if case.claimed and limit and case.claimed.currency != limit.currency:
            return {"claimed": case.claimed, "currency": limit.currency}
    return None


def beyond_order(case: Case) -> Facts | None:
    """No more is claimed than the buyer was charged for the order."""
    claimed, total = case.claimed, case.occasion.total
    if claimed is None or total is None or claimed.currency != total.currency:
        return None
    if claimed.minor <= total.minor:
        return None
    return {"claimed": claimed, "total": total}


def nothing_left(case: Case) -> Facts | None:
    """Shares, limits and earlier claims leave something of what is claimed."""
    claimed = case.claimed
    if claimed is None or limited(case, claimed).minor > 0:
        return None
    return {"claimed": claimed, "share": case.ground.share, "most": case.terms.most}


def limited(case: Case, claimed: Money) -> Money:
    """Give the most that may be granted of what is claimed; a share of it is rounded down."""
    minor, most = claimed.minor * case.ground.share // 100, case.terms.most
    if most is not None:
        same = [some for some in case.occasion.earlier if some.kind == case.terms.kind]
        minor = min(minor, max(0, most.minor - sum(some.claimed.minor for some in same)))
    return Money(minor, claimed.currency)


Condition = Callable[[Case], Facts | None]

CONDITIONS: Mapping[str, Condition] = {
    "claim_moment_unknown": moment_unknown,
    "claim_not_contacted": not_contacted,
    "claim_too_early": too_early,
    "claim_too_late": too_late,
    "claim_excluded": excluded,
    "claim_made_before": made_before,
    "claim_in_other_currency": in_other_currency,
    "claim_exceeds_order": beyond_order,
    "claim_limit_used_up": nothing_left,
}
"""Code → condition, in the order in which the clauses stand."""
