"""The desk of notices for hosts with an event loop: letters are sent and noted, awaited.

People and writers are asked in a thread, since they may look things up.
"""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator
from functools import partial
from typing import TypeVar

import attrs

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
from ordercore.ports.notifier import AsyncNotifier
from ordercore.ports.outbox import Lane, OutboxEntry
from ordercore.ports.people import People, Recipient
from ordercore.ports.records import Key
from ordercore.ports.writer import Writer
from ordercore.service.async_telling_by_time import AsyncTellingByTime, recipients_awaited
from ordercore.service.causes import (
    announced,
    cause_of,
    event_of,
    post_keys,
    records_of,
    subject_of,
)
from ordercore.service.dispatching import changing, post_with
from ordercore.service.dossiers import POSTS
from ordercore.service.draft import Draft
from ordercore.service.keys import order_key
from ordercore.service.pace import PACE, Pace
from ordercore.service.plan import Work
from ordercore.service.planning import POST_TERMS, PostTerms
from ordercore.service.posting import Dispatching, Postman, Undelivered
from ordercore.service.relay import relay_async
from ordercore.service.reminding import (
    day_of,
    digest_announced,
)
from ordercore.service.telling import shift_of

R = TypeVar("R")


class AsyncSendingNotices(AsyncTellingByTime):
    """Sends notices, as :class:`ordercore.service.dispatching.SendingNotices` does."""

    @abstractmethod
    async def _do(self, work: Work[R]) -> R:
        """Do some work in one transaction."""

    async def send_notices(
        self,
        notifier: AsyncNotifier,
        people: People,
        writer: Writer,
        *,
        limit: int = 100,
        at: object = None,
        pace: Pace = PACE,
        terms: PostTerms = POST_TERMS,
    ) -> Dispatching:
        """Tell people what they are to know by now, by as many letters as the limit says."""
        now = self._clock.now if at is None else partial(instant, at)
        postman = Postman(channels=notifier.channels, limit=limit, pace=pace, now=now, terms=terms)

        async def plan(entry: OutboxEntry) -> None:
            told_of = await self._announcement(entry)
            to = await recipients_awaited(people, told_of.notice.audience, told_of.order)
            post_id = subject_of(entry.stream, told_of)
            cause = cause_of(post_id, entry.stream, entry.seq)
            await self._all_of(post_id, postman.planning(told_of, post_id, cause, to))

        shift = shift_of(self._clock, at, limit, pace)
        planned = await relay_async(self.store, Lane.NOTICES, plan, shift)
        last: Post | None = None
        while page := await self.store.dossiers(Post, due_by=now(), after=last):
            for post in page:
                more = True
                while more and postman.left > 0:
                    more = await self._sent_some(post.id, postman, notifier, people, writer)
            last = page[-1]
            if postman.left <= 0:
                break
        return postman.result(planned)

    async def _sent_some(
        self,
        post_id: str,
        postman: Postman,
        notifier: AsyncNotifier,
        people: People,
        writer: Writer,
    ) -> bool:
        """Send what is due of a post; tell whether there may be more."""
        taken = await self._do(postman.taking(post_id))
        for some in postman.mine(taken):
            command = await self._sent(post_id, some, postman, notifier, people, writer)
            await self._do(partial(Draft.handle, command=command))
        return bool(taken)

    async def _sent(
        self,
        post_id: str,
        some: Dispatch,
        postman: Postman,
        notifier: AsyncNotifier,
        people: People,
        writer: Writer,
    ) -> PostCommand:
        """Send one, and give what notes what became of it."""
        person: Recipient | None = None
        try:
            told_of = await self._told(post_id, some)
            to = await recipients_awaited(people, some.audience, told_of.order)
            verdict = postman.judged(some, told_of, to)
            if isinstance(verdict, Judgement):
                return postman.kept_back(post_id, some, verdict)
            person = verdict
            letter = await asyncio.to_thread(writer, told_of, verdict, some.channel)
            await notifier.send(postman.letter(letter, some))
        except Exception as error:  # noqa: BLE001 - whatever people, writers, notifiers raise is told
            return postman.gone_wrong(post_id, some, error, person)
        return postman.done(post_id, some)

    async def _told(self, post_id: str, some: Dispatch) -> Announcement:
        day = day_of(post_id, some.cause)
        if day is not None:
            return attrs.evolve(digest_announced(await self.digest(*day)), key=some.key)
        rows = await self.store.load(records_of(post_id, some))
        caused = event_of(post_id, some.cause)
        if caused is None:
            return announced(some, rows, ())
        stream, seq = caused
        return announced(some, rows, await self.store.events(stream, after=seq - 1, upto=seq))

    # By time

    # What became of it

    async def notices_of(self, order_id: str) -> tuple[Dispatch, ...]:
        """Give who was told what about an order by which channel, and what became of each."""
        key = POSTS.key(str(order_key(order_id)))
        value = (await self.store.load((key,)))[key].value
        return value.dispatches if isinstance(value, Post) else ()

    async def undelivered_notices(self) -> AsyncIterator[Undelivered]:
        """Give what reached nobody: it failed too often, bounced, or had no address."""
        last: Post | None = None
        while page := await self.store.dossiers(Post, after=last):
            for post in page:
                for some in post.aside:
                    yield Undelivered(post_id=post.id, dispatch=some)
            last = page[-1]

    async def report_bounce(self, key: str, reason: str, *, at: object = None) -> Dispatch:
        """Note that a letter did not arrive, as somebody said later; ``key`` is the letter's.

        Raises:
            NotFound: when no letter of this key was ever to be sent.
            Refused: when it was not sent.
        """
        when = self._clock.now() if at is None else instant(at)
        post_id = await self._post_with(key)
        command = ReportBounce(post_id=post_id, at=when, key=key, reason=reason)
        return await self._do(changing(command, key))

    async def revive_notice(self, key: str, *, at: object = None) -> Dispatch:
        """Let a letter that reached nobody be sent again, as if for the first time.

        Raises:
            NotFound: when no letter of this key was ever to be sent.
            Refused: when it arrived, as far as anybody knows, or was not sent on purpose.
        """
        when = self._clock.now() if at is None else instant(at)
        post_id = await self._post_with(key)
        return await self._do(changing(ReviveDispatch(post_id=post_id, at=when, key=key), key))

    async def _all_of(self, post_id: str, commands: tuple[PostCommand, ...]) -> None:
        if commands:
            key: Key = POSTS.key(post_id)
            await self._do(lambda draft: draft.handle_all(key, commands))

    async def _post_with(self, key: str) -> str:
        rows = await self.store.load(post_keys(key))
        return post_with(key, [row.value for row in rows.values()])
