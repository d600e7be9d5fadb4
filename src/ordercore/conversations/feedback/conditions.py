"""The conditions of rating an order, and of asking for a review.

Each is a function that gives the facts against, or ``None``; the verdicts and the rules of the
commands ask the same ones.
"""

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from ordercore.conversations.feedback.occasion import Occasion
from ordercore.conversations.feedback.rows import FeedbackTerms, ReviewTerms
from ordercore.kernel.dated import in_force
from ordercore.kernel.rules import Facts
from ordercore.kernel.time import Instant, local_date, start_of_day, window_end


@attrs.frozen
class Window:
    """A time from one instant to another, which itself lies outside; ``None`` where not known."""

    opens_at: Instant | None
    until: Instant | None


@attrs.frozen(kw_only=True)
class Leaving:
    """An order that is to be rated at a moment, under the terms of its day."""

    terms: FeedbackTerms
    at: Instant
    window: Window


@attrs.frozen(kw_only=True)
class Asking:
    """A review that is to be asked for at a moment, under the terms of the order's day."""

    terms: ReviewTerms
    occasion: Occasion
    at: Instant
    requested: Instant | None
    window: Window


def _day(occasion: Occasion) -> dt.date:
    return local_date(occasion.placed, occasion.zone)


def _after(since: Instant | None, days: int, zone: str) -> Instant | None:
    """Give the first instant of the day so many days after that of a moment."""
    if since is None:
        return None
    return start_of_day(local_date(since, zone) + dt.timedelta(days=days), zone)


def leaving(occasion: Occasion, at: Instant, rows: tuple[FeedbackTerms, ...]) -> Leaving:
    """Give the case of an order that is to be rated.

    Its window opens when the marketplace shows the link, which is only said.
    """
    terms = in_force(rows, _day(occasion), "terms", occasion.marketplace)
    window = Window(
        _after(occasion.confirmed, terms.link_days, occasion.zone),
        window_end(occasion.placed, terms.days, occasion.zone),
    )
    return Leaving(terms=terms, at=at, window=window)


def asking(
    occasion: Occasion, at: Instant, rows: tuple[ReviewTerms, ...], requested: Instant | None = None
) -> Asking:
    """Give the case of a review that is to be asked for; ``requested`` is when it was before."""
    terms = in_force(rows, _day(occasion), "reviews", occasion.marketplace)
    ends = occasion.moment(terms.closes_from)
    opens = _after(occasion.moment(terms.opens_from), terms.opens_after, occasion.zone)
    until = None if ends is None else window_end(ends, terms.closes_after, occasion.zone)
    return Asking(
        terms=terms,
        occasion=occasion,
        at=at,
        requested=requested or occasion.requested,
        window=Window(opens, until),
    )


# Of a rating


def rated_before_order(occasion: Occasion, at: Instant) -> Facts | None:
    """Nobody rates an order before it was placed."""
    return None if occasion.placed <= at else {"at": at, "least": occasion.placed}


def rated_too_late(case: Leaving) -> Facts | None:
    """An order is rated before the time for that has ended."""
    ends = case.window.until
    if ends is None or case.at < ends:
        return None
    return {"days": case.terms.days, "until": ends}


# Of asking for a review


def not_shipped(case: Asking) -> Facts | None:
    """A review is asked for once everything that was not cancelled has been sent."""
    return None if case.occasion.shipped else {}


def moment_unknown(case: Asking) -> Facts | None:
    """The time to ask is counted from moments that are known."""
    moments = (case.terms.opens_from, case.terms.closes_from)
    unknown = [some.value for some in moments if case.occasion.moment(some) is None]
    return {"moments": sorted(set(unknown))} if unknown else None


def asked_too_early(case: Asking) -> Facts | None:
    """A review is asked for once the time for that has begun."""
    begins = case.window.opens_at
    if begins is None or begins <= case.at:
        return None
    return {"opens_at": begins}


def asked_too_late(case: Asking) -> Facts | None:
    """A review is asked for before the time for that has ended."""
    ends = case.window.until
    return None if ends is None or case.at < ends else {"until": ends}


def asked_before(case: Asking) -> Facts | None:
    """A review of an order is asked for once."""
    return None if case.requested is None else {"at": case.requested}


def excluded(case: Asking) -> Facts | None:
    """In some circumstances nobody is asked."""
    found = case.terms.excluded & case.occasion.circumstances
    return {"circumstances": sorted(found)} if found else None


CONDITIONS: Mapping[str, Callable[[Asking], Facts | None]] = {
    "review_not_shipped": not_shipped,
    "review_moment_unknown": moment_unknown,
    "review_too_early": asked_too_early,
    "review_too_late": asked_too_late,
    "review_already_requested": asked_before,
    "review_excluded": excluded,
}
"""Code → condition of asking, in the order in which the clauses stand."""
