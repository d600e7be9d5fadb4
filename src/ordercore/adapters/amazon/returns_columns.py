"""The columns of Amazon's reports of returns, however their names are written.

Amazon writes ``Return request date`` in one report, ``return-date`` in another, and
``return_request_date`` in XML; all are known by one name, in lower case with hyphens.
"""

import re
from collections.abc import Mapping

_BETWEEN = re.compile(r"[\s_-]+")

ALSO: Mapping[str, str] = {
    # Older flat files, and the XML report, as public code that reads them has it (C).
    "seller-rma-id": "merchant-rma-id",
    "return-reason-code": "return-reason",
    "refund-amount": "refunded-amount",
}
"""Another name → the name that we know the column by."""

# developer-docs.amazon.com, returns-reports-attributes (facts §7.1).
SELLER_RETURNS = ("order-id", "return-request-date", "merchant-sku", "return-quantity")
"""Columns without which a file is no report of returns to the seller."""

# developer-docs.amazon.com, fba-customer-concessions-reports-attributes (facts §7.1).
FBA_RETURNS = ("return-date", "order-id", "sku", "quantity", "detailed-disposition", "reason")
"""Columns without which a file is no report of returns to Amazon's centres."""

FBA_REPLACEMENTS = (
    "shipment-date",
    "sku",
    "quantity",
    "replacement-amazon-order-id",
    "original-amazon-order-id",
)
"""Columns without which a file is no report of replacements that Amazon shipped."""

SELLER_DATES = (
    "order-date",
    "return-request-date",
    "return-delivery-date",
    "safet-claim-creation-time",
)
"""Columns in which rows of one return may differ."""

FBA_DATES = ("return-date",)


def column(name: str) -> str:
    """Give the name by which a column is known."""
    plain = _BETWEEN.sub("-", name.strip().lower()).strip("-")
    return ALSO.get(plain, plain)


def return_columns(header: str) -> tuple[str, ...]:
    """Give the names of the columns of a tab-separated header."""
    return tuple(map(column, header.split("\t")))
