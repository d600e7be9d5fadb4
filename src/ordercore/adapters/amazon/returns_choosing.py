"""Which units of an order a reported return is of: its line, and the parcels that they came in.

Codes: ``line_unknown``, ``over_return`` and ``never_delivered``.
"""

from collections.abc import Iterable

from ordercore.adapters.amazon.fields import BadField
from ordercore.adapters.amazon.returns_fba import Returned
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.kernel.time import Instant
from ordercore.orders.line import Line
from ordercore.orders.state import Order
from ordercore.orders.stations import returning_units
from ordercore.returns import ReturnUnits
from ordercore.shipping import Parcel

NEVER_ARRIVED = ("UNDELIVERABLE_", "NEVER_ARRIVED")
"""How reasons begin for which no parcel is presumed to have arrived (facts §4.7)."""


def asked(told: Returned) -> ReportedTime:
    """Give when the buyer asked; of what Amazon took back, nobody is told that."""
    return told.requested if isinstance(told, ReportedReturn) else told.returned


def arrived(parcel: Parcel) -> Instant:
    """Give when a parcel arrived, or when it left, if that is all we know."""
    return parcel.delivered_at or parcel.shipped_at


def lines_of(order: Order, told: Returned, sku: str) -> tuple[Line, ...]:
    """Give the lines that a row may mean: the one that it names, else those of the SKU.

    Raises:
        BadField: when the order has none.
    """
    ref = told.item_ref if isinstance(told, ReportedReturn) else ""
    found = tuple(line for line in order.lines if ref and line.ref == ref)
    # By the SKU, but never a line of which Amazon's id says that it is another one.
    found = found or tuple(
        line for line in order.lines if line.sku == sku and not (ref and line.ref)
    )
    if not found:
        raise BadField("sku", "line_unknown", sku or told.asin, "the SKU of a line of the order")
    return found


def chosen(
    order: Order, told: Returned, until: Instant, lines: Iterable[Line], *, presumed: bool
) -> tuple[tuple[Parcel, ReturnUnits], ...]:
    """Choose units: of the parcels that came last, which are likeliest to be within their window.

    Those are parcels that had arrived ``until`` then, and with ``presumed`` such as had left by
    then; units that are in a return already are not chosen.

    Raises:
        BadField: when there are too few.
    """
    presumed = presumed and not _never_arrived(told)
    there = [
        parcel
        for parcel in order.parcels
        if (parcel.is_with_buyer or (presumed and parcel.is_underway)) and arrived(parcel) <= until
    ]
    gone, left = returning_units(order), told.quantity
    taken: list[tuple[Parcel, ReturnUnits]] = []
    for parcel in sorted(there, key=arrived, reverse=True):
        for line in lines:
            free = parcel.holds(line.id) - gone.get((parcel.id, line.id), 0)
            if (units := min(left, free)) > 0:
                taken.append((parcel, ReturnUnits(parcel.id, line.id, units)))
                left -= units
    if left:
        raise _too_many(told, told.quantity - left)
    return tuple(taken)


def _never_arrived(told: Returned) -> bool:
    """Tell whether the reason says that the buyer never had the units."""
    return told.reason_code.startswith(NEVER_ARRIVED)


def _too_many(told: Returned, most: int) -> BadField:
    field = "return-quantity" if isinstance(told, ReportedReturn) else "quantity"
    if _never_arrived(told):
        expected = (
            f"at most {most} units: the others never arrived, and ReceiveUndelivered is theirs"
        )
        return BadField(field, "never_delivered", told.quantity, expected)
    expected = f"at most {most} units, which the buyer had by then and which are in no return"
    return BadField(field, "over_return", told.quantity, expected)
