"""What a desk does in one transaction: pure work on a draft, for one command or for many."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ordercore.errors import InvalidValue, OrdercoreError
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.ports.source import ReportedOrder
from ordercore.service.adopting import Adopted, adopt
from ordercore.service.asked import FAILURES, Asked, Failure, expect, handled
from ordercore.service.draft import Draft, Value
from ordercore.service.keys import Missing, order_key

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
        first = orders | {key for key in missing if key.kind == "answer"}
        raise Missing(first if orders else missing)
    return tuple(results)


def in_parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Part many things into some at a time.

    Raises:
        InvalidValue: when the size is no positive number.
    """
    some = positive(size, "per_transaction")
    return (items[start : start + some] for start in range(0, len(items), some))


def positive(number: object, field: str) -> int:
    """Give back how many there may be.

    Raises:
        InvalidValue: when it is no whole number of 1 or more.
    """
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidValue(field, number, "a whole number, 1 or more")
    return number


def tried(draft: Draft, asked: Asked) -> Value | Failure:
    """Decide what was asked, or give why not: it leaves nothing behind then."""
    try:
        return handled(draft, asked)
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
