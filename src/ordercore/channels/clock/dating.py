"""The deadlines of a promise and the steps to them, once the day is known that handling starts.

No moment goes in but dates and rows, so all orders of one day on the same terms share one answer.
"""

import datetime as dt
from functools import lru_cache

import attrs

from ordercore.channels.channel import Channel
from ordercore.channels.clock.counting import Arrival, Shipping, arrival, shipping
from ordercore.channels.clock.handling import Handling
from ordercore.channels.clock.promised import Calendars
from ordercore.channels.clock.transit import Service, Transit
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, last_instant, wall_time


@attrs.frozen(cache_hash=True)
class Terms:
    """What was chosen and which rows hold, in which calendars."""

    row: Handling
    calendars: Calendars
    service: Service | None
    transit: Transit | None


@lru_cache(maxsize=4096)
def terms_on(
    day: dt.date,
    channel: Channel,
    calendars: Calendars,
    service: Service | None,
    marketplace: str,
    zones: tuple[str, str],
) -> Terms | None:
    """Find the rows that hold for what is bought on a day; ``None`` where no seller is bound."""
    row = channel.handling_on(day, marketplace)
    if row is None:
        return None
    transit = None if service is None else service.transit_on(day, marketplace, *zones)
    return Terms(row, calendars, service, transit)


@attrs.frozen(kw_only=True, hash=False)
class Dates:
    """The deadlines, and the steps from the day that handling starts."""

    ship_by: Instant
    deliver_from: Instant | None
    deliver_by: Instant | None
    shown_cutoff: Instant | None
    steps: tuple[Clause, ...]


@lru_cache(maxsize=4096)
def dates_from(terms: Terms, starts: dt.date, days: int, ahead: int | None) -> Dates:
    """Count handling and transit from the day that handling starts.

    ``ahead`` orders of a day that is full came before; ``None`` where it is not.
    """
    row, calendars, zone = terms.row, terms.calendars, terms.calendars.seller.zone
    steps: list[Clause] = []
    ships = _ships(row, calendars, starts, days, ahead, steps)
    ship_by = last_instant(ships.day, zone)
    arrives: Arrival | None = None
    if terms.service is not None and terms.transit is not None:
        arrives = _arrives(terms.service, terms.transit, calendars, ships.day, ship_by, steps)
    to = calendars.destination_zone
    shown: Instant | None = None
    if (cutoff := row.cutoff_for(days)) is not None:
        earlier = dt.timedelta(minutes=row.shown_minutes_earlier)
        shown = wall_time(ships.latest_start, cutoff, zone) - earlier
    return Dates(
        ship_by=ship_by,
        deliver_from=last_instant(arrives.first, to) if arrives else None,
        deliver_by=last_instant(arrives.last, to) if arrives else None,
        shown_cutoff=shown,
        steps=tuple(steps),
    )


def _ships(
    row: Handling,
    calendars: Calendars,
    starts: dt.date,
    days: int,
    ahead: int | None,
    steps: list[Clause],
) -> Shipping:
    """Count the handling days, and one more where the day of the order is full."""
    seller = calendars.seller.also_on(row.extra_weekdays)
    counted = shipping(seller, starts, days, row.counting, 0 if ahead is None else 1)
    steps.append(Clause("handling_days", {"days": days, "starts": starts}))
    if ahead is not None:
        steps.append(Clause("over_capacity", {"ahead": ahead, "capacity": row.daily_capacity}))
    if counted.closed:
        steps.append(Clause("seller_closed", {"days": counted.closed}))
    steps.append(Clause("ships_by", {"day": counted.day}))
    return counted


def _arrives(
    service: Service,
    transit: Transit,
    calendars: Calendars,
    ship_day: dt.date,
    ship_by: Instant,
    steps: list[Clause],
) -> Arrival:
    """Count the days on the way."""
    carrier, zone = calendars.carrier.also_on(service.weekend), calendars.destination_zone
    counted = arrival(
        carrier, zone, ship_day, ship_by, transit.least, transit.most, service.calendar_days
    )
    if service.weekend:
        weekdays = tuple(sorted(service.weekend))
        steps.append(Clause("weekend_delivery", {"service": service.name, "weekdays": weekdays}))
    facts = {
        "service": service.name,
        "least": transit.least,
        "most": transit.most,
        "origin": transit.origin,
        "destination": transit.destination,
    }
    code = "transit_calendar_days" if service.calendar_days else "transit_operating_days"
    steps.append(Clause(code, facts))
    if counted.closed:
        steps.append(Clause("carrier_closed", {"days": counted.closed}))
    if counted.over:
        steps.append(Clause("destination_day_over", {"day": counted.over, "zone": zone}))
    steps.append(Clause("delivers_by", {"first": counted.first, "last": counted.last}))
    return counted
