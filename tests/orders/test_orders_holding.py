"""Holds: what keeps an order from shipping for a while, and who may end that."""

import datetime as dt

import pytest
from order_stories import (
    AT,
    accepts,
    authorise,
    cancel,
    expire,
    given,
    hold,
    later,
    let_go,
    nothing_happens,
    pay,
    place,
    refusals,
    ship,
    then,
    when,
)

from ordercore.errors import (
    InvalidTable,
    InvalidValue,
)
from ordercore.kernel.actors import Actor
from ordercore.orders.holding import (
    HoldPlaced,
    HoldReleased,
    PlaceHold,
    offer_holds,
    offer_releases,
)
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Hold
from ordercore.orders.reasons import HOLD_KINDS, HoldKind
from ordercore.orders.world import WORLD, World

MICROSECOND = dt.timedelta(microseconds=1)


def ends(day: str) -> str:
    """Give the last instant of a day, as it is written."""
    return f"2026-03-{day} 23:59:59.999999+00:00"


def test_a_hold_is_kept_with_who_has_to_look_into_it() -> None:
    """Numbered where it has no id."""
    event = when(given(place()), hold("fraud", owner="ann", reason="new device"))

    assert isinstance(event, HoldPlaced)
    assert event.hold == Hold(id="H1", kind="fraud", owner="ann", reason="new device", placed_at=AT)


def test_a_hold_runs_out_at_a_moment() -> None:
    """The field that is none is named."""
    with pytest.raises(InvalidValue) as caught:
        hold(expires_at="soon")

    assert caught.value.field == "expires_at"


def test_holds_stand_side_by_side() -> None:
    """Each with an id of its own, numbered around those that were named."""
    order = given(place(), hold(hold_id="H2"), hold(), hold())

    assert [some.id for some in order.open_holds(AT)] == ["H2", "H3", "H4"]


@pytest.mark.parametrize(
    ("command", "code", "facts"),
    [
        (hold("whim"), "hold_kind_unknown", {"kind": "whim", "known": sorted(HOLD_KINDS)}),
        (hold(owner=" "), "owner_missing", {"kind": "manual"}),
        (
            hold(days=1, expires_at=later(1)),
            "hold_ends_before_it_begins",
            {"expires_at": later(1), "at": later(1)},
        ),
        (hold(hold_id="H1", owner="bob"), "hold_already_exists", {"hold": "H1"}),
    ],
    ids=["kind", "owner", "end", "id"],
)
def test_holds_are_refused(command: PlaceHold, code: str, facts: dict[str, object]) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(given(place(), hold()), command) == {code: facts}


@pytest.mark.parametrize(
    "before",
    [(cancel(),), (pay(), ship()), (pay(), ship(("1", 2)), cancel(days=2))],
    ids=["cancelled", "shipped", "both"],
)
def test_only_what_could_ship_is_held(before: tuple[OrderCommand, ...]) -> None:
    """Of an order of which something still waits; a part is enough."""
    assert refusals(given(place(), *before), hold(days=3)) == {"nothing_to_hold": {"order": "O-1"}}
    assert accepts(given(place(), cancel(("1", 2))), hold())


def test_a_hold_placed_twice_is_one() -> None:
    """Of the same id and content; of other content it is refused."""
    order = given(place(), hold(hold_id="h", expires_at=later(9)))

    assert nothing_happens(order, hold(hold_id="h", days=1, expires_at=later(9)))
    assert "hold_already_exists" in refusals(order, hold(hold_id="h"))


def test_a_hold_ends_when_it_is_released() -> None:
    """Once; then it stands no longer."""
    order = given(place(), hold(), hold())

    event = when(order, let_go("H1", days=1, reason="looked into"))
    assert isinstance(event, HoldReleased)
    assert (event.hold_id, event.reason, event.ship_by) == ("H1", "looked into", None)
    order = then(order, let_go("H1", days=1))

    assert [some.id for some in order.open_holds(later(1))] == ["H2"]
    first = order.hold("H1")
    assert first is not None
    assert first.released_at == later(1)
    assert nothing_happens(order, let_go("H1", days=2))


def test_a_release_of_no_hold_in_particular_is_of_the_first_that_stands() -> None:
    """What was released, or has run out, is passed over."""
    order = given(place(), hold(expires_at=later(1)), hold(), hold())

    event = when(order, let_go(days=1))

    assert isinstance(event, HoldReleased)
    assert event.hold_id == "H2"


def test_only_a_hold_that_there_is_can_be_released() -> None:
    """Named or not."""
    assert refusals(given(place()), let_go()) == {"hold_unknown": {"hold": ""}}
    assert refusals(given(place(), hold()), let_go("H9")) == {"hold_unknown": {"hold": "H9"}}


@pytest.mark.parametrize("actor", Actor, ids=lambda actor: actor.value)
@pytest.mark.parametrize("kind", HOLD_KINDS)
def test_the_kind_of_a_hold_says_who_may_release_it(kind: str, actor: Actor) -> None:
    """Neither buyer nor carrier releases any, and a clock no hold for fraud."""
    order = given(place(), hold(kind))
    allowed = {"seller", "marketplace"} | ({"system"} if kind != "fraud" else set())

    if actor.value in allowed:
        assert accepts(order, let_go(by=actor))
    else:
        assert refusals(order, let_go(by=actor)) == {
            "actor_may_not_release": {
                "actor": actor.value,
                "kind": kind,
                "allowed": sorted(allowed),
            }
        }


def test_a_hold_of_a_dropped_kind_can_still_be_released() -> None:
    """A host may drop a kind; its holds get an end all the same."""
    assert accepts(given(place(), hold()), let_go(by=Actor.BUYER), World(hold_kinds={}))


def test_a_kind_that_nobody_releases_is_none() -> None:
    """It would hold its orders for ever."""
    with pytest.raises(InvalidTable, match="hold kind x: nobody may release it"):
        HoldKind(code="x", released_by=frozenset())


def test_a_hold_stands_until_its_moment() -> None:
    """And not at it: from then on the order may ship, without anybody doing anything."""
    order = given(place(), pay(), hold(expires_at=later(4)))

    assert "held" in refusals(order, ship(at=later(4) - MICROSECOND))
    assert accepts(order, ship(days=4))


# The clock


@pytest.mark.parametrize(
    ("before", "at_payment", "after", "at_last"),
    [
        ((), ends("03"), (), ends("03")),
        ((hold(),), None, (let_go(days=2),), ends("05")),
        ((hold(), hold()), None, (let_go(days=2), let_go(days=7)), ends("10")),
        # A hold that runs out by itself puts the start off until then; the last one counts.
        ((hold(expires_at=later(4)),), ends("09"), (), ends("09")),
        ((hold(expires_at=later(9)), hold(expires_at=later(4))), ends("12"), (), ends("12")),
        # One without end keeps the clock still, whatever the other does.
        ((hold(expires_at=later(4)), hold()), None, (let_go("H2", days=1),), ends("09")),
        ((hold(expires_at=later(4)), hold()), None, (let_go("H2", days=7),), ends("10")),
        ((hold(), let_go(days=0)), ends("03"), (), ends("03")),
    ],
)
def test_the_clock_starts_when_the_last_hold_goes(
    before: tuple[OrderCommand, ...],
    at_payment: str | None,
    after: tuple[OrderCommand, ...],
    at_last: str,
) -> None:
    """Released, or run out; not before the order is paid."""
    paid = given(place(), *before, pay())
    assert (str(paid.ship_by) if paid.ship_by else None) == at_payment

    assert str(then(paid, *after).ship_by) == at_last


def test_a_release_before_the_payment_starts_no_clock() -> None:
    """The payment then does."""
    order = given(place(), hold(), let_go(days=2))

    assert order.ship_by is None
    assert str(then(order, authorise(days=4)).ship_by) == ends("09")


def test_a_deadline_stays_where_a_hold_comes_later() -> None:
    """Who promised to ship is bound by it, whatever they hold the order for."""
    order = given(place(), pay(), hold(days=0.1))
    assert str(order.ship_by) == ends("03")

    assert str(then(order, let_go(days=9)).ship_by) == ends("03")


def test_a_hold_that_was_put_off_and_released_early_leaves_the_deadline() -> None:
    """A promise once made does not become a nearer one."""
    order = given(place(), hold(expires_at=later(4)), pay(), let_go(days=1))

    assert str(order.ship_by) == ends("09")


def test_an_order_paid_anew_while_held_gets_a_new_deadline() -> None:
    """Its authorisation had run out; the clock starts when the hold goes."""
    order = given(place(), authorise(expires_at=later(3)), expire(days=3), hold(days=3))

    order = then(order, pay(days=4), let_go(days=12))

    assert order.ship_by is not None
    assert order.ship_by > later(12)


# Offers


def test_every_kind_is_offered_and_every_release_by_one_who_may() -> None:
    """Of the holds that stand."""
    order = given(place(), hold("fraud"), hold(expires_at=later(1)))

    assert [some.kind for some in offer_holds(order, AT, WORLD)] == list(HOLD_KINDS)
    assert [(some.hold_id, some.by) for some in offer_releases(order, AT, WORLD)] == [
        ("H1", Actor.SELLER),
        ("H2", Actor.SELLER),
    ]
    assert [some.hold_id for some in offer_releases(order, later(1), WORLD)] == ["H1"]
    bare = offer_releases(order, AT, World(hold_kinds={}))
    assert [(some.hold_id, some.by) for some in bare] == [
        ("H1", Actor.SELLER),
        ("H2", Actor.SELLER),
    ]


def test_holds_are_offered_whole() -> None:
    """A hold in the seller's name, and a release in that of who alone may."""
    audit = HoldKind(code="audit", released_by=frozenset({Actor.CARRIER}))
    world = World(hold_kinds={"audit": audit})
    order = given(place(), hold("audit"), world=world)

    assert offer_holds(order, AT, world) == (hold("audit", owner="seller"),)
    assert offer_releases(order, AT, world) == (let_go("H1", by=Actor.CARRIER),)
