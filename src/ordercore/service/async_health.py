"""Account health for hosts with an event loop."""

from collections.abc import AsyncIterator, Iterable

from ordercore.conversations.messages import Conversation
from ordercore.kernel.ids import OrderId
from ordercore.metrics.counting import Answer, FactTable, Question, Tally
from ordercore.metrics.health import (
    DEFINITIONS,
    HEALTH,
    AccountHealth,
    Ask,
    Definition,
    HealthValue,
    Noting,
    health,
    health_questions,
    health_table,
    made_by,
    made_by_rows,
    nothing_noted,
)
from ordercore.orders.derived import Cells, Subject
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.ports.derived import DerivedRow
from ordercore.queries import EVERY_ORDER
from ordercore.service.health import (
    AT_ONCE,
    Boundaries,
    by_tally,
    count_talk,
    is_kept,
    keys_beside,
    orders_asked_about,
    rules_of,
    subject_of,
    talked_about,
)


async def subjects_in(store: AsyncStore) -> AsyncIterator[Subject]:
    """Give every order with the claims and the feedback about it, page by page."""
    last: Order | None = None
    while page := await store.orders(EVERY_ORDER, after=last, limit=AT_ONCE):
        rows = await store.load(keys_beside(page))
        for order in page:
            yield subject_of(order, rows)
        last = page[-1]


async def talks_in(store: AsyncStore) -> AsyncIterator[Subject]:
    """Give every conversation about an order with its order alone, page by page."""
    last: Conversation | None = None
    while page := await store.dossiers(Conversation, after=last):
        rows = await store.load(orders_asked_about(page))
        for subject in talked_about(page, rows):
            yield subject
        last = page[-1]


async def counted(store: AsyncStore, table: FactTable) -> Tally:
    """Add up the facts of all orders; in memory there are as many sums as there are groups."""
    tally = Tally(table)
    async for subject in subjects_in(store):
        tally.add(table.facts(subject))
    async for subject in talks_in(store):
        count_talk(tally, subject)
    return tally


async def answered(store: AsyncStore, questions: Iterable[Question]) -> Ask:
    """Have a store answer questions beforehand."""
    answers = [(question, await store.ask(question)) for question in questions]

    def ask(question: Question) -> Answer:
        return next(answer for asked, answer in answers if asked == question)

    return ask


async def rows_in(store: AsyncStore) -> AsyncIterator[tuple[OrderId, Cells]]:
    """Give the rows that a store keeps of account health, page by page, caught up first."""
    last: DerivedRow | None = None
    while await store.catch_up():
        pass
    while page := await store.derived(HEALTH.table, after=last):
        for row in page:
            yield row.order_id, row.cells
        last = page[-1]


class AsyncSeeingHealth:
    """Tells how the seller is doing by the metrics of a marketplace."""

    store: AsyncStore
    world: World
    _clock: Clock

    async def health(
        self,
        *,
        at: object = None,
        marketplace: str = "",
        channel: str | None = None,
        noting: Noting = nothing_noted,
        boundaries: Boundaries | None = None,
        definitions: tuple[Definition, ...] = DEFINITIONS,
    ) -> AccountHealth:
        """Report account health, as :meth:`ordercore.service.health.SeeingHealth.health` does."""
        now = self._clock.now() if at is None else at
        code = self.world.marketplace_code(marketplace)
        rules = rules_of(self.world, definitions, boundaries)
        if is_kept(self.world, noting):
            table = HEALTH
            asked = health_questions(at=now, marketplace=code, channel=channel, rules=rules)
            ask = await answered(self.store, asked)
        else:
            table = health_table(self.world, noting)
            ask = by_tally(await counted(self.store, table))
        return health(ask, at=now, marketplace=code, channel=channel, rules=rules, table=table)

    async def orders_behind(
        self, value: HealthValue, *, noting: Noting = nothing_noted
    ) -> AsyncIterator[OrderId]:
        """Give the orders that made the faults of a figure, each once: what to look into."""
        given: set[OrderId] = set()
        if is_kept(self.world, noting):
            async for row in rows_in(self.store):
                for id in made_by_rows(value, (row,)):
                    if id not in given:
                        given.add(id)
                        yield id
            return
        table = health_table(self.world, noting)
        for source in (subjects_in, talks_in):
            async for subject in source(self.store):
                for id in made_by(value, (subject,), table):
                    if id not in given:
                        given.add(id)
                        yield id
