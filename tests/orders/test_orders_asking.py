"""Asking to cancel: a buyer's wish, which changes nothing until somebody answers it."""

import datetime as dt
from collections.abc import Callable

import pytest
from order_stories import (
    AT,
    accept,
    accepts,
    ask_to_cancel,
    authorise,
    cancel,
    decline,
    events,
    given,
    imported,
    later,
    nothing_happens,
    overdue,
    pay,
    place,
    refusals,
    ship,
    some,
    then,
    when,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import RequestId
from ordercore.kernel.units import Units
from ordercore.orders.answering import (
    AcceptCancellation,
    AnswerCommand,
    DeclineCancellation,
    offer_answers,
)
from ordercore.orders.asking import (
    CancellationAnswered,
    CancellationRequested,
    counts_against_seller,
)
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import CancelRequest
from ordercore.orders.reasons import CANCEL_REASONS
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World

MICROSECOND = dt.timedelta(microseconds=1)

FREE_UNTIL = AT + dt.timedelta(minutes=30)

PAID = given(place(), pay())

ASKED = then(PAID, ask_to_cancel())
"""A paid order whose buyer asked, a day later, to cancel all of it."""


def cancelled(order: Order, command: OrderCommand) -> tuple[Units, ...]:
    """Give the units that a command cancels."""
    (event,) = [e for e in events(order, command) if isinstance(e, UnitsCancelled)]
    return event.cancellation.units


def test_a_request_changes_nothing() -> None:
    """It is kept with what was asked, and the order goes on."""
    event = when(PAID, ask_to_cancel(reason="found it cheaper"))

    assert isinstance(event, CancellationRequested)
    assert event.by is Actor.BUYER
    assert event.request == CancelRequest(
        id=RequestId("C1"),
        units=some(("1", 2), ("2", 1)),
        reason="found it cheaper",
        at=later(1),
        official=True,
    )
    assert (ASKED.status, ASKED.stations) == (PAID.status, PAID.stations)
    assert accepts(ASKED, ship(days=2))


def test_in_the_first_thirty_minutes_a_request_is_granted_by_itself() -> None:
    """To the microsecond."""
    told = events(PAID, ask_to_cancel(at=FREE_UNTIL - MICROSECOND))
    assert [type(one).__name__ for one in told] == [
        "CancellationRequested",
        "CancellationAnswered",
        "UnitsCancelled",
    ]
    assert isinstance(told[2], UnitsCancelled)
    assert (told[2].cancellation.reason, told[2].by) == ("buyer_cancelled", Actor.BUYER)
    order = then(PAID, ask_to_cancel(("1", 1), at=FREE_UNTIL - MICROSECOND))
    assert order.stations["1"] == Stations(awaiting=1, cancelled=1)
    request = order.cancel_request("C1")
    assert request is not None
    assert (request.accepted, request.answered_at) == (True, FREE_UNTIL - MICROSECOND)

    assert len(events(PAID, ask_to_cancel(at=FREE_UNTIL))) == 1


def test_a_marketplace_asks_for_its_buyers() -> None:
    """Nobody else does; a seller who wants to cancels, in their own name."""
    assert accepts(PAID, ask_to_cancel(by=Actor.MARKETPLACE))
    for actor in (Actor.SELLER, Actor.CARRIER, Actor.SYSTEM):
        assert refusals(PAID, ask_to_cancel(days=0, by=actor)) == {
            "actor_may_not": {
                "actor": actor.value,
                "channel": "MFN",
                "tasks": ("buys",),
                "allowed": ["buyer", "marketplace"],
            }
        }


@pytest.mark.parametrize(
    ("order", "command", "code"),
    [
        (PAID, ask_to_cancel(("1", 3)), "units_not_awaiting"),
        (then(PAID, ship()), ask_to_cancel(days=2), "nothing_awaits_shipment"),
        (ASKED, ask_to_cancel(("1", 1), request_id="C1"), "request_already_exists"),
    ],
    ids=["too many", "nothing", "id"],
)
def test_requests_are_refused(order: Order, command: OrderCommand, code: str) -> None:
    """No more can be asked for than awaits, and each request has an id of its own."""
    assert list(refusals(order, command)) == [code]


def test_the_same_request_twice_is_one() -> None:
    """Of the same id, reason and way, its units named or left open."""
    assert nothing_happens(ASKED, ask_to_cancel(request_id="C1", days=2))
    assert nothing_happens(ASKED, ask_to_cancel(("1", 2), ("2", 1), request_id="C1"))
    for other in (
        ask_to_cancel(request_id="C1", reason="other"),
        ask_to_cancel(request_id="C1", official=False),
        ask_to_cancel(("1", 2), request_id="C1"),
    ):
        assert refusals(ASKED, other)["request_already_exists"] == {"request": "C1"}


def test_requests_are_numbered_and_stand_side_by_side() -> None:
    """A buyer may ask again, for more or for less; other ids are gone around."""
    order = then(PAID, ask_to_cancel(("1", 1), request_id="C2"), ask_to_cancel(), ask_to_cancel())

    assert [one.id for one in order.cancel_requests] == ["C2", "C3", "C4"]


# Answers


def test_an_accepted_request_cancels_what_was_asked_for() -> None:
    """For the buyer's sake, by whoever accepted it."""
    told = events(ASKED, accept())

    assert [type(one).__name__ for one in told] == ["CancellationAnswered", "UnitsCancelled"]
    order = then(ASKED, accept())
    assert order.status is OrderStatus.CANCELLED
    (gone,) = order.cancellations
    assert (gone.reason, gone.request_id, gone.by) == ("buyer_cancelled", "C1", Actor.SELLER)
    request = order.cancel_request("C1")
    assert request is not None
    assert (request.accepted, request.answered_at) == (True, later(2))


def test_what_was_shipped_meanwhile_is_not_cancelled() -> None:
    """A part of the units asked for has left; only the others are cancelled."""
    order = then(ASKED, ship(("1", 1), days=1.5))

    assert cancelled(order, accept()) == some(("1", 1), ("2", 1))


def test_what_was_cancelled_meanwhile_is_not_cancelled_again() -> None:
    """Nor what the request named twice."""
    order = then(ASKED, cancel(("1", 1), days=1.5))
    twice = then(PAID, ask_to_cancel(("1", 1), ("1", 1)), ship(("1", 1), days=1.5))

    assert cancelled(order, accept()) == some(("1", 1), ("2", 1))
    assert cancelled(twice, accept()) == some(("1", 1))


def test_a_request_for_what_is_gone_can_only_be_declined() -> None:
    """All of it was shipped."""
    order = then(ASKED, ship(days=1.5))

    assert refusals(order, accept()) == {"requested_units_are_gone": {"request": "C1"}}
    assert accepts(order, decline())


def test_a_declined_request_lets_the_order_go_on() -> None:
    """It is kept as declined."""
    event = when(ASKED, decline())
    assert isinstance(event, CancellationAnswered)
    assert (event.request_id, event.accepted) == ("C1", False)

    order = then(ASKED, decline())

    request = order.cancel_request("C1")
    assert request is not None
    assert (request.accepted, request.answered_at) == (False, later(2))
    assert accepts(order, ship(days=3))
    assert accepts(order, ask_to_cancel(days=3))


def test_a_request_is_answered_once() -> None:
    """The same answer again is harmless, the other one is refused."""
    accepted, declined = then(ASKED, accept()), then(ASKED, decline())

    assert nothing_happens(accepted, accept("C1"))
    assert nothing_happens(declined, decline("C1"))
    assert refusals(accepted, decline("C1")) == {
        "request_already_answered": {"request": "C1", "accepted": True}
    }
    assert refusals(declined, accept("C1")) == {
        "request_already_answered": {"request": "C1", "accepted": False}
    }


@pytest.mark.parametrize("answer", [accept, decline], ids=["accept", "decline"])
def test_only_a_request_that_was_made_is_answered(answer: Callable[..., OrderCommand]) -> None:
    """Without an id the first that is open; where none is, none."""
    assert refusals(PAID, answer()) == {"request_unknown": {"request": ""}}
    assert refusals(ASKED, answer("C9")) == {"request_unknown": {"request": "C9"}}
    order = then(PAID, ask_to_cancel(("1", 1)), ask_to_cancel(("1", 1)), answer())
    told = events(order, answer())
    assert isinstance(told[0], CancellationAnswered)
    assert told[0].request_id == "C2"


@pytest.mark.parametrize("kind", [AcceptCancellation, DeclineCancellation])
def test_buyers_do_not_answer_themselves(kind: type[AnswerCommand]) -> None:
    """The refusal says who does."""
    answer = kind(order_id="O-1", at=later(2), by=Actor.BUYER, request_id="C1")

    assert refusals(ASKED, answer) == {
        "actor_may_not": {
            "actor": "buyer",
            "channel": "MFN",
            "tasks": ("answers_requests",),
            "allowed": ["marketplace", "seller", "system"],
        }
    }


def test_where_no_request_is_open_the_last_one_is_meant() -> None:
    """Which was answered already."""
    order = then(PAID, ask_to_cancel(), decline(), ask_to_cancel(), decline())

    assert refusals(order, accept()) == {
        "request_already_answered": {"request": "C2", "accepted": False}
    }


def test_a_marketplaces_pending_order_is_cancelled_for_its_buyer() -> None:
    """Alone in time; later the seller who accepts does what the buyer wants."""
    order = given(imported())

    assert len(events(order, ask_to_cancel(days=0))) == 3
    assert len(events(order, ask_to_cancel(days=1))) == 1


def test_an_accepted_request_may_secure_the_rest() -> None:
    """15.00 were promised of 25.00; without one A that is enough, and the clock starts."""
    order = given(place(), authorise("15 EUR"), ask_to_cancel(("1", 1)))
    assert order.ship_by is None

    assert str(then(order, accept()).ship_by) == "2026-03-05 23:59:59.999999+00:00"
    at_once = given(place(), authorise("15 EUR"), ask_to_cancel(("1", 1), days=0))
    assert str(at_once.ship_by) == "2026-03-03 23:59:59.999999+00:00"


@pytest.mark.parametrize("kind", [AcceptCancellation, DeclineCancellation])
def test_both_answers_are_offered_to_every_open_request(kind: type[AnswerCommand]) -> None:
    """And to no other."""
    order = then(PAID, ask_to_cancel(("1", 1)), decline(), ask_to_cancel(), ask_to_cancel())

    offers = offer_answers(kind)(order, later(3), WORLD)

    assert [getattr(one, "request_id", "") for one in offers] == ["C2", "C3"]
    assert {type(one) for one in offers} == {kind}


# Whose fault


BUYERS = "buyer_cancelled"


@pytest.mark.parametrize(
    ("commands", "counts"),
    [
        # The seller's own reasons count, whoever asked.
        ((cancel(),), [True]),
        ((ask_to_cancel(), cancel(days=2)), [True]),
        # The buyer cancelled alone, or asked by the official way.
        ((ask_to_cancel(days=0),), [False]),
        ((ask_to_cancel(days=0, official=False),), [False]),
        ((cancel(by=Actor.BUYER, reason=BUYERS),), [False]),
        ((ask_to_cancel(), accept()), [False]),
        ((ask_to_cancel(), cancel(reason=BUYERS, days=2)), [False]),
        ((ask_to_cancel(), decline(), cancel(reason=BUYERS, days=3)), [False]),
        ((ask_to_cancel(by=Actor.MARKETPLACE), accept()), [False]),
        ((ask_to_cancel(days=2), cancel(reason=BUYERS, days=2)), [False]),
        # After a plain message, or without one, it counts whatever the seller says.
        ((ask_to_cancel(official=False), accept()), [True]),
        ((ask_to_cancel(official=False), cancel(reason=BUYERS, days=2)), [True]),
        ((cancel(reason=BUYERS, days=2),), [True]),
        # Asked for another line, or only afterwards.
        ((ask_to_cancel(("1", 1)), cancel(("2", 1), reason=BUYERS, days=2)), [True]),
        (
            (cancel(("1", 1), reason=BUYERS, days=0.5), ask_to_cancel(("1", 1))),
            [True],
        ),
        # What the sources name as nobody's fault of the seller's.
        ((cancel(reason="address_undeliverable"),), [False]),
        ((cancel(reason="cannot_verify"),), [False]),
        ((cancel(reason="payment_failed"),), [False]),
        # Auto-cancellation counts, in place of a late shipment.
        ((overdue(days=30),), [True]),
        # Each cancellation by itself.
        ((cancel(("1", 1)), ask_to_cancel(), accept()), [True, False]),
    ],
)
def test_what_counts_against_the_seller(
    commands: tuple[OrderCommand, ...], counts: list[bool]
) -> None:
    """The cancellation rate knows whose wish it was."""
    order = then(PAID, *commands)

    assert [counts_against_seller(order, gone, WORLD) for gone in order.cancellations] == counts


@pytest.mark.parametrize("reason", sorted(CANCEL_REASONS))
def test_a_reason_counts_as_its_row_says(reason: str) -> None:
    """By itself, with nobody having asked."""
    order = then(PAID, cancel(reason=reason))

    counts = counts_against_seller(order, order.cancellations[0], WORLD)

    assert counts is CANCEL_REASONS[reason].counts


def test_a_reason_that_is_no_longer_known_counts_not() -> None:
    """A host may drop a row; what a marketplace wrote may be in none."""
    order = given(imported(), cancel(reason="Whatever", imported=True))

    for world in (WORLD, World(cancel_reasons={})):
        assert not counts_against_seller(order, order.cancellations[0], world)
