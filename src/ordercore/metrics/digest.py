"""The digest of a day: what was sold and sent, and what waits, added up exactly."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ordercore.kernel.checking import plain_date
from ordercore.kernel.time import Instant, end_of_day, start_of_day
from ordercore.metrics.reporting.adding import totals_placed_with
from ordercore.metrics.reporting.totals import Amounts, Totals
from ordercore.orders.money import is_secured
from ordercore.orders.promised import short_units
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting


@attrs.frozen(kw_only=True)
class Digest:
    """A local day of one seller; what waits is as the orders were when it was asked.

    Attributes:
        day: the day on the wall calendar of ``zone``.
        zone: where it is that day.
        placed: the orders that were placed on it, with units and values by currency.
        shipped: the parcels that left on it.
        late: those of them that left after the order was to ship.
        time_to_ship: the times from placing to leaving of all of those, added up.
        to_ship: orders that are paid and held by nothing, of which units wait to be shipped.
        overdue: those of them that were to ship before the day was over.
        held: orders that are held while units wait.
        short: orders that lack units.
        returns: returns that were asked for on it.
        messages: messages of buyers that waited for an answer of the seller when it was over.
        requests: requests to send something back that did.
        claims: claims that did. These three a desk adds, by its worklist: orders do not tell them.
    """

    day: dt.date
    zone: str
    placed: Totals = attrs.field(factory=Totals)
    shipped: int = 0
    late: int = 0
    time_to_ship: dt.timedelta = dt.timedelta()
    to_ship: int = 0
    overdue: int = 0
    held: int = 0
    short: int = 0
    returns: int = 0
    messages: int = 0
    requests: int = 0
    claims: int = 0

    @property
    def value(self) -> Amounts:
        """What was sold, in minor units by currency; currencies are never added up."""
        return self.placed.item_value

    @property
    def mean_time_to_ship(self) -> dt.timedelta | None:
        """The mean from placing to leaving, to the microsecond; ``None`` where nothing left."""
        return self.time_to_ship / self.shipped if self.shipped else None


def digest_of(orders: Iterable[Order], day: dt.date, zone: str) -> Digest:
    """Add up a day; each order is asked for all that happened to it on that day.

    Raises:
        InvalidValue: when it is no day, or there is no such zone.
    """
    begins, ends = start_of_day(plain_date(day, "day"), zone), end_of_day(day, zone)
    digest = Digest(day=day, zone=zone)
    for order in orders:
        digest = _with(digest, order, begins, ends)
    return digest


def _with(digest: Digest, order: Order, begins: Instant, ends: Instant) -> Digest:
    left = [some.shipped_at for some in order.parcels if begins <= some.shipped_at < ends]
    placed = order.terms.placed_at
    waits, held = has_awaiting(order), bool(order.open_holds(ends))
    ready = waits and not held and is_secured(order)
    today = [some for some in order.returns if begins <= some.requested_at < ends]
    return attrs.evolve(
        digest,
        placed=digest.placed + totals_placed_with(order)
        if begins <= placed < ends
        else digest.placed,
        shipped=digest.shipped + len(left),
        late=digest.late + sum(order.ship_by is not None and order.ship_by < at for at in left),
        time_to_ship=sum([dt.datetime.__sub__(at, placed) for at in left], digest.time_to_ship),
        to_ship=digest.to_ship + ready,
        overdue=digest.overdue + (ready and order.ship_by is not None and order.ship_by < ends),
        held=digest.held + (waits and held),
        short=digest.short + bool(short_units(order)),
        returns=digest.returns + len(today),
    )
