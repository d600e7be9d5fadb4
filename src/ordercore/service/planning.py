"""Planning: by which rows a notice is sent, and what plans who is told of it."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.time import Instant, local_date
from ordercore.notices import NOTICE_TERMS, Audience, Channel, NoticeTerms, about_of, terms_of
from ordercore.notices.post import OpenPost, PlanNotice, PostCommand
from ordercore.orders.message import OrderEvent
from ordercore.ports.listener import Announcement
from ordercore.ports.people import Recipient

_NO_CHANNELS: frozenset[Channel] = frozenset()


@attrs.frozen(kw_only=True)
class PostTerms:
    """By which rows notices are sent; ``silent`` are channels that do not ring at night."""

    rows: tuple[NoticeTerms, ...] = NOTICE_TERMS
    silent: frozenset[Channel] = _NO_CHANNELS
    zone: str = "UTC"
    """Where it is told on which day a row comes into force."""

    def of(self, audience: Audience, kind: str, at: Instant) -> NoticeTerms:
        """Give the row of what happened at a moment.

        Raises:
            InvalidTable: when there is none.
        """
        return terms_of(audience, kind, local_date(at, self.zone), self.rows)


POST_TERMS = PostTerms()
"""The rows that ship with the library; all channels are silent at night."""


def planning(
    told_of: Announcement,
    post_id: str,
    cause: str,
    to: Iterable[Recipient],
    *,
    at: Instant,
    channels: frozenset[Channel],
    terms: PostTerms,
) -> tuple[PostCommand, ...]:
    """Give the commands that plan who is told, by the channels that there are; nobody, nothing."""
    people = [some.addressee for some in to]
    if not people:
        return ()
    notice, event = told_of.notice, told_of.event
    return (
        OpenPost(post_id=post_id, at=at),
        PlanNotice(
            post_id=post_id,
            at=at,
            cause=cause,
            audience=notice.audience,
            kind=notice.kind,
            about=about_of(event if isinstance(event, OrderEvent) else None),
            happened_at=told_of.happened_at,
            terms=terms.of(notice.audience, notice.kind, told_of.happened_at),
            silent=terms.silent,
            to=tuple([attrs.evolve(some, channels=some.channels & channels) for some in people]),
        ),
    )
