"""Approvals: what is authorised at once, and what somebody has to look at."""

import attrs

from ordercore.kernel.confidence import Confidence
from ordercore.returns.rows import OfTrait


@attrs.frozen(kw_only=True)
class Approval(OfTrait):
    """Whether a return inside the policy is authorised at once.

    Of several rows that hold of one purchase, by its traits, all have to allow it; where none
    holds, it is.
    """

    automatic: bool


_SOURCE = "Seller Central US 200708210"

# Inside the policy returns are authorised at once; in the US those of exempt SKUs too. Categories
# that are exempt are authorised by hand everywhere.
AMAZON_APPROVALS = (
    Approval(trait="exempt_sku", automatic=False, source=_SOURCE, confidence=Confidence.OWN_TEXT),
    Approval(
        marketplace="US",
        trait="exempt_sku",
        automatic=True,
        source=_SOURCE,
        confidence=Confidence.OWN_TEXT,
    ),
    Approval(
        trait="exempt_category", automatic=False, source=_SOURCE, confidence=Confidence.OWN_TEXT
    ),
)
