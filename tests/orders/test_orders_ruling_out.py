"""Ruling out: what was taken back before an order heard of it is known to be wrong."""

import pytest
from order_stories import (
    O1,
    accepts,
    deliver,
    later,
    nothing_happens,
    pay,
    place,
    refusals,
    ship,
    stranded,
    when,
)
from order_stories import given as order_after

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.orders.ruling_out import RuleOutScans, ScansRuledOut
from ordercore.orders.state import Order
from ordercore.shipping import Retraction, Trouble

DELIVERY = Retraction(None, later(3), later(4))
LOSS = Retraction(Trouble.LOST, later(3), later(4))


def rule_out(*retractions: Retraction, parcel: str = "P1", days: float = 4) -> RuleOutScans:
    """Rule something out."""
    return RuleOutScans(
        order_id=O1,
        at=later(days),
        by=Actor.CARRIER,
        parcel_id=ParcelId(parcel),
        retractions=retractions,
    )


SHIPPED = order_after(place(), pay(), ship(days=1))


def test_what_is_ruled_out_is_noted_and_moves_nothing() -> None:
    """Units, statuses and money stay as they are."""
    assert when(SHIPPED, rule_out(DELIVERY, LOSS)) == ScansRuledOut(
        at=later(4), by=Actor.CARRIER, parcel_id=ParcelId("P1"), retractions=(DELIVERY, LOSS)
    )
    order = order_after(place(), pay(), ship(days=1), rule_out(DELIVERY, LOSS))
    assert order.parcels[0].retractions == (DELIVERY, LOSS)
    assert (order.stations, order.status) == (SHIPPED.stations, SHIPPED.status)


def test_law_4_what_is_noted_is_not_noted_again() -> None:
    """Only what is news of it, be it taken back at another moment."""
    order = order_after(place(), pay(), ship(days=1), rule_out(DELIVERY))
    again = Retraction(None, later(3), later(9))

    assert nothing_happens(order, rule_out(again))
    told = when(order, rule_out(again, LOSS))
    assert isinstance(told, ScansRuledOut)
    assert told.retractions == (LOSS,)


@pytest.mark.parametrize(
    ("order", "retraction"),
    [
        (order_after(place(), pay(), ship(days=1), deliver(days=3)), DELIVERY),
        (order_after(place(), pay(), ship(days=1), stranded(Trouble.LOST, days=3)), LOSS),
        # With the last trouble all before it would go.
        (order_after(place(), pay(), ship(days=1), stranded(Trouble.REFUSED, days=2)), LOSS),
    ],
)
def test_what_is_believed_is_not_ruled_out(order: Order, retraction: Retraction) -> None:
    """It is taken back by its own command, which tells the buyer."""
    assert list(refusals(order, rule_out(retraction))) == ["scan_is_believed"]
    other = LOSS if retraction is DELIVERY else DELIVERY
    assert accepts(order, rule_out(other))


def test_a_parcel_that_is_not_there_is_refused() -> None:
    """And nothing but retractions is taken."""
    assert list(refusals(SHIPPED, rule_out(LOSS, parcel="P9"))) == ["parcel_unknown"]
    with pytest.raises(InvalidValue) as error:
        RuleOutScans(order_id=O1, at=later(4), parcel_id=ParcelId("P1"), retractions=("lost",))  # type: ignore[arg-type]
    assert error.value.field == "retractions"
