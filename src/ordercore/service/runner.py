"""The runners: the only loops over a store, one that waits and one that awaits.

A transaction opens, a plan is made and made again until it has every row that it needs, what was
decided is written, and all of it happens again when somebody else wrote first.
A refusal writes nothing, which would notice that; so what was not there is looked for once more
(the same command may just have been accepted from somebody else, and have taken the last unit).
What a first attempt presumed, and was wrong, is a conflict too; the second one looks: at orders
that were presumed not to be there, and at stock that was presumed to have plenty.
"""

from collections.abc import Mapping
from typing import TypeVar

from ordercore.errors import Conflict
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.records import Key
from ordercore.ports.store import Row, Store
from ordercore.service.asked import FAILURES, Moved
from ordercore.service.draft import Draft
from ordercore.service.plan import Work, work_out, work_out_async
from ordercore.service.unseen import Scarcity

NOTHING: Mapping[Key, Row] = {}

ATTEMPTS = 500
"""How often a plan is made again after a conflict before the caller is told.

Each conflict means that somebody else got through. Where a database lets nobody wait (PostgreSQL
at SERIALIZABLE: whoever waited for a row that was written must begin again), eight buyers of one
product each win one round in eight: one in 800 would lose 50 rounds, and nobody loses 500.
"""

R = TypeVar("R")


def run(
    store: Store,
    world: World,
    work: Work[R],
    scarcity: Scarcity | None = None,
    attempts: int = ATTEMPTS,
) -> R:
    """Do some work in one transaction, again from the start on every conflict.

    With a memory for what is scarce, a store may promise units of other stock unseen.

    Raises:
        Conflict: after so many conflicts in a row, or when a record has moved that a command
            was made for.
    """
    for attempt in range(1, attempts + 1):
        draft = _draft(store, world, scarcity, attempt)
        try:
            with store.transaction() as transaction:
                try:
                    result = work_out(work, draft, transaction.load)
                except FAILURES:
                    draft.confirm(transaction.load(draft.unsure))
                    raise
                if unsure := draft.unsure:
                    draft.confirm(transaction.load(unsure))
                commit, promised = draft.commit(), NOTHING
                if not commit.is_empty:
                    promised = transaction.write(commit)
            return draft.told(result, promised)
        except Conflict as conflict:
            if attempt == attempts or isinstance(conflict, Moved):
                raise
        finally:
            _learn(store, scarcity, draft)
    raise AssertionError("the loop returns or raises")


async def run_async(
    store: AsyncStore,
    world: World,
    work: Work[R],
    scarcity: Scarcity | None = None,
    attempts: int = ATTEMPTS,
) -> R:
    """Do the same on a store that is awaited."""
    for attempt in range(1, attempts + 1):
        draft = _draft(store, world, scarcity, attempt)
        try:
            async with store.transaction() as transaction:
                try:
                    result = await work_out_async(work, draft, transaction.load)
                except FAILURES:
                    draft.confirm(await transaction.load(draft.unsure))
                    raise
                if unsure := draft.unsure:
                    draft.confirm(await transaction.load(unsure))
                commit, promised = draft.commit(), NOTHING
                if not commit.is_empty:
                    promised = await transaction.write(commit)
            return draft.told(result, promised)
        except Conflict as conflict:
            if attempt == attempts or isinstance(conflict, Moved):
                raise
        finally:
            _learn(store, scarcity, draft)
    raise AssertionError("the loop returns or raises")


def _draft(
    store: Store | AsyncStore, world: World, scarcity: Scarcity | None, attempt: int
) -> Draft:
    first = attempt == 1
    unseen = first and scarcity is not None and store.promises_unseen
    plenty = scarcity.has_plenty if scarcity is not None and unseen else None
    return Draft(world, presuming=first, plenty=plenty)


def _learn(store: Store | AsyncStore, scarcity: Scarcity | None, draft: Draft) -> None:
    if scarcity is not None and store.promises_unseen:
        scarcity.learn(draft.as_left)
