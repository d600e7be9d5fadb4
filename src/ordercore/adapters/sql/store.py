"""The SQL store that waits for its answers."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from ordercore.adapters.sql import deriving, faceting, pages, queue, records
from ordercore.adapters.sql.asking import Ask, answered
from ordercore.adapters.sql.drivers import Driver, Link, Links
from ordercore.adapters.sql.preparing import prepare
from ordercore.adapters.sql.session import Session
from ordercore.errors import Conflict
from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Answer, Question
from ordercore.ports.dossiers import D
from ordercore.queries import OrderFilter
from ordercore.queries.faceting import Counting, Facets
from ordercore.queries.filtering import Field, Viewpoint

T = TypeVar("T")


def walk(link: Link, ask: Ask[T]) -> T:
    """Go from ask to ask until there is a value."""
    while True:
        found = ask.read(link.ask(ask.queries) if ask.queries else [])
        if not isinstance(found, Ask):
            return found
        ask = found


class SqlTransaction:
    """One transaction on a connection."""

    def __init__(self, link: Link, session: Session) -> None:
        self._link = link
        self._subject = session

    start = answered(Session.start)
    load = answered(Session.load)
    write = answered(Session.write)
    end = answered(Session.end)

    def _answer(self, ask: Ask[T]) -> T:
        return walk(self._link, ask)


class SqlStore:
    """Keeps everything of a seller in the tables of a database."""

    def __init__(self, driver: Driver, links: Links[Any], seller: str = "") -> None:
        self._driver = driver
        self._links = links
        self._subject = seller

    @property
    def promises_unseen(self) -> bool:
        """Whether units can be promised of stock whose row nobody looked at."""
        return self._driver.promises_unseen

    @contextmanager
    def transaction(self) -> Generator[SqlTransaction, None, None]:
        """Open a transaction; leaving it by an exception undoes everything."""
        with self._linked() as link:
            transaction = SqlTransaction(link, Session(self._subject, self._driver))
            transaction.start()
            yield transaction
            transaction.end()

    load = answered(records.load)
    orders = answered(pages.orders)
    stocks = answered(pages.stocks)
    reservations = answered(pages.reservations)
    events = answered(records.events)
    streams = answered(records.streams)
    causes = answered(pages.causes)
    take = answered(queue.take)
    settle = answered(queue.settle)
    outbox = answered(queue.outbox)
    forget = answered(queue.forget)
    renew = answered(pages.renew)
    catch_up = answered(deriving.catch_up)
    uncounted = answered(deriving.uncounted)
    derived = answered(deriving.derived_rows)

    def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders, as they are now.

        Raises:
            InvalidValue: when no such facts are kept.
        """
        while self.catch_up():
            pass
        return self._answer(deriving.ask(self._subject, question))

    def facets(self, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint) -> Facets:
        """Count the orders that a filter means by the words of fields, as they are now."""
        while self.catch_up():
            pass
        found = self._answer(faceting.facets(self._subject, wanted, by, view))
        if found is not None:
            return found
        counting, last = Counting(by, view), None
        while page := self.orders(wanted, after=last):
            for order in page:
                counting.add(order)
            last = page[-1]
        return counting.facets

    def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Give a page of the dossiers of a class that are kept."""
        asked = pages.dossiers(self._subject, kind, due_by=due_by, after=after, limit=limit)
        return self._answer(asked)

    def prepare(self, *, migrate: bool = True) -> None:
        """Make the tables, or bring older ones up to date; without ``migrate`` only look.

        Raises:
            StoreError: when they are not there in this version, and shall or can not be made so.
        """
        self._answer(prepare(self._driver.name, self._driver.dialect, migrate=migrate))

    def close(self) -> None:
        """Let go of files and connections."""
        self._links.close()

    def _answer(self, ask: Ask[T]) -> T:
        attempt = 1
        while True:
            try:
                with self._linked() as link:
                    return walk(link, self._driver.transacted(ask))
            except Conflict as conflict:
                self._driver.go_on(attempt, conflict)
                attempt += 1

    @contextmanager
    def _linked(self) -> Generator[Link, None, None]:
        with self._driver.errors():
            link = self._links.lend()
            try:
                yield link
            except BaseException:
                link.undo()
                raise
            finally:
                self._links.take_back(link)
