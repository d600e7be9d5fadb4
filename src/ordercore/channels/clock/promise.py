"""The promise clock: by when an order must leave, by when it arrives, and why.

Handling counts from the *release* of an order (its payment), never from its purchase, in the zone
from which it is shipped; but under the rows in force on the day it was *placed*, since an order
keeps the version of a policy under which it was placed.
Days are dates on a calendar and deadlines the last instants of them; cut-offs are compared as
instants, so that a later order of the same terms is never promised earlier.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ordercore.channels.channel import Channel
from ordercore.channels.clock.counting import Arrival, Shipping, arrival, shipping
from ordercore.channels.clock.handling import Handling, handling_days
from ordercore.channels.clock.promised import Calendars, Promise
from ordercore.channels.clock.transit import ANYWHERE, SERVICES, Service, Transit, service_named
from ordercore.errors import InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.clauses import Clause
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import (
    A_DAY,
    Instant,
    day_of,
    instant,
    last_instant,
    wall_time,
)


def promise(
    *,
    placed: object,
    channel: Channel,
    calendars: Calendars,
    service: str = "standard",
    released: object = None,
    marketplace: str = EVERYWHERE,
    sku_days: int | Iterable[int | None] | None = None,
    ahead: int = 0,
    origin: str = ANYWHERE,
    destination: str = ANYWHERE,
    services: Mapping[str, Service] = SERVICES,
) -> Promise:
    """Tell by when an order must ship and by when it is delivered, step by step.

    Args:
        placed: When the order was bought; it decides which rows hold.
        channel: Who ships, and the handling rows of it.
        calendars: Whose days count, and where the parcel goes.
        service: What the buyer chose, by code or another name of it.
        released: When the order was free to go; left out, at once.
        marketplace: The country code whose rows hold, or ``*``.
        sku_days: The handling time that the SKU has of its own, or one for each SKU of the order
            (``None`` for one without); the slowest holds for all.
        ahead: How many orders of the same day came before this one.
        origin: The carrier's zone from which the parcel goes.
        destination: The carrier's zone to which it goes.
        services: The services that can be chosen.

    Raises:
        InvalidValue: when a time is naive, an order is released before it was placed, or a number
            of days or orders cannot be.
        InvalidTable: when the channel has no row that early, or a calendar is closed for years.
    """
    bought = instant(placed, "placed")
    release = bought if released is None else instant(released, "released")
    if release < bought:
        raise InvalidValue("released", release, f"at or after the time it was placed, {bought}")
    if type(ahead) is not int or ahead < 0:
        raise InvalidValue("ahead", ahead, "a number of orders, 0 or more")
    own_days = _own_days(sku_days)
    zone = calendars.seller.zone
    placed_on = day_of(bought, zone)
    steps = [_counted_from(bought, release, given=released is not None)]
    row = channel.handling_on(placed_on, marketplace)
    chosen = service_named(service, services)
    if row is None:
        steps.append(Clause("seller_not_bound", {"channel": channel.code}))
        return Promise(release=release, calendars=calendars, steps=tuple(steps))
    seller = calendars.seller.also_on(row.extra_weekdays)
    days = _days(row, chosen, own_days, steps)
    cutoff = row.cutoff_for(days)
    released_on = placed_on if release == bought else day_of(release, zone)
    starts = _starts(cutoff, row, release, released_on, zone, steps)
    ships = _ships(row, seller, starts, days, ahead, steps)
    ship_by = last_instant(ships.day, zone)
    shown: Instant | None = None
    if cutoff is not None:
        shown = _shown(ships.latest_start, cutoff, zone, row.shown_minutes_earlier)
    arrives: Arrival | None = None
    transit: Transit | None = None
    if chosen is not None:
        transit = chosen.transit_on(placed_on, marketplace, origin, destination)
    if chosen is None:
        steps.append(Clause("service_unknown", {"service": service}))
    elif transit is None:
        facts = {"service": chosen.name, "marketplace": marketplace}
        steps.append(Clause("transit_unknown", facts))
    else:
        arrives = _arrives(chosen, transit, calendars, ships.day, ship_by, steps)
    to = calendars.destination_zone
    return Promise(
        release=release,
        calendars=calendars,
        handling_starts=starts,
        ship_by=ship_by,
        deliver_from=last_instant(arrives.first, to) if arrives else None,
        deliver_by=last_instant(arrives.last, to) if arrives else None,
        shown_cutoff=shown,
        steps=tuple(steps),
    )


def _counted_from(bought: Instant, release: Instant, *, given: bool) -> Clause:
    if given:
        return Clause("released", {"placed": bought, "released": release})
    return Clause("released_at_once", {"placed": bought})


def _own_days(given: int | Iterable[int | None] | None) -> tuple[int | None, ...]:
    """Read the handling times of SKUs; none at all where no SKU has one."""
    if given is None:
        return ()
    each = tuple(given) if isinstance(given, Iterable) else (given,)
    days = tuple([None if some is None else handling_days(some, "sku_days") for some in each])
    return days if any(some is not None for some in days) else ()


def _days(
    row: Handling, chosen: Service | None, own: tuple[int | None, ...], steps: list[Clause]
) -> int:
    """Give the handling days: those of a premium service, of the slowest SKU, or of the row."""
    if chosen is not None and chosen.premium:
        steps.append(Clause("premium_handling", {"service": chosen.name}))
        return 0
    if not own:
        return row.days
    slowest = max([row.days if some is None else some for some in own])
    if not row.sku_times:
        steps.append(Clause("sku_handling_ignored", {"asked": slowest, "days": row.days}))
        return row.days
    steps.append(Clause("sku_handling", {"days": slowest}))
    return slowest


def _starts(
    cutoff: dt.time | None,
    row: Handling,
    release: Instant,
    day: dt.date,
    zone: str,
    steps: list[Clause],
) -> dt.date:
    """Give the day from which handling counts: that of the release, or the next after a cut-off."""
    if cutoff is None:
        return day
    limit = wall_time(day, cutoff, zone)
    if release == limit:
        late = row.at_cutoff_is_late
        code = "at_cutoff_late" if late else "at_cutoff_in_time"
    else:
        late = release > limit
        code = "after_cutoff" if late else "before_cutoff"
    starts = day + A_DAY if late else day
    steps.append(Clause(code, {"cutoff": cutoff, "starts": starts}))
    return starts


def _ships(
    row: Handling,
    seller: OperatingCalendar,
    starts: dt.date,
    days: int,
    ahead: int,
    steps: list[Clause],
) -> Shipping:
    """Count the handling days, and one more where the day of the order is full."""
    over = row.daily_capacity is not None and ahead >= row.daily_capacity
    counted = shipping(seller, starts, days, row.counting, int(over))
    steps.append(Clause("handling_days", {"days": days, "starts": starts}))
    if over:
        steps.append(Clause("over_capacity", {"ahead": ahead, "capacity": row.daily_capacity}))
    if counted.closed:
        steps.append(Clause("seller_closed", {"days": counted.closed}))
    steps.append(Clause("ships_by", {"day": counted.day}))
    return counted


@lru_cache(maxsize=4096)
def _shown(day: dt.date, cutoff: dt.time, zone: str, minutes: int) -> Instant:
    """Give until when buyers are told to order on a day."""
    return wall_time(day, cutoff, zone) - dt.timedelta(minutes=minutes)


def _arrives(
    chosen: Service,
    transit: Transit,
    calendars: Calendars,
    ship_day: dt.date,
    ship_by: Instant,
    steps: list[Clause],
) -> Arrival:
    """Count the days on the way."""
    carrier, zone = calendars.carrier.also_on(chosen.weekend), calendars.destination_zone
    counted = arrival(
        carrier, zone, ship_day, ship_by, transit.least, transit.most, chosen.calendar_days
    )
    if chosen.weekend:
        weekdays = tuple(sorted(chosen.weekend))
        steps.append(Clause("weekend_delivery", {"service": chosen.name, "weekdays": weekdays}))
    facts = {
        "service": chosen.name,
        "least": transit.least,
        "most": transit.most,
        "origin": transit.origin,
        "destination": transit.destination,
    }
    code = "transit_calendar_days" if chosen.calendar_days else "transit_operating_days"
    steps.append(Clause(code, facts))
    if counted.closed:
        steps.append(Clause("carrier_closed", {"days": counted.closed}))
    if counted.over:
        steps.append(Clause("destination_day_over", {"day": counted.over, "zone": zone}))
    steps.append(Clause("delivers_by", {"first": counted.first, "last": counted.last}))
    return counted
