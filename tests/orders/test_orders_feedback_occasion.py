"""The occasion of feedback, as its order tells it."""

# ruff: noqa: S311 - walks that can be repeated

from random import Random

import pytest
from order_stories import given, imported, later, pay, place, ship

from ordercore.conversations.feedback import CIRCUMSTANCES
from ordercore.errors import InvalidValue
from ordercore.orders.axes import ReturnsAxis
from ordercore.orders.feedback_occasion import feedback_occasion
from ordercore.orders.money import counted_refunds
from ordercore.orders.parts import ReplacementKind
from ordercore.testing.situations import live_order

BERLIN = "Europe/Berlin"


def test_an_order_tells_what_it_knows() -> None:
    """When it was placed, first confirmed and last delivered, and by when it was promised."""
    fresh, sent = given(place()), given(place(), pay(), ship())
    first, found = feedback_occasion(fresh, BERLIN), feedback_occasion(sent, BERLIN)

    assert (first.confirmed, first.delivered, first.shipped) == (None, None, False)
    assert (found.placed, found.zone) == (sent.terms.placed_at, BERLIN)
    assert found.confirmed == sent.parcels[0].shipped_at
    assert (found.latest, found.shipped) == (sent.deliver_by, True)
    assert (found.earliest, found.requested, found.circumstances) == (None, None, frozenset())
    told = feedback_occasion(
        sent, "UTC", earliest=later(1), requested=later(2), circumstances=["vip"]
    )
    assert (told.earliest, told.requested) == (later(1), later(2))
    assert told.circumstances == {"vip"}


def test_what_a_host_says_is_checked() -> None:
    """Naive times, zones that there are not, and one code where several are meant."""
    order = given(place())
    for said in ({"earliest": "2026-03-02T00:00"}, {"circumstances": "vip"}):
        with pytest.raises(InvalidValue):
            feedback_occasion(order, BERLIN, **said)
    with pytest.raises(InvalidValue, match="zone"):
        feedback_occasion(order, "Mars/Olympus")


def test_circumstances_are_what_the_order_says_of_itself() -> None:
    """Over lives of any kind: open claims and returns, refunds, and what replaces another."""
    met: set[str] = set()
    instead = imported(replacement=ReplacementKind.REPLACEMENT, replaces="O-0")
    for order in (given(instead), *(live_order(Random(seed).randrange, 25) for seed in range(40))):
        expected = {
            "claim_open": any(claim.is_open for claim in order.claims),
            "return_open": order.returns_axis is ReturnsAxis.OPEN,
            "refunded": bool(list(counted_refunds(order))),
            "replacement": order.terms.replacement is not None,
        }
        found = feedback_occasion(order, BERLIN).circumstances

        assert found == {code for code, holds in expected.items() if holds}
        met |= found
    assert met == set(CIRCUMSTANCES)
