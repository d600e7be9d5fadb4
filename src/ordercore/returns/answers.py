"""Answering a request to send something back: by when, what was asked, what was said, the wait."""

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, in_force
from ordercore.kernel.ids import checked
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.returns.rows import MOST_DAYS


@attrs.frozen(kw_only=True)
class ReturnWait:
    """For how many calendar days a return is waited for once it was let in, from a day on.

    What has not come by then may be taken for never sent.

    Raises:
        InvalidValue: when a field is of another type, or below nothing.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    days: int

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be waited for."""
        check_types(self)
        if not 0 <= self.days <= MOST_DAYS:
            raise InvalidValue("days", self.days, f"a number of days from 0 to {MOST_DAYS}")


RETURN_WAITS: tuple[ReturnWait, ...] = (
    # What is not back after 45 days counts as never sent (Seller Central 200379860, for FBA;
    # sellers' own returns have no published date).
    ReturnWait(effective_from=ALWAYS, days=45),
)


def return_wait_on(rows: Iterable[ReturnWait], day: dt.date, marketplace: str) -> ReturnWait:
    """Give the row of a marketplace on a day; its own rows come before those for ``*``.

    Raises:
        InvalidTable: when no row holds.
    """
    return in_force(rows, day, "return waits", marketplace)


@attrs.frozen
class ReplyDue:
    """By when a request is to be answered; both are instants, worked out once.

    Either is ``None`` where the return policy has no such deadline.
    """

    advised: Instant | None
    late: Instant | None


@attrs.frozen
class Question:
    """What was asked of the buyer about a request, and what came back.

    ``reply`` is by when the request was to be answered when this was asked.
    """

    text: str = attrs.field(repr=unshown, metadata=PERSONAL)
    at: Instant
    answer: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    answered_at: Instant | None = None
    reply: ReplyDue | None = None

    @property
    def came_late(self) -> bool:
        """Whether it was asked when an answer was late already."""
        due = self.reply.late if self.reply else None
        return due is not None and self.at >= due


@attrs.frozen
class Answer:
    """What was said to a request, by whom.

    Of one that was let in against the policy, ``override`` says why; of one that was declined,
    ``reason`` is a row of the reasons to decline.
    """

    authorised: bool
    at: Instant
    by: Actor
    override: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    reason: str = ""
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class DeclineReason:
    """Why a return is declined.

    Raises:
        InvalidValue: when the code is none.
    """

    code: str

    def __attrs_post_init__(self) -> None:
        """Refuse a code that is none."""
        checked(self.code, "code")


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
