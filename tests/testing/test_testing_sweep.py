"""The sweep finds nothing in our tables, and everything that is put into a host's."""

import attrs
import pytest

from ordercore.channels import MFN, SHOP, FillPolicy
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.kernel.time import Instant
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.holding import PlaceHold
from ordercore.orders.message import OrderCommand
from ordercore.orders.reasons import CANCEL_REASONS, CancelReason
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, SubStatus, World
from ordercore.returns import RETURN_LIFECYCLE, ReturnStatus
from ordercore.shipping import PARCEL_LIFECYCLE, ParcelStatus
from ordercore.testing import taken
from ordercore.testing.sweep import (
    CLAIMS,
    Claim,
    Report,
    Sweep,
    all_sweeps,
    axes,
    check,
    core,
    explore,
    tried,
)
from ordercore.testing.sweep.explore import TICK
from ordercore.testing.sweep.keys import Eras, Key, canonical, plain
from ordercore.testing.sweep.moves.malformed import faults, misplacings
from ordercore.testing.sweep.moves.scope import Scope
from ordercore.testing.sweep.starts import LATE, PLACED, SOON, entangled, paid, placed
from ordercore.testing.sweep.sweeps import SENT, SETTLED
from ordercore.testing.sweep.tally import Tally


def small(world: World = WORLD) -> tuple[Sweep, ...]:
    """Make the sweep of units of one order of one line of two."""
    return (core(world, lines=1),)


def codes(report: Report) -> set[str]:
    """Give the codes of what was found."""
    return {finding.code for finding in report.findings}


def told(report: Report) -> str:
    """Give everything that was found, as text."""
    return "\n".join(f"{f.code}: {f.what}: {f.example}" for f in report.findings)


def with_rules(*added: tuple[type[OrderCommand], Rule[Order, OrderCommand, World]]) -> World:
    """Make a world with rules of a host."""
    return World(rules=added)


# Our own tables


@pytest.mark.long
def test_nothing_is_found_in_our_tables() -> None:
    """Every sweep: lifecycles are kept, all is reached, nothing ends dead."""
    report = check()

    assert told(report) == ""
    assert report.is_well
    assert report.total.situations > 20_000


def test_the_small_sweep_ends_well() -> None:
    """Units alone: no dead end, no undeclared move, no broken law, nothing raised."""
    report = check(sweeps=small())

    assert codes(report) & {"raised", "law_broken", "dead_end", "undeclared"} == set()
    assert report.rows[0].name == "units 1 x 2"
    assert report.rows[0].situations > 100
    assert report.rows[0].tried == report.rows[0].accepted + report.rows[0].refused


def test_every_sweep_of_a_world_has_a_name_of_its_own() -> None:
    """So a row of the report says what was explored."""
    names = [sweep.name for sweep in all_sweeps()]

    assert len(set(names)) == len(names)


# Keys


@pytest.mark.parametrize(("lines", "quantity"), [(1, 2), (2, 1)])
def test_canonical_and_plain_keys_agree(lines: int, quantity: int) -> None:
    """What the canonical key takes for alike gives every command the same answer."""
    sweep = core(lines=lines, quantity=quantity)
    merged = ways(sweep)
    every = ways(attrs.evolve(sweep, key=plain))

    assert set(merged) == set(every)
    assert {key: len(some) for key, some in every.items() if len(some) > 1} == {}
    assert merged == every


def ways(sweep: Sweep) -> dict[object, set[frozenset[object]]]:
    """Give, by canonical key, every command's answer: the key it leads to, or the codes against."""
    told: dict[object, set[frozenset[object]]] = {}
    for here in explore(sweep, Tally()).situations:
        answers: set[object] = set()
        for moves in sweep.moves:
            for command in moves(here.order, here.at + TICK, sweep.scope):
                step = taken(here.order, command)
                assert step.after is not None
                reasons = step.refused.codes if step.refused else ()
                answers.add((type(command), reasons, canonical(step.after, sweep.moments)))
        told.setdefault(canonical(here.order, sweep.moments), set()).add(frozenset(answers))
    return told


def test_like_lines_have_one_key() -> None:
    """It does not matter which of two like lines was cancelled."""
    sweep = core(lines=2, quantity=1)
    found = explore(sweep, Tally())

    assert len(found.situations) < len(explore(attrs.evolve(sweep, key=plain), Tally()).situations)


def key_of(fill: FillPolicy, held_at: Instant, eras: Eras) -> Key:
    """Give the key of a multi-channel order on a policy, held since a moment."""
    order: Order | None = None
    for command in (
        placed("MCF", fill=fill),
        PlaceHold(order_id="O-1", at=held_at, kind="manual", owner="desk"),
    ):
        order = taken(order, command).after
    assert order is not None
    return canonical(order, eras)


def test_the_policy_and_how_long_a_hold_stands_are_in_the_key() -> None:
    """Since they decide what may follow; a day more or less of a hold does not."""
    kill, available = FillPolicy.FILL_OR_KILL, FillPolicy.FILL_ALL_AVAILABLE
    eras = (PLACED, SOON, LATE)
    one = key_of(kill, PLACED, eras)

    assert key_of(kill, PLACED, eras) == one
    assert key_of(kill, SOON, eras) == one
    assert key_of(kill, LATE, eras) != one
    assert key_of(available, PLACED, eras) != one


# What is wrong is found


@rule("never")
def nothing_is_allowed(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """Nothing is ever allowed."""
    return {"order": order.id}


@rule("no_return_on_sundays")
def it_is_no_sunday(_: Order, __: OrderCommand, ___: World) -> Facts | None:
    """This rule never says no."""
    return None


@rule("broken")
def rule_divides_by_zero(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """A rule that is not total."""
    return {"odd": 1 // 0} if order.parcels else None


def test_a_host_whose_orders_never_ship_is_told() -> None:
    """The command is accepted nowhere."""
    world = with_rules((ConfirmShipment, nothing_is_allowed))
    report = check(world, sweeps=small(world))

    assert "never_accepted: ConfirmShipment is never accepted" in told(report)


def test_a_return_that_never_arrives_is_a_dead_end() -> None:
    """It is told with the way that leads there."""
    world = with_rules((ReceiveReturn, nothing_is_allowed))
    report = check(world, sweeps=small(world))

    ends = [finding for finding in report.findings if finding.code == "dead_end"]
    assert any("return not at rest" in end.what for end in ends)
    assert any("RequestReturn" in end.example for end in ends)


def test_an_order_that_can_be_neither_shipped_nor_cancelled_is_a_dead_end() -> None:
    """The status never comes to its end."""
    world = with_rules((ConfirmShipment, nothing_is_allowed), (CancelUnits, nothing_is_allowed))
    report = check(world, sweeps=small(world))

    assert "order not at rest" in told(report)


def test_money_that_is_never_given_back_is_a_dead_end() -> None:
    """What is owed for cancelled units stays owed."""
    world = with_rules((IssueRefund, nothing_is_allowed))
    sweep = Sweep("refunds", (paid(placed("MFN")),), (*SENT, *SETTLED), (SOON,), Scope(world=world))
    report = check(world, sweeps=(sweep,))

    assert "money owed back" in told(report)


def test_a_rule_that_raises_is_found() -> None:
    """Rules are total; one that is not is named with the command and the error."""
    world = with_rules((CancelUnits, rule_divides_by_zero))
    report = check(world, sweeps=small(world))

    assert "raised: CancelUnits raised ZeroDivisionError" in told(report)


def test_a_rule_of_the_host_that_never_refuses_is_found_and_one_of_ours_only_noted() -> None:
    """What a host adds is meant to matter; what it leaves unused of ours may be meant."""
    world = with_rules((ReceiveReturn, it_is_no_sunday))
    report = check(world, sweeps=small(world))

    assert "ReceiveReturn is never refused as no_return_on_sundays" in told(report)
    assert any(note.code == "never_refused" for note in report.notes)
    assert all("no_return_on_sundays" not in note.what for note in report.notes)


def test_rows_of_the_host_that_nothing_uses_are_found() -> None:
    """A reason is used where every command is tried; a sub-status that never holds is not."""
    world = World(
        cancel_reasons={**CANCEL_REASONS, "moon": CancelReason(code="moon", counts=False)},
        substatuses=(
            SubStatus(name="asleep", of=OrderStatus.SHIPPED, holds=lambda _: False),
            SubStatus(name="awake", of=OrderStatus.SHIPPED, holds=lambda _: True),
        ),
    )
    report = check(world, sweeps=tried(world)[2:3])

    assert "the sub-status asleep is never used" in told(report)
    assert "awake" not in told(report)
    assert "moon" not in told(report)


def test_where_no_channel_fills_by_policies_that_is_noted() -> None:
    """Nothing is left out: the sweeps run, the command is refused, and the report says so."""
    world = World(channels={"MFN": MFN, "SHOP": SHOP})
    fills = tuple(some for some in axes(world) if some.name in ("fills", "kept back"))
    report = check(world, sweeps=(*tried(world)[:1], *fills))

    assert [row.situations > 10 for row in report.rows] == [False, True, True]
    assert "RecordUnfillable" not in told(report)
    assert "RecordUnfillable is never accepted" in {note.what for note in report.notes}
    assert "RecordUnfillable is never refused as not_filled_by_policy" not in {
        note.what for note in report.notes
    }


def test_where_a_channel_does_and_nothing_is_ever_given_up_it_is_found() -> None:
    """Then the command has no use, and that is a mistake."""
    world = with_rules((RecordUnfillable, nothing_is_allowed))
    fills = tuple(some for some in axes(world) if some.name == "fills")
    report = check(world, sweeps=fills)

    assert "never_accepted: RecordUnfillable is never accepted" in told(report)


def with_claim(lifecycle: Lifecycle[ParcelStatus]) -> tuple[Claim, ...]:
    """Give the claims with another lifecycle of parcels."""
    return tuple(
        attrs.evolve(claim, lifecycle=lifecycle) if claim.field == "parcels" else claim
        for claim in CLAIMS
    )


def test_a_move_that_no_lifecycle_declares_is_found() -> None:
    """One edge taken away: the command that makes the move is named."""
    edges = {was: dict(row) for was, row in PARCEL_LIFECYCLE.edges.items()}
    del edges[ParcelStatus.SHIPPED][ParcelStatus.LOST]
    claims = with_claim(attrs.evolve(PARCEL_LIFECYCLE, edges=edges))
    report = check(sweeps=small(), claims=claims)

    assert "RecordUndelivered moves the parcel from shipped to lost" in told(report)


def test_a_move_that_is_never_made_is_found() -> None:
    """One edge too many, one command too many: each is named."""
    edges = {was: dict(row) for was, row in PARCEL_LIFECYCLE.edges.items()}
    edges[ParcelStatus.BACK][ParcelStatus.DELIVERED] = ("RecordDelivery",)
    edges[ParcelStatus.SHIPPED][ParcelStatus.LOST] = ("RecordUndelivered", "CancelUnits")
    claims = with_claim(attrs.evolve(PARCEL_LIFECYCLE, edges=edges))
    report = check(sweeps=small(), claims=claims)

    assert "RecordDelivery never moves the parcel from back to delivered" in told(report)
    assert "CancelUnits never moves the parcel from shipped to lost" in told(report)


def test_a_start_and_a_word_that_never_occur_are_found() -> None:
    """No return begins as received, and none is met where there are no returns."""
    lifecycle = attrs.evolve(RETURN_LIFECYCLE, starts=frozenset(ReturnStatus))
    claims = tuple(
        attrs.evolve(claim, lifecycle=lifecycle) if claim.field == "returns" else claim
        for claim in CLAIMS
    )
    report = check(sweeps=(attrs.evolve(core(lines=1), moves=SENT),), claims=claims)

    assert "the return never starts as received" in told(report)
    assert "the return is never received" in told(report)
    assert "ReturnAuthorised never happens" in told(report)


def test_a_law_that_breaks_is_found() -> None:
    """The law is named, with the order that breaks it."""

    def orders_have_no_parcels(order: Order) -> None:
        """No order has a parcel."""
        if order.parcels:
            raise AssertionError("a parcel")

    tally = Tally(laws=(orders_have_no_parcels,))
    explore(core(lines=1), tally)

    assert list(tally.faults) == [("law_broken", "the law orders_have_no_parcels is broken")]


def test_a_refusal_that_is_not_explained_is_found() -> None:
    """A rule that answers otherwise the second time is found by asking twice."""
    asked: list[OrderCommand] = []

    @rule("moody")
    def mood_is_good(_: Order, command: OrderCommand, __: World) -> Facts | None:
        """Every second time, the answer is no."""
        asked.append(command)
        return {"times": len(asked)} if len(asked) % 2 else None

    world = with_rules((CancelUnits, mood_is_good))
    sweep = attrs.evolve(core(world, lines=1), explains=True)
    report = check(world, sweeps=(sweep,))

    assert "unexplained: CancelUnits is not explained" in told(report)


# Malformed commands


@pytest.mark.long
def test_every_malformed_command_is_refused_somewhere_with_its_code() -> None:
    """The list says of each command with which code; in some situation it is told."""
    tally = Tally()
    for sweep in tried():
        explore(sweep, tally)
    order = explore(tried()[1], Tally()).situations[0].order

    listed = [(kind.__name__, code) for code, kind, _ in faults(order, SOON)]
    listed += [("PlaceOrder", code) for code, _ in misplacings(PLACED, "MFN", "MCF")]
    assert [name for name in listed if name not in tally.codes] == []
    assert tally.faults == {}


def test_starts_leave_out_what_a_world_refuses() -> None:
    """A world that takes no holds begins all the same."""
    world = World(hold_kinds={})
    sweep = Sweep("entangled", entangled("MFN"), (), (SOON,), Scope(world=world))
    found = explore(sweep, Tally(world=world))

    assert [bool(here.order.holds) for here in found.situations] == [False] * 5


def test_the_way_to_a_situation_is_told_by_its_commands() -> None:
    """From the beginning on."""
    found = explore(core(lines=1), Tally())
    last = max(range(len(found.situations)), key=lambda place: len(found.way_to(place)))

    assert found.way_to(0) == ()
    assert {"ConfirmShipment"} < set(found.way_to(last))


@pytest.mark.parametrize("pools", ["main", ("main", "west")])
def test_a_host_that_keeps_stock_meets_orders_that_are_short(
    pools: str | tuple[str, ...],
) -> None:
    """They are filled unit by unit, shipped and cancelled, and come to an end."""
    world = World(pools={"MFN": pools})
    (sweep,) = [some for some in all_sweeps(world) if some.name == "shortages"]

    report = check(world, sweeps=(sweep,))

    unused = {finding.what for finding in (*report.findings, *report.notes)}
    assert "FillShortage is never accepted" not in unused
    assert "ShortageFilled never happens" not in unused
    assert "ReallocateUnits is never accepted" not in unused
    assert not [some for some in report.findings if some.code in ("dead_end", "law_broken")]


def test_a_host_that_keeps_no_stock_does_not_miss_what_fills_it() -> None:
    """Nothing can be promised of what somebody else counts."""
    (sweep,) = [some for some in all_sweeps() if some.name == "shortages"]

    report = check(sweeps=(sweep,))

    unused = {finding.what for finding in (*report.findings, *report.notes)}
    assert "FillShortage is never accepted" not in unused
    assert "ShortageFilled never happens" not in unused
    assert "ConfirmRefund is never accepted" in unused
