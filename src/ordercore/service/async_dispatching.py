"""The desk of notices for hosts with an event loop: letters are sent and noted, awaited.

People and writers are asked in a thread, since they may look things up.
"""

import asyncio
import datetime as dt
from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial
from typing import TypeVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import plain_date
from ordercore.kernel.ids import checked
from ordercore.kernel.time import instant
from ordercore.metrics import Digest, digest_of
from ordercore.notices import SHIP_BY_LEADS, Audience, Channel, ShipByLead
from ordercore.notices.post import (
    Dispatch,
    Judgement,
    Post,
    PostCommand,
    ReportBounce,
    ReviveDispatch,
)
from ordercore.orders.state import Order
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import AsyncNotifier
from ordercore.ports.outbox import Lane, OutboxEntry
from ordercore.ports.people import People, Recipient
from ordercore.ports.records import Key
from ordercore.ports.writer import Writer
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.service.async_telling import AsyncTelling
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
from ordercore.service.looking import order_among
from ordercore.service.pace import PACE, Pace
from ordercore.service.plan import Work
from ordercore.service.posting import (
    POST_TERMS,
    Dispatching,
    Postman,
    PostTerms,
    Undelivered,
    planning,
)
from ordercore.service.relay import relay_async
from ordercore.service.reminding import (
    MAY_SHIP,
    day_of,
    digest_announced,
    digest_cause,
    digest_post,
    preparing,
    reminders,
)
from ordercore.service.telling import shift_of

R = TypeVar("R")


class AsyncSendingNotices(AsyncTelling):
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
            to = await _recipients(people, told_of.notice.audience, told_of.order)
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
            to = await _recipients(people, some.audience, told_of.order)
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

    async def remind(
        self,
        people: People,
        *,
        at: object = None,
        channels: Iterable[Channel] = Channel,
        leads: Sequence[ShipByLead] = SHIP_BY_LEADS,
        terms: PostTerms = POST_TERMS,
    ) -> tuple[str, ...]:
        """Plan that sellers hear of orders that must ship soon, once for each deadline.

        It gives those orders, told of already or not; safe at any time and any number of times.
        Sending is done by :meth:`send_notices`, whose notifier has the ``channels``.
        """
        when = self._clock.now() if at is None else instant(at)
        orders = await self._every_order(MAY_SHIP)
        found = reminders(orders, when, leads, terms.zone)
        for order, told_of, cause in found:
            to = await _recipients(people, told_of.notice.audience, order)
            await self._all_of(
                subject_of(order_key(order.id), told_of),
                planning(
                    told_of,
                    str(order_key(order.id)),
                    cause,
                    to,
                    at=when,
                    channels=frozenset(channels),
                    terms=terms,
                ),
            )
        return tuple([order.id for order, _, _ in found])

    async def tell_preparing(
        self,
        people: People,
        order_id: str,
        *,
        at: object = None,
        channels: Iterable[Channel] = Channel,
        terms: PostTerms = POST_TERMS,
    ) -> bool:
        """Plan that the buyer hears that an order is being packed, once; tell whether it may be.

        It may not while it is unpaid or held, or where nothing waits to be shipped. A host says it
        when somebody begins to pack.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        when = self._clock.now() if at is None else instant(at)
        key = order_key(checked(order_id, "order_id"))
        order = order_among(await self.store.load((key,)), order_id)
        found = preparing(order, when)
        if found is None:
            return False
        told_of, cause = found
        to = await _recipients(people, told_of.notice.audience, order)
        post_id = str(key)
        work = planning(
            told_of, post_id, cause, to, at=when, channels=frozenset(channels), terms=terms
        )
        await self._all_of(post_id, work)
        return True

    async def digest(self, day: dt.date, zone: str) -> Digest:
        """Add up a local day of all orders, and what waits; it looks through all of them.

        Raises:
            InvalidValue: when it is no day, or there is no such zone.
        """
        return digest_of(await self._every_order(), day, zone)

    async def tell_digest(
        self,
        people: People,
        day: dt.date,
        zone: str,
        *,
        at: object = None,
        channels: Iterable[Channel] = Channel,
        terms: PostTerms = POST_TERMS,
    ) -> None:
        """Plan that sellers are told the digest of a day, once; it is added up when it is sent.

        Raises:
            InvalidValue: when it is no day, there is no such zone, or the day is not over.
        """
        when = self._clock.now() if at is None else instant(at)
        told_of = digest_announced(Digest(day=plain_date(day, "day"), zone=zone))
        if when < told_of.happened_at:
            raise InvalidValue("day", day, "a day that is over")
        to = await _recipients(people, told_of.notice.audience, None)
        await self._all_of(
            digest_post(day),
            planning(
                told_of,
                digest_post(day),
                digest_cause(day, zone),
                to,
                at=when,
                channels=frozenset(channels),
                terms=terms,
            ),
        )

    async def _every_order(self, wanted: OrderFilter = EVERY_ORDER) -> list[Order]:
        found: list[Order] = []
        while page := await self.store.orders(wanted, after=found[-1] if found else None):
            found += page
        return found

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


async def _recipients(
    people: People, audience: Audience, order: Order | None
) -> tuple[Recipient, ...]:
    return await asyncio.to_thread(lambda: tuple(people.recipients(audience, order)))
