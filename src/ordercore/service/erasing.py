"""Erasing buyers: what is personal goes blank in records, and in the events that led to them.

One order at a time, with all that is kept beside it, in a transaction of its own: whoever is
interrupted asks again, and it goes on where it stopped.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from ordercore.errors import Conflict, InvalidValue, NotFound, Refusal, StoreError
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import is_text, several
from ordercore.kernel.personal import blanked, hidden, personal_in
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.decider import evolve
from ordercore.orders.erasing import BuyerErased, ErasureAsked, objections
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.outbox import OutboxEntry
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row
from ordercore.service.keys import order_key

Streams = Mapping[Key, Sequence[Recorded]]
"""The events of an order, and of what is kept beside it."""


@attrs.frozen(kw_only=True)
class Erased:
    """What was blanked of one order: so many fields of each kind, in records and in events.

    ``fields`` counts by the names of fields (``Address.name``), and holds none of what they held;
    ``events`` is how many were written anew, and ``beside`` names what else was changed.
    """

    order_id: str
    fields: Mapping[str, int]
    events: int
    beside: tuple[Key, ...] = ()


@attrs.frozen(kw_only=True)
class Left:
    """An order of which nothing was blanked, and every reason why; none: it had nothing."""

    order_id: str
    refusals: tuple[Refusal, ...] = ()


@attrs.frozen(kw_only=True)
class Erasure:
    """What erasing a buyer did, and what it left."""

    at: Instant
    erased: tuple[Erased, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def fields(self) -> Mapping[str, int]:
        """How many fields of each kind were blanked, in all orders together."""
        total = Counter[str]()
        for some in self.erased:
            total.update(some.fields)
        return dict(sorted(total.items()))

    @property
    def events(self) -> int:
        """How many events were written anew."""
        return sum(some.events for some in self.erased)

    @property
    def refused(self) -> tuple[Left, ...]:
        """The orders that still say who bought, since something stands against erasing it."""
        return tuple([some for some in self.left if some.refusals])

    @property
    def changed_nothing(self) -> bool:
        """Whether there was nothing to blank, or nothing that might be."""
        return not self.erased


@attrs.frozen
class Plan:
    """What is to be written, if anything, and what will then have been done."""

    outcome: Erased | Left
    commit: Commit | None = None


def asked_for(buyer: str, order_ids: Iterable[str]) -> tuple[str, ...]:
    """Give the ids of the orders that are named, or none where the buyer is.

    Raises:
        InvalidValue: when both are given or neither, or one is no text.
    """
    named = several(order_ids, "order_ids")
    if not is_text(buyer) or not all(map(is_text, named)):
        raise InvalidValue("buyer or order_ids", hidden(buyer), "text")
    if bool(buyer.strip()) is bool(named):
        expected = "exactly one of the two: who bought, or which orders"
        raise InvalidValue("buyer or order_ids", hidden(buyer), expected)
    return named


@attrs.define
class Meant:
    """The orders that are meant: those that were asked for, and what was sent in place of those."""

    ahead: tuple[str, ...]
    """Those that have still to be looked at."""
    ids: dict[str, None] = attrs.field(factory=dict[str, None])

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of what has to be looked at next."""
        return tuple([order_key(id) for id in self.ahead])

    def learn(self, rows: Mapping[Key, Row]) -> None:
        """Take in what was looked at.

        Raises:
            NotFound: when one that was asked for is not there.
        """
        first, sent = not self.ids, list[str]()
        for id in self.ahead:
            order = rows[order_key(id)].value
            if isinstance(order, Order):
                self.ids[id] = None
                sent += [str(some.id) for some in order.replacements]
            elif first:
                raise NotFound("order", id)
        self.ahead = tuple([id for id in dict.fromkeys(sent) if id not in self.ids])


def erasing(
    order_id: str, rows: Mapping[Key, Row], streams: Streams, asked: ErasureAsked, world: World
) -> Plan:
    """Work out what blanks an order and all that is kept beside it, or why nothing may.

    Raises:
        NotFound: when the order is not there.
        Conflict: when something was written after its events were read.
    """
    key = order_key(order_id)
    order, version = rows[key]
    if not isinstance(order, Order):
        raise NotFound("order", order_id)
    moved = [str(some) for some, told in streams.items() if rows[some].version != len(told)]
    if moved:
        raise Conflict(tuple(moved))
    fields = Counter[str]()
    for some, told in streams.items():
        fields.update(personal_in(rows[some].value))
        fields.update(personal_in([recorded.event for recorded in told]))
    if not fields:
        return Plan(Left(order_id=order_id))
    refusals = objections(order, asked, world)
    if refusals:
        return Plan(Left(order_id=order_id, refusals=refusals))
    anew = [_blank(some) for told in streams.values() for some in told if personal_in(some.event)]
    beside = [some for some in streams if some != key and _is_personal(rows[some], streams[some])]
    event, seq = BuyerErased(at=asked.at, by=Actor.SYSTEM, fields=fields.total()), version + 1
    writes = {key: (Row(evolve(order, event), seq), version)}
    writes |= {some: (_blank_row(rows[some]), rows[some].version) for some in beside}
    commit = Commit(
        writes=writes,
        events=(Recorded(stream=key, seq=seq, event=event),),
        outbox=(OutboxEntry(key, seq),) if world.publishes(event) else (),
        rewritten=tuple(anew),
    )
    known = dict(sorted(fields.items()))
    done = Erased(order_id=order_id, fields=known, events=len(anew), beside=tuple(beside))
    return Plan(done, commit)


def check_kept(commit: Commit, streams: Streams) -> None:
    """Look whether events that were read again stand as they were written anew.

    A store that was made before events could be written anew would leave them, and say nothing.

    Raises:
        StoreError: when one of them does not.
    """
    for some in commit.rewritten:
        found = streams[some.stream][some.seq - 1 : some.seq]
        if [again.event for again in found] != [some.event]:
            raise StoreError(str(some.stream), "the store has left events as they were")


def report_of(asked: ErasureAsked, outcomes: Iterable[Erased | Left]) -> Erasure:
    """Give what all of it came to."""
    told = tuple(outcomes)
    return Erasure(
        at=asked.at,
        erased=tuple([some for some in told if isinstance(some, Erased)]),
        left=tuple([some for some in told if isinstance(some, Left)]),
    )


def _is_personal(row: Row, told: Sequence[Recorded]) -> bool:
    return bool(personal_in([row.value, *(some.event for some in told)]))


def _blank(recorded: Recorded) -> Recorded:
    return replace(recorded, event=blanked(recorded.event))


def _blank_row(row: Row) -> Row:
    return Row(blanked(row.value), row.version)
