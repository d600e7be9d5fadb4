"""What is promised of stock that nobody looked at: the same as if somebody had."""

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from random import Random

import pytest
from awaiting import async_desk_over
from desk_stories import AT, OWN, desk_over, everything, later, placing

from ordercore import Line, OrderDesk, Refused
from ordercore.adapters.memory import MemoryStore
from ordercore.errors import OrdercoreError
from ordercore.inventory import Reservation, ReserveUnits, Stock
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.queries import ReservationFilter
from ordercore.service import unseen
from ordercore.service.asked import Asked
from ordercore.service.auditing import audit
from ordercore.service.draft import Draft
from ordercore.service.keys import Missing, stock_key
from ordercore.service.unseen import Scarcity, decided_unseen, hangs_on_plenty

A, B = stock_key("main", "A"), stock_key("main", "B")


class Looked(MemoryStore):
    """A store in memory that promises unseen, and notes what is loaded together."""

    def __init__(self) -> None:
        super().__init__(promises_unseen=True)
        self.loads: list[set[Key]] = []

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Note, and load."""
        self.loads.append(set(keys))
        return super().load(keys)


@pytest.fixture
def store() -> Looked:
    """Give a store with 100 A and 100 B."""
    store = Looked()
    desk = desk_over(store)
    for sku in "AB":
        desk.receive(sku, 100)
    store.loads.clear()
    return store


@pytest.fixture
def desk(store: Looked) -> OrderDesk:
    """Give a desk that has not seen the store yet."""
    return desk_over(store)


def scarce(desk: OrderDesk, sku: str) -> None:
    """Let five be left of a SKU, which the desk knows."""
    desk.handle(placing("all", of(sku, 99)))
    desk.handle(placing("last", of(sku, 1)))
    desk.receive(sku, 5)


def of(sku: str, quantity: int) -> Line:
    """Give a line."""
    return Line(sku, quantity, price="1 EUR")


# No look


def test_an_order_is_placed_without_a_look(store: Looked, desk: OrderDesk) -> None:
    """Neither it, nor its command id, nor its stock is asked for; all of it is written."""
    desk.handle(placing("O-1", of("A", 2), of("B", 3)), id="c-1")

    assert store.loads == []
    assert [desk.stock(sku).reserved for sku in "AB"] == [2, 3]
    assert audit(store).differences == ()


def test_a_batch_is_placed_without_a_look(store: Looked, desk: OrderDesk) -> None:
    """Promises of the same stock add up, and each has its events."""
    desk.handle_many([Asked(placing(f"O-{n}", of("A", 2)), f"c-{n}") for n in range(9)])

    assert store.loads == []
    assert desk.stock("A") == Stock("A", "main", 100, 18)
    assert [some.seq for some in store.events(A)] == list(range(1, 11))
    assert audit(store).differences == ()


def test_a_payment_commits_units_without_a_look_at_stock(store: Looked, desk: OrderDesk) -> None:
    """The order and its promise say all that it hangs on."""
    desk.handle(placing())
    desk.handle(ConfirmPayment(order_id="O-1", at=AT))

    assert {key.kind for keys in store.loads for key in keys} == {"order", "reservation"}
    assert desk.reservation("A", owner="O-1").committed == 2
    assert audit(store).differences == ()


def test_a_promise_alone_is_told_the_stock_as_it_then_is(store: Looked, desk: OrderDesk) -> None:
    """Whatever others have been promised meanwhile."""
    desk.handle(placing())

    assert desk.reserve("A", 3, owner="basket") == Stock("A", "main", 100, 5)
    assert store.loads == []


def test_promises_in_a_batch_are_told_the_stock_after_each(desk: OrderDesk) -> None:
    """So they look at it: what the store tells is only how it is after all of them."""
    asked = [
        Asked(ReserveUnits(sku="A", pool="main", quantity=2, owner=f"b-{n}", at=AT))
        for n in range(3)
    ]

    assert desk.handle_many(asked) == tuple(Stock("A", "main", 100, n) for n in (2, 4, 6))


def test_a_desk_that_awaits_does_the_same() -> None:
    """Of the same store, by the other runner."""
    inner = Looked()
    desk_over(inner).receive("A", 100)
    inner.loads.clear()
    desk = async_desk_over(inner)

    async def story() -> Stock:
        await desk.handle(placing())
        return await desk.reserve("A", 3, owner="basket")

    assert asyncio.run(story()) == Stock("A", "main", 100, 5)
    assert inner.loads == []


# A look after all


def test_the_last_units_are_looked_at(store: Looked, desk: OrderDesk) -> None:
    """The second attempt locks them; and the next one knows."""
    desk.handle(placing("O-1", of("A", 98)))
    desk.handle(placing("O-2", of("A", 2)))
    assert desk.stock("A") == Stock("A", "main", 100, 100)
    store.loads.clear()

    with pytest.raises(Refused, match="stock_is_short"):
        desk.handle(placing("O-3", of("A", 1)))

    assert store.loads[0] == {A}
    assert "StockRanOut" in [type(some.event).__name__ for some in store.events(A)]


def test_what_is_plenty_again_is_promised_unseen_again(store: Looked, desk: OrderDesk) -> None:
    """Whoever brings units looks at the stock, and remembers that too."""
    scarce(desk, "A")
    desk.receive("A", 50)
    store.loads.clear()

    desk.handle(placing("O-3", of("A", 1)))

    assert store.loads == []


def test_where_some_stock_is_looked_at_all_is(store: Looked, desk: OrderDesk) -> None:
    """At once, and so in the order of everybody: else two could wait for each other."""
    scarce(desk, "B")
    store.loads.clear()

    desk.handle(placing("O-3", of("A", 1), of("B", 1)))

    assert store.loads == [{A, B}]


def test_where_one_of_a_batch_looks_at_stock_all_do(store: Looked, desk: OrderDesk) -> None:
    """What was promised unseen before it is looked at with it."""
    scarce(desk, "B")
    store.loads.clear()

    desk.handle_many(
        [
            Asked(placing(f"O-{number}", of(sku, units)))
            for number, (sku, units) in enumerate([("A", 1), ("B", 1), ("A", 2)])
        ]
    )

    assert {A, B} <= store.loads[0]
    assert desk.stock("A").reserved == 3


def test_the_line_below_which_stock_is_low_is_told_as_ever(desk: OrderDesk) -> None:
    """The promise that reaches it looks, and tells."""
    desk.set_stock_terms("A", low_at=50)
    for number in range(10):
        desk.handle(placing(f"O-{number}", of("A", 6)))

    events = [type(some.event).__name__ for some in desk.store.events(A)]
    assert events.count("StockRanLow") == 1
    assert audit(desk.store).differences == ()


def test_a_promise_that_is_refused_is_looked_at_first(store: Looked, desk: OrderDesk) -> None:
    """Its reasons are those that the stock gives, not those of stock without end."""
    with pytest.raises(Refused, match="reservation_ends_too_soon"):
        desk.reserve("A", 3, owner="basket", expires_at=later(-1))

    assert {A} in store.loads


def test_more_for_somebody_who_is_promised_some_is_found_out(desk: OrderDesk) -> None:
    """The promise was presumed not to be there; the second attempt adds to it."""
    desk.reserve("A", 3, owner="basket")

    assert desk.reserve("A", 2, owner="basket") == Stock("A", "main", 100, 5)
    assert desk.reservation("A", owner="basket") == Reservation(
        "basket", "A", "main", held=5, since=AT
    )


def test_a_promise_that_gives_units_back_looks(desk: OrderDesk) -> None:
    """Promised so many in all, fewer than before: that may bring stock across a line."""
    desk.reserve("A", 9, owner="O-1")

    desk.handle(placing("O-1", of("A", 2)))

    assert desk.stock("A") == Stock("A", "main", 100, 2)
    assert audit(desk.store).differences == ()


def test_what_is_published_points_at_its_events() -> None:
    """The outbox has the places that the events got in their streams."""
    world = World(pools={"MFN": "main"}, publishes=lambda event: type(event).__name__ != "Foo")
    store = MemoryStore(promises_unseen=True)
    desk = desk_over(store, world)
    desk.receive("A", 100)

    desk.handle_many([Asked(placing(f"O-{n}")) for n in range(3)])

    told = [some for some in everything(store)["outbox"] if some.stream == A]  # type: ignore[attr-defined]
    assert [some.seq for some in told] == [1, 2, 3, 4]


# What hangs on plenty


@pytest.mark.parametrize(
    ("changes", "plain"),
    [
        ({}, True),
        ({"using": "O-1"}, True),
        ({"using": "basket"}, False),
        ({"cause": "x"}, False),
        ({"commit": True}, True),
    ],
)
def test_a_plain_promise_hangs_on_plenty_alone(changes: dict[str, object], *, plain: bool) -> None:
    """What names another promise, or a cause, hangs on more."""
    asked = {"sku": "A", "pool": "main", "quantity": 1, "owner": "O-1", "at": AT, **changes}

    assert hangs_on_plenty(ReserveUnits(**asked)) is plain  # type: ignore[arg-type]


def test_a_refusal_is_no_decision() -> None:
    """Whoever decides on stock without end is not to be believed when it says no."""
    late = ReserveUnits(
        sku="A", pool="main", quantity=1, owner="x", at=AT, expires_at=AT - dt.timedelta(1)
    )

    assert decided_unseen(late, None, {}) is None


def test_what_gives_units_back_is_not_decided_unseen() -> None:
    """More are available by it, which may be told; only the stock's own row says whether."""
    less = ReserveUnits(sku="A", pool="main", quantity=2, owner="x", using="x", at=AT)
    hold = Reservation("x", "A", "main", held=9, since=AT)

    assert decided_unseen(less, hold, {}) is None


def test_a_draft_without_memory_looks_at_all_stock() -> None:
    """Only who remembers what is scarce may presume that other stock is not."""
    draft = Draft(OWN, presuming=True)

    draft.presume_new("O-1")

    with pytest.raises(Missing) as caught:
        draft.handle(placing())

    assert caught.value.keys == {A}


# Memory


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """With too many scarce SKUs all are forgotten, and found out again."""
    monkeypatch.setattr(unseen, "REMEMBERED", 2)
    scarcity = Scarcity()
    scarcity.learn({A: Row(Stock("A", "main", 1), 1), B: Row(None, 0)})
    assert [scarcity.has_plenty(key) for key in (A, B)] == [False, False]

    scarcity.learn({stock_key("main", "C"): Row(None, 0)})

    assert [scarcity.has_plenty(key) for key in (A, B)] == [True, True]


# The law


def random_life(desk: OrderDesk, seed: int) -> None:
    """Let orders and baskets of two SKUs come and go, some of them in batches."""
    chance = Random(seed)  # noqa: S311 - it can be repeated

    def line() -> Line:
        return of(chance.choice("AB"), chance.randint(1, 9))

    def place(number: int) -> None:
        desk.handle(placing(f"O-{number}", line(), line()), id=f"c-{chance.randint(0, 60)}")

    def place_many(number: int) -> None:
        some = [placing(f"O-{number + n}", line()) for n in range(4)]
        desk.handle_many([Asked(one, f"m-{one.order_id}") for one in some])

    def pay(number: int) -> None:
        desk.confirm_payment(f"O-{chance.randint(0, number)}", command_id=f"p-{number}")

    def ship(number: int) -> None:
        desk.confirm_shipment(f"O-{chance.randint(0, number)}")

    def cancel(number: int) -> None:
        desk.cancel(f"O-{chance.randint(0, number)}", reason="no_inventory")

    def hold(number: int) -> None:
        desk.reserve(chance.choice("AB"), chance.randint(1, 9), owner=f"b-{number % 5}")

    def give_back(number: int) -> None:
        desk.release_reserved(chance.choice("AB"), owner=f"b-{number % 5}")

    def receive(_: int) -> None:
        desk.receive(chance.choice("AB"), chance.randint(1, 40))

    def terms(_: int) -> None:
        desk.set_stock_terms(chance.choice("AB"), safety=chance.randint(0, 9), low_at=5)

    acts: list[Callable[[int], None]] = [
        *(place, place, place, place_many, pay, pay, ship, cancel, hold, give_back, receive, terms)
    ]
    for number in range(0, 300, 5):
        with suppress(OrdercoreError):  # both desks are told the same
            chance.choice(acts)(number)


@pytest.mark.parametrize("seed", range(20))
def test_law_what_is_promised_unseen_is_what_would_have_been_promised(seed: int) -> None:
    """Two desks live the same life, and only one looks at stock: all that they keep is the same."""
    kept = []
    for promises_unseen in (False, True):
        store = MemoryStore(promises_unseen=promises_unseen)
        desk = desk_over(store)
        desk.receive("A", 100)
        desk.receive("B", 30)
        random_life(desk, seed)
        assert audit(store).differences == ()
        held = store.reservations(ReservationFilter())
        kept.append((everything(store), held, [store.events(key) for key in (A, B)]))

    looked, unlooked = kept
    assert looked == unlooked
    assert any(isinstance(order, Order) for order in unlooked[0]["orders"])  # type: ignore[attr-defined]
