"""The steps of a transaction: before and after each statement, and each answer.

A test lets something happen at one of them: a process dies, or a connection breaks.
"""

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from ordercore.adapters.sql import SqlStore
from ordercore.adapters.sql.asking import Query
from ordercore.adapters.sql.sqlite import SqliteLink
from ordercore.testing.crowds import Opener, desk_on
from ordercore.testing.crowds.works import lines

Step = Callable[[Any], None]
"""Is called with the connection at work."""


@attrs.define
class Counting:
    """Counts steps, and does something at one of them."""

    number: int = 0
    act: Step = lambda _: None
    passed: int = 0

    def __call__(self, connection: Any) -> None:
        """Pass a step."""
        self.passed += 1
        if self.passed == self.number:
            self.act(connection)


@attrs.define
class Stepping:
    """Links whose every statement and answer is a step."""

    inner: Any
    step: Step

    def lend(self) -> Any:
        """Lend a link that steps."""
        link = self.inner.lend()
        if "ask" not in vars(link):
            (_step_alone if isinstance(link, SqliteLink) else _step_together)(link, self.step)
        return link

    def __getattr__(self, name: str) -> Any:
        """Do everything else as it is done."""
        return getattr(self.inner, name)


def stepping(store: SqlStore, step: Step) -> None:
    """Let everything that the store does from now on be done in steps."""
    store._links = Stepping(store._links, step)


def _step_alone(link: Any, step: Step) -> None:
    """Step where each statement is answered before the next one goes out."""
    ask = link.ask

    def stepped(queries: Sequence[Query]) -> list[Any]:
        answers = []
        for query in queries:
            step(link.connection)
            answers += ask([query])
            step(link.connection)
        return answers

    link.ask = stepped


def _step_together(link: Any, step: Step) -> None:
    """Step where statements go out together: after each that was sent, and after the answers."""
    ask, sent = link.ask, link._sent

    def stepped(queries: Sequence[Query]) -> list[Any]:
        step(link.connection)
        answers: list[Any] = ask(queries)
        step(link.connection)
        return answers

    def stepped_out(sendings: Any) -> None:
        sent(sendings)
        # So that the server has this part when whatever happens here happens.
        link.connection.pgconn.flush()
        step(link.connection)

    link.ask, link._sent = stepped, stepped_out


# What is done in steps


def place(desk: Any, id: str) -> None:
    """Place an order of three SKUs, one of them a bundle, under a command id."""
    some = lines("A", "C", "SET", quantity=2)
    desk.place(channel="MFN", lines=some, order_id=id, command_id=f"c-{id}")


def ship(desk: Any, id: str) -> None:
    """Pay and ship an order that has been placed."""
    desk.confirm_payment(id, command_id=f"p-{id}")
    desk.confirm_shipment(id, command_id=f"s-{id}")


def catch_up(desk: Any, _: str) -> None:
    """Catch up with what has changed."""
    desk.catch_up()


def killed_at(opener: Opener, call: Callable[[Any, str], None], id: str, number: int) -> None:
    """Do something, and be killed at one of its steps."""
    store: Any = opener()
    stepping(store, Counting(number, act=_die))
    call(desk_on(store), id)


def _die(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
