"""Claims: of buyers at the marketplace and at their bank, of the seller, and against carriers.

Stands alone: a host that wants only to know whether a claim may be opened, what evidence it wants
or until when it has to be answered passes plain values.
"""

from ordercore.conversations.claims.claim import (
    CLAIM_LIFECYCLE,
    Appeal,
    Claim,
    ClaimAnswer,
    Closing,
    answer_due,
    answered_late,
    is_overdue,
)
from ordercore.conversations.claims.commands import (
    AnswerClaim,
    AppealClaim,
    ClaimCommand,
    DecideAppeal,
    DecideClaim,
    OpenClaim,
    WithdrawClaim,
)
from ordercore.conversations.claims.decider import (
    DECISIONS,
    allowed,
    decide,
    evolve,
    explain,
    fold,
)
from ordercore.conversations.claims.due import ClaimDue, claims_due
from ordercore.conversations.claims.effects import (
    MoneyEffect,
    Posting,
    defective_orders,
    effect_on_money,
    is_defect,
)
from ordercore.conversations.claims.events import (
    EVENTS,
    AppealDecided,
    ClaimAnswered,
    ClaimAppealed,
    ClaimDecided,
    ClaimEvent,
    ClaimOpened,
    ClaimWithdrawn,
)
from ordercore.conversations.claims.guaranteeing import (
    GUARANTEE_72_HOURS,
    GUARANTEE_FROM_ORDER,
)
from ordercore.conversations.claims.judging import CLAIM_CLAUSES, ClaimVerdict, may_open
from ordercore.conversations.claims.kinds import (
    CLAIM_TERMS,
    claim_table,
    evidence_for,
    terms_of,
    with_terms,
)
from ordercore.conversations.claims.occasion import EarlierClaim, Occasion
from ordercore.conversations.claims.parties import ClaimMoment, ClaimStatus, Outcome, Party
from ordercore.conversations.claims.terms import (
    ClaimTerms,
    ClaimWindow,
    Counting,
    Ground,
    Term,
)
from ordercore.conversations.claims.world import ClaimWorld

__all__ = [
    "CLAIM_CLAUSES",
    "CLAIM_LIFECYCLE",
    "CLAIM_TERMS",
    "DECISIONS",
    "EVENTS",
    "GUARANTEE_72_HOURS",
    "GUARANTEE_FROM_ORDER",
    "AnswerClaim",
    "Appeal",
    "AppealClaim",
    "AppealDecided",
    "Claim",
    "ClaimAnswer",
    "ClaimAnswered",
    "ClaimAppealed",
    "ClaimCommand",
    "ClaimDecided",
    "ClaimDue",
    "ClaimEvent",
    "ClaimMoment",
    "ClaimOpened",
    "ClaimStatus",
    "ClaimTerms",
    "ClaimVerdict",
    "ClaimWindow",
    "ClaimWithdrawn",
    "ClaimWorld",
    "Closing",
    "Counting",
    "DecideAppeal",
    "DecideClaim",
    "EarlierClaim",
    "Ground",
    "MoneyEffect",
    "Occasion",
    "OpenClaim",
    "Outcome",
    "Party",
    "Posting",
    "Term",
    "WithdrawClaim",
    "allowed",
    "answer_due",
    "answered_late",
    "claim_table",
    "claims_due",
    "decide",
    "defective_orders",
    "effect_on_money",
    "evidence_for",
    "evolve",
    "explain",
    "fold",
    "is_defect",
    "is_overdue",
    "may_open",
    "terms_of",
    "with_terms",
]
