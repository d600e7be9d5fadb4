"""How near a ship-by is near: dated rows, by which sellers are reminded and orders are at risk."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, in_force
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.orders.stations import has_awaiting

if TYPE_CHECKING:
    from ordercore.orders.state import Order

LONGEST = dt.timedelta(days=366)
"""Whoever waits for more than a year has slipped a digit."""


def _at_least_a_minute(_: object, field: "attrs.Attribute[dt.timedelta]", value: object) -> None:
    if not isinstance(value, dt.timedelta) or not dt.timedelta(minutes=1) <= value <= LONGEST:
        raise InvalidValue(field.name, value, "a time of a minute up to a year")


@attrs.frozen(kw_only=True)
class ShipByLead:
    """How long before an order must ship its seller is reminded, and it counts as at risk."""

    lead: dt.timedelta = attrs.field(validator=_at_least_a_minute)
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    marketplace: str = EVERYWHERE


# Ours: half a working day, in which what lies ready can still be handed over.
SHIP_BY_LEADS = (ShipByLead(lead=dt.timedelta(hours=4)),)


def ship_by_is_near_since(
    order: "Order", at: Instant, leads: Sequence[ShipByLead], zone: str
) -> Instant | None:
    """Give since when the ship-by of an order is near; ``None`` where nothing waits for one.

    The row counts that is in force on the day of asking in a zone.

    Raises:
        InvalidTable: when no row is.
    """
    if order.ship_by is None or not has_awaiting(order):
        return None
    row = in_force(leads, local_date(at, zone), "ship-by leads", order.terms.marketplace)
    return instant(order.ship_by - row.lead)
