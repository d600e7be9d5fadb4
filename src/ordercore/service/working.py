"""What a desk does in one transaction: pure work on a draft, for one command or for many."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from ordercore.errors import Conflict, InvalidValue, OrdercoreError
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.ports.source import ReportedOrder
from ordercore.service.adopting import Adopted, adopt
from ordercore.service.asked import FAILURES, Asked, Failure, Now, expect, handled
from ordercore.service.dossiers import BY_NAME
from ordercore.service.draft import Draft
from ordercore.service.keys import Missing, order_key
from ordercore.service.runner import ATTEMPTS
from ordercore.service.sheet import Value

T = TypeVar("T")
R = TypeVar("R")


def each(draft: Draft, items: Sequence[T], work: Callable[[Draft, T], R]) -> tuple[R, ...]:
    """Work on many things one after the other.

    Where one of them misses rows the others are looked at all the same, so that what all of them
    need is loaded at once: in one order, whoever else loads some of it.
    Stock waits until there are all orders, since what these need of it is known only then, and
    two batches that each got some of it first would wait for each other.

    Raises:
        Missing: with the rows that any of them needs.
        OrdercoreError: whatever one of them raises when nothing is missing.
    """
    results: list[R] = []
    missing: set[Key] = set()
    for item in items:
        try:
            results.append(work(draft, item))
        except Missing as some:
            missing |= some.keys
        except OrdercoreError:
            # After one that misses rows, it may be only that this one builds on it.
            if not missing:
                raise
    if missing:
        orders = {key for key in missing if key.kind == "order"}
        first = orders | {key for key in missing if key.kind in ("answer", *BY_NAME)}
        raise Missing(first if orders else draft.with_unseen(missing))
    return tuple(results)


PATIENCE = 8
"""How many conflicts in a row a part of several has before it is halved.

The more a transaction does, the longer it lasts, and the easier it is overtaken: four processes
on two cores, at SERIALIZABLE, gave parts of seven up to 39 conflicts in a row and single ones 9.
"""


class Parts(Generic[T]):
    """Many things, some at a time: half as many of those that are overtaken again and again."""

    def __init__(self, items: Sequence[T], size: int) -> None:
        """Part them.

        Raises:
            InvalidValue: when the size is no positive number.
        """
        some = positive(size, "per_transaction")
        self._waiting = deque([items[start : start + some] for start in range(0, len(items), some)])

    def __iter__(self) -> Iterator[Sequence[T]]:
        """Give part after part, in order."""
        while self._waiting:
            yield self._waiting.popleft()

    @contextmanager
    def halving(self, part: Sequence[T]) -> Generator[int, None, None]:
        """Try a part, so many times; where that was in vain, its halves come next.

        Raises:
            Conflict: when it has only one, which cannot be halved.
        """
        middle = len(part) // 2
        try:
            yield PATIENCE if middle else ATTEMPTS
        except Conflict:
            if not middle:
                raise
            self._waiting.extendleft((part[middle:], part[:middle]))


MOST_COUNTED = 2**63 - 1
"""The greatest number that stores count with."""


def positive(number: object, field: str) -> int:
    """Give back how many there may be.

    Raises:
        InvalidValue: when it is no whole number of 1 or more, or beyond what stores count.
    """
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidValue(field, number, "a whole number, 1 or more")
    if number > MOST_COUNTED:
        raise InvalidValue(field, number, f"a whole number of no more than {MOST_COUNTED}")
    return number


def tried(draft: Draft, asked: Asked, now: Now) -> Value | Failure:
    """Decide what was asked, or give why not: it leaves nothing behind then."""
    try:
        return handled(draft, asked, now)
    except FAILURES as failure:
        # Like a refusal it may be due to what was not there, and has come since.
        draft.has_refused = True
        return failure


def adopted(draft: Draft, reported: ReportedOrder) -> Adopted:
    """Move an order to where it is reported to be."""

    def handle(command: OrderCommand) -> Order:
        return expect(Order, draft.handle(command).value)

    value = draft.value(order_key(reported.id))
    return adopt(reported, value if isinstance(value, Order) else None, handle)
