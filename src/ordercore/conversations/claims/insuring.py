"""Terms of the seller's claim against a carrier, with the source of each number."""

from ordercore.conversations.claims.parties import ClaimMoment, Party
from ordercore.conversations.claims.terms import ClaimTerms, ClaimWindow, Counting, Ground, Term

_PROOF_OF_LOSS = ("tracking", "shipping_label", "proof_of_value", "buyer_statement")

_PROOF_OF_DAMAGE = ("photos", "packaging_photos", "proof_of_value", "shipping_label")


def _carrier(provider: str, lost: ClaimWindow, damaged: ClaimWindow) -> ClaimTerms:
    """Give the terms of a carrier."""
    return ClaimTerms(
        kind="carrier",
        provider=provider,
        opened_by=Party.SELLER,
        decided_by=Party.CARRIER,
        grounds=(
            Ground(code="lost", window=lost, evidence=_PROOF_OF_LOSS),
            Ground(code="damaged", window=damaged, evidence=_PROOF_OF_DAMAGE),
        ),
        # USPS: within 30 days of the decision (as relayed from its page on claims); of other
        # carriers no time is known, and the same is taken.
        appeal=Term(30, Counting.DAYS),
    )


_SHIPPED = (ClaimMoment.SHIPPED,)

# Lost: from the 15th to the 60th day after mailing; damaged: at once, up to the 60th day (USPS,
# Domestic Mail Manual 609, insured mail and Priority Mail).
USPS = _carrier(
    "usps",
    lost=ClaimWindow(opens_from=_SHIPPED, wait=14, closes_from=_SHIPPED, days=60),
    damaged=ClaimWindow(opens_from=_SHIPPED, closes_from=_SHIPPED, days=60),
)

# From the day after delivery was due, up to 60 days after shipment (Shipsurance, Zenventory); some
# pages count from the scheduled delivery, which is later, so that who keeps this keeps both.
_PRIVATE = ClaimWindow(
    opens_from=(ClaimMoment.LATEST_ESTIMATE,), wait=0, closes_from=_SHIPPED, days=60
)
_PRIVATE_DAMAGED = ClaimWindow(opens_from=_SHIPPED, closes_from=_SHIPPED, days=60)

UPS = _carrier("ups", lost=_PRIVATE, damaged=_PRIVATE_DAMAGED)

FEDEX = _carrier("fedex", lost=_PRIVATE, damaged=_PRIVATE_DAMAGED)
