"""Amazon's words about returns, and how we read them: tables only.

A word that stands in no table is kept as it is and told as unknown; nothing is guessed from it.
Reasons are read by :func:`ordercore.returns.reason_of`.
"""

from collections.abc import Mapping
from enum import Enum

import attrs

from ordercore.shipping.numbers.couriers import folded


class Standing(Enum):
    """Whether what a row tells of is a return that the buyer may make."""

    ASKED = "asked"
    """Waits for an answer."""
    ALLOWED = "allowed"
    OVER = "over"
    """Closed; whether anything came back, other columns tell."""
    REFUSED = "refused"
    """Declined, or taken back by the buyer."""


STANDINGS: Mapping[str, Standing] = {
    folded(word): standing
    for standing, words in (
        # "Approved" stands in exports of sellers; Amazon publishes no list of the others (C).
        (Standing.ASKED, ("Pending", "Pending Approval", "Requested", "Pending Seller Action")),
        (Standing.ALLOWED, ("Approved", "Authorized", "Authorised", "Auto Approved", "Completed")),
        (Standing.OVER, ("Closed",)),
        (Standing.REFUSED, ("Declined", "Denied", "Rejected", "Canceled", "Cancelled")),
    )
    for word in words
}
"""``Return request status`` → how it is read, in whatever case."""


@attrs.frozen
class Disposition:
    """In what state a unit came back, and whether it can be sold again.

    ``by`` is who damaged it, where somebody did (facts §4.8: ``DAMAGED`` is Amazon's own fault,
    and ``CUSTOMER_DAMAGED`` says that it cannot be sold, not that it broke).
    """

    code: str
    sellable: bool = False
    by: str = ""
    also: tuple[str, ...] = ()


DISPOSITIONS: tuple[Disposition, ...] = (
    # SC.jp/200453320 and help.sellercloud.com (facts §4.8, A/B).
    Disposition("SELLABLE", sellable=True),
    Disposition("DAMAGED", by="fulfiller", also=("FulfillerDamaged", "WAREHOUSE_DAMAGED")),
    Disposition("CARRIER_DAMAGED", by="carrier"),
    Disposition("CUSTOMER_DAMAGED", by="buyer"),
    Disposition("DISTRIBUTOR_DAMAGED", by="distributor"),
    Disposition("DEFECTIVE"),
    Disposition("EXPIRED"),
)

LABELS: Mapping[str, str] = {
    # Exports of sellers (C).
    folded("AmazonPrePaidLabel"): "prepaid",
    folded("AmazonUnPaidLabel"): "unpaid",
}
"""``Label type`` → whether the return label is paid for already."""

PAYERS: Mapping[str, str] = {"seller": "seller", "customer": "buyer", "amazon": "marketplace"}
"""``Label to be paid by`` → who that is to us."""

_DISPOSITIONS = {folded(name): row for row in DISPOSITIONS for name in (row.code, *row.also)}


def standing_of(word: str) -> Standing | None:
    """Read the status of a request; ``None`` for a word that we do not know."""
    return STANDINGS.get(folded(word))


def disposition_of(word: str) -> Disposition | None:
    """Read a disposition; ``None`` for a word that we do not know."""
    return _DISPOSITIONS.get(folded(word))


def label_of(word: str) -> str:
    """Tell whether a return label is ``prepaid`` or ``unpaid``; blank where we do not know."""
    return LABELS.get(folded(word), "")


def payer_of(word: str) -> str:
    """Tell who pays a return label; blank where we do not know."""
    return PAYERS.get(folded(word), "")
