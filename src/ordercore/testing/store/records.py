# ruff: noqa: S101 - a suite asserts
"""Records: loading them, and writing them whole."""

from ordercore.inventory import Stock
from ordercore.ports.outbox import OutboxState
from ordercore.ports.records import Answered, Key
from ordercore.ports.store import Row, Store
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import UNICODE, commit, key_of, placed, whole_commit, write

NO_ROW = Row(None, 0)


class Records(Contract):
    """What is written is what is loaded."""

    def test_a_record_that_does_not_exist_is_a_row_too(self, store: Store) -> None:
        """Loading what nobody wrote gives rows of version 0 without a value."""
        keys = (Key("order", "x"), Key("stock", "main/x"), Key("reservation", "main/x/y"))

        with store.transaction() as transaction:
            rows = transaction.load(keys)

        assert dict(rows) == dict.fromkeys(keys, NO_ROW)

    def test_loading_nothing_gives_nothing(self, store: Store) -> None:
        """An empty collection of keys is allowed."""
        with store.transaction() as transaction:
            assert dict(transaction.load(())) == {}

    def test_every_kind_of_record_is_kept(self, store: Store) -> None:
        """Orders, stock, reservations and answers come back equal, with their versions."""
        whole = whole_commit()
        write(store, whole)

        with store.transaction() as transaction:
            rows = transaction.load(tuple(whole.writes))

        assert dict(rows) == {key: row for key, (row, _) in whole.writes.items()}

    def test_loading_gives_exactly_what_was_asked_for(self, store: Store) -> None:
        """Of 1,300 keys, half of them missing, each has its row, and no other comes along."""
        stocks = [Stock(f"S{number}", "main", number) for number in range(650)]
        write(store, commit(*stocks))
        absent = [Key("stock", f"main/none{number}") for number in range(650)]

        with store.transaction() as transaction:
            rows = transaction.load([*absent, *map(key_of, stocks)])

        expected = dict.fromkeys(absent, NO_ROW)
        expected |= {key_of(stock): Row(stock, 1) for stock in stocks}
        assert dict(rows) == expected

    def test_ids_may_hold_any_text(self, store: Store) -> None:
        """Quotes, slashes, wildcards and characters of any script make no difference."""
        ids = (UNICODE, "a/b", "%", "_", "O'Neil", "o", "O", "a b")
        write(store, *(commit(placed(id)) for id in ids))

        with store.transaction() as transaction:
            rows = transaction.load([Key("order", id) for id in ids])

        assert [rows[Key("order", id)].value for id in ids] == [placed(id) for id in ids]

    def test_records_can_be_looked_at_outside_a_transaction(self, store: Store) -> None:
        """The same rows, missing ones among them, for those who only want to look."""
        whole = whole_commit()
        write(store, whole)
        absent = Key("stock", "main/none")

        rows = store.load((*whole.writes, absent))

        assert dict(rows) == {key: row for key, (row, _) in whole.writes.items()} | {absent: NO_ROW}

    def test_a_record_is_replaced(self, store: Store) -> None:
        """A later commit replaces the value, and only of the records it names."""
        before, after = Stock("A", "main", 5), Stock("A", "main", 3, 2)
        write(store, commit(before, placed()), commit(after, was=1))

        with store.transaction() as transaction:
            rows = transaction.load((key_of(after), key_of(placed())))

        assert dict(rows) == {key_of(after): Row(after, 2), key_of(placed()): Row(placed(), 1)}

    def test_a_version_may_rise_by_more_than_one(self, store: Store) -> None:
        """A plan may write a record several times before it is committed once."""
        some = commit(placed())
        leap = commit(placed(), was=1)
        key = key_of(placed())
        far = type(leap)(writes={key: (Row(placed(), 7), 1)}, events=(), outbox=())
        write(store, some, far)

        with store.transaction() as transaction:
            assert transaction.load((key,))[key].version == 7

    def test_an_answered_command_id_is_known(self, store: Store) -> None:
        """What a command id was answered is kept, bytes and all; others are unknown."""
        plain = Answered(UNICODE, bytes(range(256)), Key("order", "a/b"), 3)
        kept = Answered("c-2", b"", Key("stock", "main/A"), 9, Stock("A", "main", 5, 2))
        write(store, commit(plain, kept))

        rows = store.load((key_of(plain), key_of(kept), Key("answer", "another")))

        assert [row.value for row in rows.values()] == [plain, kept, None]

    def test_records_can_be_loaded_again_in_one_transaction(self, store: Store) -> None:
        """A plan that turns out to need more rows is given them, and the same ones again."""
        write(store, commit(placed(), Stock("A", "main", 5)))
        order, stock = key_of(placed()), Key("stock", "main/A")

        with store.transaction() as transaction:
            first = transaction.load((order,))
            second = transaction.load((stock, order))
            transaction.write(commit(Stock("A", "main", 4), was=1))

        assert first[order] == second[order] == Row(placed(), 1)
        assert second[stock] == Row(Stock("A", "main", 5), 1)
        assert store.load((stock,))[stock] == Row(Stock("A", "main", 4), 2)

    def test_a_transaction_may_write_nothing(self, store: Store) -> None:
        """An empty commit, or none at all, leaves everything as it was."""
        write(store, commit())
        with store.transaction():
            pass

        assert store.outbox(OutboxState.WAITING, limit=10) == ()
