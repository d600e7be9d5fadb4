"""The world: rows that a host adds or leaves out, and words and rules of its own."""

import datetime as dt
from typing import Any

import pytest
from order_stories import (
    AT,
    accepts,
    authorise,
    cancel,
    given,
    hold,
    later,
    let_go,
    pay,
    place,
    refund,
    refusals,
    ship,
    then,
)

from ordercore.channels import MFN
from ordercore.errors import InvalidTable, InvalidValue, Lift, Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.orders.decider import DECISIONS, allowed, decide, decisions_of, explain
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Hold
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.reasons import CancelReason, HoldKind, RefundReason
from ordercore.orders.replacement import REPLACEMENT_TERMS
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, SubStatus, World
from ordercore.returns import RETURN_WAITS, Disposition, Grade

# Words


ENGRAVING = SubStatus(
    name="engraving",
    of=OrderStatus.UNSHIPPED,
    holds=lambda order: any(line.gift_message for line in order.lines),
)
LARGE = SubStatus(name="large", of=OrderStatus.UNSHIPPED, holds=lambda order: len(order.lines) > 1)
UNPAID = SubStatus(name="waiting", of=OrderStatus.PENDING, holds=lambda _: True)


def test_a_host_has_words_of_its_own_for_some_orders_of_a_status() -> None:
    """The first that holds counts; where none does, there is none."""
    world = World(substatuses=(ENGRAVING, LARGE, UNPAID))
    order = given(place())

    assert world.substatus(order) == "waiting"
    assert world.substatus(then(order, pay())) == "large"
    engraved = given(place(replace(place().lines[0], gift_message="Zoë")), pay())
    assert world.substatus(engraved) == "engraving"
    assert world.substatus(then(order, pay(), ship())) is None
    assert WORLD.substatus(order) is None


# Rules


@rule("too_heavy", instead=("units",), first=("CancelUnits",))
def a_parcel_is_light(order: Order, command: ConfirmShipment, _: World) -> Facts | None:
    """A parcel holds no more than two units."""
    heavy = sum(units.quantity for units in command.units)
    return None if heavy <= 2 else {"units": heavy}


@rule("closed_on_mondays")
def nobody_orders_on_monday(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """The shop is closed on Mondays."""
    return {"day": "monday"} if command.at.weekday() == 0 else None


STRICT = World(rules=((ConfirmShipment, a_parcel_is_light), (PlaceOrder, nobody_orders_on_monday)))


def test_a_hosts_rule_refuses_beside_ours() -> None:
    """With its own code, facts and lift, on the completed command, after our reasons."""
    order = given(place(), pay())

    assert refusals(order, ship(), STRICT) == {"too_heavy": {"units": 3}}
    assert accepts(order, ship(("1", 2)), STRICT)
    unpaid = given(place())
    assert list(refusals(unpaid, ship(), STRICT)) == ["not_paid", "too_heavy"]
    (refusal,) = explain(order, ship(), STRICT)
    assert refusal.lift == Lift(commands=("CancelUnits",), arguments=("units",))


def test_a_hosts_rule_is_asked_when_an_order_is_placed() -> None:
    """Of no order yet."""
    assert refusals(None, place(), STRICT) == {"closed_on_mondays": {"day": "monday"}}
    assert accepts(None, place(at=later(1)), STRICT)


def test_what_a_hosts_rule_refuses_is_not_offered() -> None:
    """Offers ask for all; so what is too much is not among them."""
    order = given(place(), pay())

    def kinds(world: World) -> set[str]:
        return {type(some).__name__ for some in allowed(order, later(1), world)}

    assert kinds(WORLD) - kinds(STRICT) == {"ConfirmShipment"}


def test_a_world_without_rules_has_our_table() -> None:
    """And one with rules its own, made once."""
    assert decisions_of(WORLD) is DECISIONS
    assert decisions_of(STRICT) is decisions_of(World(rules=STRICT.rules))
    assert len(decisions_of(STRICT).rows) == len(DECISIONS.rows)


@pytest.mark.parametrize(
    ("command", "code", "problem"),
    [
        (ConfirmShipment, "not_paid", "two rules refuse with the code not_paid"),
        (Order, "mine", "a_parcel_is_light is added to Order, which has no row"),
    ],
)
def test_a_hosts_rule_needs_a_row_and_a_code_of_its_own(
    command: type[OrderCommand], code: str, problem: str
) -> None:
    """Or the table contradicts itself, which is found before any command is decided."""
    world = World(rules=((command, Rule(code, a_parcel_is_light.check)),))

    with pytest.raises(InvalidTable) as caught:
        decide(given(place(), pay()), ship(), world)

    assert caught.value.problems == (problem,)


# Rows


def test_a_host_adds_kinds_and_reasons() -> None:
    """They are data; whoever has a row is accepted."""
    world = World(
        hold_kinds={**WORLD.hold_kinds, "vip": HoldKind(code="vip", stops_capture=True)},
        cancel_reasons={"cold_feet": CancelReason(code="cold_feet", counts=False)},
        refund_reasons={"birthday": RefundReason(code="birthday")},
    )
    order = given(place(), pay())
    gift = refund(amount=Money(1, "EUR"), reason="birthday")

    assert accepts(order, hold("vip"), world)
    assert "hold_kind_unknown" in refusals(order, hold("vip"))
    assert accepts(order, cancel(reason="cold_feet"), world)
    assert "cancel_reason_unknown" in refusals(order, cancel(), world)
    assert accepts(order, gift, world)
    assert "refund_reason_unknown" in refusals(order, gift)


def test_behaviour_hangs_on_what_a_row_says() -> None:
    """Of another code, a hold is about the address, stops the money, or is the carrier's."""
    kind = HoldKind(code="x", released_by=frozenset({Actor.CARRIER}))
    world = World(hold_kinds={"x": kind})
    order = given(place(), pay(), hold("x"), world=world)

    assert order.holds == (Hold(id="H1", kind="x", owner="ann", reason="", placed_at=AT),)
    assert accepts(order, let_go(by=Actor.CARRIER), world)
    assert "actor_may_not_release" in refusals(order, let_go(), world)


def test_the_host_settles_who_confirms_and_when_money_is_taken() -> None:
    """A row of its own in the place of ours."""
    mine = replace(MFN, who=replace(MFN.who, confirms=frozenset({Actor.CARRIER})))
    world = World(channels={"MFN": mine})
    order = given(place(), authorise())

    assert "actor_may_not" in refusals(order, ship(), world)
    assert accepts(order, ship(by=Actor.CARRIER), world)


@pytest.mark.parametrize(
    ("marketplace", "zone"), [("JP", "Asia/Tokyo"), ("", "Europe/Berlin"), ("XX", "Europe/Berlin")]
)
def test_dates_are_counted_where_the_marketplace_is(marketplace: str, zone: str) -> None:
    """Or where the host says, for its own orders and for marketplaces that it has dropped."""
    assert World(zone="Europe/Berlin").zone_of(marketplace) == zone


def test_a_refusal_of_the_host_is_one_like_any() -> None:
    """The same exception, with all reasons."""
    with pytest.raises(Refused) as caught:
        decide(given(place(), pay()), ship(), STRICT)

    assert caught.value.codes == ("too_heavy",)


def test_defaults_are_not_shared() -> None:
    """Two worlds have tables of their own."""
    one, other = World(), World()

    assert one == other
    assert one.hold_kinds is not other.hold_kinds


def test_a_row_stands_under_its_own_code() -> None:
    """Otherwise one word would mean two things."""
    with pytest.raises(InvalidTable, match="hold kinds: 'b' stands as 'a'"):
        World(hold_kinds={"a": HoldKind(code="b")})


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ({"return_grades": ["sellable"]}, "return_grades"),
        ({"return_grades": {"odd": 5}}, "return_grades of odd"),
        ({"decline_reasons": 5}, "decline_reasons"),
        ({"decline_reasons": {"not_ours": "not_ours"}}, "decline_reasons of not_ours"),
        ({"return_waits": "soon"}, "return_waits"),
        ({"return_waits": (*RETURN_WAITS, 5)}, "return_waits[1]"),
        ({"replacement_terms": (None,)}, "replacement_terms[0]"),
        ({"products": [5]}, "products"),
    ],
)
def test_a_row_that_is_none_is_refused_at_once(table: dict[str, Any], field: str) -> None:
    """By the table and where it stands in it, and not when it is first asked."""
    with pytest.raises(InvalidValue) as error:
        World(**table)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"return_waits": ()}, "return waits: there is no row"),
        ({"replacement_terms": ()}, "replacement terms: there is no row"),
        ({"return_waits": RETURN_WAITS * 2}, "return waits: two rows hold from 0001-01-01"),
        ({"replacement_terms": REPLACEMENT_TERMS * 2}, "replacement terms: two rows hold"),
        (
            {
                "return_grades": {
                    "odd": Grade(
                        code="odd", dispositions=(Disposition.QUARANTINE,), condition="so so"
                    )
                }
            },
            "return grades: 'odd': stock knows no condition 'so so'",
        ),
    ],
)
def test_tables_of_returns_are_whole(table: dict[str, Any], problem: str) -> None:
    """A row holds on every day, one at a time, and stock can keep what is graded."""
    with pytest.raises(InvalidTable) as error:
        World(**table)
    assert problem in str(error.value)


def test_a_function_that_is_no_rule_is_named() -> None:
    """Somebody forgot the decorator."""

    def no_weekends(*_: object) -> None:
        """Nothing ships on weekends."""

    world = World(rules=((ConfirmShipment, no_weekends),))  # type: ignore[arg-type]

    with pytest.raises(InvalidTable, match="is no rule; a function becomes one by @rule"):
        decide(given(place()), ship(), world)


@pytest.mark.parametrize("answer", [True, False])
def test_a_rule_answers_none_or_facts(answer: bool) -> None:
    """Yes and no are neither."""

    @rule("of_two_minds")
    def it_depends(*_: object) -> Any:
        """It depends."""
        return answer

    with pytest.raises(InvalidTable, match="neither None nor the facts against"):
        decide(given(place()), ship(), World(rules=((ConfirmShipment, it_depends),)))


@pytest.mark.parametrize("time", [30, dt.timedelta(), dt.timedelta(minutes=-1)])
def test_units_are_held_for_some_time_or_for_good(time: Any) -> None:
    """A time that is none is a mistake; a channel without a row holds as long as orders stand."""
    with pytest.raises(InvalidValue, match="hold_unpaid_for of MFN"):
        World(hold_unpaid_for={"MFN": time})

    assert World().hold_unpaid_for == {}
