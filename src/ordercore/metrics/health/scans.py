"""Scans: how many of them make tracking valid, and what a carrier's feed says of them.

Since 15 January 2025 tracking counts for all carriers, and what is sent to the US from some places
needs a second scan, that of its delivery, from a worth on; below that, one is enough
(amazonsellers.attorney, "Amazon updates Valid Tracking Rate (VTR) for 2025").
"""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, of_type
from ordercore.kernel.dated import EVERYWHERE, first_day, row_on
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.metrics.health.notes import ParcelNotes
from ordercore.shipping.tracking import Interval, Tracking, TrackingStatus, When


@attrs.frozen(kw_only=True)
class ScanTerms:
    """From which worth on a parcel from somewhere needs two scans, from a day on.

    ``origin`` is the country that it is sent from. Its worth includes shipping and no tax.

    Raises:
        InvalidValue: when a field is of another type.
    """

    about: ClassVar[tuple[str, ...]] = ("origin",)

    origin: str
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    two_from: Money

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


SCAN_TERMS = tuple(
    ScanTerms(
        origin=origin,
        marketplace="US",
        effective_from=dt.date(2025, 1, 15),
        two_from=Money.parse(worth),
    )
    for origin, worth in (
        ("CN", "5.00 USD"),
        ("CA", "5.00 USD"),
        ("AS", "5.00 USD"),
        ("UM", "5.00 USD"),
        ("IN", "15.00 USD"),
        ("GB", "15.00 USD"),
    )
)
"""Where two scans are asked for; everywhere else one is enough."""


def scans_needed(
    origin: str,
    marketplace: str,
    worth: Money,
    day: dt.date,
    terms: Iterable[ScanTerms] = SCAN_TERMS,
) -> int:
    """Tell how many scans make the tracking of a parcel valid: one, or its delivery as well.

    Raises:
        InvalidValue: when the worth is in another currency than the terms of the marketplace.
    """
    of_type(worth, Money, "worth")
    row = row_on([some for some in terms if some.origin == origin], day, marketplace)
    if row is None:
        return 1
    if row.two_from.currency != worth.currency:
        raise InvalidValue("worth", str(worth), f"an amount in {row.two_from.currency}")
    return 2 if worth.minor >= row.two_from.minor else 1


def noted_of(tracking: Tracking) -> ParcelNotes:
    """Note what a carrier's feed says: its first scan, and when it first tried to deliver.

    A time without a zone is taken for the latest that it may be, as where an order hears of it.
    """
    tries = [
        tracking.reached(status)
        for status in (TrackingStatus.ATTEMPTED, TrackingStatus.AVAILABLE_FOR_PICKUP)
    ]
    known = [_latest(when) for when in tries if when is not None]
    scan = tracking.first_scan
    return ParcelNotes(
        scanned_at=None if scan is None else _latest(scan), tried_at=min(known, default=None)
    )


def _latest(when: When) -> Instant:
    return when.latest if isinstance(when, Interval) else when
