"""Crashes and crowds: processes that are killed while they send, and many that send at once.

Each letter that goes out is a line in a file, written before anything is noted: what a mail
server has taken when the process dies. So duplicates can be counted.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from desk_stories import AT
from posting_stories import MAIL, Known, PostOffice, write

import ordercore
from ordercore import Line, OrderDesk, World
from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.adapters.sql import open_postgres, open_sqlite
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.ports import Letter
from ordercore.ports.store import Store
from ordercore.service.pace import Pace

ORDERS = 12

PACE = Pace(lease=0.6, pauses=(0.05,), most_tries=50)

WORKER = """
import os, sys, time
sys.path[:0] = [{tests!r}]
from posting_stories import Known, PostOffice, write
from test_service_dispatching_crashes import PACE, live_desk, letter_line
from ordercore.adapters.sql import open_sqlite

def note(letter):
    with open({file!r}, "ab", buffering=0) as log:
        log.write(letter_line(letter))
    # The mail server has it now; a moment passes before we can say so.
    time.sleep(0.01)

desk = live_desk(open_sqlite({store!r}))
office = PostOffice(after=note)
while True:
    desk.send_notices(office, Known(), write, limit=5, pace=PACE)
    time.sleep(0.005)
"""


def live_desk(store: Store) -> OrderDesk:
    """Open a desk that looks at a real clock."""
    return OrderDesk(
        store, world=World(pools={"MFN": "main"}), clock=SystemClock(), identity=UuidIdentity()
    )


def letter_line(letter: Letter) -> bytes:
    """Write a letter as a line."""
    return f"{letter.key}\n".encode()


def expected() -> list[str]:
    """Give the key of every letter that there is to send."""
    return sorted(
        key
        for number in range(1, ORDERS + 1)
        for key in (
            f"order/O-{number}/1/buyer/order_received/email/ann",
            f"order/O-{number}/2/seller/order_to_ship/email/sam",
        )
    )


def ordered(store: Store) -> None:
    """Place orders, and pay them."""
    desk = OrderDesk(
        store,
        world=World(pools={"MFN": "main"}),
        clock=SystemClock(),
        identity=CountingIdentity(),
    )
    desk.receive("A", ORDERS + 1)
    for number in range(1, ORDERS + 1):
        desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id=f"O-{number}")
        desk.confirm_payment(f"O-{number}", payment_id="PAY")


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_worker_sends_again_only_what_it_had_not_noted(tmp_path: Path) -> None:
    """Killed in the middle: none is lost, and each death doubles one letter at most.

    Where the other side knows our keys it drops that one; a mail server does not, and that is the
    only way in which anybody is told twice.
    """
    file, store = tmp_path / "sent.log", tmp_path / "shop.db"
    file.touch()
    with closing(open_sqlite(store)) as kept:
        ordered(kept)
    tests = str(Path(__file__).parent)
    source = str(Path(ordercore.__file__).parents[1])
    script = WORKER.format(tests=tests, file=str(file), store=str(store))
    deaths = 0
    deadline = time.monotonic() + 60
    while len(set(file.read_text().split())) < 2 * ORDERS:
        assert time.monotonic() < deadline
        worker = subprocess.Popen(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": source}
        )
        already = len(file.read_bytes())
        while time.monotonic() < deadline:
            # Killed while it sends, twice; the last one may finish.
            grown = len(file.read_bytes()) - already
            done = len(set(file.read_text().split())) == 2 * ORDERS
            if done or (grown > 250 and deaths < 2):
                break
            time.sleep(0.002)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        deaths += 1
        time.sleep(PACE.lease)

    told = Counter(file.read_text().split())
    twice = {key: times for key, times in told.items() if times > 1}
    assert sorted(told) == expected()
    assert sum(twice.values()) - len(twice) <= deaths
    with closing(open_sqlite(store)) as kept:
        desk = live_desk(kept)
        quiet = PostOffice()
        desk.send_notices(quiet, Known(), write, limit=1000, pace=PACE)
        told.update(quiet.tried)
        assert sum(told.values()) - len(told) <= deaths
        assert {
            some.status.value for number in range(ORDERS) for some in desk.notices_of(f"O-{number}")
        } <= {"sent"}
        assert not desk.send_notices(quiet, Known(), write, pace=PACE)


def crowd(stores: "list[Store]") -> Counter[str]:
    """Let some desks send what there is at once, and count every letter."""
    told: Counter[str] = Counter()
    lock = threading.Lock()

    def note(letter: Letter) -> None:
        with lock:
            told[letter.key] += 1

    def work(store: Store) -> None:
        desk = OrderDesk(
            store,
            world=World(pools={"MFN": "main"}),
            clock=SystemClock(),
            identity=UuidIdentity(),
        )
        idle = 0
        while idle < 3:
            done = desk.send_notices(PostOffice(after=note), Known(), write, limit=7)
            idle = 0 if done else idle + 1

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_a_crowd_of_workers_on_sqlite_sends_each_letter_once(tmp_path: Path) -> None:
    """Whoever takes one has it alone."""
    with (
        closing(open_sqlite(tmp_path / "shop.db")) as first,
        closing(open_sqlite(tmp_path / "shop.db")) as second,
    ):
        ordered(first)

        told = crowd([first, second])

        assert sorted(told) == expected()
        assert set(told.values()) == {1}


def test_a_crowd_of_workers_on_postgresql_sends_each_letter_once(empty_postgres: str) -> None:
    """Likewise, where several transactions run at once."""
    with (
        closing(open_postgres(empty_postgres)) as first,
        closing(open_postgres(empty_postgres)) as second,
        closing(open_postgres(empty_postgres)) as third,
    ):
        ordered(first)

        told = crowd([first, second, third])

        assert sorted(told) == expected()
        assert set(told.values()) == {1}
        desk = OrderDesk(first, world=World(), clock=FixedClock(AT), identity=CountingIdentity())
        (received, to_ship) = desk.notices_of("O-1")
        assert (received.channel, received.tries, to_ship.tries) == (MAIL, 1, 1)
