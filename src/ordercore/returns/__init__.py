"""The return-policy engine: may this unit come back, until when, and why.

Stands alone: a host that wants only the 30-day verdict imports this package and passes plain
values.
"""

from ordercore.kernel.clauses import Clause
from ordercore.returns.policy import POLICIES, ReturnPolicy, policy_for
from ordercore.returns.rma import RETURN_LIFECYCLE, Received, Return, ReturnStatus, ReturnUnits
from ordercore.returns.verdict import Purchase, Verdict, verdict

__all__ = [
    "POLICIES",
    "RETURN_LIFECYCLE",
    "Clause",
    "Purchase",
    "Received",
    "Return",
    "ReturnPolicy",
    "ReturnStatus",
    "ReturnUnits",
    "Verdict",
    "policy_for",
    "verdict",
]
