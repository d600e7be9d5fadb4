"""The return (RMA): which units come back, and all that became of it; its status is derived."""

from collections.abc import Callable, Iterable
from typing import Protocol

import attrs

from ordercore.kernel.ids import LineId, ParcelId, ReturnId
from ordercore.kernel.time import Instant
from ordercore.returns.answers import Answer, Question, ReplyDue
from ordercore.returns.facts import (
    Closing,
    Found,
    Graded,
    Received,
    ReturnEnd,
    ReturnUnits,
    SentBack,
)
from ordercore.returns.grades import Disposition
from ordercore.returns.labels import ReturnLabel
from ordercore.returns.stages import ReturnStatus


class OfUnits(Protocol):
    """A fact about units of a return."""

    @property
    def units(self) -> ReturnUnits:
        """Which units."""
        ...


@attrs.frozen(kw_only=True)
class Return:
    """Units that the buyer may send back, or asks to.

    ``reply`` is by when the request is answered; ``None`` where it was authorised at once.
    ``posted_at`` and ``arrived_at`` are the earliest that carriers told, whatever came when.
    """

    id: ReturnId
    units: tuple[ReturnUnits, ...]
    reason: str
    requested_at: Instant
    received: tuple[Received, ...] = ()
    reply: ReplyDue | None = None
    questions: tuple[Question, ...] = ()
    answer: Answer | None = None
    labels: tuple[ReturnLabel, ...] = ()
    posted_at: Instant | None = None
    arrived_at: Instant | None = None
    graded: tuple[Graded, ...] = ()
    found: tuple[Found, ...] = ()
    sent_back: tuple[SentBack, ...] = ()
    withdrawn_at: Instant | None = None
    closing: Closing | None = None

    @property
    def status(self) -> ReturnStatus:
        """How far it has come: the first row of the table that holds."""
        return next(status for status, holds in RETURN_STATUS_TABLE if holds(self))

    # What was said

    @property
    def is_authorised(self) -> bool:
        """Whether its units may come back, or might before it was over."""
        return self.reply is None if self.answer is None else self.answer.authorised

    @property
    def is_declined(self) -> bool:
        """Whether its units may not come back."""
        return self.answer is not None and not self.answer.authorised

    @property
    def is_ended(self) -> bool:
        """Whether it was declined, withdrawn or closed, so that nothing more may come."""
        return self.is_declined or self.withdrawn_at is not None or self.closing is not None

    @property
    def open_question(self) -> Question | None:
        """What the buyer has still to say."""
        last = self.questions[-1] if self.questions else None
        return last if last is not None and last.answered_at is None else None

    @property
    def is_lost(self) -> bool:
        """Whether it was closed as lost on its way back."""
        return self.closing is not None and self.closing.end is ReturnEnd.LOST_IN_TRANSIT

    @property
    def is_posted(self) -> bool:
        """Whether a carrier has it, or had it."""
        return self.posted_at is not None or self.arrived_at is not None

    def label(self, id: str) -> ReturnLabel | None:
        """Find a label by id."""
        return next((some for some in self.labels if some.id == id), None)

    @property
    def live_labels(self) -> tuple[ReturnLabel, ...]:
        """The labels that were not voided."""
        return tuple([some for some in self.labels if some.voided_at is None])

    def awaits_answer(self) -> bool:
        """Tell whether it is our turn to say something."""
        return self.status is ReturnStatus.REQUESTED

    def is_answered_late(self, at: Instant) -> bool:
        """Tell whether an answer is late at a moment, or was when it came.

        A question to the buyer is an answer as well; where it came late, the answer was late.
        """
        if any(asked.came_late for asked in self.questions):
            return True
        due = self.reply.late if self.reply else None
        if due is None:
            return False
        if self.answer is not None:
            return self.answer.at >= due
        return self.awaits_answer() and at >= due

    # Where its units are

    @property
    def places(self) -> tuple[tuple[ParcelId, LineId], ...]:
        """The parcels and lines of its units, each once."""
        return tuple(dict.fromkeys([(some.parcel, some.line) for some in self.units]))

    def outstanding(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units of a line from a parcel have still to arrive."""
        return 0 if self.is_ended else self._missing(parcel, line)

    def may_arrive(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units may still be received: the outstanding, and the lost if they turn up.

        What was lost is paid for as if it had come, so its receipt changes nothing but stock.
        """
        return self.outstanding(parcel, line) + self.lost(parcel, line)

    def ungraded(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units have arrived and have still to be graded."""
        raw = [some for some in self.received if some.sellable is None]
        return _count(raw, parcel, line) - _count(self.graded, parcel, line)

    def to_send_back(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many rejected units have still to be sent back to the buyer."""
        rejected = [some for some in self.graded if some.disposition is Disposition.SEND_BACK]
        return _count(rejected, parcel, line) - _count(self.sent_back, parcel, line)

    def taken_back(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units are to be paid for: what came and was not rejected, and the lost."""
        rejected = [some for some in self.graded if some.disposition.rejects]
        arrived = _count(self.received, parcel, line) - _count(rejected, parcel, line)
        return arrived + self.lost(parcel, line)

    def back(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units are no longer the buyer's: here, or lost on their way here."""
        arrived = _count(self.received, parcel, line) - self._gone(parcel, line)
        return arrived + self.lost(parcel, line)

    def let_in(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units are in this return, and so in no other: back, or still to come."""
        return self.back(parcel, line) + self.outstanding(parcel, line)

    def asked(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units were asked to come back."""
        return sum(u.quantity for u in self.units if u.parcel == parcel and u.line == line)

    def _missing(self, parcel: ParcelId, line: LineId) -> int:
        return self.asked(parcel, line) - _count(self.received, parcel, line)

    def lost(self, parcel: ParcelId, line: LineId) -> int:
        """Tell how many units were lost on their way back."""
        return self._missing(parcel, line) if self.is_lost else 0

    def _gone(self, parcel: ParcelId, line: LineId) -> int:
        none = [some for some in self.graded if some.disposition is Disposition.NOT_RETURNED]
        return _count(self.sent_back, parcel, line) + _count(none, parcel, line)


def _count(facts: Iterable[OfUnits], parcel: ParcelId, line: LineId) -> int:
    told = (some.units for some in facts)
    return sum(units.quantity for units in told if units.parcel == parcel and units.line == line)


Counts = Callable[[Return, ParcelId, LineId], int]


def _any(rma: Return, counts: Counts) -> bool:
    return any(counts(rma, parcel, line) for parcel, line in rma.places)


def _not_received(rma: Return) -> bool:
    return not rma.received


RETURN_STATUS_TABLE: tuple[tuple[ReturnStatus, Callable[[Return], bool]], ...] = (
    (ReturnStatus.CLOSED, lambda rma: rma.closing is not None),
    (ReturnStatus.WITHDRAWN, lambda rma: rma.withdrawn_at is not None),
    (ReturnStatus.DECLINED, lambda rma: rma.is_declined),
    (
        ReturnStatus.INFORMATION_ASKED,
        lambda rma: not rma.is_authorised and rma.open_question is not None,
    ),
    (ReturnStatus.REQUESTED, lambda rma: not rma.is_authorised),
    (ReturnStatus.ARRIVED, lambda rma: _not_received(rma) and rma.arrived_at is not None),
    (ReturnStatus.IN_TRANSIT, lambda rma: _not_received(rma) and rma.posted_at is not None),
    (ReturnStatus.LABELLED, lambda rma: _not_received(rma) and bool(rma.live_labels)),
    (ReturnStatus.AUTHORISED, _not_received),
    (ReturnStatus.PARTIALLY_RECEIVED, lambda rma: _any(rma, Return.outstanding)),
    (ReturnStatus.INSPECTING, lambda rma: _any(rma, Return.ungraded)),
    (ReturnStatus.REJECTED, lambda rma: _any(rma, Return.to_send_back)),
    (ReturnStatus.RECEIVED, lambda rma: _any(rma, Return.back)),
    (ReturnStatus.SENT_BACK, lambda _: True),
)
"""Status → when it holds; the first row that holds is the status of a return."""
