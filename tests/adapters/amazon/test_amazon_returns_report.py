"""Reports of returns, read row by row."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from amazon_writing import file_of
from returns_writing import (
    FBA,
    REPLACEMENT,
    SELLER,
    Row,
    read_fba,
    read_replaced,
    read_seller,
    returns,
    taken_back,
    told,
    tsv,
)

from ordercore.adapters.amazon import (
    FbaReplacement,
    SafeT,
    Standing,
    is_of_returns,
    read_all_returns,
    read_fba_returns,
    read_replacements,
    read_returns,
    returns_format_of,
)
from ordercore.errors import InvalidValue, SourceError
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.ports.source import Origin, Rejection


def test_a_row_of_the_sellers_report_is_a_return(tmp_path: Path) -> None:
    """Every column has its field; words are kept, and how we read them stands beside them."""
    full = {
        **SELLER,
        "Merchant RMA ID": "R-7",
        "Invoice number": "INV-1",
        "Return delivery date": "16-Mar-2026",
        "SafeT Action reason": "Damaged",
        "SafeT claim id": "S-1",
        "SafeT claim state": "Granted",
        "SafeT claim creation time": "2026-03-20T10:00:00Z",
        "SafeT claim reimbursement amount": "6.25",
        "Category": "Kitchen",
        "Order Item ID": "68828574383266",
        "VAT": "GB123",
    }

    (each,) = returns(read_seller(tmp_path, full))

    assert (each.origin.line, each.order_id, each.sku, each.quantity) == (
        2,
        "111-0000001-0000001",
        "MUG",
        1,
    )
    assert each.ordered is not None
    assert each.delivered is not None
    days = [each.ordered.day, each.requested.day, each.delivered.day]
    assert days == [dt.date(2026, 3, day) for day in (2, 10, 16)]
    assert (each.status, each.standing) == ("Approved", Standing.ALLOWED)
    assert (each.reason, each.reason_code) == ("CR-UNWANTED_ITEM", "UNWANTED_ITEM")
    assert (each.label_type, each.label) == ("AmazonPrePaidLabel", "prepaid")
    assert (each.label_paid_by, each.payer) == ("Seller", Actor.SELLER)
    assert (each.rma, each.merchant_rma, each.asin) == ("DaBcDeFgRRMA", "R-7", "B000000001")
    assert (each.label_cost, each.order_amount, each.refunded) == (
        Money(414, "USD"),
        Money(3750, "USD"),
        Money(1250, "USD"),
    )
    assert (each.is_a_to_z, each.is_prime, each.in_policy) == (False, False, True)
    assert (each.carrier, each.tracking) == ("USPS", "9202000000000000000000")
    assert (each.return_type, each.resolution, each.invoice) == (
        "C-Returns",
        "StandardRefund",
        "INV-1",
    )
    assert (each.title, each.category, each.item_ref) == (
        "A mug, blue",
        "Kitchen",
        "68828574383266",
    )
    assert (each.order_quantity, each.others) == (3, (("vat", "GB123"),))
    assert each.safe_t.reimbursed == Money(625, "USD")
    assert (each.safe_t.action, each.safe_t.id, each.safe_t.state) == ("Damaged", "S-1", "Granted")


def test_what_a_row_does_not_say_is_nothing(tmp_path: Path) -> None:
    """Four columns make a report; blank is unknown, and never no or zero."""
    few = {name: SELLER[name] for name in ("Order ID", "Return request date", "Merchant SKU")}

    (each,) = returns(read_seller(tmp_path, {**few, "Return quantity": "2"}))

    assert (each.quantity, each.delivered, each.ordered, each.order_quantity) == (
        2,
        None,
        None,
        None,
    )
    assert (each.label_cost, each.order_amount, each.refunded) == (None, None, None)
    assert (each.is_a_to_z, each.is_prime, each.in_policy) == (None, None, None)
    assert (each.standing, each.safe_t, each.label) == (None, SafeT(), "")


@pytest.mark.parametrize(
    "spelled",
    [
        str.upper,
        str.lower,
        lambda name: name.replace(" ", "-"),
        lambda name: name.replace(" ", "_"),
        lambda name: f"  {name.replace(' ', '  ')} ",
        lambda name: name.replace("Merchant RMA", "Seller RMA"),
    ],
)
def test_columns_are_known_however_they_are_written(
    tmp_path: Path, spelled: Callable[[str], str]
) -> None:
    """In any case, with spaces, hyphens or underscores, and under their older names."""
    row = {**SELLER, "Merchant RMA ID": "R-7"}
    (usual,) = read_seller(tmp_path, row)

    (read,) = read_seller(tmp_path, {spelled(name): text for name, text in row.items()})

    assert read == usual


@pytest.mark.parametrize(
    ("column", "value", "field", "code"),
    [
        ("Order ID", "", "order-id", "missing_value"),
        ("Order ID", "1" * 501, "order-id", "bad_id"),
        ("Return request date", "", "return-request-date", "missing_value"),
        ("Return request date", "03/04/2026", "return-request-date", "ambiguous_date"),
        ("Return request date", "soon", "return-request-date", "bad_time"),
        ("Order date", "soon", "order-date", "bad_time"),
        ("Return delivery date", "soon", "return-delivery-date", "bad_time"),
        ("SafeT claim creation time", "soon", "safet-claim-creation-time", "bad_time"),
        ("Return quantity", "", "return-quantity", "missing_value"),
        ("Return quantity", "0", "return-quantity", "zero_quantity"),
        ("Return quantity", "two", "return-quantity", "bad_quantity"),
        ("Return quantity", "-1", "return-quantity", "bad_quantity"),
        ("Return quantity", "1.0", "return-quantity", "bad_quantity"),
        ("Order quantity", "many", "order-quantity", "bad_quantity"),
        ("Label cost", "1,000.00", "label-cost", "bad_amount"),
        ("Label cost", "$4.14", "label-cost", "bad_amount"),
        ("Label cost", "4.145", "label-cost", "bad_amount"),
        ("Label cost", "4." + "0" * 20, "label-cost", "bad_amount"),
        ("Label cost", "-4.14", "label-cost", "negative_amount"),
        ("Refunded Amount", "NaN", "refunded-amount", "bad_amount"),
        ("Currency code", "US", "currency-code", "unknown_currency"),
        ("Currency code", "", "currency-code", "missing_value"),
        ("In policy", "maybe", "in-policy", "bad_flag"),
        ("Is prime", "1", "is-prime", "bad_flag"),
        ("A-to-Z Claim", "?", "a-to-z-claim", "bad_flag"),
    ],
)
def test_a_bad_cell_costs_its_row(
    tmp_path: Path, column: str, value: str, field: str, code: str
) -> None:
    """Line, field, value and code are named, and the row before it is read."""
    good = {**SELLER, "Order ID": "111-0000009-0000009"}

    entries = read_seller(tmp_path, good, {**SELLER, column: value})

    assert len(returns(entries)) == 1
    (rejection,) = (each for each in entries if isinstance(each, Rejection))
    assert (rejection.origin.line, rejection.field, rejection.code) == (3, field, code)
    assert rejection.value in (value, "")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Y", True),
        ("Yes", True),
        ("TRUE", True),
        ("N", False),
        ("No", False),
        ("false", False),
        ("", None),
    ],
)
def test_a_truth_value_is_read_in_each_spelling(
    tmp_path: Path, word: str, meant: bool | None
) -> None:
    """The flat file has letters, the XML words; blank is unknown."""
    (each,) = returns(read_seller(tmp_path, {**SELLER, "Is prime": word}))

    assert each.is_prime is meant


def test_a_row_is_of_its_order_in_its_currency(tmp_path: Path) -> None:
    """Where a row names none, another of the order does; zeros need none."""
    bare = {**SELLER, "Currency code": "", "Return Reason": "CR-DEFECTIVE"}
    free = {
        **bare,
        "Order ID": "2",
        "Label cost": "0.0",
        "Order Amount": "",
        "Refunded Amount": "0",
    }

    entries = read_seller(tmp_path, bare, SELLER, free)

    assert [each.refunded for each in returns(entries)] == [
        Money(1250, "USD"),
        Money(1250, "USD"),
        None,
    ]
    assert told(entries) == []


def test_amounts_have_the_digits_of_their_currency(tmp_path: Path) -> None:
    """Yen have none, dinars three; what is finer is refused."""
    rows = [
        {**SELLER, "Order ID": code, "Currency code": code, "Label cost": cost, **NO_AMOUNTS}
        for code, cost in (("JPY", "500"), ("JPY", "500.0"), ("KWD", "1.234"), ("EUR", "59.9"))
    ]

    found = [each.label_cost for each in returns(read_seller(tmp_path, *rows))]

    assert found == [
        Money(500, "JPY"),
        Money(500, "JPY"),
        Money(1234, "KWD"),
        Money(5990, "EUR"),
    ]


NO_AMOUNTS = {"Order Amount": "", "Refunded Amount": ""}


def test_three_bad_rows_among_a_thousand_cost_three_rows(tmp_path: Path) -> None:
    """The other 997 are read, and each rejection has its line."""
    rows: list[Row] = [{**SELLER, "Order ID": f"111-{at:07}-0000001"} for at in range(1000)]
    rows[10] = {**rows[10], "Return quantity": "two"}
    rows[500] = {**rows[500], "Return request date": "31-Feb-2026"}
    rows[999] = {**rows[999], "Label cost": "1,000.00"}

    entries = read_seller(tmp_path, *rows)

    assert len(returns(entries)) == 997
    assert told(entries) == [
        (12, "return-quantity", "bad_quantity"),
        (502, "return-request-date", "bad_time"),
        (1001, "label-cost", "bad_amount"),
    ]


def test_rows_that_differ_by_dates_only_are_one_return(tmp_path: Path) -> None:
    """It was asked for on the earliest day, and knows every date that any row gives."""
    again = {**SELLER, "Return request date": "09-Mar-2026", "Return delivery date": "16-Mar-2026"}

    entries = read_seller(tmp_path, SELLER, again, SELLER)

    (each,) = returns(entries)
    assert told(entries) == [(3, "", "repeated_return"), (4, "", "repeated_return")]
    assert [origin.line for origin in each.repeats] == [3, 4]
    assert each.requested.day == dt.date(2026, 3, 9)
    assert each.delivered is not None
    assert each.number == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_repeat_fills_in_the_dates_that_the_other_lacks(tmp_path: Path, first: bool) -> None:
    """Of the order, of the goods and of the claim, whichever row gives them."""
    dates = {
        "Order date": "02-Mar-2026",
        "Return delivery date": "16-Mar-2026",
        "SafeT claim creation time": "20-Mar-2026",
    }
    full, bare = {**SELLER, **dates}, {**SELLER, **dict.fromkeys(dates, "")}

    (each,) = returns(read_seller(tmp_path, *((full, bare) if first else (bare, full))))

    found = (each.ordered, each.delivered, each.safe_t.created)
    assert [day and day.day.day for day in found] == [2, 16, 20]


@pytest.mark.parametrize(
    ("column", "value", "number"),
    [
        ("Tracking ID", "9202111111111111111111", 2),
        ("Return quantity", "2", 2),
        ("Return request status", "Declined", 2),
        ("Refunded Amount", "0", 2),
        ("Return Reason", "CR-DEFECTIVE", 1),
        ("Merchant SKU", "CUP", 1),
        ("Amazon RMA ID", "Other", 1),
    ],
)
def test_rows_that_differ_otherwise_are_returns_of_their_own(
    tmp_path: Path, column: str, value: str, number: int
) -> None:
    """One that names the same RMA, SKU and reason is numbered, and told."""
    entries = read_seller(tmp_path, SELLER, {**SELLER, column: value})

    first, second = returns(entries)
    assert (first.number, second.number) == (1, number)
    assert told(entries) == ([(3, "", "repeated_row")] if number == 2 else [])


def test_unknown_words_are_kept_and_told_once(tmp_path: Path) -> None:
    """A status, a label and a payer that nobody has told us of."""
    odd = {
        **SELLER,
        "Return request status": "Teleported",
        "Label type": "Stamp",
        "Label to be paid by": "Nobody",
    }

    entries = read_seller(tmp_path, odd, {**odd, "Order ID": "2"})

    first, second = returns(entries)
    assert (first.status, first.standing, second.status) == ("Teleported", None, "Teleported")
    assert told(entries) == [
        (2, "return-request-status", "unknown_word"),
        (2, "label-type", "unknown_word"),
        (2, "label-to-be-paid-by", "unknown_word"),
    ]


def test_a_row_may_name_its_product_by_asin_alone(tmp_path: Path) -> None:
    """Without either it names nothing."""
    by_asin = {**SELLER, "Merchant SKU": ""}

    entries = read_seller(tmp_path, by_asin, {**by_asin, "ASIN": ""})

    assert [(each.sku, each.asin) for each in returns(entries)] == [("", "B000000001")]
    assert told(entries) == [(3, "merchant-sku", "missing_value")]


def test_a_row_of_amazons_report_is_units_taken_back(tmp_path: Path) -> None:
    """Every column has its field."""
    (each,) = taken_back(read_fba(tmp_path, {**FBA, "customer-comments": 'Too "blue"'}))

    assert (each.order_id, each.sku, each.asin, each.fnsku) == (
        "111-0000001-0000001",
        "MUG",
        "B000000001",
        "X000000001",
    )
    assert (each.returned.at is not None, each.returned.day) == (True, dt.date(2026, 3, 12))
    assert (each.quantity, each.center, each.license_plate) == (1, "LEX1", "LPN0000000001")
    assert each.grade is not None
    assert (each.disposition, each.grade.code) == ("SELLABLE", "sellable")
    assert (each.reason, each.reason_code, each.status) == (
        "UNWANTED_ITEM",
        "UNWANTED_ITEM",
        "Unit returned to inventory",
    )
    assert (each.title, each.comments) == ("A mug, blue", 'Too "blue"')


def test_the_license_plate_tells_units_apart(tmp_path: Path) -> None:
    """One plate under two dates is one unit, at the earliest; two plates are two."""
    later = {**FBA, "return-date": "2026-03-13T08:00:00+00:00"}
    other = {**FBA, "license-plate-number": "LPN0000000002"}

    entries = read_fba(tmp_path, later, FBA, other)

    first, second = taken_back(entries)
    assert first.returned.day == dt.date(2026, 3, 12)
    assert [origin.line for origin in first.repeats] == [3]
    assert second.license_plate == "LPN0000000002"
    assert told(entries) == [(3, "", "repeated_return")]


def test_without_a_license_plate_nothing_is_taken_together(tmp_path: Path) -> None:
    """Two equal rows may be two units: both are kept, and told."""
    bare = {**FBA, "license-plate-number": ""}

    entries = read_fba(tmp_path, bare, bare, {**bare, "return-date": "2026-03-13T08:00:00Z"})

    assert [each.number for each in taken_back(entries)] == [1, 2, 1]
    assert told(entries) == [(3, "", "repeated_row")]


def test_a_plate_that_was_graded_twice_is_kept_twice(tmp_path: Path) -> None:
    """The rows say different things of one unit, so a person should look."""
    entries = read_fba(tmp_path, FBA, {**FBA, "detailed-disposition": "DEFECTIVE"})

    assert [each.number for each in taken_back(entries)] == [1, 2]
    assert told(entries) == [(3, "", "repeated_row")]


def test_an_unknown_disposition_is_kept(tmp_path: Path) -> None:
    """It grades nothing, and is told."""
    entries = read_fba(tmp_path, {**FBA, "detailed-disposition": "SOGGY"})

    assert [each.grade for each in taken_back(entries)] == [None]
    assert told(entries) == [(2, "detailed-disposition", "unknown_word")]


def test_a_row_of_the_third_report_is_a_replacement(tmp_path: Path) -> None:
    """It names the order that it replaces; equal rows are kept, and told."""
    entries = read_replaced(tmp_path, REPLACEMENT, REPLACEMENT, {**REPLACEMENT, "quantity": "x"})

    first, second, *_ = [each for each in entries if isinstance(each, FbaReplacement)]
    assert (first.order_id, first.original_order_id) == (
        "111-0000002-0000002",
        "111-0000001-0000001",
    )
    assert (first.sku, first.asin, first.quantity, first.reason) == ("MUG", "B000000001", 1, "4")
    assert (first.center, first.original_center) == ("LEX1", "PHX3")
    assert first.shipped.day == dt.date(2026, 3, 14)
    assert (first.number, second.number) == (1, 2)
    assert told(entries) == [(3, "", "repeated_row"), (4, "quantity", "bad_quantity")]


@pytest.mark.parametrize(
    ("row", "name"),
    [(SELLER, "amazon-returns"), (FBA, "fba-returns"), (REPLACEMENT, "fba-replacements")],
)
def test_each_report_is_told_by_its_columns(tmp_path: Path, row: Row, name: str) -> None:
    """And is none of the others."""
    path = file_of(tmp_path, tsv(row))
    readers = {
        "amazon-returns": read_returns,
        "fba-returns": read_fba_returns,
        "fba-replacements": read_replacements,
    }

    assert returns_format_of(path) == name
    assert is_of_returns(path) is (name != "fba-replacements")
    for other, reader in readers.items():
        if other == name:
            assert len(list(reader(path))) == 1
        else:
            with pytest.raises(SourceError) as caught:
                reader(path)
            assert caught.value.code == "wrong_header"


def test_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    """What cannot be read at all is one rejection, and the others are read all the same."""
    paths = [
        file_of(tmp_path, tsv(SELLER), "a.txt"),
        tmp_path / "missing.txt",
        file_of(tmp_path, tsv(REPLACEMENT), "c.txt"),
        file_of(tmp_path, "order-id\tsku\n", "d.txt"),
        file_of(tmp_path, tsv(FBA), "e.txt"),
    ]

    entries = list(read_all_returns(paths))

    assert [type(each).__name__ for each in entries] == [
        "ReportedReturn",
        "Rejection",
        "Rejection",
        "Rejection",
        "FbaReturn",
    ]
    assert [(each.origin.line, each.code) for each in entries if isinstance(each, Rejection)] == [
        (0, "file_missing"),
        (0, "unknown_format"),
        (0, "unknown_format"),
    ]
    assert not is_of_returns(tmp_path / "missing.txt")
    named = list(read_all_returns(paths[4:], "fba-returns"))
    assert named == entries[4:]


def test_a_format_that_there_is_not_is_refused() -> None:
    """At once, and by name."""
    with pytest.raises(InvalidValue) as caught:
        read_all_returns([], "fba-replacements")

    assert caught.value.field == "format"


def test_a_file_that_is_not_utf_8_is_read_with_a_remark(tmp_path: Path) -> None:
    """As every other report is."""
    row = {**FBA, "product-name": "Käsemesser"}

    first, second = read_fba_returns(file_of(tmp_path, tsv(row).encode("latin-1")))

    assert (first.origin, getattr(first, "code", "")) == (
        Origin(str(tmp_path / "orders.txt"), 2),
        "assumed_latin_1",
    )
    assert getattr(second, "title", "") == "Käsemesser"
