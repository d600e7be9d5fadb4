"""What may be done now, and the way to a goal."""

# ruff: noqa: S311 - walks that can be repeated

import datetime as dt
from collections import Counter
from enum import Enum
from random import Random
from typing import TypeVar

import attrs
import pytest
from order_stories import (
    accept,
    amend,
    ask_back,
    ask_information,
    ask_to_cancel,
    authorise,
    authorise_return,
    bounced,
    came_back,
    cancel,
    capture,
    close,
    deliver,
    expire,
    found,
    give_information,
    given,
    grade,
    hear,
    hold,
    imported,
    instead,
    issue_label,
    later,
    let_go,
    no_more,
    not_delivered,
    overdue,
    part,
    pay,
    place,
    price,
    put_off,
    receive,
    refund,
    refusals,
    release,
    report,
    scan,
    send,
    send_back,
    ship,
    some,
    stranded,
    tag,
    then,
    untag,
    void_label,
    went_out,
    withdraw,
)

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant
from ordercore.orders.axes import DeliveryAxis, PaymentAxis, ReturnsAxis
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.decider import DECISIONS, allowed, decide, explain
from ordercore.orders.finding import AXES, path_to
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, UnitsCommand
from ordercore.orders.parts import RefundStatus
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.tag import MOST_TAGS
from ordercore.orders.world import World
from ordercore.returns import ReturnEnd
from ordercore.shipping import Trouble
from ordercore.testing import explain_agrees_with_decide, walk

T = TypeVar("T")


def names(commands: tuple[OrderCommand, ...] | None) -> list[str]:
    """Give the kinds of commands."""
    assert commands is not None
    return [type(some).__name__ for some in commands]


# What may be done now


@pytest.mark.parametrize(
    ("commands", "kinds"),
    [
        (
            (place(),),
            "AuthorisePayment CancelUnits ConfirmPayment FailPayment PlaceHold RequestCancellation",
        ),
        (
            (place(available_at=later(1)),),
            "CancelUnits FailPayment PlaceHold ReleasePreorder RequestCancellation",
        ),
        (
            (place(), authorise()),
            (
                "CancelUnits CapturePayment ConfirmShipment FailPayment PlaceHold "
                "RequestCancellation VoidPayment"
            ),
        ),
        (
            (place(), pay(), hold()),
            "CancelUnits FailPayment IssueRefund PlaceHold ReleaseHold RequestCancellation",
        ),
        (
            (place(), pay(), ship()),
            (
                "CorrectTracking FailPayment IssueRefund ReceiveUndelivered RecordDelivery "
                "RecordUndelivered"
            ),
        ),
        (
            (place(), pay(), ship(tracking="1Z"), deliver()),
            "FailPayment IssueRefund RecordUndelivered RequestReturn RetractDelivery",
        ),
        ((place(), cancel()), "FailPayment"),
    ],
)
def test_what_may_be_done_is_offered(commands: tuple[OrderCommand, ...], kinds: str) -> None:
    """Each command that would bring something about, and no other."""
    offers = allowed(given(*commands), later(5))

    assert sorted({type(one).__name__ for one in offers} | {"FailPayment"}) == kinds.split()


def test_an_offer_asks_for_the_most() -> None:
    """All that waits, all that is due, all that may go back, out of every parcel."""
    order = given(place(), authorise("10 EUR"), authorise(), ship(("1", 1)))
    offers = {type(one): one for one in allowed(order, later(5))}

    sent = offers[ConfirmShipment]
    assert isinstance(sent, ConfirmShipment)
    assert (sent.units, sent.parcel_id) == (some(("1", 1), ("2", 1)), "P2")
    taken = offers[CapturePayment]
    assert isinstance(taken, CapturePayment)
    assert (taken.payment_id, taken.amount) == ("PAY2", Money(1500, "EUR"))


def test_a_law_of_offers() -> None:
    """In random lives: what is offered is accepted, and a bit more of it is refused."""
    bounded: Counter[str] = Counter()
    for seed in range(60):
        for step in walk(Random(seed).randrange, 14):
            if step.after is None:
                continue
            for offer in allowed(step.after, step.command.at):
                explain_agrees_with_decide(step.after, offer)
                assert decide(step.after, offer)
                for more in _more(offer):
                    bounded[type(offer).__name__] += 1
                    assert refusals(step.after, more), more

    assert set(bounded) >= {
        "AuthorisePayment",
        "CancelUnits",
        "CapturePayment",
        "ConfirmPayment",
        "ConfirmShipment",
        "IssueRefund",
        "ReceiveReturn",
        "ReceiveUndelivered",
        "RequestCancellation",
        "RequestReturn",
    }


def _more(offer: OrderCommand) -> list[OrderCommand]:
    """Ask for one unit more of every line, or for one minor unit more."""
    if isinstance(offer, UnitsCommand):
        return [
            replace(offer, units=(*_but(offer.units, one), replace(one, quantity=one.quantity + 1)))
            for one in offer.units
        ]
    if isinstance(offer, RequestReturn | ReceiveReturn):
        return [
            replace(
                offer,
                units=(
                    *_but(offer.units, one),
                    replace(one, quantity=one.quantity + 1),
                ),
            )
            for one in offer.units
        ]
    if isinstance(offer, ConfirmPayment | AuthorisePayment | CapturePayment) and offer.amount:
        return [replace(offer, amount=Money(offer.amount.minor + 1, offer.amount.currency))]
    if isinstance(offer, IssueRefund) and offer.amount is not None:
        beyond = Money(offer.amount.minor + 1, offer.amount.currency)
        return [replace(offer, amount=beyond, parts=())]
    if isinstance(offer, IssueRefund):
        return [
            replace(
                offer,
                parts=(*_but(offer.parts, one), replace(one, units=one.units + 1)),
            )
            for one in offer.parts
        ]
    return []


def _but(all_of: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(other for other in all_of if other is not one)


# The way to a goal


NEW = given(place())
PROMISED = given(place(), authorise())
PAID = given(place(), pay())
SENT = then(PAID, ship())
HERE = then(SENT, deliver())
SHOP = given(place(channel="SHOP"))
FOREIGN = given(imported(word=OrderStatus.PENDING_AVAILABILITY))
SOON = given(place(available_at=later(9)))


@pytest.mark.parametrize(
    ("order", "goal", "way"),
    [
        # Status
        (NEW, OrderStatus.PENDING, ""),
        (NEW, OrderStatus.UNSHIPPED, "ConfirmPayment"),
        (NEW, OrderStatus.PARTIALLY_SHIPPED, "ConfirmPayment ConfirmShipment"),
        (NEW, OrderStatus.SHIPPED, "ConfirmPayment ConfirmShipment"),
        (NEW, OrderStatus.CANCELLED, "CancelUnits"),
        (SOON, OrderStatus.PENDING_AVAILABILITY, ""),
        (SOON, OrderStatus.PENDING, "ReleasePreorder"),
        (SOON, OrderStatus.SHIPPED, "ReleasePreorder ConfirmPayment ConfirmShipment"),
        (PROMISED, OrderStatus.PENDING, "FailPayment"),
        (SHOP, OrderStatus.SHIPPED, "ConfirmPayment ConfirmShipment"),
        (then(SHOP, authorise()), OrderStatus.SHIPPED, "CapturePayment ConfirmShipment"),
        (then(PAID, hold()), OrderStatus.SHIPPED, "ReleaseHold ConfirmShipment"),
        (
            then(PAID, hold(), hold("fraud")),
            OrderStatus.SHIPPED,
            "ReleaseHold ReleaseHold ConfirmShipment",
        ),
        # Payment
        (NEW, PaymentAxis.UNPAID, ""),
        (NEW, PaymentAxis.FAILED, "FailPayment"),
        (NEW, PaymentAxis.AUTHORISED, "AuthorisePayment"),
        (NEW, PaymentAxis.CAPTURED, "ConfirmPayment"),
        (given(place(Line("A", 1, price="0 EUR"))), PaymentAxis.FREE, "ConfirmPayment"),
        (PROMISED, PaymentAxis.PARTIALLY_CAPTURED, "CapturePayment"),
        (PROMISED, PaymentAxis.CAPTURED, "CapturePayment"),
        (PAID, PaymentAxis.PARTIALLY_REFUNDED, "IssueRefund"),
        (PAID, PaymentAxis.REFUNDED, "IssueRefund"),
        # Delivery
        (NEW, DeliveryAxis.NONE, ""),
        (NEW, DeliveryAxis.UNDERWAY, "ConfirmPayment ConfirmShipment"),
        (
            PAID,
            DeliveryAxis.PARTIALLY_DELIVERED,
            "ConfirmShipment ConfirmShipment RecordDelivery",
        ),
        (SENT, DeliveryAxis.DELIVERED, "RecordDelivery"),
        (SENT, DeliveryAxis.UNDELIVERED, "RecordUndelivered"),
        (HERE, DeliveryAxis.UNDELIVERED, "RecordUndelivered"),
        # Returns
        (NEW, ReturnsAxis.NONE, ""),
        (HERE, ReturnsAxis.OPEN, "RequestReturn"),
        (HERE, ReturnsAxis.RECEIVED, "RequestReturn ReceiveReturn"),
        (SENT, ReturnsAxis.RECEIVED, "RecordDelivery RequestReturn ReceiveReturn"),
    ],
)
def test_the_way_is_the_shortest(order: Order, goal: Enum, way: str) -> None:
    """Every word of every axis that commands lead to is found, and the way leads there."""
    found = path_to(order, goal, later(10))

    assert names(found) == way.split()
    end = then(order, *(found or ()))
    assert AXES[type(goal)](end) is goal


def test_every_word_that_commands_lead_to_is_in_the_table() -> None:
    """The others only a marketplace says."""
    (mark,) = [one for one in test_the_way_is_the_shortest.pytestmark if one.name == "parametrize"]  # type: ignore[attr-defined]
    shown = {goal for _, goal, _ in mark.args[1]}

    assert {word for axis in AXES for word in axis} - shown == {
        OrderStatus.INVOICE_UNCONFIRMED,
        OrderStatus.UNFULFILLABLE,
    }


ONE = place(Line("A", 1, price="0.01 EUR"))
"""The smallest order: one unit at one cent."""


@pytest.mark.parametrize(
    ("order", "goal"),
    [
        (given(ONE), OrderStatus.PARTIALLY_SHIPPED),
        (given(ONE, pay()), DeliveryAxis.PARTIALLY_DELIVERED),
        (given(ONE, pay()), OrderStatus.PENDING_AVAILABILITY),
        (given(ONE, pay()), OrderStatus.UNFULFILLABLE),
        (given(ONE, pay(), ship()), OrderStatus.INVOICE_UNCONFIRMED),
        (given(ONE, pay()), PaymentAxis.UNPAID),
        (given(ONE, pay()), OrderStatus.PENDING),
        (given(ONE, pay(), ship()), OrderStatus.CANCELLED),
        (given(ONE, pay(), ship()), DeliveryAxis.NONE),
        (given(ONE, cancel()), OrderStatus.SHIPPED),
        (given(ONE, cancel()), PaymentAxis.CAPTURED),
        (given(place(available_at=later(99))), OrderStatus.PENDING),
        (
            given(ONE, pay(), ship(), deliver(), ask_back(("P1", "1", 1)), receive(("P1", "1", 1))),
            ReturnsAxis.NONE,
        ),
        (FOREIGN, OrderStatus.UNSHIPPED),
    ],
)
def test_where_there_is_no_way_there_is_none(order: Order, goal: Enum) -> None:
    """What only others do, what cannot be undone, and what is too early."""
    assert path_to(order, goal, later(10)) is None


def test_a_way_is_one_of_a_moment() -> None:
    """Too late to return, there is none; in time, there is."""
    order = given(ONE, pay(), ship(), deliver())

    assert names(path_to(order, ReturnsAxis.OPEN, later(33))) == ["RequestReturn"]
    assert path_to(order, ReturnsAxis.OPEN, later(34)) is None


def test_a_way_is_one_of_a_world() -> None:
    """Without a channel nobody confirms a shipment."""
    order = given(ONE)

    assert path_to(order, OrderStatus.SHIPPED, later(1), World(channels={})) is None
    assert path_to(order, OrderStatus.CANCELLED, later(1), World(channels={})) is not None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("shipped", "ConfirmPayment ConfirmShipment"),
        ("captured", "ConfirmPayment"),
        ("delivered", "ConfirmPayment ConfirmShipment RecordDelivery"),
        ("open", "ConfirmPayment ConfirmShipment RecordDelivery RequestReturn"),
        # Two axes have it; the earlier one is meant.
        ("none", ""),
    ],
)
def test_a_goal_may_be_named_by_its_text(text: str, way: str) -> None:
    """Of the first axis that has it."""
    assert names(path_to(NEW, text, later(1))) == way.split()


@pytest.mark.parametrize("goal", ["", "Shipped", "lost", Trouble.LOST])
def test_what_is_no_word_is_no_goal(goal: Enum | str) -> None:
    """Neither another spelling, nor the status of a part."""
    with pytest.raises(InvalidValue, match="goal"):
        path_to(NEW, goal, later(1))


# What would lift a refusal


ASKED_BACK = then(HERE, ask_back(("P1", "1", 1)))
WAITING = then(HERE, ask_back(("P1", "1", 1), ask_first=True))
UNSEEN = then(ASKED_BACK, receive(("P1", "1", 1), sellable=None))
FOR_CASH = given(place(), authorise(on_delivery=True), ship())
PART_DUE = given(place(channel="SHOP"), authorise(), cancel(("1", 1)))
PENDING = given(imported())
UNPRICED = given(imported(Line("A", 1)))
ONE_A_BACK = part("1", units=1, item=1000)

LOST_SOON = given(place(), pay(), ship())
OF_PARCEL = instead(("1", 1), parcel_id="P1")
ON_RECEIPT = SentWhen.ON_RECEIPT
WITHDRAWN = no_more(ReplacementEnd.WITHDRAWN)
CHEAPER_LATER = instead(lines=(Line("C", 1, price="1 EUR"),), when=ON_RECEIPT)

PUT_RIGHT = then(ASKED_BACK, instead())
"""Something else was sent in advance."""

PAID_AHEAD = then(
    given(imported(), pay(imported=True), ship(), deliver(), ask_back(("P1", "1", 1))),
    refund(return_id="R1", ahead=True, imported=True, by=Actor.MARKETPLACE),
)
"""A marketplace paid for a return before its goods came."""

NO_REPLACEMENT = no_more(ReplacementEnd.CANCELLED)

LIFTED: tuple[tuple[Order, OrderCommand, str, tuple[OrderCommand, ...]], ...] = (
    (SOON, release(days=5), "released_too_early", (put_off(4, days=4),)),
    (SOON, pay(days=9), "not_available_yet", (release(days=9),)),
    (FOREIGN, ship(days=2), "not_available_yet", (report(OrderStatus.PENDING),)),
    (UNPRICED, authorise(), "amount_missing", (price(("1", Charges("EUR", item=1))),)),
    (SHOP, capture(), "payment_unknown", (authorise(),)),
    (PART_DUE, capture("20 EUR"), "capture_not_due", (amend(Line("C", 1, price="5 EUR")),)),
    (FOR_CASH, capture(days=4), "nothing_delivered", (deliver(),)),
    (then(PROMISED, hold("fraud")), capture(), "capture_held", (let_go(),)),
    (PENDING, cancel(), "pending_is_not_the_sellers", (pay(),)),
    (PENDING, cancel(), "pending_is_not_the_sellers", (authorise(),)),
    (PAID, accept(), "request_unknown", (ask_to_cancel(),)),
    (NEW, ship(), "not_paid", (pay(),)),
    (NEW, ship(), "not_paid", (authorise(),)),
    (then(SHOP, authorise()), ship(), "not_captured", (capture(),)),
    (then(PAID, hold()), ship(), "held", (let_go(),)),
    (PAID, deliver(), "parcel_unknown", (ship(),)),
    (HERE, came_back(), "parcel_with_buyer", (stranded(Trouble.REFUSED, days=4),)),
    (SENT, ask_back(("P1", "1", 1)), "units_not_delivered", (deliver(),)),
    (HERE, receive(("P1", "1", 1)), "return_unknown", (ask_back(("P1", "1", 1)),)),
    (HERE, refund(return_id="R1"), "refunded_return_unknown", (ask_back(("P1", "1", 1)),)),
    (ASKED_BACK, refund(return_id="R1"), "nothing_to_refund", (receive(("P1", "1", 1)),)),
    (PAID, refund(reason="units_cancelled"), "nothing_to_refund", (cancel(),)),
    (
        ASKED_BACK,
        refund(ONE_A_BACK, return_id="R1"),
        "refunded_units_not_due",
        (receive(("P1", "1", 1)),),
    ),
    (
        SENT,
        refund(ONE_A_BACK, parcel_id="P1", reason="lost"),
        "refunded_units_not_due",
        (stranded(Trouble.LOST),),
    ),
    (PROMISED, hear(held=1), "claims_exceed_payment", (capture(),)),
    (
        PROMISED,
        refund(amount=Money(1, "EUR"), reason="goodwill"),
        "refund_exceeds_payment",
        (capture(),),
    ),
    (
        then(FOR_CASH, deliver(), capture(days=4)),
        not_delivered(days=5),
        "paid_at_the_door",
        (refund(amount=Money(2500, "EUR"), reason="goodwill"),),
    ),
    (
        then(SENT, stranded(Trouble.LOST), refund(parcel_id="P1", reason="lost")),
        found(days=12),
        "trouble_was_refunded",
        (bounced(),),
    ),
    (HERE, instead(("1", 1)), "replaced_goods_unknown", (ask_back(("P1", "1", 1)),)),
    (HERE, instead(("1", 1)), "units_not_replaceable", (ask_back(("P1", "1", 1)),)),
    (LOST_SOON, OF_PARCEL, "units_not_replaceable", (stranded(Trouble.LOST),)),
    (PUT_RIGHT, instead(("1", 1), days=12), "units_not_replaceable", (NO_REPLACEMENT,)),
    (
        then(UNPRICED, pay(), ship(), stranded(Trouble.LOST)),
        instead(parcel_id="P1"),
        "replaced_price_unknown",
        (price(("1", Charges("EUR", item=1))),),
    ),
    (ASKED_BACK, send(), "replacement_unknown", (instead(),)),
    (ASKED_BACK, WITHDRAWN, "ended_replacement_unknown", (instead(when=ON_RECEIPT),)),
    (
        then(ASKED_BACK, instead(when=ON_RECEIPT)),
        send(),
        "replaced_goods_not_back",
        (receive(("P1", "1", 1)),),
    ),
    (
        ASKED_BACK,
        refund(replaced_by="O-1-X1", reason="exchange"),
        "refunded_exchange_unknown",
        (instead(),),
    ),
    (
        then(ASKED_BACK, CHEAPER_LATER, receive(("P1", "1", 1))),
        refund(part("1", item=1), replaced_by="O-1-X1", reason="exchange"),
        "refund_exceeds_difference",
        (send(),),
    ),
    (HERE, authorise_return(), "return_unknown", (ask_back(("P1", "1", 1)),)),
    (WAITING, receive(("P1", "1", 1)), "return_not_authorised", (authorise_return(),)),
    (
        then(WAITING, ask_information()),
        ask_information("and?"),
        "question_still_open",
        (give_information(),),
    ),
    (WAITING, give_information(), "nothing_was_asked", (ask_information(),)),
    (ASKED_BACK, void_label(), "label_unknown", (issue_label(),)),
    (
        ASKED_BACK,
        grade(("P1", "1", 1)),
        "units_not_to_grade",
        (receive(("P1", "1", 1), sellable=None),),
    ),
    (
        UNSEEN,
        send_back(("P1", "1", 1), days=11),
        "units_not_rejected",
        (grade(("P1", "1", 1), grade="wrong_item"),),
    ),
    (UNSEEN, close(ReturnEnd.REJECTED), "return_unfinished", (grade(("P1", "1", 1)),)),
    (
        then(UNSEEN, grade(("P1", "1", 1), grade="wrong_item")),
        close(ReturnEnd.REJECTED),
        "return_unfinished",
        (send_back(("P1", "1", 1)),),
    ),
    (
        UNSEEN,
        close(ReturnEnd.REJECTED),
        "nothing_rejected",
        (grade(("P1", "1", 1), grade="wrong_item"),),
    ),
    (
        then(ASKED_BACK, receive(("P1", "1", 1))),
        close(ReturnEnd.REFUNDED),
        "return_not_refunded",
        (refund(return_id="R1"),),
    ),
    (ASKED_BACK, close(ReturnEnd.LOST_IN_TRANSIT), "nothing_was_posted", (scan(),)),
    (PUT_RIGHT, withdraw(days=11), "withdrawn_units_replaced", (NO_REPLACEMENT,)),
    (
        PUT_RIGHT,
        close(ReturnEnd.REFUNDED, days=90),
        "outstanding_units_replaced",
        (NO_REPLACEMENT,),
    ),
    (
        PUT_RIGHT,
        close(ReturnEnd.REFUNDED, days=90),
        "outstanding_units_replaced",
        (receive(("P1", "1", 1)),),
    ),
    (
        PUT_RIGHT,
        close(ReturnEnd.REPLACED, days=90, reference="O-1-X1"),
        "return_unfinished",
        (receive(("P1", "1", 1)),),
    ),
    (
        then(PUT_RIGHT, receive(("P1", "1", 1)), NO_REPLACEMENT),
        close(ReturnEnd.REPLACED, days=90, reference="O-1-X1"),
        "return_not_replaced",
        (refund(return_id="R1", days=12),),
    ),
    (
        then(PUT_RIGHT, receive(("P1", "1", 1)), NO_REPLACEMENT),
        close(ReturnEnd.REPLACED, days=90, reference="O-1-X1"),
        "return_not_replaced",
        (instead(("1", 1), days=12),),
    ),
    (
        replace(
            PAID_AHEAD,
            refunds=(replace(PAID_AHEAD.refunds[0], status=RefundStatus.IN_FLIGHT),),
            returns=(replace(PAID_AHEAD.returns[0], withdrawn_at=later(9)),),
        ),
        RechargeRefund(order_id="O-1", at=later(99), refund_id="F1"),
        "refund_not_ahead",
        (went_out(),),
    ),
    *(
        (PAID_AHEAD, RechargeRefund(order_id="O-1", at=later(99), refund_id="F1"), *way)
        for way in (
            ("recharge_undecided", (receive(("P1", "1", 1)),)),
            ("recharge_undecided", (close(ReturnEnd.NEVER_SENT, days=90),)),
        )
    ),
    (
        then(PAID_AHEAD, receive(("P1", "1", 1), sellable=None)),
        RechargeRefund(order_id="O-1", at=later(99), refund_id="F1"),
        "recharge_undecided",
        (grade(("P1", "1", 1)),),
    ),
    (
        then(ASKED_BACK, scan()),
        close(ReturnEnd.NEVER_SENT, days=90),
        "return_was_posted",
        (receive(("P1", "1", 1)),),
    ),
    (
        then(PAID, tag(*map(str, range(MOST_TAGS)))),
        tag("gift"),
        "too_many_tags",
        (untag("1"),),
    ),
    (PAID, went_out(), "refund_unknown", (refund(amount=Money(1, "EUR"), reason="goodwill"),)),
)
"""An order, what is refused, why, and what would lift that."""


@pytest.mark.parametrize(
    ("order", "command", "code", "first"),
    LIFTED,
    ids=[f"{code} {type(first[-1]).__name__}" for _, _, code, first in LIFTED],
)
def test_every_lift_lifts(
    order: Order, command: OrderCommand, code: str, first: tuple[OrderCommand, ...]
) -> None:
    """A command that a refusal names as its lift, given before, takes that reason away."""
    lifts = {one.code: one.lift for one in explain(order, command)}
    assert type(first[-1]).__name__ in lifts[code].commands

    assert code not in [one.code for one in explain(then(order, *first), command)]


def test_every_lift_by_a_command_is_in_the_table() -> None:
    """Whatever a rule names is shown to lift its refusal."""
    named = {
        (rule.code, name)
        for row in DECISIONS.rows.values()
        for rule in row.rules
        for name in rule.lift.commands
    }

    assert named == {(code, type(first[-1]).__name__) for _, _, code, first in LIFTED}


@pytest.mark.parametrize(
    ("order", "command", "code", "until"),
    [
        (SOON, release(days=5), "released_too_early", later(9)),
        (given(place(), authorise(expires_at=later(7))), expire(), "not_expired_yet", later(7)),
        (PROMISED, expire(), "not_expired_yet", None),
        (PAID, overdue(days=3), "not_overdue", instant("2026-03-13T00:00:00Z")),
        (
            ASKED_BACK,
            close(ReturnEnd.NEVER_SENT),
            "return_may_still_come",
            instant("2026-04-22T00:00:00Z"),
        ),
    ],
)
def test_waiting_lifts_what_is_too_early(
    order: Order, command: OrderCommand, code: str, until: Instant | None
) -> None:
    """Until the moment in the fact that the lift names; no moment, no use in waiting."""
    (refusal,) = [one for one in explain(order, command) if one.code == code]
    assert refusal.facts[refusal.lift.until] == until
    if until is not None:
        assert explain(order, replace(command, at=until)) == ()
        early = replace(command, at=until - dt.timedelta(microseconds=1))
        assert code in [one.code for one in explain(order, early)]


def test_other_arguments_are_arguments_of_the_command() -> None:
    """Whatever a lift would have changed is a field of the command that was refused."""
    for command, row in DECISIONS.rows.items():
        fields = {field.name for field in attrs.fields(command)}
        for rule in row.rules:
            assert set(rule.lift.arguments) <= fields, rule.code
