"""Replacements and exchanges at the desk: two orders in one transaction, or nothing."""

from pathlib import Path
from typing import Any

import pytest
from desk_stories import desk_over, later, placing, stores

from ordercore import Line, OrderDesk, ReplacementEnd, SentWhen, Units
from ordercore.errors import NotFound, Refused
from ordercore.kernel.money import Money
from ordercore.metrics import order_report
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.money import due
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.ports.outbox import Lane, OutboxState
from ordercore.ports.store import Store
from ordercore.returns import ReturnUnits
from ordercore.service.auditing.audit import audit
from ordercore.service.keys import order_key
from ordercore.shipping import Trouble
from ordercore.testing.laws import conservation_of_money, conservation_of_units

SENT = "O-1-X1"


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Give an empty store of each kind."""
    return dict(zip(("memory", "sqlite"), stores(tmp_path), strict=True))[request.param]


@pytest.fixture
def desk(store: Store) -> OrderDesk:
    """Give a desk with two A and two B left, whose buyer asks to return two A of order O-1."""
    desk = desk_over(store)
    desk.receive("A", 4)
    desk.receive("B", 2)
    desk.handle(placing())
    desk.confirm_payment("O-1", at=later())
    desk.confirm_shipment("O-1", at=later(1))
    desk.record_delivery("O-1", "P1", at=later(3))
    desk.request_return("O-1", units=(ReturnUnits("P1", "1", 2),), reason="DEFECTIVE", at=later(5))
    return desk


def replace(desk: OrderDesk, **changes: Any) -> None:
    """Replace what is returned, two days after it was asked back."""
    desk.replace("O-1", **{"reason": "DEFECTIVE", "return_id": "R1", "at": later(7), **changes})


def test_a_replacement_is_an_order_that_may_ship_at_once(desk: OrderDesk) -> None:
    """It costs nothing, is paid for by that, has its own deadline, and holds its own units."""
    replace(desk)

    sent = desk.order(SENT)

    assert (sent.terms.replaces, sent.terms.replacement) == ("O-1", ReplacementKind.REPLACEMENT)
    assert [(line.sku, line.quantity, line.id) for line in sent.lines] == [("A", 2, "1")]
    assert (due(sent), sent.status, sent.ship_by is not None) == (0, OrderStatus.UNSHIPPED, True)
    assert desk.stock("A").available == 0
    assert desk.confirm_shipment(SENT, at=later(8)).status is OrderStatus.SHIPPED


def test_both_orders_commit_or_neither(desk: OrderDesk) -> None:
    """No stock, no replacement: the original knows nothing of it, and may be replaced later."""
    desk.count_stock("A", 1)
    before = desk.order("O-1")

    with pytest.raises(Refused) as refused:
        replace(desk)

    assert (refused.value.command, codes(refused.value)) == ("ReplaceUnits", {"stock_is_short"})
    assert desk.order("O-1") == before
    with pytest.raises(NotFound):
        desk.order(SENT)
    desk.count_stock("A", 2)
    replace(desk)
    assert desk.order(SENT).status is OrderStatus.UNSHIPPED


def test_an_id_that_another_order_has_is_refused(desk: OrderDesk) -> None:
    """Nothing of the replacement is kept then."""
    desk.handle(placing("O-2", Line("B", 1, price="1 EUR")))

    with pytest.raises(Refused) as refused:
        replace(desk, replacement_id="O-2")

    assert codes(refused.value) == {"already_exists"}
    assert desk.order("O-1").replacements == ()


def test_twice_is_once(desk: OrderDesk, store: Store) -> None:
    """The same command id sends one replacement, and so does the same id of the replacement."""
    replace(desk, command_id="c-1")
    events = list(store.events(order_key(SENT)))

    replace(desk, command_id="c-1")
    replace(desk, replacement_id=SENT)

    assert list(store.events(order_key(SENT))) == events
    assert len(desk.order("O-1").replacements) == 1
    assert desk.stock("A").reserved == 2


def test_the_events_of_the_new_order_say_what_they_follow_from(
    desk: OrderDesk, store: Store
) -> None:
    """Their cause is the sending that the original tells of."""
    replace(desk)

    last = list(store.events(order_key("O-1")))[-1]

    assert type(last.event).__name__ == "ReplacementSent"
    causes = {some.cause for some in store.events(order_key(SENT))}
    assert causes == {(order_key("O-1"), last.seq)}
    assert audit(store).differences == ()


def test_on_receipt_it_is_sent_once_all_is_back(desk: OrderDesk) -> None:
    """A part that came back does not do; the last unit brings the order about."""
    replace(desk, when=SentWhen.ON_RECEIPT)
    desk.receive_return("O-1", "R1", units=(ReturnUnits("P1", "1", 1),), at=later(9))
    with pytest.raises(NotFound):
        desk.order(SENT)

    desk.receive_return("O-1", "R1", units=(ReturnUnits("P1", "1", 1),), at=later(10))

    assert desk.order(SENT).terms.placed_at == later(10)


def test_a_receipt_stands_where_the_replacement_cannot_be_sent(desk: OrderDesk) -> None:
    """What came back came back; the replacement is sent by hand once there is stock."""
    replace(desk, when=SentWhen.ON_RECEIPT)
    desk.count_stock("A", 0)
    back = (ReturnUnits("P1", "1", 2),)
    desk.receive_return("O-1", "R1", units=back, sellable=False, at=later(9))
    assert desk.order("O-1").stations["1"].returned == 2

    with pytest.raises(Refused):
        desk.send_replacement("O-1", SENT, at=later(10))
    desk.receive("A", 2)
    desk.send_replacement("O-1", SENT, at=later(11))

    assert desk.order(SENT).status is OrderStatus.UNSHIPPED


def test_a_cancelled_replacement_gives_its_units_back(desk: OrderDesk) -> None:
    """Unit by unit they may be paid back for, or replaced, again; cancelling counts like any."""
    replace(desk)
    desk.receive_return("O-1", "R1", units=(ReturnUnits("P1", "1", 2),), at=later(9))
    with pytest.raises(Refused):
        refund(desk)

    desk.cancel(SENT, units=(Units("1", 1),), reason="no_inventory", at=later(10))
    refund(desk)
    desk.cancel(SENT, reason="no_inventory", at=later(12))
    replace(desk, at=later(13))

    first, second = desk.order("O-1").replacements
    assert (first.is_over, second.standing) == (True, {"1": 1})
    assert desk.order("O-1").balance == Money(1000, "EUR")
    totals = order_report([desk.order(id) for id in ("O-1", SENT, "O-1-X2")]).totals
    assert (totals.orders, totals.units, totals.cancelled) == (1, 2, 1)
    assert (totals.replacements, totals.replacement_units) == (2, 3)
    assert totals.item_value == {"EUR": 2000}
    assert totals.all_orders == 3


def test_a_replacement_that_is_sent_back_is_paid_back_for_on_the_original(desk: OrderDesk) -> None:
    """Its own value is nothing, so the money is where it was paid."""
    replace(desk)
    desk.receive_return("O-1", "R1", units=(ReturnUnits("P1", "1", 2),), at=later(9))
    desk.confirm_shipment(SENT, at=later(9))
    desk.record_delivery(SENT, "P1", at=later(10))
    desk.request_return(SENT, units=(ReturnUnits("P1", "1", 1),), reason="BAD", at=later(11))

    desk.receive_return(SENT, "R1", units=(ReturnUnits("P1", "1", 1),), at=later(12))

    (refunded,) = refund(desk).refunds
    assert sum(part.charges.total for part in refunded.parts) == 1000


def test_a_replacement_that_comes_back_undelivered_frees_its_units(desk: OrderDesk) -> None:
    """Nothing reached the buyer."""
    replace(desk)
    desk.confirm_shipment(SENT, at=later(9))
    desk.record_undelivered(SENT, "P1", Trouble.REFUSED, at=later(10))

    desk.receive_undelivered(SENT, "P1", at=later(12))

    assert desk.order("O-1").replacements[0].is_over


def test_a_replacement_is_not_replaced_itself(desk: OrderDesk) -> None:
    """One link is all there is, unless a row of the world says otherwise."""
    replace(desk)
    desk.confirm_shipment(SENT, at=later(9))
    desk.record_undelivered(SENT, "P1", Trouble.LOST, at=later(12))

    with pytest.raises(Refused) as refused:
        desk.replace(SENT, reason="lost", parcel_id="P1", at=later(13))
    assert codes(refused.value) == {"replaced_too_often"}

    desk.end_replacement("O-1", SENT, because=ReplacementEnd.UNDELIVERED, at=later(13))
    desk.receive("A", 2)
    replace(desk, at=later(13))
    assert desk.order("O-1-X2").terms.chain == 1


NEW = Line("B", 2, price="12.50 EUR")


def test_an_exchange_for_something_dearer_asks_for_the_difference(desk: OrderDesk) -> None:
    """The new order owes 5 EUR and waits for them; the old one owes nothing back."""
    replace(desk, lines=(NEW,))

    new = desk.order(SENT)

    assert (new.terms.replacement, due(new)) == (ReplacementKind.EXCHANGE, 500)
    assert new.status is OrderStatus.PENDING
    assert desk.confirm_payment(SENT, at=later(8)).status is OrderStatus.UNSHIPPED
    with pytest.raises(Refused):
        desk.refund("O-1", reason="exchange", replaced_by=SENT, at=later(9))


def test_an_exchange_for_something_cheaper_gives_the_difference_back(desk: OrderDesk) -> None:
    """Once, and the rest of the worth when nothing is sent in the end."""
    replace(desk, lines=(Line("B", 2, price="7.00 EUR"),))
    assert desk.order(SENT).status is OrderStatus.UNSHIPPED

    desk.refund("O-1", reason="exchange", replaced_by=SENT, at=later(8))
    assert desk.order("O-1").balance == Money(1400, "EUR")
    with pytest.raises(Refused):
        desk.refund("O-1", reason="exchange", replaced_by=SENT, at=later(9))
    desk.receive_return("O-1", "R1", units=(ReturnUnits("P1", "1", 2),), at=later(9))
    desk.cancel(SENT, reason="no_inventory", at=later(10))
    with pytest.raises(Refused):
        refund(desk)
    desk.refund("O-1", reason="exchange", replaced_by=SENT, at=later(11))

    original = desk.order("O-1")
    assert original.balance == Money(0, "EUR")
    conservation_of_money(original)
    conservation_of_units(original)


def test_an_exchange_ends_once_all_of_it_is_gone(desk: OrderDesk) -> None:
    """Of a part nobody can say for which old unit it stood."""
    replace(desk, lines=(NEW,))

    desk.cancel(SENT, units=(Units("1", 1),), reason="no_inventory", at=later(8))
    assert desk.order("O-1").replacements[0].standing == {"1": 2}
    desk.cancel(SENT, reason="no_inventory", at=later(8))

    assert desk.order("O-1").replacements[0].is_over


def test_a_preview_shows_both_orders(desk: OrderDesk) -> None:
    """What would be placed, paid and held, before it is done."""
    command = ReplaceUnits(order_id="O-1", at=later(7), reason="BAD", return_id="R1")

    preview = desk.preview(command)

    assert [type(event).__name__ for event in preview.events] == [
        "ReplacementPromised", "ReplacementSent", "OrderPlaced", "UnitsReserved", "StockRanOut",
        "PaymentConfirmed", "ReservedCommitted",
    ]  # fmt: skip
    assert preview.stock["main", "A"].reserved == 2
    desk.carry_out(preview)
    assert desk.order(SENT).status is OrderStatus.UNSHIPPED


def test_a_reported_replacement_of_an_order_that_is_not_here_is_taken_in(desk: OrderDesk) -> None:
    """And cancelled, although nobody here can be told that its units are replaced no longer."""
    link = {"replaces": "902-0", "replacement": ReplacementKind.REPLACEMENT}
    desk.handle(placing("902-1", imported=True, **link))

    cancelled = CancelUnits(order_id="902-1", at=later(1), reason="x", imported=True)

    assert desk.handle(cancelled).status is OrderStatus.CANCELLED
    with pytest.raises(NotFound):
        desk.order("902-0")


def test_who_is_told_of_a_replacement(desk: OrderDesk, store: Store) -> None:
    """The buyer that one is sent, and not that one more order was placed; the seller to ship it."""
    replace(desk)

    waiting = store.outbox(OutboxState.WAITING, lane=Lane.NOTICES, limit=50)
    told = [some.entry.notice.kind for some in waiting if some.entry.notice]

    of_orders = [kind for kind in told if kind != "out_of_stock"]
    assert of_orders[-2:] == ["replacement_sent", "order_to_ship"]
    assert told.count("order_received") == 1


def codes(refused: Refused) -> set[str]:
    """Give the codes of a refusal."""
    return {some.code for some in refused.refusals}


def refund(desk: OrderDesk) -> Order:
    """Give back what is owed for the return."""
    return desk.refund("O-1", reason="customer_return", return_id="R1", at=later(14))


def back_unseen(desk: OrderDesk) -> None:
    """Let the replacement come back, to be looked at."""
    replace(desk)
    desk.confirm_shipment(SENT, at=later(8))
    desk.record_delivery(SENT, "P1", at=later(10))
    two = (ReturnUnits("P1", "1", 2),)
    desk.request_return(SENT, units=two, reason="DEFECTIVE", at=later(12))
    desk.receive_return(SENT, "R1", units=two, sellable=None, at=later(15))


def test_a_replacement_that_came_back_counts_once_it_was_looked_at(desk: OrderDesk) -> None:
    """An empty box frees no unit of the original; what is taken back does."""
    back_unseen(desk)
    one = (ReturnUnits("P1", "1", 1),)
    assert sum(desk.order("O-1").replacements[0].standing.values()) == 2

    desk.grade_return(SENT, "R1", units=one, grade="empty_box", at=later(16))
    assert sum(desk.order("O-1").replacements[0].standing.values()) == 2

    desk.grade_return(SENT, "R1", units=one, grade="defective", at=later(16))
    assert sum(desk.order("O-1").replacements[0].standing.values()) == 1


def test_on_receipt_it_is_sent_once_the_old_units_were_looked_at(desk: OrderDesk) -> None:
    """And not where one of them is rejected: whoever promised it ends it."""
    replace(desk, when=SentWhen.ON_RECEIPT)
    two, one = (ReturnUnits("P1", "1", 2),), (ReturnUnits("P1", "1", 1),)
    desk.receive_return("O-1", "R1", units=two, sellable=None, at=later(9))
    assert desk.order("O-1").replacements[0].sent_at is None

    desk.grade_return("O-1", "R1", units=one, grade="defective", at=later(10))
    desk.grade_return("O-1", "R1", units=one, grade="wrong_item", at=later(10))
    assert desk.order("O-1").replacements[0].sent_at is None
    with pytest.raises(Refused):
        desk.send_replacement("O-1", SENT, at=later(11))
    desk.end_replacement("O-1", SENT, because=ReplacementEnd.WITHDRAWN, at=later(11))
    assert not desk.order("O-1").replacements[0].standing


def test_what_was_looked_at_and_kept_is_replaced(desk: OrderDesk) -> None:
    """Once the last unit was."""
    replace(desk, when=SentWhen.ON_RECEIPT)
    two = (ReturnUnits("P1", "1", 2),)
    desk.receive_return("O-1", "R1", units=two, sellable=None, at=later(9))

    order = desk.grade_return("O-1", "R1", units=two, grade="defective", at=later(10))
    assert order.replacements[0].sent_at == later(10)
    assert desk.order(SENT).terms.replaces == "O-1"


def test_what_stock_lacks_is_not_offered_in_place_of_anything(desk: OrderDesk) -> None:
    """Neither to be promised and sent at once, nor to be sent now."""
    assert any(isinstance(some, ReplaceUnits) for some in desk.allowed("O-1", at=later(7)))

    desk.count_stock("A", 1)

    assert not any(isinstance(some, ReplaceUnits) for some in desk.allowed("O-1", at=later(7)))
