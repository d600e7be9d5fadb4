"""How things stand: the units of orders by station, and the cases beside orders, open or not."""

from collections.abc import Iterator

import attrs

from ordercore.channels import find_marketplace
from ordercore.conversations import messages
from ordercore.kernel.time import Instant, local_date
from ordercore.metrics.counting import Fact, FactTable
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order

OWN_ZONE = "UTC"
"""Where an order without a marketplace, or of one that is not Amazon's, has its days."""

OPEN, CLOSED = "open", "closed"


def _facts(subject: Subject) -> Iterator[Fact]:
    for about, name, state, at, count in (*_units(subject.order), *_cases(subject)):
        day = local_date(at, _zone(subject.order))
        told = {"about": about, "name": name, "state": state}
        yield STANDING.fact(at, day, told, {"count": count})


STANDING = FactTable(
    name="standing",
    words=("about", "name", "state"),
    numbers=("count",),
    facts=_facts,
)
"""How many of what stand how.

``about`` is ``units``, of which the name is a SKU and the state a station; or it is a kind of case:
``claim``, ``feedback`` or ``conversation``. Their names are the kind of the claim, the stars of the
feedback (0 while there are none) and the venue of the conversation, and they are open or closed.
Units stand on the day of the marketplace on which the order was placed, cases on that on which they
were opened.
"""

Standing = tuple[str, str, str, Instant, int]


def _units(order: Order) -> Iterator[Standing]:
    stations = order.stations
    for line in order.lines:
        for station, units in attrs.asdict(stations[line.id]).items():
            if units:
                yield "units", line.sku, station, order.terms.placed_at, units


def _cases(subject: Subject) -> Iterator[Standing]:
    for claim in subject.claims:
        state = CLOSED if claim.is_closed else OPEN
        yield "claim", claim.kind, state, claim.opened_at, 1
    placed_at = subject.order.terms.placed_at
    for feedback in subject.feedback:
        rating = feedback.rating
        at, stars = (placed_at, 0) if rating is None else (rating.at, rating.stars)
        yield "feedback", str(stars), OPEN if feedback.removal_is_open else CLOSED, at, 1
    for talk in subject.conversations:
        at = talk.messages[0].at if talk.messages else placed_at
        waits = messages.answer_due(talk) is not None
        yield "conversation", talk.venue.value, OPEN if waits else CLOSED, at, 1


def _zone(order: Order) -> str:
    marketplace = find_marketplace(order.terms.marketplace)
    return OWN_ZONE if marketplace is None else marketplace.zone
