"""Pricing: what a parcel costs by a card on a day, part by part, or why it is not carried."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ordercore.adapters.ratecard.card import (
    ANY_COUNTRY,
    Of,
    RateCard,
    RateRow,
    ServiceRow,
    SurchargeRow,
    When,
    ZoneRow,
)
from ordercore.adapters.ratecard.editions import edition_on
from ordercore.errors import InvalidValue
from ordercore.kernel.dated import row_on
from ordercore.kernel.money import Money, rounded
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage
from ordercore.shipping.choosing.places import DestinationKind
from ordercore.shipping.measures.dimensional import ANY_SERVICE
from ordercore.shipping.measures.quantities import NOTHING, Weight

FREIGHT = "freight"
"""The part of a price that is for weight and zone."""

TARIFF_INCOMPLETE = "tariff_incomplete"
"""The fault of a service with a rate missing."""


@attrs.frozen(kw_only=True)
class Priced:
    """What a service costs: the parts add up to the price."""

    service: str
    zone: str
    billed: Weight
    parts: tuple[tuple[str, Money], ...]
    """``freight`` and then each surcharge by its code."""

    @property
    def price(self) -> Money:
        """All of it."""
        first = self.parts[0][1]
        return sum((money for _, money in self.parts[1:]), first)


def zone_of(card: RateCard, to: Address) -> str | None:
    """Give the zone of an address: the longest beginning of its postal code, else its country.

    Of two rows that fit alike the first counts.
    """
    best: tuple[int, str] | None = None
    for row in card.zones:
        depth = _depth(row, to)
        if depth is not None and (best is None or depth > best[0]):
            best = depth, row.zone
    return best[1] if best else None


def price_of(card: RateCard, service: ServiceRow, carriage: Carriage, day: dt.date) -> Priced | str:
    """Price a service on a day, or give the code of a fault for which it does not carry this.

    Where a rate is missing (:class:`RateHole`) nothing is priced, whatever the parcel weighs: the
    next break would charge too little, or too much.
    """
    zone = zone_of(card, carriage.to)
    against = _against(service, carriage)
    if against or zone is None:
        return against or "place_not_served"
    try:
        billed = _billed(card, service, carriage, day)
    except InvalidValue:
        # So large that no weight stands for it.
        return "parcel_too_large"
    edition = edition_on(card, service.code, day)
    if edition.hole(zone) is not None:
        return TARIFF_INCOMPLETE
    breaks = sorted(
        (row for row in edition.rows if row.zone == zone), key=lambda row: row.up_to.picograms
    )
    if not breaks:
        return "place_not_served"
    freight = _freight(breaks, billed)
    if freight is None:
        return "parcel_too_heavy"
    parts = [(FREIGHT, freight)]
    due = _due(card, service, carriage, day)
    parts += [(row.code, row.price) for row in due if row.price is not None]
    whole = sum(money.minor for _, money in parts)
    for row in due:
        if row.percent is not None:
            numerator, denominator = row.percent.as_integer_ratio()
            of = freight.minor if row.of is Of.FREIGHT else whole
            share = rounded(of * numerator, 100 * denominator)
            parts.append((row.code, Money(share, card.currency)))
    return Priced(service=service.code, zone=zone, billed=billed, parts=tuple(parts))


def _depth(row: ZoneRow, to: Address) -> int | None:
    """Tell how closely a row names an address; ``None`` where it does not."""
    if row.country == ANY_COUNTRY:
        return -1
    if row.country != to.country.strip().upper():
        return None
    if not row.postal:
        return 0
    return max((len(some) for some in row.postal if _close(to).startswith(some)), default=None)


def _close(to: Address) -> str:
    """Give a postal code without spaces and dashes, in capitals."""
    return "".join(filter(str.isalnum, to.postal_code)).upper()


def _against(service: ServiceRow, carriage: Carriage) -> str:
    """Give what keeps a service from carrying it, or nothing."""
    parcel = carriage.parcel
    if service.most_weight is not None and service.most_weight < parcel.weight:
        return "parcel_too_heavy"
    longest, around = service.most_longest, service.most_length_plus_girth
    if longest is not None and longest < parcel.size.longest:
        return "parcel_too_large"
    if around is not None and around < parcel.size.length_plus_girth:
        return "parcel_too_large"
    if parcel.dangerous - service.dangerous:
        return "goods_refused"
    return "place_not_served" if carriage.places & service.refuses else ""


def _billed(card: RateCard, service: ServiceRow, carriage: Carriage, day: dt.date) -> Weight:
    parcel = carriage.parcel
    for wanted in (service.code, ANY_SERVICE):
        rule = row_on([row for row in card.dimensional if row.service == wanted], day)
        if rule is not None:
            return rule.billable(parcel.weight, parcel.size)
    return parcel.weight


def _freight(breaks: Iterable[RateRow], billed: Weight) -> Money | None:
    """Give the price of the first break that is not below the weight."""
    below, paid = NOTHING, 0
    for row in breaks:
        price = row.price.minor
        if row.each is not None:
            over = min(billed.picograms, row.up_to.picograms) - below.picograms
            price = paid + price * -(-over // row.each.picograms)
        if billed <= row.up_to:
            return Money(price, row.price.currency)
        below, paid = row.up_to, price
    return None


def _due(
    card: RateCard, service: ServiceRow, carriage: Carriage, day: dt.date
) -> list[SurchargeRow]:
    """Give the surcharges that are due, each code once, in the order of the card."""
    due: list[SurchargeRow] = []
    for code in dict.fromkeys(row.code for row in card.surcharges):
        own = [row for row in card.surcharges if row.code == code and row.service == service.code]
        common = [row for row in card.surcharges if row.code == code and row.service == ANY_SERVICE]
        rows = [row for row in own or common if row.since <= day]
        since = max((row.since for row in rows), default=None)
        fit = (
            row
            for row in rows
            if row.since == since
            and (row.until is None or day < row.until)
            and _applies(row, carriage)
        )
        due += [row for row in (next(fit, None),) if row is not None]
    return due


def _applies(row: SurchargeRow, carriage: Carriage) -> bool:
    parcel = carriage.parcel
    if row.when is When.RESIDENTIAL:
        return carriage.residential is not False
    if row.when is When.REMOTE:
        there = row.country in (ANY_COUNTRY, carriage.to.country.strip().upper())
        listed = there and _close(carriage.to).startswith(row.postal or ("-",))
        return listed or (there and DestinationKind.REMOTE in carriage.places)
    if row.when is When.OVERSIZE:
        over = (
            (row.over_weight, parcel.weight),
            (row.over_longest, parcel.size.longest),
            (row.over_length_plus_girth, parcel.size.length_plus_girth),
        )
        return any(most is not None and most < given for most, given in over)  # type: ignore[operator]
    return True
