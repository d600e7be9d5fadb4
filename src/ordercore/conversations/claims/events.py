"""What happened to a claim. The class names are the storage format."""

import attrs

from ordercore.conversations.claims.claim import Appeal, Claim, ClaimAnswer, Closing
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class ClaimEvent:
    """Something that happened to one claim; ``imported`` where it was decided elsewhere."""

    at: Instant
    imported: bool = False


@attrs.frozen(kw_only=True)
class ClaimOpened(ClaimEvent):
    """A claim was opened."""

    claim: Claim


@attrs.frozen(kw_only=True)
class ClaimAnswered(ClaimEvent):
    """The seller answered."""

    answer: ClaimAnswer


@attrs.frozen(kw_only=True)
class ClaimDecided(ClaimEvent):
    """A claim was decided; ``appeal_due`` is the last instant to appeal against that."""

    closing: Closing
    appeal_due: Instant | None = None


@attrs.frozen(kw_only=True)
class ClaimWithdrawn(ClaimEvent):
    """Whoever opened a claim withdrew it."""

    closing: Closing


@attrs.frozen(kw_only=True)
class ClaimAppealed(ClaimEvent):
    """Somebody appealed against the decision."""

    appeal: Appeal


@attrs.frozen(kw_only=True)
class AppealDecided(ClaimEvent):
    """The appeal was decided."""

    closing: Closing


EVENTS: tuple[type[ClaimEvent], ...] = (
    ClaimOpened,
    ClaimAnswered,
    ClaimDecided,
    ClaimWithdrawn,
    ClaimAppealed,
    AppealDecided,
)
