"""Errands at a desk with an event loop: what is slow is done in a thread, and awaited."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from ordercore.errors import Refused
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.ports.documents import DocumentRenderer
from ordercore.ports.papers import Document
from ordercore.service.errands import Errand
from ordercore.service.return_papers import PrintedReturn, Words, sheet
from ordercore.service.views import View, order

R = TypeVar("R")


class AsyncErrands(ABC):
    """Runs errands, as :class:`ordercore.service.errands.Errands` does."""

    @abstractmethod
    async def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    def handle(self, command: OrderCommand, *, id: str | None = None) -> Awaitable[Order]:
        """Decide a command, and keep what it brings about."""

    async def print_return_label(
        self,
        order_id: str,
        return_id: str,
        asked: PrintedReturn,
        *,
        renderer: DocumentRenderer,
        words: Words,
    ) -> Document:
        """Print a label for the way back, with what the buyer has to do."""
        paper = await self.look(sheet(asked, order_id, return_id))
        return await asyncio.to_thread(paper.printed, renderer, words)

    async def _run(self, errand: Errand, id: str | None) -> Order:
        run = await self.look(errand.prepare)
        if isinstance(run, Order):
            return run
        ran = await asyncio.to_thread(run)
        failure = ran.failure
        if failure is None:
            try:
                return await self.handle(ran.command, id=id)
            except Refused as refused:
                failure = refused
        now = await self.look(partial(order, order_id=ran.command.order_id))
        told = await asyncio.to_thread(ran.undo, failure, now)
        raise told from (None if told is failure else failure)
