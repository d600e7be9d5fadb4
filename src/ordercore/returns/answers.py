"""Answering a request to send something back: by when, what was asked, and what was said."""

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, in_force
from ordercore.kernel.time import Instant, instant


@attrs.frozen(kw_only=True)
class ReplyTerms:
    """How soon a request that waits for an answer is to get one, from a day on."""

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    advised: dt.timedelta
    """Within what time an answer is recommended."""
    late: dt.timedelta
    """After what time an answer counts as late."""
    comes_within: int
    """Within how many calendar days of the request the units are to be back, if at all."""

    def __attrs_post_init__(self) -> None:
        """Refuse times that cannot be kept, and advice that comes after the fact."""
        if not dt.timedelta() < self.advised <= self.late:
            raise InvalidValue("advised", self.advised, "more than nothing, and no more than late")
        if self.comes_within < 0:
            raise InvalidValue("comes_within", self.comes_within, "a number of days, at least 0")


REPLY_TERMS: tuple[ReplyTerms, ...] = (
    # An answer is recommended within 24 hours and counted late at 48 (Seller Central US 200708210,
    # IT G200708210). What is not back 45 days after the request counts as never sent (Seller
    # Central 200379860, for FBA; sellers' own returns have no published date).
    ReplyTerms(
        effective_from=ALWAYS,
        advised=dt.timedelta(hours=24),
        late=dt.timedelta(hours=48),
        comes_within=45,
    ),
)


def reply_terms_for(rows: Iterable[ReplyTerms], marketplace: str, day: dt.date) -> ReplyTerms:
    """Give the terms of a marketplace on a day; its own rows come before those for ``*``.

    Raises:
        InvalidTable: when no row holds.
    """
    return in_force(rows, day, "reply terms", marketplace)


@attrs.frozen
class ReplyDue:
    """By when a request is to be answered; both are instants, worked out once."""

    advised: Instant
    late: Instant


def reply_due(asked: Instant, terms: ReplyTerms) -> ReplyDue:
    """Give by when a request of a moment is to be answered: so many hours are hours."""
    return ReplyDue(instant(asked + terms.advised), instant(asked + terms.late))


@attrs.frozen
class Question:
    """What was asked of the buyer about a request, and what came back."""

    text: str
    at: Instant
    answer: str = ""
    answered_at: Instant | None = None


@attrs.frozen
class Answer:
    """What was said to a request, by whom.

    Of one that was let in against the policy, ``override`` says why; of one that was declined,
    ``reason`` is a row of the reasons to decline.
    """

    authorised: bool
    at: Instant
    by: Actor
    override: str = ""
    reason: str = ""
    note: str = ""


@attrs.frozen(kw_only=True)
class DeclineReason:
    """Why a return is declined."""

    code: str


DECLINE_REASONS: Mapping[str, DeclineReason] = {
    row.code: row
    for row in (
        DeclineReason(code="window_closed"),
        DeclineReason(code="not_returnable"),
        DeclineReason(code="used_or_altered"),
        DeclineReason(code="information_missing"),
        DeclineReason(code="not_ours"),
        DeclineReason(code="resolved_otherwise"),
    )
}
"""Why a return is declined; a host may add rows. The words are ours: Amazon publishes none."""
