"""Returning delivered units."""

import pytest
from order_stories import (
    accepts,
    ask_back,
    back,
    deliver,
    given,
    later,
    nothing_happens,
    pay,
    place,
    receive,
    refusals,
    ship,
    then,
    when,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.receiving import ReceiveReturn, ReturnReceived, offer_receipts
from ordercore.orders.returning import RequestReturn, ReturnAuthorised, offer_returns
from ordercore.orders.stations import Stations, stations
from ordercore.orders.world import (
    WORLD,
    World,
)
from ordercore.returns import (
    Answer,
    Exclusion,
    Product,
    Received,
    Return,
    ReturnPolicy,
    ReturnStatus,
    Window,
)

DELIVERED: tuple[OrderCommand, ...] = (place(), pay(), ship(), deliver())


def test_a_return_inside_the_window_is_authorised_at_once() -> None:
    """Its id is filled in, and it remembers which parcel each unit came from."""
    event = when(given(*DELIVERED), ask_back(("P1", "1", 1)))

    assert isinstance(event, ReturnAuthorised)
    assert event.rma == Return(
        id="R1", units=back(("P1", "1", 1)), reason="too_small", requested_at=later(5)
    )
    assert (event.at, event.by, event.imported) == (later(5), Actor.BUYER, False)


def test_a_return_that_a_marketplace_authorised_is_kept_as_told() -> None:
    """By whom, and that it was reported: the return itself says who let it in."""
    event = when(given(*DELIVERED), ask_back(("P1", "1", 1), by=Actor.MARKETPLACE, imported=True))

    assert isinstance(event, ReturnAuthorised)
    assert (event.by, event.imported) == (Actor.MARKETPLACE, True)
    assert event.rma.answer == Answer(authorised=True, at=later(5), by=Actor.MARKETPLACE)


def test_units_go_from_delivered_to_returning_to_returned() -> None:
    """Each unit is in one station at a time."""
    asked = (*DELIVERED, ask_back(("P1", "1", 2)))

    assert stations(given(*asked))["1"] == Stations(returning=2)
    half = given(*asked, receive(("P1", "1", 1)))
    assert stations(half)["1"] == Stations(returning=1, returned=1)
    assert half.returns[0].status is ReturnStatus.PARTIALLY_RECEIVED
    whole = given(*asked, receive(("P1", "1", 1)), receive(("P1", "1", 1)))
    assert stations(whole)["1"] == Stations(returned=2)
    assert whole.returns[0].status is ReturnStatus.RECEIVED


def test_units_of_one_line_come_back_out_of_every_parcel() -> None:
    """They are added up over the parcels."""
    order = given(
        place(),
        pay(),
        ship(("1", 1)),
        ship(("1", 1)),
        deliver("P1"),
        deliver("P2"),
        ask_back(("P1", "1", 1), ("P2", "1", 1)),
    )

    assert stations(order)["1"] == Stations(returning=2)


def test_what_arrived_is_kept_with_its_condition() -> None:
    """Sellable or not, and when."""
    order = given(*DELIVERED, ask_back(("P1", "1", 2)))

    event = when(order, receive(("P1", "1", 2), sellable=False))

    assert isinstance(event, ReturnReceived)
    (units,) = back(("P1", "1", 2))
    assert event.received == (Received(units, sellable=False, at=later(9)),)


def test_a_return_under_an_id_of_its_own_is_asked_for_once() -> None:
    """The same return twice is one; another of its id is refused."""
    asked = ask_back(("P1", "1", 1), return_id="r-7")
    order = given(*DELIVERED, asked)

    assert nothing_happens(order, asked)
    assert nothing_happens(order, ask_back(("P1", "1", 1), return_id="r-7", days=6))
    assert refusals(order, ask_back(("P1", "2", 1), return_id="r-7")) == {
        "return_already_exists": {"return": "r-7"}
    }
    assert "return_already_exists" in refusals(
        order, ask_back(("P1", "1", 1), return_id="r-7", reason="changed my mind")
    )


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        (ask_back(("P1", "1", 3)), {"parcel": "P1", "line": "1", "asked": 3, "returnable": 2}),
        (ask_back(("P2", "1", 1)), {"parcel": "P2", "line": "1", "asked": 1, "returnable": 0}),
        (ask_back(("P1", "9", 1)), {"parcel": "P1", "line": "9", "asked": 1, "returnable": 0}),
        (
            ask_back(("P1", "2", 1), ("P1", "2", 1)),
            {"parcel": "P1", "line": "2", "asked": 2, "returnable": 1},
        ),
    ],
    ids=["too many", "unknown parcel", "unknown line", "named twice"],
)
def test_r37_only_delivered_units_come_back(asked: RequestReturn, facts: dict[str, object]) -> None:
    """No more comes back than was delivered out of that parcel."""
    assert refusals(given(*DELIVERED), asked) == {"units_not_delivered": facts}


def test_r37_units_on_the_way_cannot_come_back() -> None:
    """A parcel must have arrived."""
    order = given(place(), pay(), ship())

    assert refusals(order, ask_back(("P1", "1", 1))) == {
        "units_not_delivered": {"parcel": "P1", "line": "1", "asked": 1, "returnable": 0}
    }


def test_r37_units_of_one_return_are_not_in_another() -> None:
    """What was let in once is not returnable any more, received or not."""
    asked = given(*DELIVERED, ask_back(("P1", "1", 2)))
    received = given(*DELIVERED, ask_back(("P1", "1", 2)), receive(("P1", "1", 2)))

    for order in (asked, received):
        assert refusals(order, ask_back(("P1", "1", 1))) == {
            "units_not_delivered": {"parcel": "P1", "line": "1", "asked": 1, "returnable": 0}
        }


def test_r37_a_return_hits_the_parcel_it_names() -> None:
    """Two parcels of one line: each has its own delivered units, and its own window."""
    order = given(
        place(), pay(), ship(("1", 1)), ship(("1", 1), days=2), deliver("P1"), deliver("P2", 30)
    )

    assert accepts(order, ask_back(("P2", "1", 1), days=50))
    refused = refusals(order, ask_back(("P1", "1", 1), ("P2", "1", 1), days=50))
    assert refused["return_window_closed"]["parcel"] == "P1"


def test_the_window_closes_after_its_last_day() -> None:
    """Delivered on 5 March, the last day is 4 April, whole, where the marketplace is."""
    order = given(place(marketplace="DE"), pay(), ship(), deliver())
    ends = instant("2026-04-04T22:00:00Z")

    assert accepts(order, ask_back(("P1", "1", 1), at=ends.subtract(microseconds=1)))
    assert refusals(order, ask_back(("P1", "1", 1), at=ends)) == {
        "return_window_closed": {
            "parcel": "P1",
            "days": 30,
            "opened": later(3),
            "until": ends,
        }
    }


def test_the_policy_is_the_one_the_order_was_placed_under() -> None:
    """A shorter window of later orders does not touch this one, nor does another country's."""
    order = given(*DELIVERED)
    windows = (
        Window(effective_from=instant("2020-01-01T00:00:00Z").date(), days=30),
        Window(effective_from=later(1).date(), days=1),
        Window(marketplace="DE", effective_from=later(-9).date(), days=0),
    )

    world = World(returns=ReturnPolicy(name="own", windows=windows))
    assert accepts(order, ask_back(("P1", "1", 1), days=20), world)
    german = given(place(marketplace="DE"), pay(), ship(), deliver())
    assert "return_window_closed" in refusals(german, ask_back(("P1", "1", 1)), world)


def test_each_unit_is_judged_as_the_product_it_is() -> None:
    """A category has its own window, and what does not come back comes back for a fault."""
    order = given(*DELIVERED)
    sku = order.line("1").sku
    policy = ReturnPolicy(
        name="own",
        windows=(Window(days=30), Window(category="music", days=2)),
        exclusions=(Exclusion(trait="customised"),),
    )

    music = World(returns=policy, products={sku: Product(category="music")})
    assert accepts(order, ask_back(("P1", "1", 1), days=5), music)
    assert "return_window_closed" in refusals(order, ask_back(("P1", "1", 1), days=6), music)

    made = World(returns=policy, products={sku: Product(traits={"customised"})})
    asked = ask_back(("P1", "1", 1))
    facts = {"parcel": "P1", "line": "1", "what": "customised"}
    assert refusals(order, asked, made) == {"unit_not_returnable": facts}
    assert accepts(order, replace(asked, reason="CR-DEFECTIVE"), made)


def test_a_return_names_units() -> None:
    """An empty return is none, asked for or received."""
    order = given(*DELIVERED, ask_back(("P1", "1", 1)))

    assert refusals(order, ask_back()) == {"no_units_named": {}}
    assert refusals(order, receive()) == {"no_units_named": {}}


@pytest.mark.parametrize(
    ("came", "code", "facts"),
    [
        (receive(("P1", "1", 1), return_id="R9"), "return_unknown", {"return": "R9"}),
        (
            receive(("P1", "1", 2)),
            "units_not_outstanding",
            {"parcel": "P1", "line": "1", "asked": 2, "outstanding": 1},
        ),
        (
            receive(("P1", "1", 1), ("P1", "2", 1)),
            "units_not_outstanding",
            {"parcel": "P1", "line": "2", "asked": 1, "outstanding": 0},
        ),
        (
            receive(("P1", "1", 1), ("P1", "1", 1)),
            "units_not_outstanding",
            {"parcel": "P1", "line": "1", "asked": 2, "outstanding": 1},
        ),
    ],
    ids=["unknown return", "too many", "another line", "named twice"],
)
def test_receiving_is_refused(came: ReceiveReturn, code: str, facts: dict[str, object]) -> None:
    """No more comes back than was authorised and has not come yet."""
    order = given(*DELIVERED, ask_back(("P1", "1", 1)))

    assert refusals(order, came) == {code: facts}


def test_nothing_comes_back_before_it_was_asked_for() -> None:
    """The moment of asking itself is allowed."""
    order = given(*DELIVERED, ask_back(("P1", "1", 1), days=5))

    assert accepts(order, receive(("P1", "1", 1), days=5))
    assert refusals(order, receive(("P1", "1", 1), days=4)) == {
        "return_step_too_early": {
            "return": "R1",
            "at": later(4),
            "step": "asked",
            "when": later(5),
        }
    }


def test_every_reason_against_a_return_is_given_at_once() -> None:
    """Too many, too late, and of an id that is taken."""
    order = given(*DELIVERED, ask_back(("P1", "1", 1), return_id="r"))

    assert list(refusals(order, ask_back(("P1", "1", 5), return_id="r", days=99))) == [
        "units_not_delivered",
        "return_window_closed",
        "return_already_exists",
    ]


def test_r38_a_parcel_without_delivery_has_no_window_to_skip() -> None:
    """Without a delivery date nothing can be returned, however late it is asked for."""
    order = given(place(), pay(), ship())

    assert list(refusals(order, ask_back(("P1", "1", 1), days=400))) == ["units_not_delivered"]


def test_a_return_is_not_asked_for_before_the_delivery() -> None:
    """Two days before the parcel arrived nobody can have asked to send it back."""
    assert refusals(given(*DELIVERED), ask_back(("P1", "1", 1), days=1)) == {
        "returned_before_delivered": {"parcel": "P1", "asked": later(1), "delivered": later(3)}
    }
    assert accepts(given(*DELIVERED), ask_back(("P1", "1", 1), days=3))


def test_numbering_goes_around_returns_that_were_named() -> None:
    """A return that somebody called R2 is no reason to refuse the second one."""
    order = given(*DELIVERED, ask_back(("P1", "1", 1), return_id="R2"), ask_back(("P1", "1", 1)))

    assert len({rma.id for rma in order.returns}) == 2


# Offers


def test_the_return_of_all_that_a_buyer_has_is_offered() -> None:
    """Parcel by parcel, less what is in a return already."""
    order = given(
        place(),
        pay(),
        ship(("1", 1), ("2", 1)),
        ship(("1", 1)),
        deliver("P1"),
        deliver("P2"),
        ask_back(("P1", "2", 1)),
    )

    assert offer_returns(order, later(6), WORLD) == (
        ask_back(("P1", "1", 1), days=6, reason="UNWANTED_ITEM"),
        ask_back(("P2", "1", 1), days=6, reason="UNWANTED_ITEM"),
    )
    order = then(order, ask_back(("P1", "1", 1)))
    assert offer_returns(order, later(6), WORLD) == (
        ask_back(("P2", "1", 1), days=6, reason="UNWANTED_ITEM"),
    )


def test_the_receipt_of_all_that_is_outstanding_is_offered() -> None:
    """Return by return."""
    order = given(
        *DELIVERED,
        ask_back(("P1", "1", 2), ("P1", "2", 1)),
        receive(("P1", "1", 1)),
    )

    assert offer_receipts(order, later(10), WORLD) == (
        receive(("P1", "1", 1), ("P1", "2", 1), days=10),
    )
    order = then(order, receive(("P1", "2", 1)))
    assert offer_receipts(order, later(10), WORLD) == (receive(("P1", "1", 1), days=10),)
    assert offer_receipts(then(order, receive(("P1", "1", 1))), later(10), WORLD) == ()
