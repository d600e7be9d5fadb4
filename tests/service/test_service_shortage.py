"""Orders that are short, at the desk: filled in one pool or several, by hand and in turn."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import AT, desk_over, event_names, later, stores

from ordercore import FillShortage, InvalidValue, Line, Order, OrderDesk, Refused, Units, World
from ordercore.adapters.memory import MemoryStore
from ordercore.inventory import PoolTerms, SinglePoolFirst, SourcingTerms, Stock
from ordercore.kernel.actors import Actor
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.promised import short_units
from ordercore.orders.shortage import RecordShortage
from ordercore.ports.outbox import OutboxState
from ordercore.queries import OrderFilter
from ordercore.service.asked import Asked, Moved
from ordercore.service.auditing import audit
from ordercore.service.keys import order_key
from ordercore.service.sweeping import served
from ordercore.testing import live_equals_replay

HALF_AN_HOUR = dt.timedelta(minutes=30)

ONE = World(pools={"MFN": "main"}, hold_unpaid_for={"MFN": HALF_AN_HOUR})

TWO = attrs.evolve(ONE, pools={"MFN": ("main", "west")})

OVER = AT + HALF_AN_HOUR

KIT = Line("KIT", 3, price="9 EUR", components=[("A", 2), ("B", 1)])


@pytest.fixture(params=["memory", "sqlite", "awaited", "two pools"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give an empty desk over each store and awaited, with one pool and with two."""
    memory, sqlite = stores(tmp_path)
    match request.param:
        case "awaited":
            some = faced(MemoryStore(), ONE)
        case "two pools":
            some = desk_over(memory, TWO)
        case store:
            some = desk_over(sqlite if store == "sqlite" else memory, ONE)
    yield some
    assert audit(some.store).differences == ()
    live_equals_replay(some.store, [order_key(order.id) for order in some.find()])
    some.close()
    sqlite.close()


def paid_late(desk: OrderDesk, *lines: Line, id: str = "O-1", at: Any = OVER) -> Order:
    """Let an order be paid when what it held has expired, and others have bought it."""
    asked = lines or (Line("A", 3, price="1 EUR"),)
    needed: dict[str, int] = {}
    for line in asked:
        for sku, units in line.stock_units(line.quantity):
            needed[sku] = needed.get(sku, 0) + units
    for sku, units in needed.items():
        desk.receive(sku, max(0, units - max(0, desk.stock(sku).available)) or 1)
    before = at - HALF_AN_HOUR
    desk.place(channel="MFN", lines=asked, order_id=id, at=before)
    desk.expire_reservations(at=at)
    for sku in needed:
        desk.reserve(sku, desk.stock(sku).available, owner=f"{id}'s rival", at=at)
    return desk.confirm_payment(id, at=at)


def held(desk: OrderDesk, sku: str = "A", id: str = "O-1", pool: str = "main") -> tuple[int, int]:
    """Give what is promised to an order, and how much of it no longer expires."""
    some = desk.reservation(sku, id, pool=pool)
    return some.promised, some.committed


def told(desk: OrderDesk, id: str = "O-1") -> list[str]:
    """Give what is to be told of an order, in order."""
    waiting = desk.store.outbox(OutboxState.WAITING, limit=1000)
    return [
        some.entry.notice.kind
        for some in waiting
        if some.entry.notice is not None and some.entry.stream == order_key(id)
    ]


# One order


def test_f11_what_was_short_is_promised_once_there_is_stock(desk: OrderDesk) -> None:
    """A paid order finds the way back: new buyers have only what it leaves."""
    assert paid_late(desk).short == ("1",)
    desk.receive("A", 10, at=OVER)

    filled = desk.fill_shortage("O-1", at=OVER)

    assert (filled.short, held(desk)) == ((), (3, 3))
    assert desk.stock("A").available == 7
    with pytest.raises(Refused, match="stock_is_short"):
        desk.reserve("A", 8, owner="new", at=OVER)
    shipped = desk.confirm_shipment("O-1", at=OVER)
    assert shipped.sources == ()
    assert (desk.stock("A").available, desk.stock("A").short) == (7, 0)


def test_a_part_is_promised_where_there_is_no_more(desk: OrderDesk) -> None:
    """As far as stock reaches: the rest stays short, and is filled when more has come."""
    paid_late(desk)
    desk.receive("A", 2, at=OVER)

    part = desk.fill_shortage("O-1", at=OVER)
    assert (short_units(part), held(desk)) == ({"1": 1}, (2, 2))
    desk.receive("A", 5, at=OVER)
    whole = desk.fill_shortage("O-1", at=OVER)

    assert (short_units(whole), held(desk)) == ({}, (3, 3))
    assert desk.stock("A").available == 4


def test_no_more_is_promised_than_was_asked_for(desk: OrderDesk) -> None:
    """Line by line, and unit by unit."""
    paid_late(desk, Line("A", 3, price="1 EUR"), Line("B", 2, price="1 EUR"))
    for sku in ("A", "B"):
        desk.receive(sku, 9, at=OVER)

    some = desk.fill_shortage("O-1", units=[Units("1", 2)], at=OVER)

    assert short_units(some) == {"1": 1, "2": 2}
    assert (held(desk), held(desk, "B")) == ((2, 2), (0, 0))


def test_where_stock_reaches_for_nothing_every_sku_is_named(desk: OrderDesk) -> None:
    """The order stays as it is, and knows what would lift it."""
    before = paid_late(desk, Line("A", 3, price="1 EUR"), Line("B", 2, price="1 EUR"))
    desk.set_stock_terms("A", backorder_limit=9, at=OVER)

    with pytest.raises(Refused) as refused:
        desk.fill_shortage("O-1", at=OVER)

    assert refused.value.command == "FillShortage"
    assert {some.code for some in refused.value.refusals} == {"stock_is_short"}
    facts = [some.facts for some in refused.value.refusals if some.facts["pool"] == "main"]
    assert [(some["sku"], some["asked"], some["available"]) for some in facts] == [
        ("A", 3, 0),
        ("B", 2, 0),
    ]
    assert "ReceiveStock" in refused.value.refusals[0].lift.commands
    assert desk.order("O-1") == before


def test_nothing_is_promised_beyond_what_is_on_hand(desk: OrderDesk) -> None:
    """What is short waits already: a backorder would be a new place, at the end of the line."""
    paid_late(desk)
    desk.set_stock_terms("A", backorder_limit=10, safety=2, at=OVER)
    desk.receive("A", 3, at=OVER)

    part = desk.fill_shortage("O-1", at=OVER)

    assert short_units(part) == {"1": 2}
    assert desk.stock("A").backordered == 0
    with pytest.raises(Refused, match="stock_is_short"):
        desk.fill_shortage("O-1", at=OVER)


def test_of_a_bundle_only_whole_ones_are_filled(desk: OrderDesk) -> None:
    """Two B are there and three A: that is one set, and the other A is for others."""
    paid_late(desk, KIT)
    desk.receive("A", 3, at=OVER)
    desk.receive("B", 2, at=OVER)

    part = desk.fill_shortage("O-1", at=OVER)

    assert short_units(part) == {"1": 2}
    assert (held(desk), held(desk, "B")) == ((2, 2), (1, 1))
    desk.receive("A", 9, at=OVER)
    more = desk.fill_shortage("O-1", at=OVER)
    assert short_units(more) == {"1": 1}
    assert (held(desk), held(desk, "B")) == ((4, 4), (2, 2))


def test_lines_that_share_a_sku_are_filled_one_after_the_other(desk: OrderDesk) -> None:
    """The first line first, and a set shares with a single unit."""
    paid_late(desk, Line("A", 2, price="1 EUR"), KIT, Line("A", 1, price="1 EUR"))
    desk.receive("A", 5, at=OVER)
    desk.receive("B", 5, at=OVER)

    part = desk.fill_shortage("O-1", at=OVER)

    assert short_units(part) == {"2": 2}
    assert (held(desk), held(desk, "B")) == ((5, 5), (1, 1))


def test_what_is_filled_is_given_back_when_it_is_cancelled(desk: OrderDesk) -> None:
    """What is still short goes first; then the promise follows."""
    paid_late(desk)
    desk.receive("A", 2, at=OVER)
    desk.fill_shortage("O-1", at=OVER)

    desk.cancel("O-1", reason="no_inventory", units=[Units("1", 1)], at=OVER)
    assert held(desk) == (2, 2)
    desk.cancel("O-1", reason="no_inventory", units=[Units("1", 1)], at=OVER)

    assert held(desk) == (1, 1)
    assert desk.stock("A").available == 1


def test_what_ships_was_promised_first(desk: OrderDesk) -> None:
    """Three of three leave, two of them promised; the third takes what nobody held."""
    paid_late(desk)
    desk.receive("A", 2, at=OVER)
    desk.fill_shortage("O-1", at=OVER)
    before = desk.stock("A")

    desk.confirm_shipment("O-1", at=OVER)

    after = desk.stock("A")
    assert held(desk) == (0, 0)
    assert (before.on_hand - after.on_hand, before.reserved - after.reserved) == (3, 2)


def test_a_part_that_was_filled_stays_when_the_order_is_paid_once_more(desk: OrderDesk) -> None:
    """A payment reserves what is promised, and nothing of what is short."""
    paid_late(desk)
    desk.receive("A", 2, at=OVER)
    desk.fill_shortage("O-1", at=OVER)
    desk.receive("A", 9, at=OVER)
    desk.receive("B", 1, at=OVER)
    desk.amend_order("O-1", add=[Line("B", 1, price="1 EUR")], at=OVER)

    paid = desk.confirm_payment("O-1", at=OVER)

    assert short_units(paid) == {"1": 1}
    assert (held(desk), held(desk, "B")) == ((2, 2), (1, 1))


def test_filling_again_with_one_command_id_is_answered_once(desk: OrderDesk) -> None:
    """The second time it would be refused, and gives the first answer instead."""
    paid_late(desk)
    desk.receive("A", 9, at=OVER)

    first, again = (desk.fill_shortage("O-1", at=OVER, command_id="f-1") for _ in range(2))

    assert first == again
    with pytest.raises(Refused, match="nothing_short"):
        desk.fill_shortage("O-1", at=OVER)
    assert held(desk) == (3, 3)


def test_a_batch_keeps_each_by_itself(desk: OrderDesk) -> None:
    """Two orders want the last three: the first in the batch has them."""
    paid_late(desk)
    paid_late(desk, id="O-2")
    desk.receive("A", 3, at=OVER)
    asked = [Asked(FillShortage(order_id=id, at=OVER)) for id in ("O-2", "O-9", "O-1")]

    first, unknown, last = desk.handle_many(asked)

    assert isinstance(first, Order)
    assert first.short == ()
    assert isinstance(unknown, Refused)
    assert isinstance(last, Refused)
    assert last.codes[:1] == ("stock_is_short",)
    assert (held(desk, id="O-2"), held(desk)) == ((3, 3), (0, 0))


def test_what_may_be_filled_is_offered_explained_and_shown(desk: OrderDesk) -> None:
    """Offered only once something has come, and shown with all it brings about."""
    paid_late(desk)
    fill = FillShortage(order_id="O-1", at=OVER)
    offered = [type(some) for some in desk.allowed("O-1", at=OVER)]
    assert FillShortage not in offered
    assert {some.code for some in desk.explain(fill)} == {"stock_is_short"}

    desk.receive("A", 2, at=OVER)

    assert FillShortage in [type(some) for some in desk.allowed("O-1", at=OVER)]
    assert desk.explain(fill) == ()
    shown = desk.preview(fill)
    assert (shown.short, shown.units) == ({"1": -2}, {})
    assert {place: change.reserved for place, change in shown.stock.items()} == {("main", "A"): 2}
    assert "line 1     short -2" in str(shown)
    assert [some.kind for some in shown.notices] == ["order_to_ship", "out_of_stock"]
    desk.carry_out(shown)
    assert held(desk) == (2, 2)


def test_the_seller_is_told_when_stock_has_come(desk: OrderDesk) -> None:
    """Who was told that something is missing is told that it is there; on hold, when that ends."""
    paid_late(desk)
    assert told(desk)[-1] == "stock_missing"
    desk.place_hold("O-1", kind="manual", owner="ann", hold_id="H", at=OVER)
    desk.release_hold("O-1", hold_id="H", at=OVER)
    assert told(desk)[-1] == "order_held"

    desk.receive("A", 5, at=OVER)
    desk.fill_shortage("O-1", units=[Units("1", 1)], at=OVER)
    assert told(desk)[-2:] == ["order_held", "order_to_ship"]
    desk.place_hold("O-1", kind="manual", owner="ann", hold_id="H2", at=OVER)
    desk.fill_shortage("O-1", at=OVER)

    assert told(desk)[-1] == "order_held"
    desk.release_hold("O-1", hold_id="H2", at=OVER)
    assert told(desk)[-1] == "order_to_ship"


def test_an_order_that_nobody_has_paid_holds_what_is_filled_for_a_while(desk: OrderDesk) -> None:
    """As at its placing: by hand it may be filled, and it expires like any."""
    desk.receive("A", 3, at=AT)
    desk.place(channel="MFN", lines=[Line("A", 3, price="1 EUR")], order_id="O-1", at=AT)
    desk.handle(RecordShortage(order_id="O-1", at=AT, by=Actor.SYSTEM, lines=("1",)))
    assert held(desk) == (0, 0)
    assert desk.fill_backorders("A", at=AT) == ()

    desk.fill_shortage("O-1", units=[Units("1", 2)], at=OVER)

    assert held(desk) == (2, 0)
    assert desk.reservation("A", "O-1").expires_at == OVER + HALF_AN_HOUR
    desk.expire_reservations(at=OVER + HALF_AN_HOUR)
    desk.reserve("A", 2, owner="rival", at=OVER + HALF_AN_HOUR)
    paid = desk.confirm_payment("O-1", at=OVER + HALF_AN_HOUR)
    assert (short_units(paid), held(desk)) == ({"1": 3}, (0, 0))


def test_an_order_from_elsewhere_is_filled_before_and_after_it_is_paid(desk: OrderDesk) -> None:
    """It holds for good in any case, as it would have had there been stock."""
    imported: dict[str, Any] = {"imported": True, "by": Actor.MARKETPLACE}
    lines = (Line("A", 3, price="1 EUR"),)
    desk.handle(PlaceOrder(order_id="O-1", at=AT, channel="MFN", lines=lines, **imported))
    desk.receive("A", 4, at=AT)

    desk.fill_shortage("O-1", units=[Units("1", 1)], at=AT)
    before = held(desk)
    desk.confirm_payment("O-1", at=AT)
    after = held(desk)
    desk.fill_shortage("O-1", at=AT)

    assert (before, after, held(desk)) == ((1, 0), (1, 1), (3, 3))
    assert desk.reservation("A", "O-1").expires_at is None


# Several pools


def test_short_units_find_the_pools_that_the_policy_says(tmp_path: Path) -> None:
    """West comes first, and main gives the rest; on the timeline stands why."""
    west_first = {"west": PoolTerms(priority=-1)}
    split = SinglePoolFirst(SourcingTerms(partial=True))
    some = desk_over(world=attrs.evolve(TWO, pool_terms=west_first, sourcing=split))
    paid_late(some)
    some.receive("A", 1, pool="west", at=OVER)

    one = some.fill_shortage("O-1", at=OVER)
    some.receive("A", 5, at=OVER)
    all_ = some.fill_shortage("O-1", at=OVER)

    assert [(s.pool, s.quantity) for s in one.sources] == [("west", 1)]
    assert [(s.pool, s.quantity) for s in all_.sources] == [("west", 1), ("main", 2)]
    assert event_names(some, "O-1")[-4:] == [
        "ShortageFilled",
        "UnitsSourced",
        "ShortageFilled",
        "UnitsSourced",
    ]
    assert audit(some.store).differences == ()


def test_a_pool_that_is_closed_fills_nothing() -> None:
    """Its units are not counted for the order, and where no other has any, none is named."""
    closed = {"west": PoolTerms(open=False)}
    some = desk_over(world=attrs.evolve(TWO, pool_terms=closed))
    paid_late(some)
    some.receive("A", 9, pool="west", at=OVER)

    with pytest.raises(Refused) as refused:
        some.fill_shortage("O-1", at=OVER)

    assert refused.value.codes == ("stock_is_short",)
    some.receive("A", 1, at=OVER)
    part = some.fill_shortage("O-1", at=OVER)
    assert short_units(part) == {"1": 2}


def test_a_pool_that_is_promised_out_takes_nothing_from_another() -> None:
    """Two are missing in main; three have come to west, and all three are promised."""
    some = desk_over(world=TWO)
    paid_late(some)
    some.count_stock("A", 1, at=OVER)
    some.receive("A", 3, pool="west", at=OVER)

    filled = some.fill_shortage("O-1", at=OVER)

    assert some.stock("A").available == -2
    assert [(s.pool, s.quantity) for s in filled.sources] == [("west", 3)]


def test_a_policy_is_asked_for_what_is_on_hand_alone() -> None:
    """Whatever a host's own policy makes of backorders, none is offered to it."""
    asked: list[tuple[Any, Any]] = []

    def listening(wanted: Any, offers: Any, to: Any) -> Any:
        asked.append((wanted, offers))
        return SinglePoolFirst()(wanted, offers, to)

    some = desk_over(world=TWO)
    paid_late(some)
    some.set_stock_terms("A", backorder_limit=9, pool="west", at=OVER)
    some.receive("A", 2, at=OVER)
    some.world = attrs.evolve(TWO, sourcing=listening)

    some.fill_shortage("O-1", at=OVER)

    ((wanted, offers),) = asked
    assert [(one.sku, one.quantity) for one in wanted] == [("A", 2)]
    assert [(one.pool, one.available, one.backorder) for one in offers] == [
        ("main", {"A": 2}, {"A": 0}),
        ("west", {"A": 0}, {"A": 0}),
    ]


def test_where_every_pool_with_stock_is_closed_the_policy_says_so() -> None:
    """Both are closed, and both have some: stock is not what lacks."""
    closed = {name: PoolTerms(open=False) for name in ("main", "west")}
    some = desk_over(world=TWO)
    paid_late(some)
    for pool in ("main", "west"):
        some.receive("A", 9, pool=pool, at=OVER)
    some.world = attrs.evolve(TWO, pool_terms=closed)

    with pytest.raises(Refused) as refused:
        some.fill_shortage("O-1", at=OVER)

    assert refused.value.codes == ("units_not_sourced",)


# In turn


def test_who_was_promised_more_and_who_was_short_stand_in_one_line(desk: OrderDesk) -> None:
    """By the moment since when each waits; a later one in line has what is left."""
    paid_late(desk, id="O-2", at=later(2))
    paid_late(desk, id="O-1", at=later(1))
    desk.set_stock_terms("A", backorder_limit=9, at=later(1))
    for hours, owner in ((1, "after O-1"), (-1, "before O-1")):
        desk.reserve("A", 2, owner=owner, at=later(1).add(hours=hours))
    desk.receive("A", 6, at=later(3))

    filled = desk.fill_backorders("A", at=later(3))

    assert [type(some) for some in filled] == [Stock, Order, Stock]
    assert desk.reservation("A", "before O-1").held == 2
    assert held(desk, id="O-1") == (3, 3)
    assert desk.reservation("A", "after O-1").held == 1
    assert held(desk, id="O-2") == (0, 0)
    desk.receive("A", 3, at=later(3))
    desk.fill_backorders("A", at=later(3))
    assert held(desk, id="O-2") == (2, 2)
    assert desk.fill_backorders("A", at=later(3)) == ()


def test_an_order_that_lacks_something_else_too_keeps_nobody_waiting(desk: OrderDesk) -> None:
    """The set came first and lacks B: the A go to the next, and nothing fails."""
    paid_late(desk, KIT, id="O-1", at=later(1))
    paid_late(desk, id="O-2", at=later(2))
    desk.receive("A", 3, at=later(3))

    (filled,) = desk.fill_backorders("A", at=later(3))

    assert isinstance(filled, Order)
    assert (filled.id, filled.short) == ("O-2", ())
    assert short_units(desk.order("O-1")) == {"1": 3}


def test_a_sweep_leaves_lines_of_other_skus_to_theirs(desk: OrderDesk) -> None:
    """There somebody else may have come first."""
    paid_late(desk, Line("A", 2, price="1 EUR"), Line("B", 1, price="1 EUR"))
    desk.receive("A", 5, at=OVER)
    desk.receive("B", 5, at=OVER)

    desk.fill_backorders("A", at=OVER)

    assert short_units(desk.order("O-1")) == {"2": 1}


def test_a_sweep_of_a_pool_leaves_orders_of_others_alone(desk: OrderDesk) -> None:
    """What lies elsewhere is not for them, and in their own pool somebody else may be first."""
    paid_late(desk)
    for pool in ("main", "elsewhere"):
        desk.receive("A", 5, pool=pool, at=OVER)

    assert desk.fill_backorders("A", pool="elsewhere", at=OVER) == ()
    assert short_units(desk.order("O-1")) == {"1": 3}


def test_a_sweep_does_not_hide_what_else_is_in_the_way(desk: OrderDesk) -> None:
    """An order that moved, or a store that is gone, is no shortage."""
    order = paid_late(desk)
    moved = Moved(("order/O-1",))

    assert served([order, Refused("FillShortage", ())]) == (order,)
    with pytest.raises(Moved):
        served([order, moved])


def test_orders_that_are_short_are_found(desk: OrderDesk) -> None:
    """The seller's worklist: until they are filled, cancelled or shipped."""
    paid_late(desk)
    desk.receive("B", 3, at=AT)
    desk.place(channel="MFN", lines=[Line("B", 1, price="1 EUR")], order_id="O-3", at=AT)
    short = OrderFilter(short=True)

    assert [order.id for order in desk.find(short)] == ["O-1"]
    desk.receive("A", 9, at=OVER)
    desk.fill_shortage("O-1", at=OVER)
    assert list(desk.find(short)) == []
    with pytest.raises(InvalidValue, match="short"):
        OrderFilter(short="yes")
