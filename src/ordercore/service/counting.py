"""Counting at the desk: catching up with what has changed, and asking what facts add up to."""

from ordercore.kernel.checking import of_type
from ordercore.metrics.counting import Answer, Question
from ordercore.ports.store import Store
from ordercore.service.working import positive

AT_ONCE = 200
"""Orders of which rows are made in one transaction of a store."""


def next_page(counted: int, limit: int | None) -> int:
    """Give how many orders to count next, 0 when there were enough."""
    return AT_ONCE if limit is None else min(AT_ONCE, limit - counted)


class Counting:
    """Counts the orders of a store."""

    store: Store

    def catch_up(self, *, limit: int | None = None) -> int:
        """Make the derived rows of orders that have changed since theirs were made.

        It gives how many orders they were; without a ``limit`` none is left then. Whoever asks for
        what is counted catches up by themselves: do this now and then, as from a scheduler, so
        that they have little to catch up with.

        Raises:
            InvalidValue: when the limit is no number from 1 on.
            StoreError: when the rows are those of another release.
        """
        most = None if limit is None else positive(limit, "limit")
        counted = 0
        while page := next_page(counted, most):
            found = self.store.catch_up(limit=page)
            if not found:
                break
            counted += found
        return counted

    def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders, as they are now.

        Raises:
            InvalidValue: when it is no question, or no such facts are kept.
        """
        return self.store.ask(of_type(question, Question, "question"))
