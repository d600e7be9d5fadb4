"""The plan: everything that one command would bring about, as a pure function of the rows."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeVar

from ordercore.errors import StoreError
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.ports.store import Commit, Row
from ordercore.service.draft import Draft
from ordercore.service.keys import Command, Missing

R = TypeVar("R")

Work = Callable[[Draft], R]
"""Something to be decided: pure, and made again from the start wherever a row was missing."""


def plan(command: Command, rows: Mapping[Key, Row], world: World) -> Commit:
    """Give what a command changes, records and tells, with all that follows from it.

    Raises:
        Refused: when a rule says no.
        Missing: when rows are needed that are not among those given.
    """
    draft = Draft(world)
    draft.give(rows)
    draft.handle(command)
    return draft.commit()


def work_out(
    work: Work[R], draft: Draft, load: Callable[[Collection[Key]], Mapping[Key, Row]]
) -> R:
    """Do some work on a draft, loading what it turns out to need.

    Raises:
        StoreError: when a record is not given, not even as one that does not exist.
    """
    while True:
        try:
            return work(draft)
        except Missing as missing:
            draft.start_over()
            draft.give(_all_of(missing, load(missing.keys)))


async def work_out_async(
    work: Work[R],
    draft: Draft,
    load: Callable[[Collection[Key]], Awaitable[Mapping[Key, Row]]],
) -> R:
    """Do the same where loading is awaited."""
    while True:
        try:
            return work(draft)
        except Missing as missing:
            draft.start_over()
            draft.give(_all_of(missing, await load(missing.keys)))


def _all_of(missing: Missing, rows: Mapping[Key, Row]) -> Mapping[Key, Row]:
    """Give rows back, once they are all that were asked for: else one would ask for ever."""
    lacking = missing.keys - rows.keys()
    if lacking:
        raise StoreError(str(min(lacking)), "the store did not give this record when asked for it")
    return rows
