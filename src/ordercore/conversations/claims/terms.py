"""The terms of a kind of claim: windows, times to answer and to appeal, limits, and grounds."""

import datetime as dt
from enum import Enum
from typing import ClassVar

import attrs

from ordercore.conversations.claims.parties import ClaimMoment, Outcome, Party
from ordercore.errors import InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.checking import check_types
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, last_instant, local_date

ANYBODY = "*"
"""The provider of a row that holds for every carrier, or every card scheme, without its own."""

MOST = 3650
"""Whatever is longer is a slip of the pen, and the end has to lie within the calendar."""


class Counting(Enum):
    """What a time is counted in."""

    HOURS = "hours"
    """By the clock, on every day."""
    DAYS = "days"
    """Calendar days; the last one counts whole."""
    BUSINESS_DAYS = "business_days"
    """Days of an operating calendar; the last one counts whole."""


def _within(value: int, field: str, least: int, most: int = MOST) -> None:
    if not least <= value <= most:
        raise InvalidValue(field, value, f"{least} to {most}")


@attrs.frozen
class Term:
    """So much time after something: to answer, or to appeal.

    Raises:
        InvalidValue: when it is not 1 to 3,650.
    """

    number: int
    counting: Counting

    def __attrs_post_init__(self) -> None:
        """Refuse a time that cannot be."""
        check_types(self)
        _within(self.number, "number", 1)

    def due(self, since: Instant, zone: str, calendar: OperatingCalendar | None = None) -> Instant:
        """Give the last instant that is still in time: compare with ``<=``.

        Days are those of ``zone``; the day of ``since`` is day 0. Business days are those of
        ``calendar``, or without one Monday to Friday.
        """
        if self.counting is Counting.HOURS:
            return since + dt.timedelta(hours=self.number)
        day = local_date(since, zone)
        if self.counting is Counting.DAYS:
            return last_instant(day + dt.timedelta(days=self.number), zone)
        worked = calendar or OperatingCalendar(zone=zone)
        return last_instant(worked.counted_on(day, self.number), zone)


@attrs.frozen(kw_only=True)
class ClaimWindow:
    """From when until when a claim may be opened.

    Attributes:
        opens_from: the moments it begins with: the latest of them that is known.
        wait: how many whole days after the day of that moment have to be over; ``None`` where a
            claim may be opened from the very moment on.
        closes_from: the moments it ends by: the latest of them that is known.
        days: the last day on which it may be opened, counted from that moment's day, which is
            day 0; it counts whole.

    Raises:
        InvalidValue: when a field is of another type, a number is out of bounds, or there is no
            moment.
    """

    opens_from: tuple[ClaimMoment, ...]
    wait: int | None = None
    closes_from: tuple[ClaimMoment, ...]
    days: int

    def __attrs_post_init__(self) -> None:
        """Refuse a window without moments, and days that cannot be."""
        check_types(self)
        for field in ("opens_from", "closes_from"):
            if not getattr(self, field):
                raise InvalidValue(field, (), "at least one moment")
        _within(self.days, "days", 0)
        if self.wait is not None:
            _within(self.wait, "wait", 0)


@attrs.frozen(kw_only=True)
class Ground:
    """Why something is claimed.

    Attributes:
        code: its name.
        window: from when until when.
        evidence: what helps the seller, by code, the weightiest first.
        share: at most so many per cent of what is claimed are granted.
        contact_hours: so many hours after the buyer wrote to the seller it may be opened;
            ``None`` where nobody has to write first.
        despite: circumstances that exclude other grounds of the kind, and not this one.
        spared_by: circumstances in which such a claim is no defect, whatever its outcome.

    Raises:
        InvalidValue: when a field is of another type, or a number is out of bounds.
    """

    code: str
    window: ClaimWindow
    evidence: tuple[str, ...] = ()
    share: int = 100
    contact_hours: int | None = None
    despite: frozenset[str] = frozenset()
    spared_by: frozenset[str] = frozenset()

    def __attrs_post_init__(self) -> None:
        """Refuse a blank code, and a share that cannot be."""
        check_types(self)
        checked(self.code, "code")
        _within(self.share, "share", 1, 100)
        if self.contact_hours is not None:
            _within(self.contact_hours, "contact_hours", 1)


@attrs.frozen(kw_only=True)
class ClaimTerms:
    """The terms of a kind of claim, from a day on: that on which a claim is opened.

    Attributes:
        kind: its name.
        provider: the carrier, by its code, or the card scheme whose terms these are; ``*`` for
            any other.
        opened_by: who opens it. What the seller opens brings money; any other costs it.
        decided_by: who decides it, and moves the money.
        grounds: why it may be opened.
        answer: how long the seller has to answer; ``None`` where nobody asks.
        appeal: how long a decision may be appealed against; ``None`` where it never can.
        most: the most that is granted for one order, with earlier claims of the kind.
        per_order: how many claims of the kind an order may have; ``None`` for any number.
        excluded: circumstances, and kinds of other claims about the order, in which it may not
            be opened.
        takes_at_once: whether the money is taken when it is opened, and given back when it is won.
        defect: whether it counts in the order defect rate.
        cleared_by: the outcomes by which it no longer counts there.

    Raises:
        InvalidValue: when a field is of another type or out of bounds, or two grounds share a
            code.
    """

    about: ClassVar[tuple[str, ...]] = ("kind", "provider")

    kind: str
    provider: str = ANYBODY
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    opened_by: Party
    decided_by: Party
    grounds: tuple[Ground, ...]
    answer: Term | None = None
    appeal: Term | None = None
    most: Money | None = None
    per_order: int | None = None
    excluded: frozenset[str] = frozenset()
    takes_at_once: bool = False
    defect: bool = False
    cleared_by: frozenset[Outcome] = frozenset()

    def __attrs_post_init__(self) -> None:
        """Refuse terms without grounds, with one of them twice, and limits that cannot be."""
        check_types(self)
        checked(self.kind, "kind")
        codes = [ground.code for ground in self.grounds]
        if not codes or len(set(codes)) < len(codes):
            raise InvalidValue("grounds", tuple(codes), "grounds, each of them once")
        if self.per_order is not None:
            _within(self.per_order, "per_order", 1)
        if self.most is not None and self.most.minor <= 0:
            raise InvalidValue("most", str(self.most), "an amount above 0")

    def ground(self, code: str) -> Ground | None:
        """Find a ground by its code."""
        return next((ground for ground in self.grounds if ground.code == code), None)
