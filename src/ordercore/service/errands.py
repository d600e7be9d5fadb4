"""Errands: something slow outside, between a look at an order and a note on it.

Nobody waits for a transaction meanwhile. An errand tells everything that it needs from one look,
is run without the desk, and gives the command that notes what came of it; where that is refused,
it undoes what it did.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

import attrs

from ordercore.errors import OrdercoreError, Refused
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.ports.documents import DocumentRenderer
from ordercore.ports.papers import Document
from ordercore.service.return_papers import PrintedReturn, Words, sheet
from ordercore.service.views import View, order

R = TypeVar("R")


@attrs.frozen(kw_only=True)
class Ran:
    """What came of an errand: the command that notes it, or why nothing is to be noted.

    ``undo`` is given why it failed and the order as it stands then; it leaves nothing outside
    that is not noted, and gives what is told.
    """

    command: OrderCommand
    undo: Callable[[OrdercoreError, Order], OrdercoreError]
    failure: OrdercoreError | None = None


Run = Callable[[], Ran]
"""What is slow: it asks outside, and may be called in any thread."""


class Errand(Protocol):
    """Something to be done outside for an order."""

    def prepare(self, view: View) -> Order | Run:
        """Look at the order: give it where nothing is to be done, or what is.

        Raises:
            Refused: when the note would be refused; nothing is done outside then.
        """
        ...


class Errands(ABC):
    """Runs errands at a desk that waits."""

    @abstractmethod
    def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command, and keep what it brings about."""

    def print_return_label(
        self,
        order_id: str,
        return_id: str,
        asked: PrintedReturn,
        *,
        renderer: DocumentRenderer,
        words: Words,
    ) -> Document:
        """Print a label for the way back, with what the buyer has to do, in the buyer's language.

        ``words`` is :func:`ordercore.i18n.worded`, or that with words of the host's own. Where a
        carrier's own paper is to be used, it is what ``WayBack.papers`` was given.

        Raises:
            NotFound: when there is no such order or return, or no such label that counts.
            InvalidValue: when the label has no carrier or tracking number, or no sender is known;
                and what the renderer and the words raise.
        """
        return self.look(sheet(asked, order_id, return_id)).printed(renderer, words)

    def _run(self, errand: Errand, id: str | None) -> Order:
        run = self.look(errand.prepare)
        if isinstance(run, Order):
            return run
        ran = run()
        failure = ran.failure
        if failure is None:
            try:
                return self.handle(ran.command, id=id)
            except Refused as refused:
                failure = refused
        now = self.look(partial(order, order_id=ran.command.order_id))
        told = ran.undo(failure, now)
        raise told from (None if told is failure else failure)
