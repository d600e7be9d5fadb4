"""The desk: every method, with the same answers over SQLite and in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from awaiting import faced
from desk_stories import desk_over, everything, later, placing, report, stores, units

from ordercore import (
    Actor,
    Address,
    AddressOutcome,
    ConfirmShipment,
    DeliveryAxis,
    InvalidValue,
    Line,
    Money,
    NotFound,
    OrderDesk,
    OrderFilter,
    OrderStatus,
    PaymentAxis,
    RefundPart,
    Refused,
    ReturnUnits,
    Stations,
    Trouble,
    Verification,
)
from ordercore.adapters.memory import (
    CountingIdentity,
    FixedClock,
    MemoryListener,
    MemoryStore,
    MemoryVerifier,
)
from ordercore.inventory import Stock
from ordercore.kernel.charges import Charges
from ordercore.orders.state import Order
from ordercore.ports.listener import Announcement, Listener
from ordercore.ports.records import Key
from ordercore.service.asked import Asked, expect
from ordercore.service.looking import every_order

CUP = ReturnUnits("P1", "1", 1)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[OrderDesk, ...]]:
    """Give an empty desk over each store, and one that is awaited."""
    made = (*(desk_over(store) for store in stores(tmp_path)), faced(MemoryStore()))
    yield made
    for desk in made:
        desk.close()


class Listening(MemoryListener):
    """A listener for desks that wait and for those that await."""

    def tell(self, announcement: Announcement) -> Any:
        """Take a message; whoever awaits what comes back gets nothing more."""
        super().tell(announcement)
        return Nothing()


class Nothing:
    """Nothing to wait for."""

    def __await__(self) -> Iterator[None]:
        """Be there at once."""
        return iter(())


def _told(desk: OrderDesk, **how: Any) -> int:
    return len(desk.deliver_notices(cast("Listener", Listening()), **how).delivered)


LIFE: tuple[tuple[str, Callable[[OrderDesk], Any]], ...] = (
    ("receive", lambda desk: desk.receive("CUP", 5)),
    ("receive in a pool", lambda desk: desk.receive("CUP", 2, pool="shop", at=later(-1))),
    ("stock", lambda desk: (desk.stock("CUP"), desk.stock("CUP", pool="shop"), desk.stock("X"))),
    (
        "place",
        lambda desk: desk.place(
            channel="MFN",
            lines=[Line("CUP", 3, price="12.50 EUR"), Line("POT", 1, price="20 EUR")],
            marketplace="DE",
            ship_to=Address(name="Ann", country="DE"),
            buyer="ann@example.com",
            service="Standard",
        ),
    ),
    ("receive more", lambda desk: desk.receive("POT", 1, at="2026-03-02T10:30:00+01:00")),
    (
        "place again",
        lambda desk: desk.place(
            channel="MFN",
            lines=[Line("CUP", 3, price="12.50 EUR"), Line("POT", 1, price="20 EUR")],
        ),
    ),
    ("pay too much", lambda desk: desk.confirm_payment("O-2", amount=Money(5751, "EUR"))),
    (
        "pay",
        lambda desk: desk.confirm_payment("O-2", amount=Money(5750, "EUR"), payment_id="PAY-1"),
    ),
    ("cancel", lambda desk: desk.cancel("O-2", reason="no_inventory", units=units(("1", 1)))),
    (
        "ship",
        lambda desk: desk.confirm_shipment(
            "O-2", units=units(("1", 2)), carrier="UPS", tracking="1Z", at=later(1)
        ),
    ),
    (
        "ship by nobody",
        lambda desk: desk.confirm_shipment("O-2", by=Actor.BUYER, at=later(1)),
    ),
    ("ship the rest", lambda desk: desk.confirm_shipment("O-2", parcel_id="K-7", at=later(1))),
    ("deliver", lambda desk: desk.record_delivery("O-2", "P1", at=later(3))),
    (
        "ask to return",
        lambda desk: desk.request_return("O-2", units=[CUP], reason="too_small", at=later(5)),
    ),
    (
        "ask too late",
        lambda desk: desk.request_return("O-2", units=[CUP], reason="too_small", at=later(99)),
    ),
    ("receive back", lambda desk: desk.receive_return("O-2", "R1", units=[CUP], at=later(8))),
    (
        "refund",
        lambda desk: desk.refund("O-2", reason="customer_return", return_id="R1", at=later(9)),
    ),
    (
        "refund a part",
        lambda desk: desk.refund(
            "O-2",
            reason="late_delivery",
            parts=[RefundPart("1", Charges("EUR", item=100))],
            refund_id="F-9",
            at=later(9),
        ),
    ),
    (
        "adopt",
        lambda desk: desk.adopt_all([report(OrderStatus.SHIPPED), report(OrderStatus.SHIPPED)]),
    ),
    ("order", lambda desk: desk.order("O-2")),
    ("no order", lambda desk: desk.order("nobody")),
    ("find", lambda desk: desk.find()),
    (
        "find some",
        lambda desk: desk.find(OrderFilter(statuses=frozenset({OrderStatus.SHIPPED}))),
    ),
    ("timeline", lambda desk: desk.timeline("O-2")),
    ("report", lambda desk: desk.report(by="month", zone="Europe/Berlin")),
    ("report by nothing", lambda desk: desk.report(by="year")),
    (
        "report of some",
        lambda desk: desk.report(wanted=OrderFilter(channels=frozenset({"FBA"}))),
    ),
    (
        "deliver some notices",
        lambda desk: _told(desk, limit=2),
    ),
    (
        "deliver notices",
        lambda desk: _told(desk, at=later(10)),
    ),
    ("deliver no notices", _told),
    ("everything", lambda desk: everything(desk.store, ("CUP", "POT", "A"))),
)


def answer_of(ask: Callable[[OrderDesk], Any], desk: OrderDesk) -> object:
    """Ask, and take an error for an answer."""
    try:
        answer: object = ask(desk)
    except (Refused, NotFound, InvalidValue) as error:
        return type(error).__name__, str(error)
    return _comparable(answer)


def _comparable(answer: object) -> object:
    if isinstance(answer, tuple) and answer and hasattr(answer[0], "refused"):
        return [(some.order, some.outcome, str(some.refused)) for some in answer]
    return answer


def test_every_method_answers_the_same_over_each_store(desks: tuple[OrderDesk, ...]) -> None:
    """A whole life, refusals among it, gives equal answers wherever it is lived."""
    answers = [[(step, answer_of(ask, desk)) for step, ask in LIFE] for desk in desks]

    for in_memory, *elsewhere in zip(*answers, strict=True):
        assert elsewhere == [in_memory] * 2


def test_the_life_comes_to_what_it_should(desks: tuple[OrderDesk, ...]) -> None:
    """The answers are not only equal, they are right."""
    for desk in desks:
        said = {step: answer_of(ask, desk) for step, ask in LIFE}
        order = said["order"]
        assert isinstance(order, Order)

        assert said["stock"] == (
            Stock("CUP", "main", 5),
            Stock("CUP", "shop", 2),
            Stock("X", "main"),
        )
        refused = {step: _first(answer) for step, answer in said.items() if _first(answer)}
        assert refused == {
            "place": "PlaceOrder was refused: stock_is_short",
            "pay too much": "ConfirmPayment was refused: payment_exceeds_due",
            "ship by nobody": "ConfirmShipment was refused: actor_may_not",
            "ask too late": "RequestReturn was refused: return_window_closed",
            "no order": "there is no order 'nobody'",
            "report by nothing": "by: 'year' is not one of day, week, month, channel, marketplace, "
            "service, country, sku, carrier, reason",
        }
        assert order.stations == {
            "1": Stations(cancelled=1, delivered=1, returned=1),
            "2": Stations(shipped=1),
        }
        assert [parcel.id for parcel in order.parcels] == ["P1", "K-7"]
        assert [refund.id for refund in order.refunds] == ["F1", "F-9"]
        assert order.balance == Money(5750 - 1250 - 100, "EUR")
        assert order.ship_to is None
        assert desk.stock("CUP") == Stock("CUP", "main", 4)
        assert desk.stock("POT") == Stock("POT", "main", 0)
        assert [some.id for some in desk.find()] == ["O-2", "R-1"]
        assert [type(some.event).__name__ for some in desk.timeline("O-2")] == [
            "OrderPlaced", "PaymentConfirmed", "UnitsCancelled", "ShipmentConfirmed",
            "ShipmentConfirmed", "ParcelDelivered", "ReturnAuthorised", "ReturnReceived",
            "RefundIssued", "RefundIssued",
        ]  # fmt: skip
        assert [said[f"deliver {some}notices"] for some in ("some ", "", "no ")] == [2, 10, 0]


def _first(answer: object) -> str:
    if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], str):
        return str(answer[1]).partition(" (")[0]
    return ""


HERE = Address("Ann", "Weg 1", "Ulm", "", "89073", "DE")
THERE = Address("Ann", "Weg 2", "Ulm", "", "89073", "DE")

SHIP = ConfirmShipment(order_id="S-1", at=later(5), carrier="UPS")

HARD_LIFE: tuple[tuple[str, Callable[[OrderDesk], Any], str], ...] = (
    (
        "place ahead",
        lambda desk: desk.place(
            channel="MFN",
            lines=[Line("CUP", 2, price="10 EUR")],
            ship_to=THERE,
            discount="2 EUR",
            shipping="4 EUR",
            available_at=later(9),
            order_id="S-1",
        ),
        "",
    ),
    ("pay too early", lambda desk: desk.authorise_payment("S-1"), "not_available_yet"),
    ("put off", lambda desk: desk.reschedule_preorder("S-1", available_at=later(1)), ""),
    ("release too early", lambda desk: desk.release_preorder("S-1"), "released_too_early"),
    ("release", lambda desk: desk.release_preorder("S-1", at=later(1)), ""),
    ("fail", lambda desk: desk.fail_payment("S-1", reason="no_funds", at=later(1)), ""),
    (
        "promise a part",
        lambda desk: desk.authorise_payment("S-1", amount="5 EUR", payment_id="a", at=later(1)),
        "",
    ),
    ("void", lambda desk: desk.void_payment("S-1", reason="other_card", at=later(1)), ""),
    (
        "promise all",
        lambda desk: desk.authorise_payment("S-1", expires_at=later(9), at=later(1)),
        "",
    ),
    ("expire too early", lambda desk: desk.expire_payment("S-1", at=later(8)), "not_expired_yet"),
    ("hold", lambda desk: desk.place_hold("S-1", "fraud", owner="ann", at=later(1)), ""),
    ("ship held", lambda desk: desk.preview(SHIP), "held"),
    ("take held", lambda desk: desk.capture_payment("S-1", at=later(1)), "capture_held"),
    (
        "release as nobody",
        lambda desk: desk.release_hold("S-1", by=Actor.CARRIER, at=later(2)),
        "actor_may_not_release",
    ),
    ("let go", lambda desk: desk.release_hold("S-1", reason="fine", at=later(2)), ""),
    (
        "verify",
        lambda desk: desk.verify_address(
            "S-1",
            MemoryVerifier({THERE: Verification(outcome=AddressOutcome.FIXED, suggestion=HERE)}),
            at=later(2),
        ),
        "",
    ),
    ("amend", lambda desk: desk.amend_address("S-1", THERE, at=later(2)), ""),
    ("add", lambda desk: desk.change_quantity("S-1", {"1": 3}, at=later(2)), ""),
    (
        "take out",
        lambda desk: desk.amend_order("S-1", units=units(("2", 1)), at=later(2)),
        "",
    ),
    ("ask to cancel", lambda desk: desk.request_cancellation("S-1", at=later(3)), ""),
    ("no", lambda desk: desk.decline_cancellation("S-1", at=later(3)), ""),
    (
        "ask to cancel one",
        lambda desk: desk.request_cancellation("S-1", units=units(("1", 1)), at=later(3)),
        "",
    ),
    ("yes", lambda desk: desk.accept_cancellation("S-1", at=later(3)), ""),
    ("too early", lambda desk: desk.cancel_overdue("S-1", at=later(4)), "not_overdue"),
    ("may", lambda desk: desk.allowed("S-1", at=later(4)), ""),
    ("the way", lambda desk: desk.path_to("S-1", "delivered", at=later(4)), ""),
    ("preview", lambda desk: desk.preview(SHIP), ""),
    ("carry out", lambda desk: desk.carry_out(desk.preview(SHIP), "ship-1"), ""),
    ("lost", lambda desk: desk.record_undelivered("S-1", "P1", Trouble.LOST, at=later(7)), ""),
    ("found", lambda desk: desk.receive_undelivered("S-1", "P1", at=later(9)), ""),
    ("give back", lambda desk: desk.refund("S-1", reason="lost", parcel_id="P1", at=later(9)), ""),
    ("not", lambda desk: desk.fail_refund("S-1", "F1", reason="closed", at=later(10)), ""),
    (
        "give back a sum",
        lambda desk: desk.refund("S-1", reason="lost", amount="11 EUR", at=later(10)),
        "",
    ),
    ("gone", lambda desk: desk.confirm_refund("S-1", "F2", at=later(11)), ""),
    ("everything", lambda desk: everything(desk.store, ("CUP",)), ""),
)
"""What is asked, and with what code it is refused."""


def test_a_hard_life_is_the_same_over_each_store(desks: tuple[OrderDesk, ...]) -> None:
    """Ordered ahead, paid with trouble, held, changed, half cancelled, lost, and given back."""
    answers: list[list[object]] = []
    for desk in desks:
        desk.receive("CUP", 5)
        told = [(step, answer_of(ask, desk), code) for step, ask, code in HARD_LIFE]
        refused = {step: _first(answer).rpartition(": ")[2] for step, answer, _ in told}
        assert refused == {step: code for step, _, code in told}
        answers.append([answer for _, answer, _ in told])
        order = desk.order("S-1")
        assert order.stations == {
            "1": Stations(cancelled=1, returned=1),
            "2": Stations(cancelled=1),
        }
        assert (order.status, order.payment_axis) == (OrderStatus.SHIPPED, PaymentAxis.REFUNDED)
        assert (order.delivery, order.balance) == (DeliveryAxis.UNDELIVERED, Money(0, "EUR"))
        assert (order.ship_to, order.verification) == (THERE, None)
        assert desk.stock("CUP") == Stock("CUP", "main", 5)

    assert answers[0] == answers[1] == answers[2]


def test_a_moment_left_out_is_the_clocks(desks: tuple[OrderDesk, ...]) -> None:
    """The desk asks its clock for every call anew; what is given is taken as it is."""
    for desk in desks:
        clock = FixedClock(later(7))
        other = OrderDesk(desk.store, world=desk.world, clock=clock, identity=CountingIdentity())
        other.receive("A", 1)
        clock.set(later(8))
        placed = other.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")])
        paid = other.confirm_payment(placed.id, at="2026-03-11T10:30:00+01:00")

        received, *_ = other.store.events(Key("stock", "main/A"))
        assert received.event.at == later(7)
        assert placed.terms.placed_at == later(8)
        assert paid.payments[0].at == later(9)


def test_a_naive_moment_is_refused_at_the_edge(desks: tuple[OrderDesk, ...]) -> None:
    """A time without a zone is no moment, and nothing has changed."""
    for desk in desks:
        with pytest.raises(InvalidValue, match="naive times are refused"):
            desk.receive("A", 1, at="2026-03-02T09:30:00")

        assert desk.stock("A") == Stock("A", "main")


def test_the_timeline_of_nobody_is_empty(desks: tuple[OrderDesk, ...]) -> None:
    """Nothing happened to an order that is not there."""
    for desk in desks:
        assert desk.timeline("nobody") == ()


def test_find_takes_every_condition(desks: tuple[OrderDesk, ...]) -> None:
    """Status, channel and placement narrow down, each alone and all together."""
    for desk in desks:
        for day in (0, 1, 3):
            desk.place(channel="FBA", lines=[Line("Z", 1, price="1 EUR")], at=later(day))
        desk.confirm_payment("O-2", at=later(2))
        pending = frozenset({OrderStatus.PENDING})
        found = [
            [order.id for order in desk.find(wanted)]
            for wanted in (
                OrderFilter(),
                OrderFilter(statuses=pending),
                OrderFilter(channels=frozenset({"MFN"})),
                OrderFilter(placed_from=later(1)),
                OrderFilter(placed_until=later(1)),
                OrderFilter(
                    statuses=pending,
                    channels=frozenset({"FBA"}),
                    placed_from=later(1),
                    placed_until=later(9),
                ),
            )
        ]

        one, two, three = "O-1", "O-2", "O-3"
        assert found == [[one, two, three], [one, three], [], [two, three], [one], [three]]


def test_the_report_counts_what_find_finds(desks: tuple[OrderDesk, ...]) -> None:
    """A report is a fold over the orders of a filter, by the zone's calendar."""
    for desk in desks:
        for day in (0, 0, 1):
            desk.place(channel="FBA", lines=[Line("Z", 2, price="1 EUR")], at=later(day))
        desk.cancel("O-3", reason="pricing_error", at=later(1), by=Actor.MARKETPLACE)

        by_day = desk.report()
        some = desk.report(wanted=OrderFilter(placed_from=later(1)))

        assert [(p.begins.day, p.totals.orders) for p in by_day.periods] == [(2, 2), (3, 1)]
        assert (by_day.totals.item_value, by_day.totals.cancelled) == ({"EUR": 600}, 1)
        assert (some.totals.orders, some.totals.units) == (1, 2)


def test_orders_may_change_while_they_are_listed(tmp_path: Path) -> None:
    """Walking through the orders of a store, one may command and be refused."""
    ids = [f"N-{number:03}" for number in range(620)]
    for store in stores(tmp_path):
        desk = desk_over(store)
        desk.handle_many([Asked(placing(id, channel="FBA")) for id in ids])
        seen: list[str] = []
        for order in every_order(store):
            seen.append(order.id)
            desk.cancel(order.id, reason="no_inventory", by=Actor.MARKETPLACE)
            with pytest.raises(Refused):
                desk.confirm_payment(order.id)

        assert seen == ids
        assert {order.status for order in desk.find()} == {OrderStatus.CANCELLED}
        desk.close()


def test_a_value_of_another_kind_is_a_mistake() -> None:
    """A command about stock given to ``handle`` is a mistake of the caller, and says so."""
    with pytest.raises(TypeError, match="Order expected, not Stock"):
        expect(Order, Stock("A", "main"))
