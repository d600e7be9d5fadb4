"""Terms of the buyer's claim at the marketplace, with the source of each number."""

import attrs

from ordercore.conversations.claims.parties import ClaimMoment, Outcome, Party
from ordercore.conversations.claims.terms import ClaimTerms, ClaimWindow, Counting, Ground, Term

BEFORE_CLAIM = 48
"""Hours: the buyer writes to the seller first, and waits so long (Seller Central 27951)."""

PROTECTED_LABEL = "protected_label"
"""The label was bought through the marketplace, and the parcel was handed over in time."""

REFUSED_ON_WAY_BACK = "refused_on_way_back"
"""The buyer refused the parcel, and it is on its way to the seller."""


def _guarantee_grounds(ends: ClaimMoment) -> tuple[Ground, ...]:
    """Give the grounds of a guarantee claim, up to 90 days after a moment."""
    return (
        Ground(
            code="not_received",
            window=ClaimWindow(
                # Three days after the latest estimate have to have passed.
                opens_from=(ClaimMoment.LATEST_ESTIMATE,),
                wait=3,
                closes_from=(ends,),
                days=90,
            ),
            evidence=("proof_of_delivery", "signature", "tracking", "messages"),
            contact_hours=BEFORE_CLAIM,
            # On-time claims under Buy Shipping do not hit the rate; a refused parcel that comes
            # back is refunded without a defect, since 24 May 2021 (facts §4.9).
            spared_by=frozenset({PROTECTED_LABEL, REFUSED_ON_WAY_BACK}),
        ),
        Ground(
            code="not_as_described",
            window=ClaimWindow(opens_from=(ClaimMoment.DELIVERED,), closes_from=(ends,), days=90),
            evidence=("listing", "photos", "messages", "return_offer"),
            contact_hours=BEFORE_CLAIM,
        ),
        Ground(
            code="returned_not_refunded",
            window=ClaimWindow(opens_from=(ClaimMoment.SENT_BACK,), closes_from=(ends,), days=90),
            evidence=("refund_receipt", "return_tracking", "photos", "messages"),
            contact_hours=BEFORE_CLAIM,
            spared_by=frozenset({REFUSED_ON_WAY_BACK}),
        ),
    )


GUARANTEE = ClaimTerms(
    kind="guarantee",
    opened_by=Party.BUYER,
    decided_by=Party.MARKETPLACE,
    # Up to 90 days after the latest estimated delivery date (Amazon CA help 201889410).
    grounds=_guarantee_grounds(ClaimMoment.LATEST_ESTIMATE),
    # 48 hours (Seller Central G1781); see GUARANTEE_72_HOURS. The shorter is the default, since
    # who keeps it keeps the other too.
    answer=Term(48, Counting.HOURS),
    # 30 calendar days from the decision (Seller Central G202041210).
    appeal=Term(30, Counting.DAYS),
    # Who disputes the payment at the bank has no claim under the guarantee (amazowl.com).
    excluded=frozenset({"service_chargeback", "fraud_chargeback"}),
    # Counts unless it is denied (Seller Central IT 200285170).
    defect=True,
    cleared_by=frozenset({Outcome.DENIED}),
)

GUARANTEE_72_HOURS = attrs.evolve(GUARANTEE, answer=Term(72, Counting.HOURS))
"""Another page says 72 hours (Seller Central 27951), an older one three calendar days."""

GUARANTEE_FROM_ORDER = attrs.evolve(GUARANTEE, grounds=_guarantee_grounds(ClaimMoment.ORDERED))
"""An earlier rule: 90 days from the order (facts §4.9); until when it held is not known."""
