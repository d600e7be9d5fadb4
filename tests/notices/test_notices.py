"""Notices: who is told what."""

# ruff: noqa: S311 - walks that can be repeated

from random import Random

import attrs
import pytest

from ordercore.notices import NOTICES, Audience, Notice, notices_of
from ordercore.orders.decider import EVENTS
from ordercore.orders.message import OrderEvent
from ordercore.testing import walk

TOLD = {
    "OrderPlaced": {("order_received", "buyer")},
    "PaymentConfirmed": {("order_to_ship", "seller")},
    "UnitsCancelled": {("units_cancelled", "buyer")},
    "ShipmentConfirmed": {("parcel_shipped", "buyer")},
    "ParcelDelivered": {("parcel_delivered", "buyer")},
    "ReturnAuthorised": {("return_authorised", "buyer"), ("return_coming", "seller")},
    "ReturnReceived": {("return_received", "buyer")},
    "RefundIssued": {("refund_issued", "buyer")},
}


def _events() -> dict[str, OrderEvent]:
    found: dict[str, OrderEvent] = {}
    for seed in range(60):
        for step in walk(Random(seed).randrange, 40):
            found |= {type(event).__name__: event for event in step.events}
    return found


EXAMPLES = _events()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_who_is_told_what(name: str) -> None:
    """By the kind of event; silence where the table has no row."""
    event = attrs.evolve(EXAMPLES[name], imported=False)

    told = {(notice.kind, notice.audience.value) for notice in notices_of(event)}

    assert told == TOLD.get(name, set())


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_nobody_is_told_of_what_was_imported(name: str) -> None:
    """The marketplace has told its buyer itself, perhaps years ago."""
    assert notices_of(attrs.evolve(EXAMPLES[name], imported=True)) == ()


def test_notices_are_about_events_that_exist() -> None:
    """Each row's notices are told apart by kind and audience."""
    assert set(NOTICES) <= set(EVENTS)
    for notices in NOTICES.values():
        assert len(set(notices)) == len(notices)
    assert Notice("x", Audience.BUYER) != Notice("x", Audience.SELLER)
