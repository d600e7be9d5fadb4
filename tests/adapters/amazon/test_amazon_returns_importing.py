"""Importing returns: what becomes of reports, counted; twice is once."""

from pathlib import Path
from typing import Any

import pytest
from amazon_writing import file_of
from hypothesis import given, settings
from hypothesis import strategies as st
from returns_writing import FBA, SELLER, Row, desk_with_an_order, tsv

from ordercore import NotFound, OrderDesk, ReturnUnits
from ordercore.adapters.amazon import (
    ReportedReturn,
    ReturnsResult,
    import_returns,
    read_all_returns,
)
from ordercore.adapters.amazon.returns_times import reported_time
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.orders.stations import stations
from ordercore.ports.source import Origin, Rejection, Remark

ORDER = "111-0000001-0000001"

NOTHING = ReturnsResult(
    returns=0,
    units=0,
    taken=0,
    received=0,
    changed=0,
    unchanged=0,
    waiting=0,
    rejections=(),
    remarks=(),
)


REPORTED = ReportedReturn(
    origin=Origin("a", 1),
    order_id=ORDER,
    requested=reported_time("2026-03-10", "requested"),
    sku="MUG",
    quantity=1,
    status="Approved",
)


def imported(
    desk: OrderDesk, folder: Path, *rows: Row, sellable: bool | None = None
) -> ReturnsResult:
    """Write rows of a report and import them, with days of UTC."""
    path = file_of(folder, tsv(*rows), "returns.txt")
    return import_returns(desk, read_all_returns([path]), zone="UTC", sellable=sellable)


def codes(result: ReturnsResult) -> list[tuple[int, str, str]]:
    """Give line, field and code of what was rejected."""
    return [(each.origin.line, each.field, each.code) for each in result.rejections]


def test_nothing_comes_to_nothing() -> None:
    """Neither do rejections and remarks, which are passed on."""
    said = (
        Rejection(Origin("a", 1), "x", "bad", "", "bad"),
        Remark(Origin("a", 2), "x", "odd", "odd"),
    )
    desk = desk_with_an_order()

    assert import_returns(desk, []) == NOTHING
    result = import_returns(desk, said)
    assert (result.rejections, result.remarks, result.returns) == (said[:1], said[1:], 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"entries": [5]}, "entries"),
        ({"entries": None}, "entries"),
        ({"entries": "row"}, "entries"),
        ({"entries": [REPORTED], "skus": 5}, "skus"),
        ({"entries": [REPORTED], "zone": 5}, "zone"),
        ({"entries": [REPORTED], "sellable": "yes"}, "sellable"),
    ],
)
def test_what_is_nothing_that_a_reader_gives_is_refused(
    changes: dict[str, Any], field: str
) -> None:
    """By the name of the argument, and nothing is taken."""
    desk = desk_with_an_order()

    with pytest.raises(InvalidValue) as caught:
        import_returns(desk, **changes)

    assert caught.value.field == field
    assert desk.order(ORDER).returns == ()


def test_rows_are_counted_by_what_they_did(tmp_path: Path) -> None:
    """Taken, waiting, refused, and later arrived, received or unchanged."""
    desk = desk_with_an_order()
    arrived = {**SELLER, "Return delivery date": "16-Mar-2026"}
    asked = {**SELLER, "Return Reason": "CR-DEFECTIVE", "Return request status": "Pending"}
    unknown = {**SELLER, "Order ID": "999-0000001-0000001"}

    first = imported(desk, tmp_path, SELLER, asked, unknown)
    second = imported(desk, tmp_path, arrived, {**asked, "Return request status": "Approved"})
    third = imported(desk, tmp_path, arrived, asked, sellable=True)
    fourth = imported(desk, tmp_path, arrived, asked, sellable=True)

    def counts(result: ReturnsResult) -> tuple[int, ...]:
        return (
            result.returns, result.units, result.taken, result.received, result.changed,
            result.unchanged, result.waiting,
        )  # fmt: skip

    assert counts(first) == (1, 1, 1, 0, 0, 0, 1)
    assert codes(first) == [(4, "order-id", "order_unknown")]
    assert counts(second) == (2, 2, 1, 0, 1, 0, 0)
    assert counts(third) == (2, 2, 0, 1, 0, 1, 0)
    assert counts(fourth) == (2, 2, 0, 0, 0, 2, 0)


def test_nothing_is_presumed_unless_it_is_asked_for(tmp_path: Path) -> None:
    """A parcel that is underway has arrived only where the host says so."""
    desk = desk_with_an_order()
    for parcel in ("P1", "P2"):
        desk.retract_delivery(ORDER, parcel, at="2026-03-08T09:00:00Z")
    path = file_of(tmp_path, tsv(SELLER))

    first = import_returns(desk, read_all_returns([path]), zone="UTC")
    second = import_returns(desk, read_all_returns([path]), zone="UTC", presumed=True)

    assert codes(first) == [(2, "return-quantity", "over_return")]
    assert second.taken == 1


def test_the_zone_of_days_is_told_once(tmp_path: Path) -> None:
    """Which was named, or that of the marketplace."""
    desk = desk_with_an_order(marketplace="DE")
    path = file_of(tmp_path, tsv(SELLER, {**SELLER, "Return Reason": "CR-DEFECTIVE"}))

    result = import_returns(desk, read_all_returns([path]))

    (remark,) = result.remarks
    assert (remark.origin.line, remark.field, remark.code) == (
        2,
        "return-request-date",
        "zone_assumed",
    )
    assert "Europe/Berlin" in remark.message
    assert desk.order(ORDER).returns[0].requested_at == instant("2026-03-09T23:00:00Z")


def test_exact_times_need_no_zone(tmp_path: Path) -> None:
    """Nothing is assumed of Amazon's own report."""
    result = imported(desk_with_an_order(), tmp_path, FBA)

    assert (result.taken, result.remarks, result.rejections) == (1, (), ())


def test_a_rule_that_refuses_is_told_by_its_code(tmp_path: Path) -> None:
    """With the sentence, and the line; its neighbours are taken."""
    desk = desk_with_an_order()
    back_too_soon = {**SELLER, "Return delivery date": "09-Mar-2026"}
    good = {**SELLER, "Return Reason": "CR-DEFECTIVE"}

    result = imported(desk, tmp_path, back_too_soon, good, sellable=True)

    assert codes(result) == [(2, "return", "return_step_too_early")]
    assert result.rejections[0].value == "DaBcDeFgRRMA/MUG/UNWANTED_ITEM"
    assert result.taken == 1


def test_a_value_that_no_order_can_keep_is_told(tmp_path: Path) -> None:
    """An RMA without end."""
    result = imported(desk_with_an_order(), tmp_path, {**SELLER, "Amazon RMA ID": "R" * 600})

    assert codes(result) == [(2, "return_id", "invalid_value")]


def test_over_returns_are_refused_row_by_row(tmp_path: Path) -> None:
    """R37: three mugs arrived, so of four rows of one the last is refused."""
    desk = desk_with_an_order()
    rows = [{**FBA, "license-plate-number": f"LPN{at}"} for at in range(4)]

    result = imported(desk, tmp_path, *rows)

    assert (result.taken, result.units) == (3, 3)
    assert codes(result) == [(5, "quantity", "over_return")]
    assert stations(desk.order(ORDER))["1"].returned == 3


def test_a_return_that_changed_its_quantity_is_told(tmp_path: Path) -> None:
    """The order keeps what it knows."""
    desk = desk_with_an_order()
    imported(desk, tmp_path, SELLER)

    result = imported(desk, tmp_path, {**SELLER, "Return quantity": "2"})

    assert (result.unchanged, result.rejections) == (1, ())
    assert [(each.field, each.code) for each in result.remarks][1:] == [
        ("return-quantity", "return_differs")
    ]
    assert desk.order(ORDER).returns[0].units[0].quantity == 1


def test_a_return_of_the_sellers_own_may_hold_more(tmp_path: Path) -> None:
    """Nothing differs, and nothing is taken twice; its label is new to us."""
    desk = desk_with_an_order()
    desk.request_return(
        ORDER,
        units=[ReturnUnits("P2", "1", 2)],
        reason="X",
        return_id="R-7",
        at="2026-03-10T09:00:00Z",
    )

    result = imported(desk, tmp_path, {**SELLER, "Merchant RMA ID": "R-7"})
    again = imported(desk, tmp_path, {**SELLER, "Merchant RMA ID": "R-7"})

    assert (result.changed, again.unchanged, result.rejections) == (1, 1, ())
    assert [each.code for each in result.remarks] == ["zone_assumed"]


def test_an_order_that_arrives_meanwhile_takes_its_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was not there when the import looked, and is when the return is taken."""
    desk = desk_with_an_order()

    def not_yet(_: str) -> None:
        raise NotFound("order", ORDER)

    monkeypatch.setattr(desk, "order", not_yet)

    assert imported(desk, tmp_path, SELLER).taken == 1


def test_both_reports_together_take_no_unit_twice(tmp_path: Path) -> None:
    """Returns to the seller and to Amazon share what arrived."""
    desk = desk_with_an_order()
    paths = [
        file_of(tmp_path, tsv({**SELLER, "Return quantity": "2"}), "a.txt"),
        file_of(tmp_path, tsv(FBA, {**FBA, "license-plate-number": "LPN2"}), "b.txt"),
    ]

    result = import_returns(desk, read_all_returns(paths), zone="UTC")

    assert (result.taken, codes(result)) == (2, [(3, "quantity", "over_return")])


def test_progress_is_told_in_batches(tmp_path: Path) -> None:
    """A hundred rows at a time."""
    desk = desk_with_an_order()
    rows = [{**FBA, "license-plate-number": f"LPN{at}"} for at in range(101)]
    path = file_of(tmp_path, tsv(*rows))
    done: list[int] = []

    result = import_returns(desk, read_all_returns([path]), progress=done.append)

    assert done == [100, 1]
    assert len(result.rejections) == 98


ROWS = st.lists(
    st.one_of(
        st.builds(
            lambda reason, quantity, day, status, arrived: {
                **SELLER,
                "Return Reason": reason,
                "Return quantity": str(quantity),
                "Return request date": f"{day:02}-Mar-2026",
                "Return request status": status,
                "Return delivery date": arrived,
            },
            st.sampled_from(["CR-UNWANTED_ITEM", "CR-DEFECTIVE", "AMZ-PG-BAD-DESC"]),
            st.integers(1, 4),
            st.integers(3, 12),
            st.sampled_from(["Approved", "Pending", "Closed", "Odd"]),
            st.sampled_from(["", "09-Mar-2026", "16-Mar-2026"]),
        ),
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS, st.sampled_from([None, True, False]))
@settings(max_examples=25, deadline=None)
def test_twice_is_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], sellable: bool | None
) -> None:
    """Law: the same report again changes nothing, and no more comes back than arrived."""
    folder = tmp_path_factory.mktemp("twice")
    desk = desk_with_an_order()

    first = imported(desk, folder, *rows, sellable=sellable)
    after = desk.order(ORDER)
    again = imported(desk, folder, *rows, sellable=sellable)

    assert desk.order(ORDER) == after
    assert (again.taken, again.received, again.changed) == (0, 0, 0)
    assert again.unchanged == first.taken + first.received + first.changed + first.unchanged
    line = stations(after)["1"]
    assert line.returning + line.returned + line.delivered == 3
    assert line.delivered >= 0
    assert line.returning + line.returned == sum(
        unit.quantity for rma in after.returns for unit in rma.units
    )
