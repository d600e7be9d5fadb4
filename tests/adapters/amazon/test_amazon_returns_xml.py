"""The XML report of returns: the same returns as the flat file has."""

from pathlib import Path

import pytest
from amazon_writing import file_of
from returns_writing import returns, told

from ordercore.adapters.amazon import read_returns, returns_format_of
from ordercore.adapters.amazon.returns_report import read_fba_returns
from ordercore.errors import SourceError
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money

ITEM = """
<item_details>
 <item_name>A mug &amp; a saucer</item_name><asin>B000000001</asin>
 <return_reason_code>AMZ-PG-APP-TOO-SMALL</return_reason_code><merchant_sku>MUG</merchant_sku>
 <in_policy>Y</in_policy><return_quantity>1</return_quantity>
 <resolution>StandardRefund</resolution><category>Kitchen</category>
 <refund_amount>12.5</refund_amount>
</item_details>
"""

SHARED = """
<order_id>111-0000001-0000001</order_id><order_date>2026-03-02T09:00:00Z</order_date>
<amazon_rma_id>DaBcDeFgRRMA</amazon_rma_id>
<return_request_date>2026-03-10T12:44:17Z</return_request_date>
<return_request_status>Approved</return_request_status><a_to_z_claim>false</a_to_z_claim>
<is_prime>N</is_prime>
<label_details><currency_code>USD</currency_code><label_cost>0.0</label_cost>
<label_type>AmazonUnPaidLabel</label_type></label_details>
<label_to_be_paid_by>Customer</label_to_be_paid_by><return_type>C-Returns</return_type>
<order_amount>37.5</order_amount><order_quantity>3</order_quantity>
"""


def xml(*wholes: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """Write a report of returns, each with its items."""
    inside = "".join(f"<return_details>{whole}</return_details>" for whole in wholes)
    return (
        f"{head}<AmazonEnvelope><Header><DocumentVersion>1.00</DocumentVersion></Header>"
        f"<MessageType>Returns-Report</MessageType><Message>{inside}</Message></AmazonEnvelope>"
    )


def test_an_item_is_a_return_with_what_its_whole_says(tmp_path: Path) -> None:
    """Elements are columns, in whatever element they stand."""
    other = ITEM.replace("MUG", "CUP")

    first, second = returns(list(read_returns(file_of(tmp_path, xml(ITEM + other + SHARED)))))

    assert (first.sku, second.sku) == ("MUG", "CUP")
    assert [each.origin.line for each in (first, second)] == [1, 2]
    assert (first.order_id, first.rma, first.title) == (
        "111-0000001-0000001",
        "DaBcDeFgRRMA",
        "A mug & a saucer",
    )
    assert (first.reason_code, first.label) == ("APPAREL_TOO_SMALL", "unpaid")
    assert first.payer is Actor.BUYER
    assert (first.refunded, first.order_amount, first.label_cost) == (
        Money(1250, "USD"),
        Money(3750, "USD"),
        Money(0, "USD"),
    )
    assert first.requested.at is not None
    assert (first.is_a_to_z, first.in_policy, first.category) == (False, True, "Kitchen")


def test_an_item_that_stands_there_twice_is_one(tmp_path: Path) -> None:
    """As public reports show it, of orders of one unit."""
    entries = list(read_returns(file_of(tmp_path, xml(ITEM + ITEM + SHARED))))

    assert len(returns(entries)) == 1
    assert told(entries) == [(2, "", "repeated_return")]


def test_a_namespace_changes_nothing(tmp_path: Path) -> None:
    """Neither does a declared encoding, once the text is read."""
    plain = xml(ITEM + SHARED)
    spaced = xml(ITEM + SHARED, head='<?xml version="1.0" encoding="ISO-8859-1"?>').replace(
        "<AmazonEnvelope>", '<AmazonEnvelope xmlns="urn:returns">'
    )
    path = file_of(tmp_path, plain)

    assert returns_format_of(path) == "amazon-returns"
    usual = list(read_returns(path))
    assert list(read_returns(file_of(tmp_path, spaced))) == usual


def test_a_return_without_items_and_one_that_is_bad_are_told(tmp_path: Path) -> None:
    """By their number in the file; the good one is read."""
    bad = ITEM.replace("<return_quantity>1<", "<return_quantity>one<")

    entries = list(read_returns(file_of(tmp_path, xml(SHARED, bad + SHARED, ITEM + SHARED))))

    assert len(returns(entries)) == 1
    assert told(entries) == [
        (1, "item-details", "items_missing"),
        (2, "return-quantity", "bad_quantity"),
    ]


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xml(ITEM + SHARED, head=BOMB), "unknown_format"),
        (xml(ITEM + SHARED)[:-3], "bad_xml"),
        ("<", "bad_xml"),
        ("<a>&nbsp;</a>", "bad_xml"),
        ("<Other/>", "unknown_format"),
        ("<AmazonEnvelope/>", "unknown_format"),
        (xml(ITEM + SHARED).replace("Returns-Report", "Settlement"), "unknown_format"),
    ],
)
def test_what_is_no_such_xml_is_refused(tmp_path: Path, content: str, code: str) -> None:
    """At once; entities are refused before anything is expanded."""
    with pytest.raises(SourceError) as caught:
        read_returns(file_of(tmp_path, content))

    assert caught.value.code == code


def test_comments_are_no_declarations(tmp_path: Path) -> None:
    """A remark of somebody's in the file costs nothing."""
    content = xml("<!-- by hand -->" + ITEM + SHARED)

    assert len(list(read_returns(file_of(tmp_path, content)))) == 1


def test_amazons_own_report_is_never_xml(tmp_path: Path) -> None:
    """It is refused for its header."""
    with pytest.raises(SourceError) as caught:
        read_fba_returns(file_of(tmp_path, xml(ITEM + SHARED)))

    assert caught.value.code == "wrong_header"
