"""The worklist at the desk: read page by page, with what stands beside orders; and done."""

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import AT, desk_over, later, placing, stores

from ordercore import Line, OrderDesk, World
from ordercore.adapters.memory import MemoryStore
from ordercore.conversations.messages import OpenConversation, ReceiveMessage, Venue
from ordercore.errors import InvalidValue, Refused
from ordercore.inventory import CountStock, Stock
from ordercore.kernel.actors import Actor
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.status import OrderStatus
from ordercore.ports.store import Store
from ordercore.queries import OrderFilter
from ordercore.queries.worklist import Asking, Task, due
from ordercore.service.looking import every_order
from ordercore.service.worklisting import reading
from ordercore.testing import situations

KEPT = World(pools={"MFN": "main", "SHOP": "main"})


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> OrderDesk:
    """Give a desk of each kind, with a day's work."""
    memory, sqlite = stores(tmp_path)
    kinds = {"memory": memory, "sqlite": sqlite, "awaited": memory}
    store = kinds[request.param]
    return busy(faced(store, KEPT) if request.param == "awaited" else desk_over(store, KEPT))


def busy(desk: OrderDesk) -> OrderDesk:
    """Sell six orders, each of which calls for something else."""
    desk.receive("A", 20)
    for number in range(1, 7):
        desk.handle(placing(f"O-{number}", marketplace="DE"))
        if number > 1:
            desk.confirm_payment(f"O-{number}", at=later())
    desk.place_hold("O-3", kind="fraud", owner="ann", at=later(0.1))
    for id in ("O-4", "O-5", "O-6"):
        desk.confirm_shipment(id, at=later(1))
        desk.record_delivery(id, "P1", at=later(2))
    desk.receive_message("O-4", "B-1", "Where is it?", at=later(2))
    desk.open_claim(
        "O-5",
        "G-1",
        kind="guarantee",
        ground="not_received",
        claimed="20.00 EUR",
        imported=True,
        at=later(2),
    )
    desk.record_feedback("O-6", stars=1, at=later(2), imported=True)
    return desk


def told(tasks: tuple[Task, ...]) -> list[str]:
    """Name tasks by what they are, and about what."""
    return [task.id for task in tasks]


ALL = [
    "answer_claim/O-5/G-1",
    "confirm_shipment/O-2",
    "look_at_hold/O-3/H1",
    "answer_buyer/O-4/B-1",
    "answer_rating/O-6",
    "await_payment/O-1",
]


def test_the_day_of_a_seller(desk: OrderDesk) -> None:
    """What costs most to miss comes first, whatever it is about."""
    assert told(desk.due(at=later(2.5))) == ALL
    assert told(desk.due(at=later(2.5), limit=3)) == ALL[:3]
    assert told(desk.due(at=later(2.5), who="marketplace")) == ["await_payment/O-1"]
    assert told(desk.due(at=later(2.5), kinds=["answer_buyer"])) == ["answer_buyer/O-4/B-1"]
    assert told(desk.due(at=later(2.5), placed_from=later(1))) == [
        id for id in ALL if id.startswith(("answer_claim", "answer_buyer", "answer_rating"))
    ]


def test_law_nothing_that_a_desk_knows_to_be_due_is_left_out(desk: OrderDesk) -> None:
    """Claims and messages to answer, and reviews to ask for, by the lists of their own."""
    for days in (2.5, 5, 30):
        at = later(days)
        found = {(task.what, task.part or task.about) for task in desk.due(at=at)}
        own = {("answer_claim", claim.id) for claim in desk.claims_to_answer(by=later(999))}
        own |= {("answer_buyer", some.message_id) for some in desk.messages_to_answer(by=at)}
        own |= {("request_review", order.id) for order in desk.reviews_to_request(at)}

        assert own <= found


def test_the_clock_is_asked_where_no_moment_is_named(desk: OrderDesk) -> None:
    """It stands still here: nobody has written, claimed or rated yet."""
    assert told(desk.due()) == [
        "confirm_shipment/O-2",
        "look_at_hold/O-3/H1",
        "await_payment/O-1",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": 10**30},
        {"who": "ann"},
        {"zone": "Mars"},
        {"at": "noon"},
        {"placed_from": "then"},
        {"kinds": [[]]},
        {"kinds": ["answer_buyer", 5]},
        {"stakes": {}},
        {"stakes": None},
        {"suggestions": [5]},
    ],
)
def test_what_cannot_be_asked_is_refused(desk: OrderDesk, wrong: dict[str, Any]) -> None:
    """By name and value."""
    (name,) = wrong
    with pytest.raises(InvalidValue) as caught:
        desk.due(**wrong)
    assert caught.value.field == name


@pytest.mark.parametrize("wrong", [5, None, "confirm_shipment/O-2"])
def test_only_a_task_is_done(desk: OrderDesk, wrong: Any) -> None:
    """Neither its id nor anything else."""
    with pytest.raises(InvalidValue, match="task"):
        desk.do(wrong)


def test_what_stands_beside_an_older_order_is_due_all_the_same(desk: OrderDesk) -> None:
    """The earliest placement leaves out what is found in orders, and nobody who waits."""
    found = desk.due(at=later(2.5), placed_from=later(2))

    assert "confirm_shipment" not in {task.what for task in found}
    assert {"answer_buyer", "answer_claim"} <= {task.what for task in found}


def test_a_task_is_done_by_what_it_proposes(desk: OrderDesk) -> None:
    """With what was missing; then it is no longer there."""
    claim, shipment, hold, buyer, rating, payment = desk.due(at=later(2.5))
    with pytest.raises(InvalidValue, match="tracking"):
        desk.do(shipment, carrier="UPS")
    desk.do(shipment, carrier="UPS", tracking="1Z", at=later(2.6), id="once")
    desk.do(shipment, carrier="UPS", tracking="1Z", at=later(2.6), id="once")
    assert desk.order("O-2").parcels[0].shipped_at == later(2.6)
    desk.do(claim, evidence=["tracking"], at=later(2.6))
    desk.do(hold, at=later(2.6))
    desk.do(buyer, message_id="S-1", text="It left.", at=later(2.6))
    desk.do(rating, text="We are sorry.", at=later(2.6))
    desk.do(payment, at=later(2.6))

    assert told(desk.due(at=later(2.6))) == ["confirm_shipment/O-3", "confirm_shipment/O-1"]


def test_stock_and_promises_are_looked_at_too(desk: OrderDesk) -> None:
    """What is short, and what has run out."""
    desk.reserve("A", 2, owner="basket-1", expires_at=later(1), at=later(0.5))
    desk.count_stock("A", 1, at=later(1))

    short, expired = desk.due(at=later(2), kinds=["count_stock", "expire_reservation"])
    assert (short.id, expired.id) == (
        "count_stock/main/A",
        "expire_reservation/main/A/basket-1",
    )
    assert isinstance(desk.do(expired, at=later(2)), Stock)
    assert short.command.kind is CountStock
    assert isinstance(desk.do(short, counted=40, at=later(2)), Stock)
    assert desk.due(at=later(2), kinds=["count_stock", "expire_reservation"]) == ()


def test_whoever_has_not_ordered_is_answered(desk: OrderDesk) -> None:
    """A conversation without an order has its messages too."""
    opened = OpenConversation(
        conversation_id="T-1",
        at=later(2),
        order_id=None,
        venue=Venue.MARKETPLACE,
        marketplace="DE",
        zone="Europe/Berlin",
    )
    desk.handle_conversation(opened)
    desk.handle_conversation(
        ReceiveMessage(conversation_id="T-1", message_id="B-9", at=later(2), text="In red?")
    )

    assert "answer_buyer/T-1/B-9" in told(desk.due(at=later(2.1)))


def test_a_review_is_not_asked_for_twice(desk: OrderDesk) -> None:
    """What was asked before is in the feedback of the order."""
    kinds = ["request_review"]
    asked = desk.due(at=later(30), kinds=kinds)
    assert told(asked) == ["request_review/O-4", "request_review/O-5", "request_review/O-6"]

    desk.do(asked[0], at=later(30))
    assert told(desk.due(at=later(31), kinds=kinds)) == told(asked[1:])


# Shortages


def short_orders(desk: OrderDesk, *ids: str) -> None:
    """Import orders of which stock has nothing."""
    for id in ids:
        word = Report("Unshipped", OrderStatus.UNSHIPPED, AT)
        desk.handle(placing(id, Line("Z", 2, price="1 EUR"), imported=True, report=word))


def test_law_7_a_shortage_has_an_entry_until_it_is_filled(desk: OrderDesk) -> None:
    """First it can only be settled; once stock has come in, it is filled."""
    short_orders(desk, "S-1", "S-2")
    kinds = ["fill_shortage", "settle_shortage"]
    for id in ("S-1", "S-2"):
        desk.handle(_paid(id))
    assert told(desk.due(at=later(1), kinds=kinds)) == [
        "settle_shortage/S-1",
        "settle_shortage/S-2",
    ]

    desk.receive("Z", 2)
    tasks = desk.due(at=later(1), kinds=kinds)
    assert told(tasks) == ["fill_shortage/S-1", "fill_shortage/S-2"]
    desk.do(tasks[0], at=later(1))
    with pytest.raises(Refused):
        desk.do(tasks[1], at=later(1))
    assert told(desk.due(at=later(1), kinds=kinds)) == ["settle_shortage/S-2"]


def _paid(id: str) -> OrderCommand:
    return ConfirmPayment(order_id=id, at=AT, imported=True)


def test_of_many_short_orders_stock_is_loaded_at_once() -> None:
    """However many there are, a page is looked at twice or three times and no more."""
    store = MemoryStore()
    desk = desk_over(store, KEPT)
    ids = [f"S-{number:03}" for number in range(40)]
    for id in ids:
        word = Report("Unshipped", OrderStatus.UNSHIPPED, AT)
        sku = f"Z{id}"
        desk.handle(placing(id, Line(sku, 2, price="1 EUR"), imported=True, report=word))
        desk.handle(_paid(id))
    counted = _Counting(store)
    desk.store = counted

    assert len(desk.due(at=later(1), kinds=["settle_shortage"])) == 40
    assert counted.loads <= 4


class _Counting:
    """A store that counts how often something is loaded."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.loads = 0

    def load(self, keys: Any) -> Any:
        """Load, and count it."""
        self.loads += 1
        return self._store.load(keys)

    def __getattr__(self, name: str) -> Any:
        """Give everything else as it is."""
        return getattr(self._store, name)


# What is read


def test_no_more_is_read_than_has_to_be() -> None:
    """Statuses where they suffice, dossiers by when they are due, stock only if it is asked for."""
    asking = Asking(at=AT, kinds=["confirm_shipment"])
    plan = reading(asking)
    assert plan.orders == OrderFilter(statuses=["unshipped", "partially_shipped"])
    assert (plan.beside, plan.of_stock, plan.expired_by) == ((), False, None)

    plan = reading(Asking(at=AT, kinds=["answer_claim", "count_stock", "expire_reservation"]))
    assert plan.orders is None
    assert [due_by is None for _, due_by, _ in plan.beside] == [False]
    assert (plan.of_stock, plan.expired_by) == (True, AT)

    plan = reading(Asking(at=AT), later(1))
    assert plan.orders is not None
    assert (plan.orders.statuses, plan.orders.placed_from) == (frozenset(OrderStatus), later(1))
    assert [due_by is None for _, due_by, _ in plan.beside] == [True, False, True]


def test_a_desk_finds_what_the_core_finds() -> None:
    """Of orders alone: page by page, or all at once."""
    desk = lived_through(range(60))
    at = later(300)
    orders = list(every_order(desk.store))
    of_orders = [task for task in desk.due(at=at) if task.order_id]

    assert told(tuple(of_orders)) == told(
        due(orders, at, KEPT, in_stock=lambda command: not desk.explain(command))
    )


def lived_through(seeds: range) -> OrderDesk:
    """Let orders live at a desk that keeps stock, each by a seed."""
    desk = desk_over(MemoryStore(), KEPT)
    for sku in situations.SKUS:
        desk.receive(sku, 60)
    for seed in seeds:
        pick = random.Random(seed).randrange  # noqa: S311 - a walk that can be repeated
        place = attrs.evolve(situations.placing(pick), order_id=f"O-{seed}")
        for step in situations.walk(pick, 1 + pick(12), world=KEPT, place=place, wild_too=False):
            if step.refused is None and step.events:
                with suppress(Refused):
                    desk.handle(step.command)
    return desk


STAND_INS: dict[str, Any] = {
    "answer": "It was opened.",
    "available_at": later(4_000),
    "carrier": "",
    "grade": "sellable",
    "override": "as a courtesy",
    "question": "Which one?",
    "reason": "general_adjustment",
    "sellable": False,
    "text": "It left.",
    "tracking": "",
}


def test_law_the_desk_allows_what_is_proposed() -> None:
    """Stock and all else that follows from it included; for want of a person's word alone not."""
    desk = lived_through(range(120))
    at = later(300)
    seen = 0
    for task in desk.due(at=at):
        for some in (task.command, *task.others):
            if set(some.missing) <= set(STAND_INS) and issubclass(some.kind, OrderCommand):
                reason = "not_returnable" if some.kind.__name__ == "DeclineReturn" else None
                told = {name: STAND_INS[name] for name in some.missing}
                if reason is not None and "reason" in told:
                    told["reason"] = reason
                command = some.filled(**told)
                assert isinstance(command, OrderCommand)
                assert desk.explain(command) == (), f"{task.id}: {some}"
                seen += 1

    assert seen > 100
    assert {task.who for task in desk.due(at=at)} >= {Actor.SELLER, Actor.SYSTEM}
