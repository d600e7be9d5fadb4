"""Faults that a close reading found, each with the test that would have caught it."""

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from desk_stories import of_order

import ordercore as oc
from ordercore import Line, OrdercoreError, OrderDesk, Refused, StoreError, Units, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryListener, MemoryStore
from ordercore.adapters.sql import open_sqlite
from ordercore.channels import Marketplace
from ordercore.inventory import Stock
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import instant
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.ports.listener import Announcement
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder, ReportedParcel
from ordercore.ports.store import Store
from ordercore.service.adopting import Adopted, Outcome, adopt
from ordercore.service.codec import decode
from ordercore.service.keys import reservation_key

AT = instant("2026-03-02T09:30:00Z")

HERE = Origin("orders.txt", 2)

ONE_A = Line("A", 1, price="5 EUR")


def _desk(store: Store | None = None, **pools: str) -> OrderDesk:
    return OrderDesk(
        store or MemoryStore(),
        world=World(pools=pools),
        clock=FixedClock(AT),
        identity=CountingIdentity(),
    )


def _line(quantity: int, item: int = 1000) -> ReportedLine:
    price = Charges("EUR", item=item)
    return ReportedLine(sku="A", quantity=quantity, charges=price, origin=HERE, ref="r1")


def _report(status: OrderStatus, quantity: int, days: int = 0, **more: Any) -> ReportedOrder:
    told: dict[str, Any] = {
        "id": "O-1",
        "channel": "MFN",
        "marketplace": "DE",
        "status": status,
        "word": status.value,
        "placed_at": AT,
        "updated_at": AT + dt.timedelta(days=days),
        "lines": (_line(quantity),),
        "origin": HERE,
    }
    return ReportedOrder(**{**told, **more})


def _last(*reports: ReportedOrder) -> Adopted:
    desk = _desk()
    return [adopted for report in reports for adopted in desk.adopt_all([report])][-1]


@pytest.mark.parametrize("before", [{}, {"MFN": "west"}], ids=["no pool", "another pool"])
def test_law_8_a_new_pool_leaves_no_old_order_stuck(before: dict[str, str]) -> None:
    """Orders from before the host changed its pools can still be shipped and cancelled."""
    store = MemoryStore()
    old = _desk(store, **before)
    old.receive("A", 5, pool="west")
    for _ in range(2):
        old.confirm_payment(old.place(channel="MFN", lines=[ONE_A]).id)

    new = _desk(store, MFN="main")
    new.receive("A", 5)

    assert new.confirm_shipment("O-1").status is OrderStatus.SHIPPED
    assert new.cancel("O-2", reason="no_inventory").status is OrderStatus.CANCELLED


def test_law_4_stock_gives_the_first_answer_again() -> None:
    """What a command id was answered stays the answer, for stock as for orders."""
    desk = _desk()
    first = desk.receive("A", 5, command_id="c-1")
    desk.receive("A", 7)

    assert desk.receive("A", 5, command_id="c-1") == first


def test_reservations_have_keys_of_their_own() -> None:
    """Two promises of different stock to different orders are two records."""
    assert reservation_key("main", "A/B", "C") != reservation_key("main", "A", "B/C")


def test_law_5_a_quantity_that_falls_is_a_cancellation() -> None:
    """Two were ordered, one was cancelled elsewhere, one was shipped: all is done."""
    then = _last(_report(OrderStatus.UNSHIPPED, 2), _report(OrderStatus.SHIPPED, 1, 1))

    assert then.order
    assert then.order.status is OrderStatus.SHIPPED


def test_law_5_parcels_that_become_known_late_are_delivered() -> None:
    """First a file says shipped, then another source tells of the parcel and its delivery."""
    parcel = ReportedParcel(
        id="X1", units=(("r1", 2),), carrier="UPS", tracking="1Z", shipped_at=AT, delivered=True
    )
    shipped = _report(OrderStatus.SHIPPED, 2)

    then = _last(shipped, _report(OrderStatus.SHIPPED, 2, 1, parcels=(parcel,)))

    assert then.order
    assert then.order.stations["1"].delivered == 2


def test_a_pending_order_of_no_units_is_told_and_taken_when_it_has_some() -> None:
    """It is refused while it says nothing, and taken as soon as it does."""
    desk = _desk()
    (first,) = desk.adopt_all([_report(OrderStatus.PENDING, 0)])
    (then,) = desk.adopt_all([_report(OrderStatus.UNSHIPPED, 2, 1)])

    assert first.refused is not None
    assert first.refused.codes == ("order_without_units",)
    assert then.order is not None
    assert then.order.status is OrderStatus.UNSHIPPED


def test_one_bad_report_does_not_stop_the_others() -> None:
    """A charge below zero is told of its own order, and the next one is adopted."""
    bad = _report(OrderStatus.PENDING, 1, lines=(_line(1, item=-5),))
    good = _report(OrderStatus.PENDING, 1, id="O-2")
    desk = _desk()

    with suppress(OrdercoreError):
        desk.adopt_all([bad, good])

    assert [order.id for order in desk.find()] == ["O-2"]


class _Picky(MemoryListener):
    """Cannot reach the buyer of the first order."""

    def tell(self, announcement: Announcement) -> None:
        """Fail for one order."""
        if of_order(announcement).id == "O-1":
            raise ConnectionError
        super().tell(announcement)


def test_one_notice_that_fails_does_not_stop_the_others() -> None:
    """The rest is delivered, and the one that failed stays in the queue."""
    desk = _desk()
    for _ in range(3):
        desk.place(channel="MFN", lines=[ONE_A])
    listener = _Picky()

    for _ in range(2):
        desk.deliver_notices(listener)

    assert [of_order(announcement).id for announcement in listener.announcements] == ["O-2", "O-3"]


def test_a_number_beyond_the_store_is_refused(tmp_path: Any) -> None:
    """As an error of ordercore, which a host can catch."""
    desk = _desk(open_sqlite(tmp_path / "shop.db"))

    with pytest.raises(OrdercoreError):
        desk.receive("A", 2**63)


def test_a_parcel_of_our_own_is_not_sent_again_under_another_number() -> None:
    """One unit is told as shipped and was sent here, so no second one has left."""
    desk = _desk()
    desk.adopt_all([_report(OrderStatus.UNSHIPPED, 2)])
    desk.confirm_shipment("O-1", units=[Units("1", 1)], tracking="MINE")
    parcel = ReportedParcel(
        id="K1", units=(("r1", 1),), carrier="UPS", tracking="1Z", shipped_at=AT, delivered=False
    )
    line = _line(2)
    told = ReportedLine(sku="A", quantity=2, charges=line.charges, origin=HERE, ref="r1", shipped=1)

    (adopted,) = desk.adopt_all(
        [_report(OrderStatus.PARTIALLY_SHIPPED, 2, 1, lines=(told,), parcels=(parcel,))]
    )

    assert adopted.order is not None
    assert adopted.order.status is OrderStatus.PARTIALLY_SHIPPED
    assert [some.tracking for some in adopted.order.parcels] == ["MINE"]


def test_a_refusal_by_stock_names_the_command_that_was_given() -> None:
    """Whoever placed the order is told of the order, not of a reservation."""
    desk = _desk(MFN="main")

    with pytest.raises(Refused) as refused:
        desk.place(channel="MFN", lines=[ONE_A])

    assert (refused.value.command, refused.value.codes) == ("PlaceOrder", ("stock_is_short",))


def test_bytes_that_cannot_be_read_are_an_error_of_ours() -> None:
    """A host can catch it with all others."""
    with pytest.raises(StoreError, match="cannot be read"):
        decode(Stock, b"{}")


def test_a_parcel_that_is_reported_twice_is_sent_once_and_ends() -> None:
    """Two reported parcels of one id, alike or not, are one; the walk comes to an end."""
    desk = _desk()
    parcels = tuple(
        ReportedParcel(
            id="K1", units=(("r1", n),), carrier="", tracking="", shipped_at=AT, delivered=False
        )
        for n in (1, 1, 2)
    )

    (adopted,) = desk.adopt_all([_report(OrderStatus.SHIPPED, 4, parcels=parcels)])

    assert adopted.order is not None
    assert adopted.order.status is OrderStatus.SHIPPED
    assert [parcel.id for parcel in adopted.order.parcels].count("K1") == 1


def test_a_step_that_does_nothing_ends_the_walk() -> None:
    """Whatever decides the commands: where nothing comes of one, it is not asked for ever."""
    told = _report(OrderStatus.SHIPPED, 1)
    (placed,) = _desk().adopt_all([_report(OrderStatus.UNSHIPPED, 1)])
    asked: list[object] = []

    def deaf(step: object) -> Order:
        asked.append(step)
        assert placed.order is not None
        return placed.order

    assert adopt(told, placed.order, deaf) == Adopted(placed.order, Outcome.UNCHANGED)
    assert len(asked) == 1


def test_an_unknown_marketplace_is_refused_and_a_settled_one_is_not() -> None:
    """A slip would count the return window in another zone; a host may settle its own."""
    with pytest.raises(Refused) as refused:
        _desk().place(channel="MFN", lines=[ONE_A], marketplace="us")
    (reason,) = refused.value.refusals
    assert (reason.code, reason.facts["marketplace"]) == ("marketplace_unknown", "us")

    mine = Marketplace("XX", "own", "shop.example", "EUR", "Europe/Vienna")
    world = World(marketplaces={"XX": mine})
    desk = OrderDesk(MemoryStore(), world=world, clock=FixedClock(AT), identity=CountingIdentity())
    assert desk.place(channel="MFN", lines=[ONE_A], marketplace="XX").terms.marketplace == "XX"
    assert world.zone_of("XX") == "Europe/Vienna"


def test_a_tracking_number_can_be_corrected_at_the_desk() -> None:
    """The parcel stays, and goes by another number."""
    desk = _desk()
    desk.confirm_payment(desk.place(channel="MFN", lines=[ONE_A]).id)
    desk.confirm_shipment("O-1", carrier="UPS", tracking="1Z0")

    order = desk.correct_tracking("O-1", "P1", carrier="UPS", tracking="1Z1")

    assert [(parcel.id, parcel.tracking) for parcel in order.parcels] == [("P1", "1Z1")]
    assert desk.correct_tracking("O-1", "P1", carrier="UPS", tracking="1Z1") == order


class Marked(str):
    """Text of a kind of its own, as template engines give it."""

    __slots__ = ()


@pytest.mark.parametrize("url", ["memory", "sqlite"])
def test_text_of_another_kind_is_kept_as_text(url: str, tmp_path: Path) -> None:
    """It is written and read as what it says."""
    with oc.open() if url == "memory" else oc.open(f"sqlite:///{tmp_path}/shop.db") as desk:
        line = oc.Line("A", 1, price="1 EUR", title=Marked("a <b>mug</b>"))
        desk.place(channel="FBA", lines=[line], order_id="O-1", command_id="c-1")

        assert desk.order("O-1").lines[0].title == "a <b>mug</b>"


@pytest.mark.parametrize("amount", [5, 5.0, ("5", "EUR")])
@pytest.mark.parametrize("field", ["discount", "shipping"])
def test_an_amount_that_is_no_money_is_named(field: str, amount: Any) -> None:
    """A number without a currency is no amount."""
    with oc.open() as desk, pytest.raises(oc.InvalidValue) as caught:
        desk.place(channel="FBA", lines=[oc.Line("A", 1, price="9 EUR")], **{field: amount})

    assert caught.value.field == field
