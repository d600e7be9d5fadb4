"""All Orders reports: what a good file, and a nearly good one, is read as."""

from pathlib import Path

import attrs
import pytest
from amazon_writing import (
    file_of,
    orders,
    read_report,
    read_rows,
    report,
    row,
    said,
)

from ordercore.adapters.amazon import OrdersReportSource
from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder


def test_a_row_becomes_an_order_with_a_line(tmp_path: Path) -> None:
    """Everything that a row says arrives."""
    path = file_of(tmp_path, report(row()))
    origin = Origin(str(path), 2)

    (order,) = OrdersReportSource(path).read()

    expected = ReportedOrder(
        id=OrderId("111-0000001-0000001"),
        channel="MFN",
        marketplace="US",
        status=OrderStatus.SHIPPED,
        word="Shipped",
        placed_at=instant("2026-01-05T10:00:00Z"),
        updated_at=instant("2026-01-06T11:00:00Z"),
        lines=(
            ReportedLine(
                sku=Sku("KETTLE"),
                quantity=2,
                charges=Charges("USD", item=4000, tax=320),
                origin=origin,
                title="A kettle",
                shipped=2,
            ),
        ),
        origin=origin,
        ship_to=Address(city="Springfield", region="IL", postal_code="01234", country="US"),
        service="Standard",
    )
    assert expected == order


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"item_price": ""}, None),
        ({"item_price": "0", "item_tax": ""}, Charges("USD")),
        (
            {
                "shipping_price": "5.00",
                "shipping_tax": "0.40",
                "gift_wrap_price": "3.00",
                "gift_wrap_tax": "0.24",
                "item_promotion_discount": "-1.50",
                "ship_promotion_discount": "2.50",
            },
            Charges("USD", 4000, 320, 500, 40, 300, 24, 150, 250),
        ),
        ({"currency": "JPY", "item_price": "2500.00", "item_tax": ""}, Charges("JPY", 2500)),
        ({"currency": "", "item_tax": ""}, Charges("USD", 4000)),
        (
            {"currency": "", "sales_channel": "Amazon.co.jp", "item_price": "9", "item_tax": ""},
            Charges("JPY", 9),
        ),
    ],
)
def test_amounts_become_charges(
    tmp_path: Path, changes: dict[str, str], expected: Charges | None
) -> None:
    """A blank price is unknown, other blanks are zero, and discounts may have either sign."""
    (order,) = orders(read_rows(tmp_path, row(**changes)))

    assert expected == order.lines[0].charges


def test_a_blank_currency_is_that_of_another_row(tmp_path: Path) -> None:
    """Any row of the order may name it, also a later one, before the marketplace's counts."""
    entries = read_rows(
        tmp_path,
        row(currency="", item_price="1"),
        row(currency="???", item_price="2"),
        row(currency="EUR", item_price=""),
    )

    (order,) = orders(entries)
    assert said(entries) == [(3, "currency", "unknown_currency")]
    assert [line.charges and line.charges.currency for line in order.lines] == ["EUR", None]


@pytest.mark.parametrize(
    ("order_status", "item_status", "shipped", "cancelled"),
    [
        ("Shipped", "Shipped", 2, False),
        ("Shipped", "Unshipped", 0, False),
        ("Shipped", "", None, False),
        ("Pending", "Pending", None, False),
        ("Shipped", "Cancelled", None, True),
        ("Cancelled", "", None, True),
        ("Canceled", "Unshipped", 0, True),
    ],
)
def test_the_item_status_tells_what_has_left(
    tmp_path: Path, order_status: str, item_status: str, shipped: int | None, cancelled: bool
) -> None:
    """The whole quantity, none of it, or whatever the order's status says."""
    changed = row(order_status=order_status, item_status=item_status)

    (order,) = orders(read_rows(tmp_path, changed))

    assert (shipped, cancelled) == (order.lines[0].shipped, order.lines[0].cancelled)


def test_a_cancelled_row_may_have_no_units(tmp_path: Path) -> None:
    """Real reports give 0 for most cancelled rows; it is still a line."""
    (order,) = orders(read_rows(tmp_path, row(order_status="Cancelled", quantity="0")))

    assert (order.lines[0].quantity, order.lines[0].cancelled) == (0, True)


def test_delivery_is_told_by_the_composite_status(tmp_path: Path) -> None:
    """The marketplace's own word is kept beside our reading."""
    (order,) = orders(read_rows(tmp_path, row(order_status="Shipped - Delivered to Buyer")))

    assert (order.delivered, order.word) == (True, "Shipped - Delivered to Buyer")


def test_prime_by_the_merchant_is_a_channel_of_its_own(tmp_path: Path) -> None:
    """The column is-prime, where a report has it, makes the difference."""
    entries = read_rows(
        tmp_path,
        row(amazon_order_id="A", is_prime="true"),
        row(amazon_order_id="B", is_prime="false"),
        row(amazon_order_id="C", is_prime="true", fulfillment_channel="Amazon"),
    )

    assert [order.channel for order in orders(entries)] == ["SFP", "MFN", "FBA"]


def test_a_postal_code_loses_what_a_spreadsheet_added(tmp_path: Path) -> None:
    """Leading zeros stay, a decimal goes."""
    entries = read_rows(
        tmp_path,
        row(amazon_order_id="A", ship_postal_code="400081.0"),
        row(amazon_order_id="B", ship_postal_code="00501"),
        row(amazon_order_id="C", ship_postal_code="SW1A 1AA"),
    )

    found = [order.ship_to and order.ship_to.postal_code for order in orders(entries)]
    assert found == ["400081", "00501", "SW1A 1AA"]


def test_an_order_without_any_address_goes_nowhere_known(tmp_path: Path) -> None:
    """Blank columns are no address."""
    blank = row(ship_city="", ship_state="", ship_postal_code="", ship_country="")

    (order,) = orders(read_rows(tmp_path, blank))

    assert order.ship_to is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05T10:00:00", "2026-01-05T15:00:00Z"),
        ("2026-01-05 10:00", "2026-01-05T15:00:00Z"),
        ("2026-01-05", "2026-01-05T05:00:00Z"),
        ("2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),
        ("2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),
    ],
)
def test_a_given_zone_reads_times_without_offset(tmp_path: Path, text: str, expected: str) -> None:
    """One remark says so; of a wall time that comes twice the first is meant."""
    rows = report(row(purchase_date=text), row(purchase_date=text, sku="POT"))

    entries = read_report(tmp_path, rows, zone="America/New_York")

    assert said(entries) == [(2, "purchase-date", "zone_assumed")]
    assert instant(expected) == orders(entries)[0].placed_at


def test_a_naive_date_of_update_is_read_in_the_zone_too(tmp_path: Path) -> None:
    """The remark names the column that needed it."""
    content = report(row(last_updated_date="2026-01-06T11:00:00"))

    entries = read_report(tmp_path, content, zone="Asia/Tokyo")

    assert said(entries) == [(2, "last-updated-date", "zone_assumed")]
    assert instant("2026-01-06T02:00:00Z") == orders(entries)[0].updated_at


def test_a_given_zone_leaves_other_times_alone(tmp_path: Path) -> None:
    """A time with an offset needs no zone, and no remark."""
    entries = read_report(tmp_path, report(row()), zone="Asia/Tokyo")

    assert [instant("2026-01-05T10:00:00Z")] == [order.placed_at for order in orders(entries)]
    assert said(entries) == []


def test_a_zone_that_does_not_exist_is_refused_at_once() -> None:
    """It is a mistake in the program, not in a file."""
    with pytest.raises(InvalidValue) as caught:
        OrdersReportSource("orders.txt", zone="Mars/Olympus")

    assert caught.value.field == "zone"


def test_a_missing_date_of_update_is_the_purchase(tmp_path: Path) -> None:
    """Nothing happened since, as far as the report tells."""
    (order,) = orders(read_rows(tmp_path, row(last_updated_date="")))

    assert order.placed_at == order.updated_at


def test_reported_orders_are_values(tmp_path: Path) -> None:
    """Nothing that is read can be changed."""
    (order,) = orders(read_rows(tmp_path, row()))

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        order.word = "Pending"  # type: ignore[misc]
