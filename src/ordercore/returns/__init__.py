"""The return-policy engine: may this unit come back, until when, at whose cost, and why.

Stands alone: a host that wants only the verdict imports this package and passes plain values.
A policy is a few rows, each with a day from which it holds and the marketplace on which it does.
"""

from ordercore.kernel.clauses import Clause
from ordercore.kernel.confidence import Confidence
from ordercore.returns.advances import Advance
from ordercore.returns.anchors import Anchor
from ordercore.returns.answers import (
    DECLINE_REASONS,
    RETURN_WAITS,
    Answer,
    DeclineReason,
    Question,
    ReplyDue,
    ReturnWait,
    return_wait_on,
)
from ordercore.returns.approvals import Approval
from ordercore.returns.clauses import RETURN_CLAUSES
from ordercore.returns.clocks import deadlines_of
from ordercore.returns.deadlines import Deadline, Due, Missed, Task, Trigger
from ordercore.returns.exclusions import Exclusion
from ordercore.returns.facts import (
    Closing,
    Found,
    Graded,
    Received,
    ReturnEnd,
    ReturnStep,
    ReturnUnits,
    SentBack,
)
from ordercore.returns.fees import RestockingFee
from ordercore.returns.grace import Grace, Judged, Since
from ordercore.returns.grades import GRADES, Disposition, Grade
from ordercore.returns.labels import Handover, ReturnLabel, ReturnScan
from ordercore.returns.policies import POLICIES, RECEIPT
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.postage import Postage, PrepaidLabel
from ordercore.returns.purchase import Product, Purchase
from ordercore.returns.reasons import RETURN_REASONS, Fault, ReturnReason, reason_of
from ordercore.returns.refunds import Settlement
from ordercore.returns.remedies import RemedyOffer
from ordercore.returns.rma import RETURN_STATUS_TABLE, Return
from ordercore.returns.seasons import Season
from ordercore.returns.stages import RETURN_LIFECYCLE, ReturnStatus
from ordercore.returns.verdict import Verdict, verdict
from ordercore.returns.windows import Window
from ordercore.returns.wish import Override, Remedy, Wear, Wish

__all__ = [
    "DECLINE_REASONS",
    "GRADES",
    "POLICIES",
    "RECEIPT",
    "RETURN_CLAUSES",
    "RETURN_LIFECYCLE",
    "RETURN_REASONS",
    "RETURN_STATUS_TABLE",
    "RETURN_WAITS",
    "Advance",
    "Anchor",
    "Answer",
    "Approval",
    "Clause",
    "Closing",
    "Confidence",
    "Deadline",
    "DeclineReason",
    "Disposition",
    "Due",
    "Exclusion",
    "Fault",
    "Found",
    "Grace",
    "Grade",
    "Graded",
    "Handover",
    "Judged",
    "Missed",
    "Override",
    "Postage",
    "PrepaidLabel",
    "Product",
    "Purchase",
    "Question",
    "Received",
    "Remedy",
    "RemedyOffer",
    "ReplyDue",
    "RestockingFee",
    "Return",
    "ReturnEnd",
    "ReturnLabel",
    "ReturnPolicy",
    "ReturnReason",
    "ReturnScan",
    "ReturnStatus",
    "ReturnStep",
    "ReturnUnits",
    "ReturnWait",
    "Season",
    "SentBack",
    "Settlement",
    "Since",
    "Task",
    "Trigger",
    "Verdict",
    "Wear",
    "Window",
    "Wish",
    "deadlines_of",
    "reason_of",
    "return_wait_on",
    "verdict",
]
