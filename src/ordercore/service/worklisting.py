"""The worklist of a desk: which records it is found in, and what is found in a page of them.

What stands beside orders, claims, conversations and ratings, is read by itself, with the orders
that it is about; so for those nobody reads all orders.
"""

from collections.abc import Iterable
from typing import Any

import attrs

from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import Conversation
from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant
from ordercore.orders.derived import Subject
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.queries import OrderFilter
from ordercore.queries.worklist import (
    ORDER_KINDS,
    Asking,
    Beside,
    Command,
    Heard,
    Task,
    due_of_orders,
    due_of_strangers,
    statuses_of,
)
from ordercore.queries.worklist.due import STOCK_FINDERS
from ordercore.queries.worklist.talking import FAR_OFF
from ordercore.service import views
from ordercore.service.asked import Asked
from ordercore.service.dossiers import FEEDBACK
from ordercore.service.keys import Missing, order_key
from ordercore.service.views import View

REVIEW = "request_review"
"""What is found in an order, where nobody has asked before: it is not in its feedback alone."""

About = Claim | Conversation | Feedback
"""What stands beside an order."""

READ: tuple[tuple[type[About], Beside], ...] = (
    (Claim, Beside.CLAIMS),
    (Conversation, Beside.CONVERSATIONS),
    (Feedback, Beside.FEEDBACK),
)
"""Which dossiers are read for what is found beside orders."""


@attrs.frozen(kw_only=True)
class Reading:
    """What of a store is read for a worklist.

    Attributes:
        orders: which orders are read for themselves; ``None`` where none are.
        of_orders: what is asked of those.
        beside: which dossiers are read, due by when where that says it all, and what is asked.
        of_stock: whether stock is read.
        expired_by: reservations that have run out by then are read; ``None`` where none are.
    """

    orders: OrderFilter | None
    of_orders: Asking
    beside: tuple[tuple[type[About], Instant | None, Asking], ...]
    of_stock: bool
    expired_by: Instant | None


def reading(asking: Asking, placed_from: object = None) -> Reading:
    """Tell what has to be read for what is asked, and no more than that.

    Raises:
        InvalidValue: when ``placed_from`` is no moment.
    """
    kinds = asking.kinds
    beside = frozenset(what for what, row in ORDER_KINDS.items() if row.beside) - {REVIEW}
    own = attrs.evolve(asking, kinds=kinds & ORDER_KINDS.keys() - beside)
    wanted = OrderFilter(statuses=statuses_of(own.kinds), placed_from=placed_from)
    return Reading(
        orders=wanted if own.kinds else None,
        of_orders=own,
        beside=tuple(
            [
                (kind, _due_by(asking, whats), attrs.evolve(asking, kinds=whats))
                for kind, where in READ
                if (whats := _found_in(where, kinds & beside))
            ]
        ),
        of_stock=bool(kinds & STOCK_FINDERS.keys()),
        expired_by=asking.at if "expire_reservation" in kinds else None,
    )


def _found_in(where: Beside, kinds: frozenset[str]) -> frozenset[str]:
    return frozenset(what for what in kinds if ORDER_KINDS[what].beside is where)


def _due_by(asking: Asking, whats: frozenset[str]) -> Instant | None:
    """Give by when dossiers are due that are read; ``None`` where their due does not say it."""
    by_due = {"answer_claim", "answer_buyer"}
    return asking.at + FAR_OFF if whats <= by_due else None


# What is found in a page


def orders_seen(
    view: View, orders: Iterable[Order], asking: Asking, heard: Heard
) -> tuple[Task, ...]:
    """Find the tasks of a page of orders."""
    page = tuple(orders)
    asked = [some for some in page if REVIEW in asking.kinds and some.status.is_all_sent]
    view.draft.need([FEEDBACK.key(some.id) for some in asked])
    subjects = [Subject(order=some) for some in page if some not in asked]
    subjects += [Subject(order=some, feedback=_feedback(view, some)) for some in asked]
    shelves = _Shelves(view)
    found = due_of_orders(subjects, asking, view.world, in_stock=shelves.have, heard=heard)
    return shelves.sure(tuple(found))


def _feedback(view: View, order: Order) -> tuple[Feedback, ...]:
    value = view.draft.value(FEEDBACK.key(order.id))
    return (value,) if isinstance(value, Feedback) else ()


class _Shelves:
    """Asks stock, and notes what is missing, so that all of it is loaded at once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._missing: set[Key] = set()

    def have(self, command: OrderCommand) -> bool:
        """Tell whether stock has units for a command."""
        try:
            return views.has_stock(self._view, command)
        except Missing as missing:
            self._missing |= missing.keys
            return False

    def sure(self, tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        """Give tasks, once all stock has been asked.

        Raises:
            Missing: when rows of stock are to be loaded first.
        """
        if self._missing:
            raise Missing(self._missing)
        return tasks


def beside_seen(view: View, page: Iterable[About], asking: Asking) -> tuple[Task, ...]:
    """Find the tasks of a page of what stands beside orders, and of buyers without one."""
    some = tuple(page)
    view.draft.need([order_key(each.order_id) for each in some if each.order_id is not None])
    subjects = [subject for each in some if (subject := _subject(view, each)) is not None]
    strangers = [each for each in some if isinstance(each, Conversation)]
    return (
        *due_of_orders(subjects, asking, view.world),
        *due_of_strangers(strangers, asking, view.world),
    )


def _subject(view: View, about: About) -> Subject | None:
    """Give an order with one thing beside it; ``None`` where there is no order."""
    order = None if about.order_id is None else view.draft.value(order_key(about.order_id))
    if not isinstance(order, Order):
        return None
    if isinstance(about, Claim):
        return Subject(order=order, claims=(about,))
    if isinstance(about, Conversation):
        return Subject(order=order, conversations=(about,))
    return Subject(order=order, feedback=(about,))


def to_do(task: Task, at: Instant, told: dict[str, Any], id: str | None) -> Asked:
    """Give what is asked of a desk to do a task.

    Raises:
        InvalidValue: when it is no task, something is missing, or one of the values cannot be.
    """
    given: object = task
    if not isinstance(given, Task):
        raise InvalidValue("task", given, "a task, such as desk.due gives")
    command: Command = task.command.filled(**{"at": at, **told})
    return Asked(command, id)
