"""What counts of what a carrier said of a parcel, beside what its order knows already.

The events are gone through in the order in which they happened, as a tracking is reduced.
What an order knows and they do not tell is gone through with them, as if a carrier had told it.
"""

from collections.abc import Iterable

import attrs

from ordercore.kernel.time import Instant
from ordercore.orders.stranding import TROUBLE_WEIGHT
from ordercore.shipping import Parcel, Retraction, Trouble, Undelivered
from ordercore.shipping.tracking import (
    STATUSES,
    StatusRow,
    TrackingEvent,
    TrackingStation,
    TrackingStatus,
    in_order,
)
from ordercore.shipping.tracking.times import latest


@attrs.frozen
class Heard:
    """The deliveries that count, the last trouble, and what was taken back of the others."""

    deliveries: tuple[Instant, ...]
    trouble: Undelivered | None
    still_known: bool
    """Whether the trouble that the order knows counts, be it the last or not."""
    taken_back: tuple[Retraction, ...]
    """Endings that a correction or a scan on the way took back."""

    def wrong_since(self, said: Instant, *, delivery: bool) -> Instant | None:
        """Give when a delivery or a trouble of a moment was taken back last, if it was."""
        words = [some for some in self.taken_back if (some.trouble is None) is delivery]
        return max([some.at for some in words if some.said == said], default=None)


def heard(parcel: Parcel, events: tuple[TrackingEvent, ...]) -> Heard:
    """Give what counts of events and of what an order knows of its parcel.

    As a tracking is reduced, a loss after a delivery does not count, nor anything after the
    return to the sender, nor what a correction took back, nor the loss of a parcel that is on its
    way again.
    What only the order knows gives way to a correction alone, and a loss to a scan on the way: of
    a parcel that goes back scans look like those of one that goes out.
    Every scan of a delivery counts, and of troubles the last; and what was refused goes back as
    such.
    After some of it was received back, nothing counts but that what was said before was wrong.
    """
    own, taken_back = _not_among(events, parcel), _taken_back(parcel, events)
    way = _Way()
    for event in _with_own(in_order(events), in_order((*own, *taken_back))):
        at = moment(parcel, event)
        if taken_back and event in taken_back:
            way.undo(taken_back[event])
            continue
        if event.correction:
            way.take_back(at)
        if not parcel.came_back or at <= parcel.came_back[0].at:
            way.go_on(event.status, at, own=any(event is some for some in own))
    troubles = [*way.troubles, *way.kept]
    still_known = _counts_still(parcel.undelivered, troubles, events)
    if parcel.undelivered is not None and still_known:
        # What was refused goes back as such: that it was may have been told before.
        troubles.append(parcel.undelivered)
    return Heard(
        deliveries=tuple(sorted({*way.deliveries})),
        trouble=_last(troubles),
        still_known=still_known,
        taken_back=tuple(way.taken_back),
    )


def moment(parcel: Parcel, event: TrackingEvent) -> Instant:
    """Give when an event counts: at the latest that it may have been, and once it was shipped."""
    return max(latest(event.when), parcel.shipped_at)


_NOWHERE = STATUSES[TrackingStatus.UNKNOWN]


@attrs.define
class _Way:
    """How far a parcel has come, what was said of its endings, and what was taken back of that."""

    row: StatusRow = _NOWHERE
    deliveries: list[Instant] = attrs.field(factory=list[Instant])
    troubles: list[Undelivered] = attrs.field(factory=list[Undelivered])
    kept: list[Undelivered] = attrs.field(factory=list[Undelivered])
    """Troubles that only the order knows, and no scan mends."""
    said: list[tuple[Trouble | None, Instant]] = attrs.field(
        factory=list[tuple[Trouble | None, Instant]]
    )
    """Every ending of which was said since the last word that took back, counting or not."""
    taken_back: list[Retraction] = attrs.field(factory=list[Retraction])

    def go_on(self, said: TrackingStatus, at: Instant, *, own: bool) -> None:
        """Take the next thing that was said; ``own`` is what only the order says."""
        told, moves = STATUSES[said], said in self.row.displaced_by
        back = self.row.status is TrackingStatus.RETURNED and said is not TrackingStatus.RETURNED
        stranded = self.row.station is TrackingStation.UNDELIVERED
        if (
            own
            and told.trouble is not None
            and (stranded or said is not TrackingStatus.LOST or not moves)
        ):
            self.kept.append(Undelivered(told.trouble, at))
            return
        if told.ends:
            self.said.append((told.trouble, at))
        if said is TrackingStatus.DELIVERED:
            self._deliver(at, counts=own or not back, mends=moves and stranded)
        elif told.trouble is not None:
            counts = moves or (stranded and not back)
            self._strand(Undelivered(told.trouble, at), counts=counts, moves=moves)
        elif told.station is TrackingStation.SHIPPED and moves and stranded:
            self.forget(at)
        if moves:
            self.row = told

    def _deliver(self, at: Instant, *, counts: bool, mends: bool) -> None:
        # Of a time without a zone the latest counts, which may be after what came later.
        if mends and any(some.at >= at for some in self.troubles):
            self.troubles = []
        if counts:
            self.deliveries.append(at)

    def _strand(self, trouble: Undelivered, *, counts: bool, moves: bool) -> None:
        if moves:
            self.deliveries = [some for some in self.deliveries if some <= trouble.at]
        if counts:
            self.troubles.append(trouble)

    def take_back(self, at: Instant) -> None:
        """Forget every ending, for somebody says that it was wrong."""
        self.said += [(some.trouble, some.at) for some in self.kept]
        self.kept = []
        self.forget(at)

    def forget(self, at: Instant) -> None:
        """Forget every ending of a parcel that is on its way again."""
        self.taken_back += [Retraction(trouble, said, at) for trouble, said in self.said]
        self.deliveries, self.troubles, self.said, self.row = [], [], [], _NOWHERE

    def undo(self, wrong: Iterable[Retraction]) -> None:
        """Forget what the order has taken back; with the last trouble, all that were before."""
        for some in wrong:
            if some.trouble is None:
                self.deliveries = [at for at in self.deliveries if at != some.said]
            else:
                self.troubles = [known for known in self.troubles if not some.covers(known)]
                self.kept = [known for known in self.kept if not some.covers(known)]
        endings = {
            TrackingStation.DELIVERED: self.deliveries,
            TrackingStation.UNDELIVERED: self.troubles,
        }
        if not endings.get(self.row.station, True):
            self.row = STATUSES[TrackingStatus.DELIVERED] if self.deliveries else _NOWHERE


_AS_TOLD = {
    Trouble.LOST: TrackingStatus.LOST,
    Trouble.UNDELIVERABLE: TrackingStatus.UNDELIVERABLE,
    Trouble.REFUSED: TrackingStatus.REFUSED,
}
"""How a trouble that an order knows is told."""

_TOLD_BY = {
    Trouble.LOST: (Trouble.LOST,),
    Trouble.UNDELIVERABLE: (Trouble.UNDELIVERABLE,),
    # It goes back, and the last word is of that.
    Trouble.REFUSED: (Trouble.REFUSED, Trouble.UNDELIVERABLE),
}
"""By word of which troubles it may have come to know it."""


def _not_among(events: tuple[TrackingEvent, ...], parcel: Parcel) -> tuple[TrackingEvent, ...]:
    """Give what an order knows and these events do not tell, as if a carrier had told it."""
    told = {(STATUSES[event.status].trouble, moment(parcel, event)) for event in _endings(events)}
    own = [(TrackingStatus.DELIVERED, at) for at in parcel.deliveries if (None, at) not in told]
    known = parcel.undelivered
    if known is not None and not any(
        (trouble, known.at) in told for trouble in _TOLD_BY[known.trouble]
    ):
        own.append((_AS_TOLD[known.trouble], known.at))
    return tuple([TrackingEvent(status=status, when=at) for status, at in own])


def _with_own(
    told: tuple[TrackingEvent, ...], own: tuple[TrackingEvent, ...]
) -> Iterable[TrackingEvent]:
    """Put what only an order knows between what is told, whose order stays as it is.

    Times without a zone are put in order by what lies between them: were what the order knows
    among that, the order of what is told would hang on what was heard before.
    """
    left = list(own)
    for event in told:
        while left and in_order((left[0], event))[0] == left[0]:
            yield left.pop(0)
        yield event
    yield from left


def _endings(events: tuple[TrackingEvent, ...]) -> Iterable[TrackingEvent]:
    return (event for event in events if STATUSES[event.status].ends)


def _taken_back(
    parcel: Parcel, events: tuple[TrackingEvent, ...]
) -> dict[TrackingEvent, list[Retraction]]:
    """Give what an order took back at a word that these events do not tell, as if they told it."""
    if not parcel.retractions:
        return {}
    told = {
        moment(parcel, event)
        for event in events
        if event.correction or not STATUSES[event.status].ends
    }
    words: dict[TrackingEvent, list[Retraction]] = {}
    for some in parcel.retractions:
        if some.at not in told:
            # What is dated by the latest that it may have been can be known to be wrong before.
            when = max(some.at, some.said)
            word = TrackingEvent(status=TrackingStatus.UNKNOWN, when=when, correction=True)
            words.setdefault(word, []).append(some)
    return words


def _counts_still(
    known: Undelivered | None, troubles: list[Undelivered], events: tuple[TrackingEvent, ...]
) -> bool:
    """Tell whether a trouble that an order knows counts; as a refusal, where no refusal told did.

    An order keeps the last trouble alone: that what goes back was refused, it may have heard of
    long ago. But where these events tell of the refusal themselves, theirs is the word.
    """
    if known is None or not any(some.at == known.at for some in troubles):
        return False
    if known.trouble is not Trouble.REFUSED:
        return True
    told = any(event.status is TrackingStatus.REFUSED for event in events)
    return not told or any(some.trouble is Trouble.REFUSED for some in troubles)


def _last(troubles: list[Undelivered]) -> Undelivered | None:
    """Give the last trouble; what was refused is so, whichever of the two was told first."""
    last = max(troubles, key=lambda some: (some.at, TROUBLE_WEIGHT[some.trouble]), default=None)
    refused = any(some.trouble is Trouble.REFUSED for some in troubles)
    if last is not None and refused and last.trouble is Trouble.UNDELIVERABLE:
        return Undelivered(Trouble.REFUSED, last.at)
    return last
