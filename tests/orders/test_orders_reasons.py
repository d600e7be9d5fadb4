"""Kinds of holds, and reasons to cancel or to refund: rows that a host may add to."""

from collections.abc import Mapping
from typing import Any

import pytest

from ordercore.kernel.actors import Actor
from ordercore.orders.cancelling import BUYER_CANCELLED, NOT_SHIPPED_IN_TIME
from ordercore.orders.editing import ORDER_AMENDED
from ordercore.orders.reasons import CANCEL_REASONS, HOLD_KINDS, REFUND_REASONS


@pytest.mark.parametrize("rows", [HOLD_KINDS, CANCEL_REASONS, REFUND_REASONS])
def test_rows_are_listed_under_their_codes(rows: Mapping[str, Any]) -> None:
    """In words that may be stored."""
    for code, row in rows.items():
        assert row.code == code
        assert code == code.lower().strip()
        assert code.replace("_", "").isalpha()


def test_what_the_domain_writes_itself_is_a_reason_of_the_table() -> None:
    """So that metrics and words know it."""
    assert {BUYER_CANCELLED, NOT_SHIPPED_IN_TIME, ORDER_AMENDED} <= set(CANCEL_REASONS)


@pytest.mark.parametrize(
    ("code", "counts", "unless_requested"),
    [
        ("no_inventory", True, False),
        ("buyer_cancelled", True, True),
        ("address_undeliverable", False, False),
        ("customer_exchange", True, False),
        ("general_adjustment", True, False),
        ("pricing_error", True, False),
        ("cannot_verify", False, False),
        ("risk_information_invalid", False, False),
        ("carrier_coverage_failure", True, False),
        ("not_shipped_in_time", True, False),
        ("payment_failed", False, False),
        ("order_amended", False, False),
    ],
)
def test_which_cancellations_count(code: str, counts: bool, unless_requested: bool) -> None:
    """Seller Central SA 201722390; auto-cancellation counts in place of a late shipment."""
    row = CANCEL_REASONS[code]

    assert (row.counts, row.unless_requested) == (counts, unless_requested)


def test_amazons_words_are_told_apart_where_they_cancel() -> None:
    """Each of the feed's reasons to cancel is one row."""
    words = [row.amazon for row in CANCEL_REASONS.values() if row.amazon]

    assert len(set(words)) == len(words)
    assert all(row.amazon for row in REFUND_REASONS.values())


def test_only_fraud_stops_the_money_and_only_address_is_about_the_address() -> None:
    """And no hold is the buyer's to release."""
    assert [code for code, row in HOLD_KINDS.items() if row.stops_capture] == ["fraud"]
    assert [code for code, row in HOLD_KINDS.items() if row.about_address] == ["address"]
    for row in HOLD_KINDS.values():
        assert row.released_by.isdisjoint({Actor.BUYER, Actor.CARRIER})
