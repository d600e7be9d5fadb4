"""Workers: real processes, each with a store that it opened itself, that begin all at once.

Where the platform can, they are forked from a small process that has never opened a store, which
takes some 20 ms; elsewhere each is a fresh interpreter.
"""

import time
from collections.abc import Callable
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any

from ordercore.adapters.memory import FixedClock
from ordercore.adapters.system import UuidIdentity
from ordercore.kernel.time import instant
from ordercore.orders.world import World
from ordercore.ports.store import Store
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds.account import Account

WORLD = World(pools={"MFN": "main"})

AT = instant("2026-03-02T09:30:00Z")

SECONDS = 60.0
"""How long a crowd may take; a store that keeps it waiting longer is at fault."""

Opener = Callable[[], Store]
"""Opens the store; it is called in each process, so it must be picklable, and share nothing."""

Job = Callable[[OrderDesk, Account], None]
"""What a worker does: a function that can be imported by its name, or a partial of one."""

PRELOADED = ["ordercore.testing.crowds.works", "ordercore.adapters.sql.psycopg_links"]
"""What is imported once, before workers are forked; what is not installed is left out."""


def _context() -> Any:
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


CONTEXT = _context()


def desk_on(store: Store) -> OrderDesk:
    """Give a desk on a store, as each worker has one: its clock stands still."""
    return OrderDesk(store, world=WORLD, clock=FixedClock(AT), identity=UuidIdentity())


def crowd(
    opener: Opener, *jobs: Job, workers: int = 8, seconds: float = SECONDS
) -> tuple[Account, ...]:
    """Let workers do their jobs at once, and give what each was answered.

    Where there are fewer jobs than workers, they go round.
    A worker that has not answered in time is killed, and its account says so.
    """
    start = CONTEXT.Barrier(workers)
    pipes = [CONTEXT.Pipe(duplex=False) for _ in range(workers)]
    processes = [
        CONTEXT.Process(
            target=_work,
            args=(opener, jobs[number % len(jobs)], number, start, sender),
            daemon=True,
        )
        for number, (_, sender) in enumerate(pipes)
    ]
    for process, (_, sender) in zip(processes, pipes, strict=True):
        process.start()
        sender.close()
    ends = time.monotonic() + seconds
    accounts = []
    for number, (process, (receiver, _)) in enumerate(zip(processes, pipes, strict=True)):
        account = _answer(number, receiver, ends)
        process.join(max(0.0, ends - time.monotonic()))
        if process.exitcode is None:
            process.kill()
            process.join()
        account.exit_code = process.exitcode
        accounts.append(account)
    return tuple(accounts)


def _work(opener: Opener, job: Job, number: int, start: Any, answers: Connection) -> None:
    account = Account(number)
    try:
        with desk_on(opener()) as desk:
            start.wait(SECONDS)
            job(desk, account)
    except Exception as error:  # noqa: BLE001 - whatever ends a worker is to be told
        start.abort()
        account.failed.append(f"the worker: {type(error).__name__}: {error}")
    answers.send(account)


def _answer(number: int, receiver: Connection, ends: float) -> Account:
    """Wait for what a worker has to tell; one that died tells nothing."""
    with receiver:
        try:
            if receiver.poll(max(0.0, ends - time.monotonic())):
                account: Account = receiver.recv()
                return account
            lacking = "it did not answer in time"
        except EOFError:
            lacking = "it ended without an answer"
    return Account(number, failed=[lacking])
