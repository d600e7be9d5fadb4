"""Laws of the worklist: what it proposes is allowed, and nothing that is overdue is left out."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work_stories import filled

from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.decider import decide, explain
from ordercore.orders.derived import Subject
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import is_secured
from ordercore.orders.parts import RefundStatus
from ordercore.orders.permits import by_whom_may
from ordercore.orders.recharging import offer_recharges
from ordercore.orders.refunding import IssueRefund, offer_refunds
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.queries.filtering import Viewpoint, parse
from ordercore.queries.worklist import ORDER_KINDS, Case, Task, due
from ordercore.testing.ending import latest
from ordercore.testing.situations import START, live_order
from ordercore.testing.strategies import orders
from ordercore.testing.sweep import Sweep, axes, core, explore
from ordercore.testing.sweep.tally import Tally

HOURS = st.integers(0, 3_000)

KEEPS_BACK = {
    "confirm_shipment",
    "look_at_hold",
    "settle_shortage",
    "fill_shortage",
    "take_payment",
    "await_payment",
    "release_preorder",
}
"""What has to be done before an order leaves."""


def asked_at(order: Order, hours: int) -> Instant:
    """Give a moment after all that is known."""
    return latest(order) + dt.timedelta(hours=hours)


def refused(order: Order, at: Instant, tasks: tuple[Task, ...]) -> list[str]:
    """Name what is proposed and would be refused, or bring nothing about, once it is filled in."""
    wrong: list[str] = []
    asked = [(task, some) for task in tasks for some in (task.command, *task.others)]
    for task, some in asked:
        command = filled(task, some, at, order.currency or "EUR")
        if isinstance(command, OrderCommand) and not decided(order, command):
            wrong.append(f"{some}: {explain(order, command)}")
    return wrong


def decided(order: Order, command: OrderCommand) -> bool:
    """Tell whether something would come of a command."""
    return not explain(order, command) and bool(decide(order, command))


def _paying(offer: IssueRefund) -> tuple[str, str]:
    """Name the task that pays what a refund would."""
    if offer.return_id is not None:
        return "pay_return", offer.return_id
    if offer.parcel_id is not None:
        return "pay_undelivered", offer.parcel_id
    if offer.replaced_by is not None:
        return "pay_exchange", offer.replaced_by
    return "pay_cancelled", ""


def left_out(order: Order, at: Instant, tasks: tuple[Task, ...]) -> list[str]:
    """Name what is due by the rules of others and has no task."""
    found = {(task.what, task.part) for task in tasks}
    kinds = {task.what for task in tasks}
    lacking: list[str] = []
    if parse("is:late").holds(order, Viewpoint(at)) and not kinds & KEEPS_BACK:
        lacking.append("late to leave")
    ship = ConfirmShipment(order_id=order.id, at=at)
    if not order.short and not explain(order, ship) and "confirm_shipment" not in kinds:
        lacking.append("may be shipped")
    lacking += [
        f"asked to cancel {request.id}"
        for request in order.cancel_requests
        if request.accepted is None and ("answer_cancellation", request.id) not in found
    ]
    for rma in order.returns:
        if rma.awaits_answer() and ("answer_return", rma.id) not in found:
            lacking.append(f"asked for {rma.id}")
    for offer in offer_refunds(order, at, WORLD):
        pay = by_whom_may(offer, order, WORLD)
        if pay.amount is None and decided(order, pay) and _paying(offer) not in found:
            lacking.append(f"owed {_paying(offer)}")
    again = [by_whom_may(offer, order, WORLD) for offer in offer_recharges(order, at, WORLD)]
    lacking += [
        f"owed again {some.refund_id}"
        for some in again
        if decided(order, some) and ("charge_again", some.refund_id) not in found
    ]
    for refund in order.refunds:
        under_way = refund.status is RefundStatus.IN_FLIGHT
        if under_way and ("settle_refund", refund.id) not in found:
            lacking.append(f"under way {refund.id}")
    if parse("is:waiting").holds(order, Viewpoint(at)):
        held = [hold.id for hold in order.open_holds(at)]
        lacking += [f"held by {id}" for id in held if ("look_at_hold", id) not in found]
    if order.short_units and not kinds & {"settle_shortage", "fill_shortage"}:
        lacking.append("short")
    return lacking


@settings(max_examples=100)
@given(orders(), HOURS)
def test_law_what_is_proposed_is_allowed(order: Order, hours: int) -> None:
    """Once somebody has told what is missing, the order refuses none of it."""
    at = asked_at(order, hours)

    assert refused(order, at, due([order], at)) == []


@settings(max_examples=100)
@given(orders(), HOURS)
def test_law_no_order_falls_through_the_cracks(order: Order, hours: int) -> None:
    """What is late, asked, owed, held, short or under way by the rules has a task."""
    at = asked_at(order, hours)

    assert left_out(order, at, due([order], at)) == []


def lived(seed: int, steps: int) -> Order:
    """Give an order after a life that hangs on the seed alone."""
    pick = random.Random(seed).randrange  # noqa: S311 - a walk that can be repeated, no secret
    return live_order(pick, pick(steps))


def test_both_laws_hold_on_many_walks() -> None:
    """Some hundred lives of orders, the same each time, asked about at five distances."""
    for seed in range(400):
        order = lived(seed, 16)
        at = asked_at(order, (0, 1, 30, 200, 2_000)[seed % 5])
        tasks = due([order], at)

        assert (seed, refused(order, at, tasks), left_out(order, at, tasks)) == (seed, [], [])


def small() -> Sweep:
    """Sweep all situations of one line of two units: sent, lost, returned, cancelled."""
    return core(lines=1)


def test_both_laws_hold_in_every_situation_of_a_sweep() -> None:
    """Each way in which two units can be sent, cancelled, lost, found and returned."""
    sweep = small()
    found = explore(sweep, Tally(WORLD))

    for situation in found.situations:
        at = situation.at + dt.timedelta(days=40)
        tasks = due([situation.order], at)
        assert refused(situation.order, at, tasks) == []
        assert left_out(situation.order, at, tasks) == []
    assert len(found.situations) > 100


@pytest.mark.long
@pytest.mark.parametrize("sweep", axes(), ids=lambda sweep: sweep.name)
def test_both_laws_hold_on_every_axis(sweep: Sweep) -> None:
    """Some hundred situations of each: payments, refunds, returns, holds, requests, reports."""
    found = explore(sweep, Tally(WORLD)).situations

    for situation in found[:: max(1, len(found) // 400)]:
        for days in (0, 40):
            at = situation.at + dt.timedelta(days=days, seconds=1)
            tasks = due([situation.order], at)
            assert refused(situation.order, at, tasks) == []
            assert left_out(situation.order, at, tasks) == []


@settings(max_examples=30)
@given(st.lists(orders(), max_size=4), HOURS, st.randoms(), st.integers(1, 5))
def test_law_a_worklist_is_in_one_order(
    some: list[Order], hours: int, chance: random.Random, limit: int
) -> None:
    """However orders come, and a limit takes the first; no two tasks of an order are the same."""
    named = [Subject(order=_named(order, n)) for n, order in enumerate(some)]
    at = max([asked_at(order, hours) for order in some], default=START)
    mixed = list(named)
    chance.shuffle(mixed)

    tasks = due(named, at)
    assert _shown(due(mixed, at)) == _shown(tasks)
    assert _shown(due(mixed, at, limit=limit)) == _shown(tasks)[:limit]
    assert len({task.id for task in tasks}) == len(tasks)
    weights = [task.at_stake.weight for task in tasks]
    assert weights == sorted(weights, reverse=True)


def _named(order: Order, number: int) -> Order:
    return replace(order, id=f"O-{number}")


def _shown(tasks: tuple[Task, ...]) -> list[tuple[str, Instant | None, str]]:
    return [(task.id, task.by, str(task.command)) for task in tasks]


@settings(max_examples=60)
@given(orders(), HOURS)
def test_law_no_status_is_left_out_in_which_there_is_a_task(order: Order, hours: int) -> None:
    """A store may be asked for the statuses of a kind alone: elsewhere there is none of it."""
    case = Case(subject=Subject(order=order), at=asked_at(order, hours), world=WORLD)
    strays = [
        row.what
        for row in ORDER_KINDS.values()
        if order.status not in row.statuses
        for found in row.finder(case)
        if found.ways
    ]

    assert strays == []


def test_what_is_shipped_is_paid() -> None:
    """Nothing of an order is shipped on a promise that has run out."""
    for seed in range(200):
        order = lived(seed, 12)
        at = asked_at(order, 500)
        if any(task.what == "confirm_shipment" for task in due([order], at)):
            assert is_secured(order, at)
