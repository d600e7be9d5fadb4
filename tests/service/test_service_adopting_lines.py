"""Adopting, by line: prices, late lines, parcels, partial shipments and cancelled lines."""

import attrs
import pytest
from desk_stories import (
    AT,
    EUR_10,
    desk_over,
    event_names,
    everything,
    later,
    parcel,
    report,
    stocked,
    told,
    units,
)

from ordercore import Money, OrderDesk, OrderStatus, Stations
from ordercore.inventory import Stock
from ordercore.kernel.charges import Charges
from ordercore.orders.payment import Payment
from ordercore.orders.state import Order
from ordercore.ports.source import ReportedOrder
from ordercore.service.adopting import Adopted, Outcome
from ordercore.service.matching import matched
from ordercore.testing import conservation_of_money, conservation_of_units

S = OrderStatus
EUR_4 = Charges("EUR", item=300, tax=100)


def adopted(desk: OrderDesk, *reports: ReportedOrder) -> Order:
    """Adopt reports one after the other, all of them all the way; none has more to say."""
    order: Order | None = None
    for reported in reports:
        (result,) = desk.adopt_all([reported])
        assert result.refused is None
        (again,) = desk.adopt_all([reported])
        assert again == Adopted(result.order, Outcome.UNCHANGED)
        order = result.order
    assert order is not None
    conservation_of_units(order)
    conservation_of_money(order)
    return order


def refused(desk: OrderDesk, reported: ReportedOrder) -> tuple[Order, tuple[str, ...]]:
    """Adopt a report that is refused on the way, the second time as well."""
    (first,) = desk.adopt_all([reported])
    before = everything(desk.store)
    (again,) = desk.adopt_all([reported])
    assert first.order is not None
    assert first.refused is not None
    assert again.refused is not None
    assert (again.order, again.outcome) == (first.order, Outcome.UNCHANGED)
    assert again.refused.refusals == first.refused.refusals
    assert everything(desk.store) == before
    conservation_of_units(first.order)
    return first.order, first.refused.codes


# Prices


@pytest.mark.parametrize("first", [S.PENDING, S.UNSHIPPED, S.SHIPPED])
def test_late_prices_are_taken_over_with_their_payment(first: OrderStatus) -> None:
    """Blank prices become known with a later report, and what is due is paid."""
    blank, known = told(charges=None), told()

    order = adopted(
        desk_over(), report(first, blank, day=1), report(S.SHIPPED, known, delivered=True, day=2)
    )

    assert order.lines[0].charges == EUR_10
    assert order.balance == Money(1000, "EUR")


def test_a_released_order_without_prices_is_paid_with_an_unknown_amount() -> None:
    """The marketplace took the money and does not say how much yet."""
    order = adopted(desk_over(), report(S.UNSHIPPED, told(charges=None)))

    assert order.payments == (Payment(id="PAY1", amount=None, at=later(1)),)
    assert order.balance is None
    assert order.status is S.UNSHIPPED


def test_each_late_price_is_paid_as_it_becomes_known() -> None:
    """Of two lines one is priced at once and one later: two payments that add up."""
    some, more = told("A", charges=EUR_10), told("B", 1, charges=None)
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, some, more, day=1),
        report(S.SHIPPED, some, attrs.evolve(more, charges=EUR_4), day=2),
    )

    assert [payment.amount for payment in order.payments] == [
        Money(1000, "EUR"),
        Money(400, "EUR"),
    ]


def test_a_price_that_is_known_is_not_changed() -> None:
    """A later report with another price is no correction of it."""
    order = adopted(desk_over(), report(day=1), report(S.UNSHIPPED, told(charges=EUR_4), day=2))

    assert order.lines[0].charges == EUR_10


def test_a_price_that_is_withheld_again_stays_known() -> None:
    """Blank after known changes nothing."""
    order = adopted(desk_over(), report(day=1), report(S.SHIPPED, told(charges=None), day=2))

    assert order.lines[0].charges == EUR_10


def test_a_late_price_in_another_currency_is_refused_and_told() -> None:
    """One currency pays an order; the order stays as far as it came."""
    desk = desk_over()
    some, more = told("A"), told("B", 1, charges=None)
    adopted(desk, report(S.UNSHIPPED, some, more))

    foreign = attrs.evolve(more, charges=Charges("USD", item=1))
    order, codes = refused(desk, report(S.SHIPPED, some, foreign, day=2))

    assert codes == ("charges_already_known",)
    assert order.status is S.UNSHIPPED


def test_a_free_order_is_paid_once() -> None:
    """Nothing is due, and the payment of nothing releases it all the same."""
    order = adopted(desk_over(), report(S.SHIPPED, told(charges=Charges("EUR"))))

    (paid,) = order.payments
    assert (paid.id, paid.amount, paid.at) == ("PAY1", Money(0, "EUR"), later(1))
    assert [(some.minor, some.at) for some in paid.captures] == [(0, later(1))]


# Late lines


def test_a_late_line_of_an_open_order_waits_and_is_paid_and_promised() -> None:
    """It joins the others where they are."""
    desk = stocked(("A", 5), ("B", 5))
    order = adopted(
        desk,
        report(S.UNSHIPPED, told("A"), day=1),
        report(S.UNSHIPPED, told("A"), told("B", 3, charges=EUR_4), day=2),
    )

    assert [(line.id, line.sku, line.quantity) for line in order.lines] == [
        ("1", "A", 2),
        ("2", "B", 3),
    ]
    assert order.stations["2"] == Stations(awaiting=3)
    assert order.balance == Money(1400, "EUR")
    assert desk.stock("B") == Stock("B", "main", 5, 3)


def test_a_late_line_of_a_shipped_order_has_been_shipped() -> None:
    """It left in a parcel that nobody told us of, out of stock that nobody had promised."""
    desk = stocked(("A", 5), ("B", 2))
    order = adopted(
        desk,
        report(S.SHIPPED, told("A"), day=1),
        report(S.SHIPPED, told("A"), told("B", 3, charges=EUR_4), day=2),
    )

    assert order.status is S.SHIPPED
    assert order.stations["2"] == Stations(shipped=3)
    assert order.balance == Money(1400, "EUR")
    assert desk.stock("B") == Stock("B", "main", 0)


def test_a_late_line_of_a_cancelled_order_is_cancelled() -> None:
    """Nothing of it will ever be shipped, and nothing is promised."""
    desk = stocked(("A", 5), ("B", 5))
    order = adopted(
        desk,
        report(S.CANCELLED, told("A"), day=1),
        report(S.CANCELLED, told("A"), told("B", 3), day=2),
    )

    assert order.status is S.CANCELLED
    assert order.stations["2"] == Stations(cancelled=3)
    assert desk.stock("B") == Stock("B", "main", 5)


def test_a_late_line_of_an_order_on_its_way_ships_with_it() -> None:
    """The report that brings the line says that everything was sent."""
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, told("A"), day=1),
        report(S.SHIPPED, told("A"), told("B", 1), day=2),
    )

    assert order.status is S.SHIPPED
    assert [parcel.units for parcel in order.parcels] == [units(("1", 2), ("2", 1))]


def test_a_late_line_that_was_cancelled_is_cancelled_alone() -> None:
    """The others wait on."""
    desk = stocked(("A", 5), ("B", 5))
    order = adopted(
        desk,
        report(S.UNSHIPPED, told("A"), day=1),
        report(S.UNSHIPPED, told("A"), told("B", 1, cancelled=True), day=2),
    )

    assert order.status is S.UNSHIPPED
    assert order.stations["2"] == Stations(cancelled=1)
    assert desk.stock("B") == Stock("B", "main", 5)


def test_a_late_line_in_another_currency_is_refused_and_told() -> None:
    """One currency pays an order."""
    desk = desk_over()
    adopted(desk, report(S.UNSHIPPED, told("A")))

    foreign = told("B", charges=Charges("USD", item=1))
    order, codes = refused(desk, report(S.UNSHIPPED, told("A"), foreign, day=2))

    assert codes == ("line_already_known",)
    assert len(order.lines) == 1


def test_a_line_that_is_reported_no_more_stays() -> None:
    """A report with fewer lines takes nothing away."""
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, told("A"), told("B", 1), day=1),
        report(S.UNSHIPPED, told("A"), day=2),
    )

    assert [line.sku for line in order.lines] == ["A", "B"]


# Shipping


def test_units_leave_line_by_line() -> None:
    """Each report says how much of each line has left, and a parcel holds what is new of it."""
    first, second = told("A", 3, ref="a"), told("B", 1, ref="b")
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, first, second, day=1),
        report(S.PARTIALLY_SHIPPED, attrs.evolve(first, shipped=1), second, day=2),
        report(
            S.PARTIALLY_SHIPPED,
            attrs.evolve(first, shipped=2),
            attrs.evolve(second, shipped=1),
            day=3,
        ),
        report(S.SHIPPED, attrs.evolve(first, shipped=3), attrs.evolve(second, shipped=1), day=4),
    )

    assert order.status is S.SHIPPED
    assert [(parcel.id, parcel.units, parcel.shipped_at) for parcel in order.parcels] == [
        ("P1", units(("1", 1)), later(2)),
        ("P2", units(("1", 1), ("2", 1)), later(3)),
        ("P3", units(("1", 1)), later(4)),
    ]


def test_nothing_shipped_is_not_everything() -> None:
    """A line of which nothing has left says so, whatever the status of the order."""
    order = adopted(
        desk_over(),
        report(S.PARTIALLY_SHIPPED, told("A", shipped=0), told("B", 1, shipped=1)),
    )

    assert order.stations == {"1": Stations(awaiting=2), "2": Stations(shipped=1)}


def test_parcels_keep_their_carriers_and_tracking() -> None:
    """Each package of a report becomes a parcel of that id, at the time that it left."""
    lines = told("A", 2, ref="a"), told("B", 1, ref="b")
    sent = parcel("K1", ("a", 2)), parcel("K2", ("b", 1), carrier="DHL", shipped_at=later(3))
    order = adopted(desk_over(), report(S.SHIPPED, *lines, parcels=sent, day=4))

    assert order.status is S.SHIPPED
    assert [
        (parcel.id, parcel.units, parcel.carrier, parcel.tracking, parcel.shipped_at)
        for parcel in order.parcels
    ] == [
        ("K1", units(("1", 2)), "UPS", "1ZK1", later(2)),
        ("K2", units(("2", 1)), "DHL", "1ZK2", later(3)),
    ]


def test_parcels_are_delivered_one_by_one() -> None:
    """Of two packages one has arrived, and then the other."""
    lines = told("A", 2, ref="a"), told("B", 1, ref="b")
    first, second = parcel("K1", ("a", 2)), parcel("K2", ("b", 1))
    here = attrs.evolve(first, delivered=True)
    reports = (
        report(S.SHIPPED, *lines, parcels=(first, second), day=3),
        report(S.SHIPPED, *lines, parcels=(here, second), day=4),
        report(S.SHIPPED, *lines, parcels=(here, attrs.evolve(second, delivered=True)), day=5),
    )
    delivered = [
        [parcel.delivered_at for parcel in adopted(desk_over(), *reports[:upto]).parcels]
        for upto in (1, 2, 3)
    ]

    assert delivered == [[None, None], [later(4), None], [later(4), later(5)]]


def test_a_parcel_of_unknown_lines_is_left_out() -> None:
    """Units of a line that the report does not have cannot be in a parcel of ours."""
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, told("A", ref="a"), parcels=(parcel("K1", ("z", 1)),)),
    )

    assert order.parcels == ()


def test_a_parcel_without_a_time_left_when_it_was_reported() -> None:
    """The report is the first that we hear of it."""
    sent = parcel("K1", ("a", 2), shipped_at=None)
    order = adopted(desk_over(), report(S.SHIPPED, told(ref="a"), parcels=(sent,), day=3))

    assert order.parcels[0].shipped_at == later(3)


def test_a_parcel_never_leaves_before_the_order_was_placed() -> None:
    """A time before the purchase is taken for the purchase."""
    sent = parcel("K1", ("a", 2), shipped_at=later(-1))
    order = adopted(desk_over(), report(S.SHIPPED, told(ref="a"), parcels=(sent,), day=3))

    assert order.parcels[0].shipped_at == AT


def test_what_is_not_in_a_parcel_leaves_in_one_of_its_own() -> None:
    """The status says that all was sent, the packages tell of some."""
    lines = told("A", 2, ref="a"), told("B", 1, ref="b")
    order = adopted(
        desk_over(), report(S.SHIPPED, *lines, parcels=(parcel("K1", ("a", 2)),), day=3)
    )

    assert [(parcel.id, parcel.units) for parcel in order.parcels] == [
        ("K1", units(("1", 2))),
        ("P2", units(("2", 1))),
    ]


def test_delivered_means_everything_that_was_shipped() -> None:
    """A report without packages tells of all parcels as delivered."""
    first = told("A", 2, shipped=1)
    order = adopted(
        desk_over(),
        report(S.PARTIALLY_SHIPPED, first, day=1),
        report(S.SHIPPED, told("A", 2), delivered=True, day=2),
    )

    assert [parcel.delivered_at for parcel in order.parcels] == [later(2), later(2)]
    assert order.stations == {"1": Stations(delivered=2)}


def test_a_report_older_than_the_word_against_it_delivers_nothing() -> None:
    """A carrier took the delivery back; a later report of the marketplace counts again."""
    desk = desk_over()
    order = adopted(desk, report(S.SHIPPED, told("A", 2), delivered=True, day=2))
    desk.retract_delivery(order.id, "P1", at=later(4))

    assert adopted(desk, report(S.SHIPPED, told("A", 2), delivered=True, day=3)).stations == {
        "1": Stations(shipped=2)
    }
    assert adopted(desk, report(S.SHIPPED, told("A", 2), delivered=True, day=5)).stations == {
        "1": Stations(delivered=2)
    }


def test_an_own_shipment_is_not_sent_again() -> None:
    """What we have confirmed ourselves, a report only confirms."""
    desk = stocked(("A", 5))
    adopted(desk, report(S.UNSHIPPED))
    desk.confirm_shipment("R-1", carrier="UPS", tracking="1Z", at=later(1))

    order = adopted(desk, report(S.SHIPPED, day=2))

    assert [parcel.tracking for parcel in order.parcels] == ["1Z"]
    assert desk.stock("A") == Stock("A", "main", 3)


# Cancelling


def test_a_cancelled_line_may_come_with_no_units() -> None:
    """Reports give 0 for a cancelled line: what waited of it is cancelled, and the rest ships."""
    some, gone = told("A", 2, ref="a"), told("B", 1, ref="b", charges=EUR_4)
    zero = attrs.evolve(gone, quantity=0, cancelled=True, charges=None)
    desk = stocked(("A", 5), ("B", 5))
    order = adopted(
        desk,
        report(S.UNSHIPPED, some, gone, day=1),
        report(S.UNSHIPPED, some, zero, day=2),
        report(S.SHIPPED, some, zero, day=3),
    )

    assert order.status is S.SHIPPED
    assert order.stations == {"1": Stations(shipped=2), "2": Stations(cancelled=1)}
    assert order.cancellations[0].reason == "reported_line_cancelled"
    assert desk.stock("B") == Stock("B", "main", 5)


def test_a_line_that_was_cancelled_before_we_heard_has_no_units() -> None:
    """The order is placed with a line of nothing, and ships without it."""
    order = adopted(
        desk_over(),
        report(S.SHIPPED, told("A"), told("B", 0, charges=None, cancelled=True)),
    )

    assert order.status is S.SHIPPED
    assert order.stations == {"1": Stations(shipped=2), "2": Stations()}


@pytest.mark.parametrize("status", [S.CANCELLED, S.UNFULFILLABLE])
def test_an_order_that_was_cancelled_before_we_heard_has_no_units(status: OrderStatus) -> None:
    """All its lines are of nothing, and that is its status from the start."""
    order = adopted(desk_over(), report(status, told("A", 0, charges=None)))

    assert order.status is status
    assert order.cancellations == ()


def test_unfulfillable_is_said_as_the_reason() -> None:
    """What waited is cancelled, and the reason is the word of the report."""
    desk = stocked(("A", 5))
    order = adopted(desk, report(S.UNSHIPPED, day=1), report(S.UNFULFILLABLE, day=2))

    assert order.status is S.UNFULFILLABLE
    assert order.cancellations[0].reason == "reported_unfulfillable"
    assert desk.stock("A") == Stock("A", "main", 5)


def test_pending_availability_gives_way() -> None:
    """A pre-order becomes an order, and only then is paid."""
    desk = desk_over()
    statuses = [
        adopted(desk, report(status, day=day)).status
        for day, status in enumerate((S.PENDING_AVAILABILITY, S.PENDING, S.UNSHIPPED), 1)
    ]

    assert statuses == [S.PENDING_AVAILABILITY, S.PENDING, S.UNSHIPPED]


def test_an_unconfirmed_invoice_is_confirmed_by_shipped() -> None:
    """The goods left before; only the word changes."""
    desk = desk_over()
    first = adopted(desk, report(S.INVOICE_UNCONFIRMED, day=1))
    order = adopted(desk, report(S.SHIPPED, day=2))

    assert (first.status, order.status) == (S.INVOICE_UNCONFIRMED, S.SHIPPED)
    assert order.parcels == first.parcels
    assert event_names(desk, "R-1")[-1] == "OrderReported"


# Which line is meant


def test_one_sku_on_two_lines_is_told_apart_by_order_of_appearance() -> None:
    """Without references the first reported is the first known."""
    lines = told("A", 1), told("A", 3)
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, *lines, day=1),
        report(
            S.PARTIALLY_SHIPPED,
            attrs.evolve(lines[0], shipped=0),
            attrs.evolve(lines[1], shipped=3),
            day=2,
        ),
    )

    assert order.stations == {"1": Stations(awaiting=1), "2": Stations(shipped=3)}


def test_references_tell_lines_apart_in_any_order() -> None:
    """With references the order of appearance makes no difference."""
    one, two = told("A", 1, ref="a1"), told("A", 3, ref="a2")
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, one, two, day=1),
        report(
            S.PARTIALLY_SHIPPED,
            attrs.evolve(two, shipped=3),
            attrs.evolve(one, shipped=0),
            day=2,
        ),
    )

    assert order.stations == {"1": Stations(awaiting=1), "2": Stations(shipped=3)}


def test_a_report_without_references_means_the_same_lines() -> None:
    """Another kind of report knows no references; then the SKU tells."""
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, told("A", 2, ref="a"), told("B", 1, ref="b"), day=1),
        report(S.SHIPPED, told("B", 1), told("A", 2), day=2),
        report(S.SHIPPED, told("A", 2, ref="a"), told("B", 1, ref="b"), delivered=True, day=3),
    )

    assert len(order.lines) == 2
    assert order.stations == {"1": Stations(delivered=2), "2": Stations(delivered=1)}


def test_another_reference_of_the_same_sku_is_another_line() -> None:
    """A reference that we do not know is a line that we do not know."""
    order = adopted(
        desk_over(),
        report(S.UNSHIPPED, told("A", 2, ref="a1"), day=1),
        report(S.UNSHIPPED, told("A", 2, ref="a1"), told("A", 1, ref="a2"), day=2),
    )

    assert [(line.id, line.ref, line.quantity) for line in order.lines] == [
        ("1", "a1", 2),
        ("2", "a2", 1),
    ]


def test_a_reference_wins_over_the_order_of_appearance() -> None:
    """The line with the reference is taken first, and the other falls to the one without."""
    desk = desk_over()
    order = adopted(desk, report(S.UNSHIPPED, told("A", 1), told("A", 3, ref="a2"), day=1))
    reported = report(S.UNSHIPPED, told("A", 3, ref="a2"), told("A", 1), day=2)

    found = {told.ref: line.id if line else None for told, line in matched(order, reported)}

    assert found == {"a2": "2", None: "1"}


# Impossible quantities


def test_more_shipped_than_ordered_is_refused_and_told() -> None:
    """The order stays as far as it came: placed and paid, and nothing has left."""
    desk = stocked(("A", 5))

    order, codes = refused(desk, report(S.SHIPPED, told("A", 2, shipped=3)))

    assert codes == ("units_not_awaiting",)
    assert order.status is S.UNSHIPPED
    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_a_parcel_of_more_than_was_ordered_is_refused_and_told() -> None:
    """The parcels before it are kept."""
    lines = told("A", 2, ref="a"), told("B", 1, ref="b")
    sent = parcel("K1", ("b", 1)), parcel("K2", ("a", 3))

    order, codes = refused(desk_over(), report(S.SHIPPED, *lines, parcels=sent, day=3))

    assert codes == ("units_not_awaiting",)
    assert [parcel.id for parcel in order.parcels] == ["K1"]
    assert order.status is S.PARTIALLY_SHIPPED


def test_shipping_of_a_cancelled_order_is_refused_and_told() -> None:
    """Cancelled and shipped at once cannot both be true; it is cancelled."""
    order, codes = refused(desk_over(), report(S.CANCELLED, told("A", 2, shipped=1)))

    assert "units_not_awaiting" in codes
    assert order.status is S.CANCELLED


def test_a_refused_order_does_not_stop_the_others() -> None:
    """In one transaction each order comes as far as it can."""
    desk = stocked(("A", 9))

    first, second, third = desk.adopt_all(
        [
            report(S.SHIPPED, id="R-1"),
            report(S.SHIPPED, told("A", 2, shipped=5), id="R-2"),
            report(S.SHIPPED, id="R-3"),
        ]
    )

    assert (first.refused, third.refused) == (None, None)
    assert second.refused is not None
    assert [order.status for order in desk.find()] == [S.SHIPPED, S.UNSHIPPED, S.SHIPPED]
    assert desk.stock("A") == Stock("A", "main", 5, 2)


# Parcels that are told of after their units left


def test_parcels_told_of_after_the_status_are_not_sent_again() -> None:
    """First only "shipped" was reported, then by which parcel: the units have left already."""
    desk = stocked(("A", 5))
    line = told(ref="a")
    order = adopted(
        desk,
        report(S.SHIPPED, line, day=1),
        report(S.SHIPPED, line, parcels=(parcel("K1", ("a", 2)),), day=2),
    )

    assert [parcel.units for parcel in order.parcels] == [units(("1", 2))]
    assert desk.stock("A") == Stock("A", "main", 3)


def test_a_parcel_of_our_own_is_not_reported_as_another() -> None:
    """We shipped one of two; the report tells of that one under the marketplace's own id."""
    desk = stocked(("A", 5))
    adopted(desk, report(S.UNSHIPPED, told(ref="a")))
    desk.confirm_shipment("R-1", units=units(("1", 1)), at=later(1))
    line = told(ref="a", shipped=1)

    order = adopted(
        desk, report(S.PARTIALLY_SHIPPED, line, parcels=(parcel("K1", ("a", 1)),), day=2)
    )

    assert order.stations == {"1": Stations(awaiting=1, shipped=1)}
    assert [parcel.id for parcel in order.parcels] == ["P1"]
    assert desk.stock("A") == Stock("A", "main", 4, 1)


def test_a_further_parcel_is_news() -> None:
    """Beside what we shipped ourselves another parcel left, and it is recorded once."""
    desk = stocked(("A", 5))
    adopted(desk, report(S.UNSHIPPED, told(ref="a")))
    desk.confirm_shipment("R-1", units=units(("1", 1)), at=later(1))
    sent = parcel("K1", ("a", 1)), parcel("K2", ("a", 1))

    order = adopted(desk, report(S.SHIPPED, told(ref="a"), parcels=sent, day=2))

    assert order.status is S.SHIPPED
    assert sum(some.holds("1") for some in order.parcels) == 2
    assert desk.stock("A") == Stock("A", "main", 3)


def test_a_cancelled_line_may_keep_its_units_in_the_report() -> None:
    """The quantity is what was ordered; that all was sent does not mean the cancelled line."""
    desk = stocked(("A", 5), ("B", 5))
    order = adopted(desk, report(S.SHIPPED, told("A"), told("B", 1, cancelled=True)))

    assert order.status is S.SHIPPED
    assert order.stations == {"1": Stations(shipped=2), "2": Stations(cancelled=1)}
    assert desk.stock("B") == Stock("B", "main", 5)


def test_a_parcel_never_arrives_before_it_left() -> None:
    """A report that tells of a parcel's arrival may itself be older than the parcel."""
    sent = parcel("K1", ("a", 2), shipped_at=later(5), delivered=True)
    order = adopted(desk_over(), report(S.SHIPPED, told(ref="a"), parcels=(sent,), day=3))

    assert order.parcels[0].delivered_at == later(5)
