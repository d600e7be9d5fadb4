"""A database of a server under several threads, and what names it."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest

from ordercore import InvalidValue, Line, StoreError
from ordercore.adapters.sql import SqlStore, open_postgres
from ordercore.adapters.sql.postgres import driver_for, is_overtaken
from ordercore.adapters.sql.urls import without_password
from ordercore.conversations.claims import Outcome as Decided
from ordercore.errors import ExtraMissing
from ordercore.inventory import Stock
from ordercore.opening import open as open_desk
from ordercore.opening import open_store
from ordercore.orders.claim_note import note_of
from ordercore.ports.outbox import Lane, Outcome, Settled, Waiting
from ordercore.ports.records import Key
from ordercore.service.auditing import audit
from ordercore.testing.laws import live_equals_replay
from ordercore.testing.store.samples import (
    AT,
    commit,
    entry,
    key_of,
    placed,
    telling,
    write,
)


@pytest.fixture
def store(empty_postgres: str) -> Iterator[SqlStore]:
    """Open the empty database."""
    with closing(open_postgres(empty_postgres)) as opened:
        yield opened


def test_whoever_loads_a_row_has_it_for_themselves(store: SqlStore) -> None:
    """A second transaction waits at the row, and then sees what the first one wrote."""
    stock = Stock("A", "main", 5)
    write(store, commit(stock))
    key = key_of(stock)

    def second() -> int:
        with store.transaction() as transaction:
            version = transaction.load([key])[key].version
            transaction.write(commit(Stock("A", "main", 3), was=version))
            return version

    with ThreadPoolExecutor(1) as pool:
        with store.transaction() as transaction:
            transaction.load([key])
            waiting = pool.submit(second)
            transaction.write(commit(Stock("A", "main", 4), was=1))
        assert waiting.result(timeout=10) == 2

    assert store.load([key])[key].version == 3


def test_looking_does_not_wait_for_a_writer(store: SqlStore) -> None:
    """Records, pages and events are read beside a transaction that holds the row."""
    write(store, commit(placed()))

    with store.transaction() as transaction:
        transaction.load([key_of(placed())])
        with ThreadPoolExecutor(1) as pool:
            seen = pool.submit(store.load, [key_of(placed())]).result(timeout=10)

    assert seen[key_of(placed())].version == 1


def test_an_entry_added_while_the_one_before_it_is_settled_is_told(store: SqlStore) -> None:
    """Whichever comes first, the new entry does not stay behind one that is gone."""
    for number in range(30):
        id = f"O-{number}"
        write(store, telling(entry(id, 1)))
        (first,) = store.take(Lane.NOTICES, limit=1, at=AT, until=AT)

        def settle(waiting: Waiting = first) -> None:
            done = Outcome.DELIVERED
            store.settle([Settled(entry=waiting.entry, outcome=done, at=AT, tries=waiting.tries)])

        def add(id: str = id) -> None:
            write(store, telling(entry(id, 2)))

        with ThreadPoolExecutor(2) as pool:
            for future in [pool.submit(settle), pool.submit(add)]:
                future.result(timeout=10)

        (second,) = store.take(Lane.NOTICES, limit=9, at=AT, until=AT)
        assert second.entry == entry(id, 2)
        settle(second)


def test_an_entry_is_held_until_what_is_behind_it_is_committed(store: SqlStore) -> None:
    """Who settles the one before waits for the transaction that adds another, and moves it up."""
    write(store, telling(entry("O-1", 1)))
    (first,) = store.take(Lane.NOTICES, limit=1, at=AT, until=AT)
    done = Settled(entry=first.entry, outcome=Outcome.DELIVERED, at=AT, tries=1)

    with ThreadPoolExecutor(1) as pool:
        with store.transaction() as transaction:
            transaction.write(telling(entry("O-1", 2)))
            transaction.load([Key("order", "O-9")])  # what was written is sent before
            settling = pool.submit(store.settle, [done])
        settling.result(timeout=10)

    (second,) = store.take(Lane.NOTICES, limit=9, at=AT, until=AT)
    assert second.entry == entry("O-1", 2)


@pytest.mark.parametrize(
    ("sqlstate", "overtaken"),
    [("40001", True), ("40P01", True), ("23505", True), ("23514", False), (None, False)],
)
def test_overtaken_is_told_from_broken(sqlstate: str | None, overtaken: bool) -> None:
    """Serialization failures, deadlocks and keys that are there are worth another try."""
    error = Exception()
    error.sqlstate = sqlstate  # type: ignore[attr-defined]

    assert is_overtaken(error) is overtaken


@pytest.mark.parametrize(
    ("table", "column", "overtaken"),
    [
        ("ordercore_events", "seq", True),
        ("ordercore_events", "body", False),
        ("ordercore_orders", "seq", False),
    ],
)
def test_an_event_without_place_means_that_no_plenty_is_left(
    table: str, column: str, overtaken: bool
) -> None:
    """Any other value that is lacking is a fault."""
    error: Any = Exception()
    error.sqlstate = "23502"
    error.diag = SimpleNamespace(table_name=table, column_name=column)

    assert is_overtaken(error) is overtaken


def test_a_url_names_a_database(empty_postgres: str) -> None:
    """What one desk kept, another finds; of another seller it finds nothing."""
    desk = open_desk(empty_postgres, seller="one")
    desk.receive("A", 5)
    desk.close()

    again, other = open_desk(empty_postgres, seller="one"), open_desk(empty_postgres, seller="two")
    assert (again.stock("A").on_hand, other.stock("A").on_hand) == (5, 0)
    again.close()
    other.close()


def test_a_database_that_must_have_a_store_is_not_given_one(bare_postgres: str) -> None:
    """The error says what to do."""
    with pytest.raises(StoreError, match="schema is not there"):
        open_store(bare_postgres, must_exist=True)


def test_a_server_that_is_not_there_is_an_error_without_the_password() -> None:
    """It names what was asked for, and says what the driver said."""
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:secret@127.0.0.1:9/shop?connect_timeout=2")

    assert caught.value.store == "postgresql://me@127.0.0.1:9/shop"
    assert "secret" not in str(caught.value)


def test_what_may_be_told_of_a_url() -> None:
    """User, host and database; no password and no options."""
    told = {
        "postgresql://u:p@h:1/d?sslmode=require": "postgresql://u@h:1/d",
        "postgres:///d?host=/tmp": "postgres:///d",
        "postgresql://h/d": "postgresql://h/d",
        "postgresql://u:p@q@h/d": "postgresql://…",
        "postgresql://u:p/q@h/d": "postgresql://…",
        "postgresql://u:p?q@h/d": "postgresql://…",
        "postgresql://h/d?password=p@q": "postgresql://…",
        "host=h password=p": "…",
        "shop.db": "shop.db",
    }
    assert {url: without_password(url) for url in told} == told


@pytest.mark.parametrize("password", ["s@cret", "s/cret", "s%cret", "s#cret@x"])
def test_a_password_that_breaks_its_url_is_not_shown(password: str) -> None:
    """Such a URL is refused before the driver says what it could not read of it."""
    with pytest.raises(InvalidValue, match="%40") as caught:
        open_store(f"postgresql://me:{password}@127.0.0.1:9/shop?connect_timeout=1")

    assert "cret" not in str(caught.value)


def test_a_url_that_is_none_is_a_wrong_value() -> None:
    """Not an error of the standard library."""
    with pytest.raises(InvalidValue, match="a URL such as"):
        open_store("postgresql://[bad")


@pytest.mark.parametrize("url", ["postgresql+psycopg://me:secret@h/d", "mysql://me:secret@h/d"])
def test_no_error_about_a_url_shows_its_password(url: str) -> None:
    """Neither where the kind is not known."""
    for open_it in (open_store, driver_for):
        with pytest.raises(InvalidValue) as caught:
            open_it(url)
        assert "secret" not in str(caught.value)
        assert "me@h/d" in str(caught.value)


def test_a_url_of_another_kind_is_refused() -> None:
    """An example is given."""
    with pytest.raises(InvalidValue, match="postgresql://user@host/database"):
        driver_for("mysql://x/y")


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else of the library needs it."""
    monkeypatch.setitem(sys.modules, "psycopg_pool", None)

    with pytest.raises(ExtraMissing, match="'postgres'"):
        open_store("postgresql://h/d")


PLANS = ("", "enable_hashjoin", "enable_hashjoin enable_mergejoin", "enable_nestloop")
"""What a planner may not do."""


@pytest.mark.parametrize("off", PLANS)
@pytest.mark.parametrize("known", ["nothing", "empty", "one"])
def test_as_many_are_taken_as_are_asked_for_however_it_is_planned(
    empty_postgres: str, off: str, known: str
) -> None:
    """A planner that thinks the table small may ask for the due entries once for each row of it.

    Each time other entries would be locked, and all of them taken.
    """
    mark = "&" if "?" in empty_postgres else "?"
    switches = "".join(f"-c%20{name}%3Doff%20" for name in off.split())
    with closing(open_postgres(f"{empty_postgres}{mark}options={switches}")) as planned:
        if known == "one":
            write(planned, telling(entry("O-0")))
        if known != "nothing":
            analysed(empty_postgres)
        write(planned, telling(*(entry(f"O-{number}") for number in range(1, 9))))
        left = 9 if known == "one" else 8
        for limit in (0, 1, 3, 2, 9):
            some = planned.take(Lane.NOTICES, limit=limit, at=AT, until=AT.add(minutes=1))
            assert len(some) == min(limit, left)
            left -= len(some)


def analysed(url: str) -> None:
    """Let the server count what is in the outbox, as it does by itself from time to time."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE ordercore_outbox")


def test_a_claim_lives_beside_its_order(empty_postgres: str) -> None:
    """Opened, answered and granted, it is what its events tell, and so is the order."""
    with open_desk(empty_postgres) as desk:
        desk.receive("A", 1)
        desk.place(channel="MFN", lines=[Line("A", 1, price="20 EUR")], order_id="O-1", at=AT)
        desk.confirm_payment("O-1", at=AT)
        said: dict[str, Any] = {"kind": "service_chargeback", "ground": "not_received"}
        opened = desk.open_claim("O-1", "CB-1", claimed="20 EUR", at=AT, command_id="c-1", **said)
        assert desk.claims_to_answer(by=opened.answer_due) == (opened,)
        desk.answer_claim("CB-1", evidence=["tracking"], at=AT)
        closed = desk.decide_claim("CB-1", Decided.GRANTED, amount="5 EUR", at=AT)

        again = desk.open_claim("O-1", "CB-1", claimed="20 EUR", at=AT, command_id="c-1", **said)
        assert again == opened
        assert desk.claims_of("O-1") == (closed,)
        assert desk.order("O-1").claims == (note_of(closed),)
        live_equals_replay(desk.store, desk.store.streams())
        assert audit(desk.store).is_well
