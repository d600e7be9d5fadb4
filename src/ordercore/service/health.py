"""Account health at the desk: the facts of all orders added up, and the orders behind a figure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from ordercore.channels import Boundary, Metric
from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import Conversation
from ordercore.kernel.ids import OrderId
from ordercore.kernel.replace import replace
from ordercore.metrics.counting import Answer, FactTable, Question, Tally, answer
from ordercore.metrics.health import (
    DEFINITIONS,
    HEALTH,
    AccountHealth,
    Ask,
    Definition,
    HealthValue,
    Noting,
    Rules,
    counts_as,
    health,
    health_table,
    made_by,
    made_by_rows,
    nothing_noted,
)
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.records import Key
from ordercore.ports.store import Row, Store
from ordercore.queries import EVERY_ORDER
from ordercore.service.dossiers import CLAIMS, FEEDBACK
from ordercore.service.keys import order_key
from ordercore.service.subjects import every_derived

AT_ONCE = 200
"""Orders of which dossiers are loaded together."""

Boundaries = Mapping[Metric, Boundary]


def keys_beside(orders: Iterable[Order]) -> tuple[Key, ...]:
    """Give the keys of the claims and the feedback about orders."""
    keys: list[Key] = []
    for order in orders:
        keys += [FEEDBACK.key(order.id), *[CLAIMS.key(note.id) for note in order.claims]]
    return tuple(keys)


def subject_of(order: Order, rows: Mapping[Key, Row]) -> Subject:
    """Give an order with what was loaded of the claims and the feedback about it."""
    values = [rows[key].value for key in keys_beside((order,)) if key in rows]
    return Subject(
        order=order,
        claims=tuple(
            [some for some in values if isinstance(some, Claim) and some.order_id == order.id]
        ),
        feedback=tuple([some for some in values if isinstance(some, Feedback)]),
    )


def orders_asked_about(talks: Collection[Conversation]) -> tuple[Key, ...]:
    """Give the keys of the orders that conversations are about."""
    named = [some.order_id for some in talks if some.order_id is not None]
    return tuple([order_key(id) for id in dict.fromkeys(named)])


def talked_about(talks: Iterable[Conversation], rows: Mapping[Key, Row]) -> Iterator[Subject]:
    """Give each conversation about an order with its order alone."""
    for talk in talks:
        row = rows.get(order_key(talk.order_id)) if talk.order_id is not None else None
        if row is not None and isinstance(row.value, Order):
            yield Subject(order=row.value, conversations=(talk,))


def count_talk(tally: Tally, subject: Subject) -> None:
    """Count what a conversation adds to the facts of its order, which are counted already."""
    facts = tally.table.facts
    tally.change(facts(replace(subject, conversations=())), facts(subject))


def subjects_in(store: Store) -> Iterator[Subject]:
    """Give every order with the claims and the feedback about it, page by page."""
    last: Order | None = None
    while page := store.orders(EVERY_ORDER, after=last, limit=AT_ONCE):
        rows = store.load(keys_beside(page))
        for order in page:
            yield subject_of(order, rows)
        last = page[-1]


def talks_in(store: Store) -> Iterator[Subject]:
    """Give every conversation about an order with its order alone, page by page."""
    last: Conversation | None = None
    while page := store.dossiers(Conversation, after=last):
        yield from talked_about(page, store.load(orders_asked_about(page)))
        last = page[-1]


def counted(store: Store, table: FactTable) -> Tally:
    """Add up the facts of all orders; in memory there are as many sums as there are groups."""
    tally = Tally(table)
    for subject in subjects_in(store):
        tally.add(table.facts(subject))
    for subject in talks_in(store):
        count_talk(tally, subject)
    return tally


def by_tally(tally: Tally) -> Ask:
    """Have questions answered by a tally."""

    def ask(question: Question) -> Answer:
        return answer(question, tally)

    return ask


def is_kept(world: World, noting: Noting) -> bool:
    """Tell whether the rows that stores keep are what counts here.

    Those are made by the rows that come with this package, of what orders keep themselves.
    """
    return noting is nothing_noted and counts_as(world)


def source_of(store: Store, world: World, noting: Noting) -> tuple[FactTable, Ask]:
    """Choose who answers questions about the facts of a store's orders.

    The store does from the rows that it keeps; where they are not what counts, all orders are
    gone through.
    """
    if is_kept(world, noting):
        return HEALTH, store.ask
    table = health_table(world, noting)
    return table, by_tally(counted(store, table))


def rules_of(
    world: World, definitions: tuple[Definition, ...], boundaries: Boundaries | None
) -> Rules:
    """Give by what the seller of a world is measured."""
    return Rules(channels=world.channels, definitions=definitions, boundaries=boundaries or {})


class SeeingHealth:
    """Tells how the seller is doing by the metrics of a marketplace."""

    store: Store
    world: World
    _clock: Clock

    def health(
        self,
        *,
        at: object = None,
        marketplace: str = "",
        channel: str | None = None,
        noting: Noting = nothing_noted,
        boundaries: Boundaries | None = None,
        definitions: tuple[Definition, ...] = DEFINITIONS,
    ) -> AccountHealth:
        """Report account health at a moment, now where none is given.

        Without a ``marketplace`` all of them are added up, and without a ``channel`` those whose
        orders the same party ships. ``noting`` tells of an order what it does not keep.
        ``boundaries`` says of a metric whether exactly its limit keeps to it. A marketplace goes by
        any of its names: ``GB``, ``UK`` or its id.

        What is known now counts, whenever ``at`` is: a claim of today makes an order of last month
        defective.

        Raises:
            InvalidValue: when that is no moment, or there is no such channel or marketplace.
        """
        code = self.world.marketplace_code(marketplace)
        table, ask = source_of(self.store, self.world, noting)
        return health(
            ask,
            at=self._clock.now() if at is None else at,
            marketplace=code,
            channel=channel,
            rules=rules_of(self.world, definitions, boundaries),
            table=table,
        )

    def orders_behind(
        self, value: HealthValue, *, noting: Noting = nothing_noted
    ) -> Iterator[OrderId]:
        """Give the orders that made the faults of a figure, each once: what to look into."""
        if is_kept(self.world, noting):
            rows = every_derived(self.store, HEALTH.table)
            yield from made_by_rows(value, ((row.order_id, row.cells) for row in rows))
            return
        table = health_table(self.world, noting)
        given: set[OrderId] = set()
        for source in (subjects_in, talks_in):
            for id in made_by(value, source(self.store), table):
                if id not in given:
                    given.add(id)
                    yield id
