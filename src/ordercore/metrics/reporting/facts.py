"""The facts of order reports: what was sold, sent, delivered, returned and paid back, and when.

Each fact stands on the day of the marketplace on which it happened, and keeps its moment, so that
it can be counted by the days of any zone. Orders without a marketplace, as those of an own shop
are, have their days in UTC: a report in the shop's zone counts them by the moment.

There are two tables of the same numbers. In one a fact is about a whole order, in the other about
one SKU of it: where an order has two SKUs, either has a fact that counts the order, and so the
number of orders is asked of the first.
"""

from collections.abc import Iterator

from ordercore.channels import find_marketplace
from ordercore.kernel.time import local_date
from ordercore.metrics.counting import Fact, FactTable
from ordercore.metrics.reporting.happenings import Happening, Part, Told, happenings, placed
from ordercore.metrics.reporting.words import NUMBERS, SALE, WORDS, WORDS_BY_SKU
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order

OWN_ZONE = "UTC"
"""Where an order without a marketplace, or of one that is not Amazon's, has its days."""


def _facts(subject: Subject) -> Iterator[Fact]:
    order = subject.order
    whole = Part(order, {line.id: line for line in order.lines})
    yield from _facts_of(SALES, whole, _told(order))


def placed_fact(order: Order) -> Fact:
    """Give the one fact of an order that it was placed, whatever happened since."""
    whole = Part(order, {line.id: line for line in order.lines})
    return _fact(SALES, placed(whole), _told(order), _zone(order))


def _facts_by_sku(subject: Subject) -> Iterator[Fact]:
    order = subject.order
    told = _told(order)
    for sku in dict.fromkeys([line.sku for line in order.lines]):
        lines = {line.id: line for line in order.lines if line.sku == sku}
        yield from _facts_of(SALES_BY_SKU, Part(order, lines, sku), {**told, "sku": sku})


SALES = FactTable(name="sales", words=WORDS, numbers=NUMBERS, facts=_facts)
"""What happened to whole orders."""

SALES_BY_SKU = FactTable(
    name="sales_by_sku", words=WORDS_BY_SKU, numbers=NUMBERS, facts=_facts_by_sku
)
"""The same for each SKU of them; what labels cost is a matter of whole parcels, and not in it."""


def _facts_of(table: FactTable, part: Part, told: Told) -> Iterator[Fact]:
    zone = _zone(part.order)
    for some in happenings(part):
        yield _fact(table, some, told, zone)


def _fact(table: FactTable, some: Happening, told: Told, zone: str) -> Fact:
    day = local_date(some.at, zone)
    return table.fact(some.at, day, {**told, **some.told}, some.counted)


def _zone(order: Order) -> str:
    found = find_marketplace(order.terms.marketplace)
    return found.zone if found else OWN_ZONE


def _told(order: Order) -> Told:
    terms = order.terms
    kind = terms.replacement.value if terms.replacement else SALE
    return {
        "channel": terms.channel,
        "marketplace": terms.marketplace,
        "service": terms.service,
        "country": order.ship_to.country if order.ship_to else "",
        "currency": order.currency or "",
        "kind": kind,
    }
