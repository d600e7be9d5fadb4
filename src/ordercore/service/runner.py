"""The runners: the only loops over a store, one that waits and one that awaits.

A transaction opens, a plan is made and made again until it has every row that it needs, what was
decided is written, and all of it happens again when somebody else wrote first.
A refusal writes nothing, which would notice that; so what was not there is looked for once more
(the same command may just have been accepted from somebody else, and have taken the last unit).
What a first attempt presumed, and was wrong, is a conflict too; the second one looks.
"""

from typing import TypeVar

from ordercore.errors import Conflict
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.store import Store
from ordercore.service.asked import FAILURES, Moved
from ordercore.service.draft import Draft
from ordercore.service.plan import Work, work_out, work_out_async

ATTEMPTS = 500
"""How often a plan is made again after a conflict before the caller is told.

Each conflict means that somebody else got through. Where a database lets nobody wait (PostgreSQL
at SERIALIZABLE: whoever waited for a row that was written must begin again), eight buyers of one
product each win one round in eight: one in 800 would lose 50 rounds, and nobody loses 500.
"""

R = TypeVar("R")


def run(store: Store, world: World, work: Work[R], attempts: int = ATTEMPTS) -> R:
    """Do some work in one transaction, again from the start on every conflict.

    Raises:
        Conflict: after so many conflicts in a row, or when a record has moved that a command
            was made for.
    """
    for attempt in range(1, attempts + 1):
        try:
            with store.transaction() as transaction:
                draft = Draft(world, presuming=attempt == 1)
                try:
                    result = work_out(work, draft, transaction.load)
                except FAILURES:
                    draft.confirm(transaction.load(draft.unsure))
                    raise
                if unsure := draft.unsure:
                    draft.confirm(transaction.load(unsure))
                commit = draft.commit()
                if not commit.is_empty:
                    transaction.write(commit)
                return result
        except Conflict as conflict:
            if attempt == attempts or isinstance(conflict, Moved):
                raise
    raise AssertionError("the loop returns or raises")


async def run_async(store: AsyncStore, world: World, work: Work[R], attempts: int = ATTEMPTS) -> R:
    """Do the same on a store that is awaited."""
    for attempt in range(1, attempts + 1):
        try:
            async with store.transaction() as transaction:
                draft = Draft(world, presuming=attempt == 1)
                try:
                    result = await work_out_async(work, draft, transaction.load)
                except FAILURES:
                    draft.confirm(await transaction.load(draft.unsure))
                    raise
                if unsure := draft.unsure:
                    draft.confirm(await transaction.load(unsure))
                commit = draft.commit()
                if not commit.is_empty:
                    await transaction.write(commit)
                return result
        except Conflict as conflict:
            if attempt == attempts or isinstance(conflict, Moved):
                raise
    raise AssertionError("the loop returns or raises")
