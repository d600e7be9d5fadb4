"""Feedback: how buyers rate orders, and whether and when they may be asked for a review.

Stands alone: a host that wants only to know whether a buyer may be asked, how ratings add up or
whether one may be removed passes plain values.
"""

from ordercore.conversations.feedback.commands import (
    DecideRemoval,
    FeedbackCommand,
    Founding,
    RecordFeedback,
    RequestRemoval,
    RequestReview,
    RespondToFeedback,
    WithdrawFeedback,
)
from ordercore.conversations.feedback.conditions import (
    Window,
)
from ordercore.conversations.feedback.decider import (
    DECISIONS,
    allowed,
    decide,
    evolve,
    explain,
    fold,
)
from ordercore.conversations.feedback.effects import (
    asks_the_buyer,
    defective_orders,
    is_bad_news,
    is_defect,
)
from ordercore.conversations.feedback.events import (
    EVENTS,
    FeedbackAnswered,
    FeedbackEvent,
    FeedbackLeft,
    FeedbackWithdrawn,
    RemovalDecided,
    RemovalRequested,
    ReviewRequested,
)
from ordercore.conversations.feedback.feedback import (
    FEEDBACK_LIFECYCLE,
    Feedback,
    Rating,
    RemovalDecision,
    RemovalRequest,
    Response,
    ReviewRequest,
    Subject,
)
from ordercore.conversations.feedback.judging import (
    FEEDBACK_CLAUSES,
    FeedbackVerdict,
    may_leave_feedback,
    may_request_review,
    request_window,
)
from ordercore.conversations.feedback.kinds import (
    CIRCUMSTANCES,
    CLAIM_OPEN,
    REFUNDED,
    REPLACEMENT,
    RETURN_OPEN,
    FeedbackStatus,
    RatingKind,
    RemovalOutcome,
    ReviewMoment,
)
from ordercore.conversations.feedback.occasion import (
    Occasion,
)
from ordercore.conversations.feedback.rows import (
    FeedbackTerms,
    RatingSplit,
    RemovalGround,
    RemovalTerms,
    ReviewTerms,
    ScorePeriod,
)
from ordercore.conversations.feedback.scoring import (
    NO_RATINGS,
    Score,
    feedback_scores,
    score_of,
)
from ordercore.conversations.feedback.tables import (
    FEEDBACK_TERMS,
    RATING_SPLITS,
    REMOVAL_GROUNDS,
    REMOVAL_TERMS,
    REVIEW_REQUESTS,
    REVIEW_TERMS,
    REVIEWS_AFTER_DELIVERY,
    REVIEWS_WHEN_SETTLED,
    SCORE_PERIODS,
)
from ordercore.conversations.feedback.world import (
    FeedbackWorld,
)

__all__ = [
    "CIRCUMSTANCES",
    "CLAIM_OPEN",
    "DECISIONS",
    "EVENTS",
    "FEEDBACK_CLAUSES",
    "FEEDBACK_LIFECYCLE",
    "FEEDBACK_TERMS",
    "NO_RATINGS",
    "RATING_SPLITS",
    "REFUNDED",
    "REMOVAL_GROUNDS",
    "REMOVAL_TERMS",
    "REPLACEMENT",
    "RETURN_OPEN",
    "REVIEWS_AFTER_DELIVERY",
    "REVIEWS_WHEN_SETTLED",
    "REVIEW_REQUESTS",
    "REVIEW_TERMS",
    "SCORE_PERIODS",
    "DecideRemoval",
    "Feedback",
    "FeedbackAnswered",
    "FeedbackCommand",
    "FeedbackEvent",
    "FeedbackLeft",
    "FeedbackStatus",
    "FeedbackTerms",
    "FeedbackVerdict",
    "FeedbackWithdrawn",
    "FeedbackWorld",
    "Founding",
    "Occasion",
    "Rating",
    "RatingKind",
    "RatingSplit",
    "RecordFeedback",
    "RemovalDecided",
    "RemovalDecision",
    "RemovalGround",
    "RemovalOutcome",
    "RemovalRequest",
    "RemovalRequested",
    "RemovalTerms",
    "RequestRemoval",
    "RequestReview",
    "RespondToFeedback",
    "Response",
    "ReviewMoment",
    "ReviewRequest",
    "ReviewRequested",
    "ReviewTerms",
    "Score",
    "ScorePeriod",
    "Subject",
    "Window",
    "WithdrawFeedback",
    "allowed",
    "asks_the_buyer",
    "decide",
    "defective_orders",
    "evolve",
    "explain",
    "feedback_scores",
    "fold",
    "is_bad_news",
    "is_defect",
    "may_leave_feedback",
    "may_request_review",
    "request_window",
    "score_of",
]
