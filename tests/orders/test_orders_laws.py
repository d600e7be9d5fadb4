"""The laws of an order, under any commands."""

# ruff: noqa: S311 - walks that can be repeated

from collections import Counter
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_stories import later

from ordercore.kernel.actors import Actor
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import DECISIONS, EVENTS, FOLDS, decide, evolve, fold
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import balance, paid, refunded
from ordercore.orders.parts import RefundPart, Report
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.reporting import RecordReport
from ordercore.orders.returning import ReceiveReturn
from ordercore.orders.shipping import RecordDelivery
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, status
from ordercore.orders.status import ORDER_LIFECYCLE, OrderStatus
from ordercore.orders.world import WORLD
from ordercore.returns import ReturnStatus, ReturnUnits
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    Step,
    conservation_of_money,
    conservation_of_units,
    explain_agrees_with_decide,
    portions_add_up,
    refunds_pay_for_what_came_back,
    status_keeps_to_lifecycle,
    taken,
    walk,
)
from ordercore.testing.aiming import part_worth
from ordercore.testing.strategies import latest, order_commands, orders, walks


def _subclasses(kind: type) -> set[type]:
    children: list[type] = kind.__subclasses__()
    below = {leaf for child in children for leaf in _subclasses(child)}
    return below or {kind}


@given(walks())
def test_law_1_conservation_of_units(steps: list[Step]) -> None:
    """At every moment each ordered unit is in exactly one station."""
    for step in steps:
        if step.after:
            conservation_of_units(step.after)


@given(walks())
def test_law_2_conservation_of_money(steps: list[Step]) -> None:
    """No refund goes beyond a charge or a payment, and the shares of a line add up to it."""
    for step in steps:
        if step.after:
            conservation_of_money(step.after)
            refunds_pay_for_what_came_back(step.after)
            for line in step.after.lines:
                portions_add_up(line)


@given(orders(), st.data())
def test_law_3_a_refusal_changes_nothing_and_says_why(order: Order, data: st.DataObject) -> None:
    """The order is the same value, and every reason has a code and facts by name."""
    command = data.draw(order_commands(order))
    before = repr(order)

    explain_agrees_with_decide(order, command)
    step = taken(order, command)

    assert repr(order) == before
    if step.refused:
        assert step.after is order
        assert all(step.refused.codes)
        for refusal in step.refused.refusals:
            assert all(isinstance(name, str) for name in refusal.facts)


@given(walks())
def test_law_4_what_is_settled_stays_settled(steps: list[Step]) -> None:
    """A command that brought nothing about brings nothing about again, and changes nothing."""
    for step in steps:
        if step.before and not step.events and not step.refused:
            assert step.after is step.before
            assert taken(step.before, step.command).events == ()


REPEATABLE = ("PlaceOrder", "RecordDelivery", "RecordReport")
"""Commands that name all they want, so that the same one twice is known to be the same."""


@given(walks())
def test_law_4_a_fact_told_twice_is_once(steps: list[Step]) -> None:
    """The same placing, delivery or report, told again at once, is harmless."""
    for step in steps:
        if step.events and type(step.command).__name__ in REPEATABLE:
            assert decide(step.after, step.command) == ()


@given(orders(), st.permutations(range(4)), st.data())
def test_law_5_deliveries_arrive_in_any_order(
    order: Order, sequence: list[int], data: st.DataObject
) -> None:
    """Deliveries of different parcels, in any order and repeated, end in one state."""
    underway = [parcel for parcel in order.parcels if parcel.delivered_at is None][:4]
    at = latest(order).add(hours=1)
    told = [
        RecordDelivery(order_id=order.id, at=at.add(hours=n), parcel_id=parcel.id)
        for n, parcel in enumerate(underway)
    ]
    straight = after(order, told)

    mixed = [told[n] for n in sequence if n < len(told)]
    again = data.draw(st.lists(st.sampled_from(told), max_size=4)) if told else []

    assert after(order, [*mixed, *again]) == straight


def after(order: Order, commands: list[RecordDelivery]) -> Order:
    """Give the order after commands, of which none is refused."""
    for command in commands:
        for event in decide(order, command):
            order = evolve(order, event)
    return order


@given(walks())
def test_law_6_live_equals_replay(steps: list[Step]) -> None:
    """Folding all events from the start gives the order that was folded step by step."""
    events = [event for step in steps for event in step.events]

    assert fold(events) == steps[-1].after


@given(orders())
def test_law_8_no_dead_ends(order: Order) -> None:
    """From any situation everything can be brought to an end: units, returns and money."""
    order = _finished(order)

    assert status(order) in (OrderStatus.CANCELLED, OrderStatus.SHIPPED, OrderStatus.UNFULFILLABLE)
    assert all(parcel.delivered_at for parcel in order.parcels)
    assert all(rma.status is ReturnStatus.RECEIVED for rma in order.returns)
    assert paid(order) == refunded(order)
    assert balance(order) is None or paid(order) >= 0
    for law in LAWS_OF_AN_ORDER:
        law(order)


def _finished(order: Order) -> Order:
    """Cancel, deliver, receive and give back all that is left."""
    at = latest(order).add(days=400)
    if any(awaiting_units(order).values()):
        order = _accepted(order, CancelUnits(order_id=order.id, at=at, reason="no_stock"))
    for parcel in order.parcels:
        if parcel.delivered_at is None:
            order = _accepted(order, RecordDelivery(order_id=order.id, at=at, parcel_id=parcel.id))
    for rma in order.returns:
        due_back = {(some.parcel, some.line): None for some in rma.units}
        left = [ReturnUnits(*place, n) for place in due_back if (n := rma.outstanding(*place))]
        if left:
            order = _accepted(
                order, ReceiveReturn(order_id=order.id, at=at, return_id=rma.id, units=left)
            )
    if status(order) is OrderStatus.INVOICE_UNCONFIRMED:
        report = Report("Shipped", OrderStatus.SHIPPED, at)
        order = _accepted(order, RecordReport(order_id=order.id, at=at, report=report))
    while (left_over := paid(order) - refunded(order)) > 0:
        parts = _parts(order, left_over)
        order = _accepted(order, IssueRefund(order_id=order.id, at=at, reason="", parts=parts))
    return order


def _parts(order: Order, amount: int) -> tuple[RefundPart, ...]:
    return tuple(
        some for line in order.lines if (some := part_worth(order, line, amount)) is not None
    )[:1]


def _accepted(order: Order, command: OrderCommand) -> Order:
    step = taken(order, command)
    assert step.refused is None
    assert step.after is not None
    return step.after


@given(walks(steps=25))
def test_law_8_status_changes_keep_to_the_lifecycles(steps: list[Step]) -> None:
    """Orders, parcels and returns move as their tables say, and only by the commands named."""
    for step in steps:
        if step.after:
            status_keeps_to_lifecycle(step.before, step.after)


@given(walks())
def test_law_9_deciding_depends_on_arguments_alone(steps: list[Step]) -> None:
    """The same order, command and world give the same answer at any time."""
    for step in steps:
        again = taken(step.before, step.command)

        assert again.events == step.events
        assert str(again.refused) == str(step.refused)


def test_law_8_every_move_of_the_lifecycle_is_made_by_the_commands_it_names() -> None:
    """In thousands of random steps the table's moves are all seen, and no other ones."""
    seen: set[tuple[OrderStatus, OrderStatus, str]] = set()
    for seed in range(2_500):
        for step in walk(Random(seed).randrange, 15):
            if step.before and step.after and status(step.before) is not status(step.after):
                name = type(step.command).__name__
                seen.add((status(step.before), status(step.after), name))

    table = {
        (before, after, name)
        for before, row in ORDER_LIFECYCLE.edges.items()
        for after, names in row.items()
        for name in names
    }
    assert {move for move in seen if move not in table} == set()
    assert {move for move in table if move not in seen} == set()


# The tables


def test_every_command_has_a_row() -> None:
    """No command class stands outside the decision table, and no row without one."""
    assert set(DECISIONS.rows) == _subclasses(OrderCommand)


def test_every_event_has_a_fold() -> None:
    """No event class stands outside the folds, and no fold without one."""
    assert set(FOLDS) == _subclasses(OrderEvent) == set(EVENTS)


def test_every_event_is_produced_and_every_command_accepted() -> None:
    """In some thousand random steps each row of the tables is used, accepted and refused."""
    produced: Counter[type] = Counter()
    accepted: Counter[type] = Counter()
    refused: Counter[type] = Counter()
    for seed in range(150):
        for step in walk(Random(seed).randrange, 40):
            produced.update(type(event) for event in step.events)
            (refused if step.refused else accepted)[type(step.command)] += 1

    never = {command.__name__ for command in set(DECISIONS.rows) - set(accepted)}
    unheard = {event.__name__ for event in set(EVENTS) - set(produced)}
    assert never == {"RecordShortage"}, "shortages come from a reaction of stock"
    assert unheard == {"ShortageRecorded"}
    assert set(DECISIONS.rows) - set(refused) == {PlaceOrder}


def test_every_command_that_is_accepted_says_who_and_when() -> None:
    """Events carry the time, the actor and the origin of their command."""
    for seed in range(40):
        for step in walk(Random(seed).randrange, 30):
            for event in step.events:
                assert (event.at, event.by, event.imported) == (
                    step.command.at,
                    step.command.by,
                    step.command.imported,
                )


@given(orders(), st.data())
@settings(max_examples=100)
def test_rules_are_total(order: Order, data: st.DataObject) -> None:
    """Every rule of a command answers for every order, with facts under its code or with none."""
    command = data.draw(order_commands(order))

    for rule in DECISIONS.rows[type(command)].rules:
        refusal = rule(order, command, WORLD)

        assert refusal is None or refusal.code == rule.code


@pytest.mark.long
def test_soak_a_hundred_thousand_commands() -> None:
    """Every law holds after each of 100,000 random commands, and orders become old in it."""
    pick = Random(20261121).randrange
    steps = 0
    statuses: Counter[str] = Counter()
    while steps < 100_000:
        history: list[OrderEvent] = []
        for step in walk(pick, 60):
            steps += 1
            history.extend(step.events)
            if step.after is None:
                continue
            for law in LAWS_OF_AN_ORDER:
                law(step.after)
            status_keeps_to_lifecycle(step.before, step.after)
            statuses[status(step.after).value] += 1
        assert fold(history) == step.after

    assert set(statuses) == {s.value for s in OrderStatus}


def test_commands_and_events_are_frozen() -> None:
    """Nothing that was said can be changed."""
    command = CancelUnits(order_id="O-1", at=later(), reason="x")

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        command.reason = "y"  # type: ignore[misc]
    assert (command.by, command.imported) == (Actor.SELLER, False)
