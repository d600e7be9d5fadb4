"""What becomes of promised money: taken, declined, run out, or given back untaken."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    AT,
    O1,
    accepts,
    amend,
    authorise,
    cancel,
    capture,
    deliver,
    events,
    expire,
    fail,
    given,
    hold,
    imported,
    later,
    let_go,
    nothing_happens,
    pay,
    place,
    refund,
    refusals,
    ship,
    stranded,
    then,
    void,
    when,
)

from ordercore.channels import SHOP
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.orders.axes import PaymentAxis
from ordercore.orders.capturing import PaymentCaptured
from ordercore.orders.decider import allowed
from ordercore.orders.ending import (
    FailPayment,
    PaymentDeclined,
    PaymentEnded,
    offer_failures,
)
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import captured, due, secured
from ordercore.orders.payment import (
    PAYMENT_LIFECYCLE,
    Capture,
    Payment,
    PaymentEnd,
    PaymentStatus,
    taken_from,
)
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import (
    WORLD,
    World,
)
from ordercore.shipping import Trouble
from ordercore.testing import conservation_of_money
from ordercore.testing.strategies import lines

MICROSECOND = dt.timedelta(microseconds=1)

SHOP_ORDER = place(channel="SHOP")

PROMISED = given(SHOP_ORDER, authorise())
"""An order of the own shop, its 25.00 authorised and nothing taken."""

CASH = given(place(), authorise(on_delivery=True))
"""An order whose 25.00 the carrier is to take at the door."""


def eur(amount: str) -> Money:
    """Make euros."""
    return Money.parse(f"{amount} EUR", "amount")


def taken(told: tuple[OrderEvent, ...]) -> list[tuple[str, int]]:
    """Give what is taken of which payment."""
    return [(some.payment_id, some.minor) for some in told if isinstance(some, PaymentCaptured)]


# A payment by itself


def _payment(**changes: Any) -> Payment:
    return Payment(**{"id": "p", "amount": eur("10"), "at": AT, **changes})


TEN = (Capture("c1", 1000, AT),)
FOUR = (Capture("c1", 400, AT),)


def _end(status: PaymentStatus) -> PaymentEnd:
    return PaymentEnd(status, "", AT)


@pytest.mark.parametrize(
    ("payment", "status", "taken", "open_", "stands"),
    [
        (_payment(), "authorised", 0, 1000, True),
        (_payment(captures=FOUR), "partially_captured", 400, 600, True),
        (_payment(captures=TEN), "captured", 1000, 0, True),
        (_payment(captures=(*FOUR, Capture("c2", 600, AT))), "captured", 1000, 0, True),
        (_payment(amount=None), "captured", 0, 0, True),
        (_payment(amount=eur("0")), "captured", 0, 0, True),
        (_payment(end=_end(PaymentStatus.FAILED)), "failed", 0, 0, False),
        (_payment(end=_end(PaymentStatus.EXPIRED)), "expired", 0, 0, False),
        (_payment(end=_end(PaymentStatus.VOIDED)), "voided", 0, 0, False),
        # What was taken before the end counts.
        (_payment(captures=FOUR, end=_end(PaymentStatus.VOIDED)), "captured", 400, 0, True),
    ],
)
def test_a_payment_says_how_far_it_is(
    payment: Payment, status: str, taken: int, open_: int, stands: bool
) -> None:
    """Status, what was taken, what may still be, and whether it pays for anything."""
    assert payment.status is PaymentStatus(status)
    assert (payment.captured, payment.open, payment.secured) == (taken, open_, taken + open_)
    assert payment.stands() is stands


def test_an_authorisation_runs_out_at_its_moment() -> None:
    """Not a microsecond earlier; what was taken of it by then stays."""
    some = _payment(expires_at=later(3))
    part = _payment(expires_at=later(3), captures=FOUR)

    assert (some.has_expired(None), some.has_expired(later(3) - MICROSECOND)) == (False, False)
    assert some.has_expired(later(3))
    assert [some.stands(at) for at in (None, later(3) - MICROSECOND, later(3))] == [
        True, True, False,
    ]  # fmt: skip
    assert part.stands(later(3))
    assert not _payment().has_expired(later(999))


@pytest.mark.parametrize(
    ("before", "after", "permitted"),
    [
        ("authorised", "partially_captured", True),
        ("authorised", "captured", True),
        ("authorised", "failed", True),
        ("authorised", "expired", True),
        ("authorised", "voided", True),
        ("partially_captured", "captured", True),
        ("partially_captured", "authorised", False),
        ("captured", "voided", False),
        ("failed", "authorised", False),
        ("expired", "captured", False),
    ],
)
def test_which_payment_status_may_follow_which(before: str, after: str, permitted: bool) -> None:
    """What was taken or ended stays so."""
    assert PAYMENT_LIFECYCLE.permits(PaymentStatus(before), PaymentStatus(after)) is permitted


@pytest.mark.parametrize(
    ("minor", "dealt"),
    [
        (0, ()),
        (300, (("a", 300),)),
        (600, (("a", 600),)),
        (601, (("a", 600), ("d", 1))),
        (1600, (("a", 600), ("d", 1000))),
        (9999, (("a", 600), ("d", 1000))),
    ],
)
def test_money_is_taken_of_the_earliest_first(
    minor: int, dealt: tuple[tuple[str, int], ...]
) -> None:
    """Not of cash on delivery, nor of what has run out, and never more than is open."""
    payments = (
        _payment(id="a", captures=FOUR),
        _payment(id="b", on_delivery=True),
        _payment(id="c", expires_at=AT),
        _payment(id="d"),
    )

    assert tuple([(some.id, amount) for some, amount in taken_from(payments, minor, AT)]) == dealt


# Taking it


def test_a_capture_without_an_amount_takes_all_that_is_due() -> None:
    """Of the first authorisation that is open."""
    event = when(PROMISED, capture(days=1))

    assert isinstance(event, PaymentCaptured)
    assert (event.payment_id, event.minor) == ("PAY1", 2500)
    order = then(PROMISED, capture(days=1))
    assert order.payments[0].captures == (Capture("C1", 2500, later(1)),)
    assert order.payment_axis is PaymentAxis.CAPTURED


def test_money_may_be_taken_in_parts() -> None:
    """Until all is taken; then there is nothing left."""
    order = then(PROMISED, capture("10 EUR"))
    assert (captured(order), order.payment_axis) == (1000, PaymentAxis.PARTIALLY_CAPTURED)

    order = then(order, capture())

    assert (captured(order), order.payment_axis) == (2500, PaymentAxis.CAPTURED)
    assert list(refusals(order, capture(payment_id="PAY1"))) == [
        "nothing_open",
        "capture_not_due",
    ]


def test_without_any_open_authorisation_nothing_can_be_taken() -> None:
    """Neither of an unpaid order, nor of one that was paid at once."""
    for order in (given(SHOP_ORDER), given(SHOP_ORDER, pay())):
        assert refusals(order, capture()) == {"payment_unknown": {"payment": ""}}


@pytest.mark.parametrize(
    ("before", "command", "code", "facts"),
    [
        ((), capture(payment_id="x"), "payment_unknown", {"payment": "x"}),
        ((void(),), capture(payment_id="PAY1"), "nothing_open", {"payment": "PAY1"}),
        (
            (),
            capture("25.01 EUR"),
            "capture_exceeds_authorisation",
            {"amount": eur("25.01"), "authorised": eur("25")},
        ),
        (
            (),
            capture("0 EUR"),
            "capture_not_due",
            {"amount": eur("0"), "due": eur("25")},
        ),
        (
            (),
            capture("1 USD"),
            "capture_exceeds_authorisation",
            {"amount": Money(100, "USD"), "authorised": eur("25")},
        ),
        (
            (cancel(("1", 1)),),
            capture("15.01 EUR"),
            "capture_not_due",
            {"amount": eur("15.01"), "due": eur("15")},
        ),
        (
            (hold("fraud"),),
            capture(),
            "capture_held",
            {"hold": "H1", "kind": "fraud"},
        ),
    ],
    ids=["unknown", "ended", "beyond", "nothing", "currency", "beyond due", "held"],
)
def test_captures_are_refused(
    before: tuple[OrderCommand, ...],
    command: OrderCommand,
    code: str,
    facts: dict[str, object],
) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(then(PROMISED, *before), command)[code] == facts


def test_what_is_due_may_be_less_than_was_promised() -> None:
    """An order that shrank is taken for what is left of it."""
    order = then(PROMISED, amend(take=(("1", 1),)), capture())

    assert (due(order), captured(order), secured(order)) == (1500, 1500, 2500)


def test_only_a_hold_that_forbids_it_stops_a_capture() -> None:
    """Fraud does; the others keep back the goods alone, and one that ended keeps nothing."""
    for kind in ("address", "payment", "manual"):
        assert accepts(then(PROMISED, hold(kind)), capture())
    held = then(PROMISED, hold("fraud", expires_at=later(2)))
    assert "capture_held" in refusals(held, capture(at=later(2) - MICROSECOND))
    assert accepts(held, capture(days=2))
    assert accepts(then(held, let_go()), capture())
    assert accepts(held, capture(), World(hold_kinds={}))


def test_nothing_is_taken_of_an_authorisation_that_has_run_out() -> None:
    """To the microsecond."""
    order = given(SHOP_ORDER, authorise(expires_at=later(7)))

    assert accepts(order, capture(at=later(7) - MICROSECOND))
    assert refusals(order, capture(days=7)) == {
        "authorisation_expired": {"payment": "PAY1", "expired": later(7)}
    }


def test_a_capture_passes_over_what_has_run_out() -> None:
    """Nobody has said yet that the first one ran out; the second one stands."""
    order = given(SHOP_ORDER, authorise(expires_at=later(3)), authorise(days=4))

    assert taken(events(order, capture(days=5))) == [("PAY2", 2500)]


def test_of_money_whose_amount_is_unknown_nothing_is_open() -> None:
    """The marketplace has taken it."""
    order = given(imported(Line("A", 1)), pay())

    assert refusals(order, capture(payment_id="PAY1")) == {"nothing_open": {"payment": "PAY1"}}
    assert refusals(order, capture("1 EUR", payment_id="PAY1")) == {
        "nothing_open": {"payment": "PAY1"},
        "capture_not_due": {"amount": eur("1"), "due": eur("0")},
    }


def test_an_amount_of_an_unknown_payment_is_not_taken() -> None:
    """That it is unknown is all there is to say."""
    assert refusals(given(place()), capture("1 EUR", payment_id="PAY9")) == {
        "payment_unknown": {"payment": "PAY9"}
    }


def test_a_shipment_takes_nothing_of_what_has_run_out() -> None:
    """But all of the authorisation that came in its place."""
    order = given(place(), authorise(expires_at=later(1)), authorise(days=2))

    _, taken = events(order, ship(days=3))

    assert isinstance(taken, PaymentCaptured)
    assert (taken.payment_id, taken.minor, taken.capture_id) == ("PAY2", 2500, "C1")


def test_nothing_due_is_not_beyond_the_authorisation() -> None:
    """What is shipped is taken, the rest cancelled: nothing is due, though something is open."""
    order = given(place(), authorise(), ship(("1", 1)), cancel(days=2))

    assert refusals(order, capture(days=3)) == {
        "capture_not_due": {"amount": eur("0"), "due": eur("0")}
    }


def test_the_same_capture_told_twice_is_one() -> None:
    """Of the same id and amount, its payment named or not; of another amount it is refused."""
    order = then(PROMISED, capture("10 EUR", capture_id="ch_1"))

    assert nothing_happens(order, capture("10 EUR", capture_id="ch_1", days=1))
    assert nothing_happens(order, capture(capture_id="ch_1", payment_id="PAY1"))
    assert refusals(order, capture("9 EUR", capture_id="ch_1")) == {
        "capture_already_exists": {"capture": "ch_1"}
    }
    assert accepts(order, capture("10 EUR", capture_id="ch_2"))
    assert accepts(order, capture("10 EUR"))


def test_each_payment_has_its_own_captures() -> None:
    """One id may be used by two providers."""
    order = given(SHOP_ORDER, authorise("10 EUR"), authorise())

    order = then(order, capture(capture_id="1"), capture(payment_id="PAY2", capture_id="1"))

    assert captured(order) == 2500
    assert nothing_happens(order, capture("15 EUR", capture_id="1", payment_id="PAY2"))


def test_a_declined_amount_is_one_of_money() -> None:
    """Not below nothing, and in the order's own currency."""
    for amount in (Money(-1, "EUR"), Money(100, "USD")):
        assert refusals(given(place()), fail(amount=amount)) == {
            "declined_amount_unusable": {"amount": amount, "currency": "EUR"}
        }
    assert accepts(given(place()), fail(amount=eur("99")))
    assert accepts(given(place()), fail(amount=eur("0")))


def test_a_declined_payment_of_unknown_amount_pays_nothing() -> None:
    """Prices are not known yet, and the try came to nothing."""
    order = given(imported(Line("A", 1)), fail())

    assert (order.payments[0].amount, order.payment_axis) == (None, PaymentAxis.FAILED)
    assert order.status is OrderStatus.PENDING


# Cash on delivery


def test_cash_is_taken_at_the_door_and_not_before() -> None:
    """The order ships unpaid; only what has arrived can be taken."""
    assert (CASH.status, CASH.payment_axis) == (OrderStatus.UNSHIPPED, PaymentAxis.AUTHORISED)
    assert refusals(CASH, capture())["nothing_delivered"] == {"payment": "PAY1"}
    shipped = then(CASH, ship())
    assert captured(shipped) == 0
    assert refusals(shipped, capture(days=2))["nothing_delivered"] == {"payment": "PAY1"}

    arrived = then(shipped, deliver(), capture(days=3))

    assert (captured(arrived), arrived.payment_axis) == (2500, PaymentAxis.CAPTURED)


def test_of_cash_that_was_not_taken_nothing_goes_back() -> None:
    """Neither of a parcel that the buyer refused, nor of cancelled units."""
    refused = then(CASH, ship(), stranded(Trouble.REFUSED))
    cancelled = then(CASH, cancel(("1", 1)))

    assert "nothing_delivered" in refusals(refused, capture(days=4))
    assert list(refusals(refused, refund(parcel_id="P1", reason="refused_delivery"))) == [
        "nothing_to_refund"
    ]
    assert list(refusals(refused, refund(amount=eur("1"), reason="goodwill"))) == [
        "refund_exceeds_payment"
    ]
    assert list(refusals(cancelled, refund(reason="units_cancelled"))) == ["nothing_to_refund"]


def test_cash_may_fail_at_the_door() -> None:
    """The buyer took the parcel and had no money: nothing is taken, and nothing is open."""
    order = then(CASH, ship(), deliver(), fail(payment_id="PAY1", days=3, reason="no cash"))

    assert (captured(order), order.payment_axis) == (0, PaymentAxis.FAILED)
    assert order.payments[0].end == PaymentEnd(PaymentStatus.FAILED, "no cash", later(3))


def test_an_own_shop_ships_against_cash() -> None:
    """Money that is to be taken at the door need not be taken first."""
    assert accepts(given(SHOP_ORDER, authorise(on_delivery=True)), ship())
    part = given(SHOP_ORDER, authorise("10 EUR", on_delivery=True), authorise())
    assert refusals(part, ship()) == {"not_captured": {"order": "O-1"}}
    assert accepts(then(part, capture(payment_id="PAY2")), ship())


def test_cash_is_taken_for_what_has_arrived() -> None:
    """One A of 10.00 has arrived, and 15.00 still await."""
    order = then(CASH, ship(("1", 1)), deliver())

    assert taken(events(order, capture(days=4))) == [("PAY1", 1000)]


# At confirmation, at placement


def test_a_shipment_takes_what_was_shipped() -> None:
    """Where the channel charges at confirmation, each parcel is paid for as it leaves."""
    order = given(place(), authorise())
    first = events(order, ship(("1", 1)))
    assert taken(first) == [("PAY1", 1000)]
    assert [type(some).__name__ for some in first] == ["ShipmentConfirmed", "PaymentCaptured"]

    order = then(order, ship(("1", 1)))

    assert order.payment_axis is PaymentAxis.PARTIALLY_CAPTURED
    assert taken(events(order, ship(days=2))) == [("PAY1", 1500)]


def test_a_shipment_takes_of_several_payments() -> None:
    """The earliest first, each as far as it goes."""
    order = given(place(), authorise("12 EUR"), authorise())

    assert taken(events(order, ship(("1", 1)))) == [("PAY1", 1000)]
    order = then(order, ship(("1", 1)))
    assert taken(events(order, ship(days=2))) == [("PAY1", 200), ("PAY2", 1300)]


def test_what_was_taken_before_is_not_taken_again() -> None:
    """A part was paid at once, so the first parcel takes less."""
    order = given(place(), pay(amount=eur("4")), authorise())

    assert taken(events(order, ship(("1", 1)))) == [("PAY2", 600)]
    assert taken(events(given(place(), pay()), ship())) == []


def test_an_own_shop_ships_when_all_is_taken() -> None:
    """And then takes nothing more at confirmation."""
    assert refusals(PROMISED, ship()) == {"not_captured": {"order": "O-1"}}
    part = then(PROMISED, capture("24.99 EUR"))
    assert refusals(part, ship(("2", 1))) == {"not_captured": {"order": "O-1"}}

    whole = then(part, capture())

    assert taken(events(whole, ship())) == []
    assert accepts(given(SHOP_ORDER, pay()), ship())


def test_a_dropped_channel_takes_nothing_by_itself() -> None:
    """A host that no longer knows the channel still takes money when it says so."""
    order = given(place(), authorise())
    bare = World(channels={"SHOP": SHOP})

    assert refusals(order, ship(), bare)["actor_may_not"]["allowed"] == []
    assert accepts(order, capture(), bare)


@for_all(
    st.lists(lines("EUR"), min_size=1, max_size=3),
    st.lists(st.integers(1, 9), max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), max_size=9),
)
def test_law_2_captures_of_all_parts_add_up(
    ordered: list[Line], weights: list[int], parts: list[tuple[int, int]]
) -> None:
    """However an order is parted over parcels and payments, exactly what is due is taken."""
    order = given(place(*ordered))
    total = due(order)
    for weight in weights:
        part = min(total * weight // 10, due(order) - secured(order))
        if part:
            order = then(order, authorise(str(Money(part, "EUR"))))
    if due(order) > secured(order) or not order.payments:
        order = then(order, authorise())
    for which, number in parts:
        line = order.lines[which % len(order.lines)]
        if waiting := order.stations[line.id].awaiting:
            order = then(order, ship((line.id, min(number, waiting))))
            conservation_of_money(order)
            assert captured(order) == _charged_for_shipped(order)
    if not order.status.is_all_sent:
        order = then(order, ship())

    assert captured(order) == total == _charged_for_shipped(order)
    assert not any(payment.open for payment in order.payments)


def _charged_for_shipped(order: Order) -> int:
    return sum(
        line.charges.portion(line.quantity, 0, order.stations[line.id].shipped).total
        for line in order.lines
        if line.charges
    )


# Failing, running out, and given back


def test_a_declined_payment_is_kept_as_tried() -> None:
    """The order still waits for its money, and may be paid otherwise."""
    event = when(given(place()), fail(reason="insufficient_funds", method="card"))

    assert isinstance(event, PaymentDeclined)
    assert event.payment == Payment(
        id="PAY1",
        amount=eur("25"),
        at=AT,
        method="card",
        end=PaymentEnd(PaymentStatus.FAILED, "insufficient_funds", AT),
    )
    order = given(place(), fail())
    assert (order.status, order.payment_axis) == (OrderStatus.PENDING, PaymentAxis.FAILED)
    assert then(order, pay()).status is OrderStatus.UNSHIPPED


def test_an_authorisation_may_fail_later() -> None:
    """Then the order waits for money again."""
    order = given(place(), authorise(), fail(payment_id="PAY1", days=1))

    assert (order.status, order.payment_axis) == (OrderStatus.PENDING, PaymentAxis.FAILED)
    assert nothing_happens(order, fail(payment_id="PAY1", days=2))


def test_what_was_taken_cannot_fail() -> None:
    """Money that was taken goes back by a refund."""
    order = given(place(), pay())

    assert refusals(order, fail(payment_id="PAY1")) == {"nothing_open": {"payment": "PAY1"}}


def test_an_authorisation_runs_out_when_its_time_has_come() -> None:
    """At its moment and not before; the order waits for money again."""
    order = given(place(), authorise(expires_at=later(3)))

    assert refusals(order, expire(at=later(3) - MICROSECOND)) == {
        "not_expired_yet": {"payment": "PAY1", "expires_at": later(3)}
    }
    event = when(order, expire(days=3))
    assert isinstance(event, PaymentEnded)
    assert (event.payment_id, event.status) == ("PAY1", PaymentStatus.EXPIRED)
    order = then(order, expire(days=3))
    assert (order.status, order.payment_axis) == (OrderStatus.PENDING, PaymentAxis.FAILED)
    assert nothing_happens(order, expire(payment_id="PAY1", days=4))


def test_an_authorisation_without_an_end_never_runs_out() -> None:
    """It can be given back."""
    order = given(place(), authorise())

    assert refusals(order, expire(days=999)) == {
        "not_expired_yet": {"payment": "PAY1", "expires_at": None}
    }


def test_an_authorisation_may_be_given_back() -> None:
    """Its rest only: what was taken stays taken."""
    order = given(place(), authorise(), ship(("1", 1)), cancel(days=2))
    event = when(order, void(days=3, reason="rest cancelled"))
    assert isinstance(event, PaymentEnded)
    assert (event.status, event.reason) == (PaymentStatus.VOIDED, "rest cancelled")

    order = then(order, void(days=3))

    assert (order.payment_axis, captured(order), secured(order)) == (
        PaymentAxis.CAPTURED, 1000, 1000,
    )  # fmt: skip
    assert order.status is OrderStatus.SHIPPED
    assert nothing_happens(order, void(payment_id="PAY1", days=4))


@pytest.mark.parametrize("end", [expire, void], ids=["expire", "void"])
def test_only_what_is_open_ends(end: Callable[..., OrderCommand]) -> None:
    """Not a payment that there is not, that was taken, or that ended in another way."""
    failed = given(place(), authorise(), fail(payment_id="PAY1"))

    assert refusals(given(place()), end())["payment_unknown"] == {"payment": ""}
    assert refusals(given(place(), pay()), end(payment_id="PAY1"))["nothing_open"] == {
        "payment": "PAY1"
    }
    assert refusals(failed, end(payment_id="PAY1"))["nothing_open"] == {"payment": "PAY1"}


def test_an_end_without_an_id_is_that_of_the_first_open_payment() -> None:
    """What was taken or has ended is passed over."""
    order = given(place(), pay(amount=eur("5")), authorise("10 EUR"), authorise())

    assert [getattr(some, "payment_id", "") for some in events(order, void())] == ["PAY2"]
    order = then(order, void())
    assert [getattr(some, "payment_id", "") for some in events(order, void())] == ["PAY3"]


def test_other_payments_stay_as_they_are() -> None:
    """A capture, a failure or an end changes one payment."""
    order = given(SHOP_ORDER, authorise("10 EUR"), authorise())

    for command in (capture(payment_id="PAY2"), fail(payment_id="PAY2"), void(payment_id="PAY2")):
        after = then(order, command)
        assert after.payments[0] is order.payments[0]
        assert after.payments[1] != order.payments[1]


def test_who_reports_money_is_kept() -> None:
    """Money may be told of by the marketplace, or by the system on a provider's word."""
    order = given(SHOP_ORDER, authorise(by=Actor.MARKETPLACE))

    assert when(order, capture(by=Actor.SYSTEM)).by is Actor.SYSTEM


def test_what_ends_of_no_payment_in_particular_is_the_one_it_can_be_of() -> None:
    """What runs out is what has run out by then; what is given back is what has not."""
    first = given(place(), authorise("10 EUR", expires_at=later(2)), authorise("15 EUR"))
    second = given(place(), authorise("10 EUR"), authorise("15 EUR", expires_at=later(2)))

    for order, command, meant in (
        (first, expire(days=2), "PAY1"),
        (first, void(days=2), "PAY2"),
        (second, expire(days=2), "PAY2"),
        (second, void(days=2), "PAY1"),
    ):
        event = when(order, command)
        assert isinstance(event, PaymentEnded)
        assert event.payment_id == meant


# Offers


@pytest.mark.parametrize(
    ("commands", "ids"),
    [
        ((place(),), [""]),
        ((place(), authorise()), ["PAY1"]),
        ((place(), authorise("10 EUR")), ["PAY1", ""]),
        ((place(), pay()), []),
        ((place(Line("A", 1, price="0.01 EUR")), authorise()), ["PAY1"]),
        ((place(), authorise(expires_at=later(1))), ["PAY1", ""]),
    ],
    ids=["new", "promised", "part", "paid", "a cent", "run out"],
)
def test_a_failure_is_offered_of_what_is_open_and_of_what_is_due(
    commands: tuple[OrderCommand, ...], ids: list[str]
) -> None:
    """Of every payment that is open, and, while anything is due, of one that nobody knows yet."""
    assert offer_failures(given(*commands), later(1), WORLD) == tuple(
        FailPayment(order_id=O1, at=later(1), payment_id=id) for id in ids
    )


def test_only_the_failure_of_a_new_payment_is_of_what_is_due() -> None:
    """One that is known fails with all that is left of it."""
    offers = allowed(given(place(), authorise("10 EUR")), AT)

    assert [(one.payment_id, one.amount) for one in offers if isinstance(one, FailPayment)] == [
        ("PAY1", None),
        ("PAY2", eur("15")),
    ]
