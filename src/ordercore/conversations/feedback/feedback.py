"""The feedback about an order: what was asked, rated, answered and removed, and its life.

Its id is that of its order: an order has one.
"""

import attrs

from ordercore.conversations.feedback.kinds import FeedbackStatus, RatingKind, RemovalOutcome
from ordercore.kernel.ids import OrderId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class Subject:
    """The order that feedback is about, as far as feedback has to know it."""

    marketplace: str
    zone: str
    ordered_at: Instant


@attrs.frozen(kw_only=True)
class ReviewRequest:
    """That the buyer was asked for a review: by a letter of ours, or where the marketplace asks."""

    at: Instant
    by_letter: bool

    @property
    def rank(self) -> tuple[Instant, bool]:
        """By which of two requests the first is told."""
        return (self.at, self.by_letter)


@attrs.frozen(kw_only=True)
class Rating:
    """What the buyer said: so many stars, what they count as, and perhaps a comment."""

    at: Instant
    stars: int
    kind: RatingKind
    comment: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    @property
    def rank(self) -> tuple[Instant, int, str]:
        """By which of two ratings the later is told; of one moment, the one with more stars."""
        return (self.at, self.stars, self.comment)


@attrs.frozen(kw_only=True)
class Response:
    """What the seller answered, for everybody to read."""

    at: Instant
    text: str = attrs.field(repr=unshown, metadata=PERSONAL)

    @property
    def rank(self) -> tuple[Instant, str]:
        """By which of two responses the first is told."""
        return (self.at, self.text)


@attrs.frozen(kw_only=True)
class RemovalRequest:
    """On which ground the seller asked that a rating be removed."""

    at: Instant
    ground: str

    @property
    def rank(self) -> tuple[Instant, str]:
        """By which of two requests the later is told."""
        return (self.at, self.ground)


@attrs.frozen(kw_only=True)
class RemovalDecision:
    """What the marketplace decided about a rating."""

    at: Instant
    outcome: RemovalOutcome

    @property
    def rank(self) -> tuple[Instant, str]:
        """By which of two decisions the later is told."""
        return (self.at, self.outcome.value)


@attrs.frozen(kw_only=True)
class Feedback:
    """What was asked of a buyer about an order, and what the buyer said.

    ``decision`` is what was last decided of a removal; ``withdrawn_at`` is when the buyer took the
    rating back.
    """

    order_id: OrderId
    subject: Subject
    request: ReviewRequest | None = None
    rating: Rating | None = None
    response: Response | None = None
    removal: RemovalRequest | None = None
    decision: RemovalDecision | None = None
    withdrawn_at: Instant | None = None

    @property
    def id(self) -> str:
        """By which it is found: that of its order."""
        return self.order_id

    @property
    def removal_is_open(self) -> bool:
        """Whether a removal was asked for, of which nobody has decided."""
        if self.removal is None:
            return False
        return self.decision is None or self.decision.at < self.removal.at

    @property
    def is_gone(self) -> bool:
        """Whether the rating is shown nowhere any more."""
        return self.status in (FeedbackStatus.WITHDRAWN, FeedbackStatus.REMOVED)

    @property
    def counts(self) -> bool:
        """Whether there is a rating, and it counts: neither taken back, nor removed, nor struck."""
        left = (FeedbackStatus.LEFT, FeedbackStatus.REMOVAL_ASKED)
        return self.rating is not None and self.status in left

    @property
    def status(self) -> FeedbackStatus:
        """How far it has come, derived from what was said."""
        if self.withdrawn_at is not None:
            return FeedbackStatus.WITHDRAWN
        if self.decision is not None and self.decision.outcome in _TAKEN:
            return _TAKEN[self.decision.outcome]
        if self.removal_is_open:
            return FeedbackStatus.REMOVAL_ASKED
        return FeedbackStatus.ASKED if self.rating is None else FeedbackStatus.LEFT


_TAKEN = {
    RemovalOutcome.REMOVED: FeedbackStatus.REMOVED,
    RemovalOutcome.STRUCK: FeedbackStatus.STRUCK,
}

_DECIDED = {
    FeedbackStatus.STRUCK: ("DecideRemoval",),
    FeedbackStatus.REMOVED: ("DecideRemoval",),
    FeedbackStatus.WITHDRAWN: ("WithdrawFeedback",),
}


def _told_since(status: FeedbackStatus) -> dict[FeedbackStatus, tuple[str, ...]]:
    """Give what else may be told later: a marketplace may decide otherwise after all."""
    told = {other: commands for other, commands in _DECIDED.items() if other is not status}
    return {
        **told,
        FeedbackStatus.LEFT: ("DecideRemoval",),
        FeedbackStatus.REMOVAL_ASKED: ("DecideRemoval",),
    }


FEEDBACK_LIFECYCLE = Lifecycle(
    name="feedback",
    starts=frozenset({FeedbackStatus.ASKED, FeedbackStatus.LEFT}),
    edges={
        FeedbackStatus.ASKED: {FeedbackStatus.LEFT: ("RecordFeedback",)},
        FeedbackStatus.LEFT: {FeedbackStatus.REMOVAL_ASKED: ("RequestRemoval",), **_DECIDED},
        FeedbackStatus.REMOVAL_ASKED: {FeedbackStatus.LEFT: ("DecideRemoval",), **_DECIDED},
        FeedbackStatus.STRUCK: _told_since(FeedbackStatus.STRUCK),
        FeedbackStatus.REMOVED: _told_since(FeedbackStatus.REMOVED),
        FeedbackStatus.WITHDRAWN: {},
    },
    rests=frozenset(
        {
            FeedbackStatus.ASKED,
            FeedbackStatus.LEFT,
            FeedbackStatus.STRUCK,
            FeedbackStatus.REMOVED,
        }
    ),
)
