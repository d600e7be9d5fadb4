"""The return-policy engine: may this unit come back, until when, at whose cost, and why.

Stands alone: a host that wants only the verdict imports this package and passes plain values.
A policy is a few rows, each with a day from which it holds and the marketplace on which it does.
"""

from ordercore.kernel.clauses import Clause
from ordercore.kernel.confidence import Confidence
from ordercore.returns.anchors import Anchor
from ordercore.returns.approvals import Approval
from ordercore.returns.clauses import RETURN_CLAUSES
from ordercore.returns.clocks import deadlines_of
from ordercore.returns.deadlines import Deadline, Due, Missed, Task, Trigger
from ordercore.returns.exclusions import Exclusion
from ordercore.returns.fees import RestockingFee
from ordercore.returns.grace import Grace, Judged, Since
from ordercore.returns.policies import POLICIES, RECEIPT
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.postage import Postage, PrepaidLabel
from ordercore.returns.purchase import Product, Purchase
from ordercore.returns.reasons import RETURN_REASONS, Fault, ReturnReason, reason_of
from ordercore.returns.refunds import Settlement
from ordercore.returns.remedies import RemedyOffer
from ordercore.returns.rma import RETURN_LIFECYCLE, Received, Return, ReturnStatus, ReturnUnits
from ordercore.returns.seasons import Season
from ordercore.returns.verdict import Verdict, verdict
from ordercore.returns.windows import Window
from ordercore.returns.wish import Grade, Override, Remedy, Wish

__all__ = [
    "POLICIES",
    "RECEIPT",
    "RETURN_CLAUSES",
    "RETURN_LIFECYCLE",
    "RETURN_REASONS",
    "Anchor",
    "Approval",
    "Clause",
    "Confidence",
    "Deadline",
    "Due",
    "Exclusion",
    "Fault",
    "Grace",
    "Grade",
    "Judged",
    "Missed",
    "Override",
    "Postage",
    "PrepaidLabel",
    "Product",
    "Purchase",
    "Received",
    "Remedy",
    "RemedyOffer",
    "RestockingFee",
    "Return",
    "ReturnPolicy",
    "ReturnReason",
    "ReturnStatus",
    "ReturnUnits",
    "Season",
    "Settlement",
    "Since",
    "Task",
    "Trigger",
    "Verdict",
    "Window",
    "Wish",
    "deadlines_of",
    "reason_of",
    "verdict",
]
