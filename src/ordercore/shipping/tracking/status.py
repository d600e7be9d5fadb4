"""The vocabulary of tracking: what a carrier may say of a parcel, and what follows from it.

Statuses stand side by side with those of Amazon, EasyPost, Shippo and AfterShip in facts §9.3; the
rules by which one displaces another are ours.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

import attrs

from ordercore.errors import InvalidTable
from ordercore.shipping.parcel import Trouble


class TrackingStatus(Enum):
    """Where a parcel stands on its way, in the order in which a parcel comes through.

    Of two words about one moment, the later in this order counts as the later.
    """

    UNKNOWN = "unknown"
    """Nothing that we understand; it changes nothing."""
    PRE_TRANSIT = "pre_transit"
    """There is a label, and the carrier has no parcel yet."""
    CANCELLED = "cancelled"
    """The label was voided, or the pickup cancelled."""
    IN_TRANSIT = "in_transit"
    DELAYED = "delayed"
    """On its way, and held or late."""
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    """Delivery was tried and failed; attempted is not delivered."""
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    LOST = "lost"
    UNDELIVERABLE = "undeliverable"
    REFUSED = "refused"
    RETURNING = "returning"
    """On its way back to the sender."""
    RETURNED = "returned"
    """Back with the sender."""


class ExceptionCode(Enum):
    """What went wrong on the way; a parcel may see several and be delivered all the same."""

    ATTEMPT_FAILED = "attempt_failed"
    BAD_ADDRESS = "bad_address"
    CUSTOMS = "customs"
    DAMAGED = "damaged"
    DELAYED = "delayed"
    HELD = "held"
    LOST = "lost"
    MISSORTED = "missorted"
    NO_ACCESS = "no_access"
    NOBODY_THERE = "nobody_there"
    PAPERWORK = "paperwork"
    PAYMENT_DUE = "payment_due"
    REFUSED = "refused"
    RETURNED_TO_SENDER = "returned_to_sender"
    SILENT = "silent"
    """The source says itself that nothing was heard for long."""
    UNDELIVERABLE = "undeliverable"
    WEATHER = "weather"


class TrackingStation(Enum):
    """Where the units of a parcel are, in the words of an order's stations."""

    PACKED = "packed"
    """With the seller still, as far as the carrier says."""
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    """Lost, refused, undeliverable, or on the way back."""


@attrs.frozen(kw_only=True)
class StatusRow:
    """What a status means for the units, and what may displace it."""

    status: TrackingStatus
    station: TrackingStation
    displaced_by: frozenset[TrackingStatus]
    """Statuses that count although this one was said before; all others come too late."""
    implies: ExceptionCode | None = None
    trouble: Trouble | None = None
    """Why the parcel does not reach its buyer, where it does not."""

    @property
    def ends(self) -> bool:
        """Tell whether it says how the way of a parcel ended, or that it turned back."""
        return self.station in (TrackingStation.DELIVERED, TrackingStation.UNDELIVERED)


_S = TrackingStatus

_MOVED = frozenset(_S) - {_S.UNKNOWN, _S.PRE_TRANSIT, _S.CANCELLED}
"""What only a carrier that has the parcel can say."""

_ON_THE_WAY_BACK = frozenset({_S.RETURNED, _S.DELIVERED, _S.LOST})
"""Scans of a parcel that goes back look like those of one that goes out: they change nothing. Where
a source has no word of its own for a parcel that is back, it says delivered; its reader knows."""


def _under_way(
    status: TrackingStatus,
    implies: ExceptionCode | None = None,
    trouble: Trouble | None = None,
) -> StatusRow:
    station = TrackingStation.UNDELIVERED if trouble else TrackingStation.SHIPPED
    return StatusRow(
        status=status, station=station, displaced_by=_MOVED, implies=implies, trouble=trouble
    )


_ROWS = (
    StatusRow(
        status=_S.UNKNOWN, station=TrackingStation.PACKED, displaced_by=frozenset(_S) - {_S.UNKNOWN}
    ),
    StatusRow(
        status=_S.PRE_TRANSIT, station=TrackingStation.PACKED, displaced_by=_MOVED | {_S.CANCELLED}
    ),
    StatusRow(status=_S.CANCELLED, station=TrackingStation.PACKED, displaced_by=_MOVED),
    _under_way(_S.IN_TRANSIT),
    _under_way(_S.DELAYED, ExceptionCode.DELAYED),
    _under_way(_S.OUT_FOR_DELIVERY),
    _under_way(_S.ATTEMPTED, ExceptionCode.ATTEMPT_FAILED),
    _under_way(_S.AVAILABLE_FOR_PICKUP),
    # Sticky: a scan that comes late, or a second one, does not take a delivery back; only word that
    # the parcel is going back does, or a correction (facts §12.26; nearmerch.com#214).
    StatusRow(
        status=_S.DELIVERED,
        station=TrackingStation.DELIVERED,
        displaced_by=frozenset({_S.REFUSED, _S.RETURNING, _S.RETURNED}),
    ),
    # A lost parcel may turn up, and one that could not be delivered may be tried once more.
    _under_way(_S.LOST, ExceptionCode.LOST, Trouble.LOST),
    _under_way(_S.UNDELIVERABLE, ExceptionCode.UNDELIVERABLE, Trouble.UNDELIVERABLE),
    StatusRow(
        status=_S.REFUSED,
        station=TrackingStation.UNDELIVERED,
        displaced_by=_ON_THE_WAY_BACK | {_S.RETURNING},
        implies=ExceptionCode.REFUSED,
        trouble=Trouble.REFUSED,
    ),
    StatusRow(
        status=_S.RETURNING,
        station=TrackingStation.UNDELIVERED,
        displaced_by=_ON_THE_WAY_BACK,
        implies=ExceptionCode.RETURNED_TO_SENDER,
        trouble=Trouble.UNDELIVERABLE,
    ),
    StatusRow(
        status=_S.RETURNED,
        station=TrackingStation.UNDELIVERED,
        displaced_by=frozenset(),
        implies=ExceptionCode.RETURNED_TO_SENDER,
        trouble=Trouble.UNDELIVERABLE,
    ),
)


def status_table(rows: Iterable[StatusRow]) -> Mapping[TrackingStatus, StatusRow]:
    """Give rows by their status.

    Raises:
        InvalidTable: when a status has no row or two, when ``UNKNOWN`` displaces anything, or when
            a row names a trouble though its units are not undelivered, or the other way round.
    """
    given = tuple(rows)
    named = [row.status for row in given]
    problems = [f"{s.value} has {named.count(s)} rows" for s in _S if named.count(s) != 1]
    for row in given:
        if _S.UNKNOWN in row.displaced_by:
            problems.append(f"{row.status.value} is displaced by unknown")
        if (row.trouble is None) is (row.station is TrackingStation.UNDELIVERED):
            problems.append(f"{row.status.value} is undelivered without trouble, or the reverse")
    if problems:
        raise InvalidTable("tracking statuses", tuple(problems))
    return {row.status: row for row in given}


STATUSES = status_table(_ROWS)
"""One row per status."""
