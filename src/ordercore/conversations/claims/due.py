"""What is due of claims: answers and appeals, for whoever makes a list of work."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.claims.claim import Claim, answer_due
from ordercore.conversations.claims.parties import Party
from ordercore.kernel.time import Instant, instant


@attrs.frozen(kw_only=True)
class ClaimDue:
    """Something that the seller may do about a claim until a moment, which is still in time.

    ``command`` is the name of what would do it: ``AnswerClaim``, or ``AppealClaim`` where a
    decision went against the seller. ``is_late`` says that the moment has passed: an answer may
    still be given, and is recorded as late.
    """

    claim_id: str
    command: str
    due: Instant
    is_late: bool = False


def claims_due(claims: Iterable[Claim], at: object) -> tuple[ClaimDue, ...]:
    """Give what the seller has still to answer, and may appeal against, the most urgent first.

    An appeal that can no longer be made is left out; an answer that is late is not.

    Raises:
        InvalidValue: when ``at`` is no aware time.
    """
    now = instant(at)
    found: list[ClaimDue] = []
    for claim in claims:
        due = answer_due(claim)
        if due is not None:
            late = due < now
            found.append(ClaimDue(claim_id=claim.id, command="AnswerClaim", due=due, is_late=late))
        due = _appeal_due(claim)
        if due is not None and now <= due:
            found.append(ClaimDue(claim_id=claim.id, command="AppealClaim", due=due))
    return tuple(sorted(found, key=lambda some: (some.due, some.claim_id, some.command)))


def _appeal_due(claim: Claim) -> Instant | None:
    """Give until when the seller may appeal, who lost and has not."""
    return claim.appeal_due if claim.appeal is None and Party.SELLER in claim.losers else None
