"""Deadlines: by when a seller answers and refunds, and what happens when nobody does."""

import datetime as dt
from enum import Enum
from typing import ClassVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.time import Instant, end_of_day, local_date
from ordercore.returns.rows import PLACED, Row


class Task(Enum):
    """What has to be done by a deadline."""

    ANSWER_SOON = "answer_soon"
    """Answer a request, as is advised."""
    ANSWER = "answer"
    REFUND = "refund"
    REFUND_AT_LAST = "refund_at_last"
    """Refund, by the outermost limit."""
    REFUND_AT_SCAN = "refund_at_scan"
    """Refund, by the marketplace itself, once the carrier has the parcel."""


class Trigger(Enum):
    """What starts a clock."""

    ASKED = "asked"
    SCANNED = "scanned"
    """The first scan of the parcel on its way back."""
    RECEIVED = "received"


class Missed(Enum):
    """What happens when a deadline passes."""

    NOTHING = "nothing"
    COUNTS_AS_LATE = "counts_as_late"
    """In the return dissatisfaction rate."""
    MARKETPLACE_REFUNDS = "marketplace_refunds"
    """And charges the seller."""
    CLAIM_LOST = "claim_lost"
    """That, and no reimbursement is claimed, but for what was lost on its way back or wrongly
    confirmed as delivered."""
    BREACH = "breach"
    """Of the selling agreement."""


@attrs.frozen(kw_only=True)
class Deadline(Row):
    """How long a task may take, from a day on, by the day on which its clock starts.

    Either ``hours`` of the clock, which run at night and on holidays too, or ``days``: the local
    day of the start is day 0, and the last one counts whole. ``working`` days are those of a
    calendar. ``marketplace_label`` says that it holds of labels bought by the marketplace alone.
    ``due`` is false in a row that ends it: where the marketplace does the task itself, say.

    Raises:
        InvalidValue: when there are both hours and days, or working hours.
    """

    about: ClassVar[tuple[str, ...]] = (*PLACED, "task")

    task: Task
    trigger: Trigger
    hours: int = 0
    days: int = 0
    working: bool = False
    missed: Missed
    marketplace_label: bool = False
    due: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse lengths that contradict each other."""
        Row.__attrs_post_init__(self)
        if self.hours < 0 or (self.hours and (self.days or self.working)):
            raise InvalidValue("hours", self.hours, "at least 0, and not beside days")

    def after(self, start: Instant, zone: str, calendar: OperatingCalendar) -> Instant:
        """Give the first instant that is too late."""
        if self.hours:
            return start + dt.timedelta(hours=self.hours)
        day = local_date(start, zone)
        if self.working:
            return end_of_day(calendar.counted_on(day, self.days), zone)
        return end_of_day(day + dt.timedelta(days=self.days), zone)


@attrs.frozen(kw_only=True)
class Due:
    """A task, the first instant that is too late for it, and what happens then."""

    task: Task
    until: Instant
    missed: Missed


_SIPRANSH = "sipranshecommgrowth.com, refund process by 26 January 2026"

AMAZON_DEADLINES = (
    # Seller Central 200708210 and IT G200708210: 24 hours are advised, and 48 counted.
    *(
        Deadline(
            task=task,
            trigger=Trigger.ASKED,
            hours=hours,
            missed=missed,
            source="Seller Central 200708210",
            confidence=Confidence.OWN_TEXT,
        )
        for task, hours, missed in (
            (Task.ANSWER_SOON, 24, Missed.NOTHING),
            (Task.ANSWER, 48, Missed.COUNTS_AS_LATE),
        )
    ),
    # Two working days after receipt, and four calendar days for what is received from 26 January
    # 2026 on.
    Deadline(
        task=Task.REFUND,
        trigger=Trigger.RECEIVED,
        days=2,
        working=True,
        missed=Missed.MARKETPLACE_REFUNDS,
        source="Seller Central UTJZ6MZGMYCW7PW",
        confidence=Confidence.OWN_TEXT,
    ),
    Deadline(
        effective_from=dt.date(2026, 1, 26),
        task=Task.REFUND,
        trigger=Trigger.RECEIVED,
        days=4,
        missed=Missed.CLAIM_LOST,
        source=_SIPRANSH,
        confidence=Confidence.RELAYED,
    ),
    Deadline(
        task=Task.REFUND_AT_LAST,
        trigger=Trigger.RECEIVED,
        days=30,
        missed=Missed.BREACH,
        source="the selling agreement, as relayed",
        confidence=Confidence.RELAYED,
    ),
    # All of these are of sellers who ship: what Amazon ships, it takes back and pays for itself.
    *(
        Deadline(
            channel="FBA",
            task=task,
            trigger=trigger,
            missed=Missed.NOTHING,
            due=False,
            source="the channel table",
            confidence=Confidence.OURS,
        )
        for trigger, tasks in (
            (Trigger.ASKED, (Task.ANSWER_SOON, Task.ANSWER)),
            (Trigger.RECEIVED, (Task.REFUND, Task.REFUND_AT_LAST)),
        )
        for task in tasks
    ),
    # Only with labels that Amazon has prepaid (seller forum t/815464, t/846554).
    Deadline(
        marketplace="US",
        effective_from=dt.date(2021, 5, 4),
        task=Task.REFUND_AT_SCAN,
        trigger=Trigger.SCANNED,
        missed=Missed.NOTHING,
        marketplace_label=True,
        source="seller forum t/815464, t/846554",
        confidence=Confidence.OWN_TEXT,
    ),
)

# Fourteen days from being told of the withdrawal; until the goods are back, or are shown to be on
# their way, the money may be withheld, which is not counted here.
WITHDRAWAL_DEADLINES = (
    Deadline(
        task=Task.REFUND,
        trigger=Trigger.ASKED,
        days=14,
        missed=Missed.BREACH,
        source="Directive 2011/83/EU, article 13",
        confidence=Confidence.WEAK,
    ),
)
