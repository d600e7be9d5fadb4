"""Amazon's words about returns."""

import pytest

from ordercore.adapters.amazon import DISPOSITIONS, Standing
from ordercore.adapters.amazon.returns_words import (
    disposition_of,
    label_of,
    payer_of,
    standing_of,
)
from ordercore.returns import reason_of


@pytest.mark.parametrize(
    ("word", "code"),
    [
        # Facts §4.7.
        ("UNWANTED_ITEM", "UNWANTED_ITEM"),
        ("CR-UNWANTED_ITEM", "UNWANTED_ITEM"),
        ("cr-unwanted_item", "UNWANTED_ITEM"),
        (" CR-DEFECTIVE ", "DEFECTIVE"),
        ("RO_CR-DEFECTIVE", "DEFECTIVE"),
        ("AMZ-PG-BAD-DESC", "NOT_AS_DESCRIBED"),
        ("RO_AMZ-PG-BAD-DESC", "NOT_AS_DESCRIBED"),
        ("AMZ-PG-APP-TOO-SMALL", "APPAREL_TOO_SMALL"),
        ("AMZ-PG-APP-TOO-LARGE", "APPAREL_TOO_LARGE"),
        ("AMZ-PG-APP-STYLE", "APPAREL_STYLE"),
        # Nobody has told what these are: they lose their prefix, and that is all.
        ("AMZ-PG-WJ-TOO-SMALL", "WJ_TOO_SMALL"),
        ("Gave it away", "GAVE_IT_AWAY"),
        ("", "NO_REASON_GIVEN"),
    ],
)
def test_a_reason_loses_what_hides_it(word: str, code: str) -> None:
    """Prefixes and spellings go; an unknown word stays what it is."""
    assert reason_of(word).code == code


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("Approved", Standing.ALLOWED),
        ("APPROVED", Standing.ALLOWED),
        ("Completed", Standing.ALLOWED),
        ("Pending Approval", Standing.ASKED),
        ("PendingApproval", Standing.ASKED),
        ("Closed", Standing.OVER),
        ("Declined", Standing.REFUSED),
        ("Canceled", Standing.REFUSED),
        ("Cancelled", Standing.REFUSED),
        ("Lost", None),
        ("", None),
    ],
)
def test_a_status_is_read_or_not(word: str, standing: Standing | None) -> None:
    """A word that we do not know is not guessed."""
    assert standing_of(word) is standing


@pytest.mark.parametrize(
    ("word", "code", "sellable", "by"),
    [
        # Facts §4.8.
        ("SELLABLE", "SELLABLE", True, ""),
        ("Sellable", "SELLABLE", True, ""),
        ("DAMAGED", "DAMAGED", False, "fulfiller"),
        ("FulfillerDamaged", "DAMAGED", False, "fulfiller"),
        ("CARRIER_DAMAGED", "CARRIER_DAMAGED", False, "carrier"),
        ("CarrierDamaged", "CARRIER_DAMAGED", False, "carrier"),
        ("CUSTOMER_DAMAGED", "CUSTOMER_DAMAGED", False, "buyer"),
        ("DEFECTIVE", "DEFECTIVE", False, ""),
        ("EXPIRED", "EXPIRED", False, ""),
    ],
)
def test_a_disposition_tells_what_can_be_sold(
    word: str, code: str, sellable: bool, by: str
) -> None:
    """Only what is called sellable is; and who damaged it, where somebody did."""
    row = disposition_of(word)

    assert row is not None
    assert (row.code, row.sellable, row.by) == (code, sellable, by)


def test_one_disposition_alone_is_sellable() -> None:
    """Whatever else comes back is not put on sale again."""
    assert [row.code for row in DISPOSITIONS if row.sellable] == ["SELLABLE"]
    assert disposition_of("REFURBISHED") is None


def test_labels_and_payers_are_read_or_left_blank() -> None:
    """Whether a label is paid for, and by whom."""
    assert [label_of(word) for word in ("AmazonPrePaidLabel", "AmazonUnPaidLabel", "Other")] == [
        "prepaid",
        "unpaid",
        "",
    ]
    assert [payer_of(word) for word in ("Seller", "Customer", "Amazon", "Nobody")] == [
        "seller",
        "buyer",
        "marketplace",
        "",
    ]
