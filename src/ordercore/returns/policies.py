"""The policies that are known by name: where sources conflict, each has its own.

Sources do not agree from what Amazon's 30 days are counted. ``receipt`` is the default, as buyers
are told; ``estimated`` is what Seller Central US says, and ``latest_estimate`` what its staff say
of seller-fulfilled orders. ``retail`` is ``receipt`` with the fees that Amazon itself takes, and
``eu_withdrawal`` the fourteen days of European consumer law.
"""

from collections.abc import Mapping

from ordercore.kernel.replace import replace
from ordercore.returns.approvals import AMAZON_APPROVALS
from ordercore.returns.deadlines import AMAZON_DEADLINES, WITHDRAWAL_DEADLINES
from ordercore.returns.exclusions import AMAZON_EXCLUSIONS, WITHDRAWAL_EXCLUSIONS
from ordercore.returns.fees import AMAZON_FEES, RETAIL_FEES
from ordercore.returns.grace import AMAZON_GRACE, POSTMARK_GRACE, WITHDRAWAL_GRACE
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.postage import AMAZON_LABELS, AMAZON_POSTAGE, WITHDRAWAL_POSTAGE
from ordercore.returns.remedies import AMAZON_REMEDIES
from ordercore.returns.seasons import HOLIDAYS
from ordercore.returns.windows import (
    ESTIMATED_WINDOWS,
    LATEST_ESTIMATE_WINDOWS,
    RECEIPT_WINDOWS,
    WITHDRAWAL_WINDOWS,
)

RECEIPT = ReturnPolicy(
    name="receipt",
    windows=RECEIPT_WINDOWS,
    seasons=HOLIDAYS,
    exclusions=AMAZON_EXCLUSIONS,
    approvals=AMAZON_APPROVALS,
    grace=AMAZON_GRACE,
    postage=AMAZON_POSTAGE,
    labels=AMAZON_LABELS,
    fees=AMAZON_FEES,
    remedies=AMAZON_REMEDIES,
    deadlines=AMAZON_DEADLINES,
)
"""The default: 30 days from receipt; without a scan, from the latest estimate."""

POLICIES: Mapping[str, ReturnPolicy] = {
    policy.name: policy
    for policy in (
        RECEIPT,
        replace(RECEIPT, name="estimated", windows=ESTIMATED_WINDOWS, grace=POSTMARK_GRACE),
        replace(RECEIPT, name="latest_estimate", windows=LATEST_ESTIMATE_WINDOWS),
        replace(RECEIPT, name="retail", fees=RETAIL_FEES),
        ReturnPolicy(
            name="eu_withdrawal",
            windows=WITHDRAWAL_WINDOWS,
            exclusions=WITHDRAWAL_EXCLUSIONS,
            grace=WITHDRAWAL_GRACE,
            postage=WITHDRAWAL_POSTAGE,
            deadlines=WITHDRAWAL_DEADLINES,
        ),
    )
}
"""Name → policy."""
