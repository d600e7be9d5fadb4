"""The desk of notices: who is told, by which channel, and what became of it."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import attrs

from ordercore.errors import NotFound
from ordercore.kernel.time import instant
from ordercore.notices.post import (
    Dispatch,
    Judgement,
    Post,
    PostCommand,
    ReportBounce,
    ReviveDispatch,
)
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import Notifier
from ordercore.ports.outbox import Lane, OutboxEntry
from ordercore.ports.people import People, Recipient
from ordercore.ports.records import Key
from ordercore.ports.writer import Writer
from ordercore.service.causes import (
    announced,
    cause_of,
    event_of,
    post_keys,
    records_of,
    subject_of,
)
from ordercore.service.dossiers import POSTS
from ordercore.service.draft import Draft
from ordercore.service.keys import order_key
from ordercore.service.looking import every_dossier
from ordercore.service.pace import PACE, Pace
from ordercore.service.plan import Work
from ordercore.service.planning import POST_TERMS, PostTerms
from ordercore.service.posting import Dispatching, Postman, Undelivered
from ordercore.service.relay import relay
from ordercore.service.reminding import (
    day_of,
    digest_announced,
)
from ordercore.service.telling import shift_of
from ordercore.service.telling_by_time import TellingByTime

R = TypeVar("R")


class SendingNotices(TellingByTime):
    """Sends notices to people, each once, and knows what became of them."""

    @abstractmethod
    def _do(self, work: Work[R]) -> R:
        """Do some work in one transaction."""

    def send_notices(
        self,
        notifier: Notifier,
        people: People,
        writer: Writer,
        *,
        limit: int = 100,
        at: object = None,
        pace: Pace = PACE,
        terms: PostTerms = POST_TERMS,
    ) -> Dispatching:
        """Tell people what they are to know by now, by as many letters as the limit says.

        What waits in the outbox is first planned: to whom each notice goes by which channels that
        the notifier has, when, and whether it is wanted. What is due is then sent, outside of any
        transaction, and noted as sent. Any number of processes may do this at once.
        A letter whose process dies after it was sent and before that was noted is sent again when
        its lease is over, with the same key; nothing else is sent twice.
        ``at`` is the moment at which it all happens; left out, the clock is asked as it goes on.

        Raises:
            InvalidValue: when the limit is no number.
            InvalidTable: when there are no terms for a kind of notice.
        """
        now = self._clock.now if at is None else partial(instant, at)
        postman = Postman(channels=notifier.channels, limit=limit, pace=pace, now=now, terms=terms)

        def plan(entry: OutboxEntry) -> None:
            told_of = self._announcement(entry)
            to = people.recipients(told_of.notice.audience, told_of.order)
            post_id = subject_of(entry.stream, told_of)
            cause = cause_of(post_id, entry.stream, entry.seq)
            self._all_of(post_id, postman.planning(told_of, post_id, cause, to))

        planned = relay(self.store, Lane.NOTICES, plan, shift_of(self._clock, at, limit, pace))
        for post in every_dossier(self.store, Post, due_by=now()):
            while postman.left > 0 and self._sent_some(post.id, postman, notifier, people, writer):
                pass
            if postman.left <= 0:
                break
        return postman.result(planned)

    def _sent_some(
        self, post_id: str, postman: Postman, notifier: Notifier, people: People, writer: Writer
    ) -> bool:
        """Send what is due of a post; tell whether there may be more."""
        taken = self._do(postman.taking(post_id))
        for some in postman.mine(taken):
            command = self._sent(post_id, some, postman, notifier, people, writer)
            self._do(partial(Draft.handle, command=command))
        return bool(taken)

    def _sent(
        self,
        post_id: str,
        some: Dispatch,
        postman: Postman,
        notifier: Notifier,
        people: People,
        writer: Writer,
    ) -> PostCommand:
        """Send one, and give what notes what became of it."""
        person: Recipient | None = None
        try:
            told_of = self._told(post_id, some)
            to = tuple(people.recipients(some.audience, told_of.order))
            verdict = postman.judged(some, told_of, to)
            if isinstance(verdict, Judgement):
                return postman.kept_back(post_id, some, verdict)
            person = verdict
            notifier.send(postman.letter(writer(told_of, verdict, some.channel), some))
        except Exception as error:  # noqa: BLE001 - whatever people, writers, notifiers raise is told
            return postman.gone_wrong(post_id, some, error, person)
        return postman.done(post_id, some)

    def _told(self, post_id: str, some: Dispatch) -> Announcement:
        day = day_of(post_id, some.cause)
        if day is not None:
            return attrs.evolve(digest_announced(self.digest(*day)), key=some.key)
        rows = self.store.load(records_of(post_id, some))
        caused = event_of(post_id, some.cause)
        if caused is None:
            return announced(some, rows, ())
        stream, seq = caused
        return announced(some, rows, self.store.events(stream, after=seq - 1, upto=seq))

    # What became of it

    def notices_of(self, order_id: str) -> tuple[Dispatch, ...]:
        """Give who was told what about an order by which channel, and what became of each.

        It is empty before anybody was to be told. What waits in the outbox is not among them yet.
        """
        post = self._post(POSTS.key(str(order_key(order_id))))
        return () if post is None else post.dispatches

    def undelivered_notices(self) -> Iterator[Undelivered]:
        """Give what reached nobody: it failed too often, bounced, or had no address.

        It looks through all that was ever to be told; the operator is told of each when it
        happens, as ``notice_undelivered``.
        """
        for post in every_dossier(self.store, Post):
            for some in post.aside:
                yield Undelivered(post_id=post.id, dispatch=some)

    def report_bounce(self, key: str, reason: str, *, at: object = None) -> Dispatch:
        """Note that a letter did not arrive, as somebody said later; ``key`` is the letter's.

        Raises:
            NotFound: when no letter of this key was ever to be sent.
            Refused: when it was not sent.
        """
        when = self._clock.now() if at is None else instant(at)
        post_id = self._post_with(key)
        return self._changed(ReportBounce(post_id=post_id, at=when, key=key, reason=reason), key)

    def revive_notice(self, key: str, *, at: object = None) -> Dispatch:
        """Let a letter that reached nobody be sent again, as if for the first time.

        Raises:
            NotFound: when no letter of this key was ever to be sent.
            Refused: when it arrived, as far as anybody knows, or was not sent on purpose.
        """
        when = self._clock.now() if at is None else instant(at)
        return self._changed(ReviveDispatch(post_id=self._post_with(key), at=when, key=key), key)

    def _all_of(self, post_id: str, commands: tuple[PostCommand, ...]) -> None:
        if commands:
            self._do(lambda draft: draft.handle_all(POSTS.key(post_id), commands))

    def _changed(self, command: PostCommand, key: str) -> Dispatch:
        return self._do(changing(command, key))

    def _post(self, key: Key) -> Post | None:
        value = self.store.load((key,))[key].value
        return value if isinstance(value, Post) else None

    def _post_with(self, key: str) -> str:
        return post_with(key, [row.value for row in self.store.load(post_keys(key)).values()])


def post_with(key: str, values: "list[object]") -> str:
    """Give the post among values that a dispatch is in.

    Raises:
        NotFound: when it is in none.
    """
    for value in values:
        if isinstance(value, Post) and value.dispatch(key) is not None:
            return value.id
    raise NotFound("letter", key)


def changing(command: PostCommand, key: str) -> Callable[[Draft], Dispatch]:
    """Give the work that does something about a dispatch, and tells how it is afterwards."""

    def change(draft: Draft) -> Dispatch:
        post = draft.handle(command).value
        some = post.dispatch(key) if isinstance(post, Post) else None
        if some is None:
            raise NotFound("letter", key)
        return some

    return change
