"""May a claim be opened: an explained verdict, from plain values."""

from collections.abc import Mapping

import attrs

from ordercore.conversations.claims.conditions import (
    CONDITIONS,
    Asked,
    Case,
    case_under,
    limited,
)
from ordercore.conversations.claims.kinds import CLAIM_TERMS, terms_of
from ordercore.conversations.claims.occasion import Occasion
from ordercore.conversations.claims.terms import ClaimTerms
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.kernel.rules import Facts
from ordercore.kernel.time import Instant, instant, local_date


@attrs.frozen(kw_only=True)
class ClaimVerdict:
    """May it be opened, from when until when, and for how much at most.

    ``opens_at`` is the first instant at which it may be opened, and ``until`` the first at which
    it no longer may; ``None`` where a moment that they hang on is not known.
    ``at_most`` is what may be granted of what is claimed; ``None`` where nothing is said of that.
    """

    may: bool
    opens_at: Instant | None
    until: Instant | None
    at_most: Money | None
    because: tuple[Clause, ...]


CLAIM_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "claim_terms_unknown": ("claim", "provider", "marketplace", "day"),
    "claim_ground_unknown": ("ground", "known"),
    "claim_moment_unknown": ("moments",),
    "claim_not_contacted": ("hours",),
    "claim_too_early": ("ground", "opens_at"),
    "claim_too_late": ("ground", "days", "until"),
    "claim_excluded": ("circumstances",),
    "claim_made_before": ("claim", "made", "limit"),
    "claim_in_other_currency": ("claimed", "currency"),
    "claim_exceeds_order": ("claimed", "total"),
    "claim_limit_used_up": ("claimed", "share", "most"),
    "claim_window_open": ("ground", "opens_at", "until"),
    "claim_limited": ("claimed", "at_most", "share", "most"),
    "claim_evidence": ("evidence",),
}
"""Code → the facts that a clause has."""


# The verdict


def may_open(
    kind: str,
    ground: str,
    occasion: Occasion,
    at: Instant,
    *,
    claimed: Money | None = None,
    rows: tuple[ClaimTerms, ...] = CLAIM_TERMS,
) -> ClaimVerdict:
    """Judge whether a claim may be opened at an instant, and say why.

    The terms are those of the day on which it is opened, in the zone of the occasion.
    ``because`` has every clause against it; where there is none, those that let it in, and what
    evidence helps the seller.

    Raises:
        InvalidValue: when an argument is of another type, ``at`` is no instant, or what is claimed
            is not above 0.
    """
    of_type(occasion, Occasion, "occasion")
    for word, field in ((kind, "kind"), (ground, "ground")):
        of_type(word, str, field)
    if claimed is not None and of_type(claimed, Money, "claimed").minor <= 0:
        raise InvalidValue("claimed", str(claimed), "an amount above 0")
    for row in several(rows, "rows"):
        of_type(row, ClaimTerms, "rows")
    asked = Asked(kind=kind, ground=ground, occasion=occasion, at=instant(at), claimed=claimed)
    case = case_of(asked, rows)
    if case is None:
        return _unknown(asked, rows)
    found = [(code, check(case)) for code, check in CONDITIONS.items()]
    against = [Clause(code, facts) for code, facts in found if facts is not None]
    at_most = None if against or claimed is None else limited(case, claimed)
    because = against or _letting_in(case, at_most)
    return ClaimVerdict(
        may=not against,
        opens_at=case.opens_at,
        until=case.until,
        at_most=at_most,
        because=tuple(because),
    )


def _letting_in(case: Case, at_most: Money | None) -> list[Clause]:
    """Give the window, the limit where one bites, and what helps."""
    ground = case.ground
    window = {"ground": ground.code, "opens_at": case.opens_at, "until": case.until}
    clauses = [Clause("claim_window_open", window)]
    if at_most != case.claimed:
        limits = {"share": ground.share, "most": case.terms.most}
        facts = {"claimed": case.claimed, "at_most": at_most, **limits}
        clauses.append(Clause("claim_limited", facts))
    if ground.evidence:
        clauses.append(Clause("claim_evidence", {"evidence": list(ground.evidence)}))
    return clauses


def _unknown(asked: Asked, rows: tuple[ClaimTerms, ...]) -> ClaimVerdict:
    """Give the verdict where there are no terms, or no such ground among them."""
    terms = terms_for(asked, rows)
    clauses = (
        ("claim_terms_unknown", kind_unknown(terms, asked)),
        ("claim_ground_unknown", ground_unknown(terms, asked)),
    )
    because = tuple(Clause(code, facts) for code, facts in clauses if facts is not None)
    return ClaimVerdict(may=False, opens_at=None, until=None, at_most=None, because=because)


def case_of(asked: Asked, rows: tuple[ClaimTerms, ...]) -> Case | None:
    """Give what is asked under the terms of its day; ``None`` where there are none."""
    terms = terms_for(asked, rows)
    ground = None if terms is None else terms.ground(asked.ground)
    return None if terms is None or ground is None else case_under(terms, ground, asked)


def terms_for(asked: Asked, rows: tuple[ClaimTerms, ...]) -> ClaimTerms | None:
    """Give the terms that hold on the day of a claim, on its marketplace and of its provider."""
    where = asked.occasion
    day = local_date(asked.at, where.zone)
    return terms_of(asked.kind, day, where.marketplace, where.provider, rows)


def kind_unknown(terms: ClaimTerms | None, asked: Asked) -> Facts | None:
    """There are terms for such a claim."""
    if terms is not None:
        return None
    where = asked.occasion
    return {
        "claim": asked.kind,
        "provider": where.provider,
        "marketplace": where.marketplace,
        "day": local_date(asked.at, where.zone),
    }


def ground_unknown(terms: ClaimTerms | None, asked: Asked) -> Facts | None:
    """The terms have such a ground."""
    if terms is None or terms.ground(asked.ground) is not None:
        return None
    return {"ground": asked.ground, "known": sorted(ground.code for ground in terms.grounds)}
