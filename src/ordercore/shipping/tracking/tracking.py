"""Tracking: what a feed amounts to, in whatever order it came, and however often."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.checking import of_type, several
from ordercore.shipping.parcel import Trouble
from ordercore.shipping.tracking.event import TrackingEvent
from ordercore.shipping.tracking.ordering import in_order
from ordercore.shipping.tracking.status import (
    STATUSES,
    ExceptionCode,
    TrackingStation,
    TrackingStatus,
)
from ordercore.shipping.tracking.times import When


@attrs.frozen
class Milestone:
    """That a parcel came to a status, and when it first did."""

    status: TrackingStatus
    when: When


@attrs.frozen
class SeenException:
    """That something went wrong, and when it was first said."""

    code: ExceptionCode
    when: When


@attrs.frozen
class Estimate:
    """That delivery was expected at some time, and since when that was said."""

    told: When
    delivery: When


@attrs.frozen(kw_only=True)
class Tracking:
    """What is known of a parcel: made by :func:`reduce`, and by nothing else."""

    events: tuple[TrackingEvent, ...] = ()
    """All that was said, in the order in which it happened, each once."""
    status: TrackingStatus = TrackingStatus.UNKNOWN
    since: When | None = None
    """When the status was first reached, the last time that it was."""
    milestones: tuple[Milestone, ...] = ()
    """Each status that was reached, but those that a correction took back."""
    deliveries: tuple[When, ...] = ()
    """Every time that it was delivered, but those that a correction took back."""
    trouble: Trouble | None = None
    """Why it does not reach its buyer, if so."""
    exceptions: tuple[SeenException, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    """What was said about when it is to be delivered, as often as that changed."""

    @property
    def station(self) -> TrackingStation:
        """Where its units are."""
        return STATUSES[self.status].station

    @property
    def delivered_at(self) -> When | None:
        """When it was delivered, if it is with the buyer."""
        delivered = self.status is TrackingStatus.DELIVERED
        return self.since if delivered else None

    @property
    def first_scan(self) -> When | None:
        """When the carrier first said something that it can say only with the parcel in hand."""
        for milestone in self.milestones:
            if STATUSES[milestone.status].station is not TrackingStation.PACKED:
                return milestone.when
        return None

    @property
    def estimated_delivery(self) -> When | None:
        """When it is to be delivered, as was said last."""
        return self.estimates[-1].delivery if self.estimates else None

    def reached(self, status: TrackingStatus) -> When | None:
        """Tell when a status was first reached, if it was."""
        return next((some.when for some in self.milestones if some.status is status), None)

    def plus(self, events: Iterable[TrackingEvent]) -> "Tracking":
        """Give the tracking with more events: the same as reducing all of them together."""
        return reduce((*self.events, *events))


def reduce(events: Iterable[TrackingEvent]) -> Tracking:
    """Give what events of one parcel amount to.

    Law 5: any permutation of them, with any repeats, amounts to the same.
    Repeats are dropped and skipped scans are no fault.
    Which status displaces which is told by :data:`STATUSES`: delivered is sticky.
    A correction counts whatever was said before it, and takes back every ending said until then
    (delivered, lost, undeliverable, refused, returning, returned).

    Raises:
        InvalidValue: when they are no events.
    """
    given = several(events, "events")
    if not set(map(type, given)) <= {TrackingEvent}:
        # Looked at closely only where something is amiss, since hosts reduce many.
        for some in given:
            of_type(some, TrackingEvent, "events")
    ordered = in_order(given)
    status, since, trouble = TrackingStatus.UNKNOWN, None, None
    row = STATUSES[status]
    reached: dict[TrackingStatus, When] = {}
    deliveries: list[When] = []
    seen: dict[ExceptionCode, When] = {}
    estimates: list[Estimate] = []
    for event in ordered:
        when, said = event.when, event.status
        told = STATUSES[said]
        for code in (event.exception, told.implies):
            if code is not None:
                seen.setdefault(code, when)
        estimated = event.estimated
        if estimated is not None and (not estimates or estimates[-1].delivery != estimated):
            estimates.append(Estimate(when, estimated))
        if event.correction:
            reached = {s: at for s, at in reached.items() if not STATUSES[s].ends}
            deliveries.clear()
            trouble = None
        elif said not in row.displaced_by:
            continue
        if said is not status or event.correction:
            since = when
            if said is TrackingStatus.DELIVERED:
                deliveries.append(when)
            # What was refused stays refused on its way back.
            if trouble is not Trouble.REFUSED or told.trouble is not Trouble.UNDELIVERABLE:
                trouble = told.trouble
            status, row = said, told
        if said is not TrackingStatus.UNKNOWN:
            reached.setdefault(said, when)
    return Tracking(
        events=ordered,
        status=status,
        since=since,
        milestones=tuple([Milestone(s, at) for s, at in reached.items()]),
        deliveries=tuple(deliveries),
        trouble=trouble,
        exceptions=tuple([SeenException(code, at) for code, at in seen.items()]),
        estimates=tuple(estimates),
    )
