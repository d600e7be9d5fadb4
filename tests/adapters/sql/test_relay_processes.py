"""Relays in processes of their own, on SQLite and PostgreSQL; some are killed."""

import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from relay_workers import came, fill, relay

from ordercore import open as open_desk
from ordercore.ports.outbox import OutboxState

SPAWN = get_context("spawn")

ORDERS = 40


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty store of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'shop.db'}"
        return
    from ordercore.testing.postgres import database

    with database(request.getfixturevalue("postgres_server")) as fresh:
        yield fresh


def overtaken(events: Sequence[tuple[int, str]]) -> list[str]:
    """Give what came first only after something that it should have preceded."""
    seen = dict.fromkeys(key for _, key in events)
    last: dict[str, int] = {}
    found = []
    for key in seen:
        stream, seq, _ = key.rsplit("/", 2)
        if int(seq) < last.get(stream, 0):
            found.append(key)
        last[stream] = int(seq)
    return found


def still_waiting(url: str) -> int:
    """Count what was not told, notices aside."""
    with open_desk(url, must_exist=url.startswith("sqlite")) as desk:
        found = desk.store.outbox(OutboxState.WAITING, limit=10_000)
        return len([some for some in found if some.entry.notice is None])


def test_r45_two_relays_at_once_tell_everything_once(url: str, tmp_path: Path) -> None:
    """R45: they share the work, in order, and neither tells what the other told."""
    told = fill(url, ORDERS)
    reader = tmp_path / "reader"

    with ProcessPoolExecutor(2, mp_context=SPAWN) as pool:
        sent = list(pool.map(relay, [url] * 2, [reader] * 2, [0] * 2, [2] * 2))

    events = came(reader)
    assert sum(sent) == len(events) == told
    assert max(Counter(key for _, key in events).values()) == 1
    assert min(sent) > 0
    assert overtaken(events) == []
    assert still_waiting(url) == 0


def test_what_comes_twice_after_a_kill_is_told_by_its_key(url: str, tmp_path: Path) -> None:
    """Killed between sending and saying so, a relay makes one event come again, and no more.

    Several die while others work on; at last everything has come, in order, and what came twice
    is as many events as there were deaths.
    """
    told = fill(url, ORDERS)
    reader = tmp_path / "reader"
    dying = [SPAWN.Process(target=relay, args=(url, reader, after, 4)) for after in (1, 3, 6)]
    living = SPAWN.Process(target=relay, args=(url, reader, 0, 4))

    for process in (*dying, living):
        process.start()
    for process in (*dying, living):
        process.join(120)

    events = came(reader)
    counted = Counter(key for _, key in events)
    deaths = len([process for process in dying if process.exitcode == -signal.SIGKILL])
    assert (deaths >= 1, living.exitcode) == (True, 0)
    assert len(counted) == told
    assert sum(counted.values()) - told == deaths
    assert overtaken(events) == []
    assert still_waiting(url) == 0
