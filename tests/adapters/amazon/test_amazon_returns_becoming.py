"""What became of reported returns: graded, labelled, arrived, let in, and off again."""

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns_writing import MUGS, desk_with_an_order

from ordercore import OrderDesk, Refused, ReturnUnits, World, open
from ordercore.adapters.amazon import FbaReturn, ReportedReturn, import_returns
from ordercore.adapters.amazon.returns_times import reported_time
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.orders.state import Order
from ordercore.ports.source import Origin
from ordercore.returns import (
    Disposition,
    Grade,
    Return,
    ReturnEnd,
    ReturnLabel,
    ReturnScan,
    ReturnStatus,
    Wear,
)

ORDER = "111-0000001-0000001"

DAMAGED = Grade(
    code="knocked",
    dispositions=(Disposition.QUARANTINE,),
    condition="customer_damaged",
    amazon="CUSTOMER_DAMAGED",
    wear=Wear.USED,
)

PAID: dict[str, Any] = {
    "label_type": "AmazonPrePaidLabel",
    "label_cost": Money(414, "USD"),
    "label_paid_by": "Customer",
    "carrier": "UPS",
    "tracking": "1Z",
}


def reported(**changes: Any) -> ReportedReturn:
    """Give a return of one mug, asked for on 10 March, changed."""
    delivered = changes.pop("delivered", "")
    said: dict[str, Any] = {
        "origin": Origin("returns.txt", 2),
        "order_id": ORDER,
        "requested": reported_time("10-Mar-2026", "requested"),
        "sku": "MUG",
        "quantity": 1,
        "status": "Approved",
        "reason": "CR-UNWANTED_ITEM",
        "rma": "RMA7",
        "delivered": reported_time(delivered, "delivered") if delivered else None,
    }
    return ReportedReturn(**said | changes)


def taken_back(disposition: str, plate: str = "LPN1") -> FbaReturn:
    """Give a mug that Amazon's centre took back on 12 March."""
    return FbaReturn(
        origin=Origin("fba.txt", 2),
        order_id=ORDER,
        returned=reported_time("2026-03-12T15:00:00Z", "returned"),
        sku="MUG",
        quantity=1,
        disposition=disposition,
        reason="UNWANTED_ITEM",
        license_plate=plate,
    )


def take(desk: OrderDesk, *told: ReportedReturn | FbaReturn, **changes: Any) -> Return:
    """Import rows, which are all taken, twice: the second time changes nothing."""
    result = import_returns(desk, told, zone="UTC", **changes)
    assert result.rejections == ()
    order = desk.order(ORDER)
    again = import_returns(desk, told, zone="UTC", **changes)
    assert (again.rejections, desk.order(ORDER)) == ((), order)
    return order.returns[0]


def own(desk: OrderDesk, **changes: Any) -> Order:
    """Ask for a return of the seller's own number, which waits for an answer."""
    said: dict[str, Any] = {
        "units": [ReturnUnits("P2", "1", 1)],
        "reason": "UNWANTED_ITEM",
        "return_id": "M1",
        "ask_first": True,
        "at": "2026-03-10T09:00:00Z",
    }
    return desk.request_return(ORDER, **said | changes)


@pytest.mark.parametrize(
    ("disposition", "grade", "on_hand", "condition", "fee"),
    [
        ("SELLABLE", "sellable", 7, "", 0),
        ("CUSTOMER_DAMAGED", "customer_damaged", 6, "customer_damaged", 625),
        ("CARRIER_DAMAGED", "carrier_damaged", 6, "carrier_damaged", 0),
        ("FulfillerDamaged", "warehouse_damaged", 6, "warehouse_damaged", 0),
        ("DEFECTIVE", "defective", 6, "defective", 0),
    ],
)
def test_what_amazon_took_back_is_graded_by_its_disposition(
    disposition: str, grade: str, on_hand: int, condition: str, fee: int
) -> None:
    """Stock moves once, into that condition; what the buyer damaged is paid for less a fee."""
    desk = desk_with_an_order()

    rma = take(desk, taken_back(disposition))

    assert [(some.grade, some.at) for some in rma.graded] == [
        (grade, instant("2026-03-12T15:00:00Z"))
    ]
    assert [got.sellable for got in rma.received] == [None]
    stock = desk.stock("MUG")
    assert stock.on_hand == on_hand
    aside = {kind.value: number for kind, number in stock.details.unsellable.items()}
    assert aside == ({condition: 1} if condition else {})
    settled = desk.settlement(ORDER, rma.id)
    assert settled.kept_as_fees == Money(fee, "USD")
    assert [part.charges.total for part in settled.parts] == [1250 - fee]


def test_what_lies_in_no_pool_of_ours_is_graded_all_the_same() -> None:
    """The order knows the grade, and no stock moves."""
    desk = open(world=World(pools={}))
    desk.place(channel="FBA", order_id=ORDER, lines=[MUGS], at="2026-03-02T09:00:00Z")
    desk.confirm_payment(ORDER, at="2026-03-02T09:05:00Z")
    desk.confirm_shipment(ORDER, at="2026-03-03T09:00:00Z", by=Actor.MARKETPLACE)
    desk.record_delivery(ORDER, "P1", at="2026-03-05T18:00:00Z")

    rma = take(desk, taken_back("CUSTOMER_DAMAGED"))

    assert [some.grade for some in rma.graded] == ["customer_damaged"]
    assert desk.settlement(ORDER, rma.id).kept_as_fees == Money(625, "USD")


def test_a_hosts_grades_are_looked_up_first() -> None:
    """By Amazon's word in the world of the desk; a word of none is told, and nothing is taken."""
    rows = {"knocked": DAMAGED}
    desk = desk_with_an_order(world=World(pools={"SHOP": "main"}, return_grades=rows))

    rma = take(desk, taken_back("CUSTOMER_DAMAGED"))
    (rejection,) = import_returns(desk, [taken_back("SELLABLE", plate="LPN2")]).rejections

    assert [some.grade for some in rma.graded] == ["knocked"]
    assert rejection.code == "grade_unknown"


def test_the_label_of_a_row_is_one_of_the_return() -> None:
    """Who bears it, what it cost, and by what it goes; it counts in the settlement."""
    desk = desk_with_an_order()

    rma = take(desk, reported(**PAID, delivered="16-Mar-2026"), sellable=True)

    (label,) = rma.labels
    assert label == ReturnLabel(
        id="L1",
        prepaid=True,
        payer=Actor.BUYER,
        cost=Money(414, "USD"),
        carrier="UPS",
        tracking="1Z",
        issued_at=instant("2026-03-10T00:00:00Z"),
    )
    assert desk.settlement(ORDER, rma.id).kept_for_labels == Money(414, "USD")


@pytest.mark.parametrize(
    ("changes", "prepaid", "payer"),
    [
        ({"label_type": "AmazonPrePaidLabel"}, True, Actor.SELLER),
        ({"label_type": "AmazonUnPaidLabel", "label_paid_by": "Customer"}, False, Actor.BUYER),
        ({"label_type": "AmazonPrePaidLabel", "label_paid_by": "Amazon"}, True, Actor.MARKETPLACE),
        # Who paid in advance is not said, so it is not assumed that the seller did.
        ({"label_type": "Magic", "label_paid_by": "Customer"}, False, Actor.BUYER),
        ({"label_type": "", "label_paid_by": "Customer"}, False, Actor.BUYER),
    ],
)
def test_nothing_is_guessed_of_a_label(
    changes: dict[str, Any], prepaid: bool, payer: Actor
) -> None:
    """What a row leaves out is as harmless as it can be."""
    (label,) = take(desk_with_an_order(), reported(**PAID | {"label_paid_by": ""} | changes)).labels

    assert (label.prepaid, label.payer) == (prepaid, payer)


@pytest.mark.parametrize(
    "changes",
    [{}, {"carrier": "UPS", "label_paid_by": "Seller"}, {"label_cost": Money(0, "USD")}],
)
def test_a_row_without_a_label_has_none(changes: dict[str, Any]) -> None:
    """The name of a carrier is none, nor is a cost of nothing."""
    assert take(desk_with_an_order(), reported(**changes)).labels == ()


LESS = {**PAID, "tracking": ""}


@pytest.mark.parametrize("later", [{}, {"delivered": "16-Mar-2026"}])
def test_a_label_that_is_told_in_parts_is_one(later: dict[str, Any]) -> None:
    """The first is voided, so that its cost counts once; an older report changes nothing."""
    desk = desk_with_an_order()
    take(desk, reported(**LESS))

    rma = take(desk, reported(**PAID, **later))

    assert [(label.id, label.tracking) for label in rma.live_labels] == [("L2", "1Z")]
    assert take(desk, reported(**LESS)) == rma


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (PAID, {**PAID, "tracking": "2Z"}),
        (PAID, {**PAID, "label_paid_by": "Seller"}),
        ({**LESS, "label_type": "AmazonUnPaidLabel"}, PAID),
        ({**LESS, "delivered": "16-Mar-2026"}, {**PAID, "delivered": "16-Mar-2026"}),
    ],
)
def test_another_label_is_told_and_the_first_stays(
    first: dict[str, Any], later: dict[str, Any]
) -> None:
    """Which of two counts a person says; so it is once the goods have come."""
    desk = desk_with_an_order()
    before = take(desk, reported(**first))

    result = import_returns(desk, [reported(**later)], zone="UTC")

    assert (desk.order(ORDER).returns, result.unchanged) == ((before,), 1)
    assert [(each.field, each.code) for each in result.remarks] == [
        ("return-request-date", "zone_assumed"),
        ("label-type", "return_differs"),
    ]


def test_a_label_that_was_voided_by_hand_is_not_issued_again() -> None:
    """The report goes on telling of it."""
    desk = desk_with_an_order()
    rma = take(desk, reported(**PAID))
    desk.void_return_label(ORDER, rma.id, "L1", at="2026-03-11T09:00:00Z")

    assert take(desk, reported(**PAID)).live_labels == ()


def test_a_label_of_the_sellers_own_stays() -> None:
    """He knows better what he bought; where he issued none, that of the row is taken."""
    mine, none = desk_with_an_order(), desk_with_an_order()
    for desk in (mine, none):
        own(desk, ask_first=False)
    bought = ReturnLabel(payer=Actor.BUYER, cost=Money(414, "USD"), carrier="UPS")
    mine.issue_return_label(ORDER, "M1", label=bought, at="2026-03-11T09:00:00Z")
    told = reported(**PAID, merchant_rma="M1")

    assert [(label.id, label.tracking) for label in take(mine, told).labels] == [("L1", "")]
    assert [(label.id, label.tracking) for label in take(none, told).labels] == [("L1", "1Z")]


def test_what_became_of_a_return_became_of_it_after_its_answer() -> None:
    """No report tells when a label was issued."""
    desk = desk_with_an_order()
    own(desk)
    desk.authorise_return(ORDER, "M1", at="2026-03-11T09:00:00Z")

    (label,) = take(desk, reported(**PAID, merchant_rma="M1")).labels

    assert label.issued_at == instant("2026-03-11T09:00:00Z")


def test_what_the_carrier_brought_has_arrived() -> None:
    """On the day that the row names, whether or not anybody has looked at it."""
    rma = take(desk_with_an_order(), reported(delivered="16-Mar-2026"))

    assert (rma.status, rma.arrived_at) == (ReturnStatus.ARRIVED, instant("2026-03-16T00:00:00Z"))
    assert rma.received == ()


def test_an_earlier_arrival_counts() -> None:
    """The seller noted it a day late."""
    desk = desk_with_an_order()
    rma = take(desk, reported())
    desk.record_return_scan(ORDER, rma.id, scan=ReturnScan.ARRIVED, at="2026-03-17T09:00:00Z")

    assert take(desk, reported(delivered="16-Mar-2026")).arrived_at == instant(
        "2026-03-16T00:00:00Z"
    )
    assert take(desk, reported(delivered="18-Mar-2026")).arrived_at == instant(
        "2026-03-16T00:00:00Z"
    )


@pytest.mark.parametrize("status", ["Cancelled", "Declined"])
def test_a_return_that_was_let_in_and_is_off_is_withdrawn(status: str) -> None:
    """Its units are with the buyer as before, and may be asked for again."""
    desk = desk_with_an_order()
    take(desk, reported(**PAID))

    rma = take(desk, reported(status=status))

    assert rma.status is ReturnStatus.WITHDRAWN
    line = desk.order(ORDER).stations["1"]
    assert (line.delivered, line.returning) == (3, 0)
    again = import_returns(desk, [reported(**PAID)], zone="UTC")
    assert [(each.field, each.code) for each in again.remarks][1:] == [
        ("return-request-status", "return_differs")
    ]
    assert desk.order(ORDER).returns == (rma,)


def test_what_is_off_and_has_come_all_the_same_is_taken() -> None:
    """The goods say more than the word; where a carrier has them, that is told."""
    arrived = take(desk_with_an_order(), reported())
    desk = desk_with_an_order()
    take(desk, reported())
    assert arrived.status is ReturnStatus.AUTHORISED
    rma = take(desk, reported(status="Cancelled", delivered="16-Mar-2026"), sellable=True)

    assert rma.status is ReturnStatus.RECEIVED
    (rejection,) = import_returns(desk, [reported(status="Cancelled")]).rejections
    assert rejection.code == "return_already_posted"


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("Approved", ReturnStatus.AUTHORISED),
        ("Declined", ReturnStatus.DECLINED),
        ("Cancelled", ReturnStatus.WITHDRAWN),
        ("Pending", ReturnStatus.REQUESTED),
    ],
)
def test_a_return_of_the_sellers_own_that_waits_is_answered(status: str, end: ReturnStatus) -> None:
    """As Amazon says it was, by Amazon."""
    desk = desk_with_an_order()
    own(desk)

    rma = take(desk, reported(merchant_rma="M1", status=status))

    assert (rma.id, rma.status) == ("M1", end)
    said = rma.answer
    assert said is None or (said.by, said.at) == (Actor.MARKETPLACE, rma.requested_at)
    assert said is None or said.reason in ("", "Declined")


def test_what_waits_may_be_let_in_and_come_with_one_row() -> None:
    """In that order; it is settled though our window had closed."""
    desk = desk_with_an_order()
    own(desk, at="2026-09-10T09:00:00Z")
    told = reported(merchant_rma="M1", delivered="16-Sep-2026")

    rma = take(desk, told, sellable=True)

    assert rma.status is ReturnStatus.RECEIVED
    assert desk.settlement(ORDER, "M1").parts


def test_what_we_declined_and_amazon_allowed_is_told() -> None:
    """Nothing is changed by that: a person decides."""
    desk = desk_with_an_order()
    own(desk)
    before = desk.decline_return(ORDER, "M1", reason="not_ours", at="2026-03-10T10:00:00Z")

    told = reported(merchant_rma="M1", delivered="16-Mar-2026")
    result = import_returns(desk, [told], zone="UTC", sellable=True)

    assert (desk.order(ORDER), result.unchanged) == (before, 1)
    assert [each.code for each in result.remarks] == ["zone_assumed", "return_differs"]


def test_what_was_closed_as_never_sent_and_arrived_is_told() -> None:
    """The order keeps what it knows; an older report that tells of no arrival says nothing."""
    desk = desk_with_an_order()
    rma = take(desk, reported())
    desk.close_return(ORDER, rma.id, end=ReturnEnd.NEVER_SENT, at="2026-06-01T09:00:00Z")

    told = reported(**PAID, delivered="02-Jun-2026")
    result = import_returns(desk, [told], zone="UTC", sellable=True)
    older = import_returns(desk, [reported()], zone="UTC", sellable=True)

    assert (result.unchanged, desk.order(ORDER).returns[0].received) == (1, ())
    assert [(each.field, each.code) for each in result.remarks][1:] == [
        ("return-delivery-date", "return_differs")
    ]
    assert [each.code for each in older.remarks] == ["zone_assumed"]


def test_a_return_over_its_window_is_settled_as_let_in() -> None:
    """Amazon let it in; our policy still takes its fee for lateness."""
    desk = desk_with_an_order()
    told = attrs.evolve(
        reported(delivered="16-Sep-2026"), requested=reported_time("10-Sep-2026", "requested")
    )

    rma = take(desk, told, sellable=True)

    with pytest.raises(Refused):
        own(desk, return_id="M2", ask_first=False, at="2026-09-10T09:00:00Z")
    settled = desk.settlement(ORDER, rma.id)
    assert [part.charges.total for part in settled.parts] == [1000]
    assert settled.kept_as_fees == Money(250, "USD")


ROWS = st.fixed_dictionaries(
    {"status": st.sampled_from(["Approved", "Completed"])},
    optional={"delivered": st.just("16-Mar-2026")},
)


@given(
    st.lists(ROWS, min_size=1, max_size=4),
    st.lists(st.sampled_from([{}, PAID, LESS]), min_size=4, max_size=4),
    st.permutations([*range(4)]),
    st.sampled_from([None, True]),
)
@settings(max_examples=25, deadline=None)
def test_law_reports_of_one_return_come_to_the_same_in_any_order(
    rows: list[dict[str, Any]],
    labels: list[dict[str, Any]],
    order: list[int],
    sellable: bool | None,
) -> None:
    """Each tells a part of the same: status, label that counts, arrival, receipt and money.

    What a label lacks is told before anything has gone by it, or not at all.
    """
    if any("delivered" in row for row in rows):
        labels = [label and PAID for label in labels]
    told = [reported(**row, **label) for row, label in zip(rows, labels, strict=False)]
    straight, mixed = desk_with_an_order(), desk_with_an_order()
    for each in told:
        import_returns(straight, [each], zone="UTC", sellable=sellable)
    for place in order:
        import_returns(mixed, told[place : place + 1], zone="UTC", sellable=sellable)

    one, other = (desk.order(ORDER).returns[0] for desk in (straight, mixed))

    def known(rma: Return) -> tuple[object, ...]:
        live = [attrs.evolve(label, id="") for label in rma.live_labels]
        return rma.status, live, rma.arrived_at, rma.received, rma.requested_at, rma.answer

    assert known(one) == known(other)
    settled = [desk.settlement(ORDER, one.id).parts for desk in (straight, mixed)]
    assert settled[0] == settled[1]
