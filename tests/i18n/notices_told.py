"""Notices of every kind, to be put into words: out of walks through orders' lives, and by facts."""

import datetime as dt
from functools import cache
from random import Random
from typing import NamedTuple

from ordercore.i18n.letters.content import NO_FACTS, Facts, Until
from ordercore.i18n.letters.stock import of_stock
from ordercore.inventory import Stock
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.notices import Channel, notices_of
from ordercore.orders.state import Order
from ordercore.ports.people import Recipient
from ordercore.testing import walk

WALKS, STEPS = 260, 25

SHOWN = 3
"""Notices of each kind."""

SOON = instant("2026-11-24T22:30:00Z")

DIGEST: Facts = {
    "day": dt.date(2026, 11, 20),
    "orders": 12,
    "units": 31,
    "shipped": 1,
    "late": 0,
    "requested": 4,
    "to_ship": 3,
    "overdue": 1,
    "held": 1,
    "short": 2,
    "messages": 2,
    "returns": 5,
    "claims": 11,
    "value": (Money(123450, "EUR"), Money(9900, "JPY")),
    "mean_time_to_ship": dt.timedelta(hours=30, minutes=12),
}

BY_FACTS: dict[str, tuple[Facts, ...]] = {
    "low_stock": tuple(
        of_stock(Stock("MUG-BLUE", "main", on_hand=left), "Blue mug") for left in (1, 2, 5, 100)
    ),
    "out_of_stock": (of_stock(Stock("MUG-BLUE", "main")),),
    "digest": (DIGEST, {**DIGEST, "orders": 1, "shipped": 0, "to_ship": 0}),
    "notice_undelivered": (
        {
            "notice": "parcel_shipped",
            "channel": "email",
            "recipient": "B-7",
            "note": "550 no such mailbox",
        },
    ),
}

OF_NO_EVENT_YET = (
    "order_preparing",
    "ship_by_soon",
    "message_from_seller",
    "message_to_answer",
    "review_request",
    "feedback_negative",
)

OF_PARCELS = (
    "delivery_estimate_changed",
    "out_for_delivery",
    "delivery_attempted",
    "ready_for_pickup",
    "parcel_delayed",
)


class Told(NamedTuple):
    """What is told of a kind."""

    kind: str
    order: Order | None = None
    event: object = None
    facts: Facts = NO_FACTS


@cache
def every_notice() -> tuple[Told, ...]:
    """Give some of every kind."""
    found: dict[str, list[Told]] = {}
    for seed in range(WALKS):
        for step in walk(Random(seed).randrange, STEPS):  # noqa: S311 - to be walked again
            if step.after is None:
                continue
            for event in step.events:
                for notice in notices_of(step.after, event):
                    some = found.setdefault(notice.kind, [])
                    if len(some) < SHOWN:
                        some.append(Told(notice.kind, step.after, event))
    shipped = found["parcel_shipped"][0]
    by_facts = [Told(kind, facts=facts) for kind, several in BY_FACTS.items() for facts in several]
    soon: Facts = {"moment": SOON, "rating": 1, "message": "Is it blue?", "answer_by": SOON}
    later: Facts = {"day": Until(SOON), "deliver_by": Until(SOON), "pickup_by": Until(SOON)}
    return (
        *[told for several in found.values() for told in several],
        *by_facts,
        *[Told(kind, shipped.order, None, soon) for kind in OF_NO_EVENT_YET],
        *[told._replace(facts=later) for kind in OF_PARCELS for told in found[kind]],
    )


def reader(language: str, zone: str = "Europe/Berlin", name: str = "Zoë Müller") -> Recipient:
    """Make somebody who reads a language, and is reached by everything."""
    addresses = {
        Channel.EMAIL: "zoe@example.com",
        Channel.SMS: "+4915112345678",
        Channel.PUSH: "token",
        Channel.CHAT: "slack://token",
    }
    return Recipient(id="B-7", language=language, zone=zone, addresses=addresses, name=name)
