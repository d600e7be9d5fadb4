"""Sweeps over reservations, and stock as a desk sees it, waiting and awaited."""

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later, stores, two_a

from ordercore import InvalidValue, Line, OrderDesk, Refused
from ordercore.adapters.memory import MemoryStore
from ordercore.inventory import ReplenishmentTerms, Reservation, ReserveUnits, Stock, steady
from ordercore.ports.outbox import Lane
from ordercore.service.asked import Asked
from ordercore.service.auditing import audit

IN_AN_HOUR = AT.add(hours=1)


@pytest.fixture(params=[0, 1, 2], ids=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with five A, over each store and awaited."""
    made = (*(desk_over(store) for store in stores(tmp_path)), faced(MemoryStore()))
    some = made[request.param]
    some.receive("A", 5)
    yield some
    for one in made:
        one.close()


def test_r14_what_has_expired_is_given_back_once(desk: OrderDesk) -> None:
    """mollie/magento2#949: what nobody paid for is for others to buy, however often one sweeps."""
    desk.reserve("A", 2, owner="cart-1", expires_at=IN_AN_HOUR)
    desk.reserve("A", 1, owner="cart-2", expires_at=AT.add(hours=2))
    desk.reserve("A", 1, owner="cart-3")

    early = desk.expire_reservations(at=IN_AN_HOUR.subtract(microseconds=1))
    swept = [desk.expire_reservations(at=IN_AN_HOUR, limit=1) for _ in range(3)]

    assert early == ()
    assert [[some.owner for some in page] for page in swept] == [["cart-1"], [], []]
    assert (desk.stock("A").reserved, desk.stock("A").available) == (2, 3)
    assert audit(desk.store).is_well


def test_an_unpaid_order_gives_way_to_one_who_pays(tmp_path: Path) -> None:
    """R14: the last unit is held for half an hour, and then anybody's; who pays late is short."""
    world = attrs.evolve(OWN, hold_unpaid_for={"MFN": dt.timedelta(minutes=30)})
    for store in stores(tmp_path):
        some = desk_over(store, world)
        some.receive("A", 2)
        slow = some.place(channel="MFN", lines=[two_a()])
        with pytest.raises(Refused, match="stock_is_short"):
            some.place(channel="MFN", lines=[two_a()])

        some.expire_reservations(at=AT.add(minutes=30))
        quick = some.place(channel="MFN", lines=[two_a()])
        some.confirm_payment(quick.id)
        paid = some.confirm_payment(slow.id, at=later(1))

        assert (quick.short, paid.short) == ((), ("1",))
        assert some.stock("A").reserved == 2
        assert audit(store).differences == ()
        some.close()


def test_backorders_are_filled_first_come_first_served(desk: OrderDesk) -> None:
    """R36: whoever waited longest has it first, in part if need be, and nobody has it twice."""
    desk.set_stock_terms("A", backorder_limit=10)
    desk.reserve("A", 5, owner="first")
    for hours, owner, units in ((1, "late", 2), (0, "early", 3), (2, "last", 1)):
        desk.reserve("A", units, owner=owner, at=AT.add(hours=hours))
    assert desk.fill_backorders("A") == ()

    desk.receive("A", 4, at=later(1))
    filled = desk.fill_backorders("A", at=later(1))

    assert [some.reserved for some in filled if isinstance(some, Stock)] == [8, 9]
    held = {who: desk.reservation("A", who) for who in ("early", "late", "last")}
    assert {who: (some.held, some.backordered) for who, some in held.items()} == {
        "early": (3, 0),
        "late": (1, 1),
        "last": (0, 1),
    }
    assert desk.fill_backorders("A", at=later(1)) == ()
    assert desk.fill_backorders("X") == ()
    assert audit(desk.store).is_well


def test_who_came_first_is_found_among_very_many(desk: OrderDesk) -> None:
    """A store gives those who wait by name and page by page; it is the time that counts."""
    desk.set_stock_terms("N", backorder_limit=2000)
    desk.reserve("N", 1, owner="zoe", at=AT)
    asked = [
        ReserveUnits(sku="N", pool="main", quantity=1, owner=f"adam-{n}", at=IN_AN_HOUR)
        for n in range(510)
    ]
    desk.handle_many([Asked(command) for command in asked])
    desk.receive("N", 1, at=later(1))

    desk.fill_backorders("N", at=later(1))

    assert desk.reservation("N", "zoe").held == 1


def test_who_waits_is_told_by_when_there_is_more(desk: OrderDesk) -> None:
    """What may be promised now and later, from when it ships, and what to order."""
    desk.expect_inbound("A", 10, "PO-1", expected=later(7))
    desk.place(channel="MFN", lines=[Line("A", 4, price="1 EUR")])

    assert (desk.atp("A").value, desk.atp("A", by=later(8)).value) == (1, 11)
    assert desk.available_from("A").value == AT.date()
    assert desk.available_from("A", 5).value == later(7).date()
    assert desk.available_from("A", 50, lead_days=20).value == later(20).date()
    assert desk.available_from("A", 50).value is None


def test_what_to_order_is_suggested(desk: OrderDesk) -> None:
    """Two a day, ten days until it comes, and five there: order now."""
    terms = ReplenishmentTerms(lead_days=10, batch_days=5)

    suggestion = desk.suggest("A", steady(Fraction(2)), terms)

    assert (suggestion.sku, suggestion.pool) == ("A", "main")
    assert suggestion.quantity > 0
    assert suggestion.because


def test_a_reservation_that_never_was_holds_nothing(desk: OrderDesk) -> None:
    """Looking for it is no error."""
    assert desk.reservation("A", "nobody") == Reservation("nobody", "A", "main")


def test_r14_a_payment_that_is_gone_lets_its_units_expire_again(tmp_path: Path) -> None:
    """Authorised and then voided is not paid: half an hour later the units are anybody's."""
    world = attrs.evolve(OWN, hold_unpaid_for={"MFN": dt.timedelta(minutes=30)})
    for store in stores(tmp_path):
        some = desk_over(store, world)
        some.receive("A", 2)
        order = some.place(channel="MFN", lines=[two_a()])
        some.authorise_payment(order.id, payment_id="P")
        assert some.expire_reservations(at=later(1)) == ()

        some.void_payment(order.id, payment_id="P", at=later(1))

        ends = later(1).add(minutes=30)
        assert some.reservation("A", order.id).expires_at == ends
        assert [hold.owner for hold in some.expire_reservations(at=ends)] == [order.id]
        assert some.stock("A").available == 2
        assert audit(store).differences == ()
        some.close()


@pytest.mark.parametrize("limit", [0, -1, True, "x", 1.5, None])
def test_a_limit_is_a_whole_number_of_one_or_more(desk: OrderDesk, limit: Any) -> None:
    """Each store would make something else of another: everything, nothing, or an error."""
    with pytest.raises(InvalidValue, match="limit"):
        desk.expire_reservations(limit=limit)


def test_what_was_put_aside_is_of_a_lane(desk: OrderDesk) -> None:
    """A word is no lane, and is not answered with nothing."""
    assert desk.poisoned(Lane.EVENTS) == ()
    with pytest.raises(InvalidValue, match=r"Lane\.EVENTS"):
        desk.poisoned("events")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (lambda desk: desk.order(3), "order_id"),
        (lambda desk: desk.order("O\0"), "order_id"),
        (lambda desk: desk.stock(None), "sku"),
        (lambda desk: desk.stock("X", pool="a/b"), "pool"),
        (lambda desk: desk.reservation("A", None), "owner"),
        (lambda desk: desk.reservation("A", "O-1", pool=1), "pool"),
    ],
)
def test_what_could_never_be_kept_is_not_looked_for(
    desk: OrderDesk, look: Callable[[Any], object], field: str
) -> None:
    """Each store would answer otherwise: nothing is there, another record, or an error."""
    with pytest.raises(InvalidValue, match=field):
        look(desk)
