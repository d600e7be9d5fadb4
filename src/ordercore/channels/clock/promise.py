"""The promise clock: by when an order must leave, by when it arrives, and why.

Handling counts from the *release* of an order (its payment), never from its purchase, in the zone
from which it is shipped; but under the rows in force on the day it was *placed*, since an order
keeps the version of a policy under which it was placed.
Days are dates on a calendar and deadlines the last instants of them; cut-offs are compared as
instants, so that a later order of the same terms is never promised earlier.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from ordercore.channels.channel import Channel
from ordercore.channels.clock.dating import dates_from, terms_on
from ordercore.channels.clock.handling import Handling, handling_days
from ordercore.channels.clock.promised import Calendars, Promise
from ordercore.channels.clock.transit import ANYWHERE, SERVICES, Service, service_named
from ordercore.channels.marketplaces import MARKETPLACES
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type
from ordercore.kernel.clauses import Clause
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import (
    A_DAY,
    Instant,
    instant,
    local_date,
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
    marketplace_zone: str = "",
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
        marketplace_zone: Where the day of the purchase is counted; left out, where the marketplace
            is, or else where the order ships from.
        sku_days: The handling time that the SKU has of its own, or one for each SKU of the order
            (``None`` for one without); the slowest holds for all.
        ahead: How many orders of the same day came before this one.
        origin: The carrier's zone from which the parcel goes.
        destination: The carrier's zone to which it goes.
        services: The services that can be chosen.

    Raises:
        InvalidValue: when a time is naive, an order is released before it was placed, a number
            of days or orders cannot be, or something is of another type.
        InvalidTable: when the channel has no row that early, or a calendar is closed for years.
    """
    of_type(channel, Channel, "channel")
    of_type(calendars, Calendars, "calendars")
    of_type(service, str, "service")
    of_type(marketplace, str, "marketplace")
    bought = instant(placed, "placed")
    release = bought if released is None else instant(released, "released")
    if release < bought:
        raise InvalidValue("released", release, f"at or after the time it was placed, {bought}")
    if type(ahead) is not int or ahead < 0:
        raise InvalidValue("ahead", ahead, "a number of orders, 0 or more")
    own_days = _own_days(sku_days)
    zone = calendars.seller.zone
    known = MARKETPLACES.get(marketplace)
    placed_on = local_date(bought, marketplace_zone or (known.zone if known else zone))
    steps = [_counted_from(bought, release, given=released is not None)]
    chosen = service_named(service, services)
    zones = (origin, destination)
    terms = terms_on(placed_on, channel, calendars, chosen, marketplace, zones)
    if terms is None:
        steps.append(Clause("seller_not_bound", {"channel": channel.code}))
        return Promise(release=release, calendars=calendars, steps=tuple(steps))
    row = terms.row
    days = _days(row, chosen, own_days, steps)
    cutoff = row.cutoff_for(days)
    starts = _starts(cutoff, row, release, zone, steps)
    over = row.daily_capacity is not None and ahead >= row.daily_capacity
    dates = dates_from(terms, starts, days, ahead if over else None)
    if chosen is None:
        why_not = [Clause("service_unknown", {"service": service})]
    elif terms.transit is None:
        facts = {"service": chosen.name, "marketplace": marketplace}
        why_not = [Clause("transit_unknown", facts)]
    else:
        why_not = []
    return Promise(
        release=release,
        calendars=calendars,
        handling_starts=starts,
        ship_by=dates.ship_by,
        deliver_from=dates.deliver_from,
        deliver_by=dates.deliver_by,
        shown_cutoff=dates.shown_cutoff,
        steps=(*steps, *dates.steps, *why_not),
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
    zone: str,
    steps: list[Clause],
) -> dt.date:
    """Give the day from which handling counts: that of the release, or the next after a cut-off."""
    day = local_date(release, zone)
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
