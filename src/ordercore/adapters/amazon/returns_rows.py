"""One row of a report of returns, as a value.

Beside the codes of :mod:`~ordercore.adapters.amazon.fields` and
:mod:`~ordercore.adapters.amazon.returns_times`: ``bad_flag``.
"""

from collections.abc import Collection, Mapping

from ordercore.adapters.amazon.fields import (
    LONGEST_AMOUNT,
    BadField,
    currency,
    is_currency,
    quantity,
    required,
)
from ordercore.adapters.amazon.returns_fba import FbaReplacement, FbaReturn
from ordercore.adapters.amazon.returns_times import optional_time, reported_time
from ordercore.adapters.amazon.returns_values import ReportedReturn, SafeT
from ordercore.adapters.amazon.tables import Record
from ordercore.errors import InvalidValue
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money, minor_units

FLAGS: Mapping[str, bool | None] = {
    "": None,
    "y": True,
    "yes": True,
    "true": True,
    "n": False,
    "no": False,
    "false": False,
}

SELLER_KNOWN = frozenset(
    {
        "order-id", "order-date", "return-request-date", "return-request-status",
        "amazon-rma-id", "merchant-rma-id", "label-type", "label-cost", "currency-code",
        "return-carrier", "tracking-id", "label-to-be-paid-by", "a-to-z-claim", "is-prime",
        "asin", "merchant-sku", "item-name", "return-quantity", "return-reason", "in-policy",
        "return-type", "resolution", "invoice-number", "return-delivery-date", "order-amount",
        "order-quantity", "safet-action-reason", "safet-claim-id", "safet-claim-state",
        "safet-claim-creation-time", "safet-claim-reimbursement-amount", "refunded-amount",
        "category", "order-item-id",
    }
)  # fmt: skip

FBA_KNOWN = frozenset(
    {
        "return-date", "order-id", "sku", "asin", "fnsku", "product-name", "quantity",
        "fulfillment-center-id", "detailed-disposition", "reason", "status",
        "license-plate-number", "customer-comments",
    }
)  # fmt: skip

REPLACEMENT_KNOWN = frozenset(
    {
        "shipment-date", "sku", "asin", "fulfillment-center-id",
        "original-fulfillment-center-id", "quantity", "replacement-reason-code",
        "replacement-amazon-order-id", "original-amazon-order-id",
    }
)  # fmt: skip


def seller_return(record: Record, currencies: Mapping[str, str]) -> ReportedReturn:
    """Read a row of the seller-fulfilled report; ``currencies`` are those of other rows, by order.

    Raises:
        BadField: for the first field that cannot be taken over.
    """
    order_id = _id(record, "order-id")
    named = record["currency-code"]
    code = currency(named, "currency-code") if named else currencies.get(order_id, "")
    return ReportedReturn(
        origin=record.origin,
        order_id=order_id,
        requested=reported_time(record["return-request-date"], "return-request-date"),
        sku=_sku(record, "merchant-sku"),
        quantity=_units(record, "return-quantity"),
        status=record["return-request-status"],
        reason=record["return-reason"],
        rma=record["amazon-rma-id"],
        merchant_rma=record["merchant-rma-id"],
        asin=record["asin"],
        item_ref=record["order-item-id"],
        title=record["item-name"],
        ordered=optional_time(record["order-date"], "order-date"),
        order_quantity=_count(record, "order-quantity"),
        order_amount=_amount(record, "order-amount", code),
        label_type=record["label-type"],
        label_cost=_amount(record, "label-cost", code),
        label_paid_by=record["label-to-be-paid-by"],
        carrier=record["return-carrier"],
        tracking=record["tracking-id"],
        delivered=optional_time(record["return-delivery-date"], "return-delivery-date"),
        refunded=_amount(record, "refunded-amount", code),
        is_a_to_z=_flag(record, "a-to-z-claim"),
        is_prime=_flag(record, "is-prime"),
        in_policy=_flag(record, "in-policy"),
        return_type=record["return-type"],
        resolution=record["resolution"],
        invoice=record["invoice-number"],
        category=record["category"],
        safe_t=SafeT(
            action=record["safet-action-reason"],
            id=record["safet-claim-id"],
            state=record["safet-claim-state"],
            created=optional_time(record["safet-claim-creation-time"], "safet-claim-creation-time"),
            reimbursed=_amount(record, "safet-claim-reimbursement-amount", code),
        ),
        others=_others(record, SELLER_KNOWN),
    )


def fba_return(record: Record) -> FbaReturn:
    """Read a row of the report of returns to Amazon's centres.

    Raises:
        BadField: for the first field that cannot be taken over.
    """
    return FbaReturn(
        origin=record.origin,
        order_id=_id(record, "order-id"),
        returned=reported_time(record["return-date"], "return-date"),
        sku=_sku(record, "sku"),
        quantity=_units(record, "quantity"),
        disposition=record["detailed-disposition"],
        reason=record["reason"],
        status=record["status"],
        asin=record["asin"],
        fnsku=record["fnsku"],
        title=record["product-name"],
        center=record["fulfillment-center-id"],
        license_plate=record["license-plate-number"],
        comments=record["customer-comments"],
        others=_others(record, FBA_KNOWN),
    )


def fba_replacement(record: Record) -> FbaReplacement:
    """Read a row of the report of replacements.

    Raises:
        BadField: for the first field that cannot be taken over.
    """
    return FbaReplacement(
        origin=record.origin,
        order_id=_id(record, "replacement-amazon-order-id"),
        original_order_id=_id(record, "original-amazon-order-id"),
        shipped=reported_time(record["shipment-date"], "shipment-date"),
        sku=_sku(record, "sku"),
        quantity=_units(record, "quantity"),
        reason=record["replacement-reason-code"],
        asin=record["asin"],
        center=record["fulfillment-center-id"],
        original_center=record["original-fulfillment-center-id"],
        others=_others(record, REPLACEMENT_KNOWN),
    )


def named_currency(record: Record) -> str:
    """Give the currency that a row names; blank where it names none that there is."""
    code = record["currency-code"]
    return code if is_currency(code) else ""


def _id(record: Record, field: str) -> str:
    text = required(record[field], field)
    try:
        return checked(text, field)
    except InvalidValue as error:
        raise BadField(field, "bad_id", text, error.expected) from None


def _sku(record: Record, field: str) -> str:
    # A row without a SKU is of use while it has an ASIN: a table of the host's may know it.
    return "" if not record[field] and record["asin"] else _id(record, field)


def _units(record: Record, field: str) -> int:
    units = quantity(record[field], field)
    if not units:
        raise BadField(field, "zero_quantity", record[field], "a quantity of at least 1")
    return units


def _count(record: Record, field: str) -> int | None:
    return quantity(record[field], field) if record[field] else None


def _flag(record: Record, field: str) -> bool | None:
    word = record[field]
    try:
        return FLAGS[word.lower()]
    except KeyError:
        raise BadField(field, "bad_flag", word, "Y, N, true or false") from None


def _amount(record: Record, field: str, code: str) -> Money | None:
    """Read an amount; none is needed where the report gives nothing, or nothing but zeros."""
    text = record[field]
    if not text or (not code and not text.strip("0.")):
        return None
    required(code, "currency-code")
    if len(text) > LONGEST_AMOUNT:
        raise BadField(field, "bad_amount", text, f"an amount of {LONGEST_AMOUNT} characters")
    try:
        minor = minor_units(text, code, field)
    except InvalidValue as error:
        raise BadField(field, "bad_amount", text, error.expected) from None
    if minor < 0:
        raise BadField(field, "negative_amount", text, "an amount of at least 0")
    return Money(minor, code)


def _others(record: Record, known: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, text) for name, text in record.cells.items() if text and name and name not in known
    )
