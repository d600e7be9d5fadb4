"""What becomes of returned units in stock: they move when they are graded, once, or never."""

from typing import Any

import pytest
from desk_stories import desk_over, event_names, later

from ordercore import Disposition, Line, OrderDesk, Refused, ReturnEnd, ReturnScan, World
from ordercore.inventory import Condition, PoolTerms
from ordercore.orders.stations import Stations
from ordercore.returns import GRADES, ReturnUnits
from ordercore.service.auditing import audit

D, C = Disposition, Condition

WORLDS = (
    World(pools={"MFN": "main"}, pool_terms={"returns": PoolTerms()}),
    World(pools={"MFN": ("main", "west")}, pool_terms={"returns": PoolTerms()}),
)
"""A channel of one pool, and one of several."""


MOVES: tuple[tuple[str, Disposition | None, tuple[int, dict[Condition, int]]], ...] = (
    ("sellable", None, (7, {})),
    ("sellable", D.QUARANTINE, (6, {C.QUARANTINE: 1})),
    ("sellable", D.DONATE, (6, {})),
    ("customer_damaged", None, (6, {C.CUSTOMER_DAMAGED: 1})),
    ("customer_damaged", D.SEND_BACK, (6, {})),
    ("carrier_damaged", None, (6, {C.CARRIER_DAMAGED: 1})),
    ("warehouse_damaged", None, (6, {C.WAREHOUSE_DAMAGED: 1})),
    ("distributor_damaged", None, (6, {C.DISTRIBUTOR_DAMAGED: 1})),
    ("defective", None, (6, {C.DEFECTIVE: 1})),
    ("defective", D.WRITE_OFF, (6, {})),
    ("defective", D.DESTROY, (6, {})),
    ("expired", None, (6, {C.EXPIRED: 1})),
    ("sent_late", None, (7, {})),
    ("wrong_item", None, (6, {})),
    ("serial_mismatch", None, (6, {})),
    ("empty_box", None, (6, {})),
)
"""Of six that are left: a grade, what becomes of its unit, and what is there then."""


def one(number: int = 1) -> tuple[ReturnUnits, ...]:
    """Give so many units of the parcel."""
    return (ReturnUnits("P1", "1", number),)


def unseen(world: World) -> OrderDesk:
    """Give a desk with ten of A, of which four were shipped, and came back to be looked at."""
    desk = desk_over(world=world)
    desk.receive("A", 10, at=later(-1))
    desk.place(channel="MFN", lines=[Line("A", 4, price="1 EUR")], order_id="O-1", at=later(0))
    desk.confirm_payment("O-1", payment_id="P", at=later(0))
    desk.confirm_shipment("O-1", at=later(1))
    desk.record_delivery("O-1", "P1", at=later(3))
    desk.request_return("O-1", units=one(4), reason="unwanted", at=later(4))
    desk.receive_return("O-1", "R1", units=one(4), sellable=None, at=later(9))
    return desk


def figures(desk: OrderDesk, pool: str = "main") -> tuple[int, dict[Condition, int]]:
    """Give what is on hand, and what cannot be sold."""
    stock = desk.stock("A", pool=pool)
    return stock.on_hand, dict(stock.details.unsellable)


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_moves_before_somebody_has_looked(world: World) -> None:
    """What is received to be graded is in no book yet."""
    assert figures(unseen(world)) == (6, {})


@pytest.mark.parametrize(("grade", "disposition", "moved"), MOVES)
@pytest.mark.parametrize("world", WORLDS)
def test_the_disposition_decides_where_a_unit_goes(
    world: World,
    grade: str,
    disposition: Disposition | None,
    moved: tuple[int, dict[Condition, int]],
) -> None:
    """On hand again, set aside in its condition, or out of the books; a second time is refused."""
    desk = unseen(world)

    desk.grade_return("O-1", "R1", units=one(), grade=grade, disposition=disposition, at=later(10))
    assert figures(desk) == moved
    with pytest.raises(Refused, match="units_not_to_grade"):
        desk.grade_return("O-1", "R1", units=one(4), grade=grade, at=later(11))
    assert figures(desk) == moved
    assert audit(desk.store).is_well


def test_every_grade_was_tried() -> None:
    """A new row needs a line above."""
    assert {grade for grade, _, _ in MOVES} == set(GRADES)


@pytest.mark.parametrize("world", WORLDS, ids=("one pool", "several pools"))
def test_units_are_shelved_where_they_were_received(world: World) -> None:
    """Each in the pool in which it arrived, the first that came first, unless one is named."""
    desk = desk_over(world=world)
    desk.receive("A", 10, at=later(-1))
    desk.place(channel="MFN", lines=[Line("A", 4, price="1 EUR")], order_id="O-1", at=later(0))
    desk.confirm_payment("O-1", payment_id="P", at=later(0))
    desk.confirm_shipment("O-1", at=later(1))
    desk.record_delivery("O-1", "P1", at=later(3))
    desk.request_return("O-1", units=one(4), reason="unwanted", at=later(4))
    desk.receive_return("O-1", "R1", units=one(2), sellable=None, pool="returns", at=later(9))
    desk.receive_return("O-1", "R1", units=one(2), sellable=None, at=later(9))

    desk.grade_return("O-1", "R1", units=one(), grade="sellable", at=later(10))
    assert (figures(desk, "returns"), figures(desk)) == ((1, {}), (6, {}))
    desk.grade_return("O-1", "R1", units=one(2), grade="expired", at=later(11))
    assert (figures(desk, "returns"), figures(desk)) == (
        (1, {C.EXPIRED: 1}),
        (6, {C.EXPIRED: 1}),
    )
    desk.grade_return("O-1", "R1", units=one(), grade="sellable", pool="returns", at=later(12))
    assert (figures(desk, "returns"), figures(desk)) == ((2, {C.EXPIRED: 1}), (6, {C.EXPIRED: 1}))


@pytest.mark.parametrize("world", WORLDS)
def test_units_go_where_they_are(world: World) -> None:
    """Into a pool that is named, and that the host has settled."""
    desk = unseen(world)

    desk.grade_return(
        "O-1", "R1", units=(*one(), *one(2)), grade="sellable", pool="returns", at=later(10)
    )
    assert figures(desk, "returns") == (3, {})
    assert figures(desk) == (6, {})
    with pytest.raises(Refused, match="pool_unknown"):
        desk.grade_return("O-1", "R1", units=one(), grade="sellable", pool="moon", at=later(10))


def test_a_return_lives_at_the_desk_from_its_request_to_its_end() -> None:
    """Every method of it, and what is kept of each."""
    desk = unseen(WORLDS[0])
    desk.grade_return("O-1", "R1", units=one(2), grade="sellable", at=later(10))
    desk.grade_return("O-1", "R1", units=one(2), grade="wrong_item", at=later(10))
    desk.record_found_units("O-1", "R1", what="B", at=later(10))
    desk.send_back("O-1", "R1", carrier="DHL", tracking="1Z", at=later(11))
    order = desk.refund("O-1", reason="customer_return", return_id="R1", at=later(11))
    assert order.stations["1"] == Stations(delivered=2, returned=2)
    desk.close_return("O-1", "R1", end=ReturnEnd.REFUNDED, at=later(12))

    ask: dict[str, Any] = {"units": one(), "reason": "unwanted", "ask_first": True}
    desk.request_return("O-1", **ask, at=later(13))
    desk.ask_return_information("O-1", "R2", question="which one?", at=later(13))
    desk.give_return_information("O-1", "R2", answer="the red one", at=later(14))
    desk.authorise_return("O-1", "R2", at=later(14))
    labelled = desk.issue_return_label("O-1", "R2", at=later(14))
    assert labelled.returns[1].labels[0].prepaid
    desk.void_return_label("O-1", "R2", "L1", at=later(14))
    desk.record_return_scan("O-1", "R2", at=later(15))
    desk.record_return_scan("O-1", "R2", scan=ReturnScan.ARRIVED, at=later(16))
    desk.close_return("O-1", "R2", end=ReturnEnd.LOST_IN_TRANSIT, at=later(20))
    desk.request_return("O-1", **ask, at=later(21))
    desk.decline_return("O-1", "R3", reason="not_ours", at=later(21))
    desk.request_return("O-1", **ask, at=later(22))
    last = desk.withdraw_return("O-1", "R4", at=later(22))

    assert [rma.status.value for rma in last.returns] == [
        "closed",
        "closed",
        "declined",
        "withdrawn",
    ]
    assert last.stations["1"] == Stations(delivered=1, returned=3)
    assert event_names(desk, "O-1")[-5:] == [
        "ReturnClosed",
        "ReturnRequested",
        "ReturnDeclined",
        "ReturnRequested",
        "ReturnWithdrawn",
    ]
