"""The table of facts of account health: every number that a rate is made of.

Days are those of UTC, as in the account health report of the marketplace.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Fact, FactTable
from ordercore.metrics.health.case import Case, Counting
from ordercore.metrics.health.notes import NOTHING, Noting, nothing_noted
from ordercore.metrics.health.placed import placed
from ordercore.metrics.health.served import (
    answered,
    asked_back,
    invoiced,
    rated,
    to_refund,
    voted,
)
from ordercore.metrics.health.shipped import confirmed, to_deliver, to_ship
from ordercore.orders.derived import Subject
from ordercore.orders.world import WORLD, World

WORDS = ("marketplace", "channel", "category")

NUMBERS = (
    # By the day of the order.
    "orders",
    "orders_defective",
    "orders_badly_rated",
    "orders_claimed",
    "orders_charged_back",
    "orders_cancelled",
    "units_ordered",
    "units_cancelled",
    # By the day by which it was to leave.
    "orders_to_ship",
    "orders_late",
    # By the day of the confirmation.
    "parcels",
    "parcels_tracked",
    "parcels_scanned",
    "parcels_scanned_in_time",
    "labels",
    "labels_protected",
    # By the day by which it was to arrive.
    "parcels_to_deliver",
    "parcels_in_time",
    "units_to_deliver",
    "units_in_time",
    # By the day on which an answer, a refund or an invoice was due.
    "messages",
    "messages_in_time",
    "requests",
    "requests_dissatisfied",
    "requests_disliked",
    "requests_unanswered",
    "requests_wrongly_declined",
    "refunds",
    "refunds_in_time",
    "invoices",
    "invoices_defective",
    "invoices_missing",
    "invoices_late",
    # By the day on which it was said.
    "ratings",
    "ratings_positive",
    "ratings_neutral",
    "ratings_negative",
    "votes",
    "votes_unsettled",
)

Count = Callable[[Case], Iterable[Counting]]

OF_EVERY_ORDER: tuple[Count, ...] = (placed, to_ship)

OF_PARCELS: tuple[Count, ...] = (confirmed, to_deliver)

OF_RETURNS: tuple[Count, ...] = (asked_back, to_refund)

OF_CONVERSATIONS: tuple[Count, ...] = (answered,)

OF_FEEDBACK: tuple[Count, ...] = (rated,)

OF_NOTES: tuple[Count, ...] = (invoiced, voted)

_NOTHING = [0] * len(NUMBERS)

_PLACES = {name: place for place, name in enumerate(NUMBERS)}


def health_table(world: World = WORLD, noting: Noting = nothing_noted) -> FactTable:
    """Give the table of facts under the rows of a world, with what a host notes beside orders.

    Of the world are asked the reasons to cancel, zones, and deadlines of returns.
    """

    def facts(subject: Subject) -> list[Fact]:
        order = subject.order
        case = Case(subject, noting(order), world)
        where = (order.terms.marketplace, order.terms.channel)
        return [_fact(some, where) for count in _counts(case) for some in count(case)]

    return FactTable(name="health", words=WORDS, numbers=NUMBERS, facts=facts)


def _counts(case: Case) -> tuple[Count, ...]:
    """Give what there is to count of an order; most have few of these."""
    subject, order = case.subject, case.subject.order
    counts = OF_EVERY_ORDER
    if order.parcels:
        counts += OF_PARCELS
    if order.returns:
        counts += OF_RETURNS
    if subject.conversations:
        counts += OF_CONVERSATIONS
    if subject.feedback:
        counts += OF_FEEDBACK
    return counts if case.notes is NOTHING else counts + OF_NOTES


def _fact(some: Counting, where: tuple[str, str]) -> Fact:
    numbers = _NOTHING.copy()
    for name, number in some.counted.items():
        numbers[_PLACES[name]] = number
    return Fact(some.at, day_of(some.at), (*where, some.category), tuple(numbers))


def day_of(at: Instant) -> dt.date:
    """Give the day of an instant in UTC."""
    return dt.date(at.year, at.month, at.day)


HEALTH = health_table()
"""The table under the rows that come with this package, of what orders themselves keep."""


def counts_as(world: World, other: World = WORLD) -> bool:
    """Tell whether facts come out the same under two worlds: whether all that they ask is alike."""
    return all(getattr(world, name) == getattr(other, name) for name in _ASKED)


_ASKED = ("cancel_reasons", "returns", "calendar", "zone", "marketplaces")
"""What facts ask of a world: by which rows a cancellation counts, and until when one refunds."""
