"""Judging returns at a desk, waiting or awaited: nothing is changed."""

import asyncio

import pytest
from awaiting import async_desk_over
from desk_stories import desk_over

from ordercore import InvalidValue, Line, NotFound, OrderDesk, ReturnUnits, Trouble, Units
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


def test_what_the_order_would_refuse_is_judged_so(store: MemoryStore) -> None:
    """Of two units one is in a return: not two of them, not one twice, and none before delivery."""
    desk = desk_over(store)

    def told(units: list[ReturnUnits], at: str) -> list[tuple[object, ...]]:
        answers = desk.judge_return("O-1", units, reason="UNWANTED_ITEM", at=at)
        exceeding = [
            [tuple(one.facts.values()) for one in some.refusals if one.code == "units_exceed"]
            for some in answers
        ]
        return [(some.eligible, *facts) for some, facts in zip(answers, exceeding, strict=True)]

    in_time, too_early = "2026-03-20T09:00:00Z", "2026-03-04T09:00:00Z"
    assert told([ReturnUnits("P1", "1", 2)], in_time) == [(False, (2, 1))]
    assert told([*ONE, *ONE], in_time) == [(True,), (False, (1, 0))]
    assert told(ONE, too_early) == [(False, (1, 0))]


def test_units_that_are_judged_together_share_their_money(store: MemoryStore) -> None:
    """Of two units in two parcels, 10.01 in all, each has its own share; what is not there none."""
    desk = desk_over(store)
    desk.place(
        channel="MFN",
        lines=[Line("A", 2, charges=Charges("EUR", item=1001)), Line("A", 1, price="1.00 EUR")],
        order_id="O-2",
        at="2026-03-02T09:00:00Z",
    )
    desk.confirm_payment("O-2", at="2026-03-02T09:05:00Z")
    for n in (1, 2):
        desk.confirm_shipment("O-2", units=[Units("1", 1)], at=f"2026-03-03T0{n}:00:00Z")
        desk.record_delivery("O-2", f"P{n}", at=f"2026-03-0{n + 4}T09:00:00Z")
    units = [ReturnUnits(parcel, line, 1) for line in ("1", "2") for parcel in ("P1", "P2")]
    answers = desk.judge_return("O-2", units, reason="X", at="2026-03-20T09:00:00Z")

    back = [None if some.refund is None else some.refund.total for some in answers]
    assert back == [500, 501, None, None]


def test_what_came_to_light_again_may_come_back(store: MemoryStore) -> None:
    """It was paid for as lost: it is let in as the order lets it in, and no money goes back."""
    desk = desk_over(store)
    desk.place(
        channel="MFN",
        lines=[Line("A", 1, price="10.00 EUR")],
        order_id="O-2",
        at="2026-03-02T09:00:00Z",
    )
    desk.confirm_payment("O-2", at="2026-03-02T09:05:00Z")
    desk.confirm_shipment("O-2", at="2026-03-03T09:00:00Z")
    desk.record_undelivered("O-2", "P1", trouble=Trouble.LOST, at="2026-03-05T09:00:00Z")
    desk.refund("O-2", reason="undeliverable", parcel_id="P1", at="2026-03-06T09:00:00Z")
    desk.record_delivery("O-2", "P1", at="2026-03-08T09:00:00Z")

    (answer,) = desk.judge_return("O-2", ONE, reason="X", at="2026-03-20T09:00:00Z")
    assert answer.refund is not None
    assert (answer.automatic, answer.refund.total) == (True, 0)
    asked = desk.request_return("O-2", units=ONE, reason="X", at="2026-03-20T09:00:00Z")
    assert asked.returns[0].status.value == "authorised"


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
    """Neither the order, nor its parcel, line or return; and units are several of units."""
    desk = desk_over(store)
    with pytest.raises(NotFound):
        desk.judge_return("O-9", ONE, reason="X")
    with pytest.raises(NotFound):
        desk.settlement("O-1", "R9")
    for units in (ReturnUnits("P9", "1", 1), ReturnUnits("P1", "9", 1)):
        with pytest.raises(NotFound, match="9"):
            desk.judge_return("O-1", [units], reason="X")
    for wrong in ("P1", ["P1"], [None]):
        with pytest.raises(InvalidValue, match="units"):
            desk.judge_return("O-1", wrong, reason="X")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="reason"):
        desk.judge_return("O-1", ONE, reason=7)  # type: ignore[arg-type]


def test_a_settlement_of_nothing_is_no_refund_of_everything(store: MemoryStore) -> None:
    """Parts without any are refused: only where they are left out is it all that is owed."""
    desk = desk_over(store)
    with pytest.raises(InvalidValue) as error:
        desk.refund("O-1", reason="customer_return", return_id="R1", parts=())

    assert error.value.field == "parts"
    assert desk.order("O-1").refunds == ()
