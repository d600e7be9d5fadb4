"""Judging returns at a desk, waiting or awaited: nothing is changed."""

import asyncio

import pytest
from awaiting import async_desk_over
from desk_stories import desk_over

from ordercore import InvalidValue, Line, NotFound, OrderDesk, ReturnUnits
from ordercore.adapters.memory import MemoryStore
from ordercore.kernel.charges import Charges
from ordercore.orders.parts import RefundPart

ONE = [ReturnUnits("P1", "1", 1)]


@pytest.fixture
def store() -> MemoryStore:
    """Keep an order whose buyer sent one of two units back."""
    store = MemoryStore()
    desk: OrderDesk = desk_over(store)
    desk.receive("A", 5, at="2026-03-01T08:00:00Z")
    desk.place(
        channel="MFN",
        lines=[Line("A", 2, price="10.00 EUR")],
        order_id="O-1",
        at="2026-03-02T09:00:00Z",
    )
    desk.confirm_payment("O-1", at="2026-03-02T09:05:00Z")
    desk.confirm_shipment("O-1", at="2026-03-03T09:00:00Z")
    desk.record_delivery("O-1", "P1", at="2026-03-05T09:00:00Z")
    desk.request_return("O-1", units=ONE, reason="DEFECTIVE", at="2026-03-09T09:00:00Z")
    desk.receive_return("O-1", "R1", units=ONE, sellable=False, at="2026-03-15T09:00:00Z")
    return store


def test_a_wish_is_judged_and_nothing_changes(store: MemoryStore) -> None:
    """A verdict for each, as if it were asked for at that moment."""
    desk = desk_over(store)
    before = desk.order("O-1")
    in_time, late = (
        desk.judge_return("O-1", ONE, reason="UNWANTED_ITEM", at=at)
        for at in ("2026-03-20T09:00:00Z", "2026-05-20T09:00:00Z")
    )

    assert [answer.eligible for answer in (*in_time, *late)] == [True, False]
    assert desk.order("O-1") == before


def test_a_settlement_pays_for_what_came_back(store: MemoryStore) -> None:
    """Its parts are those of a refund, and then nothing is left to settle."""
    desk = desk_over(store)
    found = desk.settlement("O-1", "R1")

    assert found.parts == (RefundPart("1", Charges("EUR", item=1000), 1),)
    desk.refund(
        "O-1",
        reason="customer_return",
        return_id="R1",
        parts=found.parts,
        at="2026-03-16T09:00:00Z",
    )
    assert desk.settlement("O-1", "R1").parts == ()


def test_both_are_awaited_too(store: MemoryStore) -> None:
    """With the same answers."""

    async def asked() -> tuple[object, object]:
        async with async_desk_over(store) as desk:
            judged = await desk.judge_return(
                "O-1", ONE, reason="UNWANTED_ITEM", at="2026-03-20T09:00:00Z"
            )
            return judged, await desk.settlement("O-1", "R1")

    desk = desk_over(store)
    judged = desk.judge_return("O-1", ONE, reason="UNWANTED_ITEM", at="2026-03-20T09:00:00Z")
    settled = desk.settlement("O-1", "R1")
    assert asyncio.run(asked()) == (judged, settled)


def test_what_is_not_there_is_not_found(store: MemoryStore) -> None:
    """Neither the order, nor the return; and units are several."""
    desk = desk_over(store)
    with pytest.raises(NotFound):
        desk.judge_return("O-9", ONE, reason="X")
    with pytest.raises(NotFound):
        desk.settlement("O-1", "R9")
    with pytest.raises(InvalidValue):
        desk.judge_return("O-1", "P1", reason="X")  # type: ignore[arg-type]


def test_a_settlement_of_nothing_is_no_refund_of_everything(store: MemoryStore) -> None:
    """Parts without any are refused: only where they are left out is it all that is owed."""
    desk = desk_over(store)
    with pytest.raises(InvalidValue) as error:
        desk.refund("O-1", reason="customer_return", return_id="R1", parts=())

    assert error.value.field == "parts"
    assert desk.order("O-1").refunds == ()
