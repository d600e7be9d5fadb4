"""The kinds of claims: rows of terms, with the source of each number.

``guarantee``           the buyer's claim at the marketplace, as Amazon's A-to-z Guarantee
``service_chargeback``  the buyer's dispute at the bank about goods
``fraud_chargeback``    a dispute at the bank because somebody else had paid
``reimbursement``       the seller's claim at the marketplace, as Amazon's SAFE-T
``carrier``             the seller's claim against a carrier

Where sources disagree, the row that is no default has a name of its own, and takes the place of
the default by :func:`with_terms`.
"""

import datetime as dt
from collections.abc import Iterable

from ordercore.conversations.claims.disputing import FRAUD_CHARGEBACK, SERVICE_CHARGEBACK
from ordercore.conversations.claims.guaranteeing import GUARANTEE
from ordercore.conversations.claims.insuring import FEDEX, UPS, USPS
from ordercore.conversations.claims.reimbursing import (
    REIMBURSEMENT,
    REIMBURSEMENT_AE,
    REIMBURSEMENT_US,
    REIMBURSEMENT_US_30_DAYS,
    REIMBURSEMENT_US_REFUNDED_LATE,
)
from ordercore.conversations.claims.terms import ANYBODY, ClaimTerms
from ordercore.errors import InvalidTable
from ordercore.kernel.checking import several
from ordercore.kernel.dated import EVERYWHERE, apart, row_on

TABLE = "terms of claims"


def claim_table(rows: Iterable[ClaimTerms]) -> tuple[ClaimTerms, ...]:
    """Give rows as a table.

    Raises:
        InvalidValue: when it is not several.
        InvalidTable: when something is no row, or two hold for one kind, provider and marketplace
            from the same day on.
    """
    table = several(rows, "terms")
    given: tuple[object, ...] = table
    strangers = [row for row in given if not isinstance(row, ClaimTerms)]
    if strangers:
        raise InvalidTable(TABLE, tuple(f"{some!r} is no row" for some in strangers))
    apart(table, TABLE)
    return table


CLAIM_TERMS = claim_table(
    (
        GUARANTEE,
        SERVICE_CHARGEBACK,
        FRAUD_CHARGEBACK,
        REIMBURSEMENT,
        REIMBURSEMENT_US,
        REIMBURSEMENT_US_REFUNDED_LATE,
        REIMBURSEMENT_US_30_DAYS,
        REIMBURSEMENT_AE,
        USPS,
        UPS,
        FEDEX,
    )
)
"""What holds where a host says nothing; its own rows stand beside these, or in their place."""


def with_terms(
    *rows: ClaimTerms, of: tuple[ClaimTerms, ...] = CLAIM_TERMS
) -> tuple[ClaimTerms, ...]:
    """Give a table with further rows; each takes the place of one that holds from the same day.

    Raises:
        InvalidTable: as :func:`claim_table`.
    """
    places = {_place(row) for row in claim_table(rows)}
    return claim_table((*(row for row in of if _place(row) not in places), *rows))


def _place(row: ClaimTerms) -> tuple[str, str, str, dt.date]:
    return row.kind, row.provider, row.marketplace, row.effective_from


def terms_of(
    kind: str,
    day: dt.date,
    marketplace: str = EVERYWHERE,
    provider: str = ANYBODY,
    rows: tuple[ClaimTerms, ...] = CLAIM_TERMS,
) -> ClaimTerms | None:
    """Give the terms of a kind that hold on a day; the provider's own come first."""
    for wanted in (provider, ANYBODY):
        own = [row for row in rows if (row.kind, row.provider) == (kind, wanted)]
        row = row_on(own, day, marketplace)
        if row is not None:
            return row
    return None


def evidence_for(
    kind: str, ground: str, rows: tuple[ClaimTerms, ...] = CLAIM_TERMS
) -> tuple[str, ...]:
    """Give what helps the seller against, or with, such a claim, by code, the weightiest first.

    Of several rows of the kind the first that has the ground is asked; nothing where none has.
    """
    found = [row.ground(ground) for row in rows if row.kind == kind]
    return next((some.evidence for some in found if some is not None), ())
