"""API answers of version 2026-01-01: orders that come whole."""

from pathlib import Path

import pytest
from amazon_writing import money, new_item, new_order, orders, read_answers, said

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder, ReportedParcel


def package(**changes: object) -> dict[str, object]:
    """Give a package with both units of the usual item."""
    return {
        "packageReferenceId": "P-1",
        "packageStatus": {"status": "SHIPPED"},
        "carrier": "UPS",
        "trackingNumber": "1Z999AA1234567890",
        "shipTime": "2026-01-06T09:00:00Z",
        "packageItems": [{"orderItemId": "0601", "quantity": 2}],
        **changes,
    }


def broken_down(*breakdowns: object) -> dict[str, object]:
    """Give an item whose proceeds are broken down."""
    return new_item(proceeds={"breakdowns": list(breakdowns)})


def part(type: str, amount: str, **details: str) -> dict[str, object]:
    """Give one breakdown, with the subtypes that are told apart."""
    told = [{"subtype": subtype, "value": money(value)} for subtype, value in details.items()]
    return {"type": type, "subtotal": money(amount), "detailedBreakdowns": told}


def test_an_order_comes_whole(tmp_path: Path) -> None:
    """Everything that an order says arrives."""
    answer = new_order(
        programs=["PRIME"],
        buyer={"buyerEmail": "a@example.com", "buyerName": "Ann"},
        recipient={
            "deliveryAddress": {
                "name": "Ann Buyer",
                "addressLine1": "1 Cross St.",
                "city": "Canton",
                "stateOrRegion": "MI",
                "postalCode": "48817",
                "countryCode": "US",
            }
        },
        fulfillment={
            "fulfillmentStatus": "SHIPPED",
            "fulfilledBy": "MERCHANT",
            "fulfillmentServiceLevel": "STANDARD",
            "shipByWindow": {"latestDateTime": "2026-01-07T07:59:59Z"},
            "deliverByWindow": {"latestDateTime": "2026-01-14T07:59:59Z"},
        },
        orderItems=[new_item(fulfillment={"quantityFulfilled": 2, "quantityUnfulfilled": 0})],
        packages=[package(packageStatus={"status": "DELIVERED"})],
    )
    origin = Origin(str(tmp_path / "1.json"), 1)

    entries = read_answers(tmp_path, {"orders": [answer]})

    expected = ReportedOrder(
        id=OrderId("111-0000002-0000002"),
        channel="SFP",
        marketplace="US",
        status=OrderStatus.SHIPPED,
        word="SHIPPED",
        placed_at=instant("2026-01-05T10:00:00Z"),
        updated_at=instant("2026-01-06T11:00:00Z"),
        lines=(
            ReportedLine(
                sku=Sku("KETTLE"),
                quantity=2,
                charges=Charges("USD", item=4000),
                origin=origin,
                ref="0601",
                title="A kettle",
                shipped=2,
            ),
        ),
        origin=origin,
        parcels=(
            ReportedParcel(
                id="P-1",
                units=(("0601", 2),),
                carrier="UPS",
                tracking="1Z999AA1234567890",
                shipped_at=instant("2026-01-06T09:00:00Z"),
                delivered=True,
            ),
        ),
        ship_to=Address(
            name="Ann Buyer",
            line1="1 Cross St.",
            city="Canton",
            region="MI",
            postal_code="48817",
            country="US",
        ),
        ship_by=instant("2026-01-07T07:59:59Z"),
        deliver_by=instant("2026-01-14T07:59:59Z"),
        service="STANDARD",
        buyer="a@example.com",
    )
    assert [expected] == entries


@pytest.mark.parametrize(
    "answer",
    [
        new_order(),
        {"order": new_order()},
        {"orders": [new_order()]},
        {"payload": {"order": new_order()}},
        {"response": {"orders": [new_order()]}},
    ],
)
def test_an_answer_may_be_wrapped(tmp_path: Path, answer: object) -> None:
    """Search results, single orders and bare ones are read alike."""
    entries = read_answers(tmp_path, answer)

    assert [order.id for order in orders(entries)] == ["111-0000002-0000002"]
    assert said(entries) == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (new_item(), Charges("USD", item=4000)),
        (new_item(quantityOrdered=3), Charges("USD", item=6000)),
        (new_item(product={"sellerSku": "KETTLE"}), None),
        (new_item(product={"sellerSku": "KETTLE", "price": {}}), None),
        (broken_down(part("ITEM", "39.00")), Charges("USD", item=3900)),
        (broken_down(part("ITEM", "30"), part("ITEM", "9")), Charges("USD", item=3900)),
        (
            broken_down(part("TAX", "3.20"), part("SHIPPING", "5"), part("GIFT_WRAP", "3")),
            Charges("USD", item=4000, tax=320, shipping=500, gift_wrap=300),
        ),
        (
            broken_down(part("TAX", "3.20", ITEM="2.00", SHIPPING="0.40", GIFT_WRAP="0.24")),
            Charges("USD", item=4000, tax=256, shipping_tax=40, gift_wrap_tax=24),
        ),
        (
            broken_down(part("DISCOUNT", "-4.00", SHIPPING="-2.50", ITEM="-1.50")),
            Charges("USD", item=4000, discount=150, shipping_discount=250),
        ),
        (broken_down(part("COD_FEE", "1"), part("OTHER", "1")), Charges("USD", item=4000)),
    ],
)
def test_proceeds_become_charges(tmp_path: Path, item: object, expected: Charges | None) -> None:
    """The breakdown comes before the price of a unit; what subtypes leave stays with the type."""
    (order,) = orders(read_answers(tmp_path, new_order(orderItems=[item])))

    assert expected == order.lines[0].charges


@pytest.mark.parametrize(
    ("status", "fulfilled", "execution", "cancelled"),
    [
        ("UNSHIPPED", 0, {"cancelledBy": "BUYER"}, True),
        ("UNSHIPPED", None, {"cancelledBy": "BUYER"}, True),
        ("SHIPPED", 1, {"cancelledBy": "BUYER"}, False),
        ("UNSHIPPED", 0, None, False),
        ("CANCELLED", 0, None, True),
    ],
)
def test_a_line_is_cancelled_with_its_order_or_before_it_left(
    tmp_path: Path, status: str, fulfilled: int | None, execution: object, cancelled: bool
) -> None:
    """A request alone cancels nothing."""
    item = new_item(
        fulfillment={"quantityFulfilled": fulfilled},
        cancellation={"cancellationRequest": {}, "cancellationExecution": execution},
    )
    fulfilment = {"fulfillmentStatus": status, "fulfilledBy": "AMAZON"}

    (order,) = orders(read_answers(tmp_path, new_order(fulfillment=fulfilment, orderItems=[item])))

    assert (cancelled, fulfilled) == (order.lines[0].cancelled, order.lines[0].shipped)


@pytest.mark.parametrize(
    ("word", "delivered"),
    [
        ("PENDING", []),
        ("CANCELLED", []),
        ("IN_TRANSIT", [False]),
        ("SHIPPED", [False]),
        ("UNDELIVERABLE", [False]),
        ("DELIVERED", [True]),
    ],
)
def test_only_packages_that_left_are_parcels(
    tmp_path: Path, word: str, delivered: list[bool]
) -> None:
    """A package that waits or was cancelled holds units that are still to be shipped."""
    answer = new_order(packages=[package(packageStatus={"status": word}, shipTime=None)])

    (order,) = orders(read_answers(tmp_path, answer))

    assert delivered == [parcel.delivered for parcel in order.parcels]
    assert all(parcel.shipped_at is None for parcel in order.parcels)


def test_the_same_order_twice_is_kept_once(tmp_path: Path) -> None:
    """Where it was read makes no difference; what it says does."""
    entries = read_answers(
        tmp_path, new_order(), new_order(), new_order(lastUpdatedTime="2026-02-01T00:00:00Z")
    )

    same, other = (entry for entry in entries if not isinstance(entry, ReportedOrder))
    assert said(entries) == [(1, "", "repeated_order")] * 2
    assert same.message.endswith("says the same")
    assert other.message.endswith("the newer one counts")
    assert instant("2026-02-01T00:00:00Z") == orders(entries)[0].updated_at


def test_an_order_of_another_shop_has_no_marketplace(tmp_path: Path) -> None:
    """The name of the marketplace counts where its id is unknown."""
    elsewhere = new_order(salesChannel={"channelName": "NON_AMAZON"})
    named = new_order(orderId="2", salesChannel={"marketplaceName": "Amazon.de"})

    entries = read_answers(tmp_path, elsewhere, named)

    assert [order.marketplace for order in orders(entries)] == ["", "DE"]


@pytest.mark.parametrize(
    ("associated", "replacement", "replaces"),
    [
        ([], None, None),
        ([("SOMETHING_ELSE", "902-8")], None, None),
        (
            [("SOMETHING_ELSE", "902-8"), ("REPLACEMENT_ORIGINAL_ID", "902-9")],
            ReplacementKind.REPLACEMENT,
            "902-9",
        ),
        ([("EXCHANGE_ORIGINAL_ID", "902-9")], ReplacementKind.EXCHANGE, "902-9"),
        ([("EXCHANGE_ORIGINAL_ID", "")], ReplacementKind.EXCHANGE, None),
    ],
)
def test_associations_tell_what_an_order_replaces(
    tmp_path: Path,
    associated: list[tuple[str, str]],
    replacement: ReplacementKind | None,
    replaces: str | None,
) -> None:
    """And whether it is the same again, or something else."""
    told = [{"associationType": kind, "orderId": id} for kind, id in associated]

    (order,) = orders(read_answers(tmp_path, new_order(associatedOrders=told)))

    assert (order.replacement, order.replaces) == (replacement, replaces)


def test_a_missing_time_of_update_is_the_purchase(tmp_path: Path) -> None:
    """Nothing happened since, as far as the answer tells."""
    (order,) = orders(read_answers(tmp_path, new_order(lastUpdatedTime=None)))

    assert order.placed_at == order.updated_at
