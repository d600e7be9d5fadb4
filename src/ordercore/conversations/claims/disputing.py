"""Terms of disputes at a bank, with the source of each number."""

import attrs

from ordercore.conversations.claims.parties import ClaimMoment, Party
from ordercore.conversations.claims.terms import ClaimTerms, ClaimWindow, Counting, Ground, Term

_DISPUTE = ClaimWindow(
    # Card schemes: up to 120 days from the transaction or the expected delivery (Chargeflow,
    # network timelines; some reasons have longer).
    opens_from=(ClaimMoment.CHARGED,),
    closes_from=(ClaimMoment.CHARGED, ClaimMoment.LATEST_ESTIMATE),
    days=120,
)

SERVICE_CHARGEBACK = ClaimTerms(
    kind="service_chargeback",
    opened_by=Party.BUYER,
    decided_by=Party.BANK,
    grounds=(
        Ground(
            code="not_received",
            window=_DISPUTE,
            evidence=("proof_of_delivery", "signature", "tracking", "messages"),
        ),
        Ground(
            code="not_as_described",
            window=_DISPUTE,
            evidence=("listing", "photos", "messages", "return_offer"),
        ),
        Ground(
            code="returned_not_refunded",
            window=_DISPUTE,
            evidence=("refund_receipt", "return_tracking", "messages"),
        ),
    ),
    # Seven calendar days from the date of the e-mail (Seller Central G202145040).
    answer=Term(7, Counting.DAYS),
    takes_at_once=True,
    # "Service chargeback", without a word of those that are won (Seller Central IT 200285170).
    defect=True,
)

FRAUD_CHARGEBACK = attrs.evolve(
    SERVICE_CHARGEBACK,
    kind="fraud_chargeback",
    grounds=(
        Ground(
            code="not_authorised",
            window=_DISPUTE,
            evidence=("proof_of_delivery", "address_match", "signature", "earlier_orders"),
        ),
    ),
    # Fraud chargebacks are excluded (Seller Central IT 200285170).
    defect=False,
)
