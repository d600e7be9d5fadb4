"""The watched parcel: what an order knows of a parcel beside what its carrier says."""

import datetime as dt
from functools import cached_property

import attrs

from ordercore.kernel.checking import of_type
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import Instant, instant, local_date, named_zone
from ordercore.shipping.measures.dimensional import ANY_SERVICE
from ordercore.shipping.parcel import Parcel, ParcelStatus, Trouble
from ordercore.shipping.tracking import (
    STATUSES,
    Tracking,
    TrackingEvent,
    TrackingStation,
    TrackingStatus,
    When,
    reduce,
)
from ordercore.shipping.tracking.times import latest


def _deadline(value: object) -> Instant | None:
    return None if value is None else instant(value, "deliver_by")


@attrs.frozen
class Ending:
    """How the way of a parcel ended, as far as anybody knows: delivered, or in trouble."""

    trouble: Trouble | None
    when: When


@attrs.frozen(kw_only=True)
class Watched:
    """A parcel, its tracking, and what it was promised.

    Attributes:
        deliver_by: the last moment at which it is delivered in time; ``None`` where none is set.
        service: by which service it went; of a service without rows of its own, those for any hold.
        zone: in which zone the days of silence are counted.

    Raises:
        InvalidValue: when a field is of another type, or a deadline or zone is none.
    """

    parcel: Parcel
    tracking: Tracking = attrs.field(factory=Tracking)
    deliver_by: Instant | None = attrs.field(default=None, converter=_deadline)
    service: str = ANY_SERVICE
    marketplace: str = EVERYWHERE
    zone: str = attrs.field(default="UTC", validator=named_zone)

    def __attrs_post_init__(self) -> None:
        """Refuse what is no parcel, no tracking or no text."""
        kinds = {"parcel": Parcel, "tracking": Tracking, "service": str, "marketplace": str}
        for name, kind in kinds.items():
            of_type(getattr(self, name), kind, name)

    @cached_property
    def heard(self) -> Instant:
        """When the carrier last had something to say of a parcel in its hands; or it was shipped.

        Of a time without a zone it is the latest that it may be.
        """
        scans = [latest(some.when) for some in self.tracking.events if is_scan(some.status)]
        return max([self.parcel.shipped_at, *scans])

    @cached_property
    def shipped_on(self) -> dt.date:
        """The local day on which it was shipped, by which rows of policy are chosen."""
        return local_date(self.parcel.shipped_at, self.zone)

    @property
    def is_back(self) -> bool:
        """Tell whether all of it is with its sender again."""
        return self.parcel.status is ParcelStatus.BACK

    @cached_property
    def ending(self) -> Ending | None:
        """How its way ended, by the order's word or the carrier's, whichever is later.

        Until it hears of it, an order keeps a word of the carrier's that the carrier has taken back
        since, or moved on from; such a parcel is under way again, and so is a lost one that was
        scanned since. What the order has taken back ended nothing, though the carrier says so.
        """
        own, told = _by_parcel(self.parcel), _by_tracking(self._standing)
        if own is None or told is None:
            return None if own is not None and self._has_moved_on(own) else own or told
        return own if latest(own.when) > latest(told.when) else told

    @property
    def _standing(self) -> Tracking:
        """Give the tracking without what the order has taken back."""
        if not self.parcel.retractions:
            return self.tracking
        return reduce(some for some in self.tracking.events if not self._is_taken_back(some))

    def _is_taken_back(self, event: TrackingEvent) -> bool:
        """Tell whether an order has taken back this ending; with a trouble, all before it."""
        row, at = STATUSES[event.status], max(latest(event.when), self.parcel.shipped_at)
        if not row.ends:
            return False
        return any(
            (some.trouble is None and some.said == at)
            if row.trouble is None
            else (some.trouble is not None and some.said >= at)
            for some in self.parcel.retractions
        )

    def _has_moved_on(self, own: Ending) -> bool:
        if self.tracking.station is not TrackingStation.SHIPPED or self.heard <= latest(own.when):
            return False
        return own.trouble is Trouble.LOST or any(
            latest(event.when) == own.when
            and STATUSES[event.status].ends
            and STATUSES[event.status].trouble is own.trouble
            for event in self.tracking.events
        )


def is_scan(status: TrackingStatus) -> bool:
    """Tell whether only a carrier that has the parcel can say so."""
    return STATUSES[status].station is not TrackingStation.PACKED


def _by_parcel(parcel: Parcel) -> Ending | None:
    if parcel.is_with_buyer and parcel.delivered_at is not None:
        return Ending(None, parcel.delivered_at)
    if parcel.undelivered is not None:
        return Ending(parcel.undelivered.trouble, parcel.undelivered.at)
    if parcel.came_back:
        return Ending(Trouble.UNDELIVERABLE, parcel.came_back[0].at)
    return None


def _by_tracking(tracking: Tracking) -> Ending | None:
    if tracking.since is None or not STATUSES[tracking.status].ends:
        return None
    return Ending(tracking.trouble, tracking.since)
