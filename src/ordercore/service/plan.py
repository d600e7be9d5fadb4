"""The plan: everything that one command would bring about, as a pure function of the rows.

A host with a loop of its own (an asynchronous one, say) plans with it: where ``Missing`` is
raised, it loads the rows named and asks again, and then writes the commit in one transaction.
"""

from collections.abc import Mapping

from ordercore.orders.world import World
from ordercore.ports.store import Commit, Key, Row
from ordercore.service.draft import Command, Draft


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
