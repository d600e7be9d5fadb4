"""Posting: what of the outbox is told to whom, and what is done with it when it is due.

The laws of this file:

- a notice is planned in one transaction, and its cause makes that happen once;
- whoever sends a dispatch has taken it before; a process that dies lets its lease run out, and the
  same key is sent again: twice where the other side knows no keys, and only then;
- nothing is sent in a transaction, and nothing whose lease may have run out;
- whether it is still so, and wanted, and no night, is asked when it is about to leave.

What is decided is in :class:`Postman`; the loops beside only do it, waiting or awaiting.
"""

import re
from collections.abc import Callable, Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory import Stock
from ordercore.kernel.time import Instant
from ordercore.notices import (
    Channel,
    is_stale,
    is_stale_of_stock,
)
from ordercore.notices.beside import is_stale_beside
from ordercore.notices.post import (
    Dispatch,
    DispatchStatus,
    Judgement,
    Post,
    PostCommand,
    SettleDispatch,
    TakeDispatches,
    judge,
)
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import Letter, Unreachable
from ordercore.ports.people import Recipient
from ordercore.service.dossiers import POSTS
from ordercore.service.draft import Draft
from ordercore.service.pace import Pace, later
from ordercore.service.planning import PostTerms, planning
from ordercore.service.relay import Delivery, told


@attrs.frozen(kw_only=True)
class Dispatching:
    """What became of notices in one call, by the keys of their letters.

    ``planned`` tells of the outbox, where notices wait until it is known to whom each goes.
    ``kept`` are dispatches that were not sent, with what became of them instead.
    It is true where there was anything to do, so that a worker may sleep for a while when not.
    """

    planned: Delivery = attrs.field(factory=Delivery)
    sent: tuple[str, ...] = ()
    failed: tuple[tuple[str, Exception], ...] = ()
    kept: tuple[tuple[str, DispatchStatus], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there was anything to do."""
        return bool(self.planned or self.sent or self.failed or self.kept)


@attrs.frozen(kw_only=True)
class Undelivered:
    """A dispatch that reached nobody, and the subject in whose post it is."""

    post_id: str
    dispatch: Dispatch


class Postman:
    """One call: what may be taken and sent, and what became of it."""

    def __init__(
        self,
        *,
        channels: Iterable[Channel],
        limit: int,
        pace: Pace,
        now: Callable[[], Instant],
        terms: PostTerms,
    ) -> None:
        if type(limit) is not int or limit < 0:
            raise InvalidValue("limit", limit, "a number, 0 or more")
        self._channels, self.left, self._pace = frozenset(channels), limit, pace
        self.now, self._terms = now, terms
        self._until = now()
        self._sent: list[str] = []
        self._failed: list[tuple[str, Exception]] = []
        self._kept: list[tuple[str, DispatchStatus]] = []

    # Planning

    def planning(
        self, told_of: Announcement, post_id: str, cause: str, to: Iterable[Recipient]
    ) -> tuple[PostCommand, ...]:
        """Give the commands that plan who is told, by the channels that there are."""
        return planning(
            told_of, post_id, cause, to, at=self.now(), channels=self._channels, terms=self._terms
        )

    # Sending

    def taking(self, post_id: str) -> Callable[[Draft], tuple[Dispatch, ...]]:
        """Give the work that takes what is due of a post, and tells what that was."""
        now = self.now()
        self._until = later(now, self._pace.lease)
        most = self.left
        command = TakeDispatches(
            post_id=post_id,
            at=now,
            until=self._until,
            most_tries=self._pace.most_tries,
            most=most,
        )
        key = POSTS.key(post_id)

        def take(draft: Draft) -> tuple[Dispatch, ...]:
            draft.need((key,))
            before, after = draft.value(key), draft.handle(command).value
            if not isinstance(before, Post) or not isinstance(after, Post):
                raise TypeError(f"no post is kept as {post_id}")
            due = {some.key for some in before.due(now)[:most]}
            return tuple([some for some in after.dispatches if some.key in due])

        return take

    def mine(self, taken: Iterable[Dispatch]) -> Iterable[Dispatch]:
        """Give what was taken, as long as it is ours to send; note what was put aside instead."""
        for some in taken:
            if some.status is not DispatchStatus.SENDING:
                self._kept.append((some.key, some.status))
            elif self.now() < self._until:
                self.left -= 1
                yield some

    def judged(
        self, dispatch: Dispatch, told_of: Announcement, to: Iterable[Recipient]
    ) -> Judgement | Recipient:
        """Tell who it goes to, or why it does not leave."""
        person = next((some for some in to if some.id == dispatch.recipient), None)
        terms = self._terms.of(dispatch.audience, dispatch.kind, dispatch.happened_at)
        verdict = judge(
            dispatch,
            terms,
            None if person is None else person.addressee,
            self.now(),
            stale=_is_stale(told_of),
            silent=self._terms.silent,
        )
        if verdict is not None:
            return verdict
        if person is None:
            raise AssertionError("nobody is sent what has nobody to go to")
        return person

    def letter(self, letter: Letter, dispatch: Dispatch) -> Letter:
        """Give a letter under the key of its dispatch.

        Raises:
            InvalidValue: when its writer has made it for another channel or person.
        """
        made = (letter.channel, letter.recipient)
        if made != (dispatch.channel, dispatch.recipient):
            raise InvalidValue("letter", made, "for the channel and the person that were asked for")
        return attrs.evolve(letter, key=dispatch.key)

    # What became of it

    def kept_back(self, post_id: str, some: Dispatch, verdict: Judgement) -> SettleDispatch:
        """Note that it does not leave now, or not at all."""
        self._kept.append((some.key, verdict.status))
        held = verdict.again_at is not None
        return self._settle(post_id, some, verdict.status, verdict.again_at, held, verdict.reason)

    def done(self, post_id: str, some: Dispatch) -> SettleDispatch:
        """Note that it was sent."""
        self._sent.append(some.key)
        return self._settle(post_id, some, DispatchStatus.SENT)

    def gone_wrong(
        self, post_id: str, some: Dispatch, error: Exception, person: Recipient | None
    ) -> SettleDispatch:
        """Note that it failed: it is tried again, or never, as far as the error tells.

        What is kept of the error names neither the person nor an address.
        """
        self._failed.append((some.key, error))
        said = _without(told(error), person)
        if isinstance(error, Unreachable):
            return self._settle(post_id, some, DispatchStatus.BOUNCED, error=said)
        if some.tries >= self._pace.most_tries:
            return self._settle(post_id, some, DispatchStatus.POISONED, error=said)
        again = later(self.now(), self._pace.pause(some.tries))
        return self._settle(post_id, some, DispatchStatus.WAITING, again, error=said)

    def _settle(
        self,
        post_id: str,
        some: Dispatch,
        status: DispatchStatus,
        again_at: Instant | None = None,
        held: bool = False,
        error: str = "",
    ) -> SettleDispatch:
        return SettleDispatch(
            post_id=post_id,
            at=self.now(),
            key=some.key,
            tries=some.tries,
            status=status,
            again_at=again_at,
            held=held,
            error=error,
        )

    def result(self, planned: Delivery) -> Dispatching:
        """Give what became of all."""
        return Dispatching(
            planned=planned,
            sent=tuple(self._sent),
            failed=tuple(self._failed),
            kept=tuple(self._kept),
        )


def _without(text: str, person: Recipient | None) -> str:
    for private in () if person is None else (*person.addresses.values(), person.name):
        # However it is spelt: servers repeat addresses in small letters.
        text = re.sub(re.escape(private), "…", text, flags=re.IGNORECASE) if private else text
    return text


def _is_stale(told_of: Announcement) -> bool:
    """Tell whether what is told is no longer so."""
    notice, order, event = told_of.notice, told_of.order, told_of.event
    if isinstance(told_of.subject, Stock):
        return is_stale_of_stock(notice.audience, notice.kind, told_of.subject)
    if not isinstance(told_of.subject, Order):
        return is_stale_beside(notice, told_of.subject, event)
    if order is None:
        return False
    of_order = event if isinstance(event, OrderEvent) else None
    return is_stale(notice.audience, notice.kind, order, of_order)
