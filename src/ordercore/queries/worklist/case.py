"""The case: an order with what stands beside it, the policies, and the moment of asking."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from ordercore.errors import Refused
from ordercore.kernel.actors import Actor, first_asked
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant
from ordercore.orders.decider import decide
from ordercore.orders.derived import Subject
from ordercore.orders.message import OrderCommand
from ordercore.orders.permits import by_whom_may
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.queries.worklist.proposal import Proposal
from ordercore.shipping import Parcel
from ordercore.shipping.tracking import Tracking, TrackingEvent, TrackingStatus, reduce

TICK = dt.timedelta(microseconds=1)

InStock = Callable[[OrderCommand], bool]
"""Tells whether stock has units for a command of an order."""

Heard = Callable[[Order, Parcel], Tracking]
"""Tells what a carrier has said of a parcel."""


def nobody_knows(_: OrderCommand) -> bool:
    """Tell that stock has none, where nobody can be asked."""
    return False


def by_the_order(_: Order, parcel: Parcel) -> Tracking:
    """Tell what the order itself keeps of its parcel's way: the last word of it."""
    way = parcel.way
    if way is None:
        return Tracking()
    word = TrackingStatus.IN_TRANSIT if way.status is None else TrackingStatus(way.status.value)
    return reduce([TrackingEvent(status=word, when=way.at)])


@attrs.frozen(kw_only=True)
class Case:
    """An order as it is looked at for what is to be done."""

    subject: Subject
    at: Instant
    world: World
    in_stock: InStock = nobody_knows
    heard: Heard = by_the_order

    @property
    def order(self) -> Order:
        """The order."""
        return self.subject.order

    @property
    def zone(self) -> str:
        """In whose days its deadlines are counted."""
        return self.world.zone_of(self.order.terms.marketplace)

    def whose(self, task: str) -> Actor:
        """Tell to whom a task of selling falls first; to the seller on a channel that is gone."""
        channel = self.world.channels.get(self.order.terms.channel)
        return Actor.SELLER if channel is None else first_asked(getattr(channel.who, task))


NOTHING: Mapping[str, Any] = {}


def proposed(
    case: Case, kind: type[OrderCommand], missing: Mapping[str, Any] = NOTHING, **known: Any
) -> Proposal | None:
    """Propose a command, where the order would allow it and something came of it.

    ``missing`` are the arguments that a person has to tell, each with a value that may stand for
    it while the order is asked.
    """
    told = {"by": Actor.SELLER, **known, **missing}
    asked = by_whom_may(kind(order_id=case.order.id, at=case.at, **told), case.order, case.world)
    if not brings_about(case, asked):
        return None
    named = {"order_id": case.order.id, "at": case.at, **known, "by": asked.by}
    return Proposal(kind, named, tuple(missing))


def brings_about(case: Case, command: OrderCommand) -> bool:
    """Tell whether an order would allow a command, and something came of it."""
    try:
        return bool(decide(case.order, command, case.world))
    except Refused:
        return False


def those_allowed(proposals: Iterable[Proposal | None]) -> tuple[Proposal, ...]:
    """Leave out what is not allowed."""
    return tuple([some for some in proposals if some is not None])


@attrs.frozen(kw_only=True)
class Found:
    """What a finder found of an order: a task, before anybody says what it costs to miss it."""

    part: str = ""
    by: Instant | None = None
    who: Actor | None = None
    """Whose it is; where nobody is named, that of who may give the command."""
    facts: Mapping[str, Any] = NOTHING
    why: Clause | None = None
    """Why, where that has a clause of its own."""
    ways: tuple[Proposal, ...]
    """What does it, and what else would settle it; nothing is to be done where there is no way."""


def before(until: Instant | None) -> Instant | None:
    """Give the last instant in time before the first that is too late."""
    return None if until is None else until - TICK


def first_of(*moments: Instant | None) -> Instant | None:
    """Give the earliest of some moments that are known; ``None`` where none is."""
    return min([some for some in moments if some is not None], default=None)
