"""The runner: the only loop over the store.

It opens a transaction, lets a plan be made over rows that it fetches, writes what was decided, and
plans again when somebody else wrote first.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import attrs

from ordercore.errors import Conflict, Refusal, Refused
from ordercore.inventory import Reservation, Stock
from ordercore.kernel.ids import checked
from ordercore.orders.decider import fold
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.store import Answered, Key, Store, Transaction
from ordercore.service.codec import digest
from ordercore.service.draft import Command, Draft, keys_of

ATTEMPTS = 50
"""How often a plan is made again after a conflict before the caller is told.

Each conflict means that somebody else got through, so this many in a row means starvation.
"""

Value = Order | Stock | Reservation | None

R = TypeVar("R")


def _anything() -> Mapping[Key, int]:
    return {}


@attrs.frozen
class Asked:
    """A command, and the id that makes it happen once.

    ``seen`` are versions of records that it was made for; it is not decided on others.
    """

    command: Command
    id: str | None = None
    seen: Mapping[Key, int] = attrs.field(factory=_anything)


class Moved(Conflict):
    """A record is no longer as it was seen; planning again would not bring that back."""


def run(store: Store, world: World, work: Callable[["Desktop"], R]) -> R:
    """Do some work in one transaction, again from the start on every conflict.

    Raises:
        Conflict: after ``ATTEMPTS`` conflicts in a row, or when a record has moved that a command
            was made for.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with store.transaction() as transaction:
                desktop = Desktop(store, transaction, world)
                result = work(desktop)
                desktop.write()
                return result
        except Conflict as conflict:
            if attempt == ATTEMPTS or isinstance(conflict, Moved):
                raise
    raise AssertionError("the loop returns or raises")


class Desktop:
    """One transaction at work: a draft, and the rows that it asks for."""

    def __init__(self, store: Store, transaction: Transaction, world: World) -> None:
        self._store = store
        self._transaction = transaction
        self._draft = Draft(world, fetch=transaction.load)

    def prefetch(self, keys: Iterable[Key]) -> None:
        """Load rows that will be needed, all at once."""
        self._draft.need(tuple(keys))

    def handle(self, asked: Asked) -> Value:
        """Decide a command; the value is its order or stock afterwards.

        Raises:
            Refused: when a rule says no, or the command id was used for something else.
            Moved: when a record is not as the command has seen it.
        """
        if asked.id is None:
            self._as_seen(asked)
            return self._draft.handle(asked.command).value
        checked(asked.id, "command_id")
        earlier = self._draft.answered(asked.id) or self._transaction.answered(asked.id)
        fingerprint = digest(asked.command)
        if earlier is not None:
            return self._again(asked, earlier, fingerprint)
        self._as_seen(asked)
        row = self._draft.handle(asked.command, asked.id)
        key = keys_of(asked.command)[0]
        stock = row.value if isinstance(row.value, Stock) else None
        self._draft.answer(Answered(asked.id, fingerprint, key, row.version, stock))
        return row.value

    def value(self, key: Key) -> Value:
        """Give a record as it stands in the middle of the work."""
        return self._draft.value(key)

    def write(self) -> None:
        """Write what was decided."""
        if not self._draft.is_empty:
            self._transaction.write(self._draft.commit())

    def _as_seen(self, asked: Asked) -> None:
        self._draft.need(tuple(asked.seen))
        moved = [key for key, seen in asked.seen.items() if self._draft.version(key) != seen]
        if moved:
            raise Moved(tuple(map(str, moved)))

    def _again(self, asked: Asked, earlier: Answered, fingerprint: bytes) -> Value:
        if earlier.digest != fingerprint:
            facts = {"command_id": asked.id, "stream": str(earlier.stream)}
            name = type(asked.command).__name__
            raise Refused(name, (Refusal("command_id_used_otherwise", facts),))
        if earlier.stock is not None:
            return earlier.stock
        stored = self._store.events(earlier.stream, upto=earlier.version)
        recorded = (*stored, *self._draft.events(earlier.stream, upto=earlier.version))
        return fold(some.event for some in recorded if isinstance(some.event, OrderEvent))
