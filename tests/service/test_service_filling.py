"""A multi-channel order of which a part is missing, from its placing to the refund, on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import AT, later, stocked, waiting

from ordercore import (
    Actor,
    FillPolicy,
    Line,
    OrderDesk,
    OrderStatus,
    RecordUnfillable,
    Units,
    World,
)
from ordercore.adapters.sql import open_sqlite
from ordercore.orders.decider import fold

OWN = World(pools={"MCF": "fba"})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with five cups and five teas on hand with the fulfiller, on a file."""
    some = stocked(store=open_sqlite(tmp_path / "shop.db"), world=OWN)
    for sku in ("CUP", "TEA"):
        some.receive(sku, 5, pool="fba", at=AT)
    yield some
    some.close()


def ordered(desk: OrderDesk, fill: FillPolicy) -> None:
    """Place and pay an order of three cups and two teas."""
    lines = [Line("CUP", 3, price="12.00 EUR"), Line("TEA", 2, price="4.00 EUR")]
    desk.place(channel="MCF", lines=lines, fill=fill, order_id="M-1", at=AT)
    desk.confirm_payment("M-1", at=AT)


def free(desk: OrderDesk) -> tuple[int, int]:
    """Give how many cups and teas are promised to nobody."""
    return desk.stock("CUP", pool="fba").available, desk.stock("TEA", pool="fba").available


def test_what_there_is_is_shipped_and_the_rest_paid_back(desk: OrderDesk) -> None:
    """Two cups broke: one cup and the teas leave, and 24.00 of 44.00 go back."""
    ordered(desk, FillPolicy.FILL_ALL_AVAILABLE)
    assert free(desk) == (2, 3)

    order = desk.record_unfillable("M-1", units=[Units("1", 2)], at=later(0.1))
    assert (order.status, order.terms.fill) == (
        OrderStatus.UNSHIPPED,
        FillPolicy.FILL_ALL_AVAILABLE,
    )
    assert free(desk) == (4, 3)

    desk.confirm_shipment("M-1", by=Actor.MARKETPLACE, at=later(1))
    desk.refund("M-1", reason="units_cancelled", at=later(1))
    order = desk.confirm_refund("M-1", "F1", at=later(2))

    assert order.status is OrderStatus.SHIPPED
    assert str(order.balance) == "20.00 EUR"
    assert [sum(units.quantity for units in parcel.units) for parcel in order.parcels] == [3]
    assert desk.stock("CUP", pool="fba").on_hand == 4
    assert fold(some.event for some in desk.timeline("M-1")) == order  # type: ignore[misc]


def test_all_or_nothing_gives_everything_back(desk: OrderDesk) -> None:
    """One tea is missing: nothing leaves, everything is free again, and all the money is owed."""
    ordered(desk, FillPolicy.FILL_OR_KILL)

    desk.record_unfillable("M-1", units=[Units("2", 1)], at=later(0.1), command_id="c-1")
    order = desk.record_unfillable("M-1", units=[Units("2", 1)], at=later(0.2), command_id="c-1")

    assert order.status is OrderStatus.UNFULFILLABLE
    assert len(order.cancellations) == 1
    assert free(desk) == (5, 5)
    order = desk.refund("M-1", reason="units_cancelled", at=later(1))
    assert str(order.balance) == "0.00 EUR"


def test_the_buyer_is_told_as_of_any_cancellation(desk: OrderDesk) -> None:
    """Of the units, once; the word of the fulfiller is nobody's notice."""
    ordered(desk, FillPolicy.FILL_OR_KILL)
    before = len(waiting(desk.store))

    desk.record_unfillable("M-1", at=later(0.1))

    told = [entry.topic for entry in waiting(desk.store)[before:]]
    assert told == ["buyer/units_cancelled"]


def test_it_is_shown_before_it_is_done(desk: OrderDesk) -> None:
    """After the day in which goods may come in it is offered, and carried out as it was shown."""
    ordered(desk, FillPolicy.FILL_ALL)
    now = desk.allowed("M-1", at=later(1))
    (command,) = (some for some in now if isinstance(some, RecordUnfillable))

    preview = desk.preview(command)
    order = desk.carry_out(preview)

    assert str(preview.status.order) == "unshipped -> unfulfillable"
    assert [type(event).__name__ for event in preview.events] == [
        "OrderReported",
        "UnitsCancelled",
        "ReservedReleased",
        "ReservedReleased",
    ]
    assert order == preview.after == desk.order("M-1")
