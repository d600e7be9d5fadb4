"""Amazon's words about returns, and how we read them: tables only.

A word that stands in no table is kept as it is and told as unknown; nothing is guessed from it.
Reasons are read by :func:`ordercore.returns.reason_of`.
"""

from collections.abc import Mapping
from enum import Enum

from ordercore.kernel.actors import Actor
from ordercore.returns import GRADES, Grade
from ordercore.shipping.numbers.couriers import folded


class Standing(Enum):
    """Whether what a row tells of is a return that the buyer may make."""

    ASKED = "asked"
    """Waits for an answer."""
    ALLOWED = "allowed"
    OVER = "over"
    """Closed; whether anything came back, other columns tell."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back by the buyer."""


STANDINGS: Mapping[str, Standing] = {
    folded(word): standing
    for standing, words in (
        # "Approved" stands in exports of sellers; Amazon publishes no list of the others (C).
        (Standing.ASKED, ("Pending", "Pending Approval", "Requested", "Pending Seller Action")),
        (Standing.ALLOWED, ("Approved", "Authorized", "Authorised", "Auto Approved", "Completed")),
        (Standing.OVER, ("Closed",)),
        (Standing.REFUSED, ("Declined", "Denied", "Rejected")),
        (Standing.WITHDRAWN, ("Canceled", "Cancelled")),
    )
    for word in words
}
"""``Return request status`` → how it is read, in whatever case."""


SPELLINGS: Mapping[str, str] = {
    # Multi-channel returns (facts §4.8), and ledgers of the centres (C).
    folded("FulfillerDamaged"): "DAMAGED",
    folded("WAREHOUSE_DAMAGED"): "DAMAGED",
}
"""Another word for a disposition → the one that grades name it by (``Grade.amazon``)."""

LABELS: Mapping[str, str] = {
    # Exports of sellers (C).
    folded("AmazonPrePaidLabel"): "prepaid",
    folded("AmazonUnPaidLabel"): "unpaid",
}
"""``Label type`` → whether the return label is paid for already."""

PAYERS: Mapping[str, Actor] = {
    "seller": Actor.SELLER,
    "customer": Actor.BUYER,
    "amazon": Actor.MARKETPLACE,
}
"""``Label to be paid by`` → who that is to us."""


def standing_of(word: str) -> Standing | None:
    """Read the status of a request; ``None`` for a word that we do not know."""
    return STANDINGS.get(folded(word))


def grade_of(word: str, grades: Mapping[str, Grade] = GRADES) -> Grade | None:
    """Give the grade whose disposition a word is; ``None`` where no grade has it."""
    plain = folded(SPELLINGS.get(folded(word), word))
    return next((row for row in grades.values() if plain and folded(row.amazon) == plain), None)


def label_of(word: str) -> str:
    """Tell whether a return label is ``prepaid`` or ``unpaid``; blank where we do not know."""
    return LABELS.get(folded(word), "")


def payer_of(word: str) -> Actor | None:
    """Tell who pays a return label; ``None`` where we do not know."""
    return PAYERS.get(folded(word))
