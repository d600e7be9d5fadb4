"""The preview: what it shows is what then happens, and until then nothing has happened."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from desk_stories import (
    AT,
    OWN,
    Contested,
    desk_over,
    everything,
    later,
    placing,
    stocked,
    stores,
    units,
    waiting,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ordercore import (
    AmendOrder,
    AuthorisePayment,
    CancelUnits,
    ConfirmPayment,
    ConfirmShipment,
    Conflict,
    DeliveryAxis,
    InvalidValue,
    IssueRefund,
    Line,
    Money,
    NotFound,
    OrderDesk,
    OrderStatus,
    PaymentAxis,
    PlaceOrder,
    Preview,
    ReceiveReturn,
    RecordDelivery,
    Refused,
    RequestReturn,
    ReturnsAxis,
    ReturnUnits,
    Stations,
)
from ordercore.inventory import ReceiveStock, Stock
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import captured, due
from ordercore.ports.records import Key
from ordercore.ports.store import Commit, Row
from ordercore.service.preview import Change, StockChange
from ordercore.testing.situations import Step
from ordercore.testing.strategies import walks

UNPAID, DONE = PaymentAxis.UNPAID, PaymentAxis.CAPTURED

CUP = (ReturnUnits("P1", "1", 1),)


def asked(kind: Callable[..., OrderCommand], days: float = 0, **fields: Any) -> OrderCommand:
    """Make a command about the one order."""
    return kind(order_id="O-1", at=later(days), **fields)


def eur(minor: int) -> Money:
    """Give an amount in cents."""
    return Money(minor, "EUR")


# What it shows

LIFE: tuple[tuple[OrderCommand, dict[str, Any]], ...] = (
    (
        placing(),
        {
            "status.order": (None, OrderStatus.PENDING),
            "status.payment": (None, UNPAID),
            "status.delivery": (None, DeliveryAxis.NONE),
            "status.returns": (None, ReturnsAxis.NONE),
            "money.due": (None, eur(2000)),
            "money.captured": (None, eur(0)),
            "money.balance": (None, eur(0)),
            "units": {"1": {"awaiting": 2}},
            "stock": {("main", "A"): StockChange(0, 2)},
            "notices": ["order_received"],
            "events": ["OrderPlaced", "UnitsReserved"],
        },
    ),
    (
        asked(AuthorisePayment),
        {
            "status.order": (OrderStatus.PENDING, OrderStatus.UNSHIPPED),
            "status.payment": (UNPAID, PaymentAxis.AUTHORISED),
            "notices": ["order_to_ship"],
            "events": ["PaymentAuthorised", "ReservedCommitted"],
        },
    ),
    (
        asked(CancelUnits, reason="no_inventory", units=units(("1", 1))),
        {
            "money.due": (eur(2000), eur(1000)),
            "units": {"1": {"awaiting": -1, "cancelled": 1}},
            "stock": {("main", "A"): StockChange(0, -1)},
            "notices": ["units_cancelled"],
            "events": ["UnitsCancelled", "ReservedReleased"],
        },
    ),
    (
        asked(ConfirmShipment, 1),
        {
            "status.order": (OrderStatus.UNSHIPPED, OrderStatus.SHIPPED),
            "status.payment": (PaymentAxis.AUTHORISED, PaymentAxis.PARTIALLY_CAPTURED),
            "status.delivery": (DeliveryAxis.NONE, DeliveryAxis.UNDERWAY),
            "money.captured": (eur(0), eur(1000)),
            "money.balance": (eur(0), eur(1000)),
            "units": {"1": {"awaiting": -1, "shipped": 1}},
            "stock": {("main", "A"): StockChange(-1, -1)},
            "notices": ["parcel_shipped"],
            "events": ["ShipmentConfirmed", "ReservedConsumed", "PaymentCaptured"],
        },
    ),
    (
        asked(RecordDelivery, 2, parcel_id="P1"),
        {
            "status.delivery": (DeliveryAxis.UNDERWAY, DeliveryAxis.DELIVERED),
            "units": {"1": {"shipped": -1, "delivered": 1}},
            "notices": ["parcel_delivered"],
            "events": ["ParcelDelivered"],
        },
    ),
    (asked(RecordDelivery, 2, parcel_id="P1"), {}),
    (
        asked(RequestReturn, 3, units=CUP, reason="too_small"),
        {
            "status.returns": (ReturnsAxis.NONE, ReturnsAxis.OPEN),
            "units": {"1": {"delivered": -1, "returning": 1}},
            "notices": ["return_authorised", "return_coming"],
            "events": ["ReturnAuthorised"],
        },
    ),
    (
        asked(ReceiveReturn, 4, return_id="R1", units=CUP),
        {
            "status.returns": (ReturnsAxis.OPEN, ReturnsAxis.RECEIVED),
            "units": {"1": {"returning": -1, "returned": 1}},
            "stock": {("main", "A"): StockChange(1, 0)},
            "notices": ["return_received"],
            "events": ["ReturnReceived", "UnitsRestocked"],
        },
    ),
    (
        asked(IssueRefund, 5, reason="customer_return", return_id="R1"),
        {
            "status.payment": (PaymentAxis.PARTIALLY_CAPTURED, PaymentAxis.REFUNDED),
            "money.balance": (eur(1000), eur(0)),
            "notices": ["refund_issued"],
            "events": ["RefundIssued"],
        },
    ),
)


def shown(preview: Preview) -> dict[str, Any]:
    """Give everything that a preview shows to be different."""
    differences: dict[str, Any] = {
        "units": preview.units,
        "stock": preview.stock,
        "notices": [notice.kind for notice in preview.notices],
        "events": [type(event).__name__ for event in preview.events],
    }
    for axis in ("status", "money"):
        changes = attrs.asdict(getattr(preview, axis), recurse=False)
        for name, change in changes.items():
            if change.differs:
                differences[f"{axis}.{name}"] = (change.before, change.after)
    return {name: value for name, value in differences.items() if value}


def test_every_step_of_a_life_shows_its_differences() -> None:
    """Units, money, status, stock, events and notices, and nothing that stays as it is."""
    desk = stocked(("A", 9))
    for command, differences in LIFE:
        preview = desk.preview(command)

        assert shown(preview) == differences, type(command).__name__
        assert desk.carry_out(preview) == preview.after


def test_a_preview_can_be_read() -> None:
    """One line for every difference."""
    desk = stocked(("A", 9))
    assert str(desk.preview(placing())) == (
        "PlaceOrder of order O-1\n"
        "  order      - -> pending\n"
        "  payment    - -> unpaid\n"
        "  delivery   - -> none\n"
        "  returns    - -> none\n"
        "  due        - -> 20.00 EUR\n"
        "  captured   - -> 0.00 EUR\n"
        "  balance    - -> 0.00 EUR\n"
        "  line 1     awaiting +2\n"
        "  A in main  reserved +2\n"
        "  event      OrderPlaced\n"
        "  event      UnitsReserved\n"
        "  buyer      is told order_received"
    )
    desk.handle(placing())
    assert str(desk.preview(placing())) == "PlaceOrder of order O-1\n  changes  nothing"
    desk.confirm_payment("O-1")
    assert str(desk.preview(asked(ConfirmShipment, 1))) == (
        "ConfirmShipment of order O-1\n"
        "  order      unshipped -> shipped\n"
        "  delivery   none -> underway\n"
        "  line 1     awaiting -2, shipped +2\n"
        "  A in main  on hand -2, reserved -2\n"
        "  event      ShipmentConfirmed\n"
        "  event      ReservedConsumed\n"
        "  buyer      is told parcel_shipped"
    )


def test_stock_that_comes_out_even_is_not_shown() -> None:
    """One A out and another in: the shelf is written, and nothing on it is different."""
    desk = stocked(("A", 9))
    desk.handle(placing())
    swap = AmendOrder(
        order_id="O-1", at=AT, units=units(("1", 1)), add=(Line("A", 1, price="9 EUR"),)
    )

    preview = desk.preview(swap)

    assert Key("stock", "main/A") in preview.commit.writes
    assert preview.stock == {}
    assert preview.units == {"1": {"awaiting": -1, "cancelled": 1}, "2": {"awaiting": 1}}
    assert (preview.money.due.before, preview.money.due.after) == (eur(2000), eur(1900))


def test_an_order_without_prices_has_no_money_to_show() -> None:
    """Unknown is not zero."""
    lines = (Line("A", 1, charges=None),)
    money = desk_over().preview(placing("O-1", *lines, imported=True, channel="FBA")).money

    assert money.due == money.captured == money.balance == Change(None, None)
    assert not money.due.differs


def test_a_preview_names_every_version_it_saw() -> None:
    """Of the order, of its stock, and of what it was promised; what is not there has none."""
    desk = stocked(("A", 9))
    first = desk.preview(placing())
    desk.handle(placing())
    second = desk.preview(asked(ConfirmPayment))

    keys = (Key("order", "O-1"), Key("stock", "main/A"), Key("reservation", "main/A/O-1"))
    assert first.versions == dict(zip(keys, (0, 1, 0), strict=True))
    assert second.versions == dict(zip(keys, (1, 2, 1), strict=True))
    assert (first.before, first.after) == (None, desk.order("O-1"))


# The rules, asked beforehand


def test_a_preview_is_refused_as_the_command_would_be() -> None:
    """With every reason, as ``explain`` gives them, stock among them."""
    desk = stocked(("A", 1))
    refused = (placing(), asked(ConfirmShipment), placing("O-2", channel="EBAY"))
    codes = (("stock_is_short",), ("does_not_exist",), ("channel_unknown",))

    for command, expected in zip(refused, codes, strict=True):
        with pytest.raises(Refused) as shown_:
            desk.preview(command)
        with pytest.raises(Refused) as done:
            desk.handle(command)
        reasons = desk.explain(command)
        assert shown_.value.refusals == done.value.refusals == reasons
        assert tuple(reason.code for reason in reasons) == expected
    assert desk.explain(placing("O-3", Line("A", 1, price="1 EUR"))) == ()


def test_only_commands_about_an_order_are_previewed() -> None:
    """Stock has no order before and after."""
    stock: Any = ReceiveStock(sku="A", quantity=1, pool="main", at=AT)
    for ask in (desk_over().preview, desk_over().explain, desk_over().handle):
        with pytest.raises(InvalidValue, match="a command about an order"):
            ask(stock)


def test_the_desk_says_what_may_be_done_and_how_to_get_there() -> None:
    """By the clock where no moment is given, and under the desk's own world."""
    desk = stocked(("A", 9))
    desk.handle(placing())

    now = [type(command).__name__ for command in desk.allowed("O-1")]
    steps = desk.path_to("O-1", "delivered", at=later(1))

    assert {"ConfirmPayment", "AuthorisePayment", "CancelUnits", "PlaceHold"} <= set(now)
    assert not {"ConfirmShipment", "RecordDelivery", "IssueRefund"} & set(now)
    assert steps is not None
    assert [type(step).__name__ for step in steps][1:] == ["ConfirmShipment", "RecordDelivery"]
    assert {step.at for step in steps} == {later(1)}
    for step in steps:
        desk.handle(step)
    assert desk.order("O-1").delivery is DeliveryAxis.DELIVERED
    assert desk.path_to("O-1", OrderStatus.SHIPPED) == ()
    assert desk.path_to("O-1", OrderStatus.CANCELLED) is None
    with pytest.raises(NotFound):
        desk.allowed("O-7")
    with pytest.raises(NotFound):
        desk.path_to("O-7", "delivered")


# Carrying it out


@pytest.fixture(params=[0, 1], ids=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with nine A and B on hand and a paid order of two A, over each store."""
    some = stocked(("A", 9), ("B", 9), store=stores(tmp_path)[request.param])
    some.handle(placing())
    some.confirm_payment("O-1")
    yield some
    some.close()


def other(sku: str) -> PlaceOrder:
    """Ask for another order."""
    return placing("O-2", Line(sku, 1, price="1 EUR"))


SHIP, PAID, NEW = asked(ConfirmShipment, 1), asked(ConfirmPayment, payment_id="PAY1"), other("A")

MEANWHILE: tuple[tuple[str, OrderCommand, Callable[[OrderDesk], object], tuple[str, ...]], ...] = (
    ("nothing", SHIP, lambda _: None, ()),
    ("a look", SHIP, lambda desk: desk.preview(SHIP), ()),
    ("a refusal", SHIP, lambda desk: desk.explain(other("Z")), ()),
    ("the order", SHIP, lambda desk: desk.place_hold("O-1", "manual", owner="a"), ("order/O-1",)),
    ("its stock", SHIP, lambda desk: desk.handle(other("A")), ("stock/main/A",)),
    ("a delivery", SHIP, lambda desk: desk.receive("A", 1), ("stock/main/A",)),
    ("other stock", SHIP, lambda desk: desk.receive("B", 1), ()),
    ("another order", SHIP, lambda desk: desk.handle(other("B")), ()),
    (
        "the very same",
        SHIP,
        lambda desk: desk.handle(SHIP),
        ("order/O-1", "stock/main/A", "reservation/main/A/O-1"),
    ),
    ("what was only read", PAID, lambda desk: desk.handle(SHIP), ("order/O-1",)),
    ("the new id", NEW, lambda desk: desk.handle(other("B")), ("order/O-2",)),
    ("the new stock", NEW, lambda desk: desk.handle(SHIP), ("stock/main/A",)),
)


@pytest.mark.parametrize(
    ("command", "happens", "moved"),
    [row[1:] for row in MEANWHILE],
    ids=[row[0] for row in MEANWHILE],
)
def test_what_was_shown_is_done_or_nothing(
    desk: OrderDesk,
    command: OrderCommand,
    happens: Callable[[OrderDesk], object],
    moved: tuple[str, ...],
) -> None:
    """Any record that the preview looked at and that changed since is a conflict."""
    preview = desk.preview(command)
    happens(desk)
    before = everything(desk.store)

    if moved:
        with pytest.raises(Conflict) as conflict:
            desk.carry_out(preview)
        assert set(conflict.value.keys) == set(moved)
        assert everything(desk.store) == before
    else:
        assert desk.carry_out(preview) == preview.after
        rows = {key: row for key, (row, _) in preview.commit.writes.items()}
        assert desk.store.load(rows) == rows


def test_carried_out_twice_by_id_is_once(desk: OrderDesk) -> None:
    """With a command id it gives the same again, and without one it has moved itself."""
    preview = desk.preview(SHIP)

    first = desk.carry_out(preview, "c-1")
    desk.record_delivery("O-1", "P1", at=later(2))

    assert desk.carry_out(preview, "c-1") == first == preview.after
    assert desk.handle(SHIP, id="c-1") == first
    with pytest.raises(Conflict):
        desk.carry_out(preview)
    with pytest.raises(InvalidValue, match="command_id"):
        desk.carry_out(preview, " c-1")


def test_a_record_that_moved_is_told_at_once() -> None:
    """Trying again would not bring it back; a store that was only busy is tried again."""
    store = Contested(0)
    desk = stocked(("A", 9), store=store)
    preview, again = desk.preview(placing()), desk.preview(placing("O-2"))
    desk.receive("B", 1)
    store.times, store.opened = 2, 0

    assert desk.carry_out(preview) == preview.after
    assert store.opened == 3
    with pytest.raises(Conflict):
        desk.carry_out(again)
    assert store.opened == 4


def test_a_preview_without_an_order_is_a_mistake() -> None:
    """No plan of a command about an order leaves none; one that was put together by hand may."""
    nothing = Commit(writes={}, events=(), outbox=())
    preview = Preview(command=SHIP, commit=nothing, seen={Key("order", "O-1"): Row(None, 0)})

    with pytest.raises(TypeError, match="without an order"):
        _ = preview.after


def test_previews_carried_out_at_once_never_sell_a_unit_twice(tmp_path: Path) -> None:
    """Law 7: of many who have seen the same stock, as many get it as there is of it."""
    for store in stores(tmp_path):
        desk = stocked(("A", 5), store=store)

        def sell(number: int, desk: OrderDesk = desk) -> bool:
            command = placing(f"T-{number}", Line("A", 1, price="1 EUR"))
            while not desk.explain(command):
                with suppress(Conflict, Refused):
                    desk.carry_out(desk.preview(command))
                    return True
            return False

        with ThreadPoolExecutor(4) as pool:
            sold = list(pool.map(sell, range(8)))

        assert sum(sold) == len(desk.find()) == 5
        assert desk.stock("A") == Stock("A", "main", 5, 5)
        desk.close()


# Laws


@given(walks(steps=12, world=OWN), st.integers(0, 12))
def test_what_is_allowed_is_not_refused(steps: list[Step], on_hand: int) -> None:
    """Law: along any life, every command that is offered would bring something about."""
    desk = stocked(*[(sku, on_hand) for sku in "ABC" if on_hand])
    for step in steps:
        if not desk.explain(step.command):
            desk.handle(step.command)
    for order in desk.find():
        for command in desk.allowed(order.id, at=steps[-1].command.at):
            assert desk.preview(command).events


@given(walks(steps=6, world=OWN), st.sampled_from(("shipped", "delivered", "cancelled")))
@settings(max_examples=10)
def test_a_way_leads_where_it_should(steps: list[Step], goal: str) -> None:
    """Law: along any life, the steps of a way are done one after the other, and are there."""
    desk = stocked(*[(sku, 20) for sku in "ABC"])
    for step in steps:
        if not desk.explain(step.command):
            desk.handle(step.command)
    for order in desk.find():
        way = desk.path_to(order.id, goal, at=steps[-1].command.at)
        for command in way or ():
            desk.handle(command)
        now = desk.order(order.id)
        reached = goal in (now.status.value, now.delivery.value)
        assert way is None or reached


def test_a_way_is_found_however_many_lines_there_are() -> None:
    """Lines that behave alike do not make the way longer, nor the search."""
    desk = stocked(*[(sku, 2) for sku in "ABC"])
    desk.handle(placing("O-1", *[Line(sku, 2, price="1 EUR") for sku in "ABC"]))

    way = desk.path_to("O-1", ReturnsAxis.RECEIVED)

    assert way is not None
    assert len(way) == 5


@given(walks(steps=12, world=OWN), st.integers(0, 12), st.booleans())
def test_what_is_shown_is_what_then_happens(steps: list[Step], on_hand: int, carried: bool) -> None:
    """Law: along any life, the numbers of a preview are the differences that are then there."""
    desk = stocked(*[(sku, on_hand) for sku in "ABC" if on_hand])
    for step in steps:
        command = step.command
        held = everything(desk.store, "ABC")
        reasons = desk.explain(command)
        if reasons:
            with pytest.raises(Refused) as refused:
                desk.handle(command)
            assert refused.value.refusals == reasons
            continue
        preview = desk.preview(command)
        assert desk.preview(command) == preview
        assert everything(desk.store, "ABC") == held
        was = {sku: desk.stock(sku) for sku in "ABC"}
        story = {key: len(desk.store.events(key)) for key in _streams(desk)}
        told_before = {entry.key for entry in waiting(desk.store)}

        order = desk.carry_out(preview) if carried else desk.handle(command)

        assert order == preview.after
        _units_are_as_shown(preview)
        _money_is_as_shown(preview)
        moved = {
            ("main", sku): StockChange(
                desk.stock(sku).on_hand - was[sku].on_hand,
                desk.stock(sku).reserved - was[sku].reserved,
            )
            for sku in "ABC"
        }
        # What is set aside in a condition moves neither figure.
        assert _moving(preview.stock) == _moving(moved)
        # In what order several orders are told of, nobody says.
        told = [some.notice for some in waiting(desk.store) if some.key not in told_before]
        assert sorted(map(repr, preview.notices)) == sorted(map(repr, told))
        happened = {key: desk.store.events(key)[story.get(key, 0) :] for key in _streams(desk)}
        assert sorted(map(repr, preview.events)) == sorted(
            repr(some.event) for new in happened.values() for some in new
        )


def _moving(stock: Mapping[tuple[str, str], StockChange]) -> dict[tuple[str, str], StockChange]:
    return {key: change for key, change in stock.items() if change != StockChange(0, 0)}


def _streams(desk: OrderDesk) -> list[Key]:
    """Name the order, what was sent in place of its units, and all stock."""
    orders = {"O-1", *[order.id for order in desk.find()]}
    return [*[Key("order", id) for id in orders], *[Key("stock", f"main/{sku}") for sku in "ABC"]]


def _units_are_as_shown(preview: Preview) -> None:
    before = preview.before.stations if preview.before else {}
    for line, now in preview.after.stations.items():
        moved = preview.units.get(line, {})
        was = before.get(line, Stations())
        for name in attrs.fields_dict(Stations):
            assert getattr(now, name) == getattr(was, name) + moved.get(name, 0)
        assert line not in preview.units or any(moved.values())
        if line in before:
            assert sum(moved.values()) == 0


def _money_is_as_shown(preview: Preview) -> None:
    for order, side in ((preview.before, "before"), (preview.after, "after")):
        told = [
            getattr(getattr(preview.money, name), side) for name in ("due", "captured", "balance")
        ]
        if order is None or order.currency is None:
            assert told == [None, None, None]
        else:
            assert [some.minor for some in told[:2]] == [due(order), captured(order)]
            assert told[2] == order.balance
