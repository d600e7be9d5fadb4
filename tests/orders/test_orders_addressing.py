"""Where an order goes: what a verifier said of it, and how it is amended."""

from typing import Any

import pytest
from order_stories import (
    accepts,
    cancel,
    events,
    given,
    hold,
    imported,
    later,
    nothing_happens,
    pay,
    place,
    refusals,
    send_to,
    ship,
    then,
    verified,
)

from ordercore.errors import InvalidValue
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import offer_outcomes
from ordercore.orders.holding import HoldPlaced, HoldReleased
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import Hold
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World

ACCEPTED, QUESTIONED, FIXED, UNDELIVERABLE = AddressOutcome

HOME = Address(name="Zoë", line1="Weg 1", city="Berlin", country="DE")

RIGHT = Address(name="Zoë", line1="Weg 1", city="Berlin", postal_code="10115", country="DE")

ELSEWHERE = Address(name="Zoë", line1="Gasse 2", city="Wien", country="AT")

ORDER = given(place(ship_to=HOME))


def names(told: tuple[OrderEvent, ...]) -> list[str]:
    """Give the kinds of events."""
    return [type(some).__name__ for some in told]


def kinds(order: Order, days: float = 9) -> list[tuple[str, str]]:
    """Give kind and reason of every hold that stands."""
    return [(some.kind, some.reason) for some in order.open_holds(later(days))]


def known(order: Order) -> Verification:
    """Give what is known of the address."""
    assert order.verification is not None
    return order.verification


@pytest.mark.parametrize(
    ("outcome", "suggestion", "told", "goes_to", "held"),
    [
        (ACCEPTED, None, ["AddressVerified"], HOME, []),
        (ACCEPTED, RIGHT, ["AddressVerified"], HOME, []),
        (
            QUESTIONED,
            None,
            ["AddressVerified", "HoldPlaced"],
            HOME,
            [("address", "questioned")],
        ),
        (
            QUESTIONED,
            RIGHT,
            ["AddressVerified", "HoldPlaced"],
            HOME,
            [("address", "questioned")],
        ),
        (FIXED, RIGHT, ["AddressVerified", "AddressAmended"], RIGHT, []),
        (
            UNDELIVERABLE,
            None,
            ["AddressVerified", "HoldPlaced"],
            HOME,
            [("address", "undeliverable")],
        ),
    ],
)
def test_an_answer_lets_go_holds_or_puts_right(
    outcome: AddressOutcome,
    suggestion: Address | None,
    told: list[str],
    goes_to: Address,
    held: list[tuple[str, str]],
) -> None:
    """The answer is kept; whoever said it again says nothing new."""
    answer = verified(HOME, outcome, "note", suggestion=suggestion)

    assert names(events(ORDER, answer)) == told
    order = then(ORDER, answer)
    assert order.ship_to == goes_to
    assert kinds(order) == held
    assert order.verification == Verification(
        outcome=outcome, suggestion=suggestion, notes=("note",)
    )
    assert nothing_happens(order, verified(HOME, outcome, "note", suggestion=suggestion, days=1))


@pytest.mark.parametrize(
    ("before", "answer", "told"),
    [
        (QUESTIONED, ACCEPTED, ["AddressVerified", "HoldReleased"]),
        (QUESTIONED, FIXED, ["AddressVerified", "AddressAmended", "HoldReleased"]),
        (QUESTIONED, UNDELIVERABLE, ["AddressVerified"]),
        (UNDELIVERABLE, QUESTIONED, ["AddressVerified"]),
        (UNDELIVERABLE, ACCEPTED, ["AddressVerified", "HoldReleased"]),
        (ACCEPTED, UNDELIVERABLE, ["AddressVerified", "HoldPlaced"]),
    ],
)
def test_a_later_answer_replaces_the_earlier_one(
    before: AddressOutcome, answer: AddressOutcome, told: list[str]
) -> None:
    """An address is held once, and let go by a good answer."""
    order = then(ORDER, verified(HOME, before))

    later_answer = verified(HOME, answer, suggestion=RIGHT, days=1)

    assert names(events(order, later_answer)) == told
    assert known(then(order, later_answer)).outcome is answer


def test_a_settled_address_lets_go_of_its_own_holds_alone() -> None:
    """Whoever placed them; a hold of another kind stays, and with it the clock stands."""
    order = then(ORDER, hold("address"), hold("manual"), hold("address"), pay())

    told = events(order, verified(HOME, ACCEPTED, days=1))

    released = [some for some in told if isinstance(some, HoldReleased)]
    assert [(some.hold_id, some.reason, some.ship_by) for some in released] == [
        ("H1", "address_settled", None),
        ("H3", "address_settled", None),
    ]
    assert kinds(then(order, verified(HOME, ACCEPTED, days=1))) == [("manual", "")]


def test_the_last_hold_that_an_address_settles_starts_the_clock() -> None:
    """Once, however many there were."""
    order = then(ORDER, hold("address"), hold("address"), pay())

    told = events(order, verified(HOME, ACCEPTED, days=1))

    deadlines = [some.ship_by for some in told if isinstance(some, HoldReleased)]
    assert [str(some) for some in deadlines] == ["None", "2026-03-04 23:59:59.999999+00:00"]
    assert then(order, verified(HOME, ACCEPTED, days=1)).ship_by == deadlines[1]


@pytest.mark.parametrize("outcome", AddressOutcome, ids=lambda some: some.value)
def test_an_answer_that_comes_when_all_has_left_is_only_noted(outcome: AddressOutcome) -> None:
    """Nothing is sent elsewhere any more, and nothing held."""
    order = then(ORDER, pay(), ship())

    assert names(events(order, verified(HOME, outcome, suggestion=RIGHT, days=2))) == [
        "AddressVerified"
    ]


def test_what_still_waits_of_a_shipped_order_is_held() -> None:
    """A part has left; the rest does not follow it into the void."""
    order = then(ORDER, pay(), ship(("1", 1)), verified(HOME, UNDELIVERABLE, days=2))

    assert kinds(order) == [("address", "undeliverable")]


def test_a_marketplaces_address_is_not_put_right() -> None:
    """The order goes to the address on it; the better one is noted, and the order let go."""
    order = given(imported(ship_to=HOME), hold("address"))

    told = events(order, verified(HOME, FIXED, suggestion=RIGHT))

    assert names(told) == ["AddressVerified", "HoldReleased"]
    order = then(order, verified(HOME, FIXED, suggestion=RIGHT))
    assert (order.ship_to, known(order).suggestion) == (HOME, RIGHT)


def test_an_answer_about_another_address_is_refused() -> None:
    """A late one, about where the order was to go before, or about no address at all."""
    order = then(ORDER, send_to(ELSEWHERE))

    assert refusals(order, verified(HOME, ACCEPTED)) == {"another_address": {"order": "O-1"}}
    assert refusals(given(place()), verified(HOME, ACCEPTED)) == {
        "another_address": {"order": "O-1"}
    }
    assert accepts(order, verified(ELSEWHERE, ACCEPTED))


def test_an_answer_is_another_one_for_another_address() -> None:
    """The same words about a new address are news."""
    order = then(ORDER, verified(HOME, ACCEPTED), send_to(ELSEWHERE))

    assert order.verification is None
    assert accepts(order, verified(ELSEWHERE, ACCEPTED))


def test_an_order_is_sent_elsewhere() -> None:
    """What was asked about the old address is answered by that, and nothing known of the new."""
    order = then(ORDER, verified(HOME, QUESTIONED), pay())

    assert names(events(order, send_to(ELSEWHERE, days=2))) == ["AddressAmended", "HoldReleased"]
    order = then(order, send_to(ELSEWHERE, days=2))
    assert (order.ship_to, order.verification, kinds(order)) == (ELSEWHERE, None, [])
    assert str(order.ship_by) == "2026-03-05 23:59:59.999999+00:00"
    assert nothing_happens(order, send_to(ELSEWHERE, days=3))


@pytest.mark.parametrize(
    ("before", "code", "facts"),
    [
        ((place(), pay(), ship(("1", 1))), "already_shipped", {"parcels": 1}),
        ((place(), cancel()), "order_is_over", {"status": "cancelled"}),
        (
            (imported(marketplace="DE"),),
            "marketplace_amends",
            {"order": "O-1", "marketplace": "DE"},
        ),
    ],
    ids=["left", "over", "a marketplace's"],
)
def test_sending_elsewhere_is_refused(
    before: tuple[OrderCommand, ...], code: str, facts: dict[str, Any]
) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(given(*before), send_to(ELSEWHERE, days=2)) == {code: facts}


def test_a_marketplace_may_send_its_orders_elsewhere() -> None:
    """It says so itself, in a report."""
    assert then(given(imported()), send_to(HOME, imported=True)).ship_to == HOME


def test_a_host_without_a_hold_for_addresses_holds_none() -> None:
    """The answer is kept all the same."""
    bare = World(hold_kinds={})
    told = events(ORDER, verified(HOME, QUESTIONED), bare)

    assert names(told) == ["AddressVerified"]
    assert not any(isinstance(some, HoldPlaced) for some in told)


def test_a_hold_of_an_address_is_the_sellers_to_look_into() -> None:
    """Numbered after the others, and from the moment of the answer on."""
    _, placed = events(then(ORDER, hold()), verified(HOME, QUESTIONED, days=1))

    assert isinstance(placed, HoldPlaced)
    assert placed.hold == Hold(
        id="H2", kind="address", owner="seller", reason="questioned", placed_at=later(1)
    )


def test_a_hold_that_ran_out_stands_for_no_address() -> None:
    """From that moment on a questioned address is held anew."""
    order = then(ORDER, hold("address", expires_at=later(2)))

    assert names(events(order, verified(HOME, QUESTIONED, days=1))) == ["AddressVerified"]
    assert names(events(order, verified(HOME, QUESTIONED, days=2))) == [
        "AddressVerified",
        "HoldPlaced",
    ]


def test_every_answer_is_offered_about_an_address() -> None:
    """And none where there is no address."""
    offers = offer_outcomes(ORDER, later(1), WORLD)

    assert [some.verification.outcome for some in offers] == list(AddressOutcome)
    assert {some.address for some in offers} == {HOME}
    assert [some.verification.suggestion for some in offers] == [None, None, HOME, None]
    assert offer_outcomes(given(place()), later(1), WORLD) == ()


def test_a_fix_names_the_address_as_it_was_put_right() -> None:
    """Otherwise nobody knows where to."""
    with pytest.raises(InvalidValue) as caught:
        Verification(outcome=FIXED)

    assert str(caught.value) == "suggestion: None is not the address as it was put right"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Address(name=5), "name"),  # type: ignore[arg-type]
        (lambda: Verification(outcome="accepted"), "outcome"),  # type: ignore[arg-type]
        (lambda: Verification(outcome=ACCEPTED, notes=[]), "notes"),  # type: ignore[arg-type]
    ],
)
def test_addresses_and_answers_are_of_their_types(make: Any, field: str) -> None:
    """What is kept is what its annotation says."""
    with pytest.raises(InvalidValue) as caught:
        make()

    assert caught.value.field == field
