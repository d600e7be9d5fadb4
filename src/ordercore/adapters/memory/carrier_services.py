"""What the carrier in memory sells, and its quotes."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import attrs

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.ports.carriage import Carriage, Declined, Offers
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.measures.quantities import Weight

QUOTED_FOR = timedelta(days=1)


@attrs.frozen(kw_only=True)
class MemoryService:
    """A service of the carrier in memory: one price, whatever the parcel weighs."""

    name: str
    price: Money
    days: int
    """Times 24 hours until it is delivered."""
    most_weight: Weight = attrs.field(factory=lambda: Weight.of(70, "lb"))


SERVICES = (
    MemoryService(name="ground", price=Money(600, "USD"), days=5),
    MemoryService(name="express", price=Money(1800, "USD"), days=1),
)


def offers_of(
    name: str,
    services: Iterable[MemoryService],
    carriage: Carriage,
    now: Instant,
    numbers: Iterator[int],
) -> Offers:
    """Quote the services that bear the weight, each under a number of its own."""
    quotes, declined = list[Quote](), list[Declined]()
    for service in services:
        if carriage.parcel.weight > service.most_weight:
            declined.append(Declined(carrier=name, service=service.name, code="parcel_too_heavy"))
            continue
        quote = Quote(
            id=f"{name}-Q{next(numbers)}",
            carrier=name,
            service=service.name,
            price=service.price,
            deliver_by=carriage.parcel.at + timedelta(days=service.days),
            valid_until=now + QUOTED_FOR,
            most_weight=service.most_weight,
        )
        quotes.append(quote)
    return Offers(quotes=tuple(quotes), declined=tuple(declined))
