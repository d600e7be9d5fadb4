"""What is due: the tasks of orders and of stock, sorted by what it costs to miss them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import nsmallest
from itertools import chain

import attrs

from ordercore.conversations.messages import Conversation
from ordercore.errors import InvalidValue
from ordercore.inventory import Reservation, Stock, Suggestion
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import several
from ordercore.kernel.clauses import Clause
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import Instant, instant, local_date, named_zone
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.queries.worklist import stocking
from ordercore.queries.worklist.case import Case, Found, Heard, InStock, by_the_order, nobody_knows
from ordercore.queries.worklist.costs import STAKES
from ordercore.queries.worklist.kinds import KINDS, ORDER_KINDS, TaskKind
from ordercore.queries.worklist.stakes import Stakes, stake_of
from ordercore.queries.worklist.stocking import StockCase
from ordercore.queries.worklist.talking import answers_before_ordering
from ordercore.queries.worklist.task import Task


def _moment(value: object) -> Instant:
    return instant(value, "at")


def _kinds(given: Iterable[str] | None) -> frozenset[str]:
    kinds = tuple(KINDS) if given is None else several(given, "kinds")
    known = list(KINDS)
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise InvalidValue("kinds", unknown, f"among {', '.join(KINDS)}")
    return frozenset(kinds)


def _who(given: Actor | str | None) -> Actor | None:
    try:
        return None if given is None else Actor(given)
    except ValueError:
        known = ", ".join(actor.value for actor in Actor)
        raise InvalidValue("who", given, f"one of {known}") from None


def _weighs_all(asking: "Asking", _: "attrs.Attribute[Stakes]", given: object) -> None:
    there = given if isinstance(given, Mapping) else {}
    missing = sorted(kind for kind in asking.kinds if not there.get(kind))
    if missing:
        raise InvalidValue("stakes", given, f"a table of stakes with {', '.join(missing)} too")


@attrs.frozen(kw_only=True)
class Asking:
    """What is asked for: at which moment, of which kinds, whose, and how much it weighs.

    Rows of stakes are those of the day of ``at`` in ``zone``.

    Raises:
        InvalidValue: when it is no moment, there is no such zone, kind or party, or no stakes of a
            kind that is asked for.
    """

    at: Instant = attrs.field(converter=_moment)
    zone: str = attrs.field(default="UTC", validator=named_zone)
    who: Actor | None = attrs.field(default=None, converter=_who)
    kinds: frozenset[str] = attrs.field(default=None, converter=_kinds)
    stakes: Stakes = attrs.field(factory=lambda: STAKES, validator=_weighs_all)

    @property
    def day(self) -> dt.date:
        """The day on which it is asked."""
        return local_date(self.at, self.zone)

    @property
    def of_orders(self) -> tuple[TaskKind, ...]:
        """The kinds of tasks of orders that are asked for, in the order of their table."""
        return tuple([row for what, row in ORDER_KINDS.items() if what in self.kinds])


def due_of_orders(
    subjects: Iterable[Subject],
    asking: Asking,
    world: World = WORLD,
    *,
    in_stock: InStock = nobody_knows,
    heard: Heard = by_the_order,
) -> Iterator[Task]:
    """Find the tasks of orders, and of what stands beside them, in no order.

    ``in_stock`` tells whether stock has units for a command; where nobody can be asked it has
    none. ``heard`` tells what carriers have said of a parcel: what its order keeps of that, where
    nobody knows more.
    """
    for subject in subjects:
        case = Case(subject=subject, at=asking.at, world=world, in_stock=in_stock, heard=heard)
        status = subject.order.status
        for row in asking.of_orders:
            for found in row.finder(case) if status in row.statuses else ():
                yield from _asked_for(row.what, found, asking, subject.order)


def due_of_strangers(
    conversations: Iterable[Conversation], asking: Asking, world: World = WORLD
) -> Iterator[Task]:
    """Find what buyers wait for who have not ordered; of conversations about orders, nothing."""
    for talk in conversations if "answer_buyer" in asking.kinds else ():
        if talk.order_id is None:
            for found in answers_before_ordering(talk, asking.at, world):
                yield from _asked_for("answer_buyer", found, asking, talk)


def due_of_stock(
    stocks: Iterable[Stock],
    asking: Asking,
    world: World = WORLD,
    *,
    suggestions: Iterable[Suggestion] = (),
) -> Iterator[Task]:
    """Find the tasks of stock; ``suggestions`` say what to order of it, and by when.

    Raises:
        InvalidValue: when something else is among the suggestions.
    """
    given: tuple[object, ...] = several(suggestions, "suggestions")
    known = [some for some in given if isinstance(some, Suggestion)]
    if len(known) < len(given):
        raise InvalidValue("suggestions", given, "suggestions, such as desk.suggest gives")
    suggested = {(some.pool, some.sku): some for some in known}
    for stock in stocks:
        suggestion = suggested.get((stock.pool, stock.sku))
        case = StockCase(stock=stock, at=asking.at, world=world, suggestion=suggestion)
        for what, finder in STOCK_FINDERS.items():
            for found in finder(case) if what in asking.kinds else ():
                yield from _asked_for(what, found, asking, stock)


STOCK_FINDERS: Mapping[str, Callable[[StockCase], Iterator[Found]]] = {
    "count_stock": stocking.stock_that_is_short,
    "fill_backorders": stocking.backorders_to_fill,
    "reorder_stock": stocking.stock_to_reorder,
    "chase_inbound": stocking.late_inbound,
}


def due_of_reservations(reservations: Iterable[Reservation], asking: Asking) -> Iterator[Task]:
    """Find promises that have run out."""
    for some in reservations if "expire_reservation" in asking.kinds else ():
        for found in stocking.expired_promises(some, asking.at):
            yield from _asked_for("expire_reservation", found, asking, some)


def in_order(tasks: Iterable[Task], limit: int | None = None) -> tuple[Task, ...]:
    """Sort tasks by what it costs to miss them, then by deadline, then by id; give the first.

    No more than ``limit`` are kept in mind at a time.
    """
    if limit is None:
        return tuple(sorted(tasks, key=lambda task: task.place))
    return tuple(nsmallest(limit, tasks, key=lambda task: task.place))


def due(
    orders: Iterable[Order | Subject],
    at: object,
    world: World = WORLD,
    *,
    zone: str = "UTC",
    who: Actor | str | None = None,
    kinds: Iterable[str] | None = None,
    limit: int | None = None,
    stock: Iterable[Stock] = (),
    reservations: Iterable[Reservation] = (),
    conversations: Iterable[Conversation] = (),
    suggestions: Iterable[Suggestion] = (),
    in_stock: InStock = nobody_knows,
    heard: Heard = by_the_order,
    stakes: Stakes = STAKES,
) -> tuple[Task, ...]:
    """Give what must be done at a moment: what costs most to miss first.

    Args:
        orders: orders alone, or with the claims, feedback and conversations about them.
        at: the moment that is asked about.
        world: the policies.
        zone: in whose days the rows of ``stakes`` come into force.
        who: whose tasks are asked for; everybody's, where nobody is named.
        kinds: which kinds of tasks; all, where none are named.
        limit: how many at most.
        stock: stock, of which something may be short, low, or late to come in.
        reservations: promises, of which some may have run out.
        conversations: those with buyers who have not ordered.
        suggestions: what to order of stock, and by when.
        in_stock: tells whether stock has units for a command; where nobody can be asked, none.
        heard: tells what carriers have said of a parcel; what its order keeps of it, otherwise.
        stakes: what it costs to miss each kind of task.

    Raises:
        InvalidValue: when it is no moment, or there is no such zone, kind or party.
    """
    asking = Asking(at=at, zone=zone, who=who, kinds=kinds, stakes=stakes)
    subjects = (Subject(order=some) if isinstance(some, Order) else some for some in orders)
    found = chain(
        due_of_orders(subjects, asking, world, in_stock=in_stock, heard=heard),
        due_of_strangers(conversations, asking, world),
        due_of_stock(stock, asking, world, suggestions=suggestions),
        due_of_reservations(reservations, asking),
    )
    return in_order(found, limit)


About = Order | Conversation | Stock | Reservation
"""What a task may be about."""


def _asked_for(what: str, found: Found, asking: Asking, about: About) -> Iterator[Task]:
    """Give what was found as a task, where there is a way to do it, and it is asked for."""
    if not found.ways:
        return
    command, *others = found.ways
    whose = found.who or command.known.get("by", Actor.SELLER)
    if asking.who not in (None, whose):
        return
    stock = about if isinstance(about, Stock | Reservation) else None
    yield Task(
        what=what,
        about=_id(about),
        part=found.part,
        order_id=about.id if isinstance(about, Order) else None,
        sku=stock.sku if stock else None,
        pool=stock.pool if stock else None,
        by=found.by,
        who=whose,
        why=found.why or Clause(f"task_{what}", found.facts),
        command=command,
        others=tuple(others),
        at_stake=stake_of(asking.stakes, what, asking.day, _marketplace(about)),
    )


def _id(about: About) -> str:
    return f"{about.pool}/{about.sku}" if isinstance(about, Stock | Reservation) else about.id


def _marketplace(about: About) -> str:
    match about:
        case Order():
            return about.terms.marketplace or EVERYWHERE
        case Conversation():
            return about.marketplace or EVERYWHERE
        case _:
            return EVERYWHERE
