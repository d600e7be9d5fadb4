"""Adopting, by status: from nothing, and from every status to every other."""

import attrs
import pytest
from desk_stories import (
    AT,
    OWN,
    desk_over,
    event_names,
    everything,
    later,
    order_events,
    report,
    stocked,
    told,
    waiting,
)

from ordercore import Line, OrderDesk, OrderStatus, World
from ordercore.inventory import Stock
from ordercore.kernel.actors import Actor
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.status import ORDER_LIFECYCLE
from ordercore.ports.source import ReportedOrder
from ordercore.service.adopting import Adopted, Outcome, adopt, next_step
from ordercore.testing import conservation_of_units

S = OrderStatus
ALL = tuple(OrderStatus)


def at_status(status: OrderStatus, day: float = 1) -> ReportedOrder:
    """Report two A as far along as the status says; one of them has left where it says partly."""
    sent = 1 if status is S.PARTIALLY_SHIPPED else None
    return report(status, told(ref="a", shipped=sent), day=day)


def adopted(desk: OrderDesk, reported: ReportedOrder) -> Adopted:
    """Adopt one report."""
    (result,) = desk.adopt_all([reported])
    return result


FROM_NOTHING = {
    S.PENDING_AVAILABILITY: (["OrderPlaced"], Stock("A", "main", 5, 2)),
    S.PENDING: (["OrderPlaced"], Stock("A", "main", 5, 2)),
    S.UNSHIPPED: (["OrderPlaced", "PaymentConfirmed"], Stock("A", "main", 5, 2)),
    S.PARTIALLY_SHIPPED: (
        ["OrderPlaced", "PaymentConfirmed", "ShipmentConfirmed"],
        Stock("A", "main", 4, 1),
    ),
    S.INVOICE_UNCONFIRMED: (
        ["OrderPlaced", "PaymentConfirmed", "ShipmentConfirmed"],
        Stock("A", "main", 3),
    ),
    S.SHIPPED: (
        ["OrderPlaced", "PaymentConfirmed", "ShipmentConfirmed"],
        Stock("A", "main", 3),
    ),
    S.CANCELLED: (["OrderPlaced", "UnitsCancelled"], Stock("A", "main", 5)),
    S.UNFULFILLABLE: (["OrderPlaced", "UnitsCancelled"], Stock("A", "main", 5)),
}


@pytest.mark.parametrize("status", ALL)
def test_an_unknown_order_is_placed_where_it_is(status: OrderStatus) -> None:
    """It is walked to its status by ordinary events, and stock follows."""
    desk = stocked(("A", 5))

    result = adopted(desk, at_status(status))

    events, stock = FROM_NOTHING[status]
    assert result.outcome is Outcome.PLACED
    assert result.refused is None
    assert result.order is not None
    assert result.order.status is status
    assert event_names(desk, "R-1") == events
    assert desk.stock("A") == stock
    assert all(event.imported for event in order_events(desk, "R-1"))


@pytest.mark.parametrize("status", ALL)
def test_reporting_twice_changes_nothing(status: OrderStatus) -> None:
    """The same report again is UNCHANGED and leaves not one event."""
    desk = stocked(("A", 5))
    first = adopted(desk, at_status(status))
    before = everything(desk.store)

    for _ in range(2):
        assert adopted(desk, at_status(status)) == Adopted(first.order, Outcome.UNCHANGED)
        assert everything(desk.store) == before


def expected_after(before: OrderStatus, then: OrderStatus) -> OrderStatus:
    """Say where an order must be that was reported at two statuses, the second one day later.

    What is over stays over, and what is of an earlier status is of the past.
    An order of which something has left cannot be cancelled any more: what still waits is, and
    then all that was not cancelled has been shipped.
    """
    if before.is_over or then.rank < before.rank:
        return before
    some_left = before in (S.PARTIALLY_SHIPPED, S.INVOICE_UNCONFIRMED, S.SHIPPED)
    if then.is_over and some_left:
        return S.SHIPPED
    return then


@pytest.mark.parametrize("then", ALL)
@pytest.mark.parametrize("before", ALL)
def test_a_later_report_moves_an_order_forward_only(before: OrderStatus, then: OrderStatus) -> None:
    """From every status to every status, the order ends where it must, along the lifecycle."""
    desk = stocked(("A", 5))
    first = adopted(desk, at_status(before)).order
    recorded = len(desk.timeline("R-1"))

    result = adopted(desk, at_status(then, day=2))

    assert first is not None
    assert result.order is not None
    assert result.refused is None
    assert result.order.status is expected_after(before, then)
    assert result.order.status in ORDER_LIFECYCLE.reachable(first.status)
    conservation_of_units(result.order)
    more = len(desk.timeline("R-1")) - recorded
    assert result.outcome is (Outcome.ADVANCED if more else Outcome.UNCHANGED)
    settled = everything(desk.store)
    assert adopted(desk, at_status(then, day=2)).outcome is Outcome.UNCHANGED
    assert everything(desk.store) == settled


@pytest.mark.parametrize("then", ALL)
@pytest.mark.parametrize("before", ALL)
def test_an_older_report_is_ignored(before: OrderStatus, then: OrderStatus) -> None:
    """A report of an earlier day tells of the past, whatever status it has."""
    desk = stocked(("A", 5))
    adopted(desk, at_status(before, day=2))
    settled = everything(desk.store)

    result = adopted(desk, at_status(then, day=1))

    assert result.outcome is Outcome.UNCHANGED
    assert result.refused is None
    assert everything(desk.store) == settled


def test_stock_is_right_however_an_order_got_there() -> None:
    """Step by step or in one go, the same units have left, and none is promised any more."""
    slow, fast = stocked(("A", 5)), stocked(("A", 5))
    for day, status in enumerate((S.PENDING, S.UNSHIPPED, S.PARTIALLY_SHIPPED, S.SHIPPED), 1):
        adopted(slow, at_status(status, day=day))
    adopted(fast, at_status(S.SHIPPED, day=4))

    assert slow.stock("A") == fast.stock("A") == Stock("A", "main", 3)


def test_the_first_word_and_the_last_are_kept() -> None:
    """The order keeps the marketplace's own word, and when it was said."""
    desk = desk_over()
    adopted(desk, at_status(S.PENDING))
    order = adopted(desk, at_status(S.UNSHIPPED, day=2)).order

    assert order is not None
    assert order.report is not None
    assert (order.report.word, order.report.updated_at) == ("Unshipped", later(2))


def test_a_new_word_alone_is_an_advance() -> None:
    """A report that only says it in another word, or later, is recorded and does no more."""
    desk = desk_over()
    adopted(desk, at_status(S.SHIPPED))

    result = adopted(desk, at_status(S.SHIPPED, day=2))

    assert result.outcome is Outcome.ADVANCED
    assert event_names(desk, "R-1")[-1] == "OrderReported"


def test_an_update_before_the_purchase_happens_at_the_purchase() -> None:
    """Some exports give an update before the purchase; nothing happens before it."""
    desk = desk_over()

    order = adopted(desk, at_status(S.SHIPPED, day=-3)).order

    assert order is not None
    assert {event.at for event in order_events(desk, "R-1")} == {AT}
    assert order.parcels[0].shipped_at == AT


def test_who_did_it_is_the_marketplace() -> None:
    """Every event of a report is the marketplace's, a delivery the carrier's."""
    desk = desk_over(world=World())
    adopted(desk, report(S.SHIPPED, delivered=True, channel="FBA"))

    actors = [event.by for event in order_events(desk, "R-1")]
    assert actors == [Actor.MARKETPLACE] * 3 + [Actor.CARRIER]


def test_no_buyer_is_told_of_what_a_marketplace_reports() -> None:
    """The marketplace has told its buyer itself."""
    desk = desk_over()
    adopted(desk, report(S.SHIPPED, delivered=True))

    assert waiting(desk.store) == ()


def test_terms_come_from_the_first_report() -> None:
    """Channel, marketplace, buyer, service and the promise are kept as they were reported."""
    desk = desk_over(world=World())
    first = report(
        S.UNSHIPPED,
        buyer="b@example.com",
        service="Expedited",
        ship_by=later(4),
        deliver_by=later(8),
        channel="SFP",
    )
    adopted(desk, first)
    order = adopted(desk, attrs.evolve(first, buyer="other", updated_at=later(2))).order

    assert order is not None
    assert (order.terms.channel, order.terms.marketplace) == ("SFP", "DE")
    assert (order.terms.buyer, order.terms.service) == ("b@example.com", "Expedited")
    assert (order.ship_by, order.deliver_by) == (later(4), later(8))
    assert order.terms.imported


def test_an_order_of_our_own_is_not_amended_by_a_report() -> None:
    """A report under the id of an own order is refused and told, and changes nothing."""
    desk = stocked(("A", 5))
    own = desk.place(channel="MFN", lines=[_line()], order_id="R-1")
    before = everything(desk.store)

    result = adopted(desk, at_status(S.SHIPPED))

    assert result.refused is not None
    assert result.refused.codes == ("order_not_imported",)
    assert result == Adopted(own, Outcome.UNCHANGED, result.refused)
    assert everything(desk.store) == before


def test_a_report_of_an_unknown_channel_is_refused() -> None:
    """What cannot even be placed leaves no order behind."""
    desk = desk_over()

    result = adopted(desk, report(S.SHIPPED, channel="XYZ"))

    assert result.order is None
    assert result.refused is not None
    assert result.refused.codes == ("channel_unknown",)
    assert desk.find() == ()


def test_adopting_needs_no_desk() -> None:
    """The walk is a plain function over whatever decides commands."""
    steps: list[str] = []
    reported = at_status(S.SHIPPED)
    inner = desk_over(world=OWN)

    def handle(command: OrderCommand) -> Order:
        steps.append(type(command).__name__)
        return inner.handle(command)

    result = adopt(reported, None, handle)

    assert steps == ["PlaceOrder", "ConfirmPayment", "ConfirmShipment"]
    assert result.order is not None
    assert next_step(result.order, reported) is None


def _line() -> Line:
    return Line("A", 1, price="1 EUR")
