"""Counting at the desk that is awaited."""

from ordercore.kernel.checking import of_type
from ordercore.metrics.counting import Answer, Question
from ordercore.ports.async_store import AsyncStore
from ordercore.service.counting import next_page
from ordercore.service.working import positive


class AsyncCounting:
    """:class:`ordercore.service.counting.Counting`, awaited."""

    store: AsyncStore

    async def catch_up(self, *, limit: int | None = None) -> int:
        """Make the derived rows of orders that have changed since theirs were made."""
        most = None if limit is None else positive(limit, "limit")
        counted = 0
        while page := next_page(counted, most):
            found = await self.store.catch_up(limit=page)
            if not found:
                break
            counted += found
        return counted

    async def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders, as they are now.

        Raises:
            InvalidValue: when it is no question, or no such facts are kept.
        """
        return await self.store.ask(of_type(question, Question, "question"))
