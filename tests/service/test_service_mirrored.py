"""Orders from a pool that somebody else keeps: what they do to it, and what they leave to it."""

from typing import Any

import pytest
from desk_stories import AT, desk_over, later
from relay_stories import set_clock

from ordercore import Line, OrderDesk, Refused, World
from ordercore.inventory import Condition
from ordercore.returns import ReturnUnits
from ordercore.service.auditing import audit
from ordercore.shipping import Trouble

DAY = 86_400

WORLDS = (
    World(pools={"MFN": "3pl"}),
    World(pools={"MFN": ("3pl", "main")}),
)
"""A channel of one pool, and one of several."""


def shipped(world: World) -> OrderDesk:
    """Give a desk whose keeper holds ten of A, of which four were shipped."""
    desk = desk_over(world=world)
    desk.mirror_summary("A", pool="3pl", fulfillable=10, at=AT)
    desk.receive("B", 3, pool="3pl", at=AT)
    lines = [Line("A", 4, price="1 EUR"), Line("B", 1, price="1 EUR")]
    desk.place(channel="MFN", lines=lines, order_id="O-1", at=AT)
    desk.confirm_payment("O-1", payment_id="P", at=AT)
    desk.confirm_shipment("O-1", at=later(1))
    return desk


def figures(desk: OrderDesk, sku: str = "A") -> tuple[int, int, int]:
    """Give what is on hand, reserved and available there."""
    stock = desk.stock(sku, pool="3pl")
    return stock.on_hand, stock.reserved, stock.available


@pytest.mark.parametrize("world", WORLDS)
def test_a_return_to_a_mirrored_pool_stands_and_is_counted_by_its_keeper(world: World) -> None:
    """Its unit is in the next summary; one of a SKU that nobody mirrors there is restocked here."""
    desk = shipped(world)
    assert figures(desk) == (6, 0, 6)
    desk.record_delivery("O-1", "P1", at=later(24))
    back = [ReturnUnits("P1", "1", 2), ReturnUnits("P1", "2", 1)]
    desk.request_return("O-1", units=back, reason="unwanted", at=later(30))

    order = desk.receive_return("O-1", "R1", units=back, at=later(40))

    assert sum(some.units.quantity for some in order.returns[0].received) == 3
    assert figures(desk) == (6, 0, 6)
    assert figures(desk, "B") == (3, 0, 3)
    set_clock(desk, 50 * DAY)
    desk.mirror_summary("A", pool="3pl", fulfillable=8, at=later(50))
    assert figures(desk) == (8, 0, 8)
    assert audit(desk.store).is_well


@pytest.mark.parametrize("world", WORLDS)
def test_what_came_back_undelivered_is_counted_by_the_keeper(world: World) -> None:
    """As with a return."""
    desk = shipped(world)
    desk.record_undelivered("O-1", "P1", Trouble.REFUSED, at=later(24))

    desk.receive_undelivered("O-1", "P1", at=later(48))

    assert figures(desk) == (6, 0, 6)
    assert figures(desk, "B") == (3, 0, 3)
    assert audit(desk.store).is_well


ASKED: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
    ("receive", ("A", 1), {"inbound": "shipped"}),
    ("restock", ("A", 1), {"owner": "O-1"}),
    ("adjust_stock", ("A", 1), {"reason": "found"}),
    ("count_stock", ("A", 1), {}),
    ("regrade_units", ("A", 1), {"now": Condition.DEFECTIVE}),
    ("dispose_units", ("A", 1), {"condition": Condition.DEFECTIVE}),
)


@pytest.mark.parametrize(("method", "given", "said"), ASKED, ids=[row[0] for row in ASKED])
def test_a_desk_refuses_what_the_keeper_tells(
    method: str, given: tuple[Any, ...], said: dict[str, Any]
) -> None:
    """Until the mirror ends, as the refusal says."""
    desk = shipped(WORLDS[0])

    with pytest.raises(Refused) as caught:
        getattr(desk, method)(*given, pool="3pl", **said)

    assert caught.value.codes[0] == "pool_is_mirrored"
    assert caught.value.refusals[0].lift.commands == ("EndMirror",)
    desk.end_mirror("A", pool="3pl")
    if method != "dispose_units":
        getattr(desk, method)(*given, pool="3pl", **said)


def test_units_are_not_moved_to_or_from_a_mirrored_pool_by_one_word() -> None:
    """Neither side happens: they leave here as a correction, and arrive by a summary."""
    desk = shipped(WORLDS[0])
    desk.receive("A", 12, at=AT)
    for here, there in (("main", "3pl"), ("3pl", "main")):
        with pytest.raises(Refused) as caught:
            desk.move_stock("A", 2, pool=here, to_pool=there, cause=f"to {there}", at=later(1))
        assert caught.value.codes == ("pool_is_mirrored",)
    assert (desk.stock("A").on_hand, figures(desk)) == (12, (6, 0, 6))

    sent = desk.adjust_stock("A", -2, reason="moved_out", cause="FBA-1", at=later(2))
    set_clock(desk, 3 * DAY)
    desk.mirror_summary("A", pool="3pl", fulfillable=6, inbound_shipped=2, at=later(3))

    assert sent.on_hand == 10
    assert desk.stock("A", pool="3pl").details.open_inbound("shipped").quantity == 2  # type: ignore[union-attr]
