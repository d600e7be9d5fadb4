"""The worklist: what must be done, by whom, by when, why, and the command that does it.

Nothing in it is a rule of its own: each deadline is that of the rule which sets it, and each
command is one that the order would allow.
"""

from ordercore.queries.worklist.case import Case, Found, Heard, InStock, by_the_order
from ordercore.queries.worklist.costs import STAKES
from ordercore.queries.worklist.due import (
    Asking,
    due,
    due_of_orders,
    due_of_reservations,
    due_of_stock,
    due_of_strangers,
    in_order,
)
from ordercore.queries.worklist.kinds import (
    KINDS,
    ORDER_KINDS,
    TASK_CLAUSES,
    Beside,
    TaskKind,
    kind_table,
    statuses_of,
)
from ordercore.queries.worklist.proposal import Command, Proposal
from ordercore.queries.worklist.stakes import Loss, Stake, Stakes, stake_of, stake_table
from ordercore.queries.worklist.task import Task

__all__ = [
    "KINDS",
    "ORDER_KINDS",
    "STAKES",
    "TASK_CLAUSES",
    "Asking",
    "Beside",
    "Case",
    "Command",
    "Found",
    "Heard",
    "InStock",
    "Loss",
    "Proposal",
    "Stake",
    "Stakes",
    "Task",
    "TaskKind",
    "by_the_order",
    "due",
    "due_of_orders",
    "due_of_reservations",
    "due_of_stock",
    "due_of_strangers",
    "in_order",
    "kind_table",
    "stake_of",
    "stake_table",
    "statuses_of",
]
