"""Terms of the seller's claim at the marketplace, with the source of each number."""

import datetime as dt

import attrs

from ordercore.conversations.claims.parties import ClaimMoment, Party
from ordercore.conversations.claims.terms import ClaimTerms, ClaimWindow, Counting, Ground, Term
from ordercore.kernel.money import money_of

_NOT_REIMBURSED = frozenset(
    {
        "guarantee",
        "service_chargeback",
        "fraud_chargeback",
        "fulfilled_by_marketplace",
        "refunded_by_seller",
        "refused",
        "lost_on_return",
    }
)
"""Only refunds that the marketplace issued, or replacements; none of these (facts §4.9)."""


def _reimbursed(days: int, *ends: ClaimMoment, lost: ClaimMoment) -> tuple[Ground, ...]:
    """Give the grounds of a reimbursement claim, with windows of so many days."""
    late = frozenset({"refund_deadline_missed"})
    window = ClaimWindow(opens_from=(ClaimMoment.REFUNDED,), closes_from=ends, days=days)
    return (
        Ground(
            code="item_not_returned",
            window=window,
            evidence=("return_tracking", "messages"),
        ),
        Ground(
            code="wrong_item_returned",
            window=window,
            evidence=("photos", "serial_numbers", "listing", "messages"),
        ),
        Ground(
            # Up to half of it (facts §4.9).
            code="customer_damaged",
            window=window,
            evidence=("photos", "serial_numbers", "messages"),
            share=50,
        ),
        Ground(
            code="lost_in_transit",
            window=attrs.evolve(window, closes_from=(lost,)),
            evidence=("tracking", "shipping_label", "carrier_statement"),
            despite=late,
        ),
        Ground(
            code="wrong_delivery_confirmation",
            window=window,
            evidence=("return_tracking", "carrier_statement", "photos"),
            despite=late,
        ),
        Ground(
            code="refunded_in_error",
            window=window,
            evidence=("proof_of_delivery", "tracking", "messages"),
        ),
    )


_REFUNDED = ClaimMoment.REFUNDED

REIMBURSEMENT = ClaimTerms(
    kind="reimbursement",
    opened_by=Party.SELLER,
    decided_by=Party.MARKETPLACE,
    # Within 60 calendar days counted from the day after the refund (facts §4.9): that day is the
    # first, so the last one is 60 days after the refund.
    grounds=_reimbursed(60, _REFUNDED, lost=_REFUNDED),
    # No source gives a time for all marketplaces; that of guarantee claims is taken.
    appeal=Term(30, Counting.DAYS),
    per_order=1,
    excluded=_NOT_REIMBURSED,
)

REIMBURSEMENT_US = attrs.evolve(
    REIMBURSEMENT,
    marketplace="US",
    # At most 5,000 dollars for an order (facts §4.9).
    most=money_of(500_000, "USD"),
)

REIMBURSEMENT_US_REFUNDED_LATE = attrs.evolve(
    REIMBURSEMENT_US,
    # From 26 January 2026 the marketplace refunds by itself what the seller leaves for four days;
    # such refunds lose the claim, but for parcels lost in transit and wrong confirmations of
    # delivery (facts §4.4).
    effective_from=dt.date(2026, 1, 26),
    excluded=_NOT_REIMBURSED | {"refund_deadline_missed"},
)

REIMBURSEMENT_US_30_DAYS = attrs.evolve(
    REIMBURSEMENT_US_REFUNDED_LATE,
    # From 16 February 2026 it is 30 days, from the refund or the scan with which the return was
    # delivered, whichever is later; of parcels that were lost from the last scan (several reports
    # of one announcement, among them myamazonguy.com and estorefactory.com).
    effective_from=dt.date(2026, 2, 16),
    grounds=_reimbursed(30, _REFUNDED, ClaimMoment.RETURN_RECEIVED, lost=ClaimMoment.LAST_SCAN),
)

REIMBURSEMENT_AE = attrs.evolve(
    REIMBURSEMENT,
    marketplace="AE",
    # Within 7 calendar days from the day on which the return was delivered to the seller; appeals
    # within 5 business days (Seller Central AE QG3WU8KETHHJN25).
    grounds=_reimbursed(7, ClaimMoment.RETURN_RECEIVED, lost=_REFUNDED),
    appeal=Term(5, Counting.BUSINESS_DAYS),
)
