"""What a desk tells that no event calls for: deadlines, packing, and the digest of a day."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterable, Sequence

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import plain_date
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant, end_of_day, instant
from ordercore.metrics import Digest, digest_of
from ordercore.notices import Audience, Channel, ShipByLead
from ordercore.notices.post import PostCommand
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.listener import Announcement
from ordercore.ports.people import People, Recipient
from ordercore.service.keeping_work import KeepingWork
from ordercore.service.keys import order_key
from ordercore.service.looking import every_order, order_among
from ordercore.service.planning import POST_TERMS, PostTerms, planning
from ordercore.service.reminding import (
    ANSWERS,
    MAY_SHIP,
    digest_announced,
    digest_cause,
    digest_post,
    preparing,
    reminders,
    with_answers,
)
from ordercore.service.telling import Telling


def recipients_of(people: People, audience: Audience, order: Order | None) -> tuple[Recipient, ...]:
    """Give who is told."""
    return tuple(people.recipients(audience, order))


class TellingByTime(Telling, KeepingWork):
    """Plans what is told although no order changed, each once; sending is as for any notice."""

    world: World

    @abstractmethod
    def _all_of(self, post_id: str, commands: tuple[PostCommand, ...]) -> None:
        """Do all of some commands about a post, or none."""

    def remind(
        self,
        people: People,
        *,
        at: object = None,
        channels: Iterable[Channel] = Channel,
        leads: Sequence[ShipByLead] | None = None,
        terms: PostTerms = POST_TERMS,
    ) -> tuple[str, ...]:
        """Plan that sellers hear of orders that must ship soon, once for each deadline.

        It gives those orders, told of already or not; safe at any time and any number of times.
        Sending is done by :meth:`send_notices`, whose notifier has the ``channels``. Without
        ``leads``, those of the world say how soon is soon.
        """
        when = self._clock.now() if at is None else instant(at)
        orders = every_order(self.store, MAY_SHIP)
        rows = self.world.ship_by_leads if leads is None else leads
        found = reminders(orders, when, rows, terms.zone)
        for order, told_of, cause in found:
            post_id = str(order_key(order.id))
            self._plan(told_of, post_id, cause, people, when, frozenset(channels), terms)
        return tuple([order.id for order, _, _ in found])

    def tell_preparing(
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
        order = order_among(self.store.load((key,)), order_id)
        found = preparing(order, when)
        if found is None:
            return False
        told_of, cause = found
        self._plan(told_of, str(key), cause, people, when, frozenset(channels), terms)
        return True

    def digest(self, day: dt.date, zone: str) -> Digest:
        """Add up a local day of all orders, and what waits; it looks through all of them.

        What waits for an answer is counted by the worklist: messages, returns and claims.

        Raises:
            InvalidValue: when it is no day, or there is no such zone.
        """
        told = digest_of(every_order(self.store), day, zone)
        over = end_of_day(day, zone)
        waiting = self.due(at=over, zone=zone, who=Actor.SELLER, kinds=ANSWERS)
        return with_answers(told, waiting)

    def tell_digest(
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
        post_id, cause = digest_post(day), digest_cause(day, zone)
        self._plan(told_of, post_id, cause, people, when, frozenset(channels), terms)

    def _plan(
        self,
        told_of: Announcement,
        post_id: str,
        cause: str,
        people: People,
        when: Instant,
        channels: frozenset[Channel],
        terms: PostTerms,
    ) -> None:
        to = recipients_of(people, told_of.notice.audience, told_of.order)
        commands = planning(told_of, post_id, cause, to, at=when, channels=channels, terms=terms)
        self._all_of(post_id, commands)
