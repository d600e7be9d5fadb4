"""Amazon's words about returns."""

import pytest

from ordercore.adapters.amazon import Standing
from ordercore.adapters.amazon.returns_words import (
    grade_of,
    label_of,
    payer_of,
    standing_of,
)
from ordercore.inventory import Condition
from ordercore.kernel.actors import Actor
from ordercore.returns import GRADES, Disposition, Grade, reason_of

RESTOCK = Disposition.RESTOCK


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
        ("Canceled", Standing.WITHDRAWN),
        ("Cancelled", Standing.WITHDRAWN),
        ("Lost", None),
        ("", None),
    ],
)
def test_a_status_is_read_or_not(word: str, standing: Standing | None) -> None:
    """A word that we do not know is not guessed."""
    assert standing_of(word) is standing


@pytest.mark.parametrize(
    ("word", "code"),
    [
        # Facts §4.8.
        ("SELLABLE", "sellable"),
        ("Sellable", "sellable"),
        ("DAMAGED", "warehouse_damaged"),
        ("FulfillerDamaged", "warehouse_damaged"),
        ("WAREHOUSE_DAMAGED", "warehouse_damaged"),
        ("CARRIER_DAMAGED", "carrier_damaged"),
        ("CarrierDamaged", "carrier_damaged"),
        ("CUSTOMER_DAMAGED", "customer_damaged"),
        ("DISTRIBUTOR_DAMAGED", "distributor_damaged"),
        ("DEFECTIVE", "defective"),
        ("EXPIRED", "expired"),
    ],
)
def test_a_disposition_is_a_grade_of_ours(word: str, code: str) -> None:
    """The table of grades names each by Amazon's word; other spellings are of one of those."""
    grade = grade_of(word)

    assert grade is not None
    assert grade.code == code


@pytest.mark.parametrize("word", ["REFURBISHED", "", "empty_box"])
def test_a_word_that_no_grade_has_grades_nothing(word: str) -> None:
    """A blank is none, though grades of ours have none of Amazon's words."""
    assert grade_of(word) is None


def test_a_host_may_grade_by_rows_of_its_own() -> None:
    """Among those alone."""
    own = {"b_stock": Grade(code="b_stock", dispositions=(RESTOCK,), amazon="Defective")}

    assert grade_of("DEFECTIVE", own) == own["b_stock"]
    assert grade_of("SELLABLE", own) is None


def test_one_disposition_alone_is_put_on_sale_again() -> None:
    """Whatever else comes back is set aside, in a condition that stock knows."""
    grades = [grade for grade in GRADES.values() if grade.amazon]

    assert [grade.amazon for grade in grades if grade.dispositions[0] is RESTOCK] == ["SELLABLE"]
    others = {grade.condition for grade in grades if grade.amazon != "SELLABLE"}
    assert others == {condition.value for condition in Condition} - {"quarantine"}


def test_labels_and_payers_are_read_or_left_blank() -> None:
    """Whether a label is paid for, and by whom."""
    assert [label_of(word) for word in ("AmazonPrePaidLabel", "AmazonUnPaidLabel", "Other")] == [
        "prepaid",
        "unpaid",
        "",
    ]
    assert [payer_of(word) for word in ("Seller", "Customer", "Amazon", "Nobody")] == [
        Actor.SELLER,
        Actor.BUYER,
        Actor.MARKETPLACE,
        None,
    ]
