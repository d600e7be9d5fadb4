"""Why money is given back, in Amazon's words: the codes of its two feeds.

Which code a refund of ours has stands in ``REFUND_REASONS`` (``ordercore.orders.reasons``).
"""

from collections.abc import Collection, Mapping

from ordercore.orders.reasons import REFUND_REASONS, RefundReason

FLAT_CODES = (
    # Seller Central DE 661 (facts §3.5, A): no other code is taken in the flat file.
    "NoInventory",
    "CustomerReturn",
    "GeneralAdjustment",
    "CouldNotShip",
    "DifferentItem",
)

XML_CODES = (
    *FLAT_CODES,
    # OrderAdjustment, as connectors carry it (facts §3.5, B).
    "Abandoned",
    "CustomerCancel",
    "PriceError",
    "ProductOutofStock",  # so it is spelled
    "CustomerAddressIncorrect",
    "Exchange",
    "Other",
    "CarrierCreditDecision",
    "RiskAssessmentInformationNotValid",
    "CarrierCoverageFailure",
    "TransactionRecord",
    "Undeliverable",
    "RefusedDelivery",
)

INSTEAD: Mapping[str, str] = {
    # Our reading: where the flat file has no word, a general adjustment says nothing that is wrong.
    "CustomerCancel": "GeneralAdjustment",
    "Exchange": "GeneralAdjustment",
    "Other": "GeneralAdjustment",
    "PriceError": "GeneralAdjustment",
    "RefusedDelivery": "GeneralAdjustment",
    "Undeliverable": "GeneralAdjustment",
    "ProductOutofStock": "NoInventory",
}
"""Code of the XML feed → what the flat file says instead."""


def adjustment_code(
    reason: str,
    codes: Collection[str] = XML_CODES,
    reasons: Mapping[str, RefundReason] = REFUND_REASONS,
) -> str:
    """Give the code of a reason of ours in a feed that knows ``codes``; blank where it has none."""
    row = reasons.get(reason)
    code = row.amazon if row else ""
    return next((each for each in (code, INSTEAD.get(code, "")) if each in codes), "")
