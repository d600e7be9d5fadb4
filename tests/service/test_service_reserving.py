"""Reservations over a store: baskets, time, payments that come late, bundles, and the ledger."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_stories import AT, desk_over, event_names, hold, stores, units

from ordercore import Line, OrderDesk, OrderStatus, Refused, World
from ordercore.inventory import Caused, Condition, Reservation, Stock
from ordercore.orders.placing import PlaceOrder
from ordercore.ports.records import Key
from ordercore.testing import live_equals_replay

TIMED = World(pools={"MFN": "main"}, hold_unpaid_for={"MFN": dt.timedelta(minutes=30)})

OVER = AT.add(minutes=30)

KIT = Line("KIT", 2, price="9 EUR", components=[("A", 2), ("B", 1)])


@pytest.fixture(params=[0, 1], ids=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with five A and five B that holds unpaid orders for half an hour."""
    some = desk_over(stores(tmp_path)[request.param], TIMED)
    for sku in ("A", "B"):
        some.receive(sku, 5)
    yield some
    keys = [Key("stock", "main/A"), Key("stock", "main/B")]
    live_equals_replay(some.store, [*keys, *(Key("order", order.id) for order in some.find())])
    for sku in ("A", "B"):
        stock, sums = some.stock(sku), Counter[str]()
        for entry in some.stock_ledger(sku):
            assert entry.cause
            sums[entry.account] += entry.change
        assert (stock.on_hand, stock.reserved) == (sums["on_hand"], sums["reserved"])
    some.close()


def place(desk: OrderDesk, *skus: tuple[str, int], id: str = "O-1", **said: Any) -> None:
    """Place an order."""
    lines = [Line(sku, quantity, price="10 EUR") for sku, quantity in skus]
    desk.place(channel="MFN", lines=lines, order_id=id, **said)


def sweep(desk: OrderDesk, *skus: str, at: Any = OVER) -> None:
    """Let what O-1 holds expire."""
    for sku in skus or ("A", "B"):
        desk.expire_reserved(sku, owner="O-1", at=at)


def held(desk: OrderDesk, sku: str = "A", id: str = "O-1") -> tuple[int, int]:
    """Give what is held, and how much of it no longer expires."""
    some = desk.reservation(sku, id)
    return some.held, some.committed


def test_an_order_holds_from_its_placing_and_is_committed_by_its_payment(desk: OrderDesk) -> None:
    """What is paid does not expire."""
    place(desk, ("A", 2))
    assert desk.reservation("A", "O-1") == Reservation(
        "O-1", "A", "main", 2, since=AT, expires_at=OVER
    )
    desk.confirm_payment("O-1")
    sweep(desk)

    assert held(desk) == (2, 2)
    desk.confirm_shipment("O-1")
    assert desk.reservation("A", "O-1") == Reservation("O-1", "A", "main", consumed=2)


def test_r14_an_order_that_nobody_paid_gives_its_stock_back(desk: OrderDesk) -> None:
    """From its time on, whenever that is swept, and any number of times."""
    place(desk, ("A", 5))
    sweep(desk, "A", at=OVER.subtract(microseconds=1))
    with pytest.raises(Refused, match="stock_is_short"):
        place(desk, ("A", 1), id="O-2")

    for _ in range(3):
        sweep(desk, "A")

    place(desk, ("A", 5), id="O-2", at=OVER)
    assert event_names(desk, "main/A", "stock").count("ReservedExpired") == 1


def test_an_order_that_is_paid_late_is_reserved_anew(desk: OrderDesk) -> None:
    """As long as there is stock."""
    place(desk, ("A", 2), ("B", 1))
    sweep(desk)

    paid = desk.confirm_payment("O-1", at=OVER)

    assert paid.short == ()
    assert (held(desk), held(desk, "B")) == ((2, 2), (1, 1))


def test_an_order_that_is_paid_when_stock_has_gone_is_short(desk: OrderDesk) -> None:
    """The payment stands, the line is known as short, and the other line is held."""
    place(desk, ("A", 2), ("B", 1))
    sweep(desk)
    place(desk, ("A", 4), id="O-2", at=OVER)

    paid = desk.confirm_payment("O-1", at=OVER)

    assert (paid.status, paid.short) == (OrderStatus.UNSHIPPED, ("1",))
    assert (held(desk), held(desk, "B")) == ((0, 0), (1, 1))
    shipped = desk.confirm_shipment("O-1", at=OVER)
    assert shipped.status is OrderStatus.SHIPPED
    assert (desk.stock("A").on_hand, desk.stock("B").on_hand) == (3, 4)


def test_lines_of_a_bundle_are_short_together_and_keep_nothing(desk: OrderDesk) -> None:
    """B was swept and is gone: the bundle gives back its A, which others may have now."""
    desk.place(channel="MFN", lines=[KIT], order_id="O-1")
    assert (held(desk), held(desk, "B")) == ((4, 0), (2, 0))
    sweep(desk, "B")
    place(desk, ("B", 5), id="O-2", at=OVER)

    paid = desk.confirm_payment("O-1", at=OVER)

    assert paid.short == ("1",)
    assert (held(desk), desk.stock("A").available) == ((0, 0), 5)


def test_r10_an_order_whose_hold_has_expired_is_cancelled_like_any(desk: OrderDesk) -> None:
    """There is nothing left to release, and that is no reason against it."""
    place(desk, ("A", 2), ("B", 1))
    sweep(desk, "A")

    gone = desk.cancel("O-1", reason="buyer_cancelled", at=OVER)

    assert gone.status is OrderStatus.CANCELLED
    assert (desk.stock("A").available, desk.stock("B").available) == (5, 5)


def test_an_expired_order_is_amended_and_ships(desk: OrderDesk) -> None:
    """What is taken out is not there to be given back, and what is put in is promised."""
    place(desk, ("A", 2))
    sweep(desk)

    more = Line("B", 1, price="10 EUR")
    desk.amend_order("O-1", units=units(("1", 1)), add=[more], at=OVER)
    desk.confirm_payment("O-1", at=OVER)
    desk.confirm_shipment("O-1", at=OVER)

    assert (desk.stock("A").on_hand, desk.stock("B").on_hand) == (4, 4)
    assert (desk.stock("A").reserved, desk.stock("B").reserved) == (0, 0)


def test_a_basket_becomes_an_order(desk: OrderDesk) -> None:
    """Its units are the order's, though nothing else is left, and hold as long as an order may."""
    desk.reserve("A", 5, owner="basket-7", expires_at=AT.add(minutes=10))
    with pytest.raises(Refused, match="stock_is_short"):
        place(desk, ("A", 5))

    place(desk, ("A", 5), basket="basket-7")

    assert desk.reservation("A", "O-1").expires_at == OVER
    assert desk.reservation("A", "basket-7") == Reservation("basket-7", "A", "main")


def test_r08_a_draft_is_not_reserved_twice(desk: OrderDesk) -> None:
    """What was held under the order's own id counts when it is placed."""
    desk.reserve("A", 4, owner="O-1")

    place(desk, ("A", 5))

    assert held(desk) == (5, 0)
    assert desk.stock("A").reserved == 5


def test_r04_bundles_and_lines_of_their_components_are_summed(desk: OrderDesk) -> None:
    """Two kits and one A need five A; one more is not there, and then nothing is reserved."""
    with pytest.raises(Refused, match="stock_is_short"):
        desk.place(channel="MFN", lines=[KIT, Line("A", 2, price="1 EUR")])
    assert desk.stock("B").reserved == 0

    order = desk.place(channel="MFN", lines=[KIT, Line("A", 1, price="1 EUR")], order_id="O-1")
    desk.confirm_payment(order.id)
    desk.confirm_shipment(order.id, units=units(("1", 1)))
    desk.cancel(order.id, reason="no_inventory", units=units(("1", 1)))

    assert (held(desk), held(desk, "B")) == ((1, 1), (0, 0))
    assert (desk.stock("A").on_hand, desk.stock("B").on_hand) == (3, 4)
    assert desk.stock("KIT") == Stock("KIT", "main")


def test_a_cause_happens_once_whatever_store_it_is_in(desk: OrderDesk) -> None:
    """The same return again changes nothing, and the same name for more is refused."""
    for _ in range(3):
        desk.restock("A", 2, owner="O-1", condition=Condition.DEFECTIVE, cause="RMA/7")

    with pytest.raises(Refused, match="cause_used_otherwise"):
        desk.restock("A", 3, owner="O-1", condition=Condition.DEFECTIVE, cause="RMA/7")
    assert desk.stock("A").details.unsellable == {Condition.DEFECTIVE: 2}
    key = Key("cause", "main/A/RMA/7")
    asked = "owner=O-1 condition=defective"
    caused = Caused("RMA/7", "A", "main", "RestockUnits", 2, asked)
    assert desk.store.load((key,))[key].value == caused


def test_r18_a_sku_gets_another_name_by_a_move_of_its_units(desk: OrderDesk) -> None:
    """Rows are kept by SKU, so a new name is a move with a cause: once, or not at all."""
    place(desk, ("A", 2))
    for _ in range(2):
        assert desk.move_stock("A", 3, to_sku="C", cause="rename-A-C").sku == "C"

    assert (desk.stock("A").on_hand, desk.stock("C").available) == (2, 3)
    assert hold(desk).held == 2
    with pytest.raises(Refused, match="units_not_there"):
        desk.move_stock("A", 3, to_pool="shop", cause="move-9")
    assert desk.stock("A", pool="shop").on_hand == 0
    moved = [entry for entry in desk.stock_ledger("C") if entry.account == "on_hand"]
    assert [(entry.change, entry.cause) for entry in moved] == [(3, "rename-A-C")]


def test_every_entry_of_the_ledger_names_its_cause(desk: OrderDesk) -> None:
    """What the host named, the event of an order, the command's id, or where it was entered."""
    place(desk, ("A", 2))
    desk.count_stock("A", 4, cause="count-7")
    desk.receive("A", 1, command_id="c-9")

    told = [(entry.event, entry.cause) for entry in desk.stock_ledger("A")]

    assert told == [
        ("StockReceived", "stock/main/A/1"),
        ("UnitsReserved", "order/O-1/1"),
        ("StockCounted", "count-7"),
        ("StockReceived", "c-9"),
    ]


def test_nothing_comes_of_what_is_asked_of_stock_that_nobody_has(desk: OrderDesk) -> None:
    """It is told as it is: nothing there, and nothing written."""
    assert desk.expire_reserved("Z", owner="O-1") == Stock("Z", "main")
    assert desk.store.events(Key("stock", "main/Z")) == ()


def test_backorders_and_preorders_are_promised_as_far_as_their_limits(desk: OrderDesk) -> None:
    """And filled when stock has come."""
    desk.set_stock_terms("A", backorder_limit=2)
    place(desk, ("A", 7))
    assert desk.reservation("A", "O-1").backordered == 2

    desk.receive("A", 2)
    desk.fill_backorder("A", owner="O-1")

    assert (desk.stock("A").reserved, desk.stock("A").backordered) == (7, 0)


@pytest.mark.parametrize("again", [{"sku": "B", "to_sku": "C"}, {"sku": "A", "to_sku": "D"}])
def test_r18_a_move_is_whole_or_not_at_all(desk: OrderDesk, again: dict[str, str]) -> None:
    """Another move under the same cause that shares a side with it moves nothing."""
    desk.move_stock("A", 2, to_sku="C", cause="merge")
    before = [desk.stock(sku).on_hand for sku in "ABCD"]

    with pytest.raises(Refused, match="cause_used_otherwise"):
        desk.move_stock(again["sku"], 2, to_sku=again["to_sku"], cause="merge")

    assert [desk.stock(sku).on_hand for sku in "ABCD"] == before


def test_r18_what_is_promised_is_not_moved_away(desk: OrderDesk) -> None:
    """Law 7: promised units stay; five of A are there, and four of an order are not for sale."""
    place(desk, ("A", 4))

    with pytest.raises(Refused, match="units_not_there"):
        desk.move_stock("A", 2, to_sku="C", cause="rename")

    assert desk.move_stock("A", 1, to_sku="C", cause="rename").available == 1


def test_every_sku_that_is_short_is_told_at_once(desk: OrderDesk) -> None:
    """A buyer takes out both, and not one after the other; what is there is not told."""
    wanted = PlaceOrder(
        order_id="O-1",
        channel="MFN",
        at=AT,
        lines=tuple([Line(sku, n, price="1 EUR") for sku, n in (("A", 9), ("C", 1), ("B", 5))]),
    )

    with pytest.raises(Refused) as refused:
        desk.handle(wanted)

    assert refused.value.command == "PlaceOrder"
    assert [some.facts["sku"] for some in refused.value.refusals] == ["A", "C"]
    assert refused.value.codes == ("stock_is_short", "stock_is_short")
    assert desk.explain(wanted) == refused.value.refusals


def test_no_fewer_than_none_are_told_to_be_available(desk: OrderDesk) -> None:
    """Safety stock above what is on hand leaves nothing to promise, and not less than nothing."""
    desk.set_stock_terms("A", safety=9)

    with pytest.raises(Refused) as refused:
        place(desk, ("A", 1))

    assert desk.stock("A").available == -4
    assert refused.value.refusals[0].facts["available"] == 0
