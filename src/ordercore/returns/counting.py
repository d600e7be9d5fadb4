"""Counting: when a window closes, and by when a parcel has to be back."""

import datetime as dt
from collections.abc import Mapping

import attrs

from ordercore.kernel.clauses import Clause
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import A_DAY, Instant, end_of_day, local_date
from ordercore.returns.anchors import Anchor
from ordercore.returns.grace import Grace, Judged, Since
from ordercore.returns.purchase import Purchase
from ordercore.returns.rows import ANY
from ordercore.returns.terms import Terms
from ordercore.returns.windows import Window
from ordercore.returns.wish import Wish


@attrs.frozen(kw_only=True)
class Span:
    """When a window opened, which day is its last, and what decided that.

    All are ``None`` while it has not begun.
    """

    opened: dt.date | None
    last: dt.date | None
    until: Instant | None
    facts: Mapping[str, object]
    because: tuple[Clause, ...]


Counted = tuple[Anchor, Instant, dt.date, dt.date]
"""From which anchor, and when that was, the local day of it, and the last day."""


def span_of(purchase: Purchase, terms: Terms, fallback: tuple[Anchor, ...]) -> Span:
    """Count the window of a purchase; the latest of all that hold is its end."""
    row = terms.window
    if row is None:
        day = local_date(purchase.bought, purchase.zone)
        where = purchase.marketplace or EVERYWHERE
        return _not_begun(Clause("no_window", {"marketplace": where, "day": day}))
    counted = _counted(purchase, row, fallback)
    if counted is None:
        return _not_begun(Clause("window_not_begun", {"anchor": row.anchor.value}))
    anchor, at, opened, last = counted
    because: list[Clause] = []
    if anchor is not row.anchor:
        facts = {"anchor": row.anchor.value, "instead": anchor.value}
        because.append(Clause("anchor_missing", facts))
    last = _lengthened(purchase, terms, fallback, last, because)
    last = _extended(purchase, terms, last, because)
    until = end_of_day(last, purchase.zone)
    told = {"days": row.days, "anchor": anchor.fact, "opened": at, "until": until}
    return Span(opened=opened, last=last, until=until, facts=told, because=tuple(because))


def _not_begun(why: Clause) -> Span:
    return Span(opened=None, last=None, until=None, facts={}, because=(why,))


def _counted(purchase: Purchase, row: Window, fallback: tuple[Anchor, ...]) -> Counted | None:
    for anchor in (row.anchor, *fallback):
        at = purchase.when(anchor)
        if at is not None:
            opened = local_date(at, purchase.zone)
            return anchor, at, opened, opened + A_DAY * row.days
    return None


def _lengthened(
    purchase: Purchase,
    terms: Terms,
    fallback: tuple[Anchor, ...],
    last: dt.date,
    because: list[Clause],
) -> dt.date:
    """Give the last day once memberships and faults have lengthened the window."""
    memberships = (ANY, *purchase.memberships)
    for row in terms.longer:
        if row.membership in memberships:
            counted = _counted(purchase, row, fallback)
            if counted is not None and counted[3] > last:
                last = counted[3]
                until = end_of_day(last, purchase.zone)
                why = "membership" if row.fault is None else "fault"
                what = row.membership if row.fault is None else row.fault.value
                facts = {why: what, "days": row.days, "until": until}
                because.append(Clause(f"{why}_lengthens", facts))
    return last


def _extended(purchase: Purchase, terms: Terms, last: dt.date, because: list[Clause]) -> dt.date:
    """Give the last day once seasons have extended the window."""
    for row in terms.seasons:
        on = purchase.when(row.anchor) if row.return_by > last else None
        if on and row.first <= local_date(on, purchase.zone) <= row.last:
            last = row.return_by
            until = end_of_day(last, purchase.zone)
            facts = {"season": row.name, "return_by": last, "until": until}
            because.append(Clause("season_extends", facts))
    return last


def last_day_back(grace: Grace, span: Span, asked: dt.date) -> dt.date:
    """Give the last day on which an authorised parcel is in time, by postmark or arrival."""
    begins = asked if grace.since is Since.ASKED or span.last is None else max(span.last, asked)
    return begins + A_DAY * grace.days


def days_late(wish: Wish, grace: Grace, last: dt.date, zone: str) -> int:
    """Give how many days after the last one a parcel was posted, or arrived; 0 in time.

    Where nobody knows when it was posted, its arrival has to do; what is not there yet is not
    late.
    """
    moment = wish.arrived_at
    if grace.judged_by is Judged.POSTMARK and wish.posted_at is not None:
        moment = wish.posted_at
    return 0 if moment is None else max(0, (local_date(moment, zone) - last).days)
