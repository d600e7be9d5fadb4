"""Who may give which command: every channel, actor and command."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import AT, accepts, given, imported, pay, place, ship

from ordercore.channels import CHANNELS, TASKS
from ordercore.kernel.actors import Actor
from ordercore.kernel.replace import replace
from ordercore.orders.decider import DECISIONS, allowed, explain
from ordercore.orders.message import OrderCommand
from ordercore.orders.permits import TASKS_OF, by_whom_may, givers
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.world import WORLD, World
from ordercore.testing.sweep.moves.malformed import faults

COMMANDS = {kind: wrong for _, kind, wrong in faults(given(place()), AT)}
"""A command of each kind, refused for whatever reason, but by nobody's name."""


def test_every_command_is_part_of_a_task() -> None:
    """And every task is one that channels answer for."""
    assert set(TASKS_OF) == set(DECISIONS.rows)
    assert {task for tasks in TASKS_OF.values() for task in tasks} <= set(TASKS)
    assert {*COMMANDS, PlaceOrder} == set(DECISIONS.rows)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", TASKS_OF, ids=lambda kind: kind.__name__)
def test_every_cell_has_an_answer_and_a_reason(channel: str, kind: type[OrderCommand]) -> None:
    """A command is refused for its giver just where none of its tasks is the giver's."""
    order = None if kind is PlaceOrder else given(place(channel=channel))
    may = CHANNELS[channel].who.of(*TASKS_OF[kind])
    asked = {"order_id": "O-1", "at": AT, **COMMANDS.get(kind, {}), "imported": False}
    for actor in Actor:
        told = {**asked, "by": actor}
        command = place(channel=channel, by=actor) if order is None else kind(**told)
        against = {refusal.code: refusal.facts for refusal in explain(order, command)}
        if actor in may:
            assert "actor_may_not" not in against
        else:
            assert against["actor_may_not"] == {
                "actor": actor.value,
                "channel": channel,
                "tasks": TASKS_OF[kind],
                "allowed": sorted(some.value for some in may),
            }


def names(channel: str, actor: Actor) -> set[str]:
    """Name the commands that an actor may not give on a channel."""
    return {kind.__name__ for kind in TASKS_OF if actor not in givers(kind, CHANNELS[channel])}


def test_what_amazon_fulfils_is_not_the_sellers_to_touch() -> None:
    """The seller of an FBA order reads of it; of a multi-channel order all but the goods is its."""
    goods = {
        "ConfirmShipment", "CorrectTracking", "ReceiveUndelivered", "ReceiveReturn",
        "GradeReturn", "RecordFoundUnits", "SendBackReturn",
    }  # fmt: skip
    for_the_buyer = {"RequestCancellation", "GiveReturnInformation", "WithdrawReturn"}
    assert names("FBA", Actor.SELLER) == goods | for_the_buyer | {
        "AcceptCancellation", "DeclineCancellation", "AmendAddress", "AmendOrder", "CancelUnits",
        "IssueRefund", "RechargeRefund", "PlaceHold", "ReleaseHold", "ReplaceUnits",
        "RequestReturn", "VerifyAddress",
        "AskReturnInformation", "AuthoriseReturn", "DeclineReturn", "IssueReturnLabel",
        "VoidReturnLabel",
    }  # fmt: skip
    assert names("MCF", Actor.SELLER) == goods | for_the_buyer
    assert names("SFP", Actor.SELLER) == for_the_buyer | {
        "RequestReturn", "AskReturnInformation", "AuthoriseReturn", "DeclineReturn",
        "IssueReturnLabel", "VoidReturnLabel",
    }  # fmt: skip
    assert names("MFN", Actor.SELLER) == names("SHOP", Actor.SELLER) == for_the_buyer


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_carrier_tells_of_parcels_and_no_more(channel: str) -> None:
    """Where they are, under which number, and that a hold is over whose kind is theirs to end."""
    assert {kind.__name__ for kind in TASKS_OF} - names(channel, Actor.CARRIER) == {
        "CorrectTracking", "NoteTracking", "RecordDelivery", "RecordUndelivered", "ReleaseHold",
        "RetractDelivery", "RetractUndelivered",
        "RuleOutScans", "RecordReturnScan",
    }  # fmt: skip


def test_a_report_of_what_has_happened_is_taken_from_anybody() -> None:
    """The marketplace says that the shipment was confirmed, whoever brings the report."""
    order = given(imported(channel="FBA"), pay(by=Actor.MARKETPLACE))

    assert accepts(order, ship(by=Actor.BUYER, imported=True))


def test_what_is_offered_is_offered_by_who_may() -> None:
    """Of an FBA order nothing is offered to the seller that is Amazon's to do."""
    order = given(place(channel="FBA"), pay())

    for command in allowed(order, AT):
        assert command.by in givers(type(command), CHANNELS["FBA"])
    assert by_whom_may(ship(), order, WORLD) == ship(by=Actor.MARKETPLACE)
    told = ship(imported=True)
    assert by_whom_may(told, order, WORLD) is told
    assert by_whom_may(ship(), order, World(channels={})) == ship()


ACTORS = st.frozensets(st.sampled_from(Actor), min_size=1)


@for_all(st.sampled_from(TASKS), ACTORS, st.sampled_from(sorted(Actor, key=str)))
def test_a_host_deals_its_tasks_anew(task: str, who: frozenset[Actor], by: Actor) -> None:
    """A row of its own, and every command of the task follows; no other does."""
    mine = replace(CHANNELS["MFN"], who=replace(CHANNELS["MFN"].who, **{task: who}))
    for kind, tasks in TASKS_OF.items():
        if tasks == (task,):
            assert (by in givers(kind, mine)) is (by in who)
        elif task not in tasks:
            assert givers(kind, mine) == givers(kind, CHANNELS["MFN"])
