"""Who bears the label of a return, by the policy of the world."""

import attrs
import pytest
from order_stories import (
    ask_back,
    authorise_return,
    deliver,
    given,
    pay,
    place,
    receive,
    refund,
    ship,
    then,
)

from ordercore.kernel.actors import Actor
from ordercore.orders.label_paying import label_payer
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import RECEIPT, Fault, Postage
from ordercore.returns.postage import POSTAGE

WORLD = World()
TWO, ONE = ("P1", "1", 2), ("P1", "1", 1)
HERE = given(place(), pay(), ship(), deliver())

FREE_AT_FIRST = World(
    returns=attrs.evolve(
        RECEIPT,
        postage=(
            *(row for row in POSTAGE if row.fault is not Fault.BUYER),
            *(
                Postage(fault=Fault.BUYER, from_day=day, label_paid_by=payer, outbound=False)
                for day, payer in ((0, Actor.SELLER), (10, Actor.BUYER))
            ),
        ),
    )
)
"""The way back is free in the first ten days."""


def payer(order: Order, world: World = WORLD) -> Actor:
    """Tell who bears the label of its last return."""
    return label_payer(order, order.returns[-1], world)


@pytest.mark.parametrize(
    ("reason", "who"),
    [
        ("UNWANTED_ITEM", Actor.BUYER),
        ("DEFECTIVE", Actor.SELLER),
        ("NOT_AS_DESCRIBED", Actor.SELLER),
        ("something else", Actor.BUYER),
    ],
)
def test_the_fault_decides(reason: str, who: Actor) -> None:
    """A change of mind is the buyer's, and so is what nobody knows."""
    assert payer(then(HERE, ask_back(TWO, reason=reason))) is who


def test_it_is_asked_as_of_the_request() -> None:
    """Also where it was let in against the policy, and whenever the label is issued."""
    late = then(
        HERE,
        ask_back(TWO, reason="UNWANTED_ITEM", days=60, ask_first=True),
        authorise_return("a good customer", days=61),
    )

    assert payer(late) is Actor.BUYER
    assert payer(late, FREE_AT_FIRST) is Actor.BUYER
    assert payer(then(HERE, ask_back(TWO, reason="UNWANTED_ITEM")), FREE_AT_FIRST) is Actor.SELLER


def test_the_buyer_pays_only_where_it_is_all_theirs() -> None:
    """One parcel is in its first ten days, the other is not: the seller bears their label."""
    order = given(
        place(),
        pay(),
        ship(("1", 1), days=1),
        ship(("1", 1), days=2),
        deliver("P1", days=3),
        deliver("P2", days=20),
    )
    asked = ask_back(ONE, ("P2", "1", 1), reason="UNWANTED_ITEM", days=22)

    assert payer(then(order, asked), FREE_AT_FIRST) is Actor.SELLER
    first = ask_back(ONE, reason="UNWANTED_ITEM", days=22)
    assert payer(then(order, first), FREE_AT_FIRST) is Actor.BUYER


def test_what_was_paid_back_for_already_changes_nothing_for_the_rest() -> None:
    """The label of a second parcel is borne by whoever bore the first."""
    rest = then(
        HERE,
        ask_back(TWO, reason="UNWANTED_ITEM"),
        receive(ONE),
        refund(return_id="R1"),
    )

    assert payer(rest) is Actor.BUYER
