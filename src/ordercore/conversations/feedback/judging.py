"""May an order be rated, and may a review be asked for: explained verdicts, from plain values."""

from collections.abc import Mapping

import attrs

from ordercore.conversations.feedback import conditions
from ordercore.conversations.feedback.conditions import CONDITIONS, Window
from ordercore.conversations.feedback.occasion import Occasion
from ordercore.conversations.feedback.rows import FeedbackTerms, ReviewTerms
from ordercore.conversations.feedback.tables import FEEDBACK_TERMS, REVIEW_TERMS, complete
from ordercore.kernel.checking import of_type
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, instant


@attrs.frozen(kw_only=True)
class FeedbackVerdict:
    """May it be done, from when until when, and why.

    ``opens_at`` is the first instant of the time for it, and ``until`` the first after it; ``None``
    where a moment that they hang on is not known.
    """

    may: bool
    opens_at: Instant | None
    until: Instant | None
    because: tuple[Clause, ...]


FEEDBACK_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "before_order": ("at", "least"),
    "feedback_too_late": ("days", "until"),
    "feedback_window_open": ("until",),
    "feedback_link_later": ("opens_at",),
    "review_not_shipped": (),
    "review_moment_unknown": ("moments",),
    "review_too_early": ("opens_at",),
    "review_too_late": ("until",),
    "review_already_requested": ("at",),
    "review_excluded": ("circumstances",),
    "review_window_open": ("opens_at", "until"),
}
"""Code → the facts that a clause has."""


def may_leave_feedback(
    occasion: Occasion, at: Instant, rows: tuple[FeedbackTerms, ...] = FEEDBACK_TERMS
) -> FeedbackVerdict:
    """Judge whether a buyer may rate an order at an instant, and say why.

    The link of the marketplace opens some days after the order was confirmed; a rating that comes
    before is no less let in, and the verdict says that it was not waited for.

    Raises:
        InvalidValue: when an argument is of another type, or ``at`` is no aware time.
        InvalidTable: when the rows are no table.
    """
    now = instant(at)
    rows = complete(rows, FeedbackTerms, "rows")
    case = conditions.leaving(of_type(occasion, Occasion, "occasion"), now, rows)
    found = {
        "before_order": conditions.rated_before_order(occasion, now),
        "feedback_too_late": conditions.rated_too_late(case),
    }
    against = [Clause(code, facts) for code, facts in found.items() if facts is not None]
    return _verdict(case.window, against, _letting_rate(case))


def _letting_rate(case: conditions.Leaving) -> list[Clause]:
    clauses = [Clause("feedback_window_open", {"until": case.window.until})]
    opens = case.window.opens_at
    if opens is not None and case.at < opens:
        clauses.append(Clause("feedback_link_later", {"opens_at": opens}))
    return clauses


def may_request_review(
    occasion: Occasion, at: Instant, rows: tuple[ReviewTerms, ...] = REVIEW_TERMS
) -> FeedbackVerdict:
    """Judge whether a buyer may be asked for a review at an instant, and say why.

    ``because`` has every clause against it; where there is none, the time for it.

    Raises:
        InvalidValue: when an argument is of another type, or ``at`` is no aware time.
        InvalidTable: when the rows are no table.
    """
    rows = complete(rows, ReviewTerms, "rows")
    case = conditions.asking(of_type(occasion, Occasion, "occasion"), instant(at), rows)
    found = [(code, check(case)) for code, check in CONDITIONS.items()]
    against = [Clause(code, facts) for code, facts in found if facts is not None]
    window = {"opens_at": case.window.opens_at, "until": case.window.until}
    return _verdict(case.window, against, [Clause("review_window_open", window)])


def request_window(occasion: Occasion, rows: tuple[ReviewTerms, ...] = REVIEW_TERMS) -> Window:
    """Give from when until when a review may be asked for, as far as its moments are known.

    Raises:
        InvalidValue: when it is no occasion.
        InvalidTable: when the rows are no table.
    """
    rows = complete(rows, ReviewTerms, "rows")
    return conditions.asking(of_type(occasion, Occasion, "occasion"), occasion.placed, rows).window


def _verdict(window: Window, against: list[Clause], letting: list[Clause]) -> FeedbackVerdict:
    return FeedbackVerdict(
        may=not against,
        opens_at=window.opens_at,
        until=window.until,
        because=tuple(against or letting),
    )
