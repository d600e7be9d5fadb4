"""Calendars in, a promise with its steps out: what the promise clock is given and answers."""

import datetime as dt
from collections.abc import Mapping

import attrs

from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, named_zone


@attrs.frozen(kw_only=True, cache_hash=True)
class Calendars:
    """Whose days count: the seller's until a parcel leaves, the carrier's while it is underway.

    The zone of the seller's calendar is the ship-from zone; a delivery day ends in the zone of the
    destination.
    """

    seller: OperatingCalendar
    carrier: OperatingCalendar
    destination_zone: str = attrs.field(validator=named_zone)

    @classmethod
    def monday_to_friday(cls, ship_from: str, ship_to: str = "") -> "Calendars":
        """Make calendars of plain weeks without holidays, from one zone to another, or within it.

        Raises:
            InvalidValue: when there is no such zone.
        """
        plain = OperatingCalendar(zone=ship_from)
        return cls(seller=plain, carrier=plain, destination_zone=ship_to or ship_from)


STEPS: Mapping[str, str] = {
    "released_at_once": "handling counts from the purchase, since no release was given",
    "released": "handling counts from the release, not from the purchase",
    "seller_not_bound": "somebody else than the seller ships on the channel, so nothing is due",
    "premium_handling": "the service is handled on the day itself",
    "sku_handling": "a SKU of the order has a handling time of its own; the slowest holds for all",
    "sku_handling_ignored": "a SKU has one, but the channel lets none count",
    "before_cutoff": "released before the cut-off of its day",
    "after_cutoff": "released after the cut-off, so handling starts the day after",
    "at_cutoff_late": "released exactly at the cut-off, which is after it",
    "at_cutoff_in_time": "released exactly at the cut-off, which is before it",
    "handling_days": "how many operating days are counted, and from which day",
    "over_capacity": "beyond what the seller takes in a day: one operating day more",
    "seller_closed": "days on the way to shipping that the seller does not work",
    "ships_by": "the day by whose end the order must ship",
    "service_unknown": "no such service is known, so no delivery is promised",
    "transit_unknown": "how long the service takes there is not known, so no delivery is promised",
    "weekend_delivery": "weekdays on which the service is delivered beside the carrier's own",
    "transit_operating_days": "the row of transit, in operating days of the carrier",
    "transit_calendar_days": "the row of transit, in days of every kind",
    "carrier_closed": "days on the way to delivery on which the carrier does not work",
    "destination_day_over": "the day is over at the destination before the parcel has to leave",
    "delivers_by": "the earliest and the latest day of delivery",
}
"""Every code of a step, and what it says."""


@attrs.frozen(kw_only=True, hash=False)
class Promise:
    """By when an order must ship and is delivered, each to the end of a local day, and why.

    All moments are instants in UTC.
    ``ship_by`` is ``None`` where the seller is not bound (FBA), ``deliver_by`` also where nobody
    knows the service or how long it takes.
    """

    release: Instant
    """When handling began to count: when the order was paid and free to go."""
    calendars: Calendars
    handling_starts: dt.date | None = None
    """The local day, ship-from, from which handling is counted: that of the release, or the next
    after a cut-off."""
    ship_by: Instant | None = None
    deliver_from: Instant | None = None
    """The last instant of the earliest day of delivery."""
    deliver_by: Instant | None = None
    shown_cutoff: Instant | None = None
    """Until when a buyer is told to order so that it ships on the same day; the seller's own
    cut-off is later. ``None`` where orders count until midnight.
    An order in between still ships on that day, although buyers are told so no longer."""
    steps: tuple[Clause, ...]

    def __str__(self) -> str:
        """Give both deadlines and every step, for logs."""
        ends = (("ship by", self.ship_by), ("deliver by", self.deliver_by))
        told = ", ".join(f"{what} {at.isoformat()}" for what, at in ends if at is not None)
        return "\n".join([told or "nothing is promised", *(f"  {step}" for step in self.steps)])
